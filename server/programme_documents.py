"""Pages below the programme's: an action, a programme, all programmes: parse → ask → draw."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response
from flask_wtf.csrf import generate_csrf

from data.domain.errors import msg
from data.domain.people import Right, person, require
from data.domain.reports import ConfidenceForm
from data.service import Services
from data.service.programme_pages import ProgrammePages
from data.service.workbooks import workbook as workbook_of
from data.text import say
from layouts.cells import harmless
from layouts.documents import programme_pages as drawn
from server.desk import Documents, Outcome
from server.forms import FormRoute, filled_in, submit

AT = "program"
ALL = f"{AT}/semua"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def mount_programme_documents(server: Flask, docs: Documents, services: Services) -> None:
    """Add the pages."""
    at, add, pages = f"{docs.prefix}{AT}", server.add_url_rule, services.programme
    add(f"{docs.prefix}{ALL}", "programmes", lambda: programmes(docs, pages))
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
    stamps = [docs.room.source(name) for name in ("action-progress", "programme-places")]
    body = drawn.programme(view, prefix=docs.prefix, names=docs.room.names(), stamps=stamps, lang=lang)
    return docs.answer(view.name, body, here=AT, lead=say("A programme of the smart-city action plan.", lang))


def programmes(docs: Documents, pages: ProgrammePages) -> Response:
    """Every programme."""
    require(Right.CITY)
    lang = docs.lang
    state = docs.state()
    view = drawn.Overview(pages.programmes(state), pages.offices(state), pages.obstacles(state), pages.schedule(state))
    stamp, may_export = docs.room.source("action-progress"), person().may(Right.EXPORT)
    body = drawn.programmes(
        view, prefix=docs.prefix, exports=pages.exports() if may_export else [], stamp=stamp, lang=lang
    )
    lead = say("Every system that the plan names, with its actions and what is behind them.", lang)
    return docs.answer(say("Programmes", lang), body, here=AT, lead=lead)
