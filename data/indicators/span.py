"""An indicator over any run of days: the declared window made longer or shorter, on the same daily sums.

The browser reckons the same from the same daily sums (`assets/engine/span.mjs`); both read `tests/vectors/span.json`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from data.domain.areas import Level
from data.domain.errors import Message
from data.indicators.declaration import PEOPLE, Indicator
from data.indicators.evaluate import Matrix, combined, reporting_part
from data.indicators.panel import AreaTree, Array, CountPanel

Single = npt.NDArray[np.float32]
WEEK = 7


def has_span(indicator: Indicator) -> bool:
    """Whether it can be taken over a run of days: a sum of daily counts. Others stand as on the run's last day."""
    return isinstance(indicator.window, int) and not indicator.method and not indicator.categories


def by_window(indicator: Indicator) -> bool:
    """Whether it is a rate by residents for the days of its window, and not one per day."""
    return indicator.denominator == PEOPLE and not indicator.per_day


def over_days(indicator: Indicator, days: int) -> Indicator:
    """The same indicator over so many days.

    A rate by residents stays a rate for the days of its window (a mean of them, over a longer run); a rate per day and
    a ratio of counts need no other scale; a plain count is the sum, and loses the window from its name.

    Raises
    ------
    ValueError
        Where it is no sum of daily counts.
    """
    if not has_span(indicator):
        raise ValueError(f"{indicator.id} is no sum over days")
    scale = indicator.scale * int(indicator.window) / days if by_window(indicator) else indicator.scale
    return replace(indicator, window=days, scale=scale, title=span_title(indicator), short=span_name(indicator))


def span_name(indicator: Indicator) -> Message:
    """Its short name over any run of days."""
    return indicator.span_title or indicator.short


def span_title(indicator: Indicator) -> Message:
    """Its title over any run of days."""
    return indicator.span_title or indicator.title


@dataclass(frozen=True)
class DailySums:
    """What an indicator is made from at a level, day by day; sums over days and areas are taken of these.

    Attributes
    ----------
    first : int
        Day number of row 0.
    numerator, denominator : array of float32 (days × areas)
        Counts of a day; the denominator by residents is those of whom the day was reported about, 0 throughout for a
        plain count.
    reports, due : array of float32 (days × areas)
        Reports that came in about a day, and those expected; fractions where areas report in rounds of a week.
    """

    indicator: Indicator
    level: Level
    first: int
    numerator: Single
    denominator: Single
    reports: Single
    due: Single

    @cached_property
    def running(self) -> tuple[Array, Array, Array, Array]:
        """Running totals of the four in 64 bits, a row of zeros before the first day."""
        return tuple(_running(each) for each in (self.numerator, self.denominator, self.reports, self.due))  # type: ignore[return-value]

    def over(self, days: int) -> Matrix:
        """The indicator over so many days, for every day that a run may end on.

        Returns
        -------
        Matrix
            Its indicator is `over_days`; runs that begin before the data sum what there is, and are incomplete.
            Residents are the mean over all days of the run, also those without data.
        """
        ends = np.arange(1, len(self.numerator) + 1)
        begins = np.maximum(ends - days, 0)
        numerator, denominator, reports, due = (total[ends] - total[begins] for total in self.running)
        if not self.indicator.ratio:
            denominator = (reports > 0).astype(np.float64)
        elif by_window(self.indicator):
            denominator = denominator / days
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(due > 0, reports / due, np.nan)
        return Matrix(
            over_days(self.indicator, days), self.level, self.first, numerator, denominator, share.astype(np.float32)
        )


def _running(daily: Single) -> Array:
    total = np.zeros((len(daily) + 1, daily.shape[1]))
    np.cumsum(daily, axis=0, dtype=np.float64, out=total[1:])
    return total


def daily_sums(indicator: Indicator, panel: CountPanel, people: Array, tree: AreaTree, level: Level) -> DailySums:
    """An indicator's daily sums at a level.

    Parameters
    ----------
    people : array of float (days × areas of the panel's level)
        Residents on each of the panel's days; used only where people are the denominator.
    level : Level
        Not finer than the panel's level.

    Notes
    -----
    Residents are counted by the days that were reported about (person-days, ADR 0005). Where areas report in rounds a
    day counts by the part of the week up to it that came in, and where counts stand on the day of receipt by whether
    anything came within the window. Over a run as long as the declared window, with one count of residents, the figure
    is the declared one; checked in `tests/unit/test_span.py`.
    """
    weekly = replace(indicator, window=WEEK)
    share = panel.reported.astype(np.float64) if panel.daily else reporting_part(weekly, panel)
    numerator = combined(panel, indicator.numerator)
    if indicator.denominator == PEOPLE:
        denominator = people * (reporting_part(indicator, panel) > 0 if panel.by_receipt else share)
    elif indicator.ratio:
        denominator = combined(panel, indicator.denominator)
    else:
        denominator = np.zeros((1, panel.reported.shape[1]))
    expected = np.ones(panel.reported.shape) if panel.expected is None else panel.expected.astype(np.float64)

    def at_level(values: Array) -> Single:
        rolled = tree.roll_up(values, panel.level, level)
        return np.ascontiguousarray(np.broadcast_to(rolled, (len(panel.reported), rolled.shape[1])), dtype=np.float32)

    return DailySums(
        indicator,
        level,
        panel.first,
        at_level(numerator),
        at_level(denominator),
        at_level(share * expected),
        at_level(expected),
    )
