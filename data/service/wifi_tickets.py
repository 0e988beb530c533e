"""Tickets to the providers of Wi-Fi points: those of files and those that the room opened, on one list."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Engine

from data.commands import cases as commands
from data.commands.audit import now
from data.commands.texts import checked_text
from data.commands.ticket_process import TICKET
from data.domain.areas import Level
from data.domain.dates import minute_moment
from data.domain.errors import BadRequestError, Message, NotFoundError, msg
from data.domain.people import Right, person, require
from data.domain.tickets import (
    CAUSES,
    REPEATED_DAYS,
    REPORT_DAYS,
    ServiceTime,
    Ticket,
    TicketEvent,
    TicketState,
    TicketsView,
)
from data.domain.wifi_forms import NewTicket, TicketStep
from data.public.reports import Reports, today
from data.queries import cases as queries
from data.queries.cases import CaseRecord
from data.queries.services import WIFI_SERVICES, wifi_service_minutes, wifi_tickets
from data.service.city import City
from data.service.room import RoomService
from data.service.wifi_questions import WifiQuestions
from data.service.wifi_state import wifi_state
from data.wifi.repair import provider_repairs, repair_curve, repeated_points, service_times

MOST_POINTS, NEWEST, WINDOW_DAYS = 400, 40, 30
STEPS = {"assigned_at": TicketState.ASSIGNED, "fixed_at": TicketState.FIXED, "verified_at": TicketState.VERIFIED}
"""Columns of a file's moments, in their order, and where each leads."""


class WifiTickets:
    """Tickets for who may see the whole city; who handles alerts leads them on. Thread-safe."""

    def __init__(self, engine: Engine, room: RoomService, questions: WifiQuestions, reports: Reports) -> None:
        self._engine = engine
        self._room = room
        self._questions = questions
        self._reports = reports

    def view(self) -> TicketsView:
        """Running tickets, the newest others, and what they say of the providers."""
        require(Right.CITY)
        city = self._room.city()
        tickets = self._tickets(city, self._cases())
        running = sorted((t for t in tickets if t.running), key=lambda ticket: -ticket.seconds)
        others = sorted((t for t in tickets if not t.running), key=lambda ticket: ticket.opened, reverse=True)
        owner = _areas_of(city)
        since = {True: now() - timedelta(days=REPEATED_DAYS), False: city.clock - timedelta(days=REPEATED_DAYS)}
        window = [t for t in tickets if t.opened >= since[t.case is not None].replace(tzinfo=None)]
        reports, reported = self._reports.since(today() - timedelta(days=REPORT_DAYS - 1))
        often = sorted(reported.items(), key=lambda row: (-row[1], row[0]))
        return TicketsView(
            unrepaired=[ticket for ticket in running if ticket.unrepaired],
            unverified=[ticket for ticket in running if not ticket.unrepaired],
            newest=others[:NEWEST],
            number=len(tickets),
            providers=provider_repairs(tickets, _minutes(city)),
            services=_services(city),
            curve=repair_curve(tickets).steps(),
            reported=[(point, owner.get(point, ""), count) for point, count in often[:NEWEST]],
            reports=reports,
            repeated=[(point, owner.get(point, ""), count) for point, count in repeated_points(window)[:NEWEST]],
        )

    def ticket(self, number: int) -> tuple[Ticket, list[TicketEvent], int, list[tuple[str, Message]]]:
        """A ticket of the room, its record, its version, and the steps that the person may take.

        Raises
        ------
        NotFoundError
            When the room has none of that number.
        """
        require(Right.CITY)
        case = next((case for case in self._cases() if case.id == number), None)
        if case is None:
            raise NotFoundError(msg("There is no ticket {id}.", id=str(number)))
        record = [
            TicketEvent(each["at"], each["actor"], each["step"], TICKET.states[each["after"]], each["note"])
            for each in case.steps
        ]
        steps = TICKET.open_to(case.state, person())
        return _of_case(case, _areas_of(self._room.city())), record, case.version, [(s.id, s.title) for s in steps]

    def open(self, form: NewTicket) -> int:
        """Ask a provider to mend points; gives the ticket's number.

        Raises
        ------
        BadRequestError
            Without points, with too many, for points of several providers where none is named, and where one of them
            waits for a repair already.
        """
        who = require(Right.ALERTS)
        points = sorted(self._questions.points(form.points))
        if not 1 <= len(points) <= MOST_POINTS:
            raise BadRequestError(msg("1 to {n} points.", n=MOST_POINTS), field="points")
        if form.cause not in CAUSES:
            raise BadRequestError(msg("Choose one of the list."), field="cause")
        city = self._room.city()
        provider = checked_text(form.provider, 80, needed=False) or self._provider(city, points)
        cases = self._cases()
        waiting = [ticket for ticket in self._tickets(city, cases) if ticket.unrepaired]
        busy = {point: ticket for ticket in waiting for point in ticket.points}
        if taken := [point for point in points if point in busy]:
            raise BadRequestError(
                msg("{point} has a running ticket: {ticket}.", point=taken[0], ticket=busy[taken[0]].code),
                field="points",
            )
        data = {"points": points, "provider": provider, "cause": form.cause}
        note = checked_text(form.note, 300, needed=False)
        return commands.open_case(self._engine, TICKET, who, _key(points, cases), data, note=note)

    def lead_on(self, number: int, form: TicketStep) -> None:
        """Take a step with a ticket.

        Raises
        ------
        OvertakenError, StepRefusedError, ForbiddenError
            As `data.commands.cases.lead_on`.
        """
        require(Right.CITY)
        who = require(Right.ALERTS)
        changes = {"fix": {"fixed_by": who.name}, "verify": {"verified_by": who.name}}.get(form.step, {})
        note = checked_text(form.note, 300, needed=False)
        commands.lead_on(self._engine, TICKET, who, number, form.step, seen=form.seen, data=changes, note=note)

    def _provider(self, city: City, points: Sequence[str]) -> str:
        rows = wifi_state(city).points
        names = set(rows.loc[rows["point_code"].isin(points), "provider"].dropna())
        if len(names) != 1:
            raise BadRequestError(
                msg("The register names {n} providers for these points; say which one is meant.", n=len(names)),
                field="provider",
            )
        return str(names.pop())

    def _cases(self) -> list[CaseRecord]:
        return queries.cases(self._engine, TICKET.id)

    def _tickets(self, city: City, cases: Sequence[CaseRecord]) -> list[Ticket]:
        areas = _areas_of(city)
        own = [_of_case(case, areas) for case in cases]
        return [*own, *_of_file(wifi_tickets(city.reader.whole(), city.known_on), areas, city.moment.minute)]


def _key(points: Sequence[str], cases: Sequence[CaseRecord]) -> str:
    """The same for two clicks at one time, which make one ticket; another for every later one of these points."""
    digest = hashlib.sha256(",".join(points).encode()).hexdigest()[:16]
    return f"{digest}:{1 + sum(case.key.startswith(f'{digest}:') for case in cases)}"


def _areas_of(city: City) -> dict[str, str]:
    """Point → RW."""
    points = wifi_state(city).points
    codes, owner = city.tree.codes[Level.RW], city.register.main_column(Level.RW, points["area_id"])
    names = [codes[at] if at >= 0 else "" for at in owner]
    return dict(zip(points["point_code"], names, strict=True))


def _minutes(city: City) -> pd.DataFrame:
    """Provider of every point, whether it is in service, and its minutes up and down in the last days."""
    state = wifi_state(city)
    points = state.points[["provider"]].copy()
    last = -min(WINDOW_DAYS, state.live.shape[1]) if len(points) else None
    points["in_service"] = state.in_service[:, -1] if len(points) else np.zeros(0, dtype=bool)
    for name, minutes in (("up", state.up), ("down", state.down)):
        points[name] = minutes[:, last:].sum(axis=1, dtype=np.int64) if len(points) else np.zeros(0)
    return points


def _services(city: City) -> list[ServiceTime]:
    """Services of the last days by the monitor's log; none where it was never loaded."""
    since = city.moment.minute - WINDOW_DAYS * 1440
    minutes = wifi_service_minutes(city.reader.whole(), since, city.known_on)
    return service_times(minutes, WIFI_SERVICES) if len(minutes) else []


def _of_case(case: CaseRecord, areas: Mapping[str, str]) -> Ticket:
    """A ticket from its steps; what was undone has not happened."""
    at: dict[str, datetime | None] = {"assign": None, "fix": None, "verify": None}
    for step in case.steps:
        if step["step"] == "reopen":
            at = dict.fromkeys(at)
        elif step["step"] in at:
            at[step["step"]] = step["at"]
    state, opened = TicketState(case.state), case.steps[0]["at"]
    closed = state in (TicketState.VERIFIED, TicketState.WITHDRAWN)
    until = case.changed_at if closed else now()
    if state is TicketState.VERIFIED and at["fix"] is not None:
        until = at["fix"]
    points = tuple(case.data["points"])
    return Ticket(
        code=f"R-{case.id}",
        case=case.id,
        points=points,
        area=areas.get(points[0], ""),
        provider=case.data["provider"],
        cause=case.data["cause"],
        state=state,
        opened=opened,
        assigned=at["assign"],
        fixed=at["fix"],
        verified=at["verify"],
        verified_by=case.data.get("verified_by", "") if at["verify"] else "",
        seconds=(until - opened).total_seconds(),
    )


def _of_file(rows: pd.DataFrame, areas: Mapping[str, str], clock_minute: int) -> list[Ticket]:
    """Tickets of the dataset: its rows by their code, as far as the clock has come."""
    rows = rows[rows["opened_at"].astype(float) <= clock_minute]
    if rows.empty:
        return []
    days = rows[list(STEPS)].astype(float)
    rows = rows.assign(**days.where(days <= clock_minute))
    by_code = rows.groupby("ticket_code", sort=True)
    whole = by_code[list(STEPS)].count().eq(by_code.size(), axis=0)
    table = by_code[list(STEPS)].max().where(whole)  # a ticket is as far as its slowest point
    table["opened_at"] = by_code["opened_at"].min()
    table["points"] = by_code["point_code"].agg(tuple)
    table = table.join(by_code[["provider", "cause", "verified_by"]].first())
    return [_of_row(row, areas, clock_minute) for row in table.reset_index().to_dict("records")]


def _of_row(row: Mapping[Any, Any], areas: Mapping[str, str], clock_minute: int) -> Ticket:
    reached = {name: None if math.isnan(row[name]) else int(row[name]) for name in STEPS}
    verifier = "" if pd.isna(row["verified_by"]) else str(row["verified_by"]).strip()
    if reached["fixed_at"] is None or verifier.casefold() in ("", str(row["provider"]).casefold()):
        reached["verified_at"] = None  # nobody else has seen that it works
    state = TicketState.OPEN
    for name, after in STEPS.items():
        state = state if reached[name] is None else after
    fixed, opened = reached["fixed_at"], int(row["opened_at"])
    until = fixed if state is TicketState.VERIFIED and fixed is not None else clock_minute
    moments = {name: None if minute is None else minute_moment(minute) for name, minute in reached.items()}
    return Ticket(
        code=str(row["ticket_code"]),
        case=None,
        points=row["points"],
        area=areas.get(row["points"][0], ""),
        provider=row["provider"],
        cause=row["cause"],
        state=state,
        opened=minute_moment(opened),
        assigned=moments["assigned_at"],
        fixed=moments["fixed_at"],
        verified=moments["verified_at"],
        verified_by=verifier if state is TicketState.VERIFIED else "",
        seconds=60.0 * (until - opened),
    )
