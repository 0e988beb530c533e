"""The wall's pictures: what each scene shows, for operators and for everybody."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from data.domain.alert_views import AlertsView, StageView
from data.domain.alerts import STAGE_NAMES, STATE_NAMES, AlertState
from data.domain.areas import CITY, Level
from data.domain.errors import Message, Num, msg
from data.domain.filters import FilterState
from data.domain.views import FeedView
from data.domain.wall import ALARM, PREEMPTING_STAGE, Rank, Row, Scene
from data.indicators.breaks import classes
from data.indicators.declaration import Indicator
from data.indicators.findings import change_message
from data.service.room import RoomService
from data.service.selection import Selection, select
from data.service.values import at_equal_age, course_of, value_of
from data.subjects.declaration import WallScene

SPARK_DAYS = 84
MOST_RANKS = 3
MOST_ROWS = 8
COMPARE_DAYS = 7


def _name(selection: Selection, code: str) -> str:
    return selection.city.name(code).removeprefix("Kecamatan ")


def map_scene(room: RoomService, scene: WallScene) -> Scene:
    """An indicator by kelurahan: the city's figure, its change and course, the three that need most attention."""
    city = room.city()
    state = FilterState(level=Level.KELURAHAN, indicator=scene.indicator)
    selection = select(city, state, room.feeds())
    indicator, matrix = selection.indicator, selection.matrix
    value, _, _ = value_of(selection, (), selection.day)
    change, direction = _short_change(indicator, *at_equal_age(selection, (), selection.day, COMPARE_DAYS))
    row = matrix.row(selection.day)
    values = matrix.values(row)
    breaks = city.breaks(indicator, selection.level)
    marks = classes(values, breaks)
    codes = city.tree.codes[selection.level]
    order = np.argsort(values if indicator.direction == "higher" else -values, kind="stable")
    worst = [int(n) for n in order if not math.isnan(values[n])][:MOST_RANKS]
    spark = course_of(selection, (), selection.day - SPARK_DAYS + 1, selection.day)
    stamp = selection.stamp()
    number = Num(value, indicator.decimals)
    return Scene(
        id=scene.id,
        title=indicator.short,
        subtitle=msg("{city}, {period}", city=city.name(CITY), period=selection.period),
        hero=msg("{value}", value=number) if not math.isnan(value) else msg("–"),
        hero_unit=indicator.unit,
        change=change,
        direction=direction,
        spark=tuple(None if math.isnan(v) else round(float(v), 3) for v in spark),
        ranks=tuple(
            Rank(codes[n], _name(selection, codes[n]), msg("{value}", value=Num(float(values[n]), indicator.decimals)))
            for n in worst
        ),
        rank_title=msg("Highest kelurahan") if indicator.direction != "higher" else msg("Lowest kelurahan"),
        classes=dict(zip(codes, marks, strict=True)),
        breaks=breaks,
        better=indicator.direction,
        as_of=stamp.as_of,
        received=stamp.received,
        freshness=stamp.freshness,
        age_hours=stamp.age_hours,
        simulated=stamp.simulated,
    )


def _short_change(indicator: Indicator, now: float, before: float) -> tuple[Message | None, int]:
    """Change in a week: points for a share, else percent; steady where the desk says so, nothing without either."""
    if math.isnan(now) or math.isnan(before) or (not indicator.percent and before == 0):
        return None, 0
    _, direction = change_message(indicator, now, before)
    if not direction:
        return msg("as a week before"), 0
    if indicator.percent:
        return msg("{points} points in a week", points=Num(abs(now - before), 1)), direction
    return msg("{n} % in a week", n=Num(abs((now - before) / before) * 100)), direction


def stage_scene(view: StageView, *, public: bool) -> Scene:
    """The city's stage, or for everybody the highest of the subjects whose data are open."""
    shown = [subject for subject in view.subjects if subject.published or not public]
    stage = max((subject.stage for subject in shown), default=1)
    leading = [subject for subject in shown if subject.stage == stage]
    causes = sorted((c for s in leading for c in s.causes if c.points), key=lambda c: -c.points)[:MOST_RANKS]
    note = msg("without health data: closed weeks are published, the stage is not") if public else None
    lower = () if public else view.lower
    since = msg("since {day}", day=view.since) if not public else msg("rules v{n}", n=view.version)
    return Scene(
        id="stage",
        # Another figure has another name: without health data the stage may be lower than the city's.
        title=msg("Stage without health data") if public else msg("City stage"),
        subtitle=msg("Kota Depok, {day}", day=view.day),
        stage=stage,
        stage_word=STAGE_NAMES[stage],
        change=since,
        rows=tuple(Row(c.text, value=msg("+{n}", n=c.points)) for c in causes),
        stages=tuple((subject.title, subject.stage if subject.known else 0) for subject in shown),
        more=msg("Down to {n}: {what}", n=stage - 1, what=lower[0]) if lower and stage > 1 else None,
        simulated=view.simulated,
        note=note,
    )


def alerts_scene(view: AlertsView, *, public: bool) -> Scene:
    """What is open, new ones first."""
    groups = [group for group in view.groups if group.published or not public]
    new = sum(1 for group in groups if group.state is AlertState.FIRING)
    title = msg("{n} alerts open", n=Num(len(groups))) if groups else msg("No alert is open")
    detail = msg("{n} taken by nobody", n=Num(new)) if new else msg("all taken")
    rows = tuple(
        Row(
            msg("{cause}, {area}", cause=group.cause, area=group.name),
            group.short,
            STATE_NAMES[group.state],
            group.stage,
            solid=group.state is AlertState.FIRING,
        )
        for group in groups[:MOST_ROWS]
    )
    hidden = msg("health alerts are for the operators' screens") if public else None
    if hidden is None and view.hidden:
        hidden = msg("{n} about RW are not shown here", n=Num(view.hidden))
    return Scene(
        id="alerts",
        title=title,
        beyond=max(len(groups) - MOST_ROWS, 0),
        subtitle=detail if groups else msg("Kota Depok, {day}", day=view.now.date()),
        rows=rows,
        simulated=view.simulated,
        note=hidden,
    )


def preempting(view: AlertsView, *, public: bool) -> list[int]:
    """Groups that a wall shows before anything else: firing, stage 3 or more, not stale."""
    return [
        group.id
        for group in view.groups
        if group.state is AlertState.FIRING
        and group.stage >= PREEMPTING_STAGE
        and not group.gated
        and (group.published or not public)
    ]


def alarm_scene(view: AlertsView, *, public: bool) -> Scene | None:
    """The alert that pre-empts the rotation; None when there is none."""
    wanted = preempting(view, public=public)
    groups = [group for group in view.groups if group.id in wanted]
    if not groups:
        return None
    first = groups[0]
    rows = tuple(
        Row(msg("{cause}, {area}", cause=group.cause, area=group.name), None, None, group.stage, solid=True)
        for group in groups[1:MOST_ROWS]
    )
    return Scene(
        id=ALARM,
        title=msg("Alert, stage {n}", n=first.stage),
        subtitle=msg("{owner}, taken by nobody", owner=first.owner),
        hero=msg("{cause}, {area}", cause=first.cause, area=first.name),
        hero_unit=first.summary,
        stage=first.stage,
        stage_word=STAGE_NAMES[first.stage],
        rows=rows,
        simulated=view.simulated,
    )


def freshness_scene(feeds: Sequence[FeedView], simulated: bool) -> Scene:
    """Every feed on the ladder, the worst first."""
    ladder = ["lost", "stale", "ageing", "fresh"]
    ordered = sorted(feeds, key=lambda feed: (ladder.index(feed.freshness.value), -(feed.age_hours or 0)))
    late = sum(feed.freshness.value != "fresh" for feed in feeds)
    rows = tuple(Row(feed.title, feed=feed, mark=f"column {feed.freshness.value}") for feed in ordered[:MOST_ROWS])
    title = msg("{n} feeds late", n=Num(late)) if late else msg("Every feed on schedule")
    return Scene(
        id="freshness", title=title, subtitle=msg("{n} feeds", n=Num(len(feeds))), rows=rows, simulated=simulated
    )
