"""Rates with what is known of their uncertainty: exact Poisson limits, and empirical-Bayes smoothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from esda.smoothing import Empirical_Bayes
from scipy.special import gammainc, gammaincc, gammaincinv
from scipy.stats import false_discovery_control

from data.indicators.field import Estimate
from data.indicators.panel import Array, Bools

CONFIDENCE = 0.95
ABOVE, LIKE, BELOW = 1.0, 2.0, 3.0
"""Categories of `against_city`."""


def poisson_limits(counts: npt.ArrayLike) -> tuple[Array, Array]:
    """Exact limits of the expected count, given a count of independent events.

    Parameters
    ----------
    counts : array_like of float
        Counts, not negative; NaN gives NaN.

    Returns
    -------
    lower, upper : array of float
        Two-sided 95 % limits, of the counts' shape; lower is 0 for a count of 0.

    Notes
    -----
    lower = ½ χ²(0.025; 2n), upper = ½ χ²(0.975; 2n + 2): F. Garwood, Biometrika 28 (1936) 437. Checked against
    published limits and against the tails of `scipy.stats.poisson`.

    Examples
    --------
    >>> [round(float(limit), 3) for limit in poisson_limits(10)]
    [4.795, 18.39]
    """
    tail = (1 - CONFIDENCE) / 2
    # A day has few different counts; each is solved for once.
    different, which = np.unique(np.asarray(counts, dtype=np.float64), return_inverse=True)
    lower = np.where(different == 0, 0.0, gammaincinv(np.maximum(different, 1e-300), tail))
    upper = gammaincinv(different + 1, 1 - tail)
    return lower[which], upper[which]


def poisson_rate(counts: Array, people: Array, complete: Bools, scale: float) -> Estimate:
    """Crude rates with exact Poisson limits.

    Parameters
    ----------
    counts, people : array of float (days × areas)
        Events, and the people among whom they happened; 0 people means not reported.
    complete : array of bool (days × areas)
        Whether enough reports came in; a count with reports missing has no limits, which would speak of the reports.
    scale : float
        People that the rate is given for (100,000).

    Returns
    -------
    Estimate
        No basis; NaN where there are no people, limits also where not complete.

    Notes
    -----
    value = scale × counts / people, limits likewise from `poisson_limits`; people are taken as known without error.
    """
    per_person = _per_person(people)
    lower, upper = (np.where(complete, limit * per_person * scale, np.nan) for limit in poisson_limits(counts))
    return Estimate(counts * per_person * scale, lower, upper, None)


def relative_risk(counts: Array, people: Array, complete: Bools, scale: float) -> Estimate:
    """Every area's rate as a multiple of the whole city's, with exact Poisson limits.

    Parameters
    ----------
    counts, people : array of float (days × areas)
        Events, and the people among whom they happened; 0 people means not reported. All areas of one level.
    complete : array of bool (days × areas)
        Whether enough reports came in; a count with reports missing has no limits.
    scale : float
        Factor of the ratio (1).

    Returns
    -------
    Estimate
        No basis; NaN where there are no people, and everywhere on a day without any event in the city.

    Notes
    -----
    value = counts / expected with expected = people × Σ counts / Σ people over all areas (the standardised morbidity
    ratio without age groups; GeoDa's excess risk); limits likewise from `poisson_limits`, the expected count taken as
    known. Checked against `esda.smoothing.Excess_Risk`.
    """
    expected = _expected(counts, people)
    per_expected = np.divide(scale, expected, out=np.full(expected.shape, np.nan), where=expected > 0)
    lower, upper = (np.where(complete, limit * per_expected, np.nan) for limit in poisson_limits(counts))
    return Estimate(counts * per_expected, lower, upper, None)


def against_city(counts: Array, people: Array, complete: Bools, scale: float) -> Estimate:
    """Whether every area's rate lies above or below the whole city's by more than chance.

    Parameters
    ----------
    counts, people : array of float (days × areas)
        Events, and the people among whom they happened; 0 people means not reported. All areas of one level.
    complete, scale
        Not needed: reports that are missing are missing from both sides, and nothing is scaled.

    Returns
    -------
    Estimate
        1 above, 2 like, 3 below the city; the basis is the adjusted p. No limits. NaN where there are no people, and
        everywhere on a day without any event in the city.

    Notes
    -----
    With expected = people × Σ counts / Σ people over all areas, p = min(1, 2 min(P(X ≤ count), P(X ≥ count))) for X
    Poisson with that mean; p is adjusted over the areas of a day (Y. Benjamini and Y. Hochberg, J. R. Stat. Soc. B 57
    (1995) 289), and an area differs where it is at most 5 %. Checked against `scipy.stats.poisson`; of 200 days without
    any difference 5 % at most have a false one (`tests/unit/test_rates.py`).
    """
    expected = _expected(counts, people)
    known = expected > 0
    mean = np.where(known, expected, 1.0)
    fewer = gammaincc(counts + 1, mean)
    more = np.where(counts > 0, gammainc(np.maximum(counts, 1e-300), mean), 1.0)
    adjusted = _adjusted(np.where(known, np.minimum(1.0, 2 * np.minimum(fewer, more)), np.nan))
    differs = adjusted <= 1 - CONFIDENCE
    value = np.where(known, np.where(differs, np.where(more < fewer, ABOVE, BELOW), LIKE), np.nan)
    none = np.full(value.shape, np.nan)
    return Estimate(value, none, none, adjusted)


def _adjusted(chances: Array) -> Array:
    """Probabilities adjusted over the areas of every day; what is missing takes no part."""
    result = np.full(chances.shape, np.nan)
    known = ~np.isnan(chances)
    full = known.all(axis=1)
    if full.any():
        result[full] = false_discovery_control(chances[full], axis=1)
    for day in np.flatnonzero(known.any(axis=1) & ~full):
        result[day, known[day]] = false_discovery_control(chances[day, known[day]])
    return result


def empirical_bayes_rate(counts: Array, people: Array, complete: Bools, scale: float) -> Estimate:
    """Rates of every area drawn towards the mean of all areas of its level, the more the fewer people stand behind it.

    Parameters
    ----------
    counts, people : array of float (days × areas)
        Events, and the people among whom they happened; 0 people means not reported.
    complete : array of bool (days × areas)
        Whether enough reports came in; the others say nothing about mean and spread, and have no limits.
    scale : float
        People that the rate is given for (100,000).

    Returns
    -------
    Estimate
        Posterior means with 95 % limits; the basis is the share borrowed from the mean of all areas, 0 to 1. NaN where
        there are no people.

    Notes
    -----
    Poisson–gamma model by the method of moments (R. J. Marshall, Applied Statistics 40 (1991) 283): with m = Σ counts /
    Σ people and A = Σ people × (rate − m)² / Σ people − m / mean people over the complete areas (over all where none
    is), the posterior of a rate is gamma with shape m² / A + counts and rate m / A + people; borrowed is the share of
    m / A in the latter. Where A is not positive the areas do not differ more than chance does, and all is borrowed. Of
    the areas that mean and spread come from the value is `esda.smoothing.Empirical_Bayes`; checked against the
    posterior mean.

    The limits are those of the same posterior with A + se(A) in the place of A, se(A)² = (2 Σ v² + Σ m / people) /
    (Σ people)², v = m + people × A: with A as it is estimated they hold the true rate in as few as 40 % of the cases
    where areas differ little, with this in 91 to 100 % (simulated, `tests/unit/test_rates.py`). No case anywhere counts
    as one in the limits' mean.
    """
    layers = np.full((4, *counts.shape), np.nan)
    for day in range(len(counts)):
        known = people[day] > 0
        if known.any():
            layers[:, day, known] = _smoothed(counts[day, known], people[day, known], complete[day, known])
    value, lower, upper, borrowed = layers
    return Estimate(value * scale, lower * scale, upper * scale, borrowed)


@dataclass(frozen=True)
class Smoothed:
    """Rates of areas: value, 95 % limits, and the share borrowed from the mean of all; arrays of areas."""

    rate: Array
    low: Array
    high: Array
    borrowed: Array


def empirical_bayes(events: npt.ArrayLike, population: npt.ArrayLike) -> Smoothed:
    """Smoothed rates from plain counts.

    Parameters
    ----------
    events, population : array_like of float (areas)
        Events, and the people among whom they happened; an area without people has no rate.

    Returns
    -------
    Smoothed
        Per person; NaN without people.

    Notes
    -----
    `empirical_bayes_rate` of one day on which all reports are in.

    Examples
    --------
    >>> made = empirical_bayes([3, 0, 10, 5, 40], [2_000, 1_500, 2_500, 2_200, 3_000])
    >>> [round(1_000 * float(rate), 2) for rate in made.rate]
    [1.87, 0.66, 4.1, 2.54, 12.77]
    """
    counts, people = (np.asarray(each, dtype=np.float64)[None] for each in (events, population))
    made = empirical_bayes_rate(counts, people, np.ones(counts.shape, dtype=bool), 1.0)
    assert made.basis is not None  # noqa: S101 - it always has one
    return Smoothed(made.value[0], made.lower[0], made.upper[0], made.basis[0])


def prior_of(counts: Array, people: Array, enough: Bools) -> tuple[float, float, float]:
    """What one day's areas say of a rate before its own count: mean, and shape and rate of a gamma distribution.

    Parameters
    ----------
    counts, people : array of float (areas)
        People greater than 0.
    enough : array of bool (areas)
        Those that mean and spread come from; all where none is.

    Notes
    -----
    Mean m, shape m² / (A + se(A)), rate m / (A + se(A)), see `empirical_bayes_rate`.
    """
    chosen = enough if enough.any() else np.ones(len(counts), dtype=bool)
    own, among = counts[chosen], people[chosen]
    mean = own.sum() / among.sum()
    spread = max(0.0, (among * (own / among - mean) ** 2).sum() / among.sum() - mean / among.mean())
    least, wider = _wider(own, among, spread)
    return float(mean), float(least**2 / wider), float(least / wider)


def _smoothed(counts: Array, people: Array, enough: Bools) -> tuple[Array, Array, Array, Array]:
    """Value, limits and share borrowed of one day's areas, per person."""
    chosen = enough if enough.any() else np.ones(len(counts), dtype=bool)
    own, among = counts[chosen], people[chosen]
    if len(counts) == 1:
        lower, upper = poisson_limits(counts)
        value, borrowed = counts / people, np.zeros(1)
        return value, np.where(enough, lower / people, np.nan), np.where(enough, upper / people, np.nan), borrowed
    mean = own.sum() / among.sum()
    spread = max(0.0, (among * (own / among - mean) ** 2).sum() / among.sum() - mean / among.mean())
    kept = np.divide(people * spread, people * spread + mean, out=np.zeros(len(people)), where=mean > 0)
    value = kept * counts / people + (1 - kept) * mean
    if spread > 0:
        value[chosen] = Empirical_Bayes(own, among).r.ravel()
    lower, upper = _limits(counts, people, own, among, spread)
    lower, upper = np.minimum(lower, value), np.maximum(upper, value)
    return value, np.where(enough, lower, np.nan), np.where(enough, upper, np.nan), 1 - kept


def _limits(counts: Array, people: Array, own: Array, among: Array, spread: float) -> tuple[Array, Array]:
    mean, wider = _wider(own, among, spread)
    tail, shape = (1 - CONFIDENCE) / 2, mean**2 / wider + counts
    lower, upper = (gammaincinv(shape, quantile) / (mean / wider + people) for quantile in (tail, 1 - tail))
    return lower, upper


def _wider(own: Array, among: Array, spread: float) -> tuple[float, float]:
    """Mean with no case counted as one, and the spread with its own standard error added."""
    mean = max(own.sum(), 1.0) / among.sum()
    variance = mean + among * spread
    return mean, spread + np.sqrt((2 * variance**2 + mean / among).sum()) / among.sum()


def _expected(counts: Array, people: Array) -> Array:
    """Events that every area would have at the whole city's rate of the day; 0 where nothing is known of it."""
    whole, among = counts.sum(axis=1, keepdims=True), people.sum(axis=1, keepdims=True)
    return np.asarray(people * np.divide(whole, among, out=np.zeros(whole.shape), where=among > 0))


def _per_person(people: Array) -> Array:
    return np.asarray(np.divide(1.0, people, out=np.full(people.shape, np.nan), where=people > 0))
