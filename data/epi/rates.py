"""Rates with what is known of their uncertainty: exact Poisson limits, and empirical-Bayes smoothing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from esda.smoothing import Empirical_Bayes
from scipy.special import gammaincinv

from data.indicators.field import Estimate
from data.indicators.panel import Array

CONFIDENCE = 0.95


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
    lower = np.where(different > 0, gammaincinv(np.maximum(different, 1e-300), tail), 0.0)
    upper = gammaincinv(different + 1, 1 - tail)
    return lower[which], upper[which]


def poisson_rate(counts: Array, people: Array, scale: float) -> Estimate:
    """Crude rates with exact Poisson limits.

    Parameters
    ----------
    counts, people : array of float (days × areas)
        Events, and the people among whom they happened; 0 people means not reported.
    scale : float
        People that the rate is given for (100,000).

    Returns
    -------
    Estimate
        No basis; NaN where there are no people.

    Notes
    -----
    value = scale × counts / people, limits likewise from `poisson_limits`; people are taken as known without error.
    """
    per_person = _per_person(people)
    lower, upper = poisson_limits(counts)
    return Estimate(counts * per_person * scale, lower * per_person * scale, upper * per_person * scale, None)


def empirical_bayes_rate(counts: Array, people: Array, scale: float) -> Estimate:
    """Rates of every area drawn towards the mean of all areas of its level, the more the fewer people stand behind it.

    Parameters
    ----------
    counts, people : array of float (days × areas)
        Events, and the people among whom they happened; 0 people means not reported.
    scale : float
        People that the rate is given for (100,000).

    Returns
    -------
    Estimate
        Posterior means with 95 % limits; the basis is the share borrowed from the mean of all areas, 0 to 1.

    Notes
    -----
    Poisson–gamma model by the method of moments (R. J. Marshall, Applied Statistics 40 (1991) 283): with m = Σ counts /
    Σ people and A = Σ people × (rate − m)² / Σ people − m / mean people, the posterior of a rate is gamma with shape
    m² / A + counts and rate m / A + people; borrowed = (m / A) / (m / A + people). Where A is not positive the areas do
    not differ more than chance does: all is borrowed, and the limits are those of the mean. The limits do not know that
    m and A are estimated. The value is `esda.smoothing.Empirical_Bayes`; checked against the model's posterior mean.
    """
    layers = np.full((4, *counts.shape), np.nan)
    for day in range(len(counts)):
        known = people[day] > 0
        if known.any():
            layers[:, day, known] = _smoothed(counts[day, known], people[day, known])
    value, lower, upper, borrowed = layers
    return Estimate(value * scale, lower * scale, upper * scale, borrowed)


def _smoothed(counts: Array, people: Array) -> tuple[Array, Array, Array, Array]:
    """Value, limits and share borrowed of one day's areas, per person."""
    mean = counts.sum() / people.sum()
    spread = (people * (counts / people - mean) ** 2).sum() / people.sum() - mean / people.mean()
    if len(counts) == 1:
        lower, upper = poisson_limits(counts)
        return counts / people, lower / people, upper / people, np.zeros(1)
    if spread <= 0:
        lower, upper = poisson_limits(counts.sum())
        same = np.full(len(counts), 1.0)
        return mean * same, lower / people.sum() * same, upper / people.sum() * same, same
    prior = mean / spread
    value = Empirical_Bayes(counts, people).r.ravel()
    tail, shape = (1 - CONFIDENCE) / 2, mean * prior + counts
    lower, upper = (gammaincinv(shape, quantile) / (prior + people) for quantile in (tail, 1 - tail))
    return value, lower, upper, prior / (prior + people)


def _per_person(people: Array) -> Array:
    return np.asarray(np.divide(1.0, people, out=np.full(people.shape, np.nan), where=people > 0))
