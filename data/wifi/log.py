"""A monitor's log of Wi-Fi points as intervals: up, down or not known, service by service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

DOWN, UP, UNKNOWN = 0, 1, 2
SERVICES = ("radio_up", "internet_up", "portal_up")
STATE_NAMES = {DOWN: "down", UP: "up", UNKNOWN: "unknown"}
DAY = 1440
PATIENCE = 15
"""Minutes that a line of the log stands for, if no other follows."""
INTERVAL = ("point", "started_at", "ended_at", "state")
Codes = npt.NDArray[np.int8]
Minutes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Log:
    """Lines of a log in the order of point and minute, one a point and minute.

    Attributes
    ----------
    points : array of str
        Codes of the points.
    point : array of int (lines)
        Index of the point.
    minute : array of int (lines)
        Minutes since 1970 WIB.
    states : mapping of str to array of int8 (lines)
        `UP`, `DOWN` or `UNKNOWN` by service; lines of the same minute that contradict each other are not known.
    clients : array of float (lines)
        Most clients that a line of the minute counts; NaN where none says.
    refused : dict of str to int
        Lines that were left out, by reason.
    """

    points: npt.NDArray[np.str_]
    point: npt.NDArray[np.int64]
    minute: Minutes
    states: Mapping[str, Codes]
    clients: npt.NDArray[np.float64]
    refused: dict[str, int]


def read_log(lines: pd.DataFrame, *, first: int, last: int) -> Log:
    """Bring the lines of a log into order.

    Parameters
    ----------
    lines : DataFrame
        ``point, time`` (texts, ISO and WIB), the `SERVICES` (1, 0 or empty) and perhaps ``clients``, in any order, with
        repetitions.
    first, last : int
        The window, in minutes since 1970 WIB, its end not included. Lines outside it, such as from a clock that has
        jumped to 2035, are refused, and so are lines without a point or a time.

    Returns
    -------
    Log
        The same for every order of the lines (property test).
    """
    moment = pd.to_datetime(lines["time"], format="ISO8601", errors="coerce")
    named = lines["point"].notna().to_numpy()
    dated = moment.notna().to_numpy()
    minute = np.where(dated, moment.to_numpy().astype("datetime64[m]").astype(np.int64), first)
    inside = (minute >= first) & (minute < last)
    refused = {
        "without a point": int((~named).sum()),
        "without a time": int((named & ~dated).sum()),
        "outside the window": int((named & dated & ~inside).sum()),
    }
    kept = np.flatnonzero(named & dated & inside)
    code, points = pd.factorize(lines["point"].iloc[kept], sort=True)
    minute = minute[kept]
    order = np.lexsort((minute, code))
    code, minute = code[order], minute[order]
    starts = np.flatnonzero((np.diff(code, prepend=-1) != 0) | (np.diff(minute, prepend=first - 1) != 0))
    states = {name: _agreed(lines[name].to_numpy()[kept][order], starts) for name in SERVICES}
    clients = np.full(len(starts), np.nan)
    if "clients" in lines and len(starts):
        counted = lines["clients"].to_numpy(dtype=np.float64, na_value=np.nan)[kept][order]
        clients = np.fmax.reduceat(counted, starts)
    return Log(np.asarray(points, dtype=str), code[starts].astype(np.int64), minute[starts], states, clients, refused)


def _agreed(values: npt.NDArray[np.generic], starts: npt.NDArray[np.intp]) -> Codes:
    """What the lines of a minute say together."""
    number = values.astype(np.float32)
    state = np.where(np.isnan(number), UNKNOWN, (number > 0).astype(np.int8)).astype(np.int8)
    if not len(starts):
        return state
    low, high = np.minimum.reduceat(state, starts), np.maximum.reduceat(state, starts)
    return np.where(low == high, low, UNKNOWN).astype(np.int8)


def intervals(log: Log, state: Codes, *, first: int, last: int, patience: int = PATIENCE) -> pd.DataFrame:
    """Intervals in which a state lasts.

    Parameters
    ----------
    state : array of int8 (lines)
        Of each line, one of `Log.states` or what is made of several.
    first, last : int
        The window.
    patience : int
        Minutes that a line stands for; what no line stands for is not known.

    Returns
    -------
    DataFrame
        ``point`` (index among `Log.points`), ``started_at, ended_at`` (minutes, the end not included), ``state``; they
        cover the window of every point without a gap, and neighbours differ.
    """
    count, points = len(log.point), len(log.points)
    if not count:
        return pd.DataFrame({name: np.zeros(0, dtype=np.int64) for name in INTERVAL})
    begins = np.diff(log.point, prepend=-1) != 0
    following = np.append(log.minute[1:], last)
    following[np.append(begins[1:], True)] = last
    held = np.minimum(log.minute + patience, following)
    # Of each line what it says and then the silence after it; before the first line of a point silence as well.
    point = np.concatenate([log.point, log.point, np.arange(points)])
    started = np.concatenate([log.minute, held, np.full(points, first)])
    ended = np.concatenate([held, following, log.minute[np.flatnonzero(begins)] if count else np.zeros(0, np.int64)])
    value = np.concatenate([state, np.full(count + points, UNKNOWN, dtype=np.int8)])
    lasting = np.flatnonzero(ended > started)
    order = lasting[np.lexsort((started[lasting], point[lasting]))]
    point, started, value = point[order], started[order], value[order]
    changed = np.flatnonzero((np.diff(point, prepend=-1) != 0) | (np.diff(value, prepend=-1) != 0))
    point, started, value = point[changed], started[changed], value[changed]
    until = np.append(started[1:], last)
    until[np.append(np.diff(point) != 0, True)] = last
    return pd.DataFrame({"point": point, "started_at": started, "ended_at": until, "state": value})


def availability(rows: pd.DataFrame, points: int) -> pd.DataFrame:
    """Minutes up, down and not known of each point, and the share up of what is known.

    Parameters
    ----------
    rows : DataFrame
        From `intervals`.
    points : int
        How many there are.

    Returns
    -------
    DataFrame (points)
        ``up, down, unknown`` (minutes), ``share`` (0 to 1, missing where nothing is known).
    """
    minutes = rows["ended_at"] - rows["started_at"]
    table = pd.DataFrame(
        {
            name: np.bincount(rows["point"], weights=minutes.where(rows["state"] == code, 0), minlength=points)
            for code, name in STATE_NAMES.items()
        }
    )
    known = table["up"] + table["down"]
    return table.assign(share=(table["up"] / known.where(known > 0)))[["up", "down", "unknown", "share"]]


def outages(log: Log, *, first: int, last: int, patience: int = PATIENCE) -> pd.DataFrame:
    """The log as rows of the dataset ``wifi-outages``.

    Returns
    -------
    DataFrame
        ``point, started_at, ended_at, cause``: "device" while the radio is down, "fibre" while only the internet is,
        "monitor" while nothing is known; ``ended_at`` is missing where it lasts to the window's end.
    """
    radio, internet = log.states["radio_up"], log.states["internet_up"]
    causes = {0: "device", 1: "fibre", 2: "monitor", 3: ""}
    both = np.where(radio == DOWN, 0, np.where(internet == DOWN, 1, np.where((radio == UP) & (internet == UP), 3, 2)))
    # `intervals` writes silence as `UNKNOWN`, which is the monitor's number here too.
    rows = intervals(log, both.astype(np.int8), first=first, last=last, patience=patience)
    rows = rows[rows["state"] != 3]
    ended = rows["ended_at"].where(rows["ended_at"] < last)
    made = rows.assign(ended_at=ended, cause=rows["state"].map(causes))
    made["point"] = log.points[rows["point"].to_numpy()]
    return made[["point", "started_at", "ended_at", "cause"]].reset_index(drop=True)


def service_days(log: Log, *, first: int, last: int, patience: int = PATIENCE) -> pd.DataFrame:
    """Minutes up and down of each service by point and day of the window.

    Returns
    -------
    DataFrame
        ``point`` (code), ``since`` (first minute of the window on that day), ``watched`` (minutes of the window on it),
        ``<service>_up``, ``<service>_down`` (minutes; what is neither is not known), ``clients_most`` (missing where no
        line counts any).
    """
    days = np.arange(first // DAY, (last - 1) // DAY + 1)
    began, ended = np.maximum(days * DAY, first), np.minimum((days + 1) * DAY, last)
    count = len(log.points)
    table = pd.DataFrame(
        {
            "point": np.repeat(log.points, len(days)),
            "since": np.tile(began, count),
            "watched": np.tile(ended - began, count),
        }
    )
    for service, states in log.states.items():
        rows = intervals(log, states, first=first, last=last, patience=patience)
        for state, name in ((UP, "up"), (DOWN, "down")):
            own = rows[rows["state"] == state]
            column = f"{service.removesuffix('_up')}_{name}"
            table[column] = _by_day(own, days[0], (count, len(days))).ravel()
    most = np.full((count, len(days)), -1.0)
    np.maximum.at(most, (log.point, log.minute // DAY - days[0]), np.nan_to_num(log.clients, nan=-1.0))
    return table.assign(clients_most=np.where(most.ravel() < 0, np.nan, most.ravel()))


def _by_day(rows: pd.DataFrame, first_day: int, shape: tuple[int, int]) -> Minutes:
    """Minutes of intervals by point and day."""
    point, start, end = (rows[name].to_numpy() for name in ("point", "started_at", "ended_at"))
    spans = (end - 1) // DAY - start // DAY + 1
    owner = np.repeat(np.arange(len(rows)), spans)
    day = start[owner] // DAY + np.arange(len(owner)) - np.repeat(np.cumsum(spans) - spans, spans)
    minutes = np.minimum(end[owner], (day + 1) * DAY) - np.maximum(start[owner], day * DAY)
    sums = np.zeros(shape, dtype=np.int64)
    np.add.at(sums, (point[owner], day - first_day), minutes)
    return sums


def continued(rows: pd.DataFrame, running: pd.DataFrame, log: Log, *, first: int) -> pd.DataFrame:
    """Outages of a log after those on record that have no end.

    Parameters
    ----------
    rows : DataFrame
        From `outages`.
    running : DataFrame
        On record without an end: ``point, started_at, cause``.
    first : int
        Begin of the window.

    Returns
    -------
    DataFrame
        An outage on record ends at the first minute from its start on at which its point is known to be up; silence on
        record ends at the first line that says anything. What a point's first line says goes on from before the window
        if an outage is on record, and is not begun anew. Silence of at most `PATIENCE` before a point's first line is
        none: its monitor looks in turn.
    """
    radio, internet = log.states["radio_up"], log.states["internet_up"]
    known, works = (radio != UNKNOWN) & (internet != UNKNOWN), (radio == UP) & (internet == UP)
    short = (rows["started_at"] == first) & (rows["ended_at"] - first <= PATIENCE) & (rows["cause"] == "monitor")
    rows = rows[~short]
    there = set(zip(rows["point"], rows["started_at"], strict=True))
    closed, repeated = [], set()
    positions = {str(code): at for at, code in enumerate(log.points)}
    for point, started, cause in running[["point", "started_at", "cause"]].itertuples(index=False):
        if point not in positions:
            continue
        at = positions[point]
        own = slice(*np.searchsorted(log.point, [at, at + 1]))
        minute, ends_it = log.minute[own], (known if cause == "monitor" else works)[own]
        over = minute[ends_it & (minute >= started)]
        if len(over) and (point, started) not in there:
            closed.append((point, started, float(over[0]), cause))
        if started < first and cause != "monitor" and known[own].any():
            repeated.add((point, int(minute[known[own]][0])))
    begun = [key in repeated for key in zip(rows["point"], rows["started_at"], strict=True)]
    rows = rows[~(np.array(begun, dtype=bool) & (rows["cause"] != "monitor").to_numpy())]
    made = pd.DataFrame(closed, columns=["point", "started_at", "ended_at", "cause"])
    return pd.concat([made, rows], ignore_index=True) if closed else rows.reset_index(drop=True)
