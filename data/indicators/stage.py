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
    """How many steps each value is at or beyond; where it is not known the last known count goes on (0 before).

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

    Examples
    --------
    >>> raw_stage([np.array([0, 3]), np.array([0, 2])]).tolist()
    [1, 5]
    """
    return np.asarray(np.minimum(1 + np.sum(points, axis=0), HIGHEST), dtype=np.int64)


def settled(raw: Whole, lower_after: int) -> Whole:
    """The stage that is announced: it rises at once and falls after so many days in a row below it.

    It falls to the highest of those days.

    Examples
    --------
    >>> settled(np.array([1, 4, 2, 3, 2, 2]), 3).tolist()
    [1, 4, 4, 4, 3, 3]
    """
    found = raw.copy()
    for day in range(1, len(raw)):
        now = found[day - 1]
        if raw[day] >= now:
            found[day] = raw[day]
            continue
        last = raw[max(day - lower_after + 1, 0) : day + 1]
        found[day] = last.max() if len(last) == lower_after and (last < now).all() else now
    return found


def since(stages: Whole) -> int:
    """Row from which the last stage has been the stage."""
    changed = np.flatnonzero(stages != stages[-1])
    return int(changed[-1]) + 1 if len(changed) else 0
