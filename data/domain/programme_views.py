"""View models of the action plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.domain.errors import Message, Num, msg
from data.domain.views import NoteMark, PanelHeader

GAP = 0.02
"""Share by which claim and measurement may differ without being asked about."""


@dataclass(frozen=True)
class Progress:
    """The three percentages and the plan to date on a day, under one weight set; 0 to 100.

    Attributes
    ----------
    claimed, evidenced, verified : float
        As offices report it; with evidence of the level that the rules ask for; accepted by a second office.
    """

    claimed: float
    evidenced: float
    verified: float
    planned: float

    @property
    def deviation(self) -> float:
        """Points claimed ahead of the plan; below zero behind it."""
        return self.claimed - self.planned


@dataclass(frozen=True)
class SCurveView:
    """Cumulative progress by month, in per cent: plan, first baseline, and what was reported to the marked day.

    Attributes
    ----------
    days : list of date
        Of the plan; ``first_planned`` is empty where the plan was never set anew.
    report_days : list of date
        Of the reports up to the marked day.
    gap_days : float or None
        Days by which the plan wanted this earlier (earned schedule); above zero behind it. None where it cannot be
        said.
    gap_money : float or None
        Rupiah of planned work that is not there; above zero behind it. None without budgets.
    cost_gap : float or None
        Rupiah paid beyond what is done; None without budgets.
    ends : tuple or None
        80 % interval of the day on which the whole plan will be done; an end of None is later than can be said. None
        where it is done, or nothing can be said.
    """

    head: PanelHeader
    days: list[date]
    planned: list[float]
    first_planned: list[float]
    report_days: list[date]
    claimed: list[float]
    evidenced: list[float]
    verified: list[float]
    marked: date
    now: Progress | None
    gap_days: float | None
    gap_money: float | None
    cost_gap: float | None
    ends: tuple[date | None, date | None] | None = None
    notes: tuple[NoteMark, ...] = ()

    @property
    def gap_billion(self) -> float | None:
        """Planned work that is not there, in billion rupiah."""
        return None if self.gap_money is None else self.gap_money / 1e9


@dataclass(frozen=True)
class MatrixCell:
    """Progress of one dimension in one term; deviation in points, and its class 0 to 6 (3: on plan)."""

    dimension: str
    term: str
    actual: float
    deviation: float
    klass: int
    actions: int


@dataclass(frozen=True)
class ProgressMatrixView:
    """Six dimensions × three terms."""

    head: PanelHeader
    cells: list[MatrixCell]


@dataclass(frozen=True)
class ActionRow:
    """One action on a day.

    Attributes
    ----------
    claimed, evidenced, verified, planned : float
        Per cent of the way, at most 100.
    pull : float
        Points that it takes from the plan's progress (weight × deviation / Σ weight); below zero behind.
    light, reason : str
        Its state by the written rule, and why.
    """

    code: str
    name: str
    programme: str
    dimension: str
    term: str
    opd: str
    weight: float
    finish: date
    planned: float
    claimed: float
    evidenced: float
    verified: float
    deviation: float
    pull: float
    light: str
    reason: Message
    published_name: bool

    @property
    def klass(self) -> int:
        """Class of the deviation's bar: 0 held, 1 behind the plan, 5 on it or ahead."""
        return 0 if self.light == "held" else 1 if self.deviation < 0 else 5


@dataclass(frozen=True)
class ActionListView:
    """Actions, those that hold the plan back first; ``rule`` is the written rule of the lights."""

    head: PanelHeader
    rows: list[ActionRow]
    total: int
    rule: Message


@dataclass(frozen=True)
class WeightRow:
    """Progress under one weight set; ``official`` is that of the headline."""

    id: str
    name: Message
    progress: Progress
    official: bool


@dataclass(frozen=True)
class WeightsView:
    """What the same reports give under other weights and caps.

    Attributes
    ----------
    caps : list of (name, claimed)
        Under the headline's weights, by what counts of an action.
    review : Message or None
        Which weight sets give the published figure of the ministry's review; None without reports of that day.
    """

    head: PanelHeader
    rows: list[WeightRow]
    caps: list[tuple[Message, float]]
    review: Message | None


@dataclass(frozen=True)
class WaterfallStep:
    """Points of one action, or of several together (then ``code`` is "")."""

    code: str
    name: Message
    opd: str
    points: float
    after: float
    """Progress that is left after it, from the plan down."""


@dataclass(frozen=True)
class WaterfallView:
    """From the plan to date to what is reached: the actions that take most, the rest, and those ahead."""

    head: PanelHeader
    planned: float
    claimed: float
    steps: list[WaterfallStep]


@dataclass(frozen=True)
class ReportLine:
    """What was reported of an action for a day, as it is known since ``known_on``."""

    day: date
    known_on: date
    actual: float
    planned: float
    numerator: float | None
    denominator: float | None
    spent: float
    committed: float | None
    obstacle: str
    obstacle_note: str
    next_step: str
    evidence: str
    evidence_ref: str
    verified_by: str

    @property
    def spent_million(self) -> float:
        """Paid to date in million rupiah."""
        return self.spent / 1e6


@dataclass(frozen=True)
class Measured:
    """What the room measures by itself of what an action claims.

    Attributes
    ----------
    indicator : str
        Its id.
    values : list of float or None
        On ``days``; None where it was not measured.
    newest : float or None
        The last that is known.
    comparable : bool
        Whether claim and measurement count the same thing in the same unit.
    """

    indicator: str
    title: Message
    unit: Message
    decimals: int
    days: list[date]
    values: list[float | None]
    newest: float | None
    comparable: bool


@dataclass(frozen=True)
class Confidence:
    """What one side thinks of an action's delivery; ``level`` is a key of `data.domain.programme.CONFIDENCE`."""

    side: str
    level: str
    why: str
    by: str
    on: date


@dataclass(frozen=True)
class ActionView:
    """Everything about one action.

    Attributes
    ----------
    effort, budget : float or None
        None where the plan says nothing.
    mission : str
        Number of the RPJMD's mission; "" for none.
    after : tuple of str
        Actions that must be done before.
    days, planned, first_planned : list
        The curves of its targets in its unit; ``first_planned`` is empty where they were never set anew.
    report_days, claimed : list
        What was reported to date, in its unit.
    versions : list of date
        Days on which its curve was set.
    lines : list of ReportLine
        Newest first, every version of each report.
    ends : list of (method, first, last)
        80 % intervals of the day on which it will be done: "own" pace, "similar" actions; None where it may be later
        than can be said. Empty for one that is done.
    """

    row: ActionRow
    kind: str
    unit: str
    target: float
    baseline: float
    post: str
    partners: tuple[str, ...]
    component: str
    effort: float | None
    budget: float | None
    start: date
    mission: str
    source: str
    after: tuple[str, ...]
    days: list[date]
    planned: list[float]
    first_planned: list[float]
    report_days: list[date]
    claimed: list[float]
    versions: list[date]
    lines: list[ReportLine]
    measured: Measured | None
    slug: str
    ends: list[tuple[str, date | None, date | None]]

    @property
    def gap(self) -> Message | None:
        """What is claimed and what is measured, where both count the same and differ by more than `GAP`; else None."""
        seen = self.measured
        if seen is None or not seen.comparable or seen.newest is None or not self.claimed:
            return None
        claimed = self.claimed[-1]
        if abs(claimed - seen.newest) <= GAP * max(abs(claimed), abs(seen.newest)):
            return None
        words = "{claimed} {unit} claimed, {seen} measured"
        return msg(words, claimed=Num(claimed), unit=self.unit, seen=Num(seen.newest, seen.decimals))
