"""Zones by rule: every RW by the cases that were known, judged by the rule in force on each day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from data.domain.areas import Level
from data.domain.dates import day_number
from data.indicators.field import Estimate
from data.indicators.panel import Array, Bools

RED, ORANGE, YELLOW, GREEN = 1.0, 2.0, 3.0, 4.0


@dataclass(frozen=True)
class ZoneRule:
    """Thresholds of a decree.

    Attributes
    ----------
    citation : str
        The decree.
    in_force : date
        First day that it is applied to; it stands until the next.
    yellow, orange, red : int
        Fewest cases of 7 days of each zone; fewer than yellow is green.
    """

    citation: str
    in_force: date
    yellow: int
    orange: int
    red: int

    def zone(self, cases: Array) -> Array:
        """`RED`, `ORANGE`, `YELLOW` or `GREEN` of counts."""
        return np.select([cases >= self.red, cases >= self.orange, cases >= self.yellow], [RED, ORANGE, YELLOW], GREEN)

    def fewer_for_better(self, cases: int) -> int | None:
        """How many cases fewer would give the next better zone; None where it is green."""
        reached = [edge for edge in (self.yellow, self.orange, self.red) if cases >= edge]
        return cases - reached[-1] + 1 if reached else None

    def more_for_worse(self, cases: int) -> int | None:
        """How many cases more would give the next worse zone; None where it is red."""
        ahead = [edge for edge in (self.yellow, self.orange, self.red) if cases < edge]
        return ahead[0] - cases if ahead else None


RULES = (
    ZoneRule("Inmendagri 3/2021", date(2021, 2, 9), yellow=1, orange=6, red=11),
    ZoneRule("Inmendagri 7/2021", date(2021, 4, 6), yellow=1, orange=3, red=6),
)
"""PPKM mikro, in the order in which they came into force. They count houses with confirmed cases by RT; the reports are
of cases by RW, which stand in for them."""


def rule_on(day: date) -> ZoneRule | None:
    """The rule in force on a day; None before the first."""
    return next((rule for rule in reversed(RULES) if rule.in_force <= day), None)


def zones(counts: Array, people: Array, complete: Bools, scale: float, first: int, level: Level) -> Estimate:
    """The zone of every area on every day.

    Parameters
    ----------
    counts, people : array of float (days × areas)
        Cases that became known in the 7 days up to each, and residents; 0 residents means that nothing was reported.
    complete, scale
        Not needed: cases only add up, and nothing is scaled.
    first : int
        Day number of the first row.
    level : Level
        Only an RW has a zone: its thresholds say nothing of the cases of many.

    Returns
    -------
    Estimate
        1 red, 2 orange, 3 yellow, 4 green; no limits. NaN without a report, which is not green, before the first rule,
        and above the RW.

    Notes
    -----
    Counts by the day on which they became known, so that a past day has the zone that it had then: what came late does
    not change it. Checked against the thresholds of the decrees (`tests/unit/test_zones.py`).
    """
    value = np.full(counts.shape, np.nan)
    for n, rule in enumerate(RULES if level is Level.RW else ()):
        begin = max(day_number(rule.in_force) - first, 0)
        end = max(day_number(RULES[n + 1].in_force) - first, 0) if n + 1 < len(RULES) else len(counts)
        value[begin:end] = rule.zone(counts[begin:end])
    value[~(people > 0)] = np.nan
    none = np.full(value.shape, np.nan)
    return Estimate(value, none, none, None)
