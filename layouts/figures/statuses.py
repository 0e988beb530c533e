"""Case statuses: two sets of definitions with a drawn break, never a joined line."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.domain.errors import msg
from data.domain.views import StatusView
from data.text import say
from layouts.figures.axis import date_ticks
from layouts.theme.charts import Chart, base_layout, label, theme_of, tick_format

DASHES = ("solid", "dash", "dot")


def statuses_figure(view: StatusView, *, theme: str, lang: str) -> dict[str, Any]:
    """Draw the stocks of each status; the old names end where the new begin."""
    colours = theme_of(theme)
    figure = Chart({**base_layout(colours, right=90), **tick_format(lang)})
    annotations: list[dict[str, Any]] = []
    for lines in (view.before, view.after):
        for place, (name, days, values) in enumerate(lines):
            if not days:
                continue
            figure.add("scatter",
                x=[d.isoformat() for d in days], y=values, mode="lines", name=name, hovertemplate="%{y:,.0f}",
                line={"color": colours["rate-4"] if theme == "dark" else colours["rate-3"], "width": 1.8, "dash": DASHES[place % 3]},
            )  # fmt: skip
            if lines is view.before:
                peak = max(range(len(values)), key=values.__getitem__)
                annotations.append(
                    {
                        **label(colours, name, x=days[peak].isoformat(), y=values[peak]),
                        "xshift": -4,
                        "xanchor": "right",
                        "yshift": 14 * (1 - place),
                    }
                )
            else:
                annotations.append(label(colours, name, x=days[-1].isoformat(), y=values[-1], shift=14 * place))
    at = view.break_on.isoformat()
    text = say(msg("{day}: new definitions", day=view.break_on), lang)
    annotations.append({**label(colours, text, x=at, y=0), "y": 1, "yref": "paper", "yanchor": "top"})
    figure.mark(annotations, [_break(at, shift, colours["muted"]) for shift in (-3, 3)])
    every = sorted({d for _, days, _ in (*view.before, *view.after) for d in days})
    figure.x_axis(**date_ticks(_ends(every), lang, most=5))
    return figure.spec()


def _ends(days: list[date]) -> list[date]:
    return [days[0], days[-1]] if days else []


def _break(at: str, shift: int, colour: str) -> dict[str, Any]:
    return {
        "type": "line", "x0": shift, "x1": shift, "xanchor": at, "xsizemode": "pixel", "y0": 0, "y1": 1, "yref": "paper",
        "line": {"color": colour, "width": 1, "dash": "dot"},
    }  # fmt: skip
