"""The door for alerts: what is open, what people decide, the rules, the shift."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from data.commands import alerts as commands
from data.contracts.rules import AlertRule, checked_rule
from data.domain.alert_views import (
    AlertsView,
    AlertView,
    GroupPage,
    GroupView,
    RuleView,
    ShelfView,
    ShiftCounts,
    ShiftLine,
    ShiftView,
    StageView,
    StepView,
)
from data.domain.alerts import (
    FEED,
    OPEN_STATES,
    STATE_NAMES,
    VERDICTS,
    AlertState,
    Placed,
    Shift,
    grouped,
    most_urgent,
    shift_at,
)
from data.domain.areas import CITY, Level, level_of
from data.domain.dates import day_date
from data.domain.errors import BadRequestError, Message, NotFoundError, Num, declared, msg
from data.domain.people import PROCESS, Person, Right, acting, person, require, sees
from data.queries import alerts as queries
from data.service import alerting
from data.service.alert_words import as_many, condition_words, shelved_until, short_words, summary_words, value_words
from data.service.city import City
from data.service.room import RoomService
from data.service.stage import stage_view
from data.subjects import registry

FEED_CAUSE = msg("Feed has gone silent")
LOAD_STATES = {"loaded": msg("in force"), "rolled_back": msg("taken back")}
MOST_SHOWN = 200


class Alerts:
    """Answers and commands about alerts; thread-safe."""

    def __init__(self, engine: Engine, room: RoomService, note_read: Callable[[str], None]) -> None:
        self._engine = engine
        self._room = room
        self._note_read = note_read
        self._lock = threading.Lock()
        self._rules: tuple[int, dict[str, AlertRule], dict[str, dict[str, Any]]] | None = None
        self._stage: tuple[Any, StageView] | None = None
        self._tests: tuple[Any, dict[str, alerting.Backtest]] | None = None
        self._views: dict[Any, AlertsView] = {}

    # -- the room's time -----------------------------------------------------------------------

    def now(self) -> datetime:
        """The room's clock as the tables keep it: WIB without a zone."""
        return self._room.clock().replace(tzinfo=None)

    def version(self) -> int:
        """Grows with every change of an alert, a rule, a shelf or a shift's message."""
        return self._room.moment().alerts

    # -- evaluation ----------------------------------------------------------------------------

    def key(self) -> str:
        """What an evaluation depends on: data, rules, the hour, and how fresh the feeds are."""
        fresh = "".join(feed.freshness.value[0] for feed in self._room.feeds().values())
        return f"{self._room.version()}|{self._rules_number()}|{self.now():%Y-%m-%d %H}|{fresh}"

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
                found = alerting.judge(city, self.rule_texts(), self._room.feeds())
                steps = commands.settle(self._engine, key, version, found.judged, self.now(), gated=found.gated)
            except Exception:
                commands.give_up(self._engine, key)
                raise
            self._room.invalidate()
            return steps

    def _rules_number(self) -> int:
        return max((row["id"] for row in self._known_rules()[2].values()), default=0)

    def rule_texts(self) -> dict[str, AlertRule]:
        """Rules in force by id: those the room starts with, as they were changed since."""
        return self._known_rules()[1]

    def _known_rules(self) -> tuple[int, dict[str, AlertRule], dict[str, dict[str, Any]]]:
        newest = self.version()  # a changed rule makes it grow
        with self._lock:
            if self._rules is None or self._rules[0] != newest:
                found, changes = dict(registry().rules), {}
                for row in reversed(queries.changed_rules(self._engine)):
                    found[row["rule"]] = AlertRule.model_validate_json(row["body"])
                    changes[row["rule"]] = row
                self._rules = (newest, found, changes)
            return self._rules

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
            found = self._views.get(key)
        if found is None:
            found = self._alerts_view(city, who)
            with self._lock:
                self._views = {k: v for k, v in self._views.items() if k[:3] == key[:3]} | {key: found}
        self._write_down([*(one for group in found.groups for one in group.members), *found.pending])
        return found

    def _alerts_view(self, city: City, who: Person) -> AlertsView:
        now = self.now()
        shelved = queries.shelves(self._engine, now)
        rows = queries.open_alerts(self._engine)
        alerts = [one for row in rows if (one := self._alert(city, row, shelved)) is not None]
        seen = [one for one in alerts if self._may_see(who, one)]
        live = [one for one in seen if one.state in OPEN_STATES and one.shelved_until is None]
        shelves = [self._shelf(city, row) for row in shelved if self._visible(who, row["rule"], row["area"])]
        return AlertsView(
            groups=self._groups(city, live),
            shelved=tuple(shelves),
            pending=tuple(one for one in seen if one.state is AlertState.PENDING),
            hidden=len(alerts) - len(seen),
            now=now,
            since=self._since(shift_at(now), who, self._steps_of(shift_at(now), who)),
            evaluated=queries.run_state(self._engine, self.key()) == "done",
            simulated=any(feed.simulated for feed in self._room.feeds().values()),
        )

    def _visible(self, who: Person, rule_id: str, area: str) -> bool:
        """Whether a person may see what a rule says of an area: his own areas, health no finer than his role allows."""
        if rule_id.startswith(FEED):
            return who.may(Right.CITY)
        rule, city = self.rule_texts().get(rule_id), self._room.city()
        if rule is None or rule.indicator not in city.catalogue or area not in city.areas:
            return False
        shown = max(level_of(area).depth, alerting.level_for(city, rule).depth)
        return sees(who, area) and shown <= city.catalogue[rule.indicator].access.finest_for(who).depth

    def _may_see(self, who: Person, alert: AlertView) -> bool:
        return self._visible(who, alert.rule, alert.area)

    def _write_down(self, alerts: Sequence[AlertView]) -> None:
        """Exact health figures below the kecamatan stand in the audit log when somebody reads them."""
        if person().via == "process":
            return
        for level in (Level.KELURAHAN, Level.RW):
            if any(one.health and one.level is level for one in alerts):
                self._note_read(f"alerts, {level.value}")

    def _alert(self, city: City, row: Mapping[str, Any], shelved: Sequence[Mapping[str, Any]]) -> AlertView | None:
        rule_id, area = str(row["rule"]), str(row["area"])
        rule = self.rule_texts().get(rule_id)
        if rule_id.startswith(FEED):
            feed = self._room.feeds().get(rule_id.removeprefix(FEED))
            if feed is None:
                return None
            words: dict[str, Any] = {
                "cause": FEED_CAUSE,
                "subject": "data",
                "name": feed.title,
                "level": Level.KOTA,
                "owner": feed.owner,
                "health": False,
                "published": True,
                "value": msg("silent for {hours} hours", hours=Num(row["value"] or 0.0)),
            }
        elif rule is not None and rule.indicator in city.catalogue and area in city.areas:
            indicator = city.catalogue[rule.indicator]
            words = {
                "cause": registry().causes[rule.cause],
                "subject": indicator.subject,
                "name": city.name(area),
                "level": level_of(area),
                "owner": rule.owner,
                "health": indicator.access.health,
                "published": indicator.access.published,
                "value": value_words(city, rule, row["value"]),
            }
        else:
            return None
        return AlertView(
            id=int(row["id"]),
            rule=rule_id,
            subject=words["subject"],
            cause=words["cause"],
            area=area,
            name=words["name"],
            level=words["level"],
            stage=int(row["stage"]),
            state=self._state(row),
            onset=day_date(row["onset"]),
            day=day_date(row["day"]),
            value=words["value"],
            gated=bool(row["gated"]),
            owner=words["owner"],
            fired_at=row["fired_at"],
            acked_by=row["acked_by"],
            ack_until=row["ack_until"],
            ack_note=row["ack_note"],
            resolved_at=row["resolved_at"],
            verdict=row["verdict"],
            shelved_until=shelved_until(shelved, rule_id, area),
            health=words["health"],
            published=words["published"],
        )

    def _state(self, row: Mapping[str, Any]) -> AlertState:
        """The state now: an acknowledgement whose time is over counts no more, also before the next evaluation."""
        state = AlertState(row["state"])
        over = row["ack_until"] is not None and row["ack_until"] <= self.now()
        return AlertState.FIRING if state is AlertState.ACKNOWLEDGED and over else state

    def _groups(self, city: City, alerts: Sequence[AlertView]) -> tuple[GroupView, ...]:
        rules = self.rule_texts()
        by_id = {one.id: one for one in alerts}
        placed = [
            Placed(one.id, self._cause_of(one), one.area, rules[one.rule].group if one.rule in rules else Level.KOTA)
            for one in alerts
        ]
        found = [
            self._group(city, area, [by_id[number] for number in ids]) for (_, area), ids in grouped(placed).items()
        ]
        return tuple(
            sorted(
                found,
                key=lambda g: (g.state is not AlertState.FIRING, g.state is AlertState.RECOVERING, -g.stage, g.id),
            )
        )

    def _cause_of(self, alert: AlertView) -> str:
        """A feed's alerts are told one by one: each has its own owner."""
        rule = self.rule_texts().get(alert.rule)
        return rule.cause if rule is not None else alert.rule

    def _group(self, city: City, area: str, members: list[AlertView]) -> GroupView:
        state = most_urgent(one.state for one in members)
        first = min(members, key=lambda one: one.id)
        top = max(members, key=lambda one: one.stage)
        put_aside = [one.shelved_until for one in members]
        acked = next((one for one in members if one.acked_by and one.state is not AlertState.FIRING), None)
        return GroupView(
            id=first.id,
            cause=top.cause,
            area=area,
            name=first.name if first.rule.startswith(FEED) else city.name(area),
            stage=top.stage,
            state=state,
            members=tuple(sorted(members, key=lambda one: (-one.stage, one.area))),
            summary=summary_words(members),
            short=short_words(members),
            owner=top.owner,
            subject=first.subject,
            since=min((one.fired_at for one in members if one.fired_at), default=None),
            acked_by=acked.acked_by if acked else None,
            ack_until=acked.ack_until if acked else None,
            gated=all(one.gated for one in members),
            shelved_until=min(until for until in put_aside if until is not None) if all(put_aside) else None,
        )

    def _shelf(self, city: City, row: Mapping[str, Any]) -> ShelfView:
        rule = self.rule_texts().get(row["rule"])
        area = str(row["area"])
        return ShelfView(
            int(row["id"]),
            str(row["rule"]),
            registry().causes[rule.cause] if rule else FEED_CAUSE,
            area,
            city.name(area) if area in city.areas else area,
            row["until"],
            str(row["actor"]),
            str(row["reason"]),
        )

    def _steps_of(self, shift: Shift, who: Person) -> list[dict[str, Any]]:
        """Steps of a shift, as far as the person may see their alerts."""
        rows = queries.steps_between(self._engine, shift.start, shift.end)
        return [row for row in rows if self._visible(who, row["rule"], row["area"])]

    def _since(self, shift: Shift, who: Person, rows: Sequence[Mapping[str, Any]]) -> ShiftCounts:
        shelved = [
            row
            for row in queries.shelved_between(self._engine, shift.start, shift.end)
            if self._visible(who, row["rule"], row["area"])
        ]

        def count(state: AlertState) -> int:
            return len({row["alert_id"] for row in rows if row["after"] == state.value})

        started = len(
            {row["alert_id"] for row in rows if row["after"] == "firing" and row["before"] in ("", "pending")}
        )
        return ShiftCounts(shift, started, count(AlertState.RESOLVED), count(AlertState.ACKNOWLEDGED), len(shelved))

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
        alert = self._alert(city, row, shelved) if row is not None else None
        if alert is None or not self._may_see(who, alert):
            raise NotFoundError(msg("There is no such alert."))
        group = next((one for one in self.view().groups if number in one.ids), None)
        if group is None:
            group = self._aside(city, alert, shelved)
        self._write_down(group.members)
        names = {one.id: one for one in group.members}
        history = [
            StepView(
                r["at"],
                r["alert_id"],
                names[r["alert_id"]].name,
                r["before"],
                AlertState(r["after"]),
                r["actor"],
                r["note"] or "",
                self._value_of(city, names[r["alert_id"]].rule, r["value"]),
            )
            for r in queries.steps(self._engine, group.ids)
        ]
        rules = [
            self.rule(name) for name in dict.fromkeys(one.rule for one in group.members) if not name.startswith(FEED)
        ]
        return GroupPage(group, tuple(rules), tuple(history), self.now())

    def _aside(self, city: City, alert: AlertView, shelved: Sequence[Mapping[str, Any]]) -> GroupView:
        """The group of an alert that is put aside with its like, or the alert alone when it is over."""
        who = person()
        rows = (
            [self._alert(city, row, shelved) for row in queries.open_alerts(self._engine)]
            if alert.shelved_until
            else []
        )
        like = [
            one
            for one in rows
            if one is not None and one.state in OPEN_STATES and one.shelved_until and self._may_see(who, one)
        ]
        found = next((one for one in self._groups(city, like) if alert.id in one.ids), None)
        return found or self._group(city, alert.area, [alert])

    def _value_of(self, city: City, rule_id: str, value: float | None) -> Message | None:
        rule = self.rule_texts().get(rule_id)
        return value_words(city, rule, value) if rule is not None else None

    def past(self) -> list[AlertView]:
        """Alerts that are over, newest first."""
        who, city = person(), self._room.city()
        found = [one for row in queries.past_alerts(self._engine) if (one := self._alert(city, row, ())) is not None]
        return [one for one in found if self._may_see(who, one)][:MOST_SHOWN]

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
            (one.rule, CITY if one.rule.startswith(FEED) else (group.area if sees(who, group.area) else one.area))
            for one in group.members
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
        if not any(one.id == number for one in self.view().shelved):
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

    def leave_message(self, text: str) -> None:
        """Tell the next shift something."""
        commands.leave_message(self._engine, require(Right.NOTE), text, now=self.now())
        self._room.invalidate()

    # -- rules ---------------------------------------------------------------------------------

    def rules(self) -> list[RuleView]:
        """Every rule, the greatest burden first."""
        require(Right.CITY)
        past = queries.past_alerts(self._engine)
        found = [self._rule_view(name, past) for name in self.rule_texts() if self._exists(name)]
        return sorted(found, key=lambda one: (-one.burden, -one.fired, one.id))

    def _exists(self, name: str) -> bool:
        rule = self.rule_texts().get(name)
        return rule is not None and rule.indicator in self._room.city().catalogue

    def rule(self, name: str) -> RuleView:
        """One rule with its back-test.

        Raises
        ------
        NotFoundError
            When there is none.
        """
        self._needed(name)
        return self._rule_view(name, queries.past_alerts(self._engine))

    def _needed(self, name: str) -> AlertRule:
        if not self._exists(name):
            raise NotFoundError(msg("There is no rule “{name}”.", name=name[:60]))
        return self.rule_texts()[name]

    def _rule_view(self, name: str, past: Sequence[Mapping[str, Any]]) -> RuleView:
        rule = self.rule_texts()[name]
        change = self._known_rules()[2].get(name, {})
        verdicts = [row["verdict"] for row in past if row["rule"] == name]
        test = self._backtests().get(name, alerting.Backtest(0, 0, 0, 0))
        with acting(PROCESS):
            city = self._room.city()
        indicator = city.catalogue[rule.indicator]
        return RuleView(
            id=name,
            cause=registry().causes[rule.cause],
            subject=indicator.subject,
            indicator=indicator.short,
            level=Level(rule.level),
            stage=rule.stage,
            owner=rule.owner,
            fires=condition_words(city, rule, fires=True),
            clears=condition_words(city, rule, fires=False),
            reason=rule.reason.message,
            actions=tuple(
                declared(a, b) for a, b in zip(rule.action.id, as_many(rule.action.en, rule.action.id), strict=True)
            ),
            review_on=rule.review_on,
            due=rule.review_on <= self.now().date(),
            active=rule.active,
            changed_by=change.get("made_by"),
            changed_at=change.get("made_at"),
            days=alerting.BACKTEST_DAYS,
            fired=test.fired,
            short=test.short,
            again=test.again,
            standing=test.standing,
            nuisance=verdicts.count("nuisance"),
            useful=verdicts.count("useful"),
        )

    def rule_page(self, name: str) -> RuleView:
        """One rule with its back-test on the whole city, for who may see the whole city."""
        require(Right.CITY)
        return self.rule(name)

    def _backtests(self) -> dict[str, alerting.Backtest]:
        with acting(PROCESS):
            city = self._room.city()
        rules = self.rule_texts()
        key = (city.version, city.clock.date(), self._rules_number())
        if self._tests is None or self._tests[0] != key:
            self._tests = (
                key,
                {done.rule.id: alerting.backtest(done) for done in alerting.replay(city, rules.values())},
            )
        return self._tests[1]

    def rule_values(self, name: str) -> dict[str, Any]:
        """A rule as plain values for a form."""
        return self._needed(name).model_dump(mode="json")

    def try_rule(self, name: str, changes: Mapping[str, Any]) -> tuple[AlertRule, alerting.Backtest]:
        """A changed rule and what it would have done; nothing is kept."""
        require(Right.RULES)
        rule = checked_rule({**self.rule_values(name), **changes, "id": name}, registry().causes)
        with acting(PROCESS):
            done = alerting.replay(self._room.city(), [rule])
        return rule, alerting.backtest(done[0])

    def save_rule(self, name: str, changes: Mapping[str, Any], reason: str) -> None:
        """Keep a changed rule; the alerts are judged by it at once."""
        who = require(Right.RULES)
        rule, _ = self.try_rule(name, changes)
        commands.save_rule(self._engine, who, rule, reason)
        self._room.invalidate()

    # -- the shift -----------------------------------------------------------------------------

    def shift(self, start: datetime | None = None) -> ShiftView:
        """The handover sheet of the shift that a moment lies in (None: the current one)."""
        who, now, city = person(), self.now(), self._room.city()
        current = shift_at(now)
        shift = current if start is None else shift_at(min(start, now))
        view = self.view()
        steps = self._steps_of(shift, who)
        loads = queries.loads_between(self._engine, shift.start, shift.end) if who.may(Right.CITY) else []
        feeds = self._room.feeds()
        return ShiftView(
            shift=shift,
            current=shift == current,
            now=now,
            stage=self.stage() if who.may(Right.CITY) else None,
            counts=self._since(shift, who, steps),
            lines=tuple(self._line(city, row) for row in steps[-MOST_SHOWN:]),
            open=view.groups,
            shelved=view.shelved,
            loads=tuple(
                ShiftLine(
                    r["received_at"],
                    msg(
                        "{dataset}: {kept} rows kept, {rejected} rejected ({state})",
                        dataset=feeds[r["dataset"]].title if r["dataset"] in feeds else r["dataset"],
                        kept=Num(r["kept"]),
                        rejected=Num(r["rejected"]),
                        state=LOAD_STATES.get(r["state"], r["state"]),
                    ),
                    r["loaded_by"],
                    r["file_name"],
                )
                for r in loads[-30:]
            ),
            feeds=tuple(self._room.status().feeds),
            messages=tuple(
                ShiftLine(r["at"], declared(r["text"], r["text"]), r["author"], "")
                for r in queries.messages_between(self._engine, shift.before.start, shift.end)
            ),
            simulated=view.simulated,
        )

    def shift_starting(self, text: str) -> datetime | None:
        """A shift's start from an address; what cannot be read is the current one."""
        try:
            found = datetime.fromisoformat(text[:25])
        except ValueError:
            return None
        return (
            found.replace(tzinfo=None)
            if datetime(2000, 1, 1) < found.replace(tzinfo=None) < datetime(2100, 1, 1)
            else None
        )

    def _line(self, city: City, row: Mapping[str, Any]) -> ShiftLine:
        rule, area = self.rule_texts().get(row["rule"]), str(row["area"])
        feed = self._room.feeds().get(str(row["rule"]).removeprefix(FEED))
        name = city.name(area) if area in city.areas else area
        what: Any = registry().causes[rule.cause] if rule is not None else FEED_CAUSE
        place: Any = feed.title if feed is not None else name
        text = msg("{cause}, {area}: {state}", cause=what, area=place, state=STATE_NAMES[AlertState(row["after"])])
        return ShiftLine(row["at"], text, "" if row["actor"] == commands.MACHINE else row["actor"], row["note"] or "")
