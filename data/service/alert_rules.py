"""Alert rules: those in force, each with what it would have done, and how one is changed."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine

from data.commands import alerts as commands
from data.contracts.rules import AlertRule, checked_rule
from data.domain.alert_views import CourseView, RuleView
from data.domain.areas import Level
from data.domain.dates import day_date
from data.domain.errors import Message, NotFoundError, declared, msg
from data.domain.people import PROCESS, Right, acting, require
from data.queries import alerts as queries
from data.service import alerting
from data.service.alert_words import as_many, condition_words, measure_unit
from data.service.room import RoomService
from data.service.selection import stamp
from data.subjects import registry


class AlertRules:
    """The rules as data: read, tried, changed; thread-safe."""

    def __init__(self, engine: Engine, room: RoomService) -> None:
        self._engine = engine
        self._room = room
        self._lock = threading.Lock()
        self._known: tuple[int, dict[str, AlertRule], dict[str, dict[str, Any]]] | None = None
        self._tests: tuple[Any, dict[str, alerting.Backtest]] | None = None

    def number(self) -> int:
        """Grows with every change of a rule."""
        return max((row["id"] for row in self._read()[2].values()), default=0)

    def in_force(self) -> dict[str, AlertRule]:
        """Rules in force by id: those the room starts with, as they were changed since."""
        return self._read()[1]

    def _read(self) -> tuple[int, dict[str, AlertRule], dict[str, dict[str, Any]]]:
        newest = self._room.moment().alerts  # a changed rule makes it grow
        with self._lock:
            if self._known is None or self._known[0] != newest:
                rules, changes = dict(registry().rules), {}
                for row in reversed(queries.changed_rules(self._engine)):
                    rules[row["rule"]] = AlertRule.model_validate_json(row["body"])
                    changes[row["rule"]] = row
                self._known = (newest, rules, changes)
            return self._known

    def views(self) -> list[RuleView]:
        """Every rule, the greatest burden first."""
        require(Right.CITY)
        past = queries.past_alerts(self._engine)
        views = [self._rule_view(name, past) for name in self.in_force() if self._exists(name)]
        return sorted(views, key=lambda view: (-view.burden, -view.fired, view.id))

    def _exists(self, name: str) -> bool:
        rule = self.in_force().get(name)
        return rule is not None and rule.indicator in self._room.city().catalogue

    def view(self, name: str) -> RuleView:
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
        return self.in_force()[name]

    def _rule_view(self, name: str, past: Sequence[Mapping[str, Any]]) -> RuleView:
        rule = self.in_force()[name]
        change = self._read()[2].get(name, {})
        verdicts = [row["verdict"] for row in past if row["rule"] == name]
        test = self._backtests().get(name) or alerting.Backtest(0, 0, 0, 0)
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
            due=rule.review_on <= self._room.clock().date(),
            active=rule.active,
            changed_by=change.get("made_by"),
            changed_at=change.get("made_at"),
            days=alerting.BACKTEST_DAYS,
            fired=test.fired,
            short=test.short,
            again=test.again,
            standing=test.standing,
            by_day=test.by_day,
            last=day_date(test.last),
            nuisance=verdicts.count("nuisance"),
            useful=verdicts.count("useful"),
            stamp=stamp(city, self._room.feeds(), indicator),
        )

    def page(self, name: str) -> RuleView:
        """One rule with its back-test on the whole city, for who may see the whole city."""
        require(Right.CITY)
        return self.view(name)

    def _backtests(self) -> dict[str, alerting.Backtest]:
        with acting(PROCESS):
            city = self._room.city()
        rules = self.in_force()
        key = (city.version, city.clock.date(), self.number())
        if self._tests is None or self._tests[0] != key:
            self._tests = (
                key,
                {done.rule.id: alerting.backtest(done) for done in alerting.replay(city, rules.values())},
            )
        return self._tests[1]

    def course(self, name: str, areas: Mapping[str, str | Message]) -> CourseView | None:
        """What a rule looks at in areas that the caller has checked, by code and name; None without data.

        The measure is taken from the whole city, also for who sees a part of it: so it was judged.
        """
        rule = self._needed(name)
        with acting(PROCESS):
            city = self._room.city()
            walked = alerting.replay(city, [rule])
        known = [area for area in areas if walked and area in walked[0].codes]
        if not known or not len(walked[0].values):
            return None
        first = walked[0].last - len(walked[0].values) + 1
        unit, decimals = measure_unit(city, rule)
        return CourseView(
            msg("{indicator}, {unit}", indicator=city.catalogue[rule.indicator].short, unit=unit),
            tuple(day_date(n) for n in range(first, walked[0].last + 1)),
            tuple((areas[area], alerting.course(walked[0], area)) for area in known),
            rule.fire,
            rule.clear,
            decimals,
            stamp(city, self._room.feeds(), city.catalogue[rule.indicator]),
        )

    def values(self, name: str) -> dict[str, Any]:
        """A rule as plain values for a form."""
        return self._needed(name).model_dump(mode="json")

    def trial(self, name: str, changes: Mapping[str, Any]) -> tuple[AlertRule, alerting.Backtest]:
        """A changed rule and what it would have done; nothing is kept."""
        require(Right.RULES)
        rule = checked_rule({**self.values(name), **changes, "id": name}, registry().causes)
        with acting(PROCESS):
            done = alerting.replay(self._room.city(), [rule])
        return rule, alerting.backtest(done[0])

    def save(self, name: str, changes: Mapping[str, Any], reason: str) -> None:
        """Keep a changed rule; the alerts are judged by it at once."""
        who = require(Right.RULES)
        rule, _ = self.trial(name, changes)
        commands.save_rule(self._engine, who, rule, reason)
        self._room.invalidate()
