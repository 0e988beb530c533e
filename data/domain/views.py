"""View models: what a panel shows, without colour, place or language."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from data.domain.areas import Level
from data.domain.categories import Category, category_steps
from data.domain.errors import Message, Num, msg
from data.domain.pages import PointLayer
from data.domain.states import Flag, Freshness, Ramp, Scale, ValueState, ramp_steps

Floats = npt.NDArray[np.float64]
MEAN_DAYS = 7
"""Days whose sum is shown as a daily mean beside daily counts."""


@dataclass(frozen=True)
class Stamp:
    """Where a figure comes from.

    Attributes
    ----------
    as_of : date or None
        Last day the figure is about; None when nothing has been loaded.
    received : datetime or None
        When the newest load arrived, WIB.
    age_hours : float or None
        Hours between `received` and the clock.
    outdated : bool
        Whether the figure was computed from data that are not the newest any more.
    known_on : date or None
        The day as known on which it is shown: what came in after it is not in the figure. None for now.
    """

    dataset: str
    title: Message
    as_of: date | None
    received: datetime | None
    age_hours: float | None
    source: str
    freshness: Freshness
    simulated: bool
    outdated: bool = False
    known_on: date | None = None


FLAG_NAMES = {
    Flag.ABOVE: msg("above the city beyond chance"),
    Flag.BELOW: msg("below the city beyond chance"),
    Flag.WITHIN: msg("within chance of the city"),
}


@dataclass(frozen=True)
class IndicatorInfo:
    """An indicator's declaration as far as a screen needs it."""

    id: str
    subject: str
    title: Message
    short: Message
    unit: Message
    decimals: int
    direction: str
    level: Level
    percent: bool
    ratio: bool
    count_unit: Message | None
    signed: bool = False
    basis_title: Message | None = None
    unstable_below: int = 0
    shown_scale: float = 1.0
    shown_unit: Message | None = None
    ramp: Ramp = "sequential"
    categories: tuple[Category, ...] = ()

    def steps(self, classes: str) -> str:
        """Steps of the colour ramp of classes (`ramp_steps`), or the categories' colours."""
        if self.categories:
            return category_steps(classes, self.categories)
        return ramp_steps(classes, self.direction, self.ramp)

    def shown_count(self, count: float) -> Num:
        """A numerator in the unit in which it is shown (`shown_unit`)."""
        return Num(count / self.shown_scale, int(self.shown_scale > 1))


@dataclass(frozen=True)
class PanelHeader:
    """Head and foot that every panel has.

    Attributes
    ----------
    moving : Message or None
        The caption with ``{period}`` where the run of days is said that somebody is drawing; None where the panel does
        not follow it.
    """

    indicator: IndicatorInfo
    finding: Message
    caption: Message
    stamp: Stamp
    moving: Message | None = None


@dataclass(frozen=True)
class SecondValues:
    """The second figure of a bivariate map: its values in the polygons' order, None where missing."""

    indicator: IndicatorInfo
    values: list[float | None]


@dataclass(frozen=True)
class MapView:
    """Values by area in the polygons' order (sorted by code).

    Attributes
    ----------
    classes : str
        One digit an area: 0 zero, 1–5 the class by value; ``-`` where there is no value.
    states : str
        One letter an area, see `data.domain.states.STATE_CODES`.
    values, counts : list
        Value in the indicator's unit and its numerator; None where missing.
    breaks : tuple of float
        Four class edges.
    tally : tuple of int
        Areas in each class.
    state_tally : dict
        Areas reported zero, without report, incomplete, hidden.
    lows, highs, basis, flags : list
        Limits of the values, what else they rest on, and where they lie against the city, where a job computed them;
        empty otherwise.
    layer : PointLayer or None
        Points that stand on raised ground; areas then have no class colour.
    point_captions : tuple of Message
        What the map says of points where all are known, and where some are not, with places for ``{n}``, ``{unknown}``
        and ``{period}``; empty where only the server knows their days.
    point_areas : tuple of str
        Areas in which they are counted; none is the whole city.
    reach_metres : int
        Radius of the circles around the points that work; 0 for none.
    own : bool
        Whether only one person's own area is in it; the map then shows that area alone.
    asked : Level or None
        The level that was asked for, where the indicator does not exist at it.
    block : str
        Key of the block that has the values of every day (`data.domain.blocks`); "" for none.
    sums : str
        Key of the block that has the daily sums, of which any run of days is made; "" for none.
    version : str
        What all blocks of the same data and scope share.
    scale : Scale
        What the classes are made by.
    others : list of IndicatorInfo
        What may be the second figure of the map.
    valued : IndicatorInfo or None
        What the values are, where the head speaks of something else (points); None for the head's own.
    second : SecondValues or None
        Another figure of the same areas, where the classes are of both; ``tally`` then has nine numbers, and there are
        no ``breaks``.
    """

    head: PanelHeader
    level: Level
    classes: str
    states: str
    values: list[float | None]
    counts: list[float | None]
    breaks: tuple[float, ...]
    tally: tuple[int, ...]
    state_tally: dict[str, int]
    points: str | None = None
    point_tally: dict[str, int] = field(default_factory=dict)
    point_captions: tuple[Message, ...] = ()
    point_areas: tuple[str, ...] = ()
    layer: PointLayer | None = None
    reach_metres: int = 0
    own: bool = False
    valued: IndicatorInfo | None = None
    second: SecondValues | None = None
    lows: list[float | None] = field(default_factory=list)
    highs: list[float | None] = field(default_factory=list)
    basis: list[float | None] = field(default_factory=list)
    flags: list[Flag | None] = field(default_factory=list)
    asked: Level | None = None
    block: str = ""
    sums: str = ""
    version: str = ""
    scale: Scale = Scale.CLASSES
    others: list[IndicatorInfo] = field(default_factory=list)

    @property
    def steps(self) -> str:
        """Step of the colour ramp of every area (`ramp_steps`)."""
        return self.head.indicator.steps(self.classes)

    @property
    def edge_decimals(self) -> int:
        """Decimals that the class edges are written with: none only where they are whole and not all small."""
        high = max(self.breaks, default=0)
        small = self.head.indicator.decimals if high < 10 else 0
        return max(small, 1 if high < 100 and any(edge % 1 for edge in self.breaks) else 0)


@dataclass(frozen=True)
class Series:
    """One line or set of bars; NaN where there is no value."""

    name: str | Message
    role: str
    values: Floats
    code: str | None = None

    @property
    def known(self) -> Floats:
        """The values without the missing ones."""
        return self.values[~np.isnan(self.values)]

    @property
    def last(self) -> float | None:
        """The newest value; None without any."""
        return float(self.known[-1]) if len(self.known) else None

    @property
    def highest(self) -> float | None:
        """The highest value; None without any."""
        return float(self.known.max()) if len(self.known) else None


@dataclass(frozen=True)
class Band:
    """A range around a line or behind bars, by day; NaN where there is none.

    Attributes
    ----------
    title : Message
        What lies inside it.
    """

    title: Message
    lower: Floats
    upper: Floats


@dataclass(frozen=True)
class NoteMark:
    """A note as a mark on a chart."""

    day: date
    text: str
    area: str
    author: str


@dataclass(frozen=True)
class TrendView:
    """Development over time.

    Attributes
    ----------
    days : list of date
        Shared by all series.
    incomplete_from : date or None
        First day that is still filling up.
    marked : date
        The selected date.
    since : date or None
        First day of the run that was chosen and ends on ``marked``.
    bars : Series or None
        Daily counts behind the line, for indicators that count.
    band : Band or None
        Range of the bars, or without them of the only line.
    """

    head: PanelHeader
    days: list[date]
    series: list[Series]
    bars: Series | None
    incomplete_from: date | None
    marked: date
    notes: tuple[NoteMark, ...] = ()
    band: Band | None = None
    since: date | None = None

    def drawn(self, series: Series) -> list[float]:
        """Values of a line, NaN where missing; beside daily counts the daily mean of its summed window."""
        values: list[float] = (series.values / (1 if self.bars is None else MEAN_DAYS)).tolist()
        return values


@dataclass(frozen=True)
class RankRow:
    """One area in the ranking; ``value`` None where missing, ``limits`` and ``flag`` where nothing computed them."""

    rank: int
    code: str
    name: str
    value: float | None
    count: float | None
    klass: str
    state: ValueState
    unstable: bool
    selected: bool
    limits: tuple[float, float] | None = None
    flag: Flag | None = None


@dataclass(frozen=True)
class RankingView:
    """Areas of one level by value, highest first.

    Attributes
    ----------
    scope : tuple of str
        What the areas lie in; empty is the whole city.
    beyond : tuple of str
        Those on the wrong side of the whole, in any order.
    """

    head: PanelHeader
    level: Level
    rows: list[RankRow]
    reference: float | None
    reference_name: str | Message
    total: int
    scope: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()


@dataclass(frozen=True)
class TileView:
    """One figure with its course and change.

    Attributes
    ----------
    sums : str
        Key of the block with the figure's daily sums; "" for none.
    block : str
        Key of the block with its values of every day; "" for none.
    level : Level
        Where the figure exists and may be seen, for the level that was chosen.
    moving : Message or None
        Its name over a run of days that somebody is drawing.
    """

    indicator: IndicatorInfo
    value: float | None
    denominator: float | None
    area_name: str
    spark: list[float | None]
    change: Message
    direction: int
    stamp: Stamp
    as_of: date | None
    state: ValueState
    level: Level
    limits: tuple[float, float] | None = None
    sums: str = ""
    block: str = ""
    moving: Message | None = None


@dataclass(frozen=True)
class TilesView:
    """The tiles of a page; ``moving`` as in a `PanelHeader`, ``compared`` what they are compared with."""

    tiles: list[TileView]
    caption: Message
    moving: Message | None = None
    compared: str | Message = ""


@dataclass(frozen=True)
class Column:
    """A column of a table; ``numeric`` columns are aligned right and sort as numbers."""

    title: Message
    numeric: bool = False


@dataclass(frozen=True)
class TableView:
    """The table behind a chart. Cells are str, Num, date, Message or None (missing)."""

    title: Message
    caption: Message
    columns: list[Column]
    rows: list[list[object]]
    codes: list[str | None] = field(default_factory=list)
    cut: int = 0


@dataclass(frozen=True)
class Sentence:
    """The words under the navigation: bold finding, muted conditions, what was refused.

    Attributes
    ----------
    moving : Message or None
        The bold words with ``{value}`` for a run of days that somebody is drawing; None where none can be.
    """

    bold: Message
    muted: Message
    indicator: str
    problems: tuple[Message, ...] = ()
    moving: Message | None = None


@dataclass(frozen=True)
class StatusView:
    """Case statuses before and after 13 July 2020: two sets of series, never joined."""

    head: PanelHeader
    break_on: date
    before: list[tuple[str, list[date], list[int]]]
    after: list[tuple[str, list[date], list[int]]]


@dataclass(frozen=True)
class ReleaseRow:
    """A published total beside what the loaded reports add up to."""

    day: date
    published: int | None
    reported_total: int | None
    identity_gap: int | None
    note: str


@dataclass(frozen=True)
class ReleasesView:
    """The city's releases as a second source, with their own errors kept."""

    head: PanelHeader
    rows: list[ReleaseRow]


@dataclass(frozen=True)
class PointCounts:
    """Announced, registered and live are three numbers; classes of the RW rule."""

    announced: int
    registered: int
    live: int
    down: int
    unknown: int
    refused: int
    waiting: int
    met: int
    one_short: int
    none: int
    rw_refused: int
    not_in: int

    @property
    def rws(self) -> int:
        """RW in all classes of the rule together."""
        return self.met + self.one_short + self.none + self.rw_refused + self.not_in


@dataclass(frozen=True)
class WifiPanelView:
    """Counts of points and of RW."""

    head: PanelHeader
    counts: PointCounts
    whole: bool


@dataclass(frozen=True)
class ReasonRow:
    """Missed stops by coded reason."""

    reason: str
    missed: int
    accepted: bool


@dataclass(frozen=True)
class ReasonsView:
    """Why stops were missed in the window, accepted reasons apart."""

    head: PanelHeader
    rows: list[ReasonRow]
    scheduled: int

    @property
    def missed(self) -> int:
        """Missed stops of all reasons together."""
        return sum(row.missed for row in self.rows)


@dataclass(frozen=True)
class FeedView:
    """One feed in the status strip."""

    title: Message
    freshness: Freshness
    age_hours: float | None
    received: datetime | None


@dataclass(frozen=True)
class StatusStrip:
    """Every feed, and the version of the data."""

    feeds: list[FeedView]
    version: int
    clock: datetime
