"""Rates that borrow from their neighbours, and how likely an area has a multiple of the city's rate."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, eye_array
from scipy.special import gammaincc, gammaincinv

from data.epi.rates import CONFIDENCE, prior_of
from data.indicators.field import Estimate
from data.indicators.panel import Array, Bools

TIMES = 2.0
"""A rate of so many times the city's is what an alert may be about."""


def spatial_bayes_rate(counts: Array, people: Array, complete: Bools, scale: float, neighbours: csr_array) -> Estimate:
    """Rates of every area drawn towards the mean of the area and its neighbours, the more the fewer people it has.

    Parameters
    ----------
    counts, people : array of float (days × areas)
        Events, and the people among whom they happened; 0 people means not reported.
    complete : array of bool (days × areas)
        Whether enough reports came in; the others say nothing about mean and spread, and have no limits.
    scale : float
        People that the rate is given for (100,000).
    neighbours : sparse array (areas × areas)
        1 where two areas touch.

    Returns
    -------
    Estimate
        Posterior means with 95 % limits; the basis is the share borrowed from the surroundings, 0 to 1. NaN where there
        are no people, or no complete area among it and its neighbours.

    Notes
    -----
    As `data.epi.rates.empirical_bayes_rate` with mean m and spread A of the area and its neighbours in the place of all
    areas: A = Σ people × (rate − m)² / Σ people − m / mean people (R. J. Marshall, Applied Statistics 40 (1991) 283).
    An island is its own surroundings, and its value its own rate. Reckoned for all days at once with a sparse matrix:
    `esda.smoothing.Spatial_Empirical_Bayes`, which it is checked against, goes area by area. With so few areas A is
    rough; limits are those of A + se(A), which hold the true rate in 93 to 100 % of simulated cases
    (`tests/unit/test_spatial.py`).
    """
    around = csr_array(neighbours + eye_array(neighbours.shape[0], format="csr")).astype(np.float64)

    def near(values: npt.NDArray[np.generic]) -> Array:
        return np.asarray((around @ np.asarray(values, dtype=np.float64).T).T)

    known = people > 0
    used = complete & known
    own, among = np.where(used, counts, 0.0), np.where(used, people, 0.0)
    rate = np.divide(own, among, out=np.zeros(own.shape), where=used)
    events, whole, areas = near(own), near(among), near(used)
    there = known & (whole > 0)
    whole = np.where(there, whole, 1.0)
    mean = events / whole
    squares = (near(among * rate**2) - 2 * mean * events + mean**2 * whole) / whole
    spread = np.maximum(0.0, squares - mean * areas / whole)
    bare = np.where(there, people, 1.0)
    kept = np.divide(bare * spread, bare * spread + mean, out=np.zeros(own.shape), where=mean > 0)
    value = kept * counts / bare + (1 - kept) * mean
    # Limits as for the mean of all areas: no event anywhere counts as one.
    least = np.maximum(events, 1.0) / whole
    inverse = near(np.divide(1.0, among, out=np.zeros(own.shape), where=used))
    variance = areas * least**2 + 2 * least * spread * whole + spread**2 * near(among**2)
    wider = np.where(there, spread + np.sqrt(2 * variance + least * inverse) / whole, 1.0)
    tail, shape, per = (1 - CONFIDENCE) / 2, least**2 / wider + counts, least / wider + bare
    limits = [np.where(there & complete, gammaincinv(shape, end) / per * scale, np.nan) for end in (tail, 1 - tail)]
    value, borrowed = np.where(there, value * scale, np.nan), np.where(there, 1 - kept, np.nan)
    return Estimate(value, np.minimum(limits[0], value), np.maximum(limits[1], value), borrowed)


def chance_of_twice(counts: Array, people: Array, complete: Bools, scale: float) -> Estimate:
    """How likely every area's rate is more than twice the whole city's.

    Parameters
    ----------
    counts, people : array of float (days × areas)
        Events, and the people among whom they happened; 0 people means not reported. All areas of one level.
    complete : array of bool (days × areas)
        Whether enough reports came in; the others say nothing about mean and spread.
    scale : float
        100 for percent.

    Returns
    -------
    Estimate
        The probability, without limits; NaN where there are no people, and everywhere on a day without any event.

    Notes
    -----
    P(rate > 2 m) for the gamma posterior whose limits `data.epi.rates.empirical_bayes_rate` gives, m being the mean of
    all complete areas: with the spread as it is estimated too little is left to chance. Checked against
    `scipy.stats.gamma`.
    """
    value = np.full(counts.shape, np.nan)
    for day in range(len(counts)):
        known = people[day] > 0
        if counts[day, known].any():
            mean, shape, per = prior_of(counts[day, known], people[day, known], complete[day, known])
            value[day, known] = gammaincc(shape + counts[day, known], TIMES * mean * (per + people[day, known])) * scale
    none = np.full(value.shape, np.nan)
    return Estimate(value, none, none, None)
