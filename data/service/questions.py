"""The four common panels and the sentence: map, trend, ranking, tiles."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from data.domain.areas import CITY, Level, ancestor_of, level_of
from data.domain.dates import day_date
from data.domain.errors import Message, Num, Span, msg
from data.domain.states import STATE_CODES, STATE_OF, ValueState
from data.domain.views import (
    MapView,
    Panel,
    RankingView,
    RankRow,
    Sentence,
    Series,
    TilesView,
    TileView,
    TrendView,
)
from data.indicators.breaks import classes
from data.indicators.catalogue import BY_ID
from data.indicators.evaluate import ratio
from data.indicators.findings import Named, change_message, ranking_finding, spread_finding, trend_finding
from data.service.points import point_statuses
from data.service.selection import LEVEL_NAMES, Selection, info, parent_for, select

DRAWN_STATES = (ValueState.NO_REPORT, ValueState.INCOMPLETE, ValueState.HIDDEN)
MOST_LINES = 4
MOST_RANKED = 60
SPARK_DAYS = 28
COMPARE_DAYS = 7
TILES = {
    "": ("covid-new-7d", "wifi-live", "waste-completion", "programme-progress"),
    "covid": ("covid-new-7d", "covid-incidence-7d", "covid-active", "covid-deaths-total"),
    "wifi": ("wifi-live", "wifi-two-per-rw", "wifi-uptime", "licensing-on-time"),
    "sampah": ("waste-completion", "waste-missed-per-10k", "waste-kg-per-person", "waste-sorted-share"),
    "program": ("programme-progress", "programme-deviation", "budget-realised", "licensing-on-time"),
}


def value_of(selection: Selection, codes: tuple[str, ...], day: int) -> tuple[float, float, float]:
    """Value, numerator and denominator of areas taken together on a day; NaN where missing."""
    matrix = selection.matrix
    columns = selection.city.columns(codes, selection.level)
    row = matrix.row(day)
    top = float(matrix.numerator[row, columns].sum(dtype=np.float64))
    parts = matrix.denominator[row, columns]
    bottom = float(parts.sum(dtype=np.float64)) if selection.indicator.ratio else float((parts > 0).any())
    return float(ratio(selection.indicator, top, bottom)), top, bottom


def _known(values: np.ndarray, decimals: int) -> list[float | None]:
    rounded = np.round(values.astype(float), decimals)
    plain = rounded.tolist()
    if decimals == 0:
        return [None if value != value else int(value) for value in plain]
    return [None if value != value else value for value in plain]


def _kecamatan(selection: Selection) -> tuple[list[Named], float]:
    """Named values one level below what is looked at, and the whole's value."""
    level = Level.KECAMATAN if selection.level.depth >= 1 else Level.KOTA
    matrix = selection.city.matrix(selection.indicator.id, level)
    values = matrix.values(matrix.row(selection.day))
    names = [selection.city.areas[code].name for code in selection.city.tree.codes[level]]
    whole, _, _ = value_of(selection, (), selection.day)
    return [Named(name, float(value)) for name, value in zip(names, values, strict=True)], whole


def map_view(selection: Selection, subject: str) -> MapView:
    """Values by area in the polygons' order."""
    city, matrix, indicator = selection.city, selection.matrix, selection.indicator
    row = matrix.row(selection.day)
    values = matrix.values(row)
    letters = matrix.letters(selection.day, selection.complete_until)
    breaks = city.breaks(indicator, selection.level)
    marks = classes(values, breaks)
    count = len(city.tree.codes[selection.level])
    what = msg("{n} {level}, {areas}", n=Num(count), level=LEVEL_NAMES[selection.level], areas=city.name(CITY))
    areas, whole = _kecamatan(selection)
    head = Panel(info(indicator), spread_finding(indicator, areas, whole), selection.caption(what), selection.stamp())
    tally = tuple(marks.count(str(n)) for n in range(1, 6))
    view = MapView(
        head=head,
        level=selection.level,
        classes=marks,
        states=letters,
        values=_known(values, indicator.decimals),
        counts=_known(matrix.numerator[row], 0) if indicator.ratio else [],
        breaks=breaks,
        tally=tally,
        state_tally={
            "zero": marks.count("0"),
            **{kind.value: letters.count(STATE_CODES[kind]) for kind in DRAWN_STATES},
        },
    )
    if subject == "wifi":
        return _with_points(view, selection)
    return view


def _with_points(view: MapView, selection: Selection) -> MapView:
    statuses = point_statuses(selection.city, selection.day)
    registered = len(statuses) - statuses.count("-")
    what = msg("{n} points, {areas}", n=Num(registered), areas=selection.city.name(CITY))
    down = statuses.count("d")
    finding = msg("{n} points down at the end of the day", n=Num(down)) if down else msg("No point is down")
    if selection.day == selection.matrix.last:
        finding = msg("{n} points down now", n=Num(down)) if down else msg("No point is down")
    caption = msg("{what}, {period}", what=what, period=selection.date)
    return replace(view, points=statuses, head=replace(view.head, finding=finding, caption=caption))


def trend_view(selection: Selection) -> TrendView:
    """Selected areas (each its own line) against their parent; daily bars where the indicator counts."""
    city, indicator = selection.city, selection.indicator
    first, last = selection.visible
    codes = selection.areas[:MOST_LINES] or (CITY,)
    days = [day_date(day) for day in range(first, last + 1)]
    series = [_line(selection, (code,), first, last, "self", code) for code in codes]
    parent = parent_for(codes[0]) if len({parent_for(code) for code in codes}) == 1 else CITY
    if parent is not None:
        line = _line(selection, (parent,), first, last, "parent", parent)
        series.append(line if indicator.ratio else _scaled(selection, line, codes[0], parent))
    bars = _bars(selection, codes[0], first, last) if len(codes) == 1 else None
    complete = min(selection.complete_until, last)
    names = ", ".join(city.name(code) for code in codes)
    compared = msg("{areas} and {parent}", areas=names, parent=city.name(parent)) if parent else names
    note = selection.level_note()
    caption = msg("{what}, {period}, date {day}", what=compared, period=Span(days[0], days[-1]), day=selection.date)
    if note:
        caption = msg("{what}; {note}", what=caption, note=note)
    day = min(selection.day, selection.complete_until)
    now, before = (value_of(selection, (codes[0],), d)[0] for d in (day, day - COMPARE_DAYS))
    shown_name = city.name(codes[0]) if selection.level is not Level.KOTA else city.name(CITY)
    return TrendView(
        head=Panel(info(indicator), trend_finding(indicator, shown_name, now, before), caption, selection.stamp()),
        days=days,
        series=series,
        bars=bars,
        incomplete_from=day_date(complete + 1) if complete < last else None,
        marked=selection.date,
    )


def _line(selection: Selection, codes: tuple[str, ...], first: int, last: int, role: str, code: str) -> Series:
    matrix = selection.matrix
    rows = slice(matrix.row(first), matrix.row(last) + 1)
    columns = selection.city.columns(codes, selection.level)
    top, bottom = matrix.together(columns, rows)
    shown = ancestor_of(code, min(level_of(code), selection.level, key=lambda level: level.depth))
    return Series(selection.city.name(shown), role, ratio(selection.indicator, top, bottom), code)


def _scaled(selection: Selection, line: Series, code: str, parent: str) -> Series:
    """A parent's count brought to the size of the area, so that both fit one axis."""
    areas = selection.city.areas
    own, whole = areas[code].people, areas[parent].people
    if not own or not whole:
        return replace(line, values=np.full(len(line.values), np.nan))
    return replace(line, role="scaled", values=line.values * own / whole)


def _bars(selection: Selection, code: str, first: int, last: int) -> Series | None:
    """Daily counts behind a summed indicator."""
    indicator = selection.indicator
    if indicator.ratio or not isinstance(indicator.window, int):
        return None
    panel = selection.city.panel(indicator.panel)
    columns = selection.city.columns((code,), panel.level)
    daily = sum(sign * panel.counts[name][:, columns].sum(axis=1) for name, sign in indicator.numerator)
    rows = slice(first - panel.first, last - panel.first + 1)
    return Series(selection.city.name(code), "daily", np.asarray(daily, dtype=float)[rows], code)


def ranking_view(selection: Selection) -> RankingView:
    """Areas of the chosen level inside the selection, the one that needs attention first."""
    city, indicator = selection.city, selection.indicator
    level = Level.KECAMATAN if selection.level is Level.KOTA and indicator.level is not Level.KOTA else selection.level
    matrix = city.matrix(indicator.id, level)
    row = matrix.row(selection.day)
    scope, inside = _scope(selection, level)
    columns = city.columns(scope, level)
    values = matrix.values(row, columns)
    letters = matrix.letters(selection.day, selection.complete_until)
    marks = classes(values, city.breaks(indicator, level))
    codes = city.tree.codes[level]
    order = sorted(range(len(columns)), key=lambda place: _rank_key(indicator.direction, float(values[place])))
    rows = []
    for rank, place in enumerate(order[:MOST_RANKED], 1):
        column = int(columns[place])
        count = float(matrix.numerator[row, column])
        state = STATE_OF[letters[column]]
        rows.append(
            RankRow(
                rank=rank,
                code=codes[column],
                name=city.name(codes[column]).removeprefix("Kecamatan "),
                value=None if math.isnan(values[place]) else float(values[place]),
                count=count if indicator.ratio else None,
                klass=marks[place],
                state=state,
                unstable=indicator.unstable_below > 0 and count < indicator.unstable_below,
                selected=codes[column] in selection.areas,
            )
        )
    reference, _, _ = value_of(selection, scope, selection.day)
    finding = ranking_finding(indicator, values.tolist(), reference, inside)
    what = msg("{n} {level}, {areas}", n=Num(len(columns)), level=LEVEL_NAMES[level], areas=inside)
    head = Panel(info(indicator), finding, selection.caption(what), selection.stamp())
    shown = None if math.isnan(reference) or not indicator.ratio else reference
    return RankingView(head, level, rows, shown, inside, len(columns))


def _scope(selection: Selection, level: Level) -> tuple[tuple[str, ...], str]:
    """What is ranked: inside coarser selected areas, else among the siblings of selected ones."""
    city = selection.city
    coarser = tuple(code for code in selection.areas if level_of(code).depth < level.depth)
    if coarser:
        return coarser, selection.area_names()
    parents = {parent_for(code) for code in selection.areas if level_of(code) is level}
    if len(parents) == 1 and level.depth > Level.KECAMATAN.depth:
        parent = parents.pop()
        if parent is not None:
            return (parent,), city.name(parent)
    return (), city.name(CITY)


def _rank_key(direction: str, value: float) -> tuple[bool, float]:
    missing = math.isnan(value)
    return missing, 0.0 if missing else (value if direction == "higher" else -value)


def tiles_view(selection: Selection, subject: str) -> TilesView:
    """The page's tiles for the selected areas together."""
    names = TILES.get(subject, TILES[""])
    tiles = [_tile(select(selection.city, selection.state, selection.feeds, indicator=name)) for name in names]
    caption = msg("{what}, {period}", what=selection.area_names(), period=selection.date)
    return TilesView(tiles, caption)


def _tile(selection: Selection) -> TileView:
    city, indicator = selection.city, selection.indicator
    value, _, _ = value_of(selection, selection.areas, selection.day)
    before, _, _ = value_of(selection, selection.areas, selection.day - COMPARE_DAYS)
    late = selection.day > selection.complete_until
    change, direction = (msg("still filling up, not compared"), 0) if late else change_message(indicator, value, before)
    if indicator.id == "programme-progress":
        change, direction = _against_plan(selection, value)
    first = max(selection.matrix.first, selection.day - SPARK_DAYS + 1)
    columns = selection.city.columns(selection.areas, selection.level)
    part = slice(selection.matrix.row(first), selection.matrix.row(selection.day) + 1)
    spark = _known(ratio(indicator, *selection.matrix.together(columns, part)), 3)
    parents = {
        ancestor_of(code, min(level_of(code), selection.level, key=lambda x: x.depth)) for code in selection.areas
    }
    names = ", ".join(city.name(code) for code in sorted(parents)[:2]) or city.name(CITY)
    missing = math.isnan(value)
    state = ValueState.NO_REPORT if missing else (ValueState.INCOMPLETE if late else ValueState.OK)
    return TileView(
        indicator=info(indicator),
        value=None if missing else value,
        denominator=_denominator(selection),
        area_name=names,
        spark=spark,
        change=change,
        direction=direction,
        stamp=selection.stamp(),
        as_of=selection.date,
        state=state,
    )


def _against_plan(selection: Selection, value: float) -> tuple[Message, int]:
    other = replace(selection, indicator=BY_ID["programme-deviation"])
    gap, _, _ = value_of(other, (), selection.day)
    if math.isnan(gap) or math.isnan(value):
        return msg("no progress report yet"), 0
    points = Num(abs(gap), 1)
    if gap < 0:
        return msg("{points} points behind the plan", points=points), -1
    return msg("{points} points ahead of the plan", points=points), 1


def _denominator(selection: Selection) -> float | None:
    """ "of 1,834" beside live points: the registered ones."""
    if selection.indicator.id != "wifi-live":
        return None
    panel = selection.city.panel("wifi")
    columns = selection.city.columns(selection.areas, panel.level)
    row = selection.day - panel.first
    return float(panel.counts["registered"][row, columns].sum())


def sentence(selection: Selection) -> Sentence:
    """The words under the filter bar: the finding in bold, its conditions muted."""
    indicator, matrix = selection.indicator, selection.matrix
    value, _top, _ = value_of(selection, selection.areas, selection.day)
    names = selection.area_names()
    if math.isnan(value):
        bold = msg("{areas}: no figure for {indicator}", areas=names, indicator=indicator.title)
    else:
        number = Num(value, indicator.decimals, signed=indicator.id == "programme-deviation")
        bold = msg("{areas}: {value} {unit}", areas=names, value=number, unit=indicator.unit)
    columns = selection.city.columns(selection.areas, selection.level)
    letters = matrix.letters(selection.day, selection.complete_until)
    shown = [letters[column] for column in columns]
    silent = shown.count(STATE_CODES[ValueState.NO_REPORT])
    partial = shown.count(STATE_CODES[ValueState.INCOMPLETE])
    parts: dict[str, object] = {
        "title": indicator.title,
        "period": selection.period,
        "n": Num(len(columns)),
        "level": LEVEL_NAMES[selection.level],
    }
    note = selection.level_note()
    if note:
        muted = msg("{title}, {period}; {note}", **parts, note=note)
    elif silent or partial:
        muted = msg(
            "{title}, {period}, {n} {level}; {silent} without report, {partial} incomplete",
            **parts, silent=Num(silent), partial=Num(partial),
        )  # fmt: skip
    else:
        muted = msg("{title}, {period}, {n} {level}, all reported", **parts)
    if selection.state.as_known_on:
        muted = msg("{what}; as known on {day}", what=muted, day=selection.state.as_known_on)
    return Sentence(bold, muted, indicator.id)
