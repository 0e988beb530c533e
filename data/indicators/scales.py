"""Class edges by the spread of the values that are painted, beside those of the declaration."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from data.domain.states import Scale
from data.indicators.panel import Array

HINGE = 1.5
PERCENTILES = (10, 50, 90, 99)
DEVIATIONS = (-2.0, -1.0, 1.0, 2.0)
TIMES = (0.5, 0.8, 1.25, 2.0)
EDGES = 4


def spread_edges(scale: Scale, values: Array, whole: float) -> tuple[float, ...] | None:
    """Four rising edges of what is painted on one day.

    Parameters
    ----------
    scale : Scale
        Any but ``CLASSES``.
    values : array of float (areas)
        NaN where missing.
    whole : float
        The value of all areas together; used by ``EXCESS``.

    Returns
    -------
    tuple of float or None
        None where there is nothing to spread: fewer than five values, edges that fall together, or a whole that is
        missing or not positive. Zeros are a class of their own and left out, unless values lie below zero.

    Notes
    -----
    Box: the quartiles, and the upper fence Q3 + 1.5 (Q3 − Q1); what lies under the lower fence is in the first class.
    Percentile: 10, 50, 90, 99. Standard deviation: mean − 2, − 1, + 1, + 2 deviations (n − 1). Excess: 0.5, 0.8, 1.25
    and 2 times the whole, as for `covid-relative-risk`. The first three are checked against mapclassify's ``BoxPlot``,
    ``Percentiles`` and ``StdMean``; Anselin (GeoDa) names them so.
    """
    known = values[~np.isnan(values)]
    if (known >= 0).all():
        known = known[known > 0]
    if len(known) < EDGES + 1:
        return None
    edges = _edges(scale, known, whole)
    return edges if edges is not None and all(a < b for a, b in pairwise(edges)) else None


def _edges(scale: Scale, known: Array, whole: float) -> tuple[float, ...] | None:
    if scale is Scale.EXCESS:
        return tuple(whole * times for times in TIMES) if whole > 0 else None
    if scale is Scale.SD:
        mean, deviation = float(known.mean()), float(known.std(ddof=1))
        return tuple(mean + times * deviation for times in DEVIATIONS)
    if scale is Scale.PERCENTILE:
        return tuple(float(edge) for edge in np.percentile(known, PERCENTILES))
    first, middle, third = (float(edge) for edge in np.percentile(known, (25, 50, 75)))
    return first, middle, third, third + HINGE * (third - first)
