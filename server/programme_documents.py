"""Pages below the programme's: an action, a programme, all programmes: parse → ask → draw."""

from __future__ import annotations

from flask import Flask, Response

from data.domain.errors import msg
from data.domain.people import Right, person, require
from data.service import Services
from data.service.programme_pages import ProgrammePages
from data.text import say
from layouts.documents import programme_pages as drawn
from server.desk import Documents

AT = "program"
ALL = f"{AT}/semua"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def mount_programme_documents(server: Flask, docs: Documents, services: Services) -> None:
    """Add the pages."""
    at, add, pages = f"{docs.prefix}{AT}", server.add_url_rule, services.programme
    add(f"{docs.prefix}{ALL}", "programmes", lambda: programmes(docs, pages))
    add(f"{at}/rencana.xlsx", "programme_workbook", lambda: workbook(docs, services))
    add(f"{at}/aksi/<code>", "programme_action", lambda code: action(docs, pages, code))
    add(f"{at}/<slug>", "programme_page", lambda slug: programme(docs, pages, slug))


def workbook(docs: Documents, services: Services) -> Response:
    """The plan as one workbook; an export, so it stands in the audit log."""
    body = services.programme.workbook(docs.lang)
    services.people.note("exported", "action plan, xlsx")
    disposition = {"Content-Disposition": 'attachment; filename="decor-rencana-aksi.xlsx"'}
    return Response(body, mimetype=XLSX, headers=disposition)


def action(docs: Documents, pages: ProgrammePages, code: str) -> Response:
    """One action."""
    require(Right.CITY)
    lang, view = docs.lang, pages.action(code, docs.state())
    own = person().opd
    report = f"{docs.prefix}{AT}/laporan?aksi={code}#baru" if own and own == view.row.opd else ""
    body = drawn.action(view, prefix=docs.prefix, report=report, stamp=docs.room.source("action-progress"), lang=lang)
    lead = say(msg("Action {code} of the plan of 2019, {opd}", code=code, opd=view.row.opd), lang)
    return docs.answer(view.row.name, body, here=AT, lead=lead)


def programme(docs: Documents, pages: ProgrammePages, slug: str) -> Response:
    """One programme."""
    require(Right.CITY)
    lang, view = docs.lang, pages.programme(slug, docs.state())
    stamps = [docs.room.source(name) for name in ("action-progress", "programme-places")]
    body = drawn.programme(view, prefix=docs.prefix, names=docs.room.names(), stamps=stamps, lang=lang)
    return docs.answer(view.name, body, here=AT, lead=say("A programme of the smart-city action plan.", lang))


def programmes(docs: Documents, pages: ProgrammePages) -> Response:
    """Every programme."""
    require(Right.CITY)
    lang = docs.lang
    state = docs.state()
    view = drawn.Overview(pages.programmes(state), pages.offices(state), pages.obstacles(state))
    stamp, export = docs.room.source("action-progress"), person().may(Right.EXPORT)
    body = drawn.programmes(view, prefix=docs.prefix, export=export, stamp=stamp, lang=lang)
    lead = say("Every system that the plan names, with its actions and what is behind them.", lang)
    return docs.answer(say("Programmes", lang), body, here=AT, lead=lead)
