"""Wi-Fi points and their outages → daily counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.indicators.panel import Array, Bools

MINUTES = 1440
ENDINGS = ("refused_on", "reallocated_on", "removed_on")
"""Days on which a point stopped to serve its place."""


@dataclass(frozen=True)
class PointDays:
    """Points × days, points sorted by code.

    Attributes
    ----------
    live, silent : array of bool (points × days)
        Known to be up, and not known either way, at the end of the day (on the last day: at the clock); in service and
        neither is down.
    in_service : array of bool (points × days)
        Live once, and since then neither refused by the residents nor given away nor removed.
    up, down, unknown : array of float (points × days)
        Minutes; they add up to the minutes in service.
    """

    live: Bools
    silent: Bools
    in_service: Bools
    up: Array
    down: Array
    unknown: Array


def point_days(points: pd.DataFrame, outages: pd.DataFrame, *, first: int, clock_minute: int) -> PointDays:
    """Spread outages over days.

    Parameters
    ----------
    points : DataFrame
        ``point_code`` (sorted), ``live_on``, ``refused_on``, ``reallocated_on`` and ``removed_on`` (day numbers,
        missing where it did not happen).
    outages : DataFrame
        ``point_code, started_at, ended_at, cause`` in minutes since 1970 WIB, the end not included and missing while
        the outage lasts; cause "monitor" means that the state is unknown. Every point is among ``points``.
    first : int
        Day number of column 0.
    clock_minute : int
        Now, in minutes since 1970 WIB; nothing is known after it.

    Returns
    -------
    PointDays
        Days from ``first`` to the day of the clock.

    Notes
    -----
    Outages are half-open intervals [started_at, ended_at); where those of a point overlap a minute counts once, and one
    without a sign of the monitor is unknown whatever else is written of it. Unknown minutes are at most those in
    service, down minutes at most what is left; up = in service − down − unknown. Checked by hand on outages that
    overlap, cross midnight or still last, and minute by minute on random ones.
    """
    last = max(clock_minute // MINUTES, first)
    outages = outages[outages["started_at"].astype(float) <= clock_minute]
    days = np.arange(first, last + 1)
    live_on = points["live_on"].astype(float).fillna(np.inf).to_numpy()
    endings = points[list(ENDINGS)].astype(float).fillna(np.inf).to_numpy()
    # Only who has a point can end it: a refusal before the installation was overcome.
    ended = np.where(endings >= live_on[:, None], endings, np.inf).min(axis=1)
    in_service = (days[None, :] >= live_on[:, None]) & (days[None, :] < ended[:, None])
    owner = np.searchsorted(points["point_code"].to_numpy().astype(str), outages["point_code"].to_numpy().astype(str))
    start = outages["started_at"].to_numpy().astype(np.int64)
    end = outages["ended_at"].astype(float).fillna(clock_minute + 1).to_numpy().astype(np.int64)
    end = np.minimum(end, clock_minute + 1)
    unknown_cause = (outages["cause"] == "monitor").to_numpy()
    shape = in_service.shape
    unknown = _minutes(*_merged(owner[unknown_cause], start[unknown_cause], end[unknown_cause]), first, shape)
    # What any outage covers, without what is not known: a minute is never both.
    down = _minutes(*_merged(owner, start, end), first, shape) - unknown
    length = np.full(len(days), float(MINUTES))
    length[-1] = clock_minute % MINUTES + 1
    served = in_service * length[None, :]
    unknown = np.minimum(unknown, served)
    down = np.minimum(down, served - unknown)
    closing = np.minimum((days + 1) * MINUTES - 1, clock_minute)
    off = _covered(owner[~unknown_cause], start[~unknown_cause], end[~unknown_cause], closing, shape)
    silent = _covered(owner[unknown_cause], start[unknown_cause], end[unknown_cause], closing, shape)
    live = in_service & ~off & ~silent
    return PointDays(live, in_service & silent, in_service, served - down - unknown, down, unknown)


def _merged(
    owner: npt.NDArray[np.intp], start: npt.NDArray[np.int64], end: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Overlapping outages of one point cut so that no minute is counted twice."""
    rows = pd.DataFrame({"owner": owner, "start": start, "end": end}).sort_values(["owner", "start"])
    before = rows.groupby("owner")["end"].cummax().groupby(rows["owner"]).shift(fill_value=0)
    rows["start"] = np.maximum(rows["start"], before)
    rows = rows[rows["end"] > rows["start"]]
    return rows["owner"].to_numpy(), rows["start"].to_numpy(), rows["end"].to_numpy()


def _minutes(
    owner: npt.NDArray[np.intp],
    start: npt.NDArray[np.int64],
    end: npt.NDArray[np.int64],
    first: int,
    shape: tuple[int, int],
) -> Array:
    # One row for each outage and day that it touches: ``which`` is the outage, ``step`` the days since it began.
    span = np.maximum((end - 1) // MINUTES - start // MINUTES + 1, 0)
    which = np.repeat(np.arange(len(owner)), span)
    step = np.arange(len(which)) - np.repeat(np.cumsum(span) - span, span)
    day = start[which] // MINUTES + step
    lasted = np.minimum(end[which], (day + 1) * MINUTES) - np.maximum(start[which], day * MINUTES)
    inside = (day >= first) & (day < first + shape[1])
    cell = owner[which][inside] * shape[1] + (day[inside] - first)
    total = np.bincount(cell, weights=lasted[inside], minlength=shape[0] * shape[1])
    return total.reshape(shape).astype(np.float64)


def _covered(
    owner: npt.NDArray[np.intp],
    start: npt.NDArray[np.int64],
    end: npt.NDArray[np.int64],
    closing: npt.NDArray[np.int64],
    shape: tuple[int, int],
) -> Bools:
    """Whether an outage covers the closing minute of each day."""
    # The first closing minute at or after the start is covered, the first at or after the end no longer: +1 and −1
    # there, and the running total is the number of outages that cover each closing minute.
    begin = np.searchsorted(closing, start, side="left")
    stop = np.searchsorted(closing, end, side="left")
    change = np.zeros((shape[0], shape[1] + 1))
    np.add.at(change, (owner, begin), 1)
    np.add.at(change, (owner, stop), -1)
    return np.asarray(np.cumsum(change, axis=1)[:, :-1] > 0)


def rw_counts(days: PointDays, column: npt.NDArray[np.intp], registered: Bools, areas: int) -> dict[str, Array]:
    """Sum points to RW.

    Parameters
    ----------
    days : PointDays
    column : array of int (points)
        RW of each point, −1 for none. Points are sorted by code; each run of equal columns is summed at once.
    registered : array of bool (points × days)
    areas : int
        Number of RW.

    Returns
    -------
    dict of str to array of float (days × RW)
        ``live, silent, in_service, registered`` (points), ``up_minutes, down_minutes, unknown_minutes``, and as 0 or 1
        ``rw_met`` and ``rw_registered``.

    Notes
    -----
    An RW has met the rule with at least two points that are known to be live. Checked by hand on three points.
    """
    # No column is −2, so that the first point begins a run as well.
    starts = np.flatnonzero(np.diff(column, prepend=-2))
    inside = column[starts] >= 0

    def summed(values: npt.NDArray[np.generic]) -> Array:
        result = np.zeros((values.shape[1], areas))
        if len(starts):
            # Added, not set: the points of a former area may stand apart from those of its successor.
            sums = np.add.reduceat(values.astype(np.float64), starts, axis=0)
            np.add.at(result.T, column[starts][inside], sums[inside])
        return result

    counts = {
        "live": summed(days.live),
        "silent": summed(days.silent),
        "in_service": summed(days.in_service),
        "registered": summed(registered),
        "up_minutes": summed(days.up),
        "down_minutes": summed(days.down),
        "unknown_minutes": summed(days.unknown),
    }
    counts["rw_met"] = (counts["live"] >= 2).astype(np.float64)
    counts["rw_registered"] = (counts["registered"] > 0).astype(np.float64)
    return counts
