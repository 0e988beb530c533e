"""The city's stage: steps that are passed, added up; up at once, down slowly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from data.indicators.panel import Array

HIGHEST = 5
Whole = npt.NDArray[np.int64]


def steps_passed(values: Array, steps: Sequence[float], side: Literal["above", "below"]) -> Whole:
    """How many steps each value is at or beyond; where it is not known the last known count goes on.

    Parameters
    ----------
    values : array of float (days)
        A measure of one area; NaN where it is not known.
    steps : sequence of float
        From the good side to the bad one, in the measure's unit.
    side : str
        "above" or "below": the bad side.

    Returns
    -------
    array of int (days)
        0 to the number of steps; 0 before the first known value.

    Notes
    -----
    Checked day by day on random series with gaps.

    Examples
    --------
    >>> steps_passed(np.array([10.0, np.nan, 60.0]), [20.0, 50.0, 150.0], "above").tolist()
    [0, 0, 2]
    """
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        passed = sum((values >= step) if side == "above" else (values <= step) for step in steps)
    rows = np.maximum.accumulate(np.where(known, np.arange(len(values)), -1))
    return np.asarray(np.where(rows >= 0, np.asarray(passed, dtype=np.int64)[np.maximum(rows, 0)], 0), dtype=np.int64)


def raw_stage(points: Sequence[Whole]) -> Whole:
    """Stage of each day: 1 and every criterion's steps, at most 5.

    Parameters
    ----------
    points : sequence of array of int (days)
        Steps passed, one array a criterion.

    Returns
    -------
    array of int (days)
        1 to 5.

    Notes
    -----
    min(1 + Σ steps, 5) (ADR 0011).

    Examples
    --------
    >>> raw_stage([np.array([0, 3]), np.array([0, 2])]).tolist()
    [1, 5]
    """
    return np.asarray(np.minimum(1 + np.sum(points, axis=0), HIGHEST), dtype=np.int64)


def settled(raw: Whole, lower_after: int) -> Whole:
    """The stage that is announced: it rises at once and falls after so many days in a row below it.

    It falls to the highest of those days.

    Parameters
    ----------
    raw : array of int (days)
        From `raw_stage`; its first day is announced as it is.
    lower_after : int
        Days in a row below the announced stage; at least 1.

    Returns
    -------
    array of int (days)
        Never below ``raw``.

    Notes
    -----
    Hysteresis in one direction (ADR 0011). Checked on random series: it rises at once, never falls before
    ``lower_after`` days below it, and falls to their highest.

    Examples
    --------
    >>> settled(np.array([1, 4, 2, 3, 2, 2]), 3).tolist()
    [1, 4, 4, 4, 3, 3]
    """
    announced = raw.copy()
    for day in range(1, len(raw)):
        now = announced[day - 1]
        if raw[day] >= now:
            announced[day] = raw[day]
            continue
        last = raw[max(day - lower_after + 1, 0) : day + 1]
        announced[day] = last.max() if len(last) == lower_after and (last < now).all() else now
    return announced


def since(stages: Whole) -> int:
    """Row from which the last stage has been the stage.

    Parameters
    ----------
    stages : array of int (days)
        At least one day.

    Returns
    -------
    int
        Row of the first day of the last run; 0 when the stage never changed.
    """
    changed = np.flatnonzero(stages != stages[-1])
    return int(changed[-1]) + 1 if len(changed) else 0
