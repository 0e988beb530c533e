"""An indicator of every day, for the browser: what the page needs to repaint the map without asking."""

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
