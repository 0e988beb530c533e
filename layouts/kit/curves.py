"""A chart of lines over a number (hours, ranks, shares) for pages without scripts."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from layouts.kit.legends import Key, legend
from layouts.kit.plots import Pair, Plot, line
from layouts.markup import Drawn, el

WIDTH, HEIGHT = 640, 300
EDGES = {"left": 70.0, "right": 14.0, "top": 14.0, "bottom": 46.0}
Tick = tuple[float, str]


@dataclass(frozen=True)
class CurveLine:
    """A line with its place in the legend: "first" to "fourth", or "threshold"."""

    name: str
    look: str
    points: Sequence[Pair]


@dataclass(frozen=True)
class Axes:
    """What stands at the two axes; the outer ticks are the ends."""

    x_title: str
    y_title: str
    x: Sequence[Tick]
    y: Sequence[Tick]


def stepped(points: Sequence[Pair]) -> list[Pair]:
    """A line that keeps its value until the next point.

    Examples
    --------
    >>> stepped([(0, 1.0), (2, 0.5)])
    [(0, 1.0), (2, 1.0), (2, 0.5)]
    """
    corners: list[Pair] = list(points[:1])
    for (_, before), (at, value) in itertools.pairwise(points):
        corners += [(at, before), (at, value)]
    return corners


def curve_chart(
    lines: Sequence[CurveLine],
    axes: Axes,
    *,
    label: str,
    lang: str,
    band: tuple[Sequence[Pair], Sequence[Pair]] = ((), ()),
) -> list[Drawn]:
    """The chart and, for more than one line, its legend.

    Parameters
    ----------
    band : pair of lines
        Lower and upper end of an interval; nothing is drawn where one of them is missing.
    """
    plot = Plot(
        width=WIDTH,
        height=HEIGHT,
        **EDGES,
        first=axes.x[0][0],
        last=axes.x[-1][0],
        low=axes.y[0][0],
        high=axes.y[-1][0],
    )
    marks = [line(plot, [(plot.first, at), (plot.last, at)], "axis" if at == plot.low else "grid") for at, _ in axes.y]
    marks += [el("text", words, x=EDGES["left"] - 8, y=plot.y(at) + 4, text_anchor="end") for at, words in axes.y]
    marks += [
        el("text", words, x=plot.x(at), y=HEIGHT - EDGES["bottom"] + 18, text_anchor=_anchor(at, plot))
        for at, words in axes.x
    ]
    ends = [el("text", axes.x_title, x=plot.x(plot.last), y=HEIGHT - 6, text_anchor="end")]
    ends.append(el("text", axes.y_title, x=4, y=HEIGHT - 6))
    shown = [*_band(plot, *band), *(line(plot, each.points, f"course {each.look}") for each in lines)]
    box = f"0 0 {WIDTH} {HEIGHT}"
    chart = el("svg", *marks, *ends, *shown, view_box=box, cls="course-chart curve", role="img", aria_label=label)
    keys = [Key(f"key {each.look}", each.name) for each in lines]
    return [chart, *([legend(keys, "course-keys", lang)] if len(keys) > 1 else [])]


def _anchor(at: float, plot: Plot) -> str:
    return {plot.first: "start", plot.last: "end"}.get(at, "middle")


def _band(plot: Plot, low: Sequence[Pair], high: Sequence[Pair]) -> list[Drawn]:
    there = [
        (at, under, over)
        for (at, under), (_, over) in zip(low, high, strict=True)
        if under is not None and over is not None
    ]
    if not there:
        return []
    corners = [(plot.x(at), plot.y(over)) for at, _, over in there]
    corners += [(plot.x(at), plot.y(under)) for at, under, _ in reversed(there)]
    return [el("path", d="M" + "L".join(f"{x:g} {y:g}" for x, y in corners) + "Z", cls="interval")]
