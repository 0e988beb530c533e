"""Rates with their limits, against published limits and the model's own formulas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import gamma, nbinom, poisson

from data.epi.rates import empirical_bayes_rate, poisson_limits, poisson_rate
from data.epi.usual import usual_range

GARWOOD = {0: (0.0, 3.689), 1: (0.025, 5.572), 5: (1.623, 11.668), 10: (4.795, 18.390), 50: (37.111, 65.919)}
"""Exact 95 % limits as printed by Ulm, American Journal of Epidemiology 131 (1990) 373, and Garwood (1936)."""


@pytest.mark.parametrize(("count", "limits"), GARWOOD.items())
def test_exact_limits_are_those_of_the_printed_tables(count: int, limits: tuple[float, float]) -> None:
    lower, upper = poisson_limits(count)
    assert (float(lower), float(upper)) == pytest.approx(limits, abs=6e-4)


@given(st.integers(0, 5_000))
def test_beyond_each_limit_lie_two_and_a_half_percent(count: int) -> None:
    lower, upper = (float(limit) for limit in poisson_limits(count))
    assert poisson.cdf(count, upper) == pytest.approx(0.025, rel=1e-6)
    if count:
        assert poisson.sf(count - 1, lower) == pytest.approx(0.025, rel=1e-6)


def test_a_rate_is_missing_where_nobody_reported_and_zero_only_where_nothing_happened() -> None:
    estimate = poisson_rate(np.array([[0.0, 0.0, 4.0]]), np.array([[0.0, 2_000.0, 2_000.0]]), 100_000.0)
    assert np.isnan([layer[0, 0] for layer in estimate.layers()]).all()
    assert estimate.value[0, 1:].tolist() == [0.0, 200.0]
    assert (estimate.lower[0, 1], round(float(estimate.upper[0, 1]), 1)) == (0.0, 184.4)


CASES = np.array([[3.0, 0.0, 10.0, 5.0, 40.0]])
PEOPLE = np.array([[2_000.0, 1_500.0, 2_500.0, 2_200.0, 3_000.0]])


def test_a_smoothed_rate_is_the_posterior_mean_of_the_gamma_model() -> None:
    estimate = empirical_bayes_rate(CASES, PEOPLE, 1.0)
    assert estimate.basis is not None
    mean = CASES.sum() / PEOPLE.sum()
    spread = (PEOPLE * (CASES / PEOPLE - mean) ** 2).sum() / PEOPLE.sum() - mean / PEOPLE.mean()
    posterior = gamma(mean**2 / spread + CASES, scale=1 / (mean / spread + PEOPLE))
    assert estimate.value == pytest.approx(posterior.mean())
    assert estimate.lower == pytest.approx(posterior.ppf(0.025))
    assert estimate.upper == pytest.approx(posterior.ppf(0.975))
    assert estimate.value == pytest.approx(estimate.basis * mean + (1 - estimate.basis) * CASES / PEOPLE)


@given(st.permutations(range(5)))
def test_the_order_of_the_areas_does_not_matter(order: list[int]) -> None:
    straight, shuffled = (empirical_bayes_rate(CASES[:, n], PEOPLE[:, n], 1.0) for n in (list(range(5)), order))
    for before, after in zip(straight.layers(), shuffled.layers(), strict=True):
        assert after == pytest.approx(before[:, order])


def test_areas_that_differ_by_chance_only_borrow_everything() -> None:
    estimate = empirical_bayes_rate(np.array([[2.0, 2.0, 2.0]]), np.full((1, 3), 1_000.0), 1.0)
    assert estimate.basis is not None and estimate.basis.tolist() == [[1.0, 1.0, 1.0]]
    assert estimate.value == pytest.approx(np.full((1, 3), 0.002))
    assert estimate.upper == pytest.approx(np.full((1, 3), poisson_limits(6)[1] / 3_000))


def test_a_level_of_one_area_borrows_nothing() -> None:
    estimate = empirical_bayes_rate(np.array([[7.0]]), np.array([[2_000.0]]), 1.0)
    assert [float(layer[0, 0]) for layer in estimate.layers()] == pytest.approx(
        [0.0035, 0.001407, 0.007211, 0.0], abs=1e-6
    )


@settings(max_examples=60)
@given(arrays(np.float64, (2, 6), elements=st.integers(0, 60).map(float)), st.integers(0, 5))
def test_a_smoothed_rate_lies_between_its_own_and_the_mean_and_inside_its_limits(
    counts: np.ndarray, silent: int
) -> None:
    people = np.array([[800.0, 2_000.0, 3_500.0, 900.0, 5_000.0, 1_200.0]] * 2)
    people[0, silent] = 0.0
    estimate, known = empirical_bayes_rate(counts, people, 1.0), people > 0
    assert np.isnan(estimate.value[~known]).all() and not np.isnan(estimate.value[known]).any()
    crude = counts[known] / people[known]
    mean = np.broadcast_to(((counts * known).sum(axis=1) / people.sum(axis=1))[:, None], people.shape)[known]
    value, lower, upper, borrowed = (layer[known] for layer in estimate.layers())
    assert (value >= np.minimum(crude, mean) - 1e-12).all() and (value <= np.maximum(crude, mean) + 1e-12).all()
    assert (lower <= value + 1e-12).all() and (value <= upper + 1e-12).all()
    assert ((borrowed >= 0) & (borrowed <= 1)).all()


def all_reported(counts: np.ndarray) -> np.ndarray:
    return np.ones(counts.shape, dtype=bool)


def test_the_usual_range_of_a_quiet_area_is_the_jeffreys_predictive_of_its_two_weeks() -> None:
    counts = np.array([[0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]], dtype=float).T
    estimate = usual_range(counts, all_reported(counts), complete=14)
    predictive = nbinom(4.5, 14 / 15)
    assert estimate.value[14, 0] == pytest.approx(predictive.mean())
    assert (estimate.lower[14, 0], estimate.upper[14, 0]) == (predictive.ppf(0.025), predictive.ppf(0.975))


def test_nineteen_of_twenty_ordinary_days_are_usual() -> None:
    random = np.random.default_rng(20220216)
    weekday = np.tile([1.1, 1.2, 1.1, 1.0, 1.1, 0.8, 0.7], 60)[:, None]
    counts = random.negative_binomial(20, 20 / (20 + 40 * weekday), (420, 20)).astype(float)
    estimate = usual_range(counts, all_reported(counts), complete=419)
    inside = (counts >= estimate.lower) & (counts <= estimate.upper)
    assert 0.92 < inside[60:].mean() < 0.98


def test_a_weekday_that_is_low_every_week_is_usual_and_a_wave_makes_no_weekday_high() -> None:
    weekday = np.tile([100.0, 100, 100, 100, 100, 60, 40], 12)[:, None]
    weekend = usual_range(weekday, all_reported(weekday), complete=83)
    assert weekend.value[83, 0] == pytest.approx(40.2, abs=1.5)
    wave = np.round(20 * 1.05 ** np.arange(84.0))[:, None]
    growing = usual_range(wave, all_reported(wave), complete=83)
    assert np.ptp(growing.value[70:77, 0] / wave[70:77, 0]) < 0.03


def test_days_that_still_fill_up_stand_on_the_last_complete_two_weeks() -> None:
    counts = np.full((40, 1), 10.0)
    counts[35:] = 0
    frozen = usual_range(counts, all_reported(counts), complete=34)
    assert frozen.value[35:, 0] == pytest.approx(np.full(5, 140.5 / 14))


def test_an_area_that_reported_too_little_has_no_range() -> None:
    counts, reported = np.full((15, 2), 3.0), np.ones((15, 2), dtype=bool)
    reported[:8, 1] = False
    estimate = usual_range(counts, reported, complete=14)
    assert not np.isnan(estimate.value[14, 0]) and np.isnan(estimate.value[14, 1])
