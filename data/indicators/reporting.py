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


def completeness_lag(event: Ints, known: Ints, change: npt.NDArray[np.generic], *, until: int) -> int:
    """Smallest lag with at least 95 % of the final count reported.

    Parameters
    ----------
    event, known : array of int
        Event day and knowledge day of each change of a count.
    change : array of int
        How much the count changed with it.
    until : int
        The day from which one looks back; events of the last 30 days are left out (they are still
        filling up), and so are events more than 180 days before.

    Returns
    -------
    int
        Days; 5 when fewer than 200 cases are old enough to tell.

    Notes
    -----
    L = min {l : Σ changes with known − event ≤ l ≥ 0.95 Σ changes}.
    """
    old = (event <= until - LONGEST) & (event > until - 180) & (known <= until)
    total = int(change[old].sum())
    if total < FEWEST:
        return DEFAULT_LAG
    lag = np.clip(known[old] - event[old], 0, LONGEST)
    arrived = np.cumsum(np.bincount(lag, weights=change[old], minlength=LONGEST + 1))
    return int(np.argmax(arrived >= COMPLETE * total))


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
    superseded : array of int
        −1 where the row is current.

    Returns
    -------
    array (days × areas)
        Its running total on day d is the sum over all events as known on d.
    """
    added = grid(known, places, values, first=first, shape=shape)
    gone = superseded >= 0
    taken = grid(superseded[gone], places[gone], values[gone], first=first, shape=shape)
    return added - taken
