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
    def full_from(self) -> int:
        """First row whose window lies inside the data."""
        return self.indicator.window - 1 if isinstance(self.indicator.window, int) else 0

    def row(self, day: int) -> int:
        """Row of a day, clipped to the matrix."""
        return min(max(day, self.first), self.last) - self.first

    def values(self, rows: slice | int, columns: slice | npt.NDArray[np.intp] | None = None) -> Array:
        """Values in the indicator's unit; NaN where nothing was reported or the denominator is 0."""
        pick = slice(None) if columns is None else columns
        return ratio(self.indicator, self.numerator[rows, pick], self.denominator[rows, pick])

    def together(self, columns: npt.NDArray[np.intp], rows: slice) -> tuple[Array, Array]:
        """Numerator and denominator by day of several areas taken together: sums first, ratio last."""
        numerator = self.numerator[rows][:, columns].sum(axis=1, dtype=np.float64)
        parts = self.denominator[rows][:, columns]
        if not self.indicator.ratio:
            return numerator, np.asarray((parts > 0).any(axis=1), dtype=np.float64)
        return numerator, parts.sum(axis=1, dtype=np.float64)

    def letters(self, day: int, complete_until: int) -> str:
        """State of every area on a day, one letter each (`data.domain.states.STATE_CODES`).

        Parameters
        ----------
        complete_until : int
            Last day that is no longer filling up; later days are incomplete everywhere.
        """
        row = self.row(day)
        share, total = self.share[row], self.denominator[row]
        enough = 1.0 if self.level is self.indicator.level else ENOUGH_REPORTS
        late = day > complete_until or row < self.full_from
        marks = np.select(
            [np.isnan(share), share == 0, total == 0, (share < enough) | late],
            ["x", "n", "x", "i"],
            "o",
        )
        return "".join(marks.tolist())

    def states(self, day: int, complete_until: int) -> list[ValueState]:
        """State of every area on a day."""
        return [STATE_OF[letter] for letter in self.letters(day, complete_until)]


def ratio(indicator: Indicator, numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Array:
    """Numerator / denominator in the indicator's unit; NaN where the denominator is 0.

    Examples
    --------
    >>> from data.subjects import indicator
    >>> float(ratio(indicator("covid-incidence-7d"), 3, 2_000))
    150.0
    """
    top, bottom = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = top / bottom * indicator.scale if indicator.ratio else top * 1.0
    return np.asarray(np.where(bottom > 0, value, np.nan))


def evaluate(indicator: Indicator, panel: CountPanel, people: Array, tree: AreaTree, level: Level) -> Matrix:
    """Evaluate an indicator for every day and every area of a level.

    Parameters
    ----------
    people : array (days × areas of the panel's level)
        Residents on each of the panel's days.
    level : Level
        Not finer than the panel's level.
    """
    reporting = _reporting(indicator, panel)
    numerator = _window(indicator, panel, _combine(panel, indicator.numerator))
    if indicator.denominator == (("people", 1),):
        denominator = np.where(reporting > 0, people, 0.0)
        if indicator.per_day and isinstance(indicator.window, int):
            # Person-days: the first rows of the data have fewer days behind them than the window.
            denominator = denominator * np.minimum(np.arange(1, len(people) + 1), indicator.window)[:, None]
    elif indicator.ratio:
        denominator = _window(indicator, panel, _combine(panel, indicator.denominator))
    else:
        denominator = (reporting > 0).astype(np.float64)
    everywhere = np.ones((1, panel.reported.shape[1]))
    expected = everywhere if panel.expected is None else panel.expected.astype(float)
    due = tree.roll_up(expected, panel.level, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = tree.roll_up(reporting * expected, panel.level, level) / np.where(due > 0, due, np.nan)
    rolled = tree.roll_up(denominator, panel.level, level)
    if not indicator.ratio:
        rolled = (rolled > 0).astype(np.float64)
    # Whole numbers below 16 million are exact in 32 bits; the RW level holds most of the memory.
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


def _combine(panel: CountPanel, terms: tuple[tuple[str, int], ...]) -> Array:
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

    Examples
    --------
    >>> rolling_sum(np.array([[1.0], [2.0], [4.0]]), 2).ravel().tolist()
    [1.0, 3.0, 6.0]
    """
    running = np.cumsum(counts, axis=0)
    total = running.copy()
    total[days:] -= running[:-days]
    return total


def latest_rows(indicator: Indicator, panel: CountPanel) -> npt.NDArray[np.int64]:
    """Row of the last report of each area up to each day, −1 before the first.

    A figure that starts anew every year is not carried over its end.
    """
    rows = np.where(panel.reported, np.arange(len(panel.reported))[:, None], -1)
    latest = np.maximum.accumulate(rows, axis=0)
    if indicator.yearly:
        years = np.array([day_date(day).year for day in range(panel.first, panel.last + 1)])
        latest = np.where(years[np.maximum(latest, 0)] == years[:, None], latest, -1)
    return np.asarray(latest, dtype=np.int64)


def forward_filled(counts: Array, latest: npt.NDArray[np.int64]) -> Array:
    """The last reported value of each column up to each row; 0 before the first."""
    filled = np.take_along_axis(counts, np.maximum(latest, 0), axis=0)
    return np.asarray(np.where(latest >= 0, filled, 0.0))


def _reporting(indicator: Indicator, panel: CountPanel) -> Array:
    """Part of each area's own reports that came in during the window (0 to 1)."""
    came = panel.reported.astype(np.float64)
    if indicator.window in ("to_date", "latest"):
        seen = (latest_rows(indicator, panel) >= 0).astype(np.float64)
        # A running total stays known between reports; the day itself tells how many reported.
        return np.where(came > 0, 1.0, 0.5 * seen) if panel.daily else seen
    days = int(indicator.window)
    if not panel.daily:
        return np.asarray(rolling_sum(came, days) > 0, dtype=np.float64)
    due = np.minimum(np.arange(1, len(came) + 1), days)[:, None]
    return rolling_sum(came, days) / due
