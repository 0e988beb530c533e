"""The space-time scan against every outcome of a small city, and what it says of planted clusters and of none."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.stats import chi2

from data.epi import scan as scanning
from data.epi.scan import MEDIAN_CHI_SQUARE, highest_by_chance, likelihoods, scan, unevenness, zones_of

SIDE = 10
POINTS = np.array([(250.0 * x, 250.0 * y) for x in range(SIDE) for y in range(SIDE)])
PEOPLE = np.full(SIDE * SIDE, 2_000.0)


def test_a_likelihood_is_kulldorffs_formula() -> None:
    made = likelihoods(np.array([6.0, 2.0, 10.0]), np.array([2.0, 3.0, 4.0]), 10.0)
    assert made[0] == pytest.approx(6 * math.log(6 / 2) + 4 * math.log(4 / 8))
    assert made[1] == 0, "fewer than expected"
    assert made[2] == pytest.approx(10 * math.log(10 / 4)), "all cases are inside"


def test_circles_are_different_and_hold_half_the_people_at_most() -> None:
    zones = zones_of(POINTS, PEOPLE)
    assert zones.inside.sum(axis=1).max() <= 50
    rows = [tuple(zones.inside[[n]].indices) for n in range(60)]
    assert len(set(zip(zones.centre[:60].tolist(), rows, strict=True))) == 60
    assert (zones.radius_m == 0).sum() == SIDE * SIDE
    none = zones_of(np.full((4, 2), np.nan), np.ones(4))
    assert len(none.centre) == 0 and scan(np.ones((5, 4)), np.ones(4), none, seed=1) == []


def test_chance_is_that_of_all_outcomes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three areas, two days with two cases and one: 27 outcomes, each with its probability."""
    points, people = np.array([[0.0, 0.0], [400.0, 0.0], [5_000.0, 0.0]]), np.array([500.0, 300.0, 1_200.0])
    zones, share, daily = zones_of(points, people), people / people.sum(), np.array([2.0, 1.0])
    expected = (zones.inside @ share)[:, None] * np.array([1.0, 3.0])[None, :]
    exact: dict[float, float] = {}
    for first, second, third in itertools.product(range(3), repeat=3):
        cases = np.zeros((2, 3))
        cases[0, first] += 1
        cases[0, second] += 1
        cases[1, third] += 1
        inside = zones.inside @ np.cumsum(cases[::-1], axis=0).T
        highest = round(float(likelihoods(inside, expected, 3.0).max()), 9)
        exact[highest] = exact.get(highest, 0.0) + share[first] * share[second] * share[third]
    assert sum(exact.values()) == pytest.approx(1.0)
    monkeypatch.setattr(scanning, "REPLICATES", 20_000)
    drawn = np.round(highest_by_chance(daily, share, zones, expected, seed=4), 9)
    for highest, probability in exact.items():
        error = math.sqrt(probability * (1 - probability) / len(drawn))
        assert abs(float((drawn == highest).mean()) - probability) < 4 * error + 1e-9, highest


def city(random: np.random.Generator) -> np.ndarray:
    return random.multinomial(12, PEOPLE / PEOPLE.sum(), size=40).astype(float)


def test_a_planted_cluster_is_the_first_and_a_city_without_one_has_none() -> None:
    random = np.random.default_rng(2)
    zones, alarms = zones_of(POINTS, PEOPLE), 0
    for day in range(20):
        clusters = scan(city(random), PEOPLE, zones, seed=day)
        alarms += bool(clusters) and clusters[0].recurrence_days >= 20
    assert alarms <= 4, "one in twenty days, by its own measure"
    cases = city(random)
    planted = [44, 45, 54, 55]
    cases[-6:, planted] += random.multinomial(18, [1 / 24] * 24).reshape(6, 4)
    first = scan(cases, PEOPLE, zones, seed=1)[0]
    assert first.recurrence_days > 100 and set(planted) & set(first.areas) and 2 <= first.days <= 12
    assert first.risk > 2 and first.cases > first.expected
    again = scan(cases, PEOPLE, zones, seed=1)[0]
    assert again == first, "the same data give the same answer"


def test_a_wave_that_rises_everywhere_is_no_cluster_and_an_uneven_city_raises_the_bar() -> None:
    random = np.random.default_rng(9)
    zones = zones_of(POINTS, PEOPLE)
    rising = np.stack([random.multinomial(round(10 * 1.2**day), PEOPLE / PEOPLE.sum()) for day in range(21)])
    calm = scan(rising.astype(float), PEOPLE, zones, seed=3)
    assert not calm or calm[0].recurrence_days < 365
    uneven = PEOPLE * random.gamma(4.0, 0.25, len(PEOPLE))
    patchy = np.stack([random.multinomial(800, uneven / uneven.sum()) for _ in range(21)]).astype(float)
    plain = patchy.sum(axis=0)
    assert unevenness(plain, plain.sum() * PEOPLE / PEOPLE.sum()) > 3
    assert unevenness(np.zeros(3), np.zeros(3)) == 1.0
    assert pytest.approx(chi2.ppf(0.5, 1)) == MEDIAN_CHI_SQUARE


def test_nothing_is_said_of_fewer_than_three_cases_and_of_no_cases() -> None:
    zones = zones_of(POINTS, PEOPLE)
    assert scan(np.zeros((30, 100)), PEOPLE, zones, seed=1) == []
    cases = np.zeros((30, 100))
    cases[-1, 5] = 2
    assert scan(cases, PEOPLE, zones, seed=1) == []
