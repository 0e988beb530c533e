"""How many a case infects: the instantaneous reproduction number, and the window that predicts best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import gamma, nbinom

from data.indicators.panel import Array, Bools

PRIOR_MEAN, PRIOR_SD = 5.0, 5.0
"""Of the reproduction number before any case was seen, as EpiEstim has them."""
CONFIDENCE = 0.95
WINDOWS = tuple(range(3, 15))
WEEK = 7


@dataclass(frozen=True)
class Reproduction:
    """A reproduction number by day.

    Attributes
    ----------
    mean, low, high : array of float (days)
        Posterior mean and 95 % limits of the window that ends on the day; NaN before the first whole window, and where
        nobody could have infected anybody.
    cases : array of float (days)
        Cases in the window; 0 before the first whole window.
    window : int
        Days of the window.
    """

    mean: Array
    low: Array
    high: Array
    cases: Array
    window: int


def serial_interval(mean: float, sd: float, days: int) -> Array:
    """Probability of each number of days between the symptoms of a case and those of whom it infected.

    Parameters
    ----------
    mean, sd : float
        Days; mean > 1.
    days : int
        How many days beyond 0.

    Returns
    -------
    array of float (days + 1)
        Of 0, 1, 2, … days; 0 for the same day.

    Notes
    -----
    A gamma distribution shifted by a day and discretised: with F(k; a) the distribution function of shape
    a = ((mean − 1) / sd)² and scale b = sd² / (mean − 1), w(k) = k F(k; a) + (k − 2) F(k − 2; a)
    − 2 (k − 1) F(k − 1; a) + a b (2 F(k − 1; a + 1) − F(k − 2; a + 1) − F(k; a + 1)) (A. Cori et al., Am. J. Epidemiol.
    178 (2013) 1505, web appendix 11). Checked against EpiEstim 2.2 (`tests/unit/test_reproduction.py`).
    """
    shape, scale = ((mean - 1) / sd) ** 2, sd**2 / (mean - 1)
    k = np.arange(days + 1)

    def below(back: int, more: int) -> Array:
        return np.asarray(gamma.cdf(k - back, shape + more, scale=scale))

    moments = 2 * below(1, 1) - below(2, 1) - below(0, 1)
    first = k * below(0, 0) + (k - 2) * below(2, 0) - 2 * (k - 1) * below(1, 0)
    return np.asarray(np.maximum(0.0, first + shape * scale * moments))


def infectiousness(incidence: npt.ArrayLike, mean: float, sd: float) -> Array:
    """How infectious the cases before every day together are: Λ(t) = Σ incidence(t − s) w(s).

    Returns
    -------
    array of float (days)
        0 on the first day.
    """
    cases = np.asarray(incidence, dtype=np.float64)
    if not len(cases):
        return cases
    weights = serial_interval(mean, sd, len(cases) - 1)
    return np.asarray(np.convolve(cases, weights)[: len(cases)])


def reproduction_number(incidence: npt.ArrayLike, *, mean: float, sd: float, window: int) -> Reproduction:
    """The instantaneous reproduction number of a series of daily cases.

    Parameters
    ----------
    incidence : array_like of float (days)
        New cases a day, not negative, none missing; the first ones are taken as brought in.
    mean, sd : float
        Of the serial interval, days; mean > 1.
    window : int
        Days over which it is taken as constant, ending on each day.

    Returns
    -------
    Reproduction

    Raises
    ------
    ValueError
        For negative or missing counts, or a window that is no day.

    Notes
    -----
    Cases are Poisson with mean R Λ; with a gamma prior of mean and sd 5 the posterior over a window is gamma of shape
    1 + Σ cases and rate 1/5 + Σ Λ (A. Cori, N. M. Ferguson, C. Fraser and S. Cauchemez, Am. J. Epidemiol. 178 (2013)
    1505). Checked against EpiEstim 2.2 on the school outbreak of influenza in 2009 that its authors published.

    Examples
    --------
    >>> made = reproduction_number([1, 1, 0, 2, 5, 3, 3, 3, 6], mean=2.6, sd=1.5, window=7)
    >>> [round(float(each[7]), 3) for each in (made.mean, made.low, made.high)]
    [1.736, 1.029, 2.625]
    """
    cases = np.asarray(incidence, dtype=np.float64)
    if window < 1 or not (cases >= 0).all():
        raise ValueError("cases are counts of every day, and a window is at least a day")
    shape, rate = _posterior(cases, infectiousness(cases, mean, sd), window)
    known = np.isfinite(rate) & (rate > 1 / _prior_scale())
    shape, rate = np.where(known, shape, 1.0), np.where(known, rate, 1.0)
    tail = (1 - CONFIDENCE) / 2
    low, high = (np.where(known, gamma.ppf(end, shape, scale=1 / rate), np.nan) for end in (tail, 1 - tail))
    summed = np.where(known, shape - _prior_shape(), 0.0)
    return Reproduction(np.where(known, shape / rate, np.nan), low, high, summed, window)


def _prior_shape() -> float:
    return (PRIOR_MEAN / PRIOR_SD) ** 2


def _prior_scale() -> float:
    return PRIOR_SD**2 / PRIOR_MEAN


def _posterior(cases: Array, force: Array, window: int) -> tuple[Array, Array]:
    """Shape and rate by the day that a window ends on; NaN before the first whole window, which is without day 0."""
    shape, rate = np.full(len(cases), np.nan), np.full(len(cases), np.nan)
    totals = [np.concatenate([[0.0], np.cumsum(each)]) for each in (cases, force)]
    ends = np.arange(window, len(cases))
    for result, total, prior in ((shape, totals[0], _prior_shape()), (rate, totals[1], 1 / _prior_scale())):
        result[ends] = prior + total[ends + 1] - total[ends + 1 - window]
    return shape, rate


def _foretelling(cases: Array, force: Array, window: int) -> tuple[Bools, Array, Array]:
    """Whether the window ending the day before foretells a day; size and success probability of its negative binomial.

    Of every day but the first.
    """
    shape, rate = (each[:-1] for each in _posterior(cases, force, window))
    known = np.isfinite(shape) & (force[1:] > 0)
    times = np.where(known, force[1:] / np.where(known, rate, 1.0), 1.0)
    return known, np.where(known, shape, 1.0), 1 / (1 + times)


def predictive_likelihood(
    incidence: npt.ArrayLike, *, mean: float, sd: float, windows: tuple[int, ...] = WINDOWS
) -> Array:
    """How well each window would have foretold the next day's cases.

    Parameters
    ----------
    incidence : array_like of float (days)
        New cases a day, whole numbers.
    windows : tuple of int
        Days.

    Returns
    -------
    array of float (days × windows)
        Σ of the logarithms of the probabilities of all days up to each, over the days that every window can foretell.

    Notes
    -----
    Given the posterior of a window that ends on the day before, a day's cases are negative binomial with size = shape
    and mean = size × Λ / rate. Adding up what was foretold day by day chooses a window by what it would have been good
    for, not by how smooth it looks (K. V. Parag and C. A. Donnelly, PLOS Comput. Biol. 16 (2020) e1007990, accumulated
    prediction errors). Checked against `scipy.stats.nbinom`.
    """
    cases = np.asarray(incidence, dtype=np.float64)
    force = infectiousness(cases, mean, sd)
    scores = np.zeros((len(cases), len(windows)))
    for n, window in enumerate(windows):
        known, size, success = _foretelling(cases, force, window)
        scores[1:, n] = np.where(known, nbinom.logpmf(cases[1:], size, success), 0.0)
    scores[: max(windows) + 1] = 0.0
    return np.cumsum(scores, axis=0)


def foretold(incidence: npt.ArrayLike, *, mean: float, sd: float, window: int) -> Array:
    """Whether every day's cases lay within the 95 % limits that the window ending the day before foretold.

    Returns
    -------
    array of float (days)
        1 or 0; NaN where nothing was foretold.

    Notes
    -----
    The limits are the 2.5 % and 97.5 % quantiles of the negative binomial of `predictive_likelihood`. Their record says
    how far the model can be trusted here: weekdays, late reports and places that report in heaps all lie outside it.
    """
    cases = np.asarray(incidence, dtype=np.float64)
    force = infectiousness(cases, mean, sd)
    known, size, success = _foretelling(cases, force, window)
    tail = (1 - CONFIDENCE) / 2
    low, high = (nbinom.ppf(end, size, success) for end in (tail, 1 - tail))
    held = np.full(len(cases), np.nan)
    held[1:] = np.where(known, (low <= cases[1:]) & (cases[1:] <= high), np.nan)
    return held


def best_window(incidence: npt.ArrayLike, *, mean: float, sd: float, windows: tuple[int, ...] = WINDOWS) -> int:
    """The window that would have foretold the series best; a week where the series is too short to tell."""
    scores = predictive_likelihood(incidence, mean=mean, sd=sd, windows=windows)
    if not len(scores) or not scores[-1].any():
        return WEEK
    return windows[int(np.argmax(scores[-1]))]
