"""The door for alerts: their evaluation, what is open, what people decide."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from data.commands import alerts as commands
from data.domain.alert_views import AlertsView, AlertView, CourseView, GroupPage, GroupView, StageView, StepView
from data.domain.alerts import FEED, OPEN_STATES, VERDICTS, AlertState, shift_at
from data.domain.areas import CITY, Level
from data.domain.errors import BadRequestError, Message, NotFoundError, msg
from data.domain.people import PROCESS, Person, Right, acting, person, require, sees
from data.queries import alerts as queries
from data.service import alerting
from data.service.alert_reader import AlertReader
from data.service.alert_rules import AlertRules
from data.service.city import City
from data.service.room import RoomService
from data.service.stage import stage_view

MOST_SHOWN = 200
MOST_COURSES = 4


class Alerts:
    """Answers and commands about alerts; thread-safe."""

    def __init__(self, engine: Engine, room: RoomService, note_read: Callable[[str], None]) -> None:
        self._engine = engine
        self._room = room
        self.rules = AlertRules(engine, room)
        self.reader = AlertReader(engine, room, self.rules)
        self._note_read = note_read
        self._lock = threading.Lock()
        self._stage: tuple[Any, StageView] | None = None
        self._views: dict[Any, AlertsView] = {}

    # -- the room's time -----------------------------------------------------------------------

    def now(self) -> datetime:
        """The room's clock as the tables keep it: WIB without a zone."""
        return self.reader.now()

    def version(self) -> int:
        """Grows with every change of an alert, a rule, a shelf or a shift's message."""
        return self._room.moment().alerts

    # -- evaluation ----------------------------------------------------------------------------

    def key(self) -> str:
        """What an evaluation depends on: data, rules, the hour, and how fresh the feeds are."""
        fresh = "".join(feed.freshness.value[0] for feed in self._room.feeds().values())
        return f"{self._room.version()}|{self.rules.number()}|{self.now():%Y-%m-%d %H}|{fresh}"

    def due(self) -> str | None:
        """The key of the evaluation that is to be made now; None when it was made."""
        with acting(PROCESS):
            key = self.key()
            judged = self._room.city().empty or queries.run_state(self._engine, key) == "done"
            return None if judged else key

    def evaluate(self) -> int | None:
        """Judge every rule on the newest data, once for all processes; gives the steps made, None when it was done."""
        with acting(PROCESS):
            city = self._room.city()
            key, version = self.key(), self._room.version()
            if city.empty or city.version != version or queries.run_state(self._engine, key) == "done":
                return None
            if not commands.claim(self._engine, key, version):
                return None
            try:
                judgement = alerting.judge(city, self.rules.in_force(), self._room.feeds())
                steps = commands.settle(self._engine, key, version, judgement.judged, self.now(), gated=judgement.gated)
            except Exception:
                commands.give_up(self._engine, key)
                raise
            self._room.invalidate()
            return steps

    def version_key(self) -> str:
        """What the desk's stage and alerts depend on: shelves and acknowledgements end by the minute."""
        return f"{self.version()}|{self.key()}|{self.now():%H:%M}"

    # -- the stage -----------------------------------------------------------------------------

    def stage(self) -> StageView:
        """The city's stage; whole-city figures only."""
        require(Right.CITY)
        return self.any_stage()

    def any_stage(self) -> StageView:
        """The same for a caller that has checked who asks (the wall)."""
        with acting(PROCESS):
            city, feeds = self._room.city(), self._room.feeds()
        key = (city.version, city.clock.date(), tuple(feed.freshness for feed in feeds.values()))
        if self._stage is None or self._stage[0] != key:
            self._stage = (key, stage_view(city, feeds))
        return self._stage[1]

    # -- what is open --------------------------------------------------------------------------

    def view(self) -> AlertsView:
        """Alerts of now, as far as the person may see them."""
        who, city, now = person(), self._room.city(), self.now()
        # Shelves and acknowledgements end by the minute.
        scope = (who.area, who.role)
        key = (self.version(), self.key(), now.replace(second=0, microsecond=0), scope)
        with self._lock:
            view = self._views.get(key)
        if view is None:
            view = self._alerts_view(city, who)
            with self._lock:
                self._views = {k: v for k, v in self._views.items() if k[:3] == key[:3]} | {key: view}
        self._write_down([*(member for group in view.groups for member in group.members), *view.pending])
        return view

    def _alerts_view(self, city: City, who: Person) -> AlertsView:
        now = self.now()
        shelved = queries.shelves(self._engine, now)
        rows = queries.open_alerts(self._engine)
        alerts = [alert for row in rows if (alert := self.reader.alert(city, row, shelved)) is not None]
        seen = [alert for alert in alerts if self.reader.may_see(who, alert)]
        live = [alert for alert in seen if alert.state in OPEN_STATES and alert.shelved_until is None]
        own = [row for row in shelved if self.reader.visible(who, row["rule"], row["area"])]
        return AlertsView(
            groups=self.reader.groups(city, live),
            shelved=tuple(self.reader.suppression(city, row) for row in own),
            pending=tuple(alert for alert in seen if alert.state is AlertState.PENDING),
            hidden=len(alerts) - len(seen),
            now=now,
            since=self.reader.counts(shift_at(now), who, self.reader.steps_of(shift_at(now), who)),
            evaluated=queries.run_state(self._engine, self.key()) == "done",
            simulated=any(feed.simulated for feed in self._room.feeds().values()),
        )

    def _write_down(self, alerts: Sequence[AlertView]) -> None:
        """Exact health figures below the kecamatan stand in the audit log when somebody reads them."""
        if person().via == "process":
            return
        for level in (Level.KELURAHAN, Level.RW):
            if any(alert.health and alert.level is level for alert in alerts):
                self._note_read(f"alerts, {level.value}")

    # -- one group -----------------------------------------------------------------------------

    def page(self, number: int) -> GroupPage:
        """The group that an alert belongs to, or the alert alone when it is over or put aside.

        Raises
        ------
        NotFoundError
            When there is no such alert, or the person may not see it.
        """
        who, city = person(), self._room.city()
        row = queries.alert(self._engine, number)
        shelved = queries.shelves(self._engine, self.now())
        alert = self.reader.alert(city, row, shelved) if row is not None else None
        if alert is None or not self.reader.may_see(who, alert):
            raise NotFoundError(msg("There is no such alert."))
        group = next((open_group for open_group in self.view().groups if number in open_group.ids), None)
        if group is None:
            group = self._aside(city, alert, shelved)
        self._write_down(group.members)
        names = {member.id: member for member in group.members}
        history = [
            StepView(
                r["at"],
                r["alert_id"],
                names[r["alert_id"]].name,
                r["before"],
                AlertState(r["after"]),
                r["actor"],
                r["note"] or "",
                self.reader.value_of(city, names[r["alert_id"]].rule, r["value"]),
            )
            for r in queries.steps(self._engine, group.ids)
        ]
        rules = [
            self.rules.view(name)
            for name in dict.fromkeys(member.rule for member in group.members)
            if not name.startswith(FEED)
        ]
        return GroupPage(group, tuple(rules), tuple(history), self.now(), self._courses(group))

    def _courses(self, group: GroupView) -> tuple[CourseView, ...]:
        """What each of a group's rules looks at, in the first areas of the group."""
        areas: dict[str, dict[str, str | Message]] = {}
        for member in group.members:
            known = areas.setdefault(member.rule, {})
            if not member.rule.startswith(FEED) and len(known) < MOST_COURSES:
                known[member.area] = member.name
        courses = (self.rules.course(rule, named) for rule, named in areas.items() if named)
        return tuple(course for course in courses if course is not None)

    def _aside(self, city: City, alert: AlertView, shelved: Sequence[Mapping[str, Any]]) -> GroupView:
        """The group of an alert that is put aside with its like, or the alert alone when it is over."""
        who = person()
        rows = (
            [self.reader.alert(city, row, shelved) for row in queries.open_alerts(self._engine)]
            if alert.shelved_until
            else []
        )
        like = [
            other
            for other in rows
            if other is not None
            and other.state in OPEN_STATES
            and other.shelved_until
            and self.reader.may_see(who, other)
        ]
        group = next((aside for aside in self.reader.groups(city, like) if alert.id in aside.ids), None)
        return group or self.reader.group(city, alert.area, [alert])

    def past(self) -> list[AlertView]:
        """Alerts that are over, newest first."""
        who, city = person(), self._room.city()
        past = (self.reader.alert(city, row, ()) for row in queries.past_alerts(self._engine))
        return [alert for alert in past if alert is not None and self.reader.may_see(who, alert)][:MOST_SHOWN]

    # -- what people decide --------------------------------------------------------------------

    def acknowledge(self, number: int, *, hours: float, note: str, seen: Sequence[int] | None = None) -> int:
        """Take the whole group that an alert belongs to; gives how many alerts that are.

        Parameters
        ----------
        seen : sequence of int or None
            The alerts that the person saw in the group; when it holds others by now, nothing is done.
        """
        who = require(Right.ALERTS)
        group = self._as_seen(number, seen)
        taken = commands.acknowledge(self._engine, who, group.ids, now=self.now(), hours=hours, note=note)
        self._room.invalidate()
        return taken

    def shelve(self, number: int, *, hours: float, reason: str, seen: Sequence[int] | None = None) -> None:
        """Put the rules of a group aside in its area (for an officer: in his own areas of it)."""
        who = require(Right.ALERTS)
        group = self._as_seen(number, seen)
        if group.state not in OPEN_STATES or group.shelved_until is not None:
            raise BadRequestError(msg("This alert is over or put aside already."))
        places = {
            (
                member.rule,
                CITY if member.rule.startswith(FEED) else (group.area if sees(who, group.area) else member.area),
            )
            for member in group.members
        }
        for rule, area in sorted(places):
            commands.shelve(self._engine, who, rule, area, now=self.now(), hours=hours, reason=reason)
        self._room.invalidate()

    def _as_seen(self, number: int, seen: Sequence[int] | None) -> GroupView:
        group = self.page(number).group
        if seen is not None and set(seen) != set(group.ids):
            raise BadRequestError(msg("The group has changed meanwhile; look at it again before you decide."))
        return group

    def unshelve(self, number: int) -> None:
        """Take a rule up again before its time."""
        who = require(Right.ALERTS)
        if not any(suppression.id == number for suppression in self.view().shelved):
            raise NotFoundError(msg("This is not put aside."))
        commands.unshelve(self._engine, who, number, now=self.now())
        self._room.invalidate()

    def review(self, number: int, *, verdict: str, note: str) -> None:
        """Say afterwards whether an alert was worth it."""
        who = require(Right.ALERTS)
        self.page(number)
        if verdict not in VERDICTS:
            raise BadRequestError(msg("Choose whether it was useful."))
        commands.review(self._engine, who, number, now=self.now(), verdict=verdict, note=note)
        self._room.invalidate()
