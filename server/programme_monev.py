"""Sessions, findings, meeting and snapshots of monev: parse → ask → draw."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf

from data.domain.errors import NotFoundError, msg
from data.domain.monev import CloseQuarter, DecisionStep, FindingStep, NewDecision, NewFinding, NewSession
from data.domain.people import Right, person, require
from data.service import Services
from data.text import say
from layouts.documents import monev as drawn
from server.desk import Documents, Outcome, whole
from server.exports import XLSX
from server.forms import FormRoute, filled_in, submit

AT = "program"
SESSIONS, FINDINGS, MEETING, SNAPSHOTS = f"{AT}/sesi", f"{AT}/temuan", f"{AT}/rapat", f"{AT}/potret"
DUE_DAYS = 30
PDF = "application/pdf"


def mount_monev(server: Flask, docs: Documents, services: Services) -> None:
    """Add the routes."""
    at, add = docs.prefix, server.add_url_rule
    add(f"{at}{SESSIONS}", "monev_sessions", lambda: sessions(docs, services))
    add(f"{at}{SESSIONS}", "monev_session_new", lambda: new_session(docs, services), methods=["POST"])
    add(f"{at}{FINDINGS}", "monev_finding_new", lambda: new_finding(docs, services), methods=["POST"])
    add(f"{at}{FINDINGS}/<int:number>", "monev_finding", lambda number: finding(docs, services, number))
    add(
        f"{at}{FINDINGS}/<int:number>",
        "monev_finding_step",
        lambda number: finding_step(docs, services, number),
        methods=["POST"],
    )
    add(f"{at}{MEETING}", "monev_meeting", lambda: meeting(docs, services))
    add(f"{at}{MEETING}.pdf", "monev_meeting_pdf", lambda: meeting_sheet(docs, services))
    add(f"{at}{MEETING}", "monev_decide", lambda: decide(docs, services), methods=["POST"])
    add(
        f"{at}{MEETING}/<int:number>",
        "monev_decision_done",
        lambda number: decision_done(docs, services, number),
        methods=["POST"],
    )
    add(f"{at}{SNAPSHOTS}", "programme_snapshots", lambda: snapshots(docs, services))
    add(f"{at}{SNAPSHOTS}", "programme_close", lambda: close(docs, services), methods=["POST"])
    add(f"{at}{SNAPSHOTS}/beda", "programme_changes", lambda: changes(docs, services))
    add(f"{at}{SNAPSHOTS}/<int:number>", "programme_snapshot", lambda number: snapshot(docs, services, number))
    for kind in ("pdf", "xlsx"):
        add(
            f"{at}{SNAPSHOTS}/<int:number>.{kind}",
            f"programme_snapshot_{kind}",
            partial(snapshot_file, services, kind),
        )


def _where(docs: Documents) -> drawn.Where:
    return drawn.Where(docs.prefix, generate_csrf(), docs.lang)


def _actions(services: Services) -> list[tuple[str, str]]:
    _, rows = services.programme.actions(None)
    return sorted((row.code, f"{row.code} {row.name}") for row in rows)


def _in_a_month(docs: Documents) -> date:
    return docs.room.clock().date() + timedelta(days=DUE_DAYS)


def sessions(docs: Documents, services: Services, outcome: Outcome | None = None) -> Response:
    """Sessions and findings."""
    require(Right.CITY)
    lang, monev = docs.lang, services.monev
    asked = request.args.get("aksi", "")[:20]
    words = request.args.get("teks", "")[:300]
    put = filled_in(outcome, NewFinding, due=_in_a_month(docs).isoformat(), action=asked, text=words)
    held = filled_in(outcome, NewSession, day=docs.room.clock().date().isoformat())
    body = drawn.sessions(
        monev.view(docs.state().as_known_on),
        _where(docs),
        session=held if monev.may_hold() else None,
        finding=put if person().may(Right.FINDINGS) else None,
        actions=_actions(services),
        stamps=[docs.room.source(name) for name in ("monev-sessions", "monev-findings")],
    )
    lead = say("What reviews found, who follows it up, and what came of it.", lang)
    return docs.answer(say("Sessions and findings", lang), body, here=AT, lead=lead, said=outcome)


def new_session(docs: Documents, services: Services) -> Any:
    """Write a session down."""
    return submit(
        docs,
        FormRoute(
            NewSession,
            right=Right.REVIEW,
            command=services.monev.open_session,
            done="The session is written down.",
            show=lambda outcome: sessions(docs, services, outcome),
            then=lambda _: SESSIONS,
        ),
    )


def new_finding(docs: Documents, services: Services) -> Any:
    """Put a finding."""
    return submit(
        docs,
        FormRoute(
            NewFinding,
            right=Right.FINDINGS,
            command=services.monev.open_finding,
            done="The finding is open.",
            show=lambda outcome: sessions(docs, services, outcome),
            then=lambda number: f"{FINDINGS}/{number}",
        ),
    )


def finding(docs: Documents, services: Services, number: int, outcome: Outcome | None = None) -> Response:
    """One finding of the room."""
    lang = docs.lang
    row, record, version, steps = services.monev.finding(number)
    body = drawn.finding(
        row,
        record,
        _where(docs),
        filled=filled_in(outcome, FindingStep, seen=version) if steps else None,
        steps=[(name, say(words, lang)) for name, words in steps],
    )
    return docs.answer(f"{say('Finding of monev', lang)} {row.code}", body, here=AT, said=outcome)


def finding_step(docs: Documents, services: Services, number: int) -> Any:
    """Take a step with a finding."""
    return submit(
        docs,
        FormRoute(
            FindingStep,
            right=Right.FINDINGS,
            command=lambda form: services.monev.lead_on(number, form),
            done="It is written down.",
            show=lambda outcome: finding(docs, services, number, outcome),
            then=lambda _: f"{FINDINGS}/{number}",
        ),
    )


def meeting(docs: Documents, services: Services, outcome: Outcome | None = None) -> Response:
    """The meeting for the two seats."""
    require(Right.CITY)
    lang, monev = docs.lang, services.monev
    _, rows = services.programme.actions(None)
    body = drawn.meeting(
        monev.meeting(docs.state()),
        _where(docs),
        filled=filled_in(outcome, NewDecision, due=_in_a_month(docs).isoformat()) if monev.may_hold() else None,
        done=filled_in(None, DecisionStep) if person().may(Right.REPORT) else None,
        actions=_actions(services),
        offices=sorted({row.opd for row in rows}),
        stamp=docs.room.source("action-progress"),
    )
    lead = say("What makes the gap, what waits, and what is decided about it.", lang)
    return docs.answer(say("Monev meeting", lang), body, here=AT, lead=lead, said=outcome)


def meeting_sheet(docs: Documents, services: Services) -> Response:
    """Agenda and minutes as a PDF."""
    from layouts.paper.monev import meeting_pdf

    require(Right.EXPORT)
    view, clock = services.monev.meeting(docs.state()), docs.room.clock()
    services.people.note("exported", "monev meeting, pdf", day=view.day.isoformat())
    return _file(meeting_pdf(view, at=clock.replace(tzinfo=None), lang=docs.lang), PDF, f"decor-rapat-{view.day}.pdf")


def decide(docs: Documents, services: Services) -> Any:
    """Write a decision down."""
    return submit(
        docs,
        FormRoute(
            NewDecision,
            right=Right.REVIEW,
            command=services.monev.decide,
            done="The decision is written down.",
            show=lambda outcome: meeting(docs, services, outcome),
            then=lambda _: MEETING,
        ),
    )


def decision_done(docs: Documents, services: Services, number: int) -> Any:
    """Write down that a decision is carried out."""
    return submit(
        docs,
        FormRoute(
            DecisionStep,
            right=Right.REPORT,
            command=lambda form: services.monev.decision_done(number, form),
            done="It is written down.",
            show=lambda outcome: meeting(docs, services, outcome),
            then=lambda _: MEETING,
        ),
    )


def snapshots(docs: Documents, services: Services, outcome: Outcome | None = None) -> Response:
    """Closed quarters."""
    require(Right.CITY)
    lang, frozen = docs.lang, services.programme_snapshots
    filled = filled_in(outcome, CloseQuarter) if frozen.may_close() else None
    body = drawn.snapshots(frozen.view(), _where(docs), filled=filled, export=person().may(Right.EXPORT))
    lead = say("What was known when a quarter was closed; it can be printed again, byte for byte.", lang)
    return docs.answer(say("Snapshots", lang), body, here=AT, lead=lead, said=outcome)


def snapshot(docs: Documents, services: Services, number: int) -> Response:
    """One closed quarter."""
    view = services.programme_snapshots.snapshot(number)
    title = say(msg("Quarter {name}", name=view.quarter), docs.lang)
    return docs.answer(title, drawn.snapshot(view, _where(docs)), here=AT)


def snapshot_file(services: Services, kind: str, number: int) -> Response:
    """A snapshot's PDF or workbook; an export, so it stands in the audit log."""
    body = services.programme_snapshots.file(number, kind)
    services.people.note("exported", f"programme snapshot, {kind}", number=number)
    return _file(body, PDF if kind == "pdf" else XLSX, f"decor-potret-{number}.{kind}")


def changes(docs: Documents, services: Services) -> Response:
    """Two closed quarters by action."""
    require(Right.CITY)
    first, second = (whole(request.args.get(name, "")) for name in "ab")
    if min(first, second) < 1:
        raise NotFoundError(msg("There is no such page."))
    before, after, rows = services.programme_snapshots.changes(first, second)
    body = drawn.changes(before, after, rows, _where(docs))
    return docs.answer(say("Two snapshots", docs.lang), body, here=AT)


def close(docs: Documents, services: Services) -> Any:
    """Close a quarter."""
    from layouts.paper.monev import snapshot_pdf

    return submit(
        docs,
        FormRoute(
            CloseQuarter,
            right=Right.REVIEW,
            command=lambda form: services.programme_snapshots.close(form, snapshot_pdf),
            done="The quarter is closed.",
            show=lambda outcome: snapshots(docs, services, outcome),
            then=lambda number: f"{SNAPSHOTS}/{number}",
        ),
    )


def _file(body: bytes, media_type: str, name: str) -> Response:
    return Response(body, mimetype=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
