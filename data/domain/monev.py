"""Sessions of monev, findings and their follow-up, closed quarters, and what a meeting decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from data.domain.errors import Message, msg
from data.domain.forms import Amount, Form, Input, Whole
from data.domain.programme_views import ActionRow, Progress, WeightRow
from data.domain.room_forms import NO_NAMES
from data.domain.survival import SurvivalSteps

FINDING_STATES = {
    "open": msg("open"),
    "planned": msg("follow-up planned"),
    "done": msg("said to be done"),
    "closed": msg("closed"),
}
"""States of a finding, in the order of its way."""
MOST_SCORE = 4


class NewSession(Form):
    """A session of monev."""

    day: Annotated[date, Input(label=msg("Date"), control="date")]
    assessor: Annotated[
        str,
        Input(label=msg("Assessor"), help=msg("an institution, never a person")),
        Field(min_length=3, max_length=120),
    ]
    scope: Annotated[str, Input(label=msg("Scope")), Field(min_length=3, max_length=300)]
    government: Annotated[
        Amount | None, Input(label=msg("Governance, score 0 to 4"), control="number"), Field(ge=0, le=MOST_SCORE)
    ] = None
    economy: Annotated[
        Amount | None, Input(label=msg("Economy, score 0 to 4"), control="number"), Field(ge=0, le=MOST_SCORE)
    ] = None
    living: Annotated[
        Amount | None, Input(label=msg("Living, score 0 to 4"), control="number"), Field(ge=0, le=MOST_SCORE)
    ] = None
    society: Annotated[
        Amount | None, Input(label=msg("Society, score 0 to 4"), control="number"), Field(ge=0, le=MOST_SCORE)
    ] = None
    environment: Annotated[
        Amount | None, Input(label=msg("Environment, score 0 to 4"), control="number"), Field(ge=0, le=MOST_SCORE)
    ] = None
    branding: Annotated[
        Amount | None, Input(label=msg("Branding, score 0 to 4"), control="number"), Field(ge=0, le=MOST_SCORE)
    ] = None


class NewFinding(Form):
    """What a session, or the council, found."""

    session: Annotated[str, Input(label=msg("Session"), control="choice"), Field(max_length=40)] = ""
    action: Annotated[str, Input(label=msg("Action"), control="choice"), Field(max_length=20)] = ""
    dimension: Annotated[
        str,
        Input(label=msg("Dimension"), control="choice", help=msg("of the action, where there is one")),
        Field(max_length=16),
    ] = ""
    opd: Annotated[
        str,
        Input(label=msg("Office that follows it up"), help=msg("empty: the office of the action")),
        Field(max_length=60),
    ] = ""
    text: Annotated[
        str, Input(label=msg("Finding"), control="long", help=NO_NAMES), Field(min_length=5, max_length=300)
    ]
    recommendation: Annotated[
        str, Input(label=msg("Recommendation"), control="long", help=NO_NAMES), Field(min_length=5, max_length=300)
    ]
    due: Annotated[date, Input(label=msg("Due"), control="date")]


class FindingStep(Form):
    """A step with a finding."""

    seen: Annotated[Whole, Input(label=msg("Version"), control="hidden")]
    step: Annotated[str, Input(label=msg("What is done"), control="choice"), Field(min_length=1, max_length=20)]
    note: Annotated[
        str, Input(label=msg("Follow-up, evidence or comment"), control="long", help=NO_NAMES), Field(max_length=300)
    ] = ""


class NewDecision(Form):
    """What a meeting decides."""

    action: Annotated[str, Input(label=msg("Action"), control="choice"), Field(max_length=20)] = ""
    text: Annotated[
        str, Input(label=msg("Decision"), control="long", help=NO_NAMES), Field(min_length=5, max_length=300)
    ]
    option: Annotated[
        str,
        Input(label=msg("Option"), control="choice", help=msg("for an action of the plan; its effect is kept with it")),
        Field(max_length=12),
    ] = ""
    opd: Annotated[str, Input(label=msg("Office that does it")), Field(min_length=2, max_length=60)]
    due: Annotated[date, Input(label=msg("Due"), control="date")]


class DecisionStep(Form):
    """A decision that is done."""

    seen: Annotated[Whole, Input(label=msg("Version"), control="hidden")]
    note: Annotated[str, Input(label=msg("What was done"), help=NO_NAMES), Field(min_length=3, max_length=300)]


class CloseQuarter(Form):
    """The quarter that is closed."""

    quarter: Annotated[str, Input(label=msg("Quarter"), control="choice"), Field(min_length=7, max_length=7)]


@dataclass(frozen=True)
class Session:
    """A session of monev.

    Attributes
    ----------
    code : str
        As its file names it, or ``S-<number>`` for one of the room.
    scores : dict
        Dimension → 0 to 4, None where the session gave none.
    published : float or None
        Progress that was published with it, in per cent.
    """

    code: str
    day: date
    assessor: str
    scope: str
    scores: dict[str, float | None]
    published: float | None
    source: str
    findings: int = 0
    open: int = 0


@dataclass(frozen=True)
class Finding:
    """What was found, who follows it up, and how far that is.

    Attributes
    ----------
    case : int or None
        The room's own number; None for a finding of a file.
    state : str
        One of `FINDING_STATES`.
    age_days : int
        From the finding to its closing; of an open one so far.
    overdue : bool
        Whether it is not done and its day has passed.
    """

    code: str
    case: int | None
    session: str
    dimension: str
    action: str
    text: str
    recommendation: str
    opd: str
    found: date
    due: date
    done: date | None
    closed: date | None
    closed_by: str
    state: str
    age_days: int
    overdue: bool

    @property
    def open(self) -> bool:
        """Whether somebody has to do something still."""
        return self.state != "closed"


@dataclass(frozen=True)
class FindingEvent:
    """A line of a finding's record."""

    at: datetime
    actor: str
    after: Message
    note: str


@dataclass(frozen=True)
class SessionsView:
    """The page of sessions and findings.

    Attributes
    ----------
    ageing : SurvivalSteps
        Days to the closing of a finding.
    by_dimension : list of (dimension, open, closed)
    """

    sessions: list[Session]
    open: list[Finding]
    closed: list[Finding]
    ageing: SurvivalSteps
    by_dimension: list[tuple[str, int, int]]
    today: date

    @property
    def shown(self) -> int:
        """Findings that are listed."""
        return len(self.open) + len(self.closed)

    @property
    def beyond_due(self) -> int:
        """Listed findings that were, or are, open after the day on which they were due."""
        return sum((row.closed or self.today) > row.due for row in (*self.open, *self.closed))

    @property
    def overdue(self) -> int:
        """Open findings whose day has passed."""
        return sum(finding.overdue for finding in self.open)


OPTIONS = {
    "continue": msg("let it go on as it does"),
    "catch_up": msg("bring it back to its plan"),
    "move": msg("move its end"),
    "stop": msg("drop it from the plan"),
}
"""What can be decided about an action that is behind."""


@dataclass(frozen=True)
class OptionEffect:
    """What an option does to the plan's forecast.

    Attributes
    ----------
    option : str
        One of `OPTIONS`.
    day : date
        For which it is forecast.
    reached, planned : float
        Of the whole plan on that day, per cent: as forecast, and as the plan would then want.
    end : date or None
        When the action would be done at its pace of now, for "continue" and "move"; None where it stands still.
    """

    option: str
    day: date
    reached: float
    planned: float
    end: date | None

    @property
    def gap(self) -> float:
        """Points ahead of what the plan would then want."""
        return self.reached - self.planned


@dataclass(frozen=True)
class Decision:
    """A line of the decision log; ``forecast`` is what was known of its option when it was made."""

    id: int
    version: int
    made: datetime
    by: str
    action: str
    text: str
    opd: str
    due: date
    done: datetime | None
    note: str
    overdue: bool
    known_on: date
    option: str
    forecast: OptionEffect | None


@dataclass(frozen=True)
class SnapshotView:
    """A closed quarter: what was known, frozen.

    Attributes
    ----------
    content : dict
        As it was frozen; see `data.service.programme_snapshots`.
    """

    id: int
    quarter: str
    by: str
    at: datetime
    sha256: str
    content: dict[str, Any]


@dataclass(frozen=True)
class SnapshotsView:
    """The page of the snapshots; ``closable`` are quarters that are over and not closed."""

    rows: list[SnapshotView]
    closable: list[str]


@dataclass(frozen=True)
class ActionChange:
    """An action in two snapshots; None where one of them does not have it."""

    code: str
    name: str
    opd: str
    before: float | None
    after: float | None
    verified_before: float | None
    verified_after: float | None

    @property
    def change(self) -> float | None:
        """Points claimed more in the second one."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class MeetingView:
    """What a meeting needs.

    Attributes
    ----------
    gap : list of ActionRow
        The actions that make most of the gap, five at most.
    without : list of float
        Progress in per cent if each of them, and those before it, were on plan.
    options : list of list of OptionEffect
        What can be decided about each of them.
    """

    day: date
    progress: Progress | None
    weight_sets: list[WeightRow]
    gap: list[ActionRow]
    without: list[float]
    options: list[list[OptionEffect]]
    lost: float
    findings: list[Finding]
    decisions: list[Decision]
    review: Message | None
