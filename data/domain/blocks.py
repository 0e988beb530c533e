"""An indicator for the browser: of every day, and as daily sums of which any run of days is made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.domain.areas import Level
from data.domain.errors import Message
from data.domain.views import IndicatorInfo


@dataclass(frozen=True, kw_only=True)
class Block:
    """An indicator at a level for the browser; immutable, named by what it was made from.

    Attributes
    ----------
    key : str
        Another one for other data, another day of the clock, another scope; one at every level.
    version : str
        The same for blocks that were made from the same data for the same scope.
    first : int
        Day number of row 0.
    numerator, denominator : array of float (days × areas)
        Of a kind that the block says.
    scale : float
        Factor after the ratio, at the declared window.
    breaks : tuple of float
        Four class edges, at the declared window.
    complete_until : int
        Day number of the last day that no longer fills up.
    declared_window : int or str
        The indicator's window: days, "to_date" or "latest".
    more : bool
        Whether a total or a distance from a plan stands beside the value.
    caption : Message
        What is painted; ``{period}`` stands where the days are said.
    single : bool
        Whether its numerator is one count.
    report_days : tuple of int or None
        Day numbers of the reports of a figure that comes by the month; None for one that moves by the day.
    events : bool
        Whether it is a rate of counted events by residents, of which two have a ratio with an interval.
    """

    key: str
    version: str
    info: IndicatorInfo
    level: Level
    first: int
    numerator: npt.NDArray[np.floating]
    denominator: npt.NDArray[np.floating]
    scale: float
    breaks: tuple[float, ...]
    complete_until: int
    declared_window: int | str
    single: bool
    more: bool
    caption: Message
    report_days: tuple[int, ...] | None = None
    events: bool = False


@dataclass(frozen=True, kw_only=True)
class DayBlock(Block):
    """An indicator of every day: sums over area and window; a denominator of 0 means that there is no value.

    Attributes
    ----------
    share : array of float32 (days × areas)
        Part of the expected reports that came in; NaN where none was expected.
    totals : array of float32 (days × areas) or None
        The count that stands beside the value as "of n".
    gaps : array of float (days) or None
        How far the city is from its plan, in points; NaN where it is not known.
    people : tuple of float
        Residents by area, 0 where they are not known; empty for a ratio.
    letters : list of str
        State of every area, a text a day (`data.domain.states.STATE_CODES`).
    """

    share: npt.NDArray[np.float32]
    letters: list[str]
    totals: npt.NDArray[np.float32] | None = None
    gaps: npt.NDArray[np.floating] | None = None
    people: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SumsBlock(Block):
    """The daily sums of an indicator, 32 bits each (`data.indicators.span.DailySums`); its key is one at every level.

    Attributes
    ----------
    reports, due : array of float32 (days × areas)
        Reports that came in about a day, and those expected.
    by_window : bool
        Whether the figure is a rate by residents for the days of its declared window.
    window : int
        Days of the declared window.
    needed : float
        Part of the expected reports that a complete figure needs.
    span_name, span_title : Message
        The indicator's name and title over any run of days.
    arrived : tuple of float
        Part of a day's count that is known 0, 1, … days later; empty where reports are not late.
    """

    reports: npt.NDArray[np.float32]
    due: npt.NDArray[np.float32]
    by_window: bool
    window: int
    needed: float
    span_name: Message
    span_title: Message
    arrived: tuple[float, ...] = ()
