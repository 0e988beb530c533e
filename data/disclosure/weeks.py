"""COVID counts of closed weeks by display unit, each week as it was known on the day of its publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.disclosure.bands import Ints
from data.domain.areas import Life

WEEK = 7
MONDAY = 4
"""Day number 4 (5 January 1970) is a Monday."""


@dataclass(frozen=True)
class Weeks:
    """Counts by week and unit (an RW, or small RW taken together).

    Attributes
    ----------
    ends : array
        Day number of each week's Sunday.
    known_on : array
        Last day whose reports are in it; what came later is not.
    units : list
        Codes in the order of the columns.
    counts : array (weeks × units)
        New confirmed cases by event date.
    days, due : array (weeks × units)
        Days with a report, and days on which one was due; 0 due where the unit did not exist.
    """

    ends: Ints
    known_on: Ints
    units: list[str]
    counts: Ints
    days: Ints
    due: Ints


@dataclass(frozen=True)
class Row:
    """One unit's week, as it is kept in the ledger.

    Attributes
    ----------
    day : int
        Day number of the week's Sunday.
    unit : str
        Code of the RW, or the joint code of small ones.
    known_on : int
        Day number; reports up to this day are in it.
    confirmed : int
        New confirmed cases by event date.
    days, due : int
        Days with a report, and days on which one was due, over the RW of the unit.
    """

    day: int
    unit: str
    known_on: int
    confirmed: int
    days: int
    due: int


def weeks_of(rows: Iterable[Row]) -> Weeks:
    """Rows as arrays.

    Parameters
    ----------
    rows : iterable of Row
        In any order; all rows of a week have the same ``known_on``.

    Returns
    -------
    Weeks
        Every week × every unit that is in the rows; 0 days due where a unit has no row.
    """
    listed = list(rows)
    ends = sorted({row.day for row in listed})
    units = sorted({row.unit for row in listed})
    week, column = {day: at for at, day in enumerate(ends)}, {unit: at for at, unit in enumerate(units)}
    known = np.zeros(len(ends), dtype=np.int64)
    counts, days, due = (np.zeros((len(ends), len(units)), dtype=np.int64) for _ in range(3))
    for row in listed:
        cell = week[row.day], column[row.unit]
        known[cell[0]] = row.known_on
        counts[cell], days[cell], due[cell] = row.confirmed, row.days, row.due
    return Weeks(np.array(ends, dtype=np.int64), known, units, counts, days, due)


Units = Callable[[frozenset[str], int], Mapping[str, str]]
"""RW that exist on a day → RW code → unit."""


def closed_weeks(
    history: pd.DataFrame,
    codes: Mapping[int, str],
    lives: Mapping[int, Life],
    units: Units,
    *,
    today: int,
    lag: int,
    after: int | None = None,
) -> list[Row]:
    """Every week that is over and whose late reports have had their time.

    Parameters
    ----------
    history : DataFrame
        Every version of every report: ``area_id, day, known_on, superseded_on`` (−1: in force), ``confirmed``.
    codes, lives : mapping
        RW code, and first and last day, by area id; an RW without a `Life` has always been.
    units : callable
        Codes of the RW that exist, and the day → RW code → unit.
    today, lag : int
        Day number; days until the reports of a day are complete. A week is closed when the day of its ``known_on``
        (end + lag) is over, so that asking again finds the same reports.
    after : int or None
        Only weeks that end after this day; None takes all from the first report on.

    Returns
    -------
    list of Row
        By week and unit, also for units without a report (0 days); empty when no week is closed.

    Notes
    -----
    A report counts in its week as it was known on end + lag: known_on ≤ end + lag < superseded_on. Checked by hand on
    two RW, one of which ends between two weeks.
    """
    history = history[history["area_id"].isin(codes)]
    if not len(history):
        return []
    first = int(history["day"].min()) if after is None else after + 1
    monday = first - (first - MONDAY) % WEEK
    ends = np.arange(monday + WEEK - 1, today - lag, WEEK)
    names = sorted(set(codes.values()))
    if not len(ends):
        return []
    week = (history["day"].to_numpy(dtype=np.int64) - monday) // WEEK
    inside = (week >= 0) & (week < len(ends))
    rows, week = history[inside], week[inside]
    asked = ends[week] + lag
    gone = rows["superseded_on"].to_numpy()
    current = (rows["known_on"].to_numpy() <= asked) & ((gone < 0) | (gone > asked))
    places = {code: at for at, code in enumerate(names)}
    column = rows["area_id"].map({number: places[code] for number, code in codes.items()}).to_numpy()
    # Week and RW as one number, so that one bincount sums every cell.
    cell = (week * len(names) + column)[current]
    size = len(ends) * len(names)
    counts = np.bincount(cell, weights=rows["confirmed"].to_numpy()[current], minlength=size).reshape(len(ends), -1)
    days = np.bincount(cell, minlength=size).reshape(len(ends), -1)
    closed: list[Row] = []
    for at, end in enumerate(ends.tolist()):
        alive = _alive(names, codes, lives, end)
        groups: dict[str, list[int]] = {}
        for code, unit in units(alive, end).items():
            groups.setdefault(unit, []).append(places[code])
        for unit, columns in sorted(groups.items()):
            came = int(days[at, columns].sum())
            closed.append(Row(end, unit, end + lag, round(counts[at, columns].sum()), came, WEEK * len(columns)))
    return closed


def _alive(names: list[str], codes: Mapping[int, str], lives: Mapping[int, Life], day: int) -> frozenset[str]:
    known = {codes[number]: life for number, life in lives.items() if number in codes}
    return frozenset(
        code
        for code in names
        if (life := known.get(code)) is None or ((life.first or 0) <= day and (life.last is None or day <= life.last))
    )
