"""Saved views, notes, exports and the way of a figure: parse → ask → draw."""

from __future__ import annotations

from typing import Any

from dash import html
from flask import Flask, Response, abort, request
from flask_wtf.csrf import generate_csrf

from data.domain.areas import CITY
from data.domain.people import Right, person
from data.service import Together
from data.text import say
from layouts.components.lineage import lineage
from layouts.documents import together as pages
from layouts.files import csv_text, xlsx_bytes
from server.desk import Documents, Outcome, attempt, whole

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def mount_together(server: Flask, docs: Documents, together: Together) -> None:
    """Add the routes."""
    at, add = docs.prefix, server.add_url_rule
    for name, show, change in (("tampilan", views, view_changed), ("catatan", notes, note_changed)):
        for rule, page in ((f"{at}{name}/", ""), (f"{at}{name}/<page>", None)):
            end = f"{name}_{'any' if page is None else 'all'}"
            add(rule, end, _page_of(show, docs, together, page))
            add(rule, f"{end}_change", _page_of(change, docs, together, page), methods=["POST"])
    add(f"{at}unduh/<panel>.<kind>", "export", lambda panel, kind: export(docs, together, panel, kind))
    add(f"{at}asal", "origin", lambda: origin(docs))


def _page_of(view: Any, docs: Documents, together: Together, fixed: str | None) -> Any:
    def answer(page: str = "") -> Any:
        chosen = page if fixed is None else fixed
        if chosen not in pages.SUBJECT_WORDS:
            abort(404)
        return view(docs, together, chosen)

    return answer


def views(docs: Documents, together: Together, page: str, outcome: Outcome | None = None) -> Response:
    """Saved views, and the form to save one."""
    said, state = outcome or Outcome(), docs.state()
    lang = state.lang
    docs.room.check_page(page)
    sentence = docs.room.sentence(state, page)
    body = pages.views(
        together.views(),
        page=page,
        query=state.to_query(),
        sentence=say(sentence.bold, lang),
        prefix=docs.prefix,
        csrf=generate_csrf(),
        lang=lang,
        may=person().may(Right.NOTE),
    )
    return docs.answer(say("Views", lang), body, here=page, said=said)


def view_changed(docs: Documents, together: Together, page: str) -> Any:
    """Save or delete a view."""
    if "delete" in request.form:
        number = whole(request.form["delete"])
        outcome, _ = attempt(lambda: together.delete_view(number), docs.lang, "The view is deleted.")
    else:
        query = request.query_string.decode("utf-8", "replace")
        name, shared = request.form.get("name", ""), "shared" in request.form
        outcome, _ = attempt(
            lambda: together.save_view(name, page, query, shared=shared),
            docs.lang,
            "The view is saved; its link can be shared.",
        )
    return views(docs, together, page, outcome) if outcome.problem else docs.go(f"tampilan/{page}", outcome.notice)


def notes(docs: Documents, together: Together, page: str, outcome: Outcome | None = None) -> Response:
    """Notes, and the form to write one."""
    said, state = outcome or Outcome(), docs.state()
    lang = state.lang
    docs.room.check_page(page)
    names = docs.room.names()
    facts = docs.room.facts(page)
    when = state.date or facts.default_day.get(facts.default_indicator) or facts.last
    body = pages.notes(
        together.notes(),
        page=page,
        query=state.to_query(),
        area=(*state.areas, person().area or CITY)[0],
        when=when.isoformat(),
        areas=names,
        prefix=docs.prefix,
        csrf=generate_csrf(),
        lang=lang,
        may=person().may(Right.NOTE),
    )
    return docs.answer(say("Notes", lang), body, here=page, said=said)


def note_changed(docs: Documents, together: Together, page: str) -> Any:
    """Write or delete a note."""
    if "delete" in request.form:
        number = whole(request.form["delete"])
        outcome, _ = attempt(lambda: together.delete_note(number), docs.lang, "The note is deleted.")
    else:
        fields = {name: request.form.get(name, "").strip() for name in ("day", "area", "subject", "text")}
        outcome, _ = attempt(
            lambda: together.write_note(**fields),
            docs.lang,
            "The note is written; it stands on the charts of this area.",
        )
    return notes(docs, together, page, outcome) if outcome.problem else docs.go(f"catatan/{page}", outcome.notice)


def export(docs: Documents, together: Together, panel: str, kind: str) -> Response:
    """A panel's table as a file."""
    if kind not in (*KINDS, "png"):
        abort(404)
    state, subject = docs.state(), request.args.get("page", "")
    if subject not in pages.SUBJECT_WORDS:
        abort(404)
    view = together.export(state, panel, subject)
    if kind == "png":
        # The browser draws the picture itself; here it only stands in the audit log.
        return Response(status=204)
    body = csv_text(view, state.lang).encode() if kind == "csv" else xlsx_bytes(view, state.lang)
    name = f"decor-{subject or 'ringkasan'}-{panel}-{docs.room.clock():%Y%m%d}.{kind}"
    return Response(body, mimetype=KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})


def origin(docs: Documents) -> Response:
    """The way of the figure that the address names."""
    state = docs.state()
    subject = request.args.get("page", "")
    docs.room.check_page(subject)
    view = docs.room.lineage(state, subject if subject in pages.SUBJECT_WORDS else "")
    back = html.P(html.A(say("Back to the room", state.lang), href=f"{docs.prefix}?{state.to_query()}"))
    body = [html.Div(lineage(view, state.lang), className="panel lineage-page"), back]
    return docs.answer(say("Where this figure comes from", state.lang), body, here=subject or "asal")
