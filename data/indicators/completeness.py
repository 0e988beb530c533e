"""Which part of the due reports came in, by area and day or month."""

from __future__ import annotations

import numpy as np

from data.domain.areas import Level
from data.domain.dates import day_date
from data.indicators.panel import AreaTree, Array, Bools, Panel

DAYS = 91
MONTHS = 24


def due_reports(panel: Panel) -> Bools:
    """Days on which each area owed a report (days × areas).

    Where every area reports daily, all of them; else the days on which it had reported one and two weeks
    before (the rounds of a week repeat).
    """
    if panel.daily:
        everywhere = np.ones_like(panel.reported)
        return everywhere if panel.expected is None else everywhere & panel.expected
    due = np.zeros_like(panel.reported)
    due[14:] = panel.reported[7:-7] & panel.reported[:-14]
    return due


def by_day(panel: Panel, tree: AreaTree, level: Level, last: int) -> tuple[list[int], Array]:
    """Shares of the last `DAYS` days up to a day.

    Returns
    -------
    days : list of int
        Day numbers.
    shares : array (areas × days)
        0 to 1; NaN where nothing was due.
    """
    end = min(last, panel.last) - panel.first + 1
    part = slice(max(0, end - DAYS), max(end, 0))
    due = due_reports(panel)[part]
    came = panel.reported[part] & due
    top = tree.roll_up(came, panel.level, level)
    bottom = tree.roll_up(due, panel.level, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(bottom > 0, top / bottom, np.nan)
    return [panel.first + row for row in range(part.start, part.stop)], shares.T


def by_month(panel: Panel, tree: AreaTree, level: Level, last: int) -> tuple[list[int], Array]:
    """Shares of areas that reported in each of the last `MONTHS` full months up to a day.

    Returns
    -------
    months : list of int
        Day numbers of the months' first days.
    shares : array (areas × months)
        0 to 1; NaN before the first report of all.
    """
    days = np.arange(panel.first, min(last, panel.last) + 1)
    months = np.array([day_date(int(day)).year * 12 + day_date(int(day)).month - 1 for day in days])
    found, shares = [], []
    seen = panel.reported[: len(days)]
    if not seen.any():
        return [], np.empty((len(tree.codes[level]), 0))
    first = months[np.flatnonzero(seen.any(axis=1))[0]]
    everywhere = tree.roll_up(np.ones((1, seen.shape[1])), panel.level, level)[0]
    for month in np.unique(months)[-MONTHS:]:
        rows = months == month
        if month < first or (month == months[-1] and not seen[rows].any()):
            continue
        came = tree.roll_up(seen[rows].any(axis=0)[None, :], panel.level, level)[0]
        found.append(int(days[rows][0]))
        shares.append(came / everywhere)
    return found, np.array(shares).T if shares else np.empty((len(everywhere), 0))
