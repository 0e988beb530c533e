"""The table behind each chart."""

from __future__ import annotations

import math

from data.domain.dates import day_date
from data.domain.errors import Message, NotFoundError, Num, declared, msg
from data.domain.states import ValueState
from data.domain.views import Column, Panel, TableView
from data.indicators.evaluate import ratio
from data.service import programme, questions, subjects
from data.service.selection import Selection, select

MOST_ROWS = 1_000
STATE_NAMES = {
    ValueState.OK: msg("reported"),
    ValueState.NO_REPORT: msg("no report"),
    ValueState.INCOMPLETE: msg("incomplete"),
    ValueState.HIDDEN: msg("hidden"),
    ValueState.NOT_APPLICABLE: msg("not applicable"),
}


def table_view(selection: Selection, panel: str, subject: str) -> TableView:
    """The table of a panel.

    Raises
    ------
    NotFoundError
        When no panel has that name.
    """
    makers = {
        "map": areas_table,
        "trend": trend_table,
        "ranking": areas_table,
        "tiles": lambda chosen: tiles_table(chosen, subject),
        "curve": curve_table,
        "matrix": matrix_table,
        "actions": actions_table,
        "weights": weights_table,
        "statuses": statuses_table,
        "releases": releases_table,
        "points": points_table,
        "reasons": reasons_table,
    }
    if panel not in makers:
        raise NotFoundError(msg("There is no panel “{name}”.", name=panel[:40]))
    return makers[panel](selection)


def _plain(value: float, decimals: int) -> Num | None:
    return None if math.isnan(value) else Num(value, decimals)


def areas_table(selection: Selection) -> TableView:
    """Every area of the shown level: value, numerator, denominator, state."""
    city, matrix, indicator = selection.city, selection.matrix, selection.indicator
    row = matrix.row(selection.day)
    values = matrix.values(row)
    states = matrix.states(selection.day, selection.complete_until)
    codes = city.tree.codes[selection.level]
    columns = [Column(msg("Area")), Column(msg("Code")), Column(indicator.unit, numeric=True)]
    if indicator.ratio:
        columns.append(Column(indicator.count_unit or msg("numerator"), numeric=True))
        columns.append(Column(msg("of"), numeric=True))
    columns.append(Column(msg("State")))
    rows: list[list[object]] = []
    for place, code in enumerate(codes):
        line: list[object] = [city.name(code), code, _plain(float(values[place]), indicator.decimals)]
        if indicator.ratio:
            line.append(_plain(float(matrix.numerator[row, place]), 0))
            line.append(_plain(float(matrix.denominator[row, place]), 0))
        unstable = indicator.ratio and matrix.numerator[row, place] < indicator.unstable_below
        state: Message = STATE_NAMES[states[place]]
        line.append(msg("{state}, unstable (few cases)", state=state) if unstable else state)
        rows.append(line)
    what = msg("{n} areas, {period}", n=Num(len(codes)), period=selection.period)
    return TableView(indicator.title, what, columns, rows[:MOST_ROWS], [*codes[:MOST_ROWS]])


def trend_table(selection: Selection) -> TableView:
    """Every day of the chart, newest first."""
    view = questions.trend_view(selection)
    columns = [Column(msg("Date"))]
    columns += [
        Column(msg("{name}, scaled", name=s.name) if s.role == "scaled" else declared(s.name, ""), True)
        for s in view.series
    ]
    if view.bars:
        columns.append(Column(msg("per day"), numeric=True))
    decimals = selection.indicator.decimals
    rows: list[list[object]] = []
    for place in range(len(view.days) - 1, -1, -1):
        line: list[object] = [view.days[place]]
        line += [_plain(float(series.values[place]), decimals) for series in view.series]
        if view.bars:
            line.append(_plain(float(view.bars.values[place]), 0))
        rows.append(line)
    return TableView(view.head.indicator.title, view.head.caption, columns, rows[:MOST_ROWS])


def tiles_table(selection: Selection, subject: str) -> TableView:
    """The page's indicators for the selection and for the city."""
    columns = [
        Column(msg("Indicator")),
        Column(declared(selection.area_names(), ""), True),
        Column(msg("City"), True),
        Column(msg("Unit")),
        Column(msg("Date")),
    ]
    rows: list[list[object]] = []
    for name in questions.tile_names(selection, subject):
        chosen = select(selection.city, selection.state, selection.feeds, indicator=name)
        own, _, _ = questions.value_of(chosen, chosen.areas, chosen.day)
        whole, _, _ = questions.value_of(chosen, (), chosen.day)
        decimals = chosen.indicator.decimals
        rows.append(
            [chosen.indicator.title, _plain(own, decimals), _plain(whole, decimals), chosen.indicator.unit, chosen.date]
        )
    return TableView(
        msg("Key figures"), msg("{what}, {period}", what=selection.area_names(), period=selection.date), columns, rows
    )


def _from_head(head: Panel, columns: list[Column], rows: list[list[object]]) -> TableView:
    return TableView(head.finding, head.caption, columns, rows)


def curve_table(selection: Selection) -> TableView:
    """Plan and progress at each report."""
    view = programme.s_curve(selection)
    columns = [
        Column(msg("Date")),
        Column(msg("Plan, %"), True),
        Column(msg("Reached, %"), True),
        Column(msg("Deviation, points"), True),
    ]
    rows: list[list[object]] = []
    for day, planned, actual in zip(view.days, view.planned, view.actual, strict=True):
        gap = None if actual is None else Num(actual - planned, 1, signed=True)
        rows.append([day, Num(planned, 1), None if actual is None else Num(actual, 1), gap])
    return _from_head(view.head, columns, rows[::-1])


def matrix_table(selection: Selection) -> TableView:
    """Dimension × term as rows."""
    view = programme.progress_matrix(selection)
    columns = [
        Column(msg("Dimension")),
        Column(msg("Term")),
        Column(msg("Reached, %"), True),
        Column(msg("Deviation, points"), True),
        Column(msg("Actions"), True),
    ]
    rows: list[list[object]] = [
        [
            programme.DIMENSION_NAMES[c.dimension],
            programme.TERM_NAMES[c.term],
            Num(c.actual, 1),
            Num(c.deviation, 1, signed=True),
            Num(c.actions),
        ]
        for c in view.cells
    ]
    return _from_head(view.head, columns, rows)


def actions_table(selection: Selection) -> TableView:
    """Every action with state and owner."""
    view = programme.action_list(selection)
    columns = [
        Column(msg("Action")),
        Column(msg("Programme")),
        Column(msg("Name")),
        Column(msg("Dimension")),
        Column(msg("Term")),
        Column(msg("Owner")),
        Column(msg("Plan, %"), True),
        Column(msg("Reached, %"), True),
        Column(msg("Deviation, points"), True),
        Column(msg("State")),
    ]
    rows: list[list[object]] = [
        [
            row.name,
            row.programme,
            msg("published") if row.published_name else msg("placeholder"),
            programme.DIMENSION_NAMES[row.dimension],
            programme.TERM_NAMES[row.term],
            row.opd,
            Num(row.planned, 1),
            Num(row.actual, 1),
            Num(row.deviation, 1, signed=True),
            programme.LIGHT_NAMES[row.light],
        ]
        for row in view.rows
    ]
    return _from_head(view.head, columns, rows)


def weights_table(selection: Selection) -> TableView:
    """Progress under each weight set."""
    view = programme.weights(selection)
    rows: list[list[object]] = [[row.name, Num(row.value, 1)] for row in view.rows]
    return _from_head(view.head, [Column(msg("Weights")), Column(msg("Reached, %"), True)], rows)


def statuses_table(selection: Selection) -> TableView:
    """Status stocks by month end."""
    view = subjects.statuses(selection)
    lines = [*view.before, *view.after]
    by_day: dict[object, dict[str, int]] = {}
    for name, days, values in lines:
        for day, value in zip(days, values, strict=True):
            by_day.setdefault(day, {})[name] = value
    columns = [Column(msg("Date")), *(Column(Message(name), True) for name, _, _ in lines)]
    rows: list[list[object]] = [
        [day, *(Num(found[name]) if name in found else None for name, _, _ in lines)]
        for day, found in sorted(by_day.items(), key=lambda item: str(item[0]), reverse=True)
    ]
    return _from_head(view.head, columns, rows)


def releases_table(selection: Selection) -> TableView:
    """Published and loaded totals."""
    view = subjects.releases(selection)
    columns = [
        Column(msg("Date")),
        Column(msg("Published"), True),
        Column(msg("RW reports"), True),
        Column(msg("Difference"), True),
        Column(msg("Identity gap"), True),
        Column(msg("Note")),
    ]
    rows: list[list[object]] = []
    for row in view.rows:
        gap = (
            None if row.published is None or row.simulated is None else Num(row.simulated - row.published, signed=True)
        )
        rows.append([row.day, _num(row.published), _num(row.simulated), gap, _num(row.identity_gap), row.note])
    return _from_head(view.head, columns, rows[::-1])


def _num(value: int | None) -> Num | None:
    return None if value is None else Num(value)


def points_table(selection: Selection) -> TableView:
    """Points and RW by class."""
    view = subjects.wifi_counts(selection)
    names = {
        "announced": msg("announced"),
        "registered": msg("registered"),
        "live": msg("live"),
        "down": msg("down"),
        "refused": msg("refused by residents"),
        "waiting": msg("not installed"),
        "met": msg("RW with two live points"),
        "one_short": msg("RW one short"),
        "none": msg("RW with none"),
        "rw_refused": msg("RW where residents refused"),
        "not_in": msg("RW not in the programme"),
    }
    rows: list[list[object]] = [[label, Num(getattr(view.counts, name))] for name, label in names.items()]
    return _from_head(view.head, [Column(msg("Count")), Column(msg("Number"), True)], rows)


def reasons_table(selection: Selection) -> TableView:
    """Missed stops by reason."""
    view = subjects.missed_reasons(selection)
    rows: list[list[object]] = [
        [subjects.REASON_NAMES[row.reason], Num(row.missed), Num(row.missed / max(view.scheduled, 1) * 10_000, 1)]
        for row in view.rows
    ]
    columns = [Column(msg("Reason")), Column(msg("missed stops"), True), Column(msg("per 10,000 stops"), True)]
    return _from_head(view.head, columns, rows)


def values_table(selection: Selection, first: int, last: int) -> list[dict[str, object]]:
    """Values by area and day for the API: ``area, name, date, value, numerator, denominator, state``."""
    city, matrix, indicator = selection.city, selection.matrix, selection.indicator
    codes = city.tree.codes[selection.level]
    columns = city.columns(selection.areas, selection.level) if selection.areas else range(len(codes))
    rows: list[dict[str, object]] = []
    for day in range(first, last + 1):
        row = day - matrix.first
        if not 0 <= row < len(matrix.numerator):
            continue
        states = matrix.states(day, selection.complete_until)
        values = ratio(indicator, matrix.numerator[row], matrix.denominator[row])
        for place in columns:
            value = float(values[place])
            missing = math.isnan(value)
            rows.append(
                {
                    "area": codes[place],
                    "name": city.name(codes[place]),
                    "date": day_date(day).isoformat(),
                    "value": None if missing else round(value, 6),
                    "numerator": None if missing else round(float(matrix.numerator[row, place]), 6),
                    "denominator": round(float(matrix.denominator[row, place]), 6)
                    if indicator.ratio and not missing
                    else None,
                    "state": states[place].value,
                }
            )
    return rows
