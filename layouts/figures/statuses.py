"""Case statuses: two sets of definitions with a drawn break, never a joined line."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.domain.errors import msg
from data.domain.views import StatusView
from data.text import say
from layouts.figures.axis import date_ticks
from layouts.theme.charts import Chart, base_layout, label, theme_of, tick_format
from layouts.theme.tokens import Theme

DASHES = ("solid", "dash", "dot", "dashdot")
LABEL_ROW = 0.16
"""Part of a low chart's height that a line of words needs."""


def statuses_figure(view: StatusView, *, theme: str, lang: str) -> dict[str, Any]:
    """Draw the stocks of each status; the old names end where the new begin."""
    colours = theme_of(theme)
    figure = Chart({**base_layout(colours, right=90), **tick_format(lang)})
    high = max((max(values) for _, _, values in (*view.before, *view.after) if values), default=1) or 1
    annotations: list[dict[str, Any]] = []
    for lines in (view.before, view.after):
        for index, (name, days, values) in enumerate(lines):
            if days:
                figure.add(
                    "scatter",
                    x=[d.isoformat() for d in days],
                    y=values,
                    mode="lines",
                    name=name,
                    hovertemplate="%{y:,.0f}",
                    line={
                        "color": colours["rate-4" if theme == "dark" else "rate-3"],
                        "width": 1.8,
                        "dash": DASHES[index % 4],
                    },
                )
    annotations += _names(colours, view.before, high, peak=True)
    annotations += _names(colours, view.after, high, peak=False)
    at = view.break_on.isoformat()
    text = say(msg("{day}: new definitions", day=view.break_on), lang)
    annotations.append({**label(colours, text, x=at, y=0), "y": 1, "yref": "paper", "yanchor": "top"})
    figure.mark(annotations, [_break(at, shift, colours["muted"]) for shift in (-3, 3)])
    every = sorted({d for _, days, _ in (*view.before, *view.after) for d in days})
    figure.x_axis(**date_ticks(_ends(every), lang, most=5), tickangle=0)
    return figure.spec()


def _names(
    colours: Theme, lines: list[tuple[str, list[date], list[int]]], high: int, *, peak: bool
) -> list[dict[str, Any]]:
    """Names at the peak or at the end of each line, kept a line's height apart."""
    ends = []
    for name, days, values in lines:
        if days:
            at = max(range(len(values)), key=values.__getitem__) if peak else len(values) - 1
            ends.append((values[at], days[at], name))
    made, last = [], 1.2
    for value, on, name in sorted(ends, reverse=True):
        height = min(max(value / high, 0.02), last - LABEL_ROW)
        last = height
        side = {"xanchor": "right", "xshift": -6} if peak else {}
        made.append({**label(colours, name, x=on.isoformat(), y=height * high), **side})
    if made and not peak and last < 0.02:
        for note in made:
            note["y"] += (0.02 - last) * high
    return made


def _ends(days: list[date]) -> list[date]:
    return [days[0], days[-1]] if days else []


def _break(at: str, shift: int, colour: str) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": shift,
        "x1": shift,
        "xanchor": at,
        "xsizemode": "pixel",
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": colour, "width": 1, "dash": "dot"},
    }
