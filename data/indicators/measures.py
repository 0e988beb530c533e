"""An indicator read as a measure: its value, its change in a week, or its multiple of the city's value."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt

from data.indicators.evaluate import ENOUGH_REPORTS, Matrix
from data.indicators.panel import Array, Bools
from data.indicators.reporting import known_share

Kind = Literal["value", "change", "times_city", "areas_over"]
WEEK = 7


@dataclass(frozen=True)
class Measured:
    """A measure over days.

    Attributes
    ----------
    first : int
        Day number of row 0.
    values : array (days × areas)
        NaN where ``known`` is false; infinite where something follows nothing.
    known : array of bool (days × areas)
        False without a report, with too few reports, before a full window, and while a day fills up.
    few : array of bool (days × areas)
        Fewer events in the window than the rule asks for.
    chance : array of bool (days × areas)
        What chance may have made; false everywhere where the rule does not ask.
    """

    first: int
    values: Array
    known: Bools
    few: Bools
    chance: Bools | np.bool_ = np.False_

    @property
    def last(self) -> int:
        """Day number of the last row."""
        return self.first + len(self.values) - 1


def complete(matrix: Matrix, first: int, last: int) -> Bools:
    """Where a figure stands on enough reports and a full window.

    Parameters
    ----------
    matrix : Matrix
    first, last : int
        Day numbers, the first not before the matrix.

    Returns
    -------
    array of bool (days × areas)
        Days from ``first`` to ``last``; no rows when ``last`` lies before ``first``.

    Notes
    -----
    Enough: every report at the indicator's own level, 90 % of the reports due above it (ADR 0005).
    """
    rows = slice(first - matrix.first, max(last, first - 1) - matrix.first + 1)
    last = max(last, first - 1)
    share = matrix.share[rows].astype(np.float64)
    enough = 1.0 if matrix.level is matrix.indicator.level else ENOUGH_REPORTS
    full = np.arange(first, last + 1)[:, None] - matrix.first >= matrix.full_from
    with np.errstate(invalid="ignore"):
        return np.asarray((share >= enough) & (matrix.denominator[rows] > 0) & full)


def measured(
    matrix: Matrix,
    kind: Kind,
    *,
    first: int,
    last: int,
    least: int = 0,
    city: Matrix | None = None,
    factor: float = 2.0,
    finals: Array | None = None,
) -> Measured:
    """Read an indicator as a measure.

    Parameters
    ----------
    matrix : Matrix
        The indicator at the level that is judged.
    kind : str
        "value", "change", "times_city" or "areas_over".
    first, last : int
        Day numbers, cut to the matrix; the caller leaves out days that still fill up.
    least : int
        Events (numerator) that the window must have; 0 asks for none.
    city : Matrix or None
        The same indicator for the whole city; needed for "times_city" and "areas_over".
    factor : float
        Multiple of the city's value that "areas_over" counts (its answer has one column).
    finals : array of float (days × areas) or None
        The matrix's window sums as they will be when all reports are in; None where reports are not late.

    Returns
    -------
    Measured
        No rows when the days lie outside the matrix.

    Raises
    ------
    ValueError
        When the city is needed and not given.

    Notes
    -----
    change = (value − value seven days before) / |value seven days before| × 100, in percent, both as far along as each
    other where reports are late (`data.service.values.at_equal_age` is the same for one day); times_city = value /
    city's value; areas_over = number of areas, known and with enough events, whose value is over ``factor`` times the
    city's (ADR 0011).
    """
    first, last = max(first, matrix.first), min(last, matrix.last)
    rows = slice(first - matrix.first, max(last - matrix.first + 1, first - matrix.first))
    values, known = matrix.values(rows), complete(matrix, first, last)
    few = np.asarray(matrix.numerator[rows] < least) if least else np.zeros(values.shape, dtype=bool)
    if kind == "change":
        values, known = _change(matrix, values, known, finals, first=first, last=last)
    elif kind in ("times_city", "areas_over"):
        if city is None:
            raise ValueError(f"{kind} needs the city's own values")
        values, known = _times(values, known, city, first=first, last=last)
    if kind == "areas_over":
        with np.errstate(invalid="ignore"):
            over = known & ~few & (values > factor)
        counted, any_known = over.sum(axis=1, keepdims=True).astype(float), np.asarray(known.any(axis=1, keepdims=True))
        return Measured(first, np.where(any_known, counted, np.nan), any_known, np.zeros(any_known.shape, dtype=bool))
    return Measured(first, np.where(known, values, np.nan), known, few)


def _change(
    matrix: Matrix, values: Array, known: Bools, finals: Array | None, *, first: int, last: int
) -> tuple[Array, Bools]:
    """Percent against seven days before; infinite where nothing went before, 0 where nothing is on both days."""
    before, ready = np.full(values.shape, np.nan), np.zeros(known.shape, dtype=bool)
    start = max(first - WEEK, matrix.first)
    if last - WEEK >= start:
        rows = slice(start - matrix.first, last - WEEK - matrix.first + 1)
        # The rows of a week before are shorter where that week begins before the data: they fill the end.
        offset = start - (first - WEEK)
        before[offset:], ready[offset:] = matrix.values(rows), complete(matrix, start, last - WEEK)
        if finals is not None:
            now = slice(first - matrix.first + offset, last - matrix.first + 1)
            values = np.vstack([values[:offset], values[offset:] * equal_age(matrix, finals, now, rows)])
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.where(before == values, 0.0, (values - before) / np.abs(before) * 100)
    return change, known & ready


def equal_age(matrix: Matrix, finals: Array, now: slice, before: slice) -> Array:
    """What values are multiplied by to be as far along as others, where reports come in late.

    Parameters
    ----------
    matrix : Matrix
    finals : array of float (days × areas)
        Its window sums as they will be when all reports are in.
    now, before : slice
        Rows of the values, and as many of those that they are compared with.

    Returns
    -------
    array of float (days × areas)
        Share known of the earlier window / share known of the later one; 1 where nothing has happened.
    """
    late = [known_share(matrix.numerator[rows], finals[rows]) for rows in (before, now)]
    return np.asarray(np.divide(late[0], late[1], out=np.ones(late[1].shape), where=late[1] > 0))


def _times(values: Array, known: Bools, city: Matrix, *, first: int, last: int) -> tuple[Array, Bools]:
    rows = slice(first - city.first, last - city.first + 1)
    whole, ready = city.values(rows), complete(city, first, last)
    with np.errstate(divide="ignore", invalid="ignore"):
        return values / whole, known & ready & (whole > 0)


FALSE_DISCOVERIES = 0.05


def over_beyond_chance(matrix: Matrix, city: Matrix, factor: float, known: Bools, *, first: int) -> Bools:
    """Areas whose rate is more than so many times the city's, beyond what chance makes of so many areas.

    Parameters
    ----------
    matrix, city : Matrix
        A rate at the level that is judged and for the whole city.
    factor : float
        Multiple of the city's rate that has to be exceeded.
    known : array of bool (days × areas)
        Areas that are judged, from day number ``first`` on.

    Returns
    -------
    array of bool (days × areas)

    Notes
    -----
    p = P(X ≥ n) for a Poisson count X with mean factor × city's rate × people: with a flat prior on the logarithm of
    the rate 1 − p is P(rate > factor × city). Byar's approximation (Breslow and Day, Statistical Methods in Cancer
    Research II, 1987, p. 69): p = 1 − Φ(3 √n (1 − 1 / 9n − (mean / n)^⅓)). Of all areas judged on a day those are taken
    among whom at most 5 % are expected to be there by chance (Benjamini and Hochberg, J. R. Stat. Soc. B 57 (1995)
    289). Checked against `scipy.stats.poisson` and `scipy.stats.false_discovery_control`.
    """
    rows = slice(first - matrix.first, first - matrix.first + len(known))
    whole = slice(first - city.first, first - city.first + len(known))
    counts = matrix.numerator[rows].astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = city.numerator[whole].astype(np.float64) / city.denominator[whole]
        mean = factor * rate * matrix.denominator[rows].astype(np.float64)
        # Where there is not even as much as is expected nothing needs to be reckoned.
        asked = known & (counts > mean) & (counts > 0)
        score = 3 * np.sqrt(counts) * (1 - 1 / (9 * counts) - np.cbrt(mean / counts))
    chance = np.ones(counts.shape)
    chance[asked] = [0.5 * erfc(z / sqrt(2)) for z in score[asked].tolist()]
    return _discoveries(chance, known)


def _discoveries(chance: Array, known: Bools) -> Bools:
    """Per day: the areas up to the last whose p is at most its rank's part of 5 % (Benjamini–Hochberg)."""
    sorted_ = np.sort(np.where(known, chance, np.inf), axis=1)
    tests = known.sum(axis=1, keepdims=True)
    limits = FALSE_DISCOVERIES * np.arange(1, chance.shape[1] + 1) / np.maximum(tests, 1)
    edge = np.where(sorted_ <= limits, sorted_, -1.0).max(axis=1, keepdims=True, initial=-1.0)
    return np.asarray(known & (chance <= edge))


def beyond(values: Array, threshold: float, side: Literal["above", "below"]) -> npt.NDArray[np.bool_]:
    """Where a measure is at or past a threshold.

    Parameters
    ----------
    values : array of float
        Any shape; NaN where the measure is not known.
    threshold : float
        In the measure's unit; a value equal to it is past it.
    side : str
        "above" or "below": the bad side.

    Returns
    -------
    array of bool
        Shape of the values; false where they are NaN.

    Examples
    --------
    >>> beyond(np.array([1.0, 2.0, np.nan]), 2.0, "above").tolist()
    [False, True, False]
    """
    with np.errstate(invalid="ignore"):
        return np.asarray(values >= threshold if side == "above" else values <= threshold)
