"""Small multiples: the same small chart for many, on one scale, each under its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layouts.kit.plots import Pair, Plot, end, line
from layouts.markup import Drawn, el

WIDTH, HEIGHT = 220, 96
MARGINS = {"left": 2.0, "right": 6.0, "top": 6.0, "bottom": 6.0}


@dataclass(frozen=True)
class SmallChart:
    """One of them.

    Attributes
    ----------
    href : str
        Where its name leads; "" for nowhere.
    words : str
        Its last figures, under the name.
    lines : sequence of (look, points)
        The last one ends in a dot.
    """

    name: str
    href: str
    words: str
    lines: Sequence[tuple[str, Sequence[Pair]]]


def small_multiples(charts: Sequence[SmallChart], *, high: float, marked: float | None = None) -> Drawn:
    """Charts in a grid, all from the first to the last point of any and from 0 to ``high``.

    Parameters
    ----------
    marked : float or None
        A place on the horizontal axis that is marked in each.
    """
    places = [at for chart in charts for _, points in chart.lines for at, _ in points]
    if not places:
        return el("ul", cls="multiples")
    plot = Plot(width=WIDTH, height=HEIGHT, **MARGINS, first=min(places), last=max(places), low=0.0, high=high)
    return el("ul", *(_chart(plot, chart, marked) for chart in charts), cls="multiples")


def _chart(plot: Plot, chart: SmallChart, marked: float | None) -> Drawn:
    marks: list[Drawn | None] = [
        line(plot, [(plot.first, at), (plot.last, at)], "grid") for at in (plot.low, plot.high / 2, plot.high)
    ]
    if marked is not None and plot.first <= marked <= plot.last:
        marks.append(line(plot, [(marked, plot.low), (marked, plot.high)], "marked"))
    marks += [line(plot, points, f"course {look}") for look, points in chart.lines]
    if chart.lines:
        marks.append(end(plot, chart.lines[-1][1], f"dot {chart.lines[-1][0]}", 3))
    picture = el(
        "svg",
        *marks,
        view_box=f"0 0 {WIDTH} {HEIGHT}",
        cls="course-chart",
        role="img",
        aria_label=f"{chart.name}: {chart.words}",
    )
    name = el("a", chart.name, href=chart.href) if chart.href else el("b", chart.name)
    return el("li", name, el("small", chart.words), picture)
