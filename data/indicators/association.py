"""Two quantities of the same areas: the straight line through them, and how closely they go together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.indicators.panel import Array

FEWEST = 5


@dataclass(frozen=True)
class Association:
    """How two quantities of areas go together.

    Attributes
    ----------
    slope, intercept : float
        Of the line of least squares, y on x.
    pearson, spearman : float
        Correlation of the values and of their ranks, −1 to 1.
    count : int
        Areas of which both are known.
    """

    slope: float
    intercept: float
    pearson: float
    spearman: float
    count: int


def association(x: Array, y: Array) -> Association | None:
    """How two quantities go together.

    Parameters
    ----------
    x, y : array of float (areas)
        NaN where missing; areas without both are left out.

    Returns
    -------
    Association or None
        None with fewer than `FEWEST` areas, or where one of them is the same everywhere.

    Notes
    -----
    slope = Σ (x − x̄)(y − ȳ) / Σ (x − x̄)²; Pearson's r; Spearman's ρ is r of the ranks, equal values having the mean of
    theirs. Checked against ``scipy.stats.linregress``, ``pearsonr`` and ``spearmanr``. Areas are no random sample and
    lie beside one another: no test of significance is given.
    """
    known = ~(np.isnan(x) | np.isnan(y))
    x, y = x[known], y[known]
    if len(x) < FEWEST or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    dx, dy = x - x.mean(), y - y.mean()
    slope = float((dx * dy).sum() / (dx * dx).sum())
    pearson = _correlation(x, y)
    return Association(slope, float(y.mean() - slope * x.mean()), pearson, _correlation(ranks(x), ranks(y)), len(x))


def _correlation(x: Array, y: Array) -> float:
    dx, dy = x - x.mean(), y - y.mean()
    return float((dx * dy).sum() / np.sqrt((dx * dx).sum() * (dy * dy).sum()))


def ranks(values: Array) -> Array:
    """Ranks from 1; equal values have the mean of theirs.

    Examples
    --------
    >>> ranks(np.array([10.0, 30.0, 10.0])).tolist()
    [1.5, 3.0, 1.5]
    """
    _, position, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count - 1) / 2.0)[position])
