"""Pages below the programme's: an action, a programme, all programmes: parse → ask → draw."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf

from data.domain.areas import Level
from data.domain.errors import msg
from data.domain.people import Right, person, require
from data.domain.programme_systems import ActionFilter
from data.domain.reports import ConfidenceForm
from data.service import Services
from data.service.programme_pages import ProgrammePages
from data.service.workbooks import workbook as workbook_of
from data.text import say
from layouts.cells import harmless
from layouts.documents import programme_overview as overview
from layouts.documents import programme_pages as drawn
from server.desk import Documents, Outcome
from server.exports import XLSX
from server.forms import FormRoute, filled_in, submit

AT = "program"
ALL = f"{AT}/semua"


def mount_programme_documents(server: Flask, docs: Documents, services: Services) -> None:
    """Add the pages."""
    at, add, pages = f"{docs.prefix}{AT}", server.add_url_rule, services.programme
    add(f"{docs.prefix}{ALL}", "programmes", lambda: programmes(docs, services))
    add(f"{at}/daftar", "programme_actions_list", lambda: listing(docs, services))
    add(f"{at}/rencana.xlsx", "programme_workbook", lambda: workbook(docs, services))
    for kind in ("csv", "xlsx"):
        add(f"{at}/ekspor/<name>.{kind}", f"programme_export_{kind}", partial(export, docs, services, kind))
    add(f"{at}/aksi/<code>", "programme_action", lambda code: action(docs, services, code))
    add(f"{at}/aksi/<code>", "programme_confidence", lambda code: confidence(docs, services, code), methods=["POST"])
    add(f"{at}/<slug>", "programme_page", lambda slug: programme(docs, pages, slug))


def export(docs: Documents, services: Services, kind: str, name: str) -> Response:
    """The reports in one of the orders; an export, so it stands in the audit log."""
    heads, rows = services.programme.export(name, docs.state())
    services.people.note("exported", f"programme {name}, {kind}"[:60], rows=len(rows), query=docs.state().to_query())
    body, media_type = workbook_of([(name, heads, rows)]), XLSX
    if kind == "csv":
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(heads)
        writer.writerows([["" if cell is None else _plain(cell) for cell in row] for row in rows])
        body, media_type = text.getvalue().encode(), "text/csv"
    disposition = {"Content-Disposition": f'attachment; filename="decor-program-{name}.{kind}"'}
    return Response(body, mimetype=media_type, headers=disposition)


def _plain(cell: Any) -> Any:
    return harmless(cell) if isinstance(cell, str) else cell


def workbook(docs: Documents, services: Services) -> Response:
    """The plan as one workbook; an export, so it stands in the audit log."""
    body = services.programme.workbook(docs.lang)
    services.people.note("exported", "action plan, xlsx")
    disposition = {"Content-Disposition": 'attachment; filename="decor-rencana-aksi.xlsx"'}
    return Response(body, mimetype=XLSX, headers=disposition)


def confidence(docs: Documents, services: Services, code: str) -> Any:
    """Write down how sure the person's side is of an action's delivery."""
    return submit(
        docs,
        FormRoute(
            ConfidenceForm,
            right=Right.REVIEW,
            command=lambda form: services.confidence.say(code, form),
            done="It is written down.",
            show=lambda outcome: action(docs, services, code, outcome),
            then=lambda _: f"{AT}/aksi/{code}",
        ),
    )


def action(docs: Documents, services: Services, code: str, outcome: Outcome | None = None) -> Response:
    """One action."""
    require(Right.CITY)
    lang, view, sure = docs.lang, services.programme.action(code, docs.state()), services.confidence
    filled = filled_in(outcome, ConfidenceForm, seen=sure.version(code)) if sure.side(code) else None
    asked = drawn.Asked(sure.of(code, docs.state().as_known_on), filled, generate_csrf())
    report = f"{docs.prefix}{AT}/laporan?aksi={code}#baru" if sure.side(code) == "owner" else ""
    stamp, finding = docs.room.source("action-progress"), ""
    if person().may(Right.FINDINGS) and view.gap is not None:
        words = {"aksi": code, "teks": say(view.gap, "id")}
        finding = f"{docs.prefix}{AT}/sesi?{urlencode(words)}#temuan"
    body = drawn.action(view, asked, prefix=docs.prefix, report=report, finding=finding, stamp=stamp, lang=lang)
    lead = say(msg("Action {code} of the plan of 2019, {opd}", code=code, opd=view.row.opd), lang)
    return docs.answer(view.row.name, body, here=AT, lead=lead, said=outcome)


def programme(docs: Documents, pages: ProgrammePages, slug: str) -> Response:
    """One programme."""
    require(Right.CITY)
    lang, view = docs.lang, pages.programme(slug, docs.state())
    names = ("action-progress", "programme-places", "programme-states", "programme-cohorts")
    stamps = {name: docs.room.source(name) for name in names}
    body = drawn.programme(view, _ground(docs), prefix=docs.prefix, stamps=stamps, lang=lang)
    return docs.answer(view.name, body, here=AT, lead=say("A programme of the smart-city action plan.", lang))


def _ground(docs: Documents) -> overview.Ground:
    return overview.Ground(docs.shapes(Level.KELURAHAN), docs.room.names(), docs.state().areas)


def programmes(docs: Documents, services: Services) -> Response:
    """Every programme."""
    require(Right.CITY)
    lang, state, asked = docs.lang, docs.state(), services.programme_overview
    view = overview.Overview(
        asked.programmes(state),
        asked.offices(state),
        asked.obstacles(state),
        asked.schedule(state),
        asked.courses(state),
        asked.listing(state, ActionFilter()),
    )
    stamp, exports = docs.room.source("action-progress"), services.programme.exports()
    body = overview.programmes(
        view,
        _ground(docs),
        prefix=docs.prefix,
        exports=exports if person().may(Right.EXPORT) else [],
        stamp=stamp,
        lang=lang,
    )
    lead = say("Every system that the plan names, with its actions and what is behind them.", lang)
    return docs.answer(say("Programmes", lang), body, here=AT, lead=lead)


def listing(docs: Documents, services: Services) -> Response:
    """Actions that a filter and the selected areas leave."""
    require(Right.CITY)
    lang, asked = docs.lang, ActionFilter.from_query(request.args)
    view = services.programme_overview.listing(docs.state(), asked)
    stamp = docs.room.source("action-progress")
    body = overview.listing(view, _ground(docs), prefix=docs.prefix, stamp=stamp, lang=lang)
    lead = say("Actions of the plan, those that take most from it first.", lang)
    return docs.answer(say("Actions", lang), body, here=AT, lead=lead)
