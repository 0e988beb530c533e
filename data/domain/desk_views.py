"""View models of the data desk: catalogue, loads, deliveries, the way of a figure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np

from data.domain.errors import Message, Span
from data.domain.states import Freshness
from data.domain.views import Floats, IndicatorInfo

COMPLETE_ENOUGH, VALID_ENOUGH = 0.95, 0.98
COMPLETENESS_STEPS = ((1.0, "full"), (COMPLETE_ENOUGH, "4"), (0.8, "3"), (0.5, "2"), (1e-9, "1"))
"""Least shares of the classes of completeness, the highest first."""


def completeness_class(share: float) -> str:
    """Class of the part of the due reports that came in.

    Parameters
    ----------
    share : float
        0 to 1; NaN where nothing was due.

    Returns
    -------
    str
        "full", "4" to "1" (`COMPLETENESS_STEPS`), "none", or "due" where nothing was due.

    Examples
    --------
    >>> completeness_class(0.96), completeness_class(0.0), completeness_class(float("nan"))
    ('4', 'none', 'due')
    """
    if math.isnan(share):
        return "due"
    return next((word for least, word in COMPLETENESS_STEPS if share >= least), "none")


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

    @property
    def short(self) -> list[tuple[float, str, date]]:
        """Share, area's name and period wherever not every report came in."""
        rows, columns = np.nonzero(self.shares < 1)
        return [
            (float(self.shares[row, column]), self.areas[row][1], self.periods[column])
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        ]


@dataclass(frozen=True)
class DatasetRow:
    """A dataset on the scorecard.

    Attributes
    ----------
    complete, valid : float or None
        Shares 0 to 1; None where the question does not arise.
    consistent : tuple of int
        Checks that hold, and checks in all.
    derived : bool
        Whether the room computes it; nobody loads a file of it.
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
    derived: bool
    declared: bool

    @property
    def complete_enough(self) -> bool:
        """Whether so many of the due reports came in that nobody need ask."""
        return self.complete is not None and self.complete >= COMPLETE_ENOUGH

    @property
    def valid_enough(self) -> bool:
        """Whether so many of the rows were kept that nobody need ask."""
        return self.valid is not None and self.valid >= VALID_ENOUGH


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
    indicators: list[tuple[str, Message, MethodCardView]]


@dataclass(frozen=True)
class ChangeMap:
    """What a delivery would change in one column, by area.

    Attributes
    ----------
    values : mapping
        Area code → sum of the differences.
    classes : mapping
        Area code → class 0 to 6 around zero (3); an area without a difference has none.
    edges : tuple of float
        The two sizes of a difference between the classes of a sign.
    """

    column: str
    values: Mapping[str, float]
    classes: Mapping[str, int]
    edges: tuple[float, float]

    @property
    def total(self) -> float:
        """Sum of the differences."""
        return sum(self.values.values())


@dataclass(frozen=True)
class DeliveryView:
    """A delivery, how far the work on it is, and the report of its dry run; ``change`` of its first numeric column.

    ``points`` is what somebody said that points mean in its numbers: "thousands", "decimals", or "".
    """

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
    change: ChangeMap | None = None
    points: str = ""

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
class RunRow:
    """A computation behind a figure.

    Attributes
    ----------
    version : int
        Data version that it was computed from.
    with_ : str
        Method, fingerprint of its code, and the packages that it used.
    inputs : list of LoadRow
        Of rows that were computed: the newest load of each dataset that they were computed from.
    """

    id: int
    kind: str
    version: int
    computed: datetime
    seconds: float
    with_: str
    inputs: list[LoadRow]


@dataclass(frozen=True)
class MethodCardView:
    """What a figure is: its formula, what it is for, what it does not say, its source, how it was checked."""

    formula: Message
    why: Message
    limits: Message
    source: Message
    check: Message


@dataclass(frozen=True)
class LineageView:
    """From a figure back to the files.

    Attributes
    ----------
    terms : list of TermRow
        Parts of the numerator ("top") and denominator ("bottom"), summed over area and window.
    loads : list of LoadRow
        Files whose rows are in the figure, as known on the day asked for; ``rows`` says how many.
    limits : (lower, upper) or None
        Where a job computed them.
    runs : list of RunRow
        What was computed on the way from those files to the figure.
    """

    indicator: IndicatorInfo
    value: float | None
    area_code: str
    area: str | Message
    period: date | Span
    card: MethodCardView
    known_on: date | None
    numerator: float | None
    denominator: float | None
    scale: float
    terms: list[TermRow]
    reporting: float | None
    loads: list[LoadRow]
    simulated: bool
    limits: tuple[float, float] | None = None
    runs: list[RunRow] = field(default_factory=list)
