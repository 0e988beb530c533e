"""Sessions of monev, findings with their follow-up, the meeting and its decisions: of files and of the room."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Engine

from data.commands import cases as commands
from data.commands.finding_process import DECISION, FINDING, SESSION
from data.commands.texts import checked_text
from data.contracts.monev import programme_rules
from data.domain.dates import day_date, day_number, next_quarter_end
from data.domain.errors import BadRequestError, Message, NotFoundError, msg
from data.domain.filters import FilterState
from data.domain.monev import (
    OPTIONS,
    Decision,
    DecisionStep,
    Finding,
    FindingEvent,
    FindingStep,
    MeetingView,
    NewDecision,
    NewFinding,
    NewSession,
    OptionEffect,
    Session,
    SessionsView,
)
from data.domain.people import ForbiddenError, Person, Right, person, require, same_office
from data.domain.programme import DIMENSIONS
from data.domain.survival import SurvivalSteps
from data.epi.survival import survival_curve
from data.queries import cases as queries
from data.queries import monev as file_queries
from data.queries.cases import CaseRecord
from data.service.city import City
from data.service.programme_pages import ProgrammePages
from data.service.programme_plan import Plan, plan_of
from data.service.room import RoomService
from data.workflow.process import step_data

MOST_GAP = 5
NEWEST = 40


class Monev:
    """Sessions, findings and decisions for who sees the whole city; thread-safe."""

    def __init__(self, engine: Engine, room: RoomService, pages: ProgrammePages) -> None:
        self._engine = engine
        self._room = room
        self._pages = pages

    # -- sessions and findings ---------------------------------------------------------------------

    def view(self, known_on: date | None = None) -> SessionsView:
        """Sessions, open findings with the oldest first, closed ones, and how long they stay open."""
        require(Right.CITY)
        findings = self.findings(known_on)
        still = sorted((f for f in findings if f.open), key=lambda f: (not f.overdue, -f.age_days, f.code))
        closed = sorted((f for f in findings if not f.open), key=lambda f: (f.closed or f.found, f.code), reverse=True)
        tally = [
            (name, sum(f.open for f in own), sum(not f.open for f in own))
            for name in DIMENSIONS
            if (own := [f for f in findings if f.dimension == name])
        ]
        clock = self._room.clock().date()
        today = clock if known_on is None else min(known_on, clock)
        return SessionsView(self._sessions(findings), still, closed[:NEWEST], _ageing(findings), tally, today)

    def sessions(self) -> list[Session]:
        """Every session, the newest first."""
        require(Right.CITY)
        return self._sessions(self.findings())

    def findings(self, known_on: date | None = None) -> list[Finding]:
        """Every finding, as known on a day (None: now): those of the room, then those of files."""
        require(Right.CITY)
        return findings_of(self._room.filled_city(known_on))

    def finding(self, number: int) -> tuple[Finding, list[FindingEvent], int, list[tuple[str, Message]]]:
        """A finding of the room, its record, its version, and the steps that the person may take.

        Raises
        ------
        NotFoundError
            When the room has none of that number.
        """
        who, case = require(Right.CITY), self._case(FINDING.id, number)
        record = [
            FindingEvent(step["at"], step["actor"], FINDING.states[step["after"]], step["note"]) for step in case.steps
        ]
        offered = FINDING.offered(case.state, {**case.data, **step_data(who), "said": "–"}, who)
        steps = [(step.id, step.title) for step in offered]
        return _of_case(case, self._room.clock().date()), record, case.version, steps

    def open_session(self, form: NewSession) -> int:
        """Write a session down; gives its number.

        Raises
        ------
        BadRequestError
            For a day in the future.
        ForbiddenError
            When the person's office does not hold sessions.
        """
        who = self._reviewer()
        if form.day > self._room.clock().date():
            raise BadRequestError(msg("This day lies in the future."), field="day")
        texts = {name: checked_text(getattr(form, name), most) for name, most in (("assessor", 120), ("scope", 300))}
        data = {**form.model_dump(), **texts, "day": form.day.isoformat()}
        key = f"{form.day.isoformat()}:{hashlib.sha256(texts['assessor'].casefold().encode()).hexdigest()[:12]}"
        taken = msg("There already is a session of this assessor on this day.")
        return commands.open_case(self._engine, SESSION, who, key, data, taken=taken)

    def open_finding(self, form: NewFinding) -> int:
        """Put a finding; gives its number.

        Raises
        ------
        BadRequestError
            With what is wrong, beside its field.
        """
        who, city = require(Right.FINDINGS), self._room.filled_city()
        actions = plan_of(city).data.actions
        known = {} if actions.empty else actions.set_index("action_code").to_dict("index")
        if form.action and form.action not in known:
            raise BadRequestError(msg("Choose one of the list."), field="action")
        action: Mapping[Any, Any] = known.get(form.action, {})
        dimension = str(action.get("dimension", form.dimension))
        if dimension not in DIMENSIONS:
            raise BadRequestError(msg("Choose a dimension, or an action."), field="dimension")
        opd = self._office(form.opd or str(action.get("opd", "")), "Say which office follows it up.")
        today = city.clock.date()
        if form.due < today:
            raise BadRequestError(msg("This day has passed."), field="due")
        if form.session and form.session not in {session.code for session in self.sessions()}:
            raise BadRequestError(msg("Choose one of the list."), field="session")
        texts = {name: checked_text(getattr(form, name), 300) for name in ("text", "recommendation")}
        data = {
            "session": form.session,
            "action": form.action,
            "dimension": dimension,
            "opd": opd,
            "found": today.isoformat(),
            "due": form.due.isoformat(),
            **texts,
        }
        key, taken = self._key(FINDING.id, form.action, texts["text"]), msg("The same finding is open already.")
        return commands.open_case(self._engine, FINDING, who, key, data, taken=taken)

    def lead_on(self, number: int, form: FindingStep) -> None:
        """Take a step with a finding.

        Raises
        ------
        OvertakenError, StepRefusedError, ForbiddenError
            As `data.commands.cases.lead_on`.
        """
        who = require(Right.CITY)
        note, today = checked_text(form.note, 300, needed=False), self._room.clock().date().isoformat()
        if form.step.startswith("comment") and not note:
            raise BadRequestError(msg("Write the comment."), field="note")
        changes: dict[str, Any] = {**step_data(who), "said": note}
        more: dict[str, dict[str, Any]] = {
            "do": {"done": today, "done_by": who.name},
            "close": {"closed": today, "closed_by": who.opd},
            "reopen": {"done": None, "done_by": None, "closed": None, "closed_by": None},
        }
        changes |= more.get(form.step, {})
        commands.lead_on(self._engine, FINDING, who, number, form.step, seen=form.seen, data=changes, note=note)

    # -- the meeting -------------------------------------------------------------------------------

    def meeting(self, state: FilterState) -> MeetingView:
        """What makes the gap, what is open, what was decided."""
        day, now, sets = self._pages.progress(state.date, state.as_known_on)
        _, rows = self._pages.actions(state.date, state.as_known_on)
        behind = [row for row in rows if row.pull < 0]
        gap = behind[:MOST_GAP] if now is not None else []
        plan = plan_of(self._room.filled_city(state.as_known_on))
        clock = self._room.clock().date()
        today = clock if state.as_known_on is None else min(state.as_known_on, clock)
        effects = plan.option_effects([row.code for row in gap], day_number(day), day_number(next_quarter_end(day)))
        decisions = [_decision(case, today) for case in self._cases(DECISION.id)]
        waiting = sorted(
            (f for f in self.findings(state.as_known_on) if f.open), key=lambda f: (not f.overdue, f.due, f.code)
        )
        return MeetingView(
            day=day,
            progress=now,
            weight_sets=sets,
            gap=gap,
            options=[effects[row.code] for row in gap],
            without=[] if now is None else [now.claimed + gained for gained in accumulate(-row.pull for row in gap)],
            lost=-sum(row.pull for row in behind),
            findings=waiting,
            decisions=[decision for decision in decisions if decision.known_on <= today],
            review=plan.review(),
        )

    def decide(self, form: NewDecision) -> int:
        """Write a decision down; gives its number.

        Raises
        ------
        BadRequestError
            For a due day that has passed, or an action that the plan does not have.
        """
        who = self._reviewer()
        plan, clock = plan_of(self._room.filled_city()), self._room.clock().date()
        if form.action and (plan.data.actions.empty or form.action not in plan.actions.index):
            raise BadRequestError(msg("Choose one of the list."), field="action")
        if form.due < clock:
            raise BadRequestError(msg("This day has passed."), field="due")
        text = checked_text(form.text, 300)
        if form.option and form.option not in OPTIONS:
            raise BadRequestError(msg("Choose one of the list."), field="option")
        if form.option and not form.action:
            raise BadRequestError(msg("Say which action the option is of."), field="action")
        data = {
            "action": form.action,
            "option": form.option,
            "forecast": self._forecast(plan, form, clock),
            "text": text,
            "opd": self._office(form.opd, "Say which office does it."),
            "due": form.due.isoformat(),
            "known_on": clock.isoformat(),
        }
        key, taken = self._key(DECISION.id, form.action, text), msg("The same decision is open already.")
        return commands.open_case(self._engine, DECISION, who, key, data, taken=taken)

    def decision_done(self, number: int, form: DecisionStep) -> None:
        """Write down that a decision is carried out; its office does, or a review office.

        Raises
        ------
        ForbiddenError
            For anybody else.
        """
        who = require(Right.REPORT)
        case = self._case(DECISION.id, number)
        if not same_office(who.opd, case.data["opd"]) and not programme_rules().reviews(who.opd):
            raise ForbiddenError(msg("This decision is {opd}'s.", opd=str(case.data["opd"])))
        note = checked_text(form.note, 300)
        data = {"note": note, "done_on": self._room.clock().date().isoformat()}
        commands.lead_on(self._engine, DECISION, who, number, "do", seen=form.seen, data=data, note=note)

    def may_hold(self) -> bool:
        """Whether the person's office holds sessions and writes decisions down."""
        return person().may(Right.REVIEW) and programme_rules().reviews(person().opd)

    # -- inside ------------------------------------------------------------------------------------

    def _forecast(self, plan: Plan, form: NewDecision, today: date) -> dict[str, Any] | None:
        """What is known now of the option's effect, as plain values; None without an option or a report."""
        if not form.option:
            return None
        day = next_quarter_end(today)
        effects = plan.option_effects([form.action], day_number(today), day_number(day)).get(form.action, [])
        effect = next((each for each in effects if each.option == form.option), None)
        if effect is None:
            return None
        return {
            "day": effect.day.isoformat(),
            "reached": round(effect.reached, 4),
            "planned": round(effect.planned, 4),
            "end": effect.end.isoformat() if effect.end else None,
        }

    def _reviewer(self) -> Person:
        who = require(Right.REVIEW)
        if not programme_rules().reviews(who.opd):
            offices = ", ".join(programme_rules().review_offices)
            raise ForbiddenError(msg("Only {offices} hold sessions and write decisions down.", offices=offices))
        return who

    def _office(self, name: str, missing: str) -> str:
        """An office of the plan, or one that reviews, as the plan writes it."""
        if not name.strip():
            raise BadRequestError(msg(missing), field="opd")
        actions = plan_of(self._room.filled_city()).data.actions
        offices = [*([] if actions.empty else actions["opd"]), *programme_rules().review_offices]
        known = next((str(office) for office in offices if same_office(office, name)), None)
        if known is None:
            words = "“{name}” is no office of the plan and none that reviews."
            raise BadRequestError(msg(words, name=name.strip()[:60]), field="opd")
        return known

    def _cases(self, process: str) -> list[CaseRecord]:
        return queries.cases(self._engine, process)

    def _case(self, process: str, number: int) -> CaseRecord:
        case = queries.case(self._engine, process, number)
        if case is None:
            raise NotFoundError(msg("There is nothing of the number {id}.", id=str(number)))
        return case

    def _key(self, process: str, action: str, text: str) -> str:
        """The same for two clicks at one time; another for a text that is put again after it was closed."""
        digest = hashlib.sha256(f"{action}\n{text.casefold()}".encode()).hexdigest()[:16]
        ended = {"closed", "done"} if process == DECISION.id else {"closed"}
        same = [case for case in self._cases(process) if case.key.startswith(f"{digest}:")]
        return f"{digest}:{1 + sum(case.state in ended for case in same)}"

    def _sessions(self, findings: Sequence[Finding]) -> list[Session]:
        city = self._room.filled_city()
        rows = file_queries.sessions(city.reader.whole(), city.known_on).to_dict("records")
        made = [_session_of_row(row) for row in rows]
        made += [_session_of_case(case) for case in self._cases(SESSION.id)]
        counts: dict[str, tuple[int, int]] = {}
        for each in findings:
            number, still = counts.get(each.session, (0, 0))
            counts[each.session] = number + 1, still + each.open
        sessions = [
            Session(**{**vars(s), "findings": counts.get(s.code, (0, 0))[0], "open": counts.get(s.code, (0, 0))[1]})
            for s in made
        ]
        return sorted(sessions, key=lambda session: (session.day, session.code), reverse=True)


def findings_of(city: City) -> list[Finding]:
    """Findings of the room, then those of files, as far as a city knows them."""
    engine, clock = city.reader.whole(), city.clock.date()
    today = clock if city.known_on is None else min(day_date(city.known_on), clock)
    own = [_of_case(case, today) for case in queries.cases(engine, FINDING.id)]
    rows = file_queries.findings(engine, city.known_on).to_dict("records")
    return [*(finding for finding in own if finding.found <= today), *(_of_row(row, today) for row in rows)]


def _session_of_row(row: Mapping[Any, Any]) -> Session:
    return Session(
        code=str(row["session_code"]),
        day=day_date(int(row["day"])),
        assessor=str(row["assessor"]),
        scope=str(row["scope"]),
        scores={name: None if pd.isna(row[name]) else float(row[name]) for name in DIMENSIONS},
        published=None if pd.isna(row["published_progress"]) else float(row["published_progress"]),
        source="" if pd.isna(row["source"]) else str(row["source"]),
    )


def _session_of_case(case: CaseRecord) -> Session:
    return Session(
        code=f"S-{case.id}",
        day=date.fromisoformat(case.data["day"]),
        assessor=str(case.data["assessor"]),
        scope=str(case.data["scope"]),
        scores={name: case.data.get(name) for name in DIMENSIONS},
        published=None,
        source="",
    )


def _made(state: str, since: date, due: date, closed: date | None, today: date) -> dict[str, Any]:
    """What follows from a finding's days."""
    age = ((closed or today) - since).days
    return {"state": state, "age_days": max(age, 0), "overdue": state in ("open", "planned") and due < today}


def _of_case(case: CaseRecord, today: date) -> Finding:
    data = case.data

    def day(name: str) -> date | None:
        return date.fromisoformat(data[name]) if data.get(name) else None

    since, due = date.fromisoformat(data["found"]), date.fromisoformat(data["due"])
    done, closed = (at if at is None or at <= today else None for at in (day("done"), day("closed")))
    state = case.state
    if state in ("done", "closed"):  # as far as it was known on that day
        state = "closed" if closed else "done" if done else "open"
    return Finding(
        code=f"T-{case.id}",
        case=case.id,
        session=data["session"],
        dimension=data["dimension"],
        action=data["action"],
        text=data["text"],
        recommendation=data["recommendation"],
        opd=data["opd"],
        found=since,
        due=due,
        done=done,
        closed=closed,
        closed_by=(data.get("closed_by") or "") if closed else "",
        **_made(state, since, due, closed, today),
    )


def _of_row(row: Mapping[Any, Any], today: date) -> Finding:
    """A finding of a file, as far as today has come; a closing by its own office is none."""

    def day(name: str) -> date | None:
        value = row[name]
        made = None if value is None or (isinstance(value, float) and math.isnan(value)) else day_date(int(value))
        return made if made is None or made <= today else None

    closer = "" if pd.isna(row["closed_by"]) else str(row["closed_by"]).strip()
    opd, done, closed = str(row["opd"]), day("done_on"), day("closed_on")
    if closer.casefold() in ("", opd.casefold()):
        closed = None
    state = "closed" if closed else "done" if done else "open"
    since, due = day_date(int(row["found_on"])), day_date(int(row["due_on"]))
    return Finding(
        code=str(row["finding_code"]),
        case=None,
        session=str(row["session_code"]),
        dimension=str(row["dimension"]),
        action="" if pd.isna(row["action_code"]) else str(row["action_code"]),
        text=str(row["text"]),
        recommendation=str(row["recommendation"]),
        opd=opd,
        found=since,
        due=due,
        done=done,
        closed=closed,
        closed_by=closer if closed else "",
        **_made(state, since, due, closed, today),
    )


def _ageing(findings: Sequence[Finding]) -> SurvivalSteps:
    days = np.array([float(f.age_days) for f in findings])
    return survival_curve(days, np.array([not f.open for f in findings], dtype=bool)).steps()


def _decision(case: CaseRecord, today: date) -> Decision:
    opened = case.steps[0]
    done: datetime | None = case.steps[-1]["at"] if case.state == "done" else None
    if done is not None and date.fromisoformat(case.data["done_on"]) > today:
        done = None  # not known yet on that day
    due = date.fromisoformat(case.data["due"])
    return Decision(
        id=case.id,
        version=case.version,
        made=opened["at"],
        by=opened["actor"],
        action=case.data["action"],
        text=case.data["text"],
        opd=case.data["opd"],
        due=due,
        done=done,
        note=str(case.data.get("note", "")) if done else "",
        overdue=done is None and due < today,
        known_on=date.fromisoformat(case.data["known_on"]),
        option=str(case.data.get("option", "")),
        forecast=_effect(str(case.data.get("option", "")), case.data.get("forecast")),
    )


def _effect(option: str, kept: Mapping[str, Any] | None) -> OptionEffect | None:
    if not kept:
        return None
    end = date.fromisoformat(kept["end"]) if kept["end"] else None
    return OptionEffect(option, date.fromisoformat(kept["day"]), kept["reached"], kept["planned"], end)
