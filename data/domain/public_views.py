"""What the pages of the public edition are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data.domain.areas import Level
from data.domain.states import Freshness

DAYS = {"week": 7, "block": 28}


PRODUCT_FORMAT = "4"
"""Format of the published product; an edition of another format is not read."""


@dataclass(frozen=True)
class Edition:
    """The published product in force.

    Attributes
    ----------
    clock : datetime
        When it was published, WIB.
    now : datetime
        The present; for a sample city, whose clock stands, the same.
    week : date or None
        Last day of the newest week with COVID figures.
    box : tuple
        Left, top, right and bottom of the city on the plane of the paths, in steps.
    metres : float
        Length of a step.
    """

    version: int
    clock: datetime
    now: datetime
    week: date | None
    simulated: bool
    box: tuple[float, float, float, float]
    metres: float
    lag: int


@dataclass(frozen=True)
class PublicArea:
    """An area with its outline.

    Attributes
    ----------
    unit : str
        The unit under which its COVID figures are shown; another than ``code`` when it is merged with a neighbour.
    x, y : float
        A point inside.
    box : tuple
        Left, top, right, bottom.
    path : str
        SVG path data on the plane.
    """

    code: str
    name: str
    full_name: str
    level: Level
    parent: str | None
    people: int | None
    area_km2: float
    simulated: bool
    unit: str
    x: float
    y: float
    box: tuple[float, float, float, float]
    path: str


@dataclass(frozen=True)
class CovidFigure:
    """One public figure; ``value`` None with ``state`` "hidden" has the interval only.

    Attributes
    ----------
    high : int or None
        None has no upper end.
    basis : str
        "band", "total" or "weeks" (`data.disclosure.covid.Figure`).
    """

    area: str
    period: str
    ends_on: date
    state: str
    value: int | None
    low: int | None
    high: int | None
    basis: str
    share: float

    @property
    def starts_on(self) -> date:
        """First day of the period."""
        return self.ends_on - timedelta(days=DAYS[self.period] - 1)

    @property
    def known(self) -> bool:
        """True when anything was reported."""
        return self.low is not None


@dataclass(frozen=True)
class PublicSubject:
    """A published subject: its page, its indicators there, on the front page and on the areas' pages.

    Attributes
    ----------
    card : str
        Indicator of its card on the front page; "" where it has none, or a card of its own.
    """

    id: str
    slug: str
    title: dict[str, str]
    description: dict[str, str]
    measures: tuple[str, ...]
    card: str
    area: tuple[str, ...]
    datasets: tuple[str, ...]


@dataclass(frozen=True)
class OpenDatasetPage:
    """A page of the open data."""

    id: str
    title: dict[str, str]
    words: dict[str, str]
    datasets: tuple[str, ...]
    example: str


@dataclass(frozen=True)
class PublicIndicator:
    """Declaration of an open indicator."""

    id: str
    subject: str
    title: dict[str, str]
    unit: dict[str, str]
    formula: dict[str, str]
    finest: Level
    direction: str
    decimals: int
    dataset: str
    breaks: tuple[float, ...]


@dataclass(frozen=True)
class PublicValue:
    """One value of an open indicator; None where nothing was reported."""

    indicator: str
    area: str
    day: date
    state: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Point:
    """A Wi-Fi point."""

    code: str
    area: str
    x: float
    y: float
    status: str


@dataclass(frozen=True)
class Near:
    """The live point nearest to an RW's middle."""

    point: str
    area: str
    metres: int


@dataclass(frozen=True)
class PickUp:
    """Last and expected next round of a stream; ``state`` is done, late or missed."""

    stream: str
    last: date
    state: str
    following: date | None


@dataclass(frozen=True)
class ProgressPoint:
    """Plan and reached at a report, percent."""

    day: date
    planned: float
    actual: float
    actions: int


@dataclass(frozen=True)
class PublicAction:
    """An action of the plan; ``example`` marks a made-up name."""

    code: str
    dimension: str
    term: str
    programme: str
    name: str
    example: bool
    opd: str
    planned: float
    actual: float
    light: str


@dataclass(frozen=True)
class PublicPlace:
    """A programme's place."""

    kind: str
    name: str
    area: str
    x: float
    y: float


@dataclass(frozen=True)
class PublicDataset:
    """A dataset behind the product."""

    id: str
    title: dict[str, str]
    owner: str
    source: str
    received: datetime | None
    data_to: date | None
    simulated: bool
    freshness: Freshness


@dataclass(frozen=True)
class OpenFile:
    """A file for download."""

    name: str
    dataset: str
    bytes: int
    sha256: str
    rows: int


@dataclass(frozen=True)
class PastEdition:
    """An edition that was in force."""

    version: int
    published_at: datetime
    week: date | None
