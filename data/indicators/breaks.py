"""Class edges from an indicator's own history, so that a colour means the same on every date."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

MARKS = np.array(list("012345-"))
SMALLEST = 1e-9
QUANTILES = (0.5, 0.75, 0.9, 0.975)


def nice(value: float) -> float:
    """Round to the nearest of 1, 1.5, 2, 3, 5 and 7 times a power of ten.

    Parameters
    ----------
    value : float
        A class edge before rounding; below 1e-9 it is taken as 1e-9.

    Returns
    -------
    float
        1.0 for zero and negative values.

    Notes
    -----
    The nearest step by |step − value|; of two steps equally near the lower one.

    Examples
    --------
    >>> nice(23.0), nice(0.0)
    (20.0, 1.0)
    """
    if value <= 0:
        return 1.0
    # Below this a power of ten is no longer exact (and at last 0, from which no edge could rise).
    value = max(value, SMALLEST)
    power = 10.0 ** np.floor(np.log10(value))
    steps = np.array([1, 1.5, 2, 3, 5, 7, 10]) * power
    return float(steps[np.argmin(np.abs(steps - value))])


def class_breaks(values: npt.NDArray[np.floating]) -> tuple[float, ...]:
    """Four rising edges from the positive values of a history; (1, 2, 3, 5) without any.

    Parameters
    ----------
    values : array of float
        Values of many areas and days, in any shape; zeros, negative values and NaN are left out.

    Returns
    -------
    tuple of float
        Four edges; whole numbers where every value is whole.

    Notes
    -----
    The edges are the quantiles 0.5, 0.75, 0.9 and 0.975, each rounded by `nice`. An edge that does not rise above the
    one before is taken from that one instead: 1.6 times it and rounded, or twice it below 1. Checked on random
    histories: the edges always rise and every value has one class.
    """
    flat = values[np.isfinite(values) & (values > 0)]
    if not len(flat):
        return (1.0, 2.0, 3.0, 5.0)
    edges: list[float] = []
    whole = bool((flat == np.round(flat)).all())
    for quantile in QUANTILES:
        edge = nice(float(np.quantile(flat, quantile)))
        if whole:
            edge = max(1.0, float(np.ceil(edge)))
        while edges and edge <= edges[-1]:
            edge = nice(edges[-1] * 1.6) if edges[-1] >= 1 else edges[-1] * 2
            edge = float(np.ceil(edge)) if whole else edge
        edges.append(edge)
    return tuple(edges)


def classes(values: npt.NDArray[np.floating], breaks: tuple[float, ...]) -> str:
    """One character an area: 0 for zero, 1–5 by class, "-" where missing.

    Parameters
    ----------
    values : array of float (areas)
        NaN where missing.
    breaks : tuple of four float
        Rising edges. Where the first is not positive the scale goes below zero, and zero is a value like any other.

    Returns
    -------
    str
        One character an area, in the order of the values.

    Notes
    -----
    Classes are half-open intervals, the lower edge included: class k holds breaks[k − 2] ≤ value < breaks[k − 1]; class
    1 is everything below the first edge, class 5 everything from the last edge on.

    Examples
    --------
    >>> classes(np.array([0.0, 1.0, 60.0, np.nan]), (50, 150, 400, 800))
    '012-'
    """
    number = np.searchsorted(np.array(breaks), values, side="right") + 1
    codes = np.where(values == 0, 0, number) if breaks[0] > 0 else number
    return "".join(MARKS[np.where(np.isnan(values), 6, codes)].tolist())


def spread_classes(values: Mapping[str, float]) -> tuple[dict[str, int], tuple[float, float]]:
    """Classes of differences around zero, and the two edges between them.

    Parameters
    ----------
    values : mapping of str to float
        Difference by area code; not missing. A difference of 0 has no class.

    Returns
    -------
    tuple
        Class 0 to 6 by area code (below 3 falling, above it rising, the farther the larger), and the two edges: the
        median and the 90th percentile of the sizes of the differences; 0.0 and 0.0 without any.

    Examples
    --------
    >>> spread_classes({"a": 1.0, "b": -5.0, "c": 0.0})
    ({'a': 4, 'b': 0}, (1.0, 1.0))
    """
    sizes = sorted(abs(value) for value in values.values() if value)
    if not sizes:
        return {}, (0.0, 0.0)
    edges = sizes[(len(sizes) - 1) // 2], sizes[int((len(sizes) - 1) * 0.9)]
    steps = {code: 1 + bisect_left(edges, abs(value)) for code, value in values.items() if value}
    return {code: 3 + step if values[code] > 0 else 3 - step for code, step in steps.items()}, edges
