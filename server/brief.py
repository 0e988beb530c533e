"""The officials' brief and the printed sheets: parse → ask → draw."""

from __future__ import annotations

from functools import partial

from flask import Flask, Response, request

from data.domain.people import Right, require
from data.service import Alerts, People, Shifts, officials_brief
from data.text import say
from layouts.documents import brief as pages
from server.desk import Documents

PDF = "application/pdf"


def mount_brief(server: Flask, docs: Documents, alerts: Alerts, shifts: Shifts, people: People) -> None:
    """Add the routes."""
    add = server.add_url_rule
    add(f"{docs.prefix}ringkas", "brief", partial(page, docs, alerts))
    add(f"{docs.prefix}ringkas.pdf", "brief_pdf", partial(sheet, docs, alerts, people))
    add(f"{docs.prefix}sif.pdf", "shift_pdf", partial(shift_sheet, docs, shifts, people))


def page(docs: Documents, alerts: Alerts) -> Response:
    """The brief as a page."""
    state = docs.state()
    view = officials_brief(docs.room, alerts, state)
    body = pages.brief(view, prefix=docs.prefix, lang=state.lang, query=state.to_query())
    return docs.answer(say("Brief", state.lang), body, here="ringkas")


def sheet(docs: Documents, alerts: Alerts, people: People) -> Response:
    """The brief as a PDF; an export, so it stands in the audit log."""
    from layouts.paper.brief import brief_pdf

    require(Right.EXPORT)
    state = docs.state()
    body = brief_pdf(officials_brief(docs.room, alerts, state), lang=state.lang)
    people.note("exported", "brief, pdf", query=state.to_query())
    return _file(body, f"decor-ringkas-{docs.room.clock():%Y%m%d}.pdf")


def shift_sheet(docs: Documents, shifts: Shifts, people: People) -> Response:
    """The shift's sheet as a PDF."""
    from layouts.paper.shift import shift_pdf

    require(Right.EXPORT)
    view = shifts.shift(shifts.starting(request.args.get("mulai", "")))
    people.note("exported", "shift sheet, pdf", start=view.shift.start.isoformat())
    return _file(shift_pdf(view, lang=docs.lang), f"decor-sif-{view.shift.start:%Y%m%d-%H}.pdf")


def _file(body: bytes, name: str) -> Response:
    return Response(body, mimetype=PDF, headers={"Content-Disposition": f'attachment; filename="{name}"'})
