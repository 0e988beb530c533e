"""View models: what a panel shows, without colour, place or language."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from data.domain.areas import Level
from data.domain.errors import Message, Span
from data.domain.states import Freshness, ValueState

Floats = npt.NDArray[np.float64]


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
    """

    dataset: str
    title: Message
    as_of: date | None
    received: datetime | None
    age_hours: float | None
    source: str
    freshness: Freshness
    simulated: bool


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


@dataclass(frozen=True)
class Panel:
    """Head and foot that every panel has."""

    indicator: IndicatorInfo
    finding: Message
    caption: Message
    stamp: Stamp


@dataclass(frozen=True)
class MapView:
    """Values by area in the polygons' order (sorted by code).

    Attributes
    ----------
    classes : str
        One digit an area: 0 zero, 1–5 the colour class; ``-`` where there is no value.
    states : str
        One letter an area, see `data.domain.states.STATE_CODES`.
    values, counts : list
        Value in the indicator's unit and its numerator; None where missing.
    breaks : tuple of float
        Four class edges.
    tally : tuple of int
        Areas in class 1–5.
    state_tally : dict
        Areas reported zero, without report, incomplete, hidden.
    own : bool
        Whether only one person's own area is in it; the map then shows that area alone.
    """

    head: Panel
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
    own: bool = False


@dataclass(frozen=True)
class Series:
    """One line or set of bars; NaN where there is no value."""

    name: str
    role: str
    values: Floats
    code: str | None = None


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
    bars : Series or None
        Daily counts behind the line, for indicators that count.
    """

    head: Panel
    days: list[date]
    series: list[Series]
    bars: Series | None
    incomplete_from: date | None
    marked: date
    notes: tuple[NoteMark, ...] = ()


@dataclass(frozen=True)
class RankRow:
    """One area in the ranking; ``value`` None where missing."""

    rank: int
    code: str
    name: str
    value: float | None
    count: float | None
    klass: str
    state: ValueState
    unstable: bool
    selected: bool


@dataclass(frozen=True)
class RankingView:
    """Areas of one level by value, highest first."""

    head: Panel
    level: Level
    rows: list[RankRow]
    reference: float | None
    reference_name: str
    total: int


@dataclass(frozen=True)
class TileView:
    """One figure with its course and change."""

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


@dataclass(frozen=True)
class TilesView:
    """The tiles of a page."""

    tiles: list[TileView]
    caption: Message


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
    """The words under the navigation: bold finding, muted conditions, what was refused."""

    bold: Message
    muted: Message
    indicator: str
    problems: tuple[Message, ...] = ()


@dataclass(frozen=True)
class SCurveView:
    """Planned and actual progress by month, both cumulative, in percent."""

    head: Panel
    days: list[date]
    planned: list[float]
    actual: list[float | None]
    marked: date
    marked_planned: float
    marked_actual: float
    notes: tuple[NoteMark, ...] = ()


@dataclass(frozen=True)
class MatrixCell:
    """Progress of one dimension in one term; deviation in points."""

    dimension: str
    term: str
    actual: float
    deviation: float
    actions: int


@dataclass(frozen=True)
class ProgressMatrixView:
    """Six dimensions × three terms."""

    head: Panel
    cells: list[MatrixCell]


@dataclass(frozen=True)
class ActionRow:
    """One action of the plan: state by the written rule, owner, deviation in points."""

    code: str
    name: str
    programme: str
    dimension: str
    term: str
    opd: str
    planned: float
    actual: float
    deviation: float
    light: str
    published_name: bool


@dataclass(frozen=True)
class ActionListView:
    """Actions, those that hold the plan back first."""

    head: Panel
    rows: list[ActionRow]
    total: int


@dataclass(frozen=True)
class WeightRow:
    """Progress under one weight set."""

    name: Message
    value: float
    official: bool


@dataclass(frozen=True)
class WeightsView:
    """What the same reports give under other weights."""

    head: Panel
    rows: list[WeightRow]


@dataclass(frozen=True)
class StatusView:
    """Case statuses before and after 13 July 2020: two sets of series, never joined."""

    head: Panel
    break_on: date
    before: list[tuple[str, list[date], list[int]]]
    after: list[tuple[str, list[date], list[int]]]


@dataclass(frozen=True)
class ReleaseRow:
    """A published total beside what the loaded reports add up to."""

    day: date
    published: int | None
    simulated: int | None
    identity_gap: int | None
    note: str


@dataclass(frozen=True)
class ReleasesView:
    """The city's releases as a second source, with their own errors kept."""

    head: Panel
    rows: list[ReleaseRow]


@dataclass(frozen=True)
class PointCounts:
    """Announced, registered and live are three numbers; classes of the RW rule."""

    announced: int
    registered: int
    live: int
    down: int
    refused: int
    waiting: int
    met: int
    one_short: int
    none: int
    rw_refused: int
    not_in: int


@dataclass(frozen=True)
class WifiPanelView:
    """Counts of points and of RW."""

    head: Panel
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

    head: Panel
    rows: list[ReasonRow]
    scheduled: int


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


@dataclass(frozen=True)
class AccountRow:
    """One account; ``seen_at`` None when it never signed in."""

    username: str
    role: Message
    area: str | None
    active: bool
    must_change: bool
    seen_at: datetime | None


@dataclass(frozen=True)
class TokenRow:
    """One device or API token."""

    id: int
    kind: str
    name: str
    role: Message
    area: str | None
    owner: str | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True)
class SessionRow:
    """One open session; ``here`` marks the one that asks."""

    id: int
    who: str
    role: Message
    created_at: datetime
    seen_at: datetime
    expires_at: datetime | None
    address: str
    agent: str
    here: bool


@dataclass(frozen=True)
class PeopleView:
    """What an administrator sees of people."""

    accounts: list[AccountRow]
    tokens: list[TokenRow]
    sessions: list[SessionRow]


@dataclass(frozen=True)
class AuditView:
    """A page of the audit log.

    Attributes
    ----------
    lines : list of dict
        ``id, at, actor, via, action, subject, detail``.
    more : int or None
        Number after which the next page begins.
    broken : int or None
        First line whose chain does not hold; None when it holds.
    """

    lines: list[dict[str, object]]
    actors: list[str]
    actions: list[str]
    actor: str
    action: str
    more: int | None
    count: int
    broken: int | None
    head: str


@dataclass(frozen=True)
class CheckRow:
    """One comparison of a dataset with its parents or with another source.

    Attributes
    ----------
    ours, theirs : float or None
        The two figures; None where one cannot be told.
    gap : float or None
        Difference in percent of theirs.
    good : bool or None
        Within what the check allows; None where the difference is known and shown, not judged.
    """

    name: Message
    ours: float | None
    theirs: float | None
    gap: float | None
    good: bool | None
    decimals: int = 0


@dataclass(frozen=True)
class CompletenessView:
    """Which part of the due reports came in, by area and period.

    Attributes
    ----------
    areas : list of (code, name)
        Rows.
    periods : list of date
        Columns: days, or first days of months.
    shares : array (areas × periods)
        0 to 1; NaN where nothing was due.
    monthly : bool
        Whether a column is a month.
    recent : float
        Share over all areas in the last 28 days (or the last month); NaN where nothing was due.
    """

    areas: list[tuple[str, str]]
    periods: list[date]
    shares: Floats
    monthly: bool
    recent: float


@dataclass(frozen=True)
class DatasetRow:
    """A dataset on the scorecard.

    Attributes
    ----------
    complete, valid : float or None
        Shares 0 to 1; None where the question does not arise.
    consistent : tuple of int
        Checks that hold, and checks in all.
    """

    id: str
    title: Message
    subject: Message
    owner: str
    source: str
    cadence_hours: float
    freshness: Freshness
    age_hours: float | None
    received: datetime | None
    rows: int
    first: date | None
    last: date | None
    complete: float | None
    valid: float | None
    consistent: tuple[int, int]
    simulated: bool
    declared: bool


@dataclass(frozen=True)
class LoadRow:
    """One load with who brought it and what became of it."""

    id: int
    dataset: str
    file_name: str
    sha256: str
    received: datetime
    read: int
    kept: int
    rejected: int
    state: str
    simulated: bool
    by: str
    note: str
    back_by: str
    rows: int = 0


@dataclass(frozen=True)
class ColumnRow:
    """One column of a contract in words."""

    name: str
    kind: Message
    unit: str
    required: bool
    note: str


@dataclass(frozen=True)
class DatasetView:
    """A dataset's own page."""

    row: DatasetRow
    note: str
    tolerance: float
    key: tuple[str, ...]
    columns: list[ColumnRow]
    completeness: CompletenessView | None
    checks: list[CheckRow]
    reasons: list[tuple[str, Message, int]]
    loads: list[LoadRow]
    indicators: list[tuple[str, Message, str]]


@dataclass(frozen=True)
class DeliveryView:
    """A delivery, how far the work on it is, and the report of its dry run."""

    id: int
    dataset: str
    title: Message
    file_name: str
    size: int
    sha256: str
    owner: str
    received: datetime
    state: str
    load_id: int | None
    problem: Message | None
    step: str
    done: int
    total: int
    report: dict[str, object] = field(default_factory=dict)

    @property
    def busy(self) -> bool:
        """Whether work on it is under way."""
        return self.state in ("waiting", "checking", "loading")


@dataclass(frozen=True)
class TermRow:
    """One part of a figure: a count with its sign, its sum, and where it comes from."""

    name: str
    sign: int
    value: float
    side: str


@dataclass(frozen=True)
class LineageView:
    """From a figure back to the files.

    Attributes
    ----------
    terms : list of TermRow
        Parts of the numerator ("top") and denominator ("bottom"), summed over area and window.
    loads : list of LoadRow
        Files whose rows are in the figure, as known on the day asked for; ``rows`` says how many.
    """

    indicator: IndicatorInfo
    value: float | None
    area_code: str
    area: str
    period: date | Span
    formula: str
    known_on: date | None
    numerator: float | None
    denominator: float | None
    scale: float
    terms: list[TermRow]
    reporting: float | None
    loads: list[LoadRow]
    simulated: bool


@dataclass(frozen=True)
class SavedViewRow:
    """A link with a name; ``own`` may be deleted by the person who asks."""

    id: int
    name: str
    page: str
    query: str
    owner: str
    shared: bool
    created: datetime
    own: bool


@dataclass(frozen=True)
class NoteRow:
    """A note on a day and an area."""

    id: int
    day: date
    area: str
    name: str
    subject: str
    text: str
    author: str
    created: datetime
    own: bool


@dataclass(frozen=True)
class ExportView:
    """A panel's table with the facts that are printed on it."""

    table: TableView
    facts: list[tuple[Message, object]]
