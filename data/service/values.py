"""The one place where areas are taken together: sums first, the ratio last."""

from __future__ import annotations

import math

import numpy as np

from data.indicators.evaluate import ratio
from data.service.selection import Selection


def value_of(selection: Selection, codes: tuple[str, ...], day: int) -> tuple[float, float, float]:
    """Value, numerator and denominator of areas taken together on a day; NaN where missing."""
    matrix = selection.matrix
    if day < matrix.first:
        return math.nan, math.nan, math.nan
    columns = selection.city.columns(codes, selection.level)
    row = matrix.row(day)
    top = float(matrix.numerator[row, columns].sum(dtype=np.float64))
    parts = matrix.denominator[row, columns]
    bottom = float(parts.sum(dtype=np.float64)) if selection.indicator.ratio else float((parts > 0).any())
    return float(ratio(selection.indicator, top, bottom)), top, bottom
