"""Small charts as SVG: one scale, one line; a tile's course, the wall's, a target's and the public charts draw by it.

What is interactive is Plotly's (`layouts.figures`); this is for pages without scripts, for print and for pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from layouts.markup import Drawn, el

Pair = tuple[float, float | None]
"""A place on the horizontal axis (a day's ordinal, or the position in a row) and its value; None is no report."""
STEPS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True, kw_only=True)
class Plot:
    """A rectangle with two scales.

    Attributes
    ----------
    width, height : float
        Of the whole picture.
    left, right, top, bottom : float
        Margins around the rectangle.
    first, last : float
        What the left and the right edge stand for.
    low, high : float
        What the lower and the upper edge stand for.
    """

    width: float
    height: float
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    first: float
    last: float
    low: float
    high: float

    def x(self, at: float | date) -> float:
        """Place of a day or a position."""
        at = at.toordinal() if isinstance(at, date) else at
        span = (self.last - self.first) or 1.0
        return round(self.left + (at - self.first) / span * (self.width - self.left - self.right), 1)

    def y(self, value: float) -> float:
        """Place of a value."""
        span = (self.high - self.low) or 1.0
        return round(self.height - self.bottom - (value - self.low) / span * (self.height - self.top - self.bottom), 1)


def dated(series: Iterable[tuple[date, float | None]]) -> list[Pair]:
    """A series by day."""
    return [(at.toordinal(), value) for at, value in series]


def counted(values: Iterable[float | None]) -> list[Pair]:
    """A series by position."""
    return [(position, value) for position, value in enumerate(values)]


def extent(*series: Sequence[Pair]) -> tuple[float, float] | None:
    """Least and greatest value of some series; None where nothing is known."""
    known = [value for pairs in series for _, value in pairs if value is not None]
    return (min(known), max(known)) if known else None


def runs(plot: Plot, pairs: Sequence[Pair]) -> list[list[tuple[float, float]]]:
    """Places of a series, broken where nothing was reported: a line over a hole would claim what nobody knows.

    Examples
    --------
    >>> plot = Plot(width=30, height=10, first=0, last=3, low=0, high=10)
    >>> runs(plot, counted([0, 10, None, 5]))
    [[(0.0, 10.0), (10.0, 0.0)], [(30.0, 5.0)]]
    """
    broken: list[list[tuple[float, float]]] = [[]]
    for at, value in pairs:
        if value is None:
            broken.append([])
        else:
            broken[-1].append((plot.x(at), plot.y(value)))
    return [run for run in broken if run]


def line(plot: Plot, pairs: Sequence[Pair], look: str) -> Drawn:
    """A series as one path; a single day between two holes is a dot as wide as the line."""
    strokes = []
    for run in runs(plot, pairs):
        points = run if len(run) > 1 else [*run, *run]
        strokes.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points))
    return el("path", d="".join(strokes), cls=look, stroke_linecap="round")


def end(plot: Plot, pairs: Sequence[Pair], look: str, radius: float) -> Drawn | None:
    """A disc on the last known value."""
    known = runs(plot, pairs)
    if not known:
        return None
    x, y = known[-1][-1]
    return el("circle", cx=f"{x:g}", cy=f"{y:g}", r=f"{radius:g}", cls=look)


def nice(most: float) -> float:
    """The next round number above, for the top of an axis; at least 5.

    Examples
    --------
    >>> [nice(n) for n in (0, 4, 67, 5123, 10_600)]
    [5.0, 5.0, 80.0, 6000.0, 15000.0]
    """
    tops = (step * 10.0**power for power in range(8) for step in STEPS)
    return next((top for top in tops if top >= max(most, 5)), most)
