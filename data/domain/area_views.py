"""The areas of a map shown in another way: two indicators against each other, several beside each other, months."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from data.domain.areas import Level
from data.domain.errors import Message
from data.domain.states import View
from data.domain.views import IndicatorInfo

THIRDS = ("low", "middle", "high")
"""Names of the thirds of an indicator's values."""


@dataclass(frozen=True)
class AreaPoint:
    """An area with its value on each axis, None where missing.

    Attributes
    ----------
    klass : str
        Step of the colour ramp that the map paints it in.
    """

    code: str
    name: str
    values: tuple[float | None, ...]
    klass: str
    selected: bool


@dataclass(frozen=True)
class FittedLine:
    """The line of least squares through some of the areas.

    Attributes
    ----------
    role : str
        "all", or "selected" and "rest" where areas are chosen.
    spearman : float
        Correlation of the ranks.
    count : int
        Areas that it is through.
    """

    role: str
    slope: float
    intercept: float
    spearman: float
    count: int


@dataclass(frozen=True)
class MonthMap:
    """The map of one day: a step of the colour ramp and a state letter an area, in the polygons' order."""

    day: date
    steps: str
    states: str


@dataclass(frozen=True)
class ConditionedMap:
    """The map of the areas in one third of two other indicators; the others have neither step nor state.

    Attributes
    ----------
    across, down : int
        The third of each: 0 low, 1 middle, 2 high.
    codes : tuple of str
        Its areas.
    value : float or None
        The figure of them together; None where none is known.
    """

    across: int
    down: int
    codes: tuple[str, ...]
    value: float | None
    steps: str
    states: str


@dataclass(frozen=True)
class AreaView:
    """What is shown in place of the map.

    Attributes
    ----------
    view : View
    level : Level
        The finest at which every axis has figures and may be seen.
    sentence : Message
        What it shows; empty for the map.
    axes : list of IndicatorInfo
        Of a scatter x and y; of parallel coordinates all; of months the one that is mapped.
    others : list of IndicatorInfo
        Indicators that the second axis may have.
    points, lines, months, conditioned : list
        What is drawn, by the kind of view; ``conditioned`` by rows from high to low.
    """

    view: View
    level: Level
    sentence: Message
    axes: list[IndicatorInfo]
    others: list[IndicatorInfo] = field(default_factory=list)
    points: list[AreaPoint] = field(default_factory=list)
    lines: list[FittedLine] = field(default_factory=list)
    months: list[MonthMap] = field(default_factory=list)
    conditioned: list[ConditionedMap] = field(default_factory=list)
