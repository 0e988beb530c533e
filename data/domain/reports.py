"""Progress reports of the action plan: forms, states and views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from data.domain.errors import Message, msg
from data.domain.forms import Amount, File, Form, Input, Whole
from data.domain.room_forms import NO_NAMES

REPORT_STATES = {
    "draft": msg("draft"),
    "submitted": msg("submitted"),
    "checked": msg("checked"),
    "verified": msg("verified"),
    "accepted": msg("accepted and locked"),
    "returned": msg("returned"),
}
"""States of a report, in the order of its way."""
EVIDENCE_FILES = ".pdf,.png,.jpg,.jpeg,.xlsx,.docx,.csv"


class ReportForm(Form):
    """What an office reports of one action to a day.

    ``number`` is the draft that is changed, 0 for a new one, and ``seen`` the version of it that was looked at.
    """

    number: Annotated[Whole, Input(label=msg("Number"), control="hidden"), Field(ge=0)] = 0
    seen: Annotated[Whole, Input(label=msg("Version"), control="hidden"), Field(ge=0)] = 0
    action: Annotated[str, Input(label=msg("Action"), control="choice"), Field(min_length=1, max_length=20)]
    day: Annotated[date, Input(label=msg("To the day"), control="date")]
    actual: Annotated[
        Amount,
        Input(label=msg("Reached to date"), control="number", help=msg("in the action's unit, from the beginning")),
        Field(ge=0),
    ]
    numerator: Annotated[
        Amount | None,
        Input(label=msg("Numerator"), control="number", help=msg("for a share only")),
        Field(ge=0),
    ] = None
    denominator: Annotated[
        Amount | None,
        Input(label=msg("Denominator"), control="number", help=msg("for a share only")),
        Field(ge=0),
    ] = None
    committed_rp: Annotated[
        Amount | None, Input(label=msg("Under contract to date, Rp"), control="number"), Field(ge=0)
    ] = None
    spent_rp: Annotated[Amount, Input(label=msg("Paid to date, Rp"), control="number"), Field(ge=0)]
    obstacle: Annotated[str, Input(label=msg("Obstacle"), control="choice"), Field(max_length=16)] = "none"
    obstacle_note: Annotated[str, Input(label=msg("What stands in the way"), help=NO_NAMES), Field(max_length=300)] = ""
    next_step: Annotated[str, Input(label=msg("Next step"), help=NO_NAMES), Field(max_length=300)] = ""
    evidence: Annotated[str, Input(label=msg("Evidence"), control="choice"), Field(max_length=12)] = "none"
    evidence_ref: Annotated[
        str,
        Input(label=msg("What the evidence is"), help=msg("number of a document or an address; files can be added")),
        Field(max_length=200),
    ] = ""


class ReportFile(Form):
    """Many reports as one workbook."""

    file: Annotated[
        File,
        Input(
            label=msg("Workbook"),
            control="file",
            accept=".xlsx",
            help=msg("a row a report, with the columns of the form that can be had here"),
        ),
    ]
    then: Annotated[str, Input(label=msg("What becomes of them"), control="choice"), Field(max_length=8)] = "keep"


THEN = {"keep": msg("keep them as drafts"), "submit": msg("submit them at once")}
"""What becomes of the reports of a workbook."""


class ReportStep(Form):
    """A step with a report."""

    seen: Annotated[Whole, Input(label=msg("Version"), control="hidden")]
    step: Annotated[str, Input(label=msg("What is done"), control="choice"), Field(min_length=1, max_length=20)]
    evidence: Annotated[
        str,
        Input(label=msg("Evidence as seen"), control="choice", help=msg("asked for when the evidence is verified")),
        Field(max_length=12),
    ] = ""
    note: Annotated[str, Input(label=msg("Reason or note"), control="long", help=NO_NAMES), Field(max_length=300)] = ""


class ConfidenceForm(Form):
    """How sure somebody is that an action will be delivered; ``seen`` is the version that was looked at, 0 for none."""

    seen: Annotated[Whole, Input(label=msg("Version"), control="hidden"), Field(ge=0)] = 0
    level: Annotated[str, Input(label=msg("It will be delivered"), control="choice"), Field(min_length=1, max_length=1)]
    why: Annotated[str, Input(label=msg("Why"), help=NO_NAMES), Field(min_length=3, max_length=300)]


class EvidenceFile(Form):
    """A file that shows what is reported."""

    file: Annotated[File, Input(label=msg("File of evidence"), control="file", accept=EVIDENCE_FILES)]


@dataclass(frozen=True)
class EvidenceRow:
    """A file of evidence."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True)
class ReportRow:
    """A report of the room.

    Attributes
    ----------
    late : bool
        Whether it was submitted after its due day, or is not and that has passed.
    """

    id: int
    action: str
    name: str
    opd: str
    day: date
    state: str
    changed_at: datetime
    actual: float
    unit: str
    late: bool


@dataclass(frozen=True)
class ReportEvent:
    """A line of a report's record."""

    at: datetime
    actor: str
    before: Message | str
    after: Message
    note: str
    changes: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class DueReport:
    """A month's report that an action owes."""

    action: str
    name: str
    opd: str
    day: date
    due: date
    late: bool


@dataclass(frozen=True)
class OfficePunctuality:
    """How punctual an office was over the last twelve months.

    Attributes
    ----------
    reports, late : int
        Reports that were due, and those that came after their due day or not at all.
    """

    opd: str
    actions: int
    reports: int
    late: int

    @property
    def share(self) -> float:
        """Per cent late."""
        return 100.0 * self.late / self.reports if self.reports else 0.0


@dataclass(frozen=True)
class ReportsView:
    """The page of the reports, for who asks.

    Attributes
    ----------
    mine, waiting, others : list of ReportRow
        What the person's office has to write on; what he may review now; the newest of the rest.
    due : list of DueReport
        What is owed: of the person's own office, of all for who has none.
    """

    opd: str
    mine: list[ReportRow]
    waiting: list[ReportRow]
    others: list[ReportRow]
    due: list[DueReport]
    offices: list[OfficePunctuality]

    @property
    def late(self) -> int:
        """Owed reports that are late already."""
        return sum(each.late for each in self.due)


@dataclass(frozen=True)
class ReportView:
    """One report: what it says, its record, its evidence, and what the person may do now.

    Attributes
    ----------
    values : dict
        Fields of `ReportForm` as they are.
    may_edit : bool
        Whether it is a draft of the person's own office.
    """

    row: ReportRow
    version: int
    values: dict[str, Any]
    record: list[ReportEvent]
    evidence: list[EvidenceRow]
    steps: list[tuple[str, Message]]
    may_edit: bool
    reason: str
