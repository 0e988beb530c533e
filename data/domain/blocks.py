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
        Another one for other data, another day of the clock, another scope.
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
    """

    key: str
    info: IndicatorInfo
    level: Level
    first: int
    numerator: npt.NDArray[np.floating]
    denominator: npt.NDArray[np.floating]
    scale: float
    breaks: tuple[float, ...]
    complete_until: int


@dataclass(frozen=True, kw_only=True)
class DayBlock(Block):
    """An indicator of every day: sums over area and window; a denominator of 0 means that there is no value.

    Attributes
    ----------
    letters : list of str
        State of every area, a text a day (`data.domain.states.STATE_CODES`).
    captions : list of Message
        What is painted, a sentence a day.
    """

    letters: list[str]
    captions: list[Message]


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
    caption : Message
        What is painted; ``{period}`` stands where the run of days is said.
    """

    reports: npt.NDArray[np.float32]
    due: npt.NDArray[np.float32]
    by_window: bool
    window: int
    needed: float
    caption: Message
