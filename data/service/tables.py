"""The tables behind the common panels, and the values of the API."""

from __future__ import annotations

import math

import numpy as np

from data.domain.categories import written
from data.domain.dates import day_date
from data.domain.errors import Message, Num, declared, msg
from data.domain.states import ValueState
from data.domain.views import FLAG_NAMES, Column, TableView
from data.indicators.declaration import Indicator
from data.indicators.evaluate import Matrix
from data.indicators.field import Field
from data.indicators.panel import Array
from data.service import questions
from data.service.comparison import compared_with, difference
from data.service.selection import Selection, select
from data.service.values import value_of

MOST_ROWS = 1_000
STATE_NAMES = {
    ValueState.OK: msg("reported"),
    ValueState.NO_REPORT: msg("no report"),
    ValueState.INCOMPLETE: msg("incomplete"),
    ValueState.HIDDEN: msg("hidden"),
    ValueState.NOT_APPLICABLE: msg("not applicable"),
}


def _plain(value: float, decimals: int) -> Num | None:
    return None if math.isnan(value) else Num(value, decimals)


def _share(percent: float, decimals: int) -> Num | Message | None:
    """A share in percent; what is too small to be written is said to be less, never nothing."""
    smallest = 10.0**-decimals
    if decimals and 0 < percent < smallest / 2:
        return msg("< {limit}", limit=Num(smallest, decimals))
    return _plain(percent, decimals)


def _cell(indicator: Indicator, value: float) -> Num | Message | None:
    """A value of an indicator as a table writes it."""
    return (
        written(indicator, value)
        if indicator.categories and not math.isnan(value)
        else _plain(value, indicator.decimals)
    )


def areas_table(selection: Selection) -> TableView:
    """Every area of the shown level: value, numerator, denominator, state."""
    city, matrix, indicator = selection.city, selection.matrix, selection.indicator
    row = matrix.row(selection.day)
    values = matrix.values(row)
    states = matrix.states(selection.day, selection.complete_until)
    codes = city.tree.codes[selection.level]
    columns = [Column(msg("Area")), Column(msg("Code")), Column(indicator.unit, numeric=not indicator.categories)]
    if indicator.ratio:
        columns.append(Column(indicator.count_unit or msg("numerator"), numeric=True))
        columns.append(Column(msg("of"), numeric=True))
    estimate = matrix.estimate if isinstance(matrix, Field) else None
    if estimate is not None:
        if not indicator.categories:
            columns += [Column(msg("lower, 95 %"), numeric=True), Column(msg("upper, 95 %"), numeric=True)]
        if estimate.basis is not None and indicator.basis_title is not None:
            columns.append(Column(msg("{what}, %", what=indicator.basis_title), numeric=True))
    flagged = questions.flags_of(selection, matrix, selection.day)
    if flagged:
        columns.append(Column(msg("Against the city, 95 %")))
    columns.append(Column(msg("State")))
    rows: list[list[object]] = []
    for index, code in enumerate(codes):
        line: list[object] = [city.name(code), code, _cell(indicator, float(values[index]))]
        if indicator.ratio:
            line.append(_plain(float(matrix.numerator[row, index]), 0))
            line.append(_plain(float(matrix.denominator[row, index]), 0))
        if estimate is not None:
            if not indicator.categories:
                line.append(_plain(float(estimate.lower[row, index]), indicator.decimals))
                line.append(_plain(float(estimate.upper[row, index]), indicator.decimals))
            if estimate.basis is not None and indicator.basis_title is not None:
                line.append(_share(float(estimate.basis[row, index]) * 100, 1 if indicator.categories else 0))
        if flagged:
            flag = flagged[index]
            line.append(None if flag is None else FLAG_NAMES[flag])
        unstable = indicator.ratio and matrix.numerator[row, index] < indicator.unstable_below
        state: Message = STATE_NAMES[states[index]]
        line.append(msg("{state}, unstable (few cases)", state=state) if unstable else state)
        rows.append(line)
    what = msg("{n} areas, {period}", n=Num(len(codes)), period=selection.period)
    return TableView(indicator.title, what, columns, rows[:MOST_ROWS], [*codes[:MOST_ROWS]])


def _named(name: str | Message) -> Message:
    return declared(name, "") if isinstance(name, str) else name


def trend_table(selection: Selection) -> TableView:
    """Every day of the chart, newest first."""
    view = questions.trend_view(selection)
    columns = [Column(msg("Date"))]
    columns += [
        Column(msg("{name}, scaled", name=s.name) if s.role == "scaled" else _named(s.name), True) for s in view.series
    ]
    if view.bars:
        columns.append(Column(msg("per day"), numeric=True))
    if view.band:
        columns.append(Column(msg("{what}, from", what=view.band.title), numeric=True))
        columns.append(Column(msg("{what}, to", what=view.band.title), numeric=True))
    decimals = selection.indicator.decimals
    rows: list[list[object]] = []
    for index in range(len(view.days) - 1, -1, -1):
        line: list[object] = [view.days[index]]
        line += [_cell(selection.indicator, float(series.values[index])) for series in view.series]
        if view.bars:
            line.append(_plain(float(view.bars.values[index]), 0))
        if view.band:
            line.append(_plain(float(view.band.lower[index]), 0 if view.bars else decimals))
            line.append(_plain(float(view.band.upper[index]), 0 if view.bars else decimals))
        rows.append(line)
    return TableView(view.head.indicator.title, view.head.caption, columns, rows[:MOST_ROWS])


def tiles_table(selection: Selection, subject: str) -> TableView:
    """The page's indicators for the selection and for the city."""
    columns = [
        Column(msg("Indicator")),
        Column(_named(selection.area_names()), True),
        Column(msg("City"), True),
        Column(msg("Unit")),
        Column(msg("Date")),
    ]
    rows: list[list[object]] = []
    for name in questions.tile_names(selection, subject):
        chosen = select(selection.city, selection.state, selection.feeds, indicator=name)
        own, _, _ = value_of(chosen, chosen.areas, chosen.day)
        whole, _, _ = value_of(chosen, (), chosen.day)
        figures = (_cell(chosen.indicator, value) for value in (own, whole))
        day = chosen.period if chosen.spanned else chosen.date
        rows.append([chosen.indicator.title, *figures, chosen.indicator.unit, day, *_against(chosen)])
    if selection.state.vs:
        columns += [Column(msg("Compared with")), Column(msg("There"), True), Column(msg("Difference"))]
    return TableView(
        msg("Key figures"),
        msg("{what}, {period}", what=selection.area_names(), period=questions.shown_period(selection)),
        columns,
        rows,
    )


def _against(chosen: Selection) -> list[object]:
    """What a figure is compared with, its value there, and the difference; nothing where nobody compares."""
    if not chosen.state.vs:
        return []
    other = compared_with(chosen)
    if other is None:
        return [None, None, None]
    return [other.name, _cell(chosen.indicator, other.value()[0]), difference(chosen, other)[0]]


def values_table(selection: Selection, first: int, last: int) -> list[dict[str, object]]:
    """Values by area and day for the API: ``area, name, date, value, numerator, denominator, state``.

    Where a job computed the values also ``low, high``, what the indicator calls its basis, and ``flag``: above, below
    or within what chance allows against the city.
    """
    city, matrix, indicator = selection.city, selection.matrix, selection.indicator
    codes = city.tree.codes[selection.level]
    columns = city.columns(selection.areas, selection.level) if selection.areas else range(len(codes))
    rows: list[dict[str, object]] = []
    for day in range(first, last + 1):
        row = day - matrix.first
        if not 0 <= row < len(matrix.numerator):
            continue
        states = matrix.states(day, selection.complete_until)
        values = matrix.values(row)
        extra, flagged = _computed(matrix, row), questions.flags_of(selection, matrix, day)
        for column in columns:
            value = float(values[column])
            missing = math.isnan(value)
            rows.append(
                {
                    "area": codes[column],
                    "name": city.name(codes[column]),
                    "date": day_date(day).isoformat(),
                    "value": None if missing else round(value, 6),
                    "numerator": None if missing else round(float(matrix.numerator[row, column]), 6),
                    "denominator": round(float(matrix.denominator[row, column]), 6)
                    if indicator.ratio and not missing
                    else None,
                    **({"category": _category(indicator, value)} if indicator.categories else {}),
                    "state": states[column].value,
                    **{name: _rounded(layer[column]) for name, layer in extra.items()},
                    **({"flag": flagged[column]} if flagged else {}),
                }
            )
    return rows


def _category(indicator: Indicator, value: float) -> str | None:
    """A category's words as the API gives them, in English."""
    return None if math.isnan(value) else str(written(indicator, value))


def _computed(matrix: Matrix, row: int) -> dict[str, Array]:
    """Limits and basis of a day's areas by the names that the API gives them; nothing where no job computed them."""
    if not isinstance(matrix, Field):
        return {}
    estimate, basis = matrix.estimate, matrix.indicator.basis
    if estimate is None:
        missing = np.full(matrix.numerator.shape[1], np.nan)
        return {"low": missing, "high": missing, **({basis: missing} if basis else {})}
    layers = {"low": estimate.lower[row], "high": estimate.upper[row]}
    return layers if estimate.basis is None or not basis else {**layers, basis: estimate.basis[row]}


def _rounded(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 6)
