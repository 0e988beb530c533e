"""A declaration and a panel → numerator, denominator, value and state of every area and day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data.domain.areas import Level
from data.domain.dates import day_date
from data.domain.states import STATE_OF, ValueState
from data.indicators.declaration import Indicator
from data.indicators.panel import AreaTree, Array, CountPanel

Small = npt.NDArray[np.float32]
ENOUGH_REPORTS = 0.9


@dataclass(frozen=True)
class Matrix:
    """An indicator at one level.

    Attributes
    ----------
    first : int
        Day number of row 0.
    numerator, denominator : array (days × areas)
        Sums over area and window; the denominator of a plain count is 1 where anything was reported.
    share : array (days × areas)
        Part of the expected reports that came in; NaN where none is expected.
    """

    indicator: Indicator
    level: Level
    first: int
    numerator: npt.NDArray[Any]
    denominator: npt.NDArray[Any]
    share: npt.NDArray[np.floating]

    @property
    def last(self) -> int:
        """Day number of the last row."""
        return self.first + len(self.numerator) - 1

    @property
    def needed(self) -> float:
        """Part of the expected reports that a complete figure needs (ADR 0005)."""
        return needed_share(self.level, self.indicator.level)

    @property
    def full_from(self) -> int:
        """First row whose window lies inside the data."""
        return self.indicator.window - 1 if isinstance(self.indicator.window, int) else 0

    def row(self, day: int) -> int:
        """Row of a day, clipped to the matrix.

        Parameters
        ----------
        day : int
            Day number.

        Returns
        -------
        int
            The first row for days before the matrix, the last for days after it.
        """
        return min(max(day, self.first), self.last) - self.first

    def values(self, rows: slice | int, columns: slice | npt.NDArray[np.intp] | None = None) -> Array:
        """Values in the indicator's unit.

        Parameters
        ----------
        rows : slice or int
            Rows (days); one row gives an array without the axis of days.
        columns : slice, array of int or None
            Columns (areas); None takes all.

        Returns
        -------
        array of float (days × areas, or areas)
            NaN where nothing was reported or the denominator is 0.
        """
        pick = slice(None) if columns is None else columns
        return ratio(self.indicator, self.numerator[rows, pick], self.denominator[rows, pick])

    def course(self, columns: npt.NDArray[np.intp], rows: slice) -> Array:
        """Values by day of several areas taken together, in the indicator's unit.

        Parameters
        ----------
        columns : array of int
            Columns of the areas.
        rows : slice
            Rows (days).

        Returns
        -------
        array of float (days)
            NaN where none of them reported or the denominator is 0.
        """
        return ratio(self.indicator, *self.together(columns, rows))

    def together(self, columns: npt.NDArray[np.intp], rows: slice) -> tuple[Array, Array]:
        """Numerator and denominator by day of several areas taken together: sums first, ratio last.

        Parameters
        ----------
        columns : array of int
            Columns of the areas.
        rows : slice
            Rows (days).

        Returns
        -------
        numerator : array of float (days)
        denominator : array of float (days)
            Of a plain count: 1 where any of the areas reported, else 0.
        """
        numerator = self.numerator[rows][:, columns].sum(axis=1, dtype=np.float64)
        parts = self.denominator[rows][:, columns]
        if not self.indicator.ratio:
            return numerator, np.asarray((parts > 0).any(axis=1), dtype=np.float64)
        return numerator, parts.sum(axis=1, dtype=np.float64)

    def letters(self, day: int, complete_until: int) -> str:
        """State of every area on a day, one letter each (`data.domain.states.STATE_CODES`).

        Parameters
        ----------
        day : int
            Day number, clipped to the matrix.
        complete_until : int
            Day number of the last day that is no longer filling up; later days are incomplete everywhere.

        Returns
        -------
        str
            One letter an area: "o" complete, "i" incomplete, "n" no report, "x" does not apply.

        Notes
        -----
        The first that holds: nothing expected → x; no report → n; denominator 0 → x; fewer reports than needed, a
        window that begins before the data, a day that still fills up, or a stock below zero (more left it than was ever
        reported to have come) → i. Needed are all reports at the indicator's own level and 90 % above it (ADR 0005).
        """
        row = self.row(day)
        share, total = self.share[row], self.denominator[row]
        late = day > complete_until or row < self.full_from
        below = (self.numerator[row] < 0) & self.indicator.stock
        marks = np.select(
            [np.isnan(share), share == 0, total == 0, (share < self.needed) | late | below],
            ["x", "n", "x", "i"],
            "o",
        )
        return "".join(marks.tolist())

    def states(self, day: int, complete_until: int) -> list[ValueState]:
        """State of every area on a day.

        Parameters
        ----------
        day, complete_until : int
            As in `letters`.

        Returns
        -------
        list of ValueState
            In the order of the areas.
        """
        return [STATE_OF[letter] for letter in self.letters(day, complete_until)]


def ratio(indicator: Indicator, numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Array:
    """Numerator / denominator in the indicator's unit.

    Parameters
    ----------
    indicator : Indicator
        Its scale is the factor after the ratio; without a denominator of its own the numerator is the value.
    numerator, denominator : array_like
        Sums over area and window, of the same shape.

    Returns
    -------
    array of float
        Shape of the arguments; NaN where the denominator is 0, also for a plain count (0 there means not reported).

    Notes
    -----
    value = scale × Σ numerator / Σ denominator, multiplied first: 138 of 240 are 57.5 %, and not 57.499…, which is
    another number once it is rounded.

    Examples
    --------
    >>> from data.subjects import indicator
    >>> float(ratio(indicator("covid-incidence-7d"), 3, 2_000))
    150.0
    """
    top, bottom = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = top * indicator.scale / bottom if indicator.ratio else top * 1.0
    return np.asarray(np.where(bottom > 0, value, np.nan))


def evaluate(indicator: Indicator, panel: CountPanel, people: Array, tree: AreaTree, level: Level) -> Matrix:
    """Evaluate an indicator for every day and every area of a level.

    Parameters
    ----------
    indicator : Indicator
    panel : CountPanel
        Its counts; a count that no file has brought yet is 0 and changes nothing.
    people : array of float (days × areas of the panel's level)
        Residents on each of the panel's days; used only where people are the denominator.
    tree : AreaTree
    level : Level
        Not finer than the panel's level.

    Returns
    -------
    Matrix
        All days of the panel × all areas of the level.

    Notes
    -----
    Counts are summed over the window first and over areas second; the ratio comes last, in `ratio`, so that a coarser
    level is never a mean of ratios. Residents are counted by the part of the window that was reported about: an RW that
    reported on one day of seven adds a seventh of its residents, one without any report nobody (ADR 0005). Checked
    against a count of the delivered files that uses no code of the project, by hand on small panels, and across levels:
    numerators and denominators have the same sums at every level.
    """
    reporting = reporting_part(indicator, panel)
    numerator = _window(indicator, panel, combined(panel, indicator.numerator))
    if indicator.denominator == (("people", 1),):
        # Residents by the part of the window that was reported about: silence is no day without cases or waste.
        if isinstance(indicator.window, int) and panel.daily and not panel.by_receipt:
            denominator = rolling_mean(people * panel.reported, indicator.window)
        else:
            by_days = isinstance(indicator.window, int) and not panel.by_receipt
            denominator = people * reporting if by_days else np.where(reporting > 0, people, 0.0)
        if indicator.per_day:
            # Person-days; the first rows of the data have fewer days behind them than the window.
            denominator = denominator * np.minimum(np.arange(1, len(people) + 1), int(indicator.window))[:, None]
    elif indicator.ratio:
        denominator = _window(indicator, panel, combined(panel, indicator.denominator))
    else:
        denominator = (reporting > 0).astype(np.float64)
    share = share_reported(panel, reporting, tree, level)
    rolled = tree.roll_up(denominator, panel.level, level)
    if not indicator.ratio:
        rolled = (rolled > 0).astype(np.float64)
    # 32 bits hold whole numbers below 16 million exactly, seven digits of any; the RW level holds most of the memory.
    fine = level is Level.RW
    kind = np.float32 if fine else np.float64
    bottom: type[np.generic] = np.uint8 if fine and not indicator.ratio else kind
    return Matrix(
        indicator,
        level,
        panel.first,
        tree.roll_up(numerator, panel.level, level).astype(kind),
        rolled.astype(bottom),
        share.astype(np.float16 if fine else np.float32),
    )


def share_reported(panel: CountPanel, reporting: Array, tree: AreaTree, level: Level) -> Array:
    """Part of the expected reports of each area and day that came in.

    Parameters
    ----------
    reporting : array of float (days × areas of the panel's level)
        Part of each area's own reports that came in (0 to 1).

    Returns
    -------
    array of float (days × areas)
        NaN where none is expected.
    """
    everywhere = np.ones((1, panel.reported.shape[1]))
    expected = everywhere if panel.expected is None else panel.expected.astype(float)
    due = tree.roll_up(expected, panel.level, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        return tree.roll_up(reporting * expected, panel.level, level) / np.where(due > 0, due, np.nan)


def needed_share(level: Level, own: Level) -> float:
    """Part of the expected reports that a complete figure needs: all at its own level, fewer above it (ADR 0005)."""
    return 1.0 if level is own else ENOUGH_REPORTS


def combined(panel: CountPanel, terms: tuple[tuple[str, int], ...]) -> Array:
    """Signed sum of some of a panel's counts, days × areas; 0 where nothing was reported."""
    total = np.zeros(panel.reported.shape)
    for name, sign in terms:
        # A measure that no file has brought yet is not reported anywhere.
        if name in panel.counts:
            total += sign * panel.counts[name]
    return total


def _window(indicator: Indicator, panel: CountPanel, counts: Array) -> Array:
    if indicator.window == "latest":
        return forward_filled(counts, latest_rows(indicator, panel))
    running = np.cumsum(counts, axis=0)
    if indicator.window == "to_date":
        return running
    return rolling_sum(counts, int(indicator.window))


def rolling_sum(counts: Array, days: int) -> Array:
    """Sum over the last ``days`` rows; early rows sum what there is.

    Parameters
    ----------
    counts : array of float (days × areas)
    days : int
        At least 1.

    Returns
    -------
    array of float (days × areas)

    Notes
    -----
    The difference of two running totals; checked against the plain sum of every window on random counts.

    Examples
    --------
    >>> rolling_sum(np.array([[1.0], [2.0], [4.0]]), 2).ravel().tolist()
    [1.0, 3.0, 6.0]
    """
    running = np.cumsum(counts, axis=0)
    total = running.copy()
    total[days:] -= running[:-days]
    return total


def rolling_mean(counts: Array, days: int) -> Array:
    """Mean over the last ``days`` rows; early rows the mean of what there is."""
    return rolling_sum(counts, days) / np.minimum(np.arange(1, len(counts) + 1), days)[:, None]


def latest_rows(indicator: Indicator, panel: CountPanel) -> npt.NDArray[np.int64]:
    """Row of the last report of each area up to each day.

    A figure that starts anew every year is not carried over its end, and none is carried on for ever.

    Parameters
    ----------
    indicator : Indicator
        ``yearly`` decides whether a report of last year still counts, ``carried_days`` how old one may be.
    panel : CountPanel

    Returns
    -------
    array of int (days × areas)
        −1 before the first report, from 1 January on until the first of the year where the figure is yearly, and where
        the last report is older than it may be.
    """
    rows = np.where(panel.reported, np.arange(len(panel.reported))[:, None], -1)
    latest = np.maximum.accumulate(rows, axis=0)
    if indicator.yearly:
        years = np.array([day_date(day).year for day in range(panel.first, panel.last + 1)])
        # An index of −1 would read the last row. Row 0 is read in its place, and −1 comes out in either case.
        latest = np.where(years[np.maximum(latest, 0)] == years[:, None], latest, -1)
    if indicator.window == "latest" and indicator.carried_days:
        latest = np.where(np.arange(len(latest))[:, None] - latest > indicator.carried_days, -1, latest)
    return np.asarray(latest, dtype=np.int64)


def forward_filled(counts: Array, latest: npt.NDArray[np.int64]) -> Array:
    """The last reported value of each column up to each row.

    Parameters
    ----------
    counts : array of float (days × areas)
    latest : array of int (days × areas)
        From `latest_rows`; −1 without a report.

    Returns
    -------
    array of float (days × areas)
        0 before the first report.
    """
    filled = np.take_along_axis(counts, np.maximum(latest, 0), axis=0)
    return np.asarray(np.where(latest >= 0, filled, 0.0))


def _of_the_due(panel: CountPanel, days: int) -> Array:
    """Part of the reports due in a window that came in, where areas report on days of their own (rounds).

    Before anything is known to be due, and where nothing was, a report is all of it; a report on another day than the
    usual one counts for it.
    """
    came = rolling_sum(panel.reported.astype(np.float64), days)
    # A round that moved to another weekday is not owed twice.
    owed = np.minimum(rolling_sum(panel.due.astype(np.float64), days), np.ceil(panel.rounds * (days / 7)))
    share = np.divide(came, owed, out=(came > 0).astype(np.float64), where=owed > 0)
    return np.asarray(np.minimum(share, 1.0))


def reporting_part(indicator: Indicator, panel: CountPanel) -> Array:
    """Part of each area's own reports that came in during the window (0 to 1)."""
    came = panel.reported.astype(np.float64)
    if indicator.window in ("to_date", "latest"):
        seen = (latest_rows(indicator, panel) >= 0).astype(np.float64)
        # A running total stays known between reports; the day itself tells how many reported.
        return np.where(came > 0, 1.0, 0.5 * seen) if panel.daily else seen
    days = int(indicator.window)
    if not panel.daily:
        return _of_the_due(panel, days)
    # The first rows have fewer days behind them than the window; no more reports are due there.
    return rolling_mean(came, days)
