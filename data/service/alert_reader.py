"""Alerts as a person may see them: rows of the database to view models, alone and in groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from data.domain.alert_views import AlertView, GroupView, ShiftCounts, SuppressionView
from data.domain.alerts import FEED, AlertState, Placed, Shift, grouped, most_urgent
from data.domain.areas import Level, level_of
from data.domain.dates import day_date
from data.domain.errors import Message, Num, msg
from data.domain.people import Person, Right, sees
from data.queries import alerts as queries
from data.service import alerting
from data.service.alert_rules import AlertRules
from data.service.alert_words import shelved_until, short_words, summary_words, value_words
from data.service.city import City
from data.service.room import RoomService
from data.subjects import registry

FEED_CAUSE = msg("Feed has gone silent")


class AlertReader:
    """Makes view models of alerts and says who may see them; keeps nothing."""

    def __init__(self, engine: Engine, room: RoomService, rules: AlertRules) -> None:
        self._engine = engine
        self._room = room
        self._rules = rules

    def now(self) -> datetime:
        """The room's clock as the tables keep it: WIB without a zone."""
        return self._room.clock().replace(tzinfo=None)

    def visible(self, who: Person, rule_id: str, area: str) -> bool:
        """Whether a person may see what a rule says of an area: his own areas, health no finer than his role allows."""
        if rule_id.startswith(FEED):
            return who.may(Right.CITY)
        rule, city = self._rules.in_force().get(rule_id), self._room.city()
        if rule is None or rule.indicator not in city.catalogue or area not in city.areas:
            return False
        shown = max(level_of(area).depth, alerting.level_for(city, rule).depth)
        return sees(who, area) and shown <= city.catalogue[rule.indicator].access.finest_for(who).depth

    def may_see(self, who: Person, alert: AlertView) -> bool:
        """Whether a person may see an alert."""
        return self.visible(who, alert.rule, alert.area)

    def alert(self, city: City, row: Mapping[str, Any], shelved: Sequence[Mapping[str, Any]]) -> AlertView | None:
        """One alert from its row; None when its rule, indicator or area is no longer there."""
        rule_id, area = str(row["rule"]), str(row["area"])
        rule = self._rules.in_force().get(rule_id)
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

    def groups(self, city: City, alerts: Sequence[AlertView]) -> tuple[GroupView, ...]:
        """Alerts put together by cause and area, the most urgent first."""
        rules = self._rules.in_force()
        by_id = {alert.id: alert for alert in alerts}
        placed = [
            Placed(
                alert.id,
                self._cause_of(alert),
                alert.area,
                rules[alert.rule].group if alert.rule in rules else Level.KOTA,
            )
            for alert in alerts
        ]
        groups = [
            self.group(city, area, [by_id[number] for number in ids]) for (_, area), ids in grouped(placed).items()
        ]
        return tuple(
            sorted(
                groups,
                key=lambda g: (g.state is not AlertState.FIRING, g.state is AlertState.RECOVERING, -g.stage, g.id),
            )
        )

    def _cause_of(self, alert: AlertView) -> str:
        """A feed's alerts are told one by one: each has its own owner."""
        rule = self._rules.in_force().get(alert.rule)
        return rule.cause if rule is not None else alert.rule

    def group(self, city: City, area: str, members: list[AlertView]) -> GroupView:
        """One group of alerts that have a cause and an area together."""
        state = most_urgent(member.state for member in members)
        first = min(members, key=lambda member: member.id)
        top = max(members, key=lambda member: member.stage)
        put_aside = [member.shelved_until for member in members]
        acked = next((member for member in members if member.acked_by and member.state is not AlertState.FIRING), None)
        return GroupView(
            id=first.id,
            cause=top.cause,
            area=area,
            # One area alone bears its own name: its value is not that of the area around it.
            name=first.name if len(members) == 1 else city.name(area),
            stage=top.stage,
            state=state,
            members=tuple(sorted(members, key=lambda member: (-member.stage, member.area))),
            summary=summary_words(members),
            short=short_words(members),
            owner=top.owner,
            subject=first.subject,
            since=min((member.fired_at for member in members if member.fired_at), default=None),
            acked_by=acked.acked_by if acked else None,
            ack_until=acked.ack_until if acked else None,
            gated=all(member.gated for member in members),
            shelved_until=min(until for until in put_aside if until is not None) if all(put_aside) else None,
        )

    def suppression(self, city: City, row: Mapping[str, Any]) -> SuppressionView:
        """A rule that is put aside in an area, from its row."""
        rule = self._rules.in_force().get(row["rule"])
        area = str(row["area"])
        return SuppressionView(
            int(row["id"]),
            str(row["rule"]),
            registry().causes[rule.cause] if rule else FEED_CAUSE,
            area,
            city.name(area) if area in city.areas else area,
            row["until"],
            str(row["actor"]),
            str(row["reason"]),
        )

    def value_of(self, city: City, rule_id: str, value: float | None) -> Message | None:
        """The measured value in words; None where the rule is no longer there."""
        rule = self._rules.in_force().get(rule_id)
        return value_words(city, rule, value) if rule is not None else None

    def steps_of(self, shift: Shift, who: Person) -> list[dict[str, Any]]:
        """Steps of a shift, as far as the person may see their alerts."""
        rows = queries.steps_between(self._engine, shift.start, shift.end)
        return [row for row in rows if self.visible(who, row["rule"], row["area"])]

    def counts(self, shift: Shift, who: Person, rows: Sequence[Mapping[str, Any]]) -> ShiftCounts:
        """What happened since a shift began, as far as the person may see it."""
        shelved = [
            row
            for row in queries.shelved_between(self._engine, shift.start, shift.end)
            if self.visible(who, row["rule"], row["area"])
        ]

        def count(state: AlertState) -> int:
            return len({row["alert_id"] for row in rows if row["after"] == state.value})

        started = len(
            {row["alert_id"] for row in rows if row["after"] == "firing" and row["before"] in ("", "pending")}
        )
        return ShiftCounts(shift, started, count(AlertState.RESOLVED), count(AlertState.ACKNOWLEDGED), len(shelved))
