"""Rates with their limits, against published limits and the model's own formulas."""

from __future__ import annotations

import numpy as np
import pytest
from esda.smoothing import Excess_Risk
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import false_discovery_control, gamma, nbinom, poisson

from data.domain.states import Flag
from data.epi.rates import (
    ABOVE,
    BELOW,
    LIKE,
    against_city,
    empirical_bayes_rate,
    poisson_limits,
    poisson_rate,
    relative_risk,
)
from data.epi.usual import usual_range
from data.indicators.field import Estimate, flags

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
    estimate = poisson_rate(
        np.array([[0.0, 0.0, 4.0]]), np.array([[0.0, 2_000.0, 2_000.0]]), np.ones((1, 3), dtype=bool), 100_000.0
    )
    assert np.isnan([layer[0, 0] for layer in estimate.layers()]).all()
    assert estimate.value[0, 1:].tolist() == [0.0, 200.0]
    assert (estimate.lower[0, 1], round(float(estimate.upper[0, 1]), 1)) == (0.0, 184.4)


def smoothed(counts: np.ndarray, people: np.ndarray, complete: np.ndarray | None = None) -> Estimate:
    return empirical_bayes_rate(
        counts, people, np.ones(counts.shape, dtype=bool) if complete is None else complete, 1.0
    )


def usual(counts: np.ndarray, complete: int, reported: np.ndarray | None = None) -> Estimate:
    known = np.ones(counts.shape, dtype=bool) if reported is None else reported
    return usual_range(counts, known, complete, np.where(known, counts, 0.0).sum(axis=1))


CASES = np.array([[3.0, 0.0, 10.0, 5.0, 40.0]])
PEOPLE = np.array([[2_000.0, 1_500.0, 2_500.0, 2_200.0, 3_000.0]])


def test_a_relative_risk_is_esdas_excess_risk_with_exact_limits() -> None:
    estimate = relative_risk(CASES, PEOPLE, np.ones(CASES.shape, dtype=bool), 1.0)
    assert estimate.value[0] == pytest.approx(Excess_Risk(CASES[0], PEOPLE[0]).r.ravel())
    expected = PEOPLE[0] * CASES.sum() / PEOPLE.sum()
    assert estimate.lower[0, 2] * expected[2] == pytest.approx(GARWOOD[10][0], abs=6e-4)
    assert estimate.upper[0, 2] * expected[2] == pytest.approx(GARWOOD[10][1], abs=6e-4)


def test_a_relative_risk_is_missing_without_people_and_without_any_case_in_the_city() -> None:
    counts, people = np.array([[0.0, 2.0], [0.0, 0.0]]), np.array([[0.0, 1_000.0], [900.0, 1_000.0]])
    estimate = relative_risk(counts, people, np.array([[True, False], [True, True]]), 1.0)
    assert np.isnan(estimate.value).tolist() == [[True, False], [True, True]]
    assert estimate.value[0, 1] == 1.0
    assert np.isnan(estimate.lower).all(), "reports are missing, or nothing is expected"


def test_an_area_differs_from_the_city_by_the_exact_probabilities_adjusted_over_all_areas() -> None:
    counts, people = np.array([[90.0, 21.0, 30.0, 11.0, 0.0]]), np.array([[2e3, 1e3, 1.1e3, 3e3, 0.0]])
    estimate = against_city(counts, people, np.ones(counts.shape, dtype=bool), 1.0)
    assert estimate.value[0, :4].tolist() == [ABOVE, LIKE, LIKE, BELOW]
    expected = people[0, :4] * counts.sum() / people.sum()
    tails = np.minimum(poisson.cdf(counts[0, :4], expected), poisson.sf(counts[0, :4] - 1, expected))
    assert estimate.basis is not None
    assert estimate.basis[0, :4] == pytest.approx(false_discovery_control(np.minimum(1, 2 * tails)))
    assert np.isnan([layer[0, 4] for layer in estimate.layers()]).all(), "nobody reported"
    assert np.isnan(against_city(counts * 0, people, counts > 0, 1.0).value).all(), "no event in the city"


def test_of_days_on_which_no_area_differs_few_have_one_that_is_said_to() -> None:
    people = np.tile(np.linspace(500, 4_000, 300), (200, 1))
    counts = np.random.default_rng(7).poisson(people * 0.004).astype(float)
    false = (against_city(counts, people, counts >= 0, 1.0).value != LIKE).any(axis=1)
    assert false.mean() <= 0.05


def test_a_smoothed_rate_is_the_posterior_mean_of_the_gamma_model() -> None:
    estimate = smoothed(CASES, PEOPLE)
    assert estimate.basis is not None
    mean = CASES.sum() / PEOPLE.sum()
    spread = (PEOPLE * (CASES / PEOPLE - mean) ** 2).sum() / PEOPLE.sum() - mean / PEOPLE.mean()
    posterior = gamma(mean**2 / spread + CASES, scale=1 / (mean / spread + PEOPLE))
    assert estimate.value == pytest.approx(posterior.mean())
    variance = mean + PEOPLE * spread
    wide = spread + np.sqrt((2 * variance**2 + mean / PEOPLE).sum()) / PEOPLE.sum()
    wider = gamma(mean**2 / wide + CASES, scale=1 / (mean / wide + PEOPLE))
    assert estimate.lower == pytest.approx(wider.ppf(0.025))
    assert estimate.upper == pytest.approx(wider.ppf(0.975))
    assert estimate.value == pytest.approx(estimate.basis * mean + (1 - estimate.basis) * CASES / PEOPLE)


@given(st.permutations(range(5)))
def test_the_order_of_the_areas_does_not_matter(order: list[int]) -> None:
    straight, shuffled = (smoothed(CASES[:, n], PEOPLE[:, n]) for n in (list(range(5)), order))
    for before, after in zip(straight.layers(), shuffled.layers(), strict=True):
        assert after == pytest.approx(before[:, order])


def test_areas_that_differ_by_chance_only_borrow_everything() -> None:
    estimate = smoothed(np.array([[2.0, 2.0, 2.0]]), np.full((1, 3), 1_000.0))
    assert estimate.basis is not None and estimate.basis.tolist() == [[1.0, 1.0, 1.0]]
    assert estimate.value == pytest.approx(np.full((1, 3), 0.002))
    assert (estimate.lower < 0.001).all() and (estimate.upper > 0.004).all()


def test_a_level_of_one_area_borrows_nothing() -> None:
    estimate = smoothed(np.array([[7.0]]), np.array([[2_000.0]]))
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
    estimate, known = smoothed(counts, people), people > 0
    assert np.isnan(estimate.value[~known]).all() and not np.isnan(estimate.value[known]).any()
    crude = counts[known] / people[known]
    mean = np.broadcast_to(((counts * known).sum(axis=1) / people.sum(axis=1))[:, None], people.shape)[known]
    value, lower, upper, borrowed = (layer[known] for layer in estimate.layers())
    assert (value >= np.minimum(crude, mean) - 1e-12).all() and (value <= np.maximum(crude, mean) + 1e-12).all()
    assert (lower <= value + 1e-12).all() and (value <= upper + 1e-12).all()
    assert ((borrowed >= 0) & (borrowed <= 1)).all()


def test_the_usual_range_of_a_quiet_area_is_the_jeffreys_predictive_of_its_two_weeks() -> None:
    counts = np.array([[0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]], dtype=float).T
    estimate = usual(counts, 14)
    predictive = nbinom(4.5, 14 / 15)
    assert estimate.value[14, 0] == pytest.approx(predictive.mean())
    assert (estimate.lower[14, 0], estimate.upper[14, 0]) == (predictive.ppf(0.025), predictive.ppf(0.975))


def test_nineteen_of_twenty_ordinary_days_are_usual() -> None:
    random = np.random.default_rng(20220216)
    weekday = np.tile([1.1, 1.2, 1.1, 1.0, 1.1, 0.8, 0.7], 60)[:, None]
    counts = random.negative_binomial(20, 20 / (20 + 40 * weekday), (420, 20)).astype(float)
    estimate = usual(counts, 419)
    inside = (counts >= estimate.lower) & (counts <= estimate.upper)
    assert 0.92 < inside[60:].mean() < 0.98


def test_a_weekday_that_is_low_every_week_is_usual_and_a_wave_makes_no_weekday_high() -> None:
    weekday = np.tile([100.0, 100, 100, 100, 100, 60, 40], 12)[:, None]
    weekend = usual(weekday, 83)
    assert weekend.value[83, 0] == pytest.approx(40.2, abs=1.5)
    wave = np.round(20 * 1.05 ** np.arange(84.0))[:, None]
    growing = usual(wave, 83)
    assert np.ptp(growing.value[70:77, 0] / wave[70:77, 0]) < 0.03


def test_days_that_still_fill_up_stand_on_the_last_complete_two_weeks() -> None:
    counts = np.full((40, 1), 10.0)
    counts[35:] = 0
    frozen = usual(counts, 34)
    assert frozen.value[35:, 0] == pytest.approx(np.full(5, 140.5 / 14))


def test_an_area_that_reported_too_little_has_no_range() -> None:
    counts, reported = np.full((15, 2), 3.0), np.ones((15, 2), dtype=bool)
    reported[:8, 1] = False
    estimate = usual(counts, 14, reported)
    assert not np.isnan(estimate.value[14, 0]) and np.isnan(estimate.value[14, 1])


@pytest.mark.parametrize("difference", [0.1, 0.3, 1.0])
@pytest.mark.parametrize(
    ("areas", "people", "rate"), [(900, 2_500, 4e-5), (900, 2_500, 8e-4), (63, 32_000, 2e-4), (11, 200_000, 1e-4)]
)
def test_the_limits_of_a_smoothed_rate_hold_the_true_rate(
    areas: int, people: int, rate: float, difference: float
) -> None:
    random = np.random.default_rng(20220216)
    inside = []
    for _ in range(25):
        residents = random.uniform(0.4, 1.6, (1, areas)) * people
        true = random.gamma(difference**-2, difference**2 * rate, (1, areas))
        estimate = smoothed(random.poisson(true * residents).astype(float), residents)
        inside.append(((estimate.lower <= true) & (true <= estimate.upper)).mean())
    assert np.mean(inside) > 0.88


def test_what_reports_are_missing_for_has_a_rate_without_limits_and_moves_no_mean() -> None:
    counts, people = np.array([[21.0, 21.0, 40.0, 3.0]]), np.full((1, 4), 2_000.0)
    complete = np.array([[True, True, True, False]])
    crude = poisson_rate(counts, people, complete, 100_000.0)
    assert np.isnan(crude.lower[0]).tolist() == [False, False, False, True] and crude.value[0, 3] == 150.0
    incomplete, alone = smoothed(counts, people, complete), smoothed(counts[:, :3], people[:, :3])
    assert incomplete.value[0, :3] == pytest.approx(alone.value[0]) and np.isnan(incomplete.upper[0, 3])
    nobody = smoothed(counts, people, np.zeros((1, 4), dtype=bool))
    assert not np.isnan(nobody.value).any() and np.isnan(nobody.lower).all()


def test_a_missing_count_has_no_limits() -> None:
    lower, upper = poisson_limits([np.nan, 3.0])
    assert np.isnan([lower[0], upper[0]]).all() and not np.isnan([lower[1], upper[1]]).any()


def test_who_never_reports_at_weekends_is_held_against_weekdays() -> None:
    week = np.array([10.0, 10, 10, 10, 10, 4, 2])
    counts = np.repeat(np.tile(week, 12)[:, None], 5, axis=1)
    reported = np.ones(counts.shape, dtype=bool)
    reported[np.arange(84) % 7 >= 5, 0] = False
    estimate = usual(counts, 83, reported)
    assert estimate.value[77, 0] == pytest.approx(estimate.value[77, 1], rel=0.05)


def test_a_day_on_which_few_reported_is_no_quiet_day() -> None:
    counts, city = np.full((60, 1), 100.0), np.full(60, 100.0)
    reported = np.ones((60, 1), dtype=bool)
    counts[[50, 52, 54, 56]], reported[[50, 52, 54, 56]], city[[50, 52, 54, 56]] = 10.0, False, np.nan
    estimate = usual_range(counts, reported, 59, city)
    assert 75 < estimate.lower[59, 0] < 90 < 110 < estimate.upper[59, 0] < 135


def test_areas_that_do_not_differ_are_flagged_as_seldom_as_the_interval_says() -> None:
    chance = np.random.default_rng(7)
    people = chance.integers(800, 4_000, 924).astype(float)
    shares = []
    for _ in range(40):
        counts = chance.poisson(people * 0.02).astype(float)
        estimate = poisson_rate(counts[None, :], people[None, :], np.ones((1, 924), dtype=bool), 1.0)
        marks = flags(estimate.lower[0], estimate.upper[0], 0.02)
        shares.append(sum(mark is not Flag.WITHIN for mark in marks) / 924)
    # Exact limits keep their promise from above: at most 5 %, and not far below it at such counts.
    assert 0.025 < np.mean(shares) < 0.05


def test_without_a_city_or_without_limits_there_is_no_flag() -> None:
    limits = np.array([1.0, np.nan])
    assert flags(limits, limits, float("nan")) == [None, None]
    assert flags(limits, limits, 0.5) == [Flag.ABOVE, None]
