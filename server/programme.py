"""The read API's questions about the action plan."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.domain.errors import BadRequestError, msg
from data.domain.people import Right, require
from data.domain.programme_views import ActionRow
from data.domain.reports import ReportForm, ReportStep, ReportView
from data.service import Services
from data.service.programme_pages import ProgrammePages
from data.text import say
from server.exports import XLSX
from server.query import Day, Query, read_query

MOST_NUMBER = 2**31 - 1
STEPS = ("submit", "withdraw", "check", "verify", "accept", "return")
FILES = {"pdf": "application/pdf", "xlsx": XLSX}


class PlanQuery(Query):
    """`GET programme/actions`."""

    date_: Day | None = Field(None, alias="date", description="the day; today when left out")
    as_known_on: Day | None = Field(None, description="as known at the end of this day")


class WeightSetOut(BaseModel):
    """Progress and plan under a weight set, percent."""

    id: str
    name: str
    progress: float
    evidenced: float
    verified: float
    planned: float


class ProgressOut(BaseModel):
    """The headline, and the same under every weight set; null before the first report."""

    date: dt.date
    claimed: float | None
    evidenced: float | None
    verified: float | None
    planned: float | None
    weight_sets: list[WeightSetOut]


class ActionStateOut(BaseModel):
    """An action on a day; percent of the way from its baseline to its target."""

    code: str
    name: str
    example: bool
    programme: str
    dimension: str
    term: str
    opd: str
    weight: float
    due: dt.date
    planned: float
    claimed: float
    evidenced: float
    verified: float
    deviation: float
    points: float = Field(description="what it takes from the plan's progress, in points")
    light: str
    reason: str


class ProgressQuery(PlanQuery):
    """`GET programme/progress`."""

    snapshot: int | None = Field(None, ge=1, le=MOST_NUMBER, description="number of a closed quarter: what was frozen")


class ActionsOut(BaseModel):
    """Every action, those that take most from the plan first."""

    date: dt.date
    actions: list[ActionStateOut]


class ReportIn(BaseModel):
    """A report to be kept as a draft; with `number` and the version `seen` an own draft is changed."""

    model_config = ConfigDict(extra="forbid")
    number: int = 0
    seen: int = 0
    action: str
    day: dt.date
    actual: float
    numerator: float | None = None
    denominator: float | None = None
    committed_rp: float | None = None
    spent_rp: float
    obstacle: str = "none"
    obstacle_note: str = ""
    next_step: str = ""
    evidence: str = "none"
    evidence_ref: str = ""


class StepIn(BaseModel):
    """A step with a report; `seen` is the version that was looked at."""

    model_config = ConfigDict(extra="forbid")
    seen: int
    evidence: str = ""
    note: str = ""


class ReportOut(BaseModel):
    """A report: what it says, how far it is, and the steps that the caller may take."""

    id: int
    version: int
    action: str
    opd: str
    day: dt.date
    state: str
    late: bool
    actual: float
    unit: str
    evidence: str
    files: list[str] = Field(description="SHA-256 of the files of evidence")
    steps: list[str]


class ReportsOut(BaseModel):
    """Reports, newest first."""

    reports: list[ReportOut]


class FindingOut(BaseModel):
    """A finding; `case` is missing for one of a file."""

    code: str
    case: int | None
    session: str
    dimension: str
    action: str
    text: str
    recommendation: str
    opd: str
    found: dt.date
    due: dt.date
    done: dt.date | None
    closed: dt.date | None
    closed_by: str
    state: str
    age_days: int
    overdue: bool


class FindingsOut(BaseModel):
    """Every finding."""

    findings: list[FindingOut]


class SnapshotOut(BaseModel):
    """A closed quarter with its hashes."""

    id: int
    quarter: str
    taken_by: str
    taken_at: dt.datetime
    sha256: str
    pdf_sha256: str
    xlsx_sha256: str
    claimed: float
    evidenced: float
    verified: float
    planned: float


class SnapshotsOut(BaseModel):
    """Closed quarters, newest first."""

    snapshots: list[SnapshotOut]


PROGRAMME_ENDPOINTS: dict[str, tuple[str, type[Query], type[BaseModel]]] = {
    "programme/progress": ("The action plan's progress under every weight set", ProgressQuery, ProgressOut),
    "programme/actions": ("Every action of the plan with its state", PlanQuery, ActionsOut),
    "programme/reports": ("The newest progress reports of the room", Query, ReportsOut),
    "programme/findings": ("Findings of monev with their follow-up", Query, FindingsOut),
    "programme/snapshots": ("Closed quarters", Query, SnapshotsOut),
}


def mount_programme_api(api: Blueprint, services: Services) -> None:
    """Add the endpoints."""
    add = api.add_url_rule
    add("/programme/progress", "programme_progress", lambda: progress(services))
    add("/programme/actions", "programme_actions", lambda: actions(services.programme))
    add("/programme/reports", "programme_reports", lambda: reports(services))
    add("/programme/reports", "programme_report_new", lambda: new_report(services), methods=["POST"])
    add(
        "/programme/reports/<int:number>/<step>",
        "programme_report_step",
        lambda number, step: report_step(services, number, step),
        methods=["POST"],
    )
    add("/programme/findings", "programme_findings", lambda: findings(services))
    add("/programme/snapshots", "programme_snapshots", lambda: snapshots(services))
    for kind in ("pdf", "xlsx"):
        add(
            f"/programme/snapshots/<int:number>.{kind}",
            f"programme_snapshot_{kind}",
            partial(snapshot_file, services, kind),
        )


def progress(services: Services) -> Response:
    """The headline and every weight set, of a day or of a closed quarter."""
    query = read_query(ProgressQuery)
    names = ("claimed", "evidenced", "verified", "planned")
    if query.snapshot is not None:
        frozen = services.programme_snapshots.snapshot(query.snapshot).content
        kept = [
            {"progress" if key == "claimed" else key: value for key, value in row.items()}
            for row in frozen["weight_sets"]
        ]
        return jsonify(ProgressOut(date=frozen["last"], weight_sets=kept, **frozen["progress"]).model_dump(mode="json"))
    day, now, rows = services.programme.progress(query.date_, query.as_known_on)
    sets = [
        WeightSetOut(
            id=row.id,
            name=say(row.name, query.lang),
            progress=round(row.progress.claimed, 4),
            evidenced=round(row.progress.evidenced, 4),
            verified=round(row.progress.verified, 4),
            planned=round(row.progress.planned, 4),
        )
        for row in rows
    ]
    head = {name: None if now is None else round(getattr(now, name), 4) for name in names}
    return jsonify(ProgressOut(date=day, weight_sets=sets, **head).model_dump(mode="json"))


def reports(services: Services) -> Response:
    """The newest reports."""
    read_query(Query)
    listed = [_report(view) for view in services.programme_reports.reports()]
    return jsonify(ReportsOut(reports=listed).model_dump(mode="json"))


def new_report(services: Services) -> tuple[Response, int]:
    """Keep a report as a draft."""
    require(Right.REPORT)
    number = services.programme_reports.keep(_form(ReportForm, **_body(ReportIn).model_dump()))
    return jsonify(_report(services.programme_reports.report(number)).model_dump(mode="json")), 201


def report_step(services: Services, number: int, step: str) -> Response:
    """Take a step with a report."""
    require(Right.REVIEW)
    services.programme_reports.lead_on(number, _form(ReportStep, step=step[:20], **_body(StepIn).model_dump()))
    return jsonify(_report(services.programme_reports.report(number)).model_dump(mode="json"))


B = TypeVar("B", bound=BaseModel)


def _body(model: type[B]) -> B:
    """What was sent as JSON.

    Raises
    ------
    BadRequestError
        Names the first field that cannot be understood.
    """
    sent = request.get_json(silent=True)
    return _form(model, **(sent if isinstance(sent, dict) else {}))


def _form(model: type[B], **values: Any) -> B:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        name = ".".join(map(str, error.errors()[0]["loc"])) or "–"
        raise BadRequestError(msg("The parameter “{name}” cannot be understood.", name=name[:60])) from error


def _report(view: ReportView) -> ReportOut:
    row = view.row
    return ReportOut(
        id=row.id,
        version=view.version,
        action=row.action,
        opd=row.opd,
        day=row.day,
        state=row.state,
        late=row.late,
        actual=row.actual,
        unit=row.unit,
        evidence=str(view.values["evidence"]),
        files=[file.sha256 for file in view.evidence],
        steps=[name for name, _ in view.steps],
    )


def findings(services: Services) -> Response:
    """Findings of files and of the room."""
    read_query(Query)
    listed = [FindingOut(**vars(row)) for row in services.monev.findings()]
    return jsonify(FindingsOut(findings=listed).model_dump(mode="json"))


def snapshots(services: Services) -> Response:
    """Closed quarters."""
    read_query(Query)
    listed = [
        SnapshotOut(
            id=row.id,
            quarter=row.quarter,
            taken_by=row.by,
            taken_at=row.at,
            sha256=row.sha256,
            pdf_sha256=row.content["files"]["pdf"],
            xlsx_sha256=row.content["files"]["xlsx"],
            **row.content["progress"],
        )
        for row in services.programme_snapshots.view().rows
    ]
    return jsonify(SnapshotsOut(snapshots=listed).model_dump(mode="json"))


def snapshot_file(services: Services, kind: str, number: int) -> Response:
    """The PDF or the workbook of a closed quarter; an export, so it stands in the audit log."""
    body = services.programme_snapshots.file(number, kind)
    services.people.note("exported", f"programme snapshot, {kind}", number=number)
    return Response(body, mimetype=FILES[kind])


def actions(pages: ProgrammePages) -> Response:
    """Every action with its state."""
    query = read_query(PlanQuery)
    day, rows = pages.actions(query.date_, query.as_known_on)
    return jsonify(ActionsOut(date=day, actions=[_action(row, query.lang) for row in rows]).model_dump(mode="json"))


def _action(row: ActionRow, lang: str) -> ActionStateOut:
    return ActionStateOut(
        code=row.code,
        name=row.name,
        example=not row.published_name,
        programme=row.programme,
        dimension=row.dimension,
        term=row.term,
        opd=row.opd,
        weight=row.weight,
        due=row.finish,
        planned=round(row.planned, 4),
        claimed=round(row.claimed, 4),
        evidenced=round(row.evidenced, 4),
        verified=round(row.verified, 4),
        deviation=round(row.deviation, 4),
        points=round(row.pull, 4),
        light=row.light,
        reason=say(row.reason, lang),
    )
