"""The other ways in which the areas of a map are shown, and the tables behind them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from data.domain.area_views import AreaPoint, AreaView, ConditionedMap, FittedLine, MonthMap
from data.domain.areas import Level, level_of
from data.domain.dates import day_number, month_ends
from data.domain.errors import Message, Num, msg
from data.domain.states import View
from data.domain.views import Column, IndicatorInfo, TableView
from data.indicators.association import association
from data.indicators.breaks import classes
from data.indicators.declaration import Indicator
from data.indicators.panel import Array
from data.service import questions, tables
from data.service.comparison import compared_with
from data.service.selection import LEVEL_NAMES, Selection, info, select
from data.service.values import value_of
from data.subjects import registry

MONTHS = 12
THIRDS = (1 / 3, 2 / 3)
MOST_AXES = 6
MOST_LINES = 200
CLEAR = 0.3
"""A rank correlation nearer to 0 than this is not said to be a connection."""


@dataclass(frozen=True)
class Axis:
    """An indicator at the level of the view, on the selection's day or run of days."""

    selection: Selection
    level: Level

    @property
    def indicator(self) -> Indicator:
        """What is measured."""
        return self.selection.indicator

    def values(self) -> Array:
        """Values of all areas of the level."""
        matrix = self.selection.city.matrix(self.indicator.id, self.level)
        return matrix.values(matrix.row(self.selection.day))


def axes_of(selection: Selection, subject: str) -> list[Selection]:
    """The selections of a view's axes, the mapped indicator first."""
    state = selection.state
    if state.view is View.SCATTER:
        names = [selection.indicator.id, second_of(selection, subject)]
    elif state.view is View.PARALLEL:
        wanted = [selection.indicator.id, *questions.tile_names(selection, subject), *_defaults(selection)]
        finest = [name for name in dict.fromkeys(wanted) if _drawable(selection, name)]
        names = finest[:MOST_AXES]
    elif state.view is View.MULTIPLES and (pair := pair_of(selection)):
        names = [selection.indicator.id, *pair]
    else:
        names = [name for name in (selection.indicator.id, second_on_map(selection)) if name]
    return [select(selection.city, state, selection.feeds, indicator=name) for name in names]


def _defaults(selection: Selection) -> list[str]:
    """What each subject opens with: parallel coordinates are over subjects."""
    defaults = (registry().default(subject) for subject in registry().by_id)
    return [name for name in defaults if name in selection.city.catalogue]


def _drawable(selection: Selection, name: str) -> bool:
    """Whether an indicator has amounts below the city."""
    indicator = selection.city.catalogue[name]
    return indicator.level is not Level.KOTA and not indicator.categories


def second_of(selection: Selection, subject: str) -> str:
    """The second axis of a scatter: the one that is asked for, else the next of the page's tiles."""
    asked, first = selection.state.by.split(",")[0], selection.indicator.id
    if asked in selection.city.catalogue and _drawable(selection, asked):
        return asked
    wanted = [*_defaults(selection), *questions.tile_names(selection, subject), *selection.city.catalogue]
    fitting = [name for name in wanted if name != first and _drawable(selection, name)]
    # Another subject says more than another figure of the same one.
    elsewhere = [name for name in fitting if selection.city.catalogue[name].subject != selection.indicator.subject]
    return next(iter([*elsewhere, *fitting]), first)


def second_on_map(selection: Selection) -> str | None:
    """The second indicator of a bivariate map; None where none is asked for that can be drawn with the first."""
    name, first = selection.state.by, selection.indicator
    if selection.state.view is not View.MAP or first.categories or Level.KOTA in (selection.level, first.level):
        return None
    return name if name in selection.city.catalogue and name != first.id and _drawable(selection, name) else None


def drawable(selection: Selection) -> list[IndicatorInfo]:
    """What may be drawn against another indicator."""
    catalogue = selection.city.catalogue
    return [info(catalogue[name]) for name in catalogue if _drawable(selection, name)]


def pair_of(selection: Selection) -> tuple[str, ...]:
    """The two indicators that make rows and columns of small maps; none where they are not two that can be drawn."""
    named = tuple(name for name in selection.state.by.split(",") if name in selection.city.catalogue)
    fitting = [name for name in named if name != selection.indicator.id and _drawable(selection, name)]
    return tuple(fitting) if len(fitting) == 2 else ()


def _offered_pair(selection: Selection, subject: str) -> tuple[str, ...]:
    """Two indicators to begin with, of other subjects where there are such; none where there are no two."""
    first = second_of(replace(selection, state=replace(selection.state, by="")), subject)
    rest = [first, *_defaults(selection), *selection.city.catalogue]
    fitting = [name for name in dict.fromkeys(rest) if name != selection.indicator.id and _drawable(selection, name)]
    return tuple(fitting[:2]) if len(fitting) > 1 else ()


def area_view(selection: Selection, subject: str) -> AreaView:
    """What is shown in place of the map; nothing where it is the map itself."""
    view = selection.state.view
    if selection.indicator.categories or selection.level is Level.KOTA:
        view = View.MAP
    if view is View.MAP and second_on_map(selection) is None:
        return AreaView(view, selection.level, Message(""), [info(selection.indicator)])
    if view is View.MULTIPLES:
        return _conditioned(selection, subject) if pair_of(selection) else _months(selection, subject)
    axes = _on_level(axes_of(selection, subject), view)
    points = _points(selection, axes)
    shown = [info(axis.indicator) for axis in axes]
    if view is View.MAP:
        return AreaView(view, axes[0].level, _scatter_words(axes, _lines(points)), shown, points=points)
    if view is View.PARALLEL:
        words = msg("{n} {level} over {axes} indicators", n=Num(len(points)), level=_level(axes), axes=Num(len(axes)))
        return AreaView(view, axes[0].level, words, shown, points=points)
    lines = _lines(points)
    return AreaView(view, axes[0].level, _scatter_words(axes, lines), shown, drawable(selection), points, lines)


def _level(axes: list[Axis]) -> Message:
    return LEVEL_NAMES[axes[0].level]


def _on_level(chosen: list[Selection], view: View) -> list[Axis]:
    """The axes on one level: the coarsest of theirs, and so few areas that lines can be told apart."""
    level = min((each.level for each in chosen), key=lambda level: level.depth)
    if view is View.PARALLEL and len(chosen[0].city.tree.codes[level]) > MOST_LINES:
        level = Level.KELURAHAN
    return [Axis(each, level) for each in chosen]


def _points(selection: Selection, axes: list[Axis]) -> list[AreaPoint]:
    level, city = axes[0].level, selection.city
    codes = city.tree.codes[level]
    values = [axis.values() for axis in axes]
    breaks, shown, _ = questions.scale_of(selection, level)
    steps = shown.steps(classes(values[0], breaks))
    chosen = set(city.columns(selection.areas, level).tolist()) if selection.areas else set()
    rounded = [questions.rounded_or_none(own, axis.indicator.decimals) for own, axis in zip(values, axes, strict=True)]
    return [
        AreaPoint(code, city.name(code), tuple(own[n] for own in rounded), steps[n], n in chosen)
        for n, code in enumerate(codes)
        if any(own[n] is not None for own in rounded)
    ]


def _lines(points: list[AreaPoint]) -> list[FittedLine]:
    """One line through all areas, or one through the chosen and one through the rest."""
    chosen = [point for point in points if point.selected]
    groups = {"selected": chosen, "rest": [each for each in points if not each.selected]} if chosen else {"all": points}
    lines = []
    for role, group in groups.items():
        x, y = (
            np.array([math.nan if p.values[n] is None else p.values[n] for p in group], dtype=float) for n in (0, 1)
        )
        fit = association(x, y)
        if fit is not None:
            lines.append(FittedLine(role, fit.slope, fit.intercept, fit.spearman, fit.count))
    return lines


def _scatter_words(axes: list[Axis], lines: list[FittedLine]) -> Message:
    x, y = (axis.indicator.short for axis in axes)
    level = _level(axes)
    if not lines:
        return msg("{x} and {y}: too few {level} with both to say more", x=x, y=y, level=level)
    first = lines[0]
    words_of = {"x": x, "y": y, "n": Num(first.count), "level": level, "rho": Num(first.spearman, 2, signed=True)}
    if first.spearman >= CLEAR:
        words = msg("Where {x} is high, {y} is high as well (ranks {rho}, {n} {level})", **words_of)
    elif first.spearman <= -CLEAR:
        words = msg("Where {x} is high, {y} is low (ranks {rho}, {n} {level})", **words_of)
    else:
        words = msg("{x} and {y} go their own ways (ranks {rho}, {n} {level})", **words_of)
    if first.role == "selected":
        words = msg("Of the chosen: {what}", what=words)
    if len(lines) > 1:
        words = msg("{what}; of the others {rho}", what=words, rho=Num(lines[1].spearman, 2, signed=True))
    return words


def _conditioned(selection: Selection, subject: str) -> AreaView:
    """Nine maps of one scale: the areas by thirds of two other indicators, and the figure of each nine together.

    Thirds are of the areas that have all three figures, edges belong to the higher one; the figure of several areas is
    taken from their sums.
    """
    chosen = axes_of(selection, subject)
    level = min((*(each.level for each in chosen), Level.KELURAHAN), key=lambda level: level.depth)
    axes = [Axis(each, level) for each in chosen]
    values = [axis.values() for axis in axes]
    known = np.asarray(~np.isnan(np.array(values)).any(axis=0), dtype=np.bool_)
    across, down = (thirds(own, known) for own in values[1:])
    codes = selection.city.tree.codes[level]
    whole = _map_of(replace(chosen[0], level=level), level)
    maps = []
    for row, column in ((row, column) for row in (2, 1, 0) for column in (0, 1, 2)):
        inside = known & (across == column) & (down == row)
        own = tuple(codes[n] for n in np.flatnonzero(inside))
        value = value_of(chosen[0], own, chosen[0].day)[0] if own else math.nan
        steps, states = (
            "".join(sign if held else blank for sign, held in zip(signs, inside, strict=True))
            for signs, blank in ((whole.steps, "-"), (whole.states, "x"))
        )
        maps.append(ConditionedMap(column, row, own, None if math.isnan(value) else value, steps, states))
    return AreaView(
        View.MULTIPLES,
        level,
        _conditioned_words(axes, maps),
        [info(axis.indicator) for axis in axes],
        drawable(selection),
        _points(selection, axes),
        conditioned=maps,
    )


def thirds(values: Array, known: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """The third of each value among the known ones: 0, 1 or 2; a value on an edge is in the higher one.

    Parameters
    ----------
    values : array of float (areas)
    known : array of bool (areas)
        Which of them count; what stands for the others means nothing.

    Notes
    -----
    Edges are NumPy's quantiles at 1/3 and 2/3 (linear); checked by hand.
    """
    if not known.any():
        return np.zeros(len(values), dtype=np.intp)
    return np.searchsorted(np.quantile(values[known], THIRDS), np.nan_to_num(values), side="right")


def _conditioned_words(axes: list[Axis], maps: list[ConditionedMap]) -> Message:
    """The figure where both others are high, and where both are low."""
    figure, across, down = (axis.indicator for axis in axes)
    both = {each.across: each.value for each in maps if each.across == each.down and each.across != 1}
    low, high = ("–" if both[third] is None else Num(float(both[third] or 0), figure.decimals) for third in (0, 2))
    return msg(
        "{what}: {high} where {across} and {down} are both high, {low} where both are low",
        what=figure.short,
        high=high,
        low=low,
        across=across.short,
        down=down.short,
    )


def _months(selection: Selection, subject: str) -> AreaView:
    """The map of the last twelve months' ends with the same classes, or of A and B where B is another time."""
    level = min(selection.level, Level.KELURAHAN, key=lambda choice: choice.depth)
    if selection.city.scope is not None:
        # Above the only area that may be seen there is nothing.
        level = max(level, level_of(selection.city.scope), key=lambda choice: choice.depth)
    months = [_map_of(each, level) for each in _times(selection)]
    text = "{what}: two days, one scale" if _earlier_side(selection) else "{what}: {n} months, one scale"
    words = msg(text, what=selection.indicator.title, n=Num(len(months)))
    shown = [info(selection.indicator), *(info(selection.city.catalogue[n]) for n in _offered_pair(selection, subject))]
    return AreaView(View.MULTIPLES, level, words, shown, months=months)


def _map_of(selection: Selection, level: Level) -> MonthMap:
    """A selection's figure on its day, or over its run of days, in the declared classes."""
    city, indicator = selection.city, selection.indicator
    matrix = city.matrix(indicator.id, level)
    marks = classes(matrix.values(matrix.row(selection.day)), city.breaks(indicator, level))
    letters = matrix.letters(selection.day, selection.complete_until)
    return MonthMap(selection.date, info(indicator).steps(marks), letters)


def _earlier_side(selection: Selection) -> Selection | None:
    """What the selection is compared with where that is another time."""
    other = compared_with(selection)
    return other.selection if other is not None and other.shift else None


def _times(selection: Selection) -> list[Selection]:
    """B of another time and the selection; without one the ends of the months before its day, and that day."""
    earlier = _earlier_side(selection)
    if earlier is not None:
        return [earlier, selection]
    return [replace(selection.by_day, day=day_number(day)) for day in _ends(selection)]


def _ends(selection: Selection) -> list[date]:
    """The chosen day, and the ends of the months before it."""
    ends = [end for end in month_ends(selection.date, MONTHS) if selection.first_day <= day_number(end) < selection.day]
    return [*sorted(ends)[-(MONTHS - 1) :], selection.date]


def view_table(selection: Selection, subject: str) -> TableView:
    """The areas as they are shown: of the map one figure, of a scatter or parallel coordinates all, of months each."""
    view = area_view(selection, subject)
    if view.view is View.MAP and len(view.axes) == 1:
        return tables.areas_table(selection)
    heads = [Column(msg("Area")), Column(msg("Code"))]
    if view.months:
        return _months_table(selection, view, heads)
    heads += [Column(msg("{what}, {unit}", what=axis.short, unit=axis.unit), numeric=True) for axis in view.axes]
    rows: list[list[object]] = [
        [point.name, point.code, *(_cell(value, axis) for value, axis in zip(point.values, view.axes, strict=True))]
        for point in view.points
    ]
    return TableView(
        view.sentence, _caption(selection, view), heads, rows[: tables.MOST_ROWS], [p.code for p in view.points]
    )


def _cell(value: float | None, axis: IndicatorInfo) -> Num | None:
    return None if value is None else Num(value, axis.decimals)


def _caption(selection: Selection, view: AreaView) -> Message:
    return msg("{n} areas, {period}", n=Num(len(selection.city.tree.codes[view.level])), period=selection.period)


def _months_table(selection: Selection, view: AreaView, heads: list[Column]) -> TableView:
    city, plain = selection.city, selection.by_day
    columns = [Axis(each, view.level).values() for each in _times(selection)]
    days = [Column(msg("{day}", day=month.day), numeric=True) for month in view.months]
    decimals = plain.indicator.decimals
    rows: list[list[object]] = [
        [city.name(code), code, *(None if math.isnan(own[n]) else Num(float(own[n]), decimals) for own in columns)]
        for n, code in enumerate(city.tree.codes[view.level])
    ]
    return TableView(view.sentence, _caption(selection, view), [*heads, *days], rows, [*city.tree.codes[view.level]])
