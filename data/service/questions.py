"""The four common panels and the sentence: map, trend, ranking, tiles."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np

from data.domain.areas import CITY, Level, level_of
from data.domain.categories import written
from data.domain.dates import day_date
from data.domain.errors import Message, Num, Span, msg
from data.domain.states import STATE_CODES, STATE_OF, Flag, Scale, ValueState
from data.domain.views import (
    Band,
    IndicatorInfo,
    MapView,
    PanelHeader,
    RankingView,
    RankRow,
    Sentence,
    Series,
    TilesView,
    TileView,
    TrendView,
)
from data.indicators.breaks import classes
from data.indicators.evaluate import Matrix
from data.indicators.field import Field, flags
from data.indicators.findings import (
    Named,
    change_message,
    chosen_finding,
    ranking_finding,
    spread_finding,
    trend_finding,
)
from data.indicators.scales import spread_edges
from data.indicators.span import span_name
from data.service.blocks import all_areas, block_key, sums_key, version_of
from data.service.comparison import Comparison, compared_with, difference, other_name
from data.service.selection import LEVEL_NAMES, Selection, info, parent_for, select
from data.service.values import at_equal_age, course_of, late_share, limits_of, limits_on, usual_of, value_of
from data.subjects import registry

DRAWN_STATES = (ValueState.NO_REPORT, ValueState.INCOMPLETE, ValueState.HIDDEN)
MOST_LINES = 4
MOST_RANKED = 60
SPARK_DAYS = 28
COMPARE_DAYS = 7
ALL_BUT = 0.998
"""Of a count that is known to more than this no correction for late reports is worth a word."""


def rounded_or_none(values: np.ndarray, decimals: int) -> list[float | None]:
    """Values as they are handed out: rounded, halves to the even neighbour; None for NaN."""
    rounded = np.round(values.astype(float), decimals)
    plain = rounded.tolist()
    if decimals == 0:
        return [None if value != value else int(value) for value in plain]
    return [None if value != value else value for value in plain]


def _parts(selection: Selection) -> tuple[list[Named], float]:
    """Named values of the next level inside what is selected (kecamatan of the city, kelurahan of a kecamatan)."""
    chosen = selection.shown_areas
    coarse = chosen[0] if len(chosen) == 1 and level_of(chosen[0]) is Level.KECAMATAN else CITY
    inside = Level.KELURAHAN if coarse != CITY else Level.KECAMATAN
    level = min(inside, selection.level, key=lambda choice: choice.depth)
    city, matrix = selection.city, selection.city.matrix(selection.indicator.id, level)
    columns = city.columns((coarse,) if level.depth >= Level.KECAMATAN.depth else (), level)
    values = matrix.values(matrix.row(selection.day), columns)
    names = [city.name(city.tree.codes[level][column]) for column in columns]
    whole, _, _ = value_of(selection, (coarse,) if coarse != CITY else (), selection.day)
    return [Named(name, float(value)) for name, value in zip(names, values, strict=True)], whole


def if_complete(selection: Selection, finding: Message) -> Message:
    """No comparison is made on days that still fill up, or before the window lies inside the data."""
    if selection.pending:
        return _being_computed(selection)
    if selection.not_known_yet:
        return _not_known_yet(selection)
    matrix = selection.matrix
    if selection.day <= selection.complete_until and matrix.row(selection.day) >= matrix.full_from:
        return finding
    return msg("{title}: incomplete, not compared", title=selection.indicator.title)


def _being_computed(selection: Selection) -> Message:
    return msg("{title}: being computed for the newest data", title=selection.indicator.title)


def _not_known_yet(selection: Selection) -> Message:
    return msg("{title}: not known to the room yet", title=selection.indicator.title)


def letters_of(selection: Selection, matrix: Matrix) -> str:
    """State of every area on the painted day; of what had not come in yet none, which is no missing report."""
    letters = matrix.letters(selection.day, selection.complete_until)
    return STATE_CODES[ValueState.NOT_APPLICABLE] * len(letters) if selection.not_known_yet else letters


def states_counted(letters: str) -> dict[str, int]:
    """How many areas have each state that is drawn."""
    return {kind.value: letters.count(STATE_CODES[kind]) for kind in DRAWN_STATES}


def map_view(selection: Selection) -> MapView:
    """Values by area in the polygons' order."""
    city, matrix, indicator = selection.city, selection.matrix, selection.indicator
    row = matrix.row(selection.day)
    values = matrix.values(row)
    letters = letters_of(selection, matrix)
    breaks, shown, scale = scale_of(selection, selection.level)
    marks = classes(values, breaks)
    areas, whole = _parts(selection)
    if indicator.categories:
        areas = [Named("", float(value)) for value in values]  # counted at the level that is painted
    finding = if_complete(selection, spread_finding(indicator, areas, whole))
    head = PanelHeader(shown, finding, selection.caption(all_areas(selection)), selection.stamp())
    lows, highs, basis = _layers(matrix, row, indicator.decimals)
    tally = tuple(marks.count(str(n)) for n in range(1, 6))
    return MapView(
        head=head,
        level=selection.level,
        classes=marks,
        states=letters,
        values=rounded_or_none(values, indicator.decimals),
        counts=rounded_or_none(matrix.numerator[row], 0) if indicator.ratio else [],
        breaks=breaks,
        tally=tally,
        state_tally={
            "zero": marks.count("0"),
            **states_counted(letters),
        },
        own=city.scope is not None,
        lows=lows,
        highs=highs,
        basis=basis,
        flags=flags_of(selection, matrix, selection.day),
        asked=selection.asked,
        block=block_key(selection.by_day),
        sums=sums_key(selection),
        version=version_of(city),
        scale=scale,
    )


def scale_of(selection: Selection, level: Level) -> tuple[tuple[float, ...], IndicatorInfo, Scale]:
    """Class edges of a level on the painted day, the indicator with the colours that go with them, and the scale.

    The declared classes stand where the scale that was asked for has none: of a plain count there are no times of the
    city, which is the sum of all.
    """
    city, indicator, scale = selection.city, selection.indicator, selection.state.scale
    shown = info(indicator)
    declared = city.breaks(indicator, level), shown, Scale.CLASSES
    if scale is Scale.CLASSES or indicator.categories or (scale is Scale.EXCESS and not indicator.ratio):
        return declared
    matrix = city.matrix(indicator.id, level)
    whole, _, _ = value_of(selection, (), selection.day)
    edges = spread_edges(scale, matrix.values(matrix.row(selection.day)), whole)
    if edges is None:
        return declared
    return edges, replace(shown, ramp="diverging" if scale.diverging else "sequential"), scale


def flags_of(selection: Selection, matrix: Matrix, day: int) -> list[Flag | None]:
    """Every area of a level against the city on a day; empty where nothing has limits, or there is no city to see."""
    estimate = matrix.estimate if isinstance(matrix, Field) else None
    if estimate is None or selection.city.scope is not None or matrix.level is Level.KOTA:
        return []
    if matrix.indicator.categories:
        return []
    whole, row = selection.city.matrix(matrix.indicator.id, Level.KOTA), matrix.row(day)
    return flags(estimate.lower[row], estimate.upper[row], float(whole.values(whole.row(day))[0]))


def _layers(matrix: Matrix, row: int, decimals: int) -> tuple[list[float | None], ...]:
    """Limits and basis of every area on a day; empty lists where nothing computed them."""
    estimate = matrix.estimate if isinstance(matrix, Field) else None
    if estimate is None:
        return [], [], []
    basis = [] if estimate.basis is None else rounded_or_none(_not_nought(estimate.basis[row]), 6)
    if matrix.indicator.categories:
        return [], [], basis
    return rounded_or_none(estimate.lower[row], decimals), rounded_or_none(estimate.upper[row], decimals), basis


def _not_nought(shares: np.ndarray) -> np.ndarray:
    """Shares of which none that is not nothing is rounded to nothing."""
    return np.where(shares > 0, np.maximum(shares, 1e-6), shares)


def trend_view(selection: Selection) -> TrendView:
    """Selected areas (each its own line) against their parent; daily bars where the indicator counts.

    A run of days that somebody chose is marked on it: the line is of every day, over the declared window.
    """
    chosen, selection = selection, selection.by_day
    city, indicator = selection.city, selection.indicator
    first, last = selection.visible
    codes = selection.shown_areas or (CITY,)
    # More areas than lines can be told apart are taken together.
    together = len(codes) > MOST_LINES
    days = [day_date(day) for day in range(first, last + 1)]
    if together:
        series = [Series(_counted(codes), "self", course_of(selection, codes, first, last), "")]
    else:
        series = [_line(selection, (code,), first, last, "self", code) for code in codes]
    parent = parent_for(codes[0]) if len({parent_for(code) for code in codes}) == 1 else CITY
    if city.scope and (parent is None or not parent.startswith(city.scope)):
        parent = None  # what lies above the only area that may be seen
    if indicator.categories:
        parent = None  # the city is always like itself
    if parent is not None:
        line = _line(selection, (parent,), first, last, "parent", parent)
        if indicator.ratio:
            series.append(line)
        elif len(codes) == 1:
            series.append(_scaled(selection, line, codes[0], parent))
    if (other := compared_with(chosen)) is not None:
        series.append(_moved(other, first, last))
    bars = _bars(selection, codes[0], first, last) if len(codes) == 1 else None
    complete = min(selection.complete_until, last)
    names = _counted(codes) if together else ", ".join(city.name(code) for code in codes)
    compared = msg("{areas} and {parent}", areas=names, parent=city.name(parent)) if parent else names
    note = selection.level_note()
    shown = msg("{what}, {period}", what=compared, period=Span(days[0], days[-1]))
    caption = msg("{what}, date {day}", what=shown, day=selection.date)
    if chosen.spanned:
        caption = msg("{what}; chosen {run}", what=shown, run=chosen.period)
    moving = msg("{what}; chosen {run}", what=shown, run="{period}") if sums_key(selection) else None
    if note:
        caption = msg("{what}; {note}", what=caption, note=note)
    band = _band(selection, codes, first, last)
    if band is not None:
        caption = msg("{what}; grey: {range}", what=caption, range=band.title)
    day = min(selection.day, selection.complete_until)
    now, before = at_equal_age(selection, codes if together else codes[:1], day, COMPARE_DAYS)
    if (together or len(codes) == 1) and late_share(selection, codes, day) < ALL_BUT:
        caption = msg("{what}; the change allows for late reports", what=caption)
    return TrendView(
        head=PanelHeader(
            info(indicator), _trend_title(selection, codes, now, before), caption, selection.stamp(), moving
        ),
        days=days,
        series=series,
        bars=bars,
        incomplete_from=day_date(complete + 1) if complete < last else None,
        marked=selection.date,
        since=day_date(chosen.day - chosen.run_days + 1) if chosen.spanned else None,
        band=band,
    )


def _counted(codes: tuple[str, ...]) -> Message:
    """Areas that are taken together, by their number."""
    return msg("{n} areas", n=Num(len(codes)))


def _band(selection: Selection, codes: tuple[str, ...], first: int, last: int) -> Band | None:
    """The usual range of one area's daily counts, or the limits of its line."""
    if len(codes) != 1:
        return None
    if selection.indicator.daily_count:
        limits, title = usual_of(selection, codes[0], first, last), msg("usual range, from 14 days and the weekday")
    else:
        limits, title = limits_of(selection, codes, first, last), msg("95 % interval")
    return None if limits is None else Band(title, *limits)


def _trend_title(selection: Selection, codes: tuple[str, ...], now: float, before: float) -> Message:
    """How the area moved in the last complete week, or which of several areas is highest on its last day."""
    if selection.pending:
        return _being_computed(selection)
    if selection.not_known_yet:
        return _not_known_yet(selection)
    day = min(selection.day, selection.complete_until)
    together = len(codes) > MOST_LINES
    name = _counted(codes) if together else selection.city.name(codes[0])
    if len(codes) > 1 and not together:
        city = selection.city
        areas = [Named(city.name(code), value_of(selection, (code,), day)[0]) for code in codes]
        title = chosen_finding(selection.indicator, areas)
    elif not selection.daily:
        # A figure that comes by the month is not compared with itself a week before.
        report = msg("last report {day}", day=selection.reported_date)
        title = msg("{name}: {change}", name=name, change=report)
    else:
        title = trend_finding(selection.indicator, name, now, before)
    if selection.day <= selection.complete_until:
        return title
    return msg("{what}, to {day}", what=title, day=day_date(selection.complete_until))


def _line(selection: Selection, codes: tuple[str, ...], first: int, last: int, role: str, code: str) -> Series:
    return Series(selection.city.name(code), role, course_of(selection, codes, first, last), code)


def _moved(other: Comparison, first: int, last: int) -> Series:
    """The line of what the selection is compared with; another time is moved to the chosen one."""
    plain = other.selection.by_day
    begin, end = first - other.shift, last - other.shift
    course = course_of(plain, plain.areas, begin, end)
    missing = max(0, plain.first_day - begin)
    padded = np.full(last - first + 1, np.nan)
    padded[missing : missing + len(course)] = course[: len(padded) - missing] / (
        1 if plain.indicator.ratio else other.per
    )
    return Series(other_name(other), "other", padded, "vs")


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
    if not indicator.daily_count:
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
    letters = letters_of(selection, matrix)
    breaks, colours, _ = scale_of(selection, level)
    marks = classes(values, breaks)
    codes = city.tree.codes[level]
    order = sorted(range(len(columns)), key=lambda index: _rank_key(indicator.direction, float(values[index])))
    flagged = flags_of(selection, matrix, selection.day)
    rows = []
    for rank, index in enumerate(order[:MOST_RANKED], 1):
        column = int(columns[index])
        count = float(matrix.numerator[row, column])
        state = STATE_OF[letters[column]]
        rows.append(
            RankRow(
                rank=rank,
                code=codes[column],
                name=city.name(codes[column]).removeprefix("Kecamatan "),
                value=None if math.isnan(values[index]) else float(values[index]),
                count=count if indicator.ratio else None,
                klass=marks[index],
                state=state,
                unstable=indicator.unstable_below > 0 and count < indicator.unstable_below,
                selected=codes[column] in selection.areas,
                limits=_limits_at(matrix, row, column),
                flag=flagged[column] if flagged else None,
            )
        )
    reference, _, _ = value_of(selection, scope, selection.day)
    finding = if_complete(selection, ranking_finding(indicator, values.tolist(), reference, inside))
    what = msg("{n} {level}, {areas}", n=Num(len(columns)), level=LEVEL_NAMES[level], areas=inside)
    head = PanelHeader(colours, finding, selection.caption(what), selection.stamp(), selection.moving_caption(what))
    shown = None if math.isnan(reference) or not indicator.ratio or indicator.categories else reference
    beyond = _beyond(indicator.direction, values, shown)
    return RankingView(head, level, rows, shown, inside, len(columns), scope, tuple(codes[columns[n]] for n in beyond))


def _beyond(direction: str, values: np.ndarray, whole: float | None) -> np.ndarray:
    """Positions of the values on the wrong side of the whole; none where there is no whole."""
    if whole is None:
        return np.empty(0, dtype=np.intp)
    return np.flatnonzero(values < whole if direction == "higher" else values > whole)


def _limits_at(matrix: Matrix, row: int, column: int) -> tuple[float, float] | None:
    limits = matrix.limits(np.array([column]), slice(row, row + 1)) if isinstance(matrix, Field) else None
    if limits is None or math.isnan(limits[0][0]):
        return None
    return float(limits[0][0]), float(limits[1][0])


def _scope(selection: Selection, level: Level) -> tuple[tuple[str, ...], str | Message]:
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


def tile_names(selection: Selection, subject: str) -> list[str]:
    """Indicators of a page's tiles that exist for the person who asks."""
    return [name for name in registry().tiles(subject) if name in selection.city.catalogue]


def tiles_view(selection: Selection, subject: str) -> TilesView:
    """The page's tiles for the selected areas together."""
    names = tile_names(selection, subject)
    shown = [select(selection.city, selection.state, selection.feeds, indicator=name) for name in names]
    others = [compared_with(chosen) for chosen in shown]
    tiles = [_tile(chosen, other) for chosen, other in zip(shown, others, strict=True)]
    caption = msg("{what}, {period}", what=selection.area_names(), period=shown_period(selection))
    if any(_late(chosen) for chosen in shown):
        caption = msg("{what}; changes allow for late reports", what=caption)
    moving = msg("{what}, {period}", what=selection.area_names(), period="{period}")
    other = next((each for each in others if each is not None), None)
    return TilesView(
        tiles, caption, moving if any(tile.sums for tile in tiles) else None, "" if other is None else other.name
    )


def shown_period(selection: Selection) -> date | Span:
    """The chosen run of days, else the day: the tiles have windows of their own."""
    since = selection.state.since
    return selection.date if since is None or since >= selection.date else Span(since, selection.date)


def _late(chosen: Selection) -> bool:
    """Whether a change is shown in which late reports are allowed for."""
    compared = chosen.daily and chosen.day <= chosen.complete_until
    return compared and late_share(chosen, chosen.areas, chosen.day) < ALL_BUT


def _tile(selection: Selection, other: Comparison | None) -> TileView:
    city, indicator = selection.city, selection.indicator
    value, _, _ = value_of(selection, selection.areas, selection.day)
    late = selection.day > selection.complete_until
    change, direction = (msg("still filling up, not compared"), 0) if late else _compared(selection)
    if other is not None and not late:
        change, direction = difference(selection, other)
    elif indicator.deviation:
        change, direction = _against_plan(selection, value)
    course = course_of(selection.by_day, selection.areas, selection.day - SPARK_DAYS + 1, selection.day)
    spark = rounded_or_none(course, 3)
    names = ", ".join(city.name(code) for code in selection.shown_areas[:2]) or city.name(CITY)
    missing = math.isnan(value)
    state = ValueState.NO_REPORT if missing else (ValueState.INCOMPLETE if late else ValueState.OK)
    return TileView(
        indicator=info(indicator),
        value=None if missing else value,
        denominator=_total(selection),
        area_name=names,
        spark=spark,
        change=change,
        direction=direction,
        stamp=selection.stamp(),
        as_of=selection.reported_date,
        state=state,
        level=selection.level,
        limits=limits_on(selection),
        sums=sums_key(selection),
        block=block_key(selection.by_day),
        moving=span_name(selection.by_day.indicator) if sums_key(selection) else None,
    )


def _compared(selection: Selection) -> tuple[Message, int]:
    """Change on the week before, or on as many days before; what comes by the month is not compared with itself."""
    if selection.not_known_yet:
        return msg("not known to the room yet"), 0
    days = selection.run_days or COMPARE_DAYS
    earlier = selection.day - days
    period = msg("the {n} days before", n=Num(days))
    if selection.run_days and earlier - days + 1 < selection.first_day:
        return msg("no comparison with {earlier}", earlier=period), 0
    if selection.reported_day == selection.reported_on(earlier):
        return msg("last report {day}", day=selection.reported_date), 0
    if not selection.daily:
        return msg("new report of {day}", day=selection.reported_date), 0
    now, before = at_equal_age(selection, selection.areas, selection.day, days)
    if not selection.run_days:
        return change_message(selection.indicator, now, before)
    return change_message(selection.indicator, now, before, earlier=period)


def _against_plan(selection: Selection, value: float) -> tuple[Message, int]:
    other = replace(selection, indicator=selection.city.catalogue[selection.indicator.deviation])
    gap, _, _ = value_of(other, (), selection.day)
    if math.isnan(gap) or math.isnan(value):
        return msg("no progress report yet"), 0
    points = Num(abs(gap), 1)
    if gap < 0:
        return msg("{points} points behind the plan", points=points), -1
    return msg("{points} points ahead of the plan", points=points), 1


def _total(selection: Selection) -> float | None:
    """ "of 1,834" beside live points: the count of the panel that the indicator names."""
    indicator = selection.indicator
    panel = selection.city.panel(indicator.panel)
    if indicator.total not in panel.counts:
        return None
    columns = selection.city.columns(selection.shown_areas, panel.level)
    row = selection.day - panel.first
    return float(panel.counts[indicator.total][row, columns].sum())


def sentence(selection: Selection) -> Sentence:
    """The words under the filter bar: the finding in bold, its conditions muted."""
    indicator = selection.indicator
    value, _top, _ = value_of(selection, selection.areas, selection.day)
    names = selection.area_names()
    limits = limits_on(selection)
    if selection.pending:
        bold = msg("{areas}: {what}", areas=names, what=_being_computed(selection))
    elif selection.not_known_yet:
        bold = msg("{areas}: {what}", areas=names, what=_not_known_yet(selection))
    elif math.isnan(value):
        bold = msg("{areas}: no figure for {indicator}", areas=names, indicator=indicator.title)
    else:
        number = written(indicator, value)
        bold = msg(
            "{areas}: {indicator} {value} {unit}",
            areas=names,
            indicator=indicator.short,
            value=number,
            unit=indicator.unit,
        )
        if limits is not None:
            low, high = (Num(limit, indicator.decimals) for limit in limits)
            bold = msg("{what} (95 %: {low} to {high})", what=bold, low=low, high=high)
            bold = _against_city(selection, limits, bold)
    columns = selection.city.columns(selection.areas, selection.level)
    parts: dict[str, object] = {
        "period": selection.period,
        "n": Num(len(columns)),
        "level": LEVEL_NAMES[selection.level],
    }
    note = selection.level_note()
    if note:
        muted = msg("{period}; {note}", period=selection.period, note=note)
    else:
        muted = msg("{period}, {n} {level}; {reports}", **parts, reports=_reports(selection, columns))
    if selection.state.as_known_on:
        muted = msg("{what}; as known on {day}", what=muted, day=selection.state.as_known_on)
    other = compared_with(selection)
    if other is not None and not math.isnan(value):
        bold = msg("{what}, {difference}", what=bold, difference=difference(selection, other)[0])
    wanted = selection.state.date
    if wanted is not None and wanted != selection.date:
        muted = msg("{what}; no figures for {day}", what=muted, day=wanted)
    return Sentence(bold, muted, indicator.id, moving=_moving_words(selection, names))


def _against_city(selection: Selection, limits: tuple[float, float], what: Message) -> Message:
    """Whether one area's figure is a signal or within chance: its limits against the city's figure, taken as known."""
    indicator = selection.indicator
    if selection.city.scope is not None or not selection.shown_areas or indicator.relative or indicator.categories:
        return what
    whole, _, _ = value_of(selection, (), selection.day)
    if math.isnan(whole):
        return what
    city = Num(whole, indicator.decimals)
    if limits[0] > whole:
        return msg("{what}: above the city's {whole}, not by chance", what=what, whole=city)
    if limits[1] < whole:
        return msg("{what}: below the city's {whole}, not by chance", what=what, whole=city)
    return msg("{what}: within chance of the city's {whole}", what=what, whole=city)


def _moving_words(selection: Selection, names: str | Message) -> Message | None:
    """The figure's words over a run of days that is being drawn."""
    if not sums_key(selection):
        return None
    indicator = selection.by_day.indicator
    return msg(
        "{areas}: {indicator} {value} {unit}",
        areas=names,
        indicator=span_name(indicator),
        value="{value}",
        unit=indicator.unit,
    )


def _reports(selection: Selection, columns: np.ndarray) -> Message:
    """How many of the reports that were due came in; at the RW level also who is silent or incomplete."""
    if selection.not_known_yet:
        return msg("nothing had come in yet")
    matrix = selection.matrix
    share = matrix.share[matrix.row(selection.day), columns].astype(float)
    known = share[~np.isnan(share)]
    if not len(known):
        return msg("no report is due")
    if (known >= 1).all():
        return msg("all reported")
    letters = letters_of(selection, matrix)
    shown = [letters[column] for column in columns]
    silent = shown.count(STATE_CODES[ValueState.NO_REPORT])
    partial = int((known < 1).sum()) - silent
    if selection.level is selection.indicator.level:
        return msg("{silent} without report, {partial} incomplete", silent=Num(silent), partial=Num(max(partial, 0)))
    return msg("{share} % of reports in", share=Num(float(known.mean()) * 100, 1))
