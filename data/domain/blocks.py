"""An indicator for the browser: of every day, and as daily sums of which any run of days is made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.domain.areas import Level
from data.domain.errors import Message
from data.domain.views import IndicatorInfo


@dataclass(frozen=True)
class DayBlock:
    """An indicator at a level, every day and area; immutable, named by what it was made from.

    Attributes
    ----------
    key : str
        Another one for other data, another day of the clock, another scope.
    first : int
        Day number of row 0.
    numerator, denominator : array of float (days × areas)
        Sums over area and window; a denominator of 0 means that there is no value.
    letters : list of str
        State of every area, a text a day (`data.domain.states.STATE_CODES`).
    scale : float
        Factor after the ratio.
    breaks : tuple of float
        Four class edges.
    captions : list of Message
        What is painted, a sentence a day.
    complete_until : int
        Day number of the last day that no longer fills up.
    """

    key: str
    info: IndicatorInfo
    level: Level
    first: int
    numerator: npt.NDArray[np.floating]
    denominator: npt.NDArray[np.floating]
    letters: list[str]
    scale: float
    breaks: tuple[float, ...]
    captions: list[Message]
    complete_until: int


@dataclass(frozen=True)
class SumsBlock:
    """The daily sums of an indicator at a level; immutable, named by what they were made from.

    Attributes
    ----------
    key : str
        As of a `DayBlock`, the same at every level.
    first : int
        Day number of row 0.
    numerator, denominator, reports, due : array of float32 (days × areas)
        As `data.indicators.span.DailySums`.
    by_window : bool
        Whether the figure is a rate by residents for the days of its declared window.
    window : int
        Days of the declared window.
    scale : float
        Factor after the ratio, at the declared window.
    breaks : tuple of float
        Four class edges, at the declared window.
    needed : float
        Part of the expected reports that a complete figure needs.
    caption : Message
        What is painted; ``{period}`` stands where the run of days is said.
    complete_until : int
        Day number of the last day that no longer fills up.
    """

    key: str
    info: IndicatorInfo
    level: Level
    first: int
    numerator: npt.NDArray[np.float32]
    denominator: npt.NDArray[np.float32]
    reports: npt.NDArray[np.float32]
    due: npt.NDArray[np.float32]
    by_window: bool
    window: int
    scale: float
    breaks: tuple[float, ...]
    needed: float
    caption: Message
    complete_until: int
