"""Zones against the decrees' thresholds (Inmendagri 3/2021 and 7/2021: houses with cases in 7 days)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from data.domain.areas import Level
from data.domain.dates import day_number
from data.epi.zones import GREEN, ORANGE, RED, RULES, YELLOW, rule_on, zones

CASES = [0, 1, 2, 3, 5, 6, 10, 11, 40]
BEFORE_APRIL = [GREEN, YELLOW, YELLOW, YELLOW, YELLOW, ORANGE, ORANGE, RED, RED]
FROM_APRIL = [GREEN, YELLOW, YELLOW, ORANGE, ORANGE, RED, RED, RED, RED]


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (date(2021, 2, 8), [np.nan] * 9),
        (date(2021, 2, 9), BEFORE_APRIL),
        (date(2021, 4, 5), BEFORE_APRIL),
        (date(2021, 4, 6), FROM_APRIL),
        (date(2022, 2, 1), FROM_APRIL),
    ],
)
def test_a_day_is_judged_by_the_rule_in_force_then(day: date, wanted: list[float]) -> None:
    counts = np.array([CASES], dtype=float)
    made = zones(counts, np.ones(counts.shape), counts >= 0, 1.0, day_number(day), Level.RW)
    assert np.array_equal(made.value[0], np.array(wanted), equal_nan=True)


def test_all_days_of_a_series_have_their_own_rule() -> None:
    first = day_number(date(2021, 2, 1))
    counts = np.full((80, 1), 4.0)
    value = zones(counts, np.ones(counts.shape), counts >= 0, 1.0, first, Level.RW).value[:, 0]
    assert np.isnan(value[:8]).all() and (value[8:64] == YELLOW).all() and (value[64:] == ORANGE).all()


def test_no_report_is_no_zone_and_not_green() -> None:
    asked = np.zeros((1, 2)), np.array([[0.0, 900.0]]), np.ones((1, 2), dtype=bool), 1.0, day_number(date(2022, 1, 1))
    made = zones(*asked, Level.RW)
    assert np.isnan(made.value[0, 0]) and made.value[0, 1] == GREEN
    assert np.isnan(zones(*asked, Level.KELURAHAN).value).all(), "thresholds of an RW say nothing of many"


def test_what_would_change_a_zone_is_told() -> None:
    rule = rule_on(date(2022, 1, 1))
    assert rule is RULES[1] and rule_on(date(2020, 6, 5)) is None
    assert [rule.fewer_for_better(cases) for cases in (0, 1, 2, 3, 5, 6, 9)] == [None, 1, 2, 1, 3, 1, 4]
    assert [rule.more_for_worse(cases) for cases in (0, 2, 5, 6)] == [1, 1, 1, None]
