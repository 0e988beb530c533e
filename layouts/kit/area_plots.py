"""Plots of areas as SVG: two indicators against each other, several on parallel axes; each mark leads to its area."""

from __future__ import annotations

from collections.abc import Iterable

from data.domain.area_views import AreaPoint, AreaView
from data.domain.errors import Num
from data.domain.views import IndicatorInfo
from data.text import number, say, show
from layouts.kit.plots import Plot, nice
from layouts.markup import Drawn, el

WIDTH, HEIGHT = 620.0, 370.0
MARGINS = {"left": 58.0, "right": 14.0, "top": 12.0, "bottom": 40.0}
TICKS = 4
SIDE = 46.0
HEAD = 44.0
FOOT = 22.0
SHORT = 26


def _extent(points: list[AreaPoint], axis: int) -> tuple[float, float]:
    known = [value for point in points if (value := point.values[axis]) is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    return min(low, 0.0), max(nice(high), 1e-9) if high > 0 else 0.0


def scatter(view: AreaView, lang: str) -> Drawn:
    """Marks of all areas by the first two axes, and the lines through them."""
    x, y = view.axes
    (left, right), (low, high) = (_extent(view.points, axis) for axis in (0, 1))
    plot = Plot(width=WIDTH, height=HEIGHT, **MARGINS, first=left, last=right, low=low, high=high)
    order = sorted(view.points, key=lambda point: point.selected)
    dots = [_dot(plot, point, (x, y), lang) for point in order if None not in point.values]
    lines = [el("path", d=_line(plot, line.slope, line.intercept), cls=f"fit {line.role}") for line in view.lines]
    marks = [*_ticks(plot, x, y, lang), *lines, *dots]
    return _picture(marks, say(view.sentence, lang))


def _picture(marks: list[Drawn], label: str) -> Drawn:
    box = f"0 0 {WIDTH:g} {HEIGHT:g}"
    return el("svg", *marks, viewBox=box, cls="area-plot", role="group", aria_label=label, data_draw="areas")


def _ticks(plot: Plot, x: IndicatorInfo, y: IndicatorInfo, lang: str) -> list[Drawn]:
    marks = []
    for n in range(TICKS + 1):
        across = plot.first + (plot.last - plot.first) * n / TICKS
        up = plot.low + (plot.high - plot.low) * n / TICKS
        at, height = plot.x(across), plot.y(up)
        marks += [
            el("path", d=f"M{plot.left} {height}H{plot.width - plot.right}", cls="grid"),
            el("text", number(up, lang, _decimals(plot.high, y)), x=plot.left - 6, y=height + 4, cls="tick end"),
            el("text", number(across, lang, _decimals(plot.last, x)), x=at, y=plot.height - FOOT, cls="tick middle"),
        ]
    names = [f"{say(axis.short, lang)}, {say(axis.unit, lang)}" for axis in (x, y)]
    marks.append(el("text", names[0], x=plot.width - plot.right, y=plot.height - 5, cls="axis end"))
    marks.append(el("text", names[1], x=plot.left + 4, y=plot.top + 10, cls="axis"))
    return marks


def _decimals(high: float, axis: IndicatorInfo) -> int:
    return max(axis.decimals, 0) if high < 10 * TICKS else 0


def _line(plot: Plot, slope: float, intercept: float) -> str:
    """The part of a line that lies inside the plot."""
    ends = []
    for across in (plot.first, plot.last):
        ends.append((across, intercept + slope * across))
    inside = []
    for across, up in ends:
        held = min(max(up, plot.low), plot.high)
        inside.append((across if up == held or not slope else (held - intercept) / slope, held))
    return "M" + "L".join(f"{plot.x(across)} {plot.y(up)}" for across, up in inside)


def _dot(plot: Plot, point: AreaPoint, axes: tuple[IndicatorInfo, ...], lang: str) -> Drawn:
    known = [value for value in point.values if value is not None]
    return _spot(point, plot.x(known[0]), plot.y(known[1]), axes, lang)


def _spot(point: AreaPoint, x: float, y: float, axes: Iterable[IndicatorInfo], lang: str) -> Drawn:
    """An area's mark: a click chooses it, its title says all of its values; arrow keys go from mark to mark."""
    said = ", ".join(
        f"{say(axis.short, lang)} {show(Num(value, axis.decimals), lang)}"
        for axis, value in zip(axes, point.values, strict=True)
        if value is not None
    )
    look = f"spot step-{point.klass}" + (" chosen" if point.selected else "")
    title = el("title", f"{point.name}: {said}")
    return el(
        "circle",
        title,
        cx=x,
        cy=y,
        r=5 if point.selected else 3.4,
        cls=look,
        data_area=point.code,
        role="button",
        aria_pressed=str(point.selected).lower(),
        tabindex=-1,
    )


def parallel(view: AreaView, lang: str) -> Drawn:
    """A line an area over all axes, each from its lowest to its highest value."""
    extents = [_extent(view.points, axis) for axis in range(len(view.axes))]
    step = (WIDTH - 2 * SIDE) / max(len(view.axes) - 1, 1)
    places = [SIDE + step * n for n in range(len(view.axes))]
    marks: list[Drawn] = []
    for n, (axis, (low, high), x) in enumerate(zip(view.axes, extents, places, strict=True)):
        anchor = "" if n == 0 else (" end" if n == len(view.axes) - 1 else " middle")
        words = say(axis.short, lang)
        at = x - SIDE + 4 if n == 0 else (x + SIDE - 4 if n == len(view.axes) - 1 else x)
        marks += [
            el("path", d=f"M{x} {HEAD}V{HEIGHT - FOOT}", cls="upright"),
            el(
                "text",
                words[:SHORT] + ("…" if len(words) > SHORT else ""),
                x=at,
                y=14 + 14 * (n % 2),
                cls="axis" + anchor,
            ),
            el("text", number(high, lang, _decimals(high, axis)), x=x, y=HEAD - 3, cls="tick middle"),
            el("text", number(low, lang, 0), x=x, y=HEIGHT - 8, cls="tick middle"),
        ]
    for point in sorted(view.points, key=lambda point: point.selected):
        marks += _course(point, view.axes, extents, places, lang)
    return _picture(marks, say(view.sentence, lang))


def _course(
    point: AreaPoint,
    axes: list[IndicatorInfo],
    extents: list[tuple[float, float]],
    places: list[float],
    lang: str,
) -> list[Drawn]:
    """An area's line over the axes, broken where it has no value, and its marks on them."""
    spots = []
    strokes = ""
    before = False
    for value, (low, high), x in zip(point.values, extents, places, strict=True):
        if value is None:
            before = False
            continue
        y = round(HEIGHT - FOOT - (value - low) / ((high - low) or 1.0) * (HEIGHT - FOOT - HEAD), 1)
        strokes += f"{'L' if before else 'M'}{x:g} {y:g}"
        before = True
        spots.append(_spot(point, round(x, 1), y, axes, lang))
    look = f"course step-{point.klass}" + (" chosen" if point.selected else "")
    return [el("path", d=strokes, cls=look, data_area=point.code), *spots]
