"""Judging every rule on the city as it is known now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from data.contracts.rules import AlertRule
from data.domain.alerts import FEED, REPLAY_DAYS, RuleOutcome
from data.domain.areas import CITY, Level
from data.domain.dates import day_number
from data.domain.states import Freshness
from data.indicators.hysteresis import Signal, Walk, walk
from data.indicators.measures import Measured, beyond, measured, over_beyond_chance
from data.service.city import City
from data.service.feeds import Feed

BACKTEST_DAYS = 90
SHORT_DAYS = 3
AGAIN_DAYS = 7
WATCHED_CADENCE_HOURS = 800
TOO_OLD = (Freshness.STALE, Freshness.LOST)


@dataclass(frozen=True)
class Replay:
    """A rule walked over the last days.

    Attributes
    ----------
    codes : list of str
        Areas of the columns.
    last : int
        Day number of the last row.
    """

    rule: AlertRule
    codes: list[str]
    last: int
    walk: Walk
    values: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Judgement:
    """Everything that an evaluation says; ``gated`` are the rules whose feed is too old."""

    judged: list[RuleOutcome]
    gated: frozenset[str]


def level_for(city: City, rule: AlertRule) -> Level:
    """The rule's level, or the nearest coarser one at which its indicator exists."""
    return city.shown_level(city.catalogue[rule.indicator], rule.level)


def _measure(city: City, rule: AlertRule) -> Measured:
    indicator = city.catalogue[rule.indicator]
    last = city.complete_until(indicator)
    whole = city.matrix(rule.indicator, Level.KOTA) if rule.measure == "times_city" else None
    matrix = city.matrix(rule.indicator, level_for(city, rule))
    finals = city.final_sums(rule.indicator, matrix.level) if rule.measure == "change" else None
    span = {"first": last - REPLAY_DAYS + 1, "last": last}
    made = measured(matrix, rule.measure, **span, least=rule.least, city=whole, finals=finals)
    if not rule.beyond_chance or whole is None:
        return made
    judged = made.known & ~made.few
    return replace(made, chance=~over_beyond_chance(matrix, whole, rule.fire, judged, first=made.first))


def _signals(rule: AlertRule, measure: Measured) -> tuple[Any, Any, Any]:
    """Fire, clear and known, aligned at the last day; days before the data are not known."""
    fire = beyond(measure.values, rule.fire, rule.side) & ~measure.few & ~measure.chance
    good = "below" if rule.side == "above" else "above"
    clear = beyond(measure.values, rule.clear, good) | measure.few  # type: ignore[arg-type]
    missing = REPLAY_DAYS - len(measure.values)
    if missing <= 0:
        return fire, clear, measure.known
    return tuple(
        np.vstack([np.zeros((missing, signal.shape[1]), dtype=bool), signal]) for signal in (fire, clear, measure.known)
    )  # type: ignore[return-value]


def replay(city: City, rules: Iterable[AlertRule]) -> list[Replay]:
    """Walk rules over the last 120 days, all at once."""
    chosen = [rule for rule in rules if rule.indicator in city.catalogue]
    measures = [_measure(city, rule) for rule in chosen]
    if not measures:
        return []
    signals = [_signals(rule, measure) for rule, measure in zip(chosen, measures, strict=True)]
    widths = [rule_signals[0].shape[1] for rule_signals in signals]
    fire, clear, known = (np.hstack([rule_signals[n] for rule_signals in signals]) for n in range(3))
    fire_for = np.repeat([rule.fire_for for rule in chosen], widths)
    clear_for = np.repeat([rule.clear_for for rule in chosen], widths)
    whole = walk(fire, clear, known, fire_for, clear_for)
    result, start = [], 0
    for rule, measure, width in zip(chosen, measures, widths, strict=True):
        columns = slice(start, start + width)
        codes = city.tree.codes[level_for(city, rule)]
        result.append(
            Replay(rule, codes, measure.last, Walk(whole.signal[:, columns], whole.onset[:, columns]), measure.values)
        )
        start += width
    return result


def judge(city: City, rules: Mapping[str, AlertRule], feeds: Mapping[str, Feed]) -> Judgement:
    """What every rule says now, and what is wrong with the feeds themselves."""
    live = [rule for rule in rules.values() if rule.active and rule.indicator in city.catalogue]
    gated = frozenset(r.id for r in live if feeds[city.catalogue[r.indicator].dataset].freshness in TOO_OLD)
    judged = [outcome for done in replay(city, [r for r in live if r.id not in gated]) for outcome in _judged(done)]
    today = day_number(city.clock.date())
    for feed in feeds.values():
        if feed.cadence_hours <= WATCHED_CADENCE_HOURS and feed.received and feed.freshness in TOO_OLD:
            stage = 3 if feed.freshness is Freshness.LOST else 2
            since = day_number(feed.received.date())
            judged.append(RuleOutcome(f"{FEED}{feed.id}", CITY, stage, Signal.FIRING, since, today, feed.age_hours))
    return Judgement(judged, gated)


def _judged(done: Replay) -> list[RuleOutcome]:
    signal, onset = done.walk.signal[-1], done.walk.onset[-1]
    first = done.last - len(done.walk.signal) + 1
    outcomes = []
    for column in np.flatnonzero(signal > 0):
        value = float(done.values[-1, column]) if len(done.values) else float("nan")
        outcomes.append(
            RuleOutcome(
                done.rule.id,
                done.codes[column],
                done.rule.stage,
                int(signal[column]),
                first + int(onset[column]),
                done.last,
                value if np.isfinite(value) else None,
            )
        )
    return outcomes


@dataclass(frozen=True)
class Backtest:
    """What a rule would have done in the last 90 days, all areas together.

    Attributes
    ----------
    by_day : tuple of int
        Areas where it fires, on each of these days; ``last`` is the day number of the last.
    """

    fired: int
    short: int
    again: int
    standing: int
    by_day: tuple[int, ...] = ()
    last: int = 0


def backtest(done: Replay) -> Backtest:
    """Count how often a rule would have begun to fire, how often briefly, how often again."""
    since = REPLAY_DAYS - BACKTEST_DAYS
    begun, ended = done.walk.begun(), done.walk.ended()
    fired = short = again = 0
    for column in np.flatnonzero(begun[since:].any(axis=0)):
        starts, ends = np.flatnonzero(begun[:, column]), np.flatnonzero(ended[:, column])
        for start in starts[starts >= since]:
            fired += 1
            after, earlier = ends[ends > start], ends[ends < start]
            short += int(len(after) > 0 and after[0] - start <= SHORT_DAYS)
            again += int(len(earlier) > 0 and start - earlier[-1] <= AGAIN_DAYS)
    by_day = tuple(int(areas) for areas in done.walk.on[since:].sum(axis=1))
    return Backtest(fired, short, again, by_day[-1], by_day, done.last)


def course(done: Replay, area: str) -> tuple[float | None, ...]:
    """A rule's measure in an area on the days that were walked; None where it is not known or has no size."""
    values = done.values[:, done.codes.index(area)].tolist()
    return tuple(value if np.isfinite(value) else None for value in values)
