"""How late reports are: the reporting delay, measured from the history, never hard-coded."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data.indicators.panel import Array, grid

Ints = npt.NDArray[np.integer]
DEFAULT_LAG = 5
COMPLETE = 0.95
LONGEST = 30
FEWEST = 200


def arrived_shares(event: Ints, known: Ints, change: npt.NDArray[np.generic], *, until: int) -> Array | None:
    """Share of the final count of a day that is known so many days later.

    Parameters
    ----------
    event, known : array of int (changes)
        Event day and knowledge day of each change of a count.
    change : array of int (changes)
        How much the count changed with it; negative where it was corrected downwards.
    until : int
        The day from which one looks back; events of the last 30 days are left out (they are still
        filling up), and so are events more than 180 days before.

    Returns
    -------
    array of float (31) or None
        Entry l: share known within l days; the last is 1. None when fewer than 200 cases are old enough to tell.

    Notes
    -----
    The column sums of the reporting triangle over the last 180 days, divided by their total: the development pattern of
    the chain-ladder method, all days taken together. Checked by hand.
    """
    old = (event <= until - LONGEST) & (event > until - 180) & (known <= until)
    total = int(change[old].sum())
    if total < FEWEST:
        return None
    lag = np.clip(known[old] - event[old], 0, LONGEST)
    arrived = np.cumsum(np.bincount(lag, weights=change[old], minlength=LONGEST + 1)) / total
    # A correction downwards may bring the sum above its end for some days; more than all is never known.
    return np.asarray(np.minimum(arrived, 1.0))


def completeness_lag(arrived: Array | None) -> int:
    """Smallest lag with at least 95 % of the final count reported.

    Parameters
    ----------
    arrived : array of float or None
        From `arrived_shares`.

    Returns
    -------
    int
        Days; 5 where too little is known of the delays.

    Notes
    -----
    L = min {l : arrived[l] ≥ 0.95}; a lag over 30 days counts as 30. Checked by hand, and on the simulated city, whose
    delays are drawn from a known distribution.
    """
    return DEFAULT_LAG if arrived is None else int(np.argmax(arrived >= COMPLETE))


def completed(counts: Array, arrived: Array) -> Array:
    """Daily counts as they will be when all reports are in.

    Parameters
    ----------
    counts : array of float (days × areas)
        The last row is the newest day.
    arrived : array of float
        From `arrived_shares`.

    Returns
    -------
    array of float (days × areas)
        A day of which nothing is ever known yet keeps its count.
    """
    ages = np.minimum(np.arange(len(counts))[::-1], len(arrived) - 1)
    shares = np.where(arrived[ages] > 0, arrived[ages], 1.0)
    return np.asarray(counts / shares[:, None])


def known_share(known: Array, final: Array) -> Array:
    """Part of final counts that is known; 1 where nothing has happened.

    Parameters
    ----------
    known, final : array of float
        Of the same shape; final from `completed`.
    """
    return np.asarray(np.divide(known, final, out=np.ones(np.shape(final)), where=np.asarray(final) > 0))


def by_report_date(
    places: Ints,
    known: Ints,
    superseded: Ints,
    values: npt.NDArray[np.generic],
    *,
    first: int,
    shape: tuple[int, int],
) -> Array:
    """What was added on each report day: a row adds its value when known and takes it back when superseded.

    Parameters
    ----------
    places : array of int (rows)
        Column of each row's area.
    known : array of int (rows)
        Day number on which each row became known.
    superseded : array of int (rows)
        Day number on which another row took its place; −1 where the row is current.
    values : array (rows)
        Counts.
    first : int
        Day number of row 0 of the answer.
    shape : tuple of int
        Days and areas of the answer.

    Returns
    -------
    array of float (days × areas)
        Its running total on day d is the sum over all events as known on d; negative where a correction took more than
        was added.

    Notes
    -----
    added(d) = Σ value known on d − Σ value superseded on d. Checked by hand on a count that was corrected.
    """
    added = grid(known, places, values, first=first, shape=shape)
    gone = superseded >= 0
    taken = grid(superseded[gone], places[gone], values[gone], first=first, shape=shape)
    return added - taken
