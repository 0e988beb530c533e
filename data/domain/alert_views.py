"""View models of stage, alerts, rules, the shift and the brief."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from data.domain.alerts import FEED, REPLAY_DAYS, AlertState, Shift
from data.domain.areas import Level
from data.domain.errors import Message, Num, msg
from data.domain.states import Freshness
from data.domain.views import FeedView, Stamp


@dataclass(frozen=True)
class Cause:
    """What a criterion adds to the stage.

    Attributes
    ----------
    text : Message
        The figure in words.
    points : int
        Stages added.
    lower : Message or None
        What would take one stage away; None where it adds nothing.
    rule : Message
        The written rule with its source.
    """

    subject: str
    text: Message
    points: int
    lower: Message | None
    rule: Message


@dataclass(frozen=True)
class SubjectStage:
    """One subject's stage; ``known`` False without a figure to judge, ``published`` where everybody may see it."""

    subject: str
    title: Message
    stage: int
    known: bool
    causes: tuple[Cause, ...]
    published: bool = False


@dataclass(frozen=True)
class StageView:
    """The city's stage.

    Attributes
    ----------
    since : date
        First day of this stage in a row; ``before`` is the stage before it (None: as far back as is looked).
    lower : tuple of Message
        What must hold, all together, for one stage less.
    leading : tuple of str
        Subjects that have the city's stage.
    stale : tuple of Message
        Feeds too old to be judged by.
    """

    stage: int
    since: date
    before: int | None
    day: date
    subjects: tuple[SubjectStage, ...]
    causes: tuple[Cause, ...]
    lower: tuple[Message, ...]
    lower_after: int
    leading: tuple[str, ...]
    stale: tuple[Message, ...]
    version: int
    in_force: date
    simulated: bool

    @property
    def below(self) -> int:
        """The stage under this one."""
        return self.stage - 1


@dataclass(frozen=True)
class AlertView:
    """One alert; times are WIB, naive."""

    id: int
    rule: str
    subject: str
    cause: Message
    area: str
    name: str | Message
    level: Level
    stage: int
    state: AlertState
    onset: date
    day: date
    value: Message | None
    gated: bool
    owner: str
    fired_at: datetime | None
    acked_by: str | None
    ack_until: datetime | None
    ack_note: str | None
    resolved_at: datetime | None
    verdict: str | None
    shelved_until: datetime | None
    health: bool
    published: bool

    @property
    def began(self) -> Message:
        """The day it began, or that it began before anything was looked at."""
        horizon = not self.rule.startswith(FEED) and (self.day - self.onset).days >= REPLAY_DAYS - 1
        return msg("before {day}", day=self.onset) if horizon else msg("{day}", day=self.onset)


@dataclass(frozen=True)
class GroupView:
    """Alerts with one cause in one area.

    Attributes
    ----------
    id : int
        Lowest number of its alerts: the address of the group.
    summary, short : Message
        Which areas, or the one value; how many areas, or the one value.
    """

    id: int
    cause: Message
    area: str
    name: str | Message
    stage: int
    state: AlertState
    members: tuple[AlertView, ...]
    summary: Message
    short: Message
    owner: str
    subject: str
    since: datetime | None
    acked_by: str | None
    ack_until: datetime | None
    gated: bool
    shelved_until: datetime | None

    @property
    def ids(self) -> list[int]:
        """Numbers of its alerts."""
        return [member.id for member in self.members]

    @property
    def published(self) -> bool:
        """Whether everybody may see all of it."""
        return all(member.published for member in self.members)


@dataclass(frozen=True)
class SuppressionView:
    """A rule that is put aside in an area."""

    id: int
    rule: str
    cause: Message
    area: str
    name: str
    until: datetime
    actor: str
    reason: str


@dataclass(frozen=True)
class ShiftCounts:
    """What happened since a shift began."""

    shift: Shift
    started: int
    resolved: int
    acknowledged: int
    shelved: int


@dataclass(frozen=True)
class AlertsView:
    """Alerts of now, new ones first, then by stage.

    Attributes
    ----------
    evaluated : bool
        False before the newest data version has been judged.
    hidden : int
        Alerts about health in an RW that the person may not see.
    """

    groups: tuple[GroupView, ...]
    shelved: tuple[SuppressionView, ...]
    pending: tuple[AlertView, ...]
    hidden: int
    now: datetime
    since: ShiftCounts
    evaluated: bool
    simulated: bool

    @property
    def alerts(self) -> int:
        """Alerts in all groups together."""
        return sum(len(group.members) for group in self.groups)

    @property
    def unhandled(self) -> int:
        """Groups nobody has taken."""
        return sum(1 for group in self.groups if group.state is AlertState.FIRING)


@dataclass(frozen=True)
class StepView:
    """One line of an alert's history."""

    at: datetime
    alert: int
    name: str | Message
    before: str
    after: AlertState
    actor: str
    note: str
    value: Message | None


@dataclass(frozen=True)
class RuleView:
    """A rule in words, with what it did.

    Attributes
    ----------
    fires, clears : Message
        The two conditions in words.
    fired : int
        Times it would have fired in the last ``days`` days, all areas together.
    short : int
        Of these, over within three days.
    again : int
        Of these, begun within seven days of the end of another in the same area.
    standing : int
        Areas where it is firing now.
    by_day : tuple of int
        Areas where it would have fired, on each of these days; ``last`` is the last of them.
    nuisance, useful : int
        Verdicts of reviews.
    stamp : Stamp
        Where the figures that it judges come from.
    """

    id: str
    cause: Message
    subject: str
    indicator: Message
    level: Level
    stage: int
    owner: str
    fires: Message
    clears: Message
    reason: Message
    actions: tuple[Message, ...]
    review_on: date
    due: bool
    active: bool
    changed_by: str | None
    changed_at: datetime | None
    days: int
    fired: int
    short: int
    again: int
    standing: int
    by_day: tuple[int, ...]
    last: date
    nuisance: int
    useful: int
    stamp: Stamp

    @property
    def burden(self) -> float:
        """What ranks a rule among nuisances: nuisance verdicts, flutter, and short alerts."""
        return 3.0 * self.nuisance + 2.0 * self.again + self.short


@dataclass(frozen=True)
class CourseView:
    """What a rule looks at, day by day, in the areas of an alert.

    Attributes
    ----------
    title : Message
        The measure and its unit.
    days : tuple of date
    series : tuple of (name, values)
        One an area; a value is None where it is not known.
    fire, clear : float
        The two thresholds.
    decimals : int
        Of the values on the axis.
    stamp : Stamp
        Where the figures come from.
    """

    title: Message
    days: tuple[date, ...]
    series: tuple[tuple[str | Message, tuple[float | None, ...]], ...]
    fire: float
    clear: float
    decimals: int
    stamp: Stamp


@dataclass(frozen=True)
class GroupPage:
    """A group with its rules, action sheets and history.

    Attributes
    ----------
    courses : tuple of CourseView
        One a rule, its first areas.
    """

    group: GroupView
    rules: tuple[RuleView, ...]
    history: tuple[StepView, ...]
    now: datetime
    courses: tuple[CourseView, ...] = ()


@dataclass(frozen=True)
class ShiftLine:
    """An event of a shift."""

    at: datetime
    text: Message
    actor: str
    note: str


@dataclass(frozen=True)
class ShiftView:
    """The handover sheet of a shift."""

    shift: Shift
    current: bool
    now: datetime
    stage: StageView | None
    counts: ShiftCounts
    lines: tuple[ShiftLine, ...]
    open: tuple[GroupView, ...]
    shelved: tuple[SuppressionView, ...]
    loads: tuple[ShiftLine, ...]
    feeds: tuple[FeedView, ...]
    messages: tuple[ShiftLine, ...]
    simulated: bool


@dataclass(frozen=True)
class TargetView:
    """A subject's figure against its target.

    Attributes
    ----------
    target : float
        What is aimed at on the day, in the indicator's unit.
    held : bool or None
        Whether it is reached; None without a figure.
    days, values, targets : list
        The trend and the target's course over it; None where missing.
    """

    subject: Message
    title: Message
    unit: Message
    decimals: int
    value: float | None
    target: float
    target_source: Message
    held: bool | None
    gap: float | None
    side: str
    days: list[date]
    values: list[float | None]
    targets: list[float | None]
    day: date
    freshness: Freshness
    received: datetime | None
    source: str
    simulated: bool

    @property
    def shown_target(self) -> Num:
        """The target without decimals where it is whole."""
        return Num(self.target, 0 if float(self.target).is_integer() else 1)

    @property
    def distance(self) -> float:
        """How far the figure is from the target, either way; 0 without a figure."""
        return abs(self.gap or 0.0)


@dataclass(frozen=True)
class Mover:
    """An area whose figure moved in a week."""

    code: str
    name: str
    value: float
    change: float


@dataclass(frozen=True)
class BriefView:
    """The officials' page.

    ``past`` when another day was chosen, or what was known on one; stage and decisions are of now.
    """

    sentence: Message
    conditions: Message
    stage: StageView
    targets: tuple[TargetView, ...]
    indicator: Message
    unit: Message
    decimals: int
    up: tuple[Mover, ...]
    down: tuple[Mover, ...]
    worse_up: bool
    moved: Message
    findings: tuple[Message, ...]
    decisions: tuple[Message, ...]
    clock: datetime
    version: int
    sources: tuple[str, ...]
    simulated: bool
    past: bool
