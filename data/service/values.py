"""The one place where areas are taken together: sums first, the ratio last."""

from __future__ import annotations

import math

import numpy as np

from data.indicators.field import Field
from data.indicators.panel import Array
from data.indicators.reporting import known_share
from data.service.results import USUAL
from data.service.selection import Selection


def value_of(selection: Selection, codes: tuple[str, ...], day: int) -> tuple[float, float, float]:
    """Value, numerator and denominator of areas taken together on a day; NaN where missing."""
    if day < selection.first_day:
        return math.nan, math.nan, math.nan
    matrix, columns = selection.summed(codes)
    row = matrix.row(day)
    value = float(matrix.course(columns, slice(row, row + 1))[0])
    top = float(matrix.numerator[row, columns].sum(dtype=np.float64))
    parts = matrix.denominator[row, columns]
    bottom = float(parts.sum(dtype=np.float64)) if selection.indicator.ratio else float((parts > 0).any())
    return value, top, bottom


def at_equal_age(selection: Selection, codes: tuple[str, ...], day: int, days: int) -> tuple[float, float]:
    """Values of areas taken together on a day and so many days before, brought to the same age.

    Returns
    -------
    now, before : float
        In the indicator's unit; NaN where missing. The earlier one as it is known, the later one as it will be known at
        the earlier one's age.

    Notes
    -----
    now = value × `late_share` of the earlier window / `late_share` of the later one: it would else be measured against
    a value that has had so many days more to fill up.
    """
    now, before = (value_of(selection, codes, d)[0] for d in (day, day - days))
    return now * late_share(selection, codes, day - days) / late_share(selection, codes, day), before


def late_share(selection: Selection, codes: tuple[str, ...], day: int) -> float:
    """Part of the final count of areas' window that is known by now, by the delays of the last 180 days.

    Parameters
    ----------
    day : int
        Last day of the indicator's window.

    Returns
    -------
    float
        0 to 1; 1 where reports are not late, nothing has happened, or too little is known of the delays.

    Notes
    -----
    Σ count of day d / Σ (count of day d / share known after ``last day of the data − d`` days), over the window's days
    (`data.indicators.reporting.completed`).
    """
    matrix, columns = selection.summed(codes)
    finals = selection.city.final_sums(selection.indicator.id, matrix.level)
    if finals is None:
        return 1.0
    row = matrix.row(day)
    known = matrix.numerator[row, columns].sum(dtype=np.float64)
    return float(known_share(known, finals[row, columns].sum()))


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
    return matrix.course(columns, slice(matrix.row(first), matrix.row(last) + 1))


def limits_of(selection: Selection, codes: tuple[str, ...], first: int, last: int) -> tuple[Array, Array] | None:
    """Limits of an area by day, lower and upper; None where nothing computed them, and for areas taken together.

    Parameters
    ----------
    first, last : int
        Day numbers, clipped to the data.
    """
    matrix, columns = selection.summed(codes)
    if not isinstance(matrix, Field):
        return None
    return matrix.limits(columns, slice(matrix.row(first), matrix.row(last) + 1))


def limits_on(selection: Selection) -> tuple[float, float] | None:
    """Limits of the selected area on the painted day, lower and upper; None where there are none."""
    limits = limits_of(selection, selection.areas, selection.day, selection.day)
    if limits is None or math.isnan(limits[0][0]):
        return None
    return float(limits[0][0]), float(limits[1][0])


def usual_of(selection: Selection, code: str, first: int, last: int) -> tuple[Array, Array] | None:
    """The usual range of an area's daily counts, lower and upper end; None while it is not computed.

    Parameters
    ----------
    first, last : int
        Day numbers inside the data.
    """
    city, indicator = selection.city, selection.indicator
    matrix, columns = selection.summed((code,))
    key = city.result_key(indicator, f"usual:{indicator.id}", USUAL)
    estimate = city.results.estimate(key, matrix.level)
    if estimate is None or len(columns) != 1:
        return None
    rows = slice(matrix.row(first), matrix.row(last) + 1)
    lower, upper = (layer[rows, columns[0]].astype(np.float64) for layer in (estimate.lower, estimate.upper))
    return lower, upper
