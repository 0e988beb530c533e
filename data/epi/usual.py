"""What a daily count usually is: the range that its last two weeks and its weekday make likely."""

from __future__ import annotations

import numpy as np
from scipy.stats import nbinom

from data.indicators.field import Estimate
from data.indicators.panel import Array, Bools

BASE_DAYS = 14
FEWEST_DAYS = 7
WEEKDAY_DAYS = 56
FEWEST_EVENTS = 20
"""A weekday with fewer events in the eight weeks says nothing about its share: no factor is taken then."""
TAIL = 0.025


def usual_range(counts: Array, reported: Bools, complete: int, city: Array) -> Estimate:
    """Expected count of every day and area, and the range in which 95 % of the days would lie if nothing had changed.

    Parameters
    ----------
    counts : array of float (days × areas)
        Daily counts of consecutive days; what was not reported is not read.
    reported : array of bool (days × areas)
    complete : int
        Row of the last day that no longer fills up; later days stand on the two weeks that end with it.
    city : array of float (days)
        The same counts of all areas together, NaN where too few reported; the weekdays' factors come from it.

    Returns
    -------
    Estimate
        Expected count, lower and upper end (whole numbers), no basis; NaN where fewer than `FEWEST_DAYS` of the two
        weeks were reported.

    Notes
    -----
    expected = f × (S + ½) / F, with S the count of the days reported among the 14 before, F the sum of their weekdays'
    factors and f the day's own: a weekday's counts of the 8 weeks before / the means of the weeks around them, all
    areas together. The range is that of a negative binomial with this mean and the variance φ × expected × (1 + f / F),
    where φ ≥ 1 is Pearson's dispersion of the same 14 days: the Jeffreys predictive distribution of a Poisson count,
    widened by what the days vary more than Poisson. Checked against that distribution at φ = 1, and by how many
    simulated days fall inside.
    """
    days, areas = counts.shape
    complete = max(complete, -1)
    factors = _weekday_factors(city, complete)
    layers = np.full((3, days, areas), np.nan)
    for day in range(1, days):
        base = slice(max(0, min(day, complete + 1) - BASE_DAYS), min(day, complete + 1))
        known = reported[base]
        n = known.sum(axis=0)
        enough = n >= FEWEST_DAYS
        if enough.any():
            layers[:, day, enough] = _range(counts[base][:, enough], known[:, enough], factors[base], factors[day])
    return Estimate(layers[0], layers[1], layers[2], None)


def _range(counts: Array, known: Bools, factors: Array, factor: float) -> tuple[Array, Array, Array]:
    n = known.sum(axis=0)
    exposure = np.where(known, factors[:, None], 0.0).sum(axis=0)
    level = (np.where(known, counts, 0.0).sum(axis=0) + 0.5) / exposure
    expected = level * factors[:, None]
    pearson = np.where(known, (counts - expected) ** 2 / expected, 0.0).sum(axis=0) / np.maximum(n - 1, 1)
    mean = level * factor
    variance = np.maximum(pearson, 1.0) * mean * (1 + factor / exposure)
    chance = mean / variance
    size = mean * chance / (1 - chance)
    lower, upper = (_quantile(size, chance, tail) for tail in (TAIL, 1 - TAIL))
    return mean, lower, upper


def _quantile(size: Array, chance: Array, tail: float) -> Array:
    # Most areas have one of a few pairs (no case in two weeks, one case, …); each is solved for once.
    pairs, which = np.unique(np.stack([size, chance]), axis=1, return_inverse=True)
    return np.asarray(nbinom.ppf(tail, pairs[0], pairs[1]))[which.ravel()]


def _weekday_factors(total: Array, complete: int) -> Array:
    """How far each day's weekday lies above or below the days around it, 1 where too little is known.

    Each day is held against the week around it, so that a wave that grows makes no weekday look high.
    """
    factors = np.ones(len(total))
    if len(total) < BASE_DAYS:
        return factors
    around = np.convolve(total, np.full(7, 1 / 7), mode="valid")
    for day in range(BASE_DAYS, len(total)):
        # Rows of the days whose whole week is known; ``around`` begins with row 3.
        rows = np.arange(max(3, day - WEEKDAY_DAYS), min(day, complete + 1) - 3)
        rows = rows[~np.isnan(around[rows - 3])]
        weekday = (rows - day) % 7
        own = np.bincount(weekday, weights=total[rows], minlength=7)
        week = np.bincount(weekday, weights=around[rows - 3], minlength=7)
        if own.min() >= FEWEST_EVENTS:
            ratios = own / week
            factors[day] = ratios[0] / ratios.mean()
    return factors
