"""Panels: for each additive count one wide array, days × areas, and how areas add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from data.domain.areas import Level, level_of

Array = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
WEEKS, TWICE = 12, 2
"""Rounds repeat by the week: a weekday is one of them when it was so often seen among so many weeks before."""


@dataclass(frozen=True)
class AreaTree:
    """Codes of every level, sorted, so that the children of an area lie side by side.

    Parameters
    ----------
    codes : dict
        Level → sorted list of codes.
    """

    codes: dict[Level, list[str]]

    @cached_property
    def position(self) -> dict[str, int]:
        """Index of each code among the codes of its own level."""
        return {code: index for codes in self.codes.values() for index, code in enumerate(codes)}

    @cached_property
    def _starts(self) -> dict[tuple[Level, Level], npt.NDArray[np.intp]]:
        return {}

    def starts(self, fine: Level, coarse: Level) -> npt.NDArray[np.intp]:
        """First position at ``fine`` of each area of ``coarse``.

        Parameters
        ----------
        fine, coarse : Level
            ``coarse`` is not finer than ``fine``.

        Returns
        -------
        array of int (areas of ``coarse``)
            Where an area without children would begin it is the position of the next area's first child.
        """
        if (fine, coarse) not in self._starts:
            self._starts[fine, coarse] = self._first_children(fine, coarse)
        return self._starts[fine, coarse]

    def _first_children(self, fine: Level, coarse: Level) -> npt.NDArray[np.intp]:
        parents = [code[: len(self.codes[coarse][0])] for code in self.codes[fine]]
        return np.searchsorted(np.array(parents), np.array(self.codes[coarse]))

    def roll_up(self, values: npt.NDArray[np.generic], fine: Level, coarse: Level) -> Array:
        """Sum the last axis from ``fine`` areas to ``coarse`` areas.

        Parameters
        ----------
        values : array (… × areas of ``fine``)
            Additive values without NaN.
        fine, coarse : Level
            ``coarse`` is not finer than ``fine``.

        Returns
        -------
        array of float (… × areas of ``coarse``)
            0 for an area without children.

        Notes
        -----
        Children lie side by side, so each sum is one stretch of the axis. Checked on random counts: the sum is the same
        at every level, and two steps up give the same as one.

        Examples
        --------
        >>> tree = AreaTree({Level.KOTA: ["32.76"], Level.KECAMATAN: ["32.76.01", "32.76.02"]})
        >>> tree.roll_up(np.array([[1.0, 2.0]]), Level.KECAMATAN, Level.KOTA).tolist()
        [[3.0]]
        """
        if fine is coarse:
            return np.asarray(values, dtype=np.float64)
        fine_values, starts = np.asarray(values, dtype=np.float64), self.starts(fine, coarse)
        ends = np.append(starts[1:], fine_values.shape[-1])
        if (starts < ends).all():
            return np.add.reduceat(fine_values, starts, axis=-1)
        # A parent without children has nothing; reduceat would give it its neighbour's first value.
        padded = np.concatenate([fine_values, np.zeros((*fine_values.shape[:-1], 1))], axis=-1)
        return np.asarray(np.where(starts < ends, np.add.reduceat(padded, starts, axis=-1), 0.0))

    def inside(self, code: str, level: Level) -> slice:
        """Positions at ``level`` of the areas inside ``code`` (the area itself at its own level).

        Parameters
        ----------
        code : str
            An area of the tree.
        level : Level
            Not coarser than the area.

        Returns
        -------
        slice

        Raises
        ------
        ValueError
            When the level is coarser than the area.
        """
        own = level_of(code)
        if own.depth > level.depth:
            raise ValueError(f"{code} is finer than {level}")
        if own is level:
            return slice(self.position[code], self.position[code] + 1)
        starts = self.starts(level, own)
        index = self.position[code]
        end = starts[index + 1] if index + 1 < len(starts) else len(self.codes[level])
        return slice(int(starts[index]), int(end))


@dataclass(frozen=True)
class CountPanel:
    """Counts of one dataset.

    Attributes
    ----------
    first : int
        Day number of row 0.
    level : Level
        Finest level at which the counts exist.
    counts : dict
        Name → array (days × areas); 0 where nothing was reported (see ``reported``).
    reported : array of bool (days × areas)
        Whether the area reported that day.
    expected : array of bool (days × areas) or None
        Areas that take part on each day; None means every area.
    daily : bool
        True when every area owes a report every day, so that missing days count.
    by_receipt : bool
        True where counts stand on the day on which they came in: a day without a delivery is then no hole, what came
        later is about it as well.
    filling : int
        Days at the end that are still filling up, because reports about a day come in later.
    arrived : array of float or None
        Share of a day's final count that is known after so many days (`reporting.arrived_shares`); None where reports
        are not late, or too few to tell.
    """

    first: int
    level: Level
    counts: Mapping[str, npt.NDArray[Any]]
    reported: Bools
    expected: Bools | None = None
    daily: bool = True
    by_receipt: bool = False
    filling: int = 0
    arrived: Array | None = None

    @property
    def last(self) -> int:
        """Day number of the last row."""
        return self.first + len(self.reported) - 1

    @cached_property
    def due(self) -> Bools:
        """Days on which each area owed a report (`due_reports`), as many as there are rows."""
        return due_reports(self, len(self.reported))

    @cached_property
    def rounds(self) -> npt.NDArray[np.int8]:
        """Reports of a full week (days × areas): as many as two of the last thirteen weeks had.

        Two, so that a week into which a round was moved does not count for more.
        """
        running = np.cumsum(self.reported, axis=0, dtype=np.int32)
        weekly = running.copy()
        weekly[7:] -= running[:-7]
        most, second = weekly.astype(np.int8), np.zeros(weekly.shape, dtype=np.int8)
        for week in range(1, min(WEEKS, (len(weekly) - 1) // 7) + 1):
            earlier = weekly[: -7 * week].astype(np.int8)
            # Slices of the arrays themselves: the greater stays first, what it beats may still be second.
            second[7 * week :] = np.maximum(second[7 * week :], np.minimum(most[7 * week :], earlier))
            most[7 * week :] = np.maximum(most[7 * week :], earlier)
        return second

    @cached_property
    def days_reported(self) -> Bools:
        """Whether any area reported, by day."""
        return np.asarray(self.reported.any(axis=1))


def due_reports(panel: CountPanel, length: int) -> Bools:
    """Days on which each area owed a report.

    Where every area reports daily, all of them; else the weekdays on which it had reported at least twice in
    the twelve weeks before (the rounds of a week repeat, and silence does not end them).

    Parameters
    ----------
    panel : CountPanel
        Which areas reported on which day, and which take part.
    length : int
        Days from the panel's first; days after its last row have no report.

    Returns
    -------
    array of bool (``length`` × areas of the panel's level)

    Notes
    -----
    Without daily reports: due on day d ⇔ Σ reported[d − 7w] over w = 1 … 12 ≥ 2. Checked by hand on small panels with
    weekly rounds that fall silent.
    """
    came = extended(panel.reported, length)
    if panel.daily:
        everywhere = np.ones_like(came)
        return everywhere if panel.expected is None else everywhere & extended(panel.expected, length)
    seen = np.zeros(came.shape, dtype=np.int16)
    for week in range(1, WEEKS + 1):
        # Shifted down by whole weeks: a row counts the reports on its own weekday in the weeks before it.
        seen[7 * week :] += came[: -7 * week]
    return np.asarray(seen >= TWICE)


def extended(reported: Bools, length: int) -> Bools:
    """Days after the last row had no report."""
    more = max(0, length - len(reported))
    return np.concatenate([reported, np.zeros((more, reported.shape[1]), dtype=bool)])[:length]


def grid(
    days: npt.NDArray[np.integer],
    places: npt.NDArray[np.integer],
    values: npt.NDArray[np.generic] | None,
    *,
    first: int,
    shape: tuple[int, int],
) -> Array:
    """Add values into a days × areas array; rows outside the frame are left out.

    Parameters
    ----------
    days, places : array of int (rows)
        Day number and column of each value; a negative column is left out.
    values : array or None (rows)
        None counts rows.
    first : int
        Day number of row 0 of the answer.
    shape : tuple of int
        Days and areas of the answer; every column is smaller than the second.

    Returns
    -------
    array of float (days × areas)
        Sums; 0 where no row fell.
    """
    row = days.astype(np.int64) - first
    inside = (row >= 0) & (row < shape[0]) & (places >= 0)
    # Both axes as one number, so that one bincount sums repeated cells.
    cell = row[inside] * shape[1] + places[inside].astype(np.int64)
    weights = None if values is None else values[inside].astype(np.float64)
    return np.bincount(cell, weights=weights, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)
