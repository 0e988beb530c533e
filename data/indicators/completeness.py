"""Which part of the due reports came in, by area and day or month."""

from __future__ import annotations

import numpy as np

from data.domain.areas import Level
from data.domain.dates import day_date
from data.indicators.panel import AreaTree, Array, CountPanel, due_reports, extended

DAYS = 91
MONTHS = 24


def by_day(panel: CountPanel, tree: AreaTree, level: Level, last: int) -> tuple[list[int], Array]:
    """Shares of the last `DAYS` days up to a day, also where nothing has come in since.

    Parameters
    ----------
    panel : CountPanel
    tree : AreaTree
    level : Level
        Level of the answer, not finer than the panel's.
    last : int
        Day number of the last day; may lie after the panel's last row.

    Returns
    -------
    days : list of int
        Day numbers; empty when ``last`` lies before the panel.
    shares : array of float (areas × days)
        0 to 1; NaN where nothing was due.

    Notes
    -----
    Σ reports that were due and came / Σ reports due, over the areas of the panel's level inside an area. A report that
    was not due counts in neither.
    """
    length = max(last - panel.first + 1, 0)
    due = due_reports(panel, length)
    window = slice(max(0, length - DAYS), length)
    came = extended(panel.reported, length)[window] & due[window]
    top = tree.roll_up(came, panel.level, level)
    bottom = tree.roll_up(due[window], panel.level, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(bottom > 0, top / bottom, np.nan)
    return [panel.first + row for row in range(window.start, window.stop)], shares.T


def by_month(panel: CountPanel, tree: AreaTree, level: Level, last: int) -> tuple[list[int], Array]:
    """Shares of areas that reported in each of the last `MONTHS` months up to a day.

    Months before the first report of all, and the month that still runs, are left out.

    Parameters
    ----------
    panel : CountPanel
    tree : AreaTree
    level : Level
        Level of the answer, not finer than the panel's.
    last : int
        Day number; its month is the one that still runs.

    Returns
    -------
    months : list of int
        Day number of the first day of each month inside the panel; empty without any report.
    shares : array of float (areas × months)
        0 to 1.

    Notes
    -----
    Areas of the panel's level with at least one report in the month / all of them.
    """
    days = np.arange(panel.first, min(last, panel.last) + 1)
    months = np.array([day_date(int(day)).year * 12 + day_date(int(day)).month - 1 for day in days])
    today = day_date(last)
    running = today.year * 12 + today.month - 1
    month_starts, shares = [], []
    seen = panel.reported[: len(days)]
    if not seen.any():
        return [], np.empty((len(tree.codes[level]), 0))
    first = months[np.flatnonzero(seen.any(axis=1))[0]]
    everywhere = tree.roll_up(np.ones((1, seen.shape[1])), panel.level, level)[0]
    for month in np.unique(months)[-MONTHS:]:
        rows = months == month
        if month < first or month == running:
            continue
        came = tree.roll_up(seen[rows].any(axis=0)[None, :], panel.level, level)[0]
        month_starts.append(int(days[rows][0]))
        shares.append(came / everywhere)
    return month_starts, np.array(shares).T if shares else np.empty((len(everywhere), 0))
