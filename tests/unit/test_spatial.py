"""Rates drawn to their surroundings, against esda; the chance of twice the city's rate, against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from esda.smoothing import Spatial_Empirical_Bayes
from libpysal.weights import lat2W
from scipy.sparse import csr_array
from scipy.stats import gamma

from data.epi.rates import empirical_bayes_rate
from data.epi.spatial import chance_of_twice, spatial_bayes_rate

SIDE = 12
RANDOM = np.random.default_rng(5)
PEOPLE = RANDOM.integers(600, 4_000, SIDE * SIDE).astype(float)
WEIGHTS = lat2W(SIDE, SIDE, rook=False)
BESIDE = csr_array(WEIGHTS.sparse)
ALL = np.ones((1, SIDE * SIDE), dtype=bool)


def test_a_rate_drawn_to_its_surroundings_is_esdas() -> None:
    counts = RANDOM.poisson(PEOPLE * np.linspace(0.001, 0.01, SIDE * SIDE)).astype(float)
    made = spatial_bayes_rate(counts[None], PEOPLE[None], ALL, 1.0, BESIDE)
    assert made.value[0] == pytest.approx(Spatial_Empirical_Bayes(counts, PEOPLE, WEIGHTS).r.ravel())
    assert made.basis is not None and (made.basis >= 0).all() and (made.basis <= 1).all()
    assert (made.lower <= made.value).all() and (made.value <= made.upper).all()


def test_the_limits_hold_the_true_rate_where_areas_differ_and_where_they_do_not() -> None:
    for low, high in ((0.004, 0.004), (0.002, 0.008)):
        true = np.repeat(np.linspace(low, high, SIDE), SIDE)
        counts = RANDOM.poisson(PEOPLE * true, (60, SIDE * SIDE)).astype(float)
        made = spatial_bayes_rate(counts, np.tile(PEOPLE, (60, 1)), np.repeat(ALL, 60, axis=0), 1.0, BESIDE)
        held = ((made.lower <= true) & (true <= made.upper)).mean()
        assert 0.93 <= held <= 1.0, (low, high, held)


def test_an_island_has_its_own_rate_and_what_is_missing_takes_no_part() -> None:
    beside = csr_array(np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]))
    counts, people = np.array([[4.0, 90.0, 3.0, 0.0]]), np.array([[1_000.0, 1_000.0, 1_500.0, 0.0]])
    made = spatial_bayes_rate(counts, people, np.array([[True, False, True, False]]), 1.0, beside)
    assert made.value[0, 0] == pytest.approx(0.004), "its only neighbour is incomplete"
    assert made.value[0, 2] == pytest.approx(0.002)
    assert np.isnan(made.value[0]).tolist() == [False, False, False, True]
    assert np.isnan(made.upper[0]).tolist() == [False, True, False, True]


def test_no_case_anywhere_is_a_rate_of_zero_with_an_upper_limit() -> None:
    made = spatial_bayes_rate(np.zeros((1, SIDE * SIDE)), PEOPLE[None], ALL, 1.0, BESIDE)
    assert (made.value == 0).all() and (made.upper > 0).all()


def test_the_chance_of_twice_the_citys_rate_is_the_posteriors() -> None:
    counts, people = np.array([[3.0, 0.0, 10.0, 5.0, 40.0]]), np.array([[2_000.0, 1_500.0, 2_500.0, 2_200.0, 3_000.0]])
    complete = np.ones(counts.shape, dtype=bool)
    made = chance_of_twice(counts, people, complete, 1.0)
    mean = counts.sum() / people.sum()
    limits = empirical_bayes_rate(counts, people, complete, 1.0)
    for n in range(5):
        # The distribution whose 95 % limits the smoothed rate has.
        spread = (people * (counts / people - mean) ** 2).sum() / people.sum() - mean / people.mean()
        wide = spread + np.sqrt((2 * (mean + people * spread) ** 2 + mean / people).sum()) / people.sum()
        own = gamma(mean**2 / wide + counts[0, n], scale=1 / (mean / wide + people[0, n]))
        assert own.ppf(0.975) == pytest.approx(limits.upper[0, n])
        assert made.value[0, n] == pytest.approx(own.sf(2 * mean))
    assert np.isnan(chance_of_twice(counts * 0, people, complete, 1.0).value).all(), "no event in the city"
