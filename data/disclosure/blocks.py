"""Four-week bands of RW that cannot be used against the weeks they are made of.

The counts that fit everything public form, in each block of weeks, a tree of generalised polymatroids:
an RW's weeks lie in a box and, once its four-week band is public, between two planes; areas add up; a
total that is public cuts by a box. Such sets are given exactly by two functions on the subsets of the
weeks, p(J) ≤ Σ_{j∈J} x_j ≤ b(J), which add up when areas do (Frank 2011, Connections in Combinatorial
Optimization, §14), so that "can this count still be 4?" needs no search: two sets meet exactly when
p₁ ≤ b₂ and p₂ ≤ b₁. `data.disclosure.attack` asks the same by linear programming, from the files alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from data.disclosure.bands import HIGHS, LOWS, OPEN, OPEN_WIDTH, Ints, band_of

WEEKS = 4
MASKS = np.arange(2**WEEKS)
MEMBER = ((MASKS[:, None] >> np.arange(WEEKS)) & 1).astype(np.int64)
"""Subsets of the weeks (16 × 4)."""
# Row J, column Z: the number of the subset Z without J, and of J without Z.
_ONLY_Z = (MASKS[None, :] & ~MASKS[:, None]) & (2**WEEKS - 1)
_ONLY_J = (MASKS[:, None] & ~MASKS[None, :]) & (2**WEEKS - 1)


@dataclass(frozen=True)
class Reach:
    """What sums over weeks are possible: ``least`` and ``most`` of each subset of the weeks (… × 16)."""

    least: Ints
    most: Ints

    def __add__(self, other: Reach) -> Reach:
        return Reach(self.least + other.least, self.most + other.most)

    def __sub__(self, other: Reach) -> Reach:
        return Reach(self.least - other.least, self.most - other.most)

    def without(self, parts: Reach) -> Reach:
        """What remains for one part when the whole is this and the other parts are ``parts``.

        Parameters
        ----------
        parts : Reach
            The other parts together.

        Returns
        -------
        Reach
            Sums that, with some sums of the others, make up a sum of the whole.

        Notes
        -----
        least = whole's least − parts' most, most = whole's most − parts' least. It is wider than ``-``, which takes
        back exactly what ``+`` has added.
        """
        return Reach(self.least - parts.most, self.most - parts.least)

    def meets(self, other: Reach) -> npt.NDArray[np.bool_]:
        """Whether both have a point in common.

        Parameters
        ----------
        other : Reach
            Of the same shape, or one that broadcasts to it.

        Returns
        -------
        array of bool (…)

        Notes
        -----
        p₁ ≤ b₂ and p₂ ≤ b₁ on every subset of the weeks (Frank 2011).
        """
        return np.asarray(((self.least <= other.most) & (other.least <= self.most)).all(axis=-1))

    def inside(self, low: Ints, high: Ints) -> Reach:
        """Cut by a box.

        Parameters
        ----------
        low, high : array of int (… × 4)
            Ends of each week's interval; the box must meet what it cuts.

        Returns
        -------
        Reach

        Notes
        -----
        most(J) = min over Z of most(Z) − low(Z∖J) + high(J∖Z), and least(J) likewise with the signs exchanged (Frank
        2011).
        """
        # Sums of the box over each subset; the axis that is added last runs over Z.
        floor, roof = low @ MEMBER.T, high @ MEMBER.T
        most = (self.most[..., None, :] - floor[..., _ONLY_Z] + roof[..., _ONLY_J]).min(axis=-1)
        least = (self.least[..., None, :] - roof[..., _ONLY_Z] + floor[..., _ONLY_J]).max(axis=-1)
        return Reach(least, most)


def reach_of(low: Ints, high: Ints, least: Ints, most: Ints) -> Reach:
    """What the sums of an RW's weeks can be.

    Parameters
    ----------
    low, high : array of int (… × 4)
        Interval of each week.
    least, most : array of int (…)
        Interval of the sum of all four.

    Returns
    -------
    Reach

    Notes
    -----
    A box cut by two planes (Frank 2011), with J' the weeks that are not in J: least(J) = max(low(J), least − high(J'))
    and most(J) = min(high(J), most − low(J')).
    """
    floor, roof = low @ MEMBER.T, high @ MEMBER.T
    rest_low, rest_high = floor[..., -1:] - floor, roof[..., -1:] - roof
    return Reach(np.maximum(floor, least[..., None] - rest_high), np.minimum(roof, most[..., None] - rest_low))


@dataclass(frozen=True)
class Block:
    """What is public of one block before its four-week bands, for all kelurahan side by side.

    Attributes
    ----------
    low, high : array (kelurahan × RW × weeks)
        Weekly intervals; both 0 where there is no RW or it did not report.
    start : array (kelurahan × RW × weeks)
        Smallest count that fits the week's total; above ``low`` only where the interval is open.
    asked : array of bool (kelurahan × RW)
        RW that get a four-week band if that is safe: all weeks reported.
    outside : Reach (kelurahan × 16)
        What everything outside a kelurahan leaves for its totals.
    coupled : array of bool (kelurahan × weeks)
        Weeks whose total is not exact, so that other kelurahan depend on it.
    total_low, total_high : array (kelurahan × weeks)
        What is public of the kelurahan's totals.
    """

    low: Ints
    high: Ints
    start: Ints
    asked: npt.NDArray[np.bool_]
    outside: Reach
    coupled: npt.NDArray[np.bool_]
    total_low: Ints
    total_high: Ints


@dataclass
class Decided:
    """Planes of each RW's sum over the block as far as they are public (kelurahan × RW)."""

    least: Ints
    most: Ints
    shown: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))


def decide(block: Block, sums: Ints) -> npt.NDArray[np.bool_]:
    """Which RW get their four-week band.

    RW after RW: a band is shown when every band that the RW could have, given all that is public by then,
    would leave each weekly count as free as its own band. The RW's true band plays no part in the decision.

    Parameters
    ----------
    block : Block
        What is public of the four weeks.
    sums : array of int (kelurahan × RW)
        Counts of the four weeks; used only for the band of an RW that has been decided already.

    Returns
    -------
    array of bool (kelurahan × RW)
        False also where there is no RW.

    Notes
    -----
    Checked on random cities in two ways: the attacker's linear programs narrow no weekly count, and any other city that
    fits what is published would be published the same.
    """
    areas, width, _ = block.low.shape
    floor, roof = block.low.sum(axis=2), np.minimum(block.high.sum(axis=2), OPEN)
    now = Decided(floor, roof, np.zeros((areas, width), dtype=bool))
    rows = reach_of(block.low, block.high, now.least, now.most)
    whole = Reach(rows.least.sum(axis=1), rows.most.sum(axis=1))
    ends = _ends_of(block.low, block.high, block.start, now.least, now.most)
    others = _seen(whole, block)
    # ``rw`` is a column: one RW of every kelurahan, decided for all kelurahan at once.
    for rw in range(width):
        open_ = block.asked[:, rw].copy()
        if not open_.any():
            continue
        for band in range(len(LOWS)):
            least, most = np.maximum(LOWS[band], floor[:, rw]), np.minimum(HIGHS[band], roof[:, rw])
            row = reach_of(block.low[:, rw], block.high[:, rw], least, most)
            after = whole - _at(rows, rw) + row
            possible = (least <= most) & after.meets(block.outside)
            # A band that what is public rules out cannot be the RW's own, so it need not be harmless.
            open_ &= ~possible | _harmless(block, rows, ends, after, row, rw, least, most, others)
        now.shown[:, rw] = open_
        # Only from here on is the true band used: where it is shown it is public for the RW that follow.
        band_now = band_of(sums[:, rw])
        now.least[:, rw] = np.where(open_, np.maximum(LOWS[band_now], floor[:, rw]), floor[:, rw])
        now.most[:, rw] = np.where(open_, np.minimum(HIGHS[band_now], roof[:, rw]), roof[:, rw])
        row = reach_of(block.low[:, rw], block.high[:, rw], now.least[:, rw], now.most[:, rw])
        whole = whole - _at(rows, rw) + row
        rows.least[:, rw], rows.most[:, rw] = row.least, row.most
        fixed = _ends_of(block.low[:, rw], block.high[:, rw], block.start[:, rw], now.least[:, rw], now.most[:, rw])
        ends.least[:, rw], ends.most[:, rw] = fixed.least, fixed.most
    return now.shown


def _at(rows: Reach, rw: int) -> Reach:
    return Reach(rows.least[:, rw], rows.most[:, rw])


def _ends_of(low: Ints, high: Ints, start: Ints, least: Ints, most: Ints) -> Reach:
    """The weeks of RW with one of them held at its lowest or highest (… × weeks × 2 × 16)."""
    top = np.where(high >= OPEN, start + OPEN_WIDTH, high)
    # Row k of the identity holds week k at its end and leaves the other weeks their intervals.
    held = np.eye(WEEKS, dtype=bool)
    lows, highs = [], []
    for value in (start, top):
        lows.append(np.where(held, value[..., None, :], low[..., None, :]))
        highs.append(np.where(held, value[..., None, :], high[..., None, :]))
    shape = (*low.shape[:-1], WEEKS, 2)
    return reach_of(
        np.stack(lows, axis=-2),
        np.stack(highs, axis=-2),
        np.broadcast_to(least[..., None, None], shape),
        np.broadcast_to(most[..., None, None], shape),
    )


def _seen(whole: Reach, block: Block) -> Reach:
    """What other kelurahan can see of this one: its sums over the weeks that are not exact."""
    cut = whole.inside(block.total_low, block.total_high)
    # Subsets all of whose weeks are coupled.
    seen = (MEMBER[None, :, :] <= block.coupled[:, None, :]).all(axis=2)
    return Reach(np.where(seen, cut.least, 0), np.where(seen, cut.most, 0))


def _harmless(
    block: Block, rows: Reach, ends: Reach, after: Reach, row: Reach, rw: int, least: Ints, most: Ints, others: Reach
) -> npt.NDArray[np.bool_]:
    """Whether, with this band public, every weekly count of each kelurahan still reaches both its ends."""
    mine = _ends_of(block.low[:, rw], block.high[:, rw], block.start[:, rw], least, most)
    floor, roof = ends.least.copy(), ends.most.copy()
    floor[:, rw], roof[:, rw] = mine.least, mine.most
    own_low, own_high = rows.least.copy(), rows.most.copy()
    own_low[:, rw], own_high[:, rw] = row.least, row.most
    # For every RW, week and end (kelurahan × RW × weeks × 2 × 16): the RW with that week held there and the rest of
    # the kelurahan must still meet what the city leaves.
    rest = Reach(after.least[:, None] - own_low, after.most[:, None] - own_high)
    low = rest.least[:, :, None, None, :] + floor
    high = rest.most[:, :, None, None, :] + roof
    outside_low, outside_high = block.outside.least[:, None, None, None], block.outside.most[:, None, None, None]
    free = (low <= outside_high) & (high >= outside_low) & (floor <= roof)
    # Other kelurahan have been decided on what they see of this one; that must not change.
    seen = _seen(after, block)
    same = (seen.least == others.least).all(axis=-1) & (seen.most == others.most).all(axis=-1)
    return np.asarray(free.all(axis=(1, 2, 3, 4)) & same)
