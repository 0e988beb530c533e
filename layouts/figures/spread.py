"""The reproduction number: mean and limits, a window of a week beside it, the line between growing and receding."""

from __future__ import annotations

import itertools
import math
from typing import Any

from data.domain.covid import SpreadView
from data.text import number, say
from layouts.figures.axis import date_ticks
from layouts.figures.labels import add_ends
from layouts.theme.charts import Chart, base_layout, theme_of, tick_format, tinted

HIGHEST = 3.0
"""The axis goes no further: the first days of a wave have limits that would flatten all others."""


def spread_figure(view: SpreadView, *, theme: str, lang: str) -> dict[str, Any]:
    """Draw the reproduction number by day."""
    colours = theme_of(theme)
    figure = Chart({**base_layout(colours, right=64), **tick_format(lang)})
    days = [each.isoformat() for each in view.days]
    low, mean, high, weekly = (_values(each) for each in (view.low, view.mean, view.high, view.weekly))
    # A filled band knows no gaps: each run of days has its own.
    for run in _runs(low):
        band = {"x": days[run], "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
        figure.add("scatter", y=low[run], **band)
        figure.add("scatter", y=high[run], fill="tonexty", fillcolor=tinted(colours["rate-3"], 0.35), **band)
    week = {"color": colours["muted"], "width": 1.5, "dash": "dot"}
    figure.add("scatter", x=days, y=weekly, mode="lines", line=week, name=say("7 days", lang), hovertemplate="%{y:.2f}")
    figure.add(
        "scatter",
        x=days,
        y=mean,
        customdata=list(zip(low, high, strict=True)),
        mode="lines",
        line={"color": colours["ink"], "width": 2.2},
        name="Rt",
        hovertemplate="%{y:.2f} (%{customdata[0]:.2f}–%{customdata[1]:.2f})",
    )
    known = [value for value in view.mean if not math.isnan(value)]
    ends = [(f"Rt {number(known[-1], lang, 2)}", round(known[-1], 4), True)] if known else []
    add_ends(figure, ends, "")
    figure.mark([], [_line(colours["edge"], y0=1, y1=1, x0=0, x1=1, xref="paper")])
    top = min(HIGHEST, max([value for value in view.high if not math.isnan(value)], default=2.0) * 1.05)
    figure.x_axis(**date_ticks(view.days, lang, most=5), tickangle=0)
    figure.y_axis(range=[0, max(top, 1.5)])
    return figure.spec()


def _runs(values: list[float | None]) -> list[slice]:
    """Runs of days without a gap.

    Examples
    --------
    >>> _runs([None, 1.0, 2.0, None, 3.0])
    [slice(1, 3, None), slice(4, 5, None)]
    """
    ends = [-1, *(n for n, value in enumerate(values) if value is None), len(values)]
    return [slice(a + 1, b) for a, b in itertools.pairwise(ends) if b > a + 1]


def _values(values: list[float]) -> list[float | None]:
    return [None if math.isnan(value) else round(value, 3) for value in values]


def _line(colour: str, **at: Any) -> dict[str, Any]:
    return {"type": "line", "line": {"color": colour, "width": 1.4}, **at}
