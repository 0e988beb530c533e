"""What the pages of the public edition are drawn from."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data.domain.areas import Level, parent_of
from data.domain.states import Freshness

DAYS = {"week": 7, "block": 28}
BANDS = ((0, 4), (5, 9), (10, 19), (20, None))
"""Ends of the bands in which an RW's cases are shown; the last has no upper one."""
RATE_EDGES = (100.0, 300.0, 600.0, 1_000.0)
"""Edges between the classes of weekly cases per `RATE_PEOPLE` residents."""
RATE_PEOPLE = 100_000
LARGEST_RATE = 10
"""Cases per resident that stand for "no upper end"."""

PRODUCT_FORMAT = "9"
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

    @property
    def days_to_publish(self) -> int:
        """Days after its end on which a week is published at the earliest."""
        return self.lag + 1


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

    @property
    def band(self) -> int | None:
        """Number of the band (0 to 3) that the figure shows; None where it is wider, or without a report."""
        return BANDS.index((self.low, self.high)) if (self.low, self.high) in BANDS else None

    def rate(self, people: int | None) -> float | None:
        """Cases per 100,000 residents.

        Parameters
        ----------
        people : int or None
            Residents of the area; None or 0 where they are not known.

        Returns
        -------
        float or None
            None without an exact total or without residents.
        """
        return self.value * RATE_PEOPLE / people if self.value is not None and people else None

    def rate_class(self, people: int | None) -> int | None:
        """Class (1 to 5) of the cases per 100,000 residents.

        Returns
        -------
        int or None
            None when the published interval spans two classes, or without a report or residents.
        """
        if not self.known or not people:
            return None
        ends = (self.low or 0, LARGEST_RATE * people if self.high is None else self.high)
        low, high = (class_of(count * RATE_PEOPLE / people, RATE_EDGES) for count in ends)
        return low if low == high else None


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
    why: dict[str, str]
    limits: dict[str, str]
    check: dict[str, str]
    source: dict[str, str]
    finest: Level
    direction: str
    decimals: int
    dataset: str
    breaks: tuple[float, ...]

    @property
    def edge_decimals(self) -> int:
        """Decimals that the class edges are written with: none where they are whole."""
        return 0 if all(edge % 1 == 0 for edge in self.breaks) else self.decimals


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
    """First plan, plan, claimed (``actual``), evidenced and verified at a report, percent."""

    day: date
    first_planned: float
    planned: float
    actual: float
    evidenced: float
    verified: float
    actions: int

    @property
    def deviation(self) -> float:
        """Points ahead of the plan; below zero behind it."""
        return self.actual - self.planned


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
    weight: float
    finish: date
    planned: float
    actual: float
    evidenced: float
    verified: float
    light: str


@dataclass(frozen=True)
class Quarter:
    """A quarter of the plan; ``number``, ``sha256`` and ``closed_on`` are None while it is not closed."""

    name: str
    ends_on: date
    planned: float
    actual: float
    evidenced: float
    verified: float
    number: int | None
    sha256: str | None
    closed_on: date | None


@dataclass(frozen=True)
class QuarterDimension:
    """A dimension at the end of a quarter, per cent."""

    dimension: str
    planned: float
    actual: float
    evidenced: float
    verified: float
    actions: int


@dataclass(frozen=True)
class PublicProgramme:
    """A programme of the plan; ``example`` marks a made-up name."""

    slug: str
    name: str
    example: bool


@dataclass(frozen=True)
class PublicStatement:
    """What a source says of a programme; ``example`` marks a composed line."""

    date: date
    state: str
    words: str
    source: str
    example: bool


@dataclass(frozen=True)
class PublicCohort:
    """A cohort of a programme; None where nobody has told how many."""

    cohort: str
    kind: str
    ended: date
    couples: int | None
    finished: int | None
    source: str
    example: bool


@dataclass(frozen=True)
class FindingTally:
    """Findings of monev in a dimension; ``overdue`` are those of the open ones whose day has passed."""

    dimension: str
    open: int
    closed: int
    overdue: int


@dataclass(frozen=True)
class Weighting:
    """What a weight set gives at the newest report, and gave on the day of the ministry's review (None: not known)."""

    id: str
    name_id: str
    name_en: str
    planned: float
    value: float
    evidenced: float
    verified: float
    at_review: float | None
    review_on: date
    published: float

    def name(self, lang: str) -> str:
        """Its name in a language."""
        return self.name_id if lang == "id" else self.name_en


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
    """A dataset behind the product; ``partly`` where only a part of it is simulated."""

    id: str
    title: dict[str, str]
    owner: str
    source: str
    received: datetime | None
    data_to: date | None
    simulated: bool
    partly: bool
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


def class_of(value: float, edges: Sequence[float]) -> int:
    """Number of the class of a value, as `data.indicators.breaks.classes` gives it, zero a value like any other.

    Parameters
    ----------
    value : float
        Not missing.
    edges : sequence of float
        Rising; each is the lower end of a class.

    Returns
    -------
    int
        1 below the first edge, one more with each edge that is reached.

    Examples
    --------
    >>> class_of(99.9, RATE_EDGES), class_of(100.0, RATE_EDGES), class_of(2_000.0, RATE_EDGES)
    (1, 2, 5)
    """
    return 1 + bisect_right(edges, value)


def tally_by_area(codes: Iterable[str]) -> Counter[str]:
    """How many things lie in each area, from the code of the area of each: in that area and in all that hold it.

    Examples
    --------
    >>> tally_by_area(["32.76.02.1010.006", "32.76.02.1010.007"])["32.76.02.1010"]
    2
    """
    tally: Counter[str] = Counter()
    for code, count in Counter(codes).items():
        above: str | None = code
        while above is not None:
            tally[above] += count
            above = parent_of(above)
    return tally


@dataclass(frozen=True)
class AreaClasses:
    """Classes of the areas of a map.

    Attributes
    ----------
    by_area : mapping
        Code → number of the class as text, "hidden" where the published figure does not tell it, "none" without a
        report.
    tally : Counter
        How many there are of each.
    """

    by_area: Mapping[str, str]
    tally: Counter[str]


def _class_word(figure: CovidFigure | None, number: int | None) -> str:
    return "none" if figure is None or not figure.known else "hidden" if number is None else str(number)


def rate_classes(areas: Iterable[PublicArea], figures: Mapping[str, CovidFigure]) -> AreaClasses:
    """Classes 1 to 5 of the cases per 100,000 residents; ``figures`` by area code."""
    words = {
        area.code: _class_word(figure, figure.rate_class(area.people) if figure else None)
        for area in areas
        for figure in (figures.get(area.code),)
    }
    return AreaClasses(words, Counter(words.values()))


def band_classes(areas: Sequence[PublicArea], figures: Mapping[str, CovidFigure]) -> AreaClasses:
    """Bands 0 to 3 of RW; ``figures`` by unit, and RW that share a figure count once."""
    by_unit = {
        unit: _class_word(figure, figure.band if figure else None)
        for unit in dict.fromkeys(area.unit for area in areas)
        for figure in (figures.get(unit),)
    }
    return AreaClasses({area.code: by_unit[area.unit] for area in areas}, Counter(by_unit.values()))


def value_classes(
    areas: Iterable[PublicArea], values: Mapping[str, PublicValue], breaks: Sequence[float]
) -> AreaClasses:
    """Classes 1 to 5 of an indicator's values, by area code."""
    words = {
        area.code: "none" if value is None or value.value is None else str(class_of(value.value, breaks))
        for area in areas
        for value in (values.get(area.code),)
    }
    return AreaClasses(words, Counter(words.values()))
