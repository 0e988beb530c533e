"""The bands of public COVID counts, and which totals may be exact beside them.

Whether something is hidden is decided from what is already public alone, so that the hiding itself
tells nothing (ADR 0009).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
LOWS = np.array([0, 5, 10, 20])
OPEN = 1_000_000
"""Stands for "no upper end": more than any count."""
HIGHS = np.array([4, 9, 19, OPEN])
OPEN_WIDTH = 10
"""An open band counts as unharmed while ten further values stay possible."""


def band_of(counts: npt.ArrayLike) -> Ints:
    """Number of the band of each count.

    Parameters
    ----------
    counts : array_like of int
        Not negative; any shape.

    Returns
    -------
    array of int
        Shape of the counts; 0 for 0–4, 1 for 5–9, 2 for 10–19, 3 for 20 and more.

    Notes
    -----
    Bands hide small counts (primary suppression). Checked on random counts: each lies between the ends of its band.

    Examples
    --------
    >>> band_of([0, 4, 5, 19, 20, 300]).tolist()
    [0, 0, 1, 2, 3, 3]
    """
    return np.searchsorted(LOWS, np.asarray(counts), side="right") - 1


def guard(low: npt.ArrayLike, high: npt.ArrayLike) -> Ints:
    """Width that a hidden count must keep: its interval's, and ten where the upper end is open.

    Parameters
    ----------
    low, high : array_like of int
        Published intervals, both ends included; ``high`` is `OPEN` without an upper end.

    Returns
    -------
    array of int
        0 where the count is exact.
    """
    width = np.asarray(high) - np.asarray(low)
    return np.where(np.asarray(high) >= OPEN, OPEN_WIDTH, width)


@dataclass(frozen=True)
class Shown:
    """What is public of a total: exactly one value, or an interval.

    Attributes
    ----------
    low, high : int
        Equal when the total is exact.
    """

    low: int
    high: int

    @property
    def exact(self) -> bool:
        """True when the total itself is public."""
        return self.low == self.high


def show_total(total: int, lows: Sequence[int] | Ints, highs: Sequence[int] | Ints) -> Shown:
    """What may be said of a sum whose parts are public as intervals.

    Parameters
    ----------
    total : int
        The sum.
    lows, highs : sequence of int
        The parts' intervals (equal ends: that part is exact).

    Returns
    -------
    Shown
        The total, or the interval that takes its place.

    Notes
    -----
    With base Σ low, slack s = total − base, room W = Σ (high − low) and g the largest guard of a part:
    exact when g < s < W − g, since then every part can still be as small and as large as its own interval
    (the others take the rest). At the ends it is the interval of all totals that are hidden for the same
    reason, [base, base + g] or [base + W − g, base + W]; with little room (W < 2g + 2) it is [base, base + W],
    which says nothing new. A single open part among others with less room than ten would be known to within
    that room, so such a total is never exact.

    This is secondary suppression, decided from what is public alone (ADR 0009). Checked by counting out every
    combination of counts of small cities: nobody who knows the rule can narrow a part.

    Examples
    --------
    Three RW in the lowest band, so base 0, room 12, guard 4: a total of 3 would say that none has 4.

    >>> show_total(3, [0, 0, 0], [4, 4, 4])
    Shown(low=0, high=4)
    >>> show_total(6, [0, 0, 0], [4, 4, 4])
    Shown(low=6, high=6)
    """
    low, high = np.asarray(lows, dtype=np.int64), np.asarray(highs, dtype=np.int64)
    base, room = int(low.sum()), int((high - low).sum())
    if room == 0:
        return Shown(total, total)
    need, slack = int(guard(low, high).max()), total - base
    open_ = high >= OPEN
    if open_.sum() == 1 and int((high - low)[~open_].sum()) < OPEN_WIDTH:
        return Shown(base, OPEN)
    if room < 2 * need + 2:
        return Shown(base, base + room)
    if slack <= need:
        return Shown(base, base + need)
    if room < OPEN and slack >= room - need:
        return Shown(base + room - need, base + room)
    return Shown(total, total)
