"""The one place where areas are taken together: sums first, the ratio last."""

from __future__ import annotations

import math

import numpy as np

from data.indicators.evaluate import ratio
from data.indicators.panel import Array
from data.service.selection import Selection


def value_of(selection: Selection, codes: tuple[str, ...], day: int) -> tuple[float, float, float]:
    """Value, numerator and denominator of areas taken together on a day; NaN where missing."""
    if day < selection.first_day:
        return math.nan, math.nan, math.nan
    matrix, columns = selection.summed(codes)
    row = matrix.row(day)
    top = float(matrix.numerator[row, columns].sum(dtype=np.float64))
    parts = matrix.denominator[row, columns]
    bottom = float(parts.sum(dtype=np.float64)) if selection.indicator.ratio else float((parts > 0).any())
    return float(ratio(selection.indicator, top, bottom)), top, bottom


def course_of(selection: Selection, codes: tuple[str, ...], first: int, last: int) -> Array:
    """Values of areas taken together, by day.

    Parameters
    ----------
    first, last : int
        Day numbers, clipped to the data.

    Returns
    -------
    array of float (days)
        NaN where missing.
    """
    matrix, columns = selection.summed(codes)
    return ratio(selection.indicator, *matrix.together(columns, slice(matrix.row(first), matrix.row(last) + 1)))
