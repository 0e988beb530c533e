"""Progress reports of the room: written by their office, reviewed by others, published as rows of the dataset."""

from __future__ import annotations

import csv
import io
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from data.commands import attachments
from data.commands import cases as commands
from data.commands.cases import Case, Within
from data.commands.report_process import REPORT
from data.commands.report_rows import refuse_other_row
from data.commands.texts import checked_text
from data.contracts import contract
from data.contracts.monev import programme_rules
from data.domain.dates import day_number
from data.domain.errors import BadRequestError, Message, NotFoundError, msg
from data.domain.people import ForbiddenError, Person, Right, require, same_office
from data.domain.programme import EVIDENCE, OBSTACLES
from data.domain.reports import (
    REPORT_STATES,
    DueReport,
    EvidenceFile,
    EvidenceRow,
    ReportEvent,
    ReportForm,
    ReportRow,
    ReportStep,
    ReportsView,
    ReportView,
)
from data.ingest.load import Commitment, Delivery, Prepared, load_prepared, prepare
from data.ingest.numbers import NumberForm
from data.ingest.programme import report_key
from data.ingest.rollback import undo
from data.queries import attachments as attachment_queries
from data.queries import cases as queries
from data.queries.cases import CaseRecord
from data.service.programme_overview import punctuality
from data.service.programme_plan import Plan, plan_of
from data.service.room import RoomService
from data.settings import Settings
from data.workflow.process import StepRefusedError, step_data

DATASET = "action-progress"
NEWEST = 60
FIRST_ROW = 2
"""Number of the first row below a file's head."""
LACKS_EVIDENCE = msg("Say what the evidence is, or add a file.")
OWN_STATES = frozenset({"draft", "returned"})
PUBLISHES, WITHDRAWS = frozenset({"submit", "verify"}), frozenset({"return", "withdraw"})


class ProgrammeReports:
    """Reports for who sees the whole city; an office writes its own, others review them."""

    def __init__(self, engine: Engine, settings: Settings, room: RoomService) -> None:
        self._engine = engine
        self._settings = settings
        self._room = room

    # -- looking -----------------------------------------------------------------------------------

    def view(self) -> ReportsView:
        """What the person has to write, may review, and what is owed."""
        who = require(Right.CITY)
        city, cases = self._room.filled_city(), self._cases()
        plan = plan_of(city)
        rows = [self._row(case, plan) for case in cases]
        mine = [row for row in rows if same_office(row.opd, who.opd) and row.state in OWN_STATES]
        waiting = [row for case, row in zip(cases, rows, strict=True) if self._steps(case, who, reviewing=True)]
        taken = {row.id for row in (*mine, *waiting)}
        owed = self._due(plan, cases)
        everybodys = not who.opd or programme_rules().reviews(who.opd)
        return ReportsView(
            opd=who.opd or "",
            mine=mine,
            waiting=waiting,
            others=[row for row in rows if row.id not in taken][:NEWEST],
            due=[each for each in owed if everybodys or same_office(who.opd, each.opd)],
            offices=punctuality(city, plan, city.today),
        )

    def waiting(self) -> tuple[int, bool, int]:
        """Reports that the person's own office has to write, whether one of them is late, and those to review."""
        who = require(Right.CITY)
        plan, cases = plan_of(self._room.filled_city()), self._cases()
        begun = [case for case in cases if case.state in OWN_STATES and same_office(case.data["opd"], who.opd)]
        keys = {case.key for case in begun}
        owed = [
            each
            for each in self._due(plan, cases)
            if same_office(who.opd, each.opd) and report_key(each.action, day_number(each.day)) not in keys
        ]
        review = sum(bool(self._steps(case, who, reviewing=True)) for case in cases)
        return len(begun) + len(owed), any(each.late for each in owed), review

    def report(self, number: int) -> ReportView:
        """One report.

        Raises
        ------
        NotFoundError
            When the room has none of that number.
        """
        who = require(Right.CITY)
        return self._view(self._case(number), who, plan_of(self._room.filled_city()))

    def _view(self, case: CaseRecord, who: Person, plan: Plan) -> ReportView:
        steps = self._steps(case, who)
        return ReportView(
            row=self._row(case, plan),
            version=case.version,
            values=_values(case),
            record=[_event(step) for step in case.steps],
            evidence=[EvidenceRow(**row) for row in attachment_queries.attachments(self._engine, case.id)],
            steps=[(name, words) for name, words in steps if name != "edit"],
            may_edit=any(name == "edit" for name, _ in steps),
            reason=str(case.data.get("reason", "")) if case.state == "returned" else "",
        )

    def reports(self) -> list[ReportView]:
        """The newest reports with their record, for programs."""
        who, plan = require(Right.CITY), plan_of(self._room.filled_city())
        return [self._view(case, who, plan) for case in self._cases()[:NEWEST]]

    def own_actions(self) -> list[tuple[str, str]]:
        """Code and name of the actions that the person's office reports."""
        who, plan = require(Right.REPORT), plan_of(self._room.filled_city())
        if not who.opd or plan.data.actions.empty:
            return []
        own = plan.actions[[same_office(opd, who.opd) for opd in plan.actions["opd"]]]
        return [(str(code), f"{code} {name}") for code, name in own["name"].items()]

    def evidence(self, number: int, attachment: int) -> tuple[Path, EvidenceRow]:
        """A file of evidence.

        Raises
        ------
        NotFoundError
            When the report has none of that number.
        """
        require(Right.CITY)
        rows = attachment_queries.attachments(self._engine, self._case(number).id)
        row = next((EvidenceRow(**each) for each in rows if each["id"] == attachment), None)
        if row is None:
            raise NotFoundError(msg("There is no such file."))
        return self._settings.data_dir / "attachments" / row.sha256, row

    # -- writing -----------------------------------------------------------------------------------

    def keep(self, form: ReportForm) -> int:
        """Keep a report as a draft; a new one or the office's own draft of that action and day.

        Raises
        ------
        BadRequestError
            With what is wrong, beside its field.
        OvertakenError, StepRefusedError, ForbiddenError
            As `data.commands.cases.lead_on`.
        """
        who = require(Right.REPORT)
        data = self.examined(form)
        key = report_key(form.action, day_number(form.day))
        if not form.number:
            taken = msg("There is a report of this action for this day already; go on with that one.")
            return commands.open_case(self._engine, REPORT, who, key, data, taken=taken)
        if self._case(form.number).key != key:
            raise BadRequestError(
                msg("A draft keeps its action and its day; begin a new one for another."), field="day"
            )
        commands.lead_on(self._engine, REPORT, who, form.number, "edit", seen=form.seen, data=data)
        return form.number

    def examined(self, form: ReportForm) -> dict[str, Any]:
        """What a report says, as its case keeps it; nothing is written.

        Raises
        ------
        BadRequestError, ForbiddenError
            As `keep`.
        """
        data = self.read(form)
        self._prepared(data, verified_by="")
        return data

    def read(self, form: ReportForm, *, submit: bool = False) -> dict[str, Any]:
        """What a report says, before it is checked against the plan's curve and other reports.

        Parameters
        ----------
        submit : bool
            Whether it is to be submitted, so that what shows its evidence may not be missing.

        Raises
        ------
        BadRequestError, ForbiddenError
            As `keep`.
        """
        who = require(Right.REPORT)
        plan = plan_of(self._room.filled_city())
        if plan.data.actions.empty or form.action not in plan.actions.index:
            raise BadRequestError(msg("Choose one of the list."), field="action")
        opd = str(plan.actions.at[form.action, "opd"])
        if not same_office(who.opd, opd):
            raise ForbiddenError(msg("This action is {opd}'s; only its officials report it.", opd=opd))
        data = {**self._checked(form), "opd": opd, "reported_by": who.name, **step_data(who)}
        data["claimed_evidence"] = data["evidence"]
        if submit and self._lacks_evidence(data, form.number):
            raise BadRequestError(LACKS_EVIDENCE)
        return data

    def refusals(self, reports: Sequence[Mapping[str, Any]]) -> list[tuple[int, Message]]:
        """What the checks of a file refuse of reports that come together, by position; each is held against the others.

        Parameters
        ----------
        reports : sequence of mapping
            As `read` gives them.
        """
        require(Right.REPORT)
        rejected = self._prepare(reports, verified_by="").checked.rejected
        return [(each.row - FIRST_ROW, each.reason) for each in rejected]

    def own_draft(self, action: str, day: date) -> tuple[int, int]:
        """Number and version of the draft of an action for a day; (0, 0) where there is no report of it yet.

        Raises
        ------
        BadRequestError
            When its report is on its way already.
        """
        key = report_key(action, day_number(day))
        case = next((case for case in self._cases() if case.key == key), None)
        if case is not None and case.state not in OWN_STATES:
            raise BadRequestError(msg("The report of this action for this day is on its way already."), field="day")
        return (0, 0) if case is None else (case.id, case.version)

    def lead_on(self, number: int, form: ReportStep) -> None:
        """Take a step with a report; what it says becomes data when it is submitted and when it is verified.

        Raises
        ------
        BadRequestError
            Without the evidence as seen, where it is verified.
        OvertakenError, StepRefusedError, ForbiddenError
            As `data.commands.cases.lead_on`.
        """
        who = require(Right.CITY)
        case = self._case(number)
        note = checked_text(form.note, 300, needed=False)
        if form.step == "edit":
            raise StepRefusedError(msg("A draft is changed by its own form."))
        if form.step not in WITHDRAWS:
            self._refuse_other_owner(case)
        changes: dict[str, Any] = step_data(who)
        if form.step == "return":
            changes["reason"] = note
        if form.step == "submit" and self._lacks_evidence(case.data, case.id):
            raise BadRequestError(LACKS_EVIDENCE)
        if form.step == "verify":
            if form.evidence not in EVIDENCE or form.evidence == "none":
                raise BadRequestError(msg("Say which evidence you have seen."), field="evidence")
            changes |= {"evidence": form.evidence, "verified_by": who.opd}
        # Who may not take the step is told so before anything is prepared for it.
        REPORT.checked(form.step, case.state, {**case.data, **changes}, who)
        within = self._effect(form.step, {**case.data, **changes}, who)
        commands.lead_on(
            self._engine, REPORT, who, number, form.step, seen=form.seen, data=changes, note=note, within=within
        )
        self._room.invalidate()

    def _lacks_evidence(self, data: Mapping[str, Any], number: int) -> bool:
        """Whether a report (0: a new one) names a level of evidence and nothing that shows it."""
        if data["evidence"] == "none" or data["evidence_ref"]:
            return False
        return not (number and attachment_queries.attachments(self._engine, number))

    def attach(self, number: int, form: EvidenceFile) -> None:
        """Add a file of evidence to a draft of one's own office.

        Raises
        ------
        BadRequestError
            When the file is nothing that may be attached, or the report is on its way already.
        """
        who, case = require(Right.REPORT), self._case(number)
        if not same_office(who.opd, case.data["opd"]):
            raise ForbiddenError(msg("This action is {opd}'s; only its officials report it.", opd=case.data["opd"]))
        file, states = form.file, OWN_STATES
        attachments.attach(self._engine, self._settings, who, number, file.name, file.chunks(), states=states)

    # -- inside ------------------------------------------------------------------------------------

    def _effect(self, step: str, data: Mapping[str, Any], who: Person) -> Within:
        """What a step does to the dataset, inside its transaction."""
        if step in PUBLISHES:
            prepared = self._prepared(data, verified_by=str(data["verified_by"]) if step == "verify" else "")

            def publish(connection: Connection, case: Case) -> Mapping[str, Any]:
                if step != "submit":
                    refuse_other_row(connection, case)
                number = load_prepared(connection, prepared, Commitment(by=who.name))
                return {"loads": [*case.data.get("loads", []), number]}

            return publish
        if step in WITHDRAWS:

            def withdraw(connection: Connection, case: Case) -> Mapping[str, Any]:
                for number in reversed(case.data.get("loads", [])):
                    undo(connection, contract(DATASET), number, step, who.name)
                evidence = case.data.get("claimed_evidence", case.data["evidence"])
                return {"loads": [], "verified_by": "", "evidence": evidence}

            return withdraw

        def look(connection: Connection, case: Case) -> Mapping[str, Any]:
            refuse_other_row(connection, case)
            return {}

        return look

    def _prepared(self, data: Mapping[str, Any], *, verified_by: str) -> Prepared:
        """A report as a file of its dataset, checked as any other.

        Raises
        ------
        BadRequestError
            With the first thing that the checks refuse.
        """
        prepared = self._prepare([data], verified_by=verified_by)
        if prepared.checked.rejected:
            first = prepared.checked.rejected[0]
            field = {"date": "day"}.get(first.column, first.column)
            raise BadRequestError(first.reason, field=field if field in ReportForm.model_fields else "")
        return prepared

    def _prepare(self, reports: Sequence[Mapping[str, Any]], *, verified_by: str) -> Prepared:
        clock = self._room.clock()
        text = io.StringIO()
        writer = csv.writer(text)
        columns = [column.name for column in contract(DATASET).columns]
        writer.writerow(columns)
        for data in reports:
            row = {**data, "date": data["day"], "reported_on": clock.date().isoformat(), "verified_by": verified_by}
            writer.writerow(["" if row.get(name) is None else row.get(name) for name in columns])
        folder = self._settings.data_dir / "reports-sent"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{secrets.token_hex(8)}.csv"
        name = f"{reports[0]['action']}-{reports[0]['day']}.csv"
        try:
            path.write_text(text.getvalue(), "utf-8")
            delivery = Delivery(path, clock, clock, name=name, points=NumberForm.DECIMALS)
            return prepare(self._engine, DATASET, delivery)
        finally:
            path.unlink(missing_ok=True)

    def _checked(self, form: ReportForm) -> dict[str, Any]:
        """The form's values as a case keeps them."""
        if form.obstacle not in OBSTACLES:
            raise BadRequestError(msg("Choose one of the list."), field="obstacle")
        if form.evidence not in ("none", "document", "measured"):
            words = "An office says “document” or “measured”; audited is what a reviewer has seen."
            raise BadRequestError(msg(words), field="evidence")
        if form.day > self._room.clock().date():
            raise BadRequestError(msg("This day lies in the future."), field="day")
        texts = {name: checked_text(getattr(form, name), 300, needed=False) for name in ("obstacle_note", "next_step")}
        kept = form.model_dump(exclude={"seen", "number"})
        return {
            **kept,
            **texts,
            "evidence_ref": checked_text(form.evidence_ref, 200, needed=False),
            "day": form.day.isoformat(),
        }

    def _cases(self) -> list[CaseRecord]:
        return queries.cases(self._engine, REPORT.id)

    def _case(self, number: int) -> CaseRecord:
        case = queries.case(self._engine, REPORT.id, number)
        if case is None:
            raise NotFoundError(msg("There is no report {id}.", id=str(number)))
        return case

    def _steps(self, case: CaseRecord, who: Person, *, reviewing: bool = False) -> list[tuple[str, Message]]:
        """Steps that the person may take now, whatever they ask for besides."""
        offered = REPORT.offered(case.state, {**case.data, **step_data(who), "reason": "–"}, who)
        return [(step.id, step.title) for step in offered if not reviewing or step.right is Right.REVIEW]

    def _row(self, case: CaseRecord, plan: Plan) -> ReportRow:
        code, day = str(case.data["action"]), date.fromisoformat(case.data["day"])
        known = not plan.data.actions.empty and code in plan.actions.index
        sent = next((step["at"] for step in case.steps if step["step"] == "submit"), None)
        due = day + timedelta(days=programme_rules().report_due_days)
        on: datetime | None = sent
        return ReportRow(
            id=case.id,
            action=code,
            name=str(plan.actions.at[code, "name"]) if known else code,
            opd=str(case.data["opd"]),
            day=day,
            state=case.state,
            changed_at=case.changed_at,
            actual=float(case.data["actual"]),
            unit=str(plan.actions.at[code, "unit"]) if known else "",
            late=(on.date() if on else self._room.clock().date()) > due,
        )

    def _due(self, plan: Plan, cases: Sequence[CaseRecord]) -> list[DueReport]:
        """The last month's reports that are missing, of actions that have begun and are not done."""
        if plan.data.actions.empty:
            return []
        clock = self._room.clock().date()
        month = clock.replace(day=1) - timedelta(days=1)
        due = month + timedelta(days=programme_rules().report_due_days)
        at = day_number(month)
        state = plan.state(day_number(clock))
        sent = {case.key for case in cases if case.state not in OWN_STATES}
        owed = state[(state["claimed"] < 100) & (state["start_on"] <= at) & (state["last_day"] < at)]
        return [
            DueReport(str(code), str(row["name"]), str(row["opd"]), month, due, clock > due)
            for code, row in owed.sort_values(["opd", "name"]).iterrows()
            if report_key(str(code), at) not in sent
        ]

    def _refuse_other_owner(self, case: CaseRecord) -> None:
        """An action that the plan gave to another office since is that office's to report."""
        plan = plan_of(self._room.filled_city())
        code = case.data["action"]
        owner = "" if plan.data.actions.empty or code not in plan.actions.index else str(plan.actions.at[code, "opd"])
        if not same_office(owner, case.data["opd"]):
            raise StepRefusedError(msg("The plan gives this action to {opd} now; return the report.", opd=owner or "–"))


def _values(case: CaseRecord) -> dict[str, Any]:
    return {name: case.data.get(name) for name in ReportForm.model_fields if name not in ("seen", "number")}


def _event(step: Mapping[str, Any]) -> ReportEvent:
    before = REPORT_STATES[step["before"]] if step["before"] else ""
    return ReportEvent(step["at"], step["actor"], before, REPORT_STATES[step["after"]], step["note"], _changes(step))


def _changes(step: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a step said, as name and value."""
    said = json.loads(step["data"]) if step.get("data") else {}
    hidden = {"step_by", "step_opd", "loads", "opd", "action", "day", "reported_by", "reason", "claimed_evidence"}
    return [(name, str(value)) for name, value in said.items() if name not in hidden and value not in (None, "")]
