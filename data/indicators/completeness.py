"""Which part of the due reports came in, by area and day or month."""

from __future__ import annotations

import numpy as np

from data.domain.areas import Level
from data.domain.dates import day_date
from data.indicators.panel import AreaTree, Array, Bools, CountPanel

DAYS = 91
MONTHS = 24
WEEKS, TWICE = 12, 2


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
    came = _extended(panel.reported, length)
    if panel.daily:
        everywhere = np.ones_like(came)
        return everywhere if panel.expected is None else everywhere & _extended(panel.expected, length)
    seen = np.zeros(came.shape, dtype=np.int16)
    for week in range(1, WEEKS + 1):
        # Shifted down by whole weeks: a row counts the reports on its own weekday in the weeks before it.
        seen[7 * week :] += came[: -7 * week]
    return np.asarray(seen >= TWICE)


def _extended(reported: Bools, length: int) -> Bools:
    """Days after the last row had no report."""
    more = max(0, length - len(reported))
    return np.concatenate([reported, np.zeros((more, reported.shape[1]), dtype=bool)])[:length]


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
    came = _extended(panel.reported, length)[window] & due[window]
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
