"""The officials' brief: trend against target, what moved, what is open, what must be decided."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from data.contracts.rules import Target
from data.domain.alert_views import BriefView, Mover, TargetView
from data.domain.alerts import AlertState
from data.domain.areas import Level
from data.domain.dates import day_date
from data.domain.desk_views import CheckRow
from data.domain.errors import Message, Num, msg
from data.domain.filters import FilterState
from data.domain.people import Right, require
from data.indicators.measures import equal_age
from data.service.alerting import TOO_OLD, WATCHED_CADENCE_HOURS
from data.service.alerts import Alerts
from data.service.room import RoomService
from data.service.selection import Selection, select
from data.service.subjects import OWN, checks_of
from data.service.values import value_of
from data.subjects import registry

SPAN_DAYS = 90
WEEK = 7
MOST_MOVERS = 5
MOST_LINES = 6
DECIDING_STAGE = 3
SMALLEST_GAP = 0.05
"""Percent that still shows as a number with one decimal."""


def officials_brief(room: RoomService, alerts: Alerts, state: FilterState) -> BriefView:
    """Everything for one page, for a selection.

    Raises
    ------
    ForbiddenError
        For who may not see the whole city.
    """
    require(Right.CITY)
    sentence = room.ask("sentence", state)  # refuses what cannot be shown, and notes what is read
    city, feeds = room.city(state.as_known_on), room.feeds()
    selection = select(city, state, feeds)
    targets = [target for target in registry().targets if target.indicator in city.catalogue]
    for target in targets:
        room.note_read(city, replace(state, indicator=target.indicator), "")
    shown = tuple(_target(selection, target) for target in targets)
    up, down, moved = _movers(selection)
    return BriefView(
        sentence=sentence.bold,
        conditions=sentence.muted,
        stage=alerts.stage(),
        targets=shown,
        indicator=selection.indicator.short,
        unit=selection.indicator.unit,
        decimals=selection.indicator.decimals,
        up=up,
        down=down,
        worse_up=selection.indicator.direction == "lower",
        moved=moved,
        findings=_findings(room, selection),
        decisions=_decisions(alerts, selection),
        clock=room.clock(),
        version=room.version(),
        sources=tuple(dict.fromkeys(view.source for view in shown)),
        simulated=any(view.simulated for view in shown),
        past=state.as_known_on is not None or state.date is not None,
    )


def _target(selection: Selection, target: Target) -> TargetView:
    chosen = select(selection.city, selection.state, selection.feeds, indicator=target.indicator)
    # Where nothing was known yet no day is complete: the first one then, and it has no value.
    day = max(min(chosen.day, chosen.complete_until), chosen.first_day)
    first = max(chosen.first_day, day - SPAN_DAYS + 1)
    days = list(range(first, day + 1))
    values = [value_of(chosen, chosen.areas, each_day)[0] for each_day in days]
    goals = [_goal(chosen, target, each_day) for each_day in days]
    value, goal = values[-1], goals[-1] if goals[-1] is not None else target.value
    known = not math.isnan(value)
    held = (value <= goal if target.side == "below" else value >= goal) if known else None
    stamp = chosen.stamp()
    return TargetView(
        subject=registry().title(target.subject),
        title=chosen.indicator.short,
        unit=chosen.indicator.unit,
        decimals=chosen.indicator.decimals,
        value=value if known else None,
        target=goal,
        target_source=target.source,
        held=held,
        gap=value - goal if known else None,
        side=target.side,
        days=[day_date(each_day) for each_day in days],
        values=[None if math.isnan(v) else v for v in values],
        targets=goals,
        day=day_date(chosen.reported_on(day)),
        freshness=stamp.freshness,
        received=stamp.received,
        source=stamp.source,
        simulated=stamp.simulated,
    )


def _goal(chosen: Selection, target: Target, day: int) -> float | None:
    if not target.plan:
        return target.value
    gap = replace(chosen, indicator=chosen.city.catalogue[chosen.indicator.deviation])
    reached, behind = value_of(chosen, (), day)[0], value_of(gap, (), day)[0]
    return None if math.isnan(reached) or math.isnan(behind) else reached - behind


def _movers(selection: Selection) -> tuple[tuple[Mover, ...], tuple[Mover, ...], Message]:
    """Five areas that rose most and five that fell most in a week, among the parts of the selection."""
    city, indicator = selection.city, selection.indicator
    level = Level.KECAMATAN if selection.level in (Level.KOTA, Level.KECAMATAN) else Level.KELURAHAN
    level = city.shown_level(indicator, level)
    matrix = city.matrix(indicator.id, level)
    day = min(selection.day, selection.complete_until)
    if indicator.categories:
        return (), (), msg("{indicator} is a category: it neither rises nor falls", indicator=indicator.short)
    if not selection.daily or level is Level.KOTA:
        return (), (), msg("{indicator} does not come by the day: no weekly change", indicator=indicator.short)
    columns = city.columns(selection.areas, level)
    if len(columns) < 3:
        columns = city.columns((), level)
    now, before = (matrix.values(matrix.row(each_day), columns) for each_day in (day, day - WEEK))
    finals = city.final_sums(indicator.id, level)
    if finals is not None:
        rows = (slice(row, row + 1) for row in (matrix.row(day), matrix.row(day - WEEK)))
        now = now * equal_age(matrix, finals, *rows)[0, columns]
    change = now - before
    known = [int(n) for n in np.flatnonzero(~np.isnan(change))]
    codes = city.tree.codes[level]

    def mover(index: int) -> Mover:
        code = codes[int(columns[index])]
        return Mover(code, city.name(code).removeprefix("Kecamatan "), float(now[index]), float(change[index]))

    rising = sorted((n for n in known if change[n] > 0), key=lambda n: -change[n])[:MOST_MOVERS]
    falling = sorted((n for n in known if change[n] < 0), key=lambda n: change[n])[:MOST_MOVERS]
    words = msg("{indicator}, change in the week to {day}", indicator=indicator.short, day=day_date(day))
    return tuple(map(mover, rising)), tuple(map(mover, falling)), words


def _findings(room: RoomService, selection: Selection) -> tuple[Message, ...]:
    """Data-quality findings that are open: stale feeds, checks that do not hold, releases that do not add up."""
    findings: list[Message] = []
    for feed in room.feeds().values():
        if feed.freshness in TOO_OLD and feed.received is not None and feed.cadence_hours <= WATCHED_CADENCE_HOURS:
            findings.append(msg("{feed}: nothing since {day}", feed=feed.title, day=feed.received.date()))
    for dataset in registry().datasets:
        for row in checks_of(selection.city, dataset):
            if row.good is False:
                findings.append(check_words(row))
    own = [finding for views in OWN.values() for finding in views.findings(selection)]
    return (*findings[: MOST_LINES - len(own)], *own)


def check_words(row: CheckRow) -> Message:
    """A check that does not hold: its gap in percent, or both figures where so few of many are wrong."""
    gap = row.gap or 0.0
    if abs(gap) < SMALLEST_GAP and row.ours is not None and row.theirs is not None:
        ours, theirs = (Num(figure, row.decimals) for figure in (row.ours, row.theirs))
        return msg("{check}: {ours} of {theirs}", check=row.name, ours=ours, theirs=theirs)
    return msg("{check}: {gap} % apart", check=row.name, gap=Num(gap, 1, signed=True))


def _decisions(alerts: Alerts, selection: Selection) -> tuple[Message, ...]:
    """What waits for an official: alerts nobody has taken, actions that are held, rules whose review is due."""
    view = alerts.view()
    decisions = [
        msg(
            "Name who handles: {cause}, {area} (stage {n}, {owner})",
            cause=group.cause,
            area=group.name,
            n=group.stage,
            owner=group.owner,
        )
        for group in view.groups
        if group.state is AlertState.FIRING and group.stage >= DECIDING_STAGE
    ]
    decisions += [decision for views in OWN.values() for decision in views.decisions(selection)]
    due = [rule for rule in alerts.rules.views() if rule.due]
    if due:
        decisions.append(
            msg(
                "Review {n} alert rules, the oldest since {day}",
                n=Num(len(due)),
                day=min(rule.review_on for rule in due),
            )
        )
    return tuple(decisions[: MOST_LINES + 2])
