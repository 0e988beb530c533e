"""Saved views, notes, exports and the way of a figure: parse → ask → draw."""

from __future__ import annotations

from typing import Any

from dash import html
from flask import Flask, Response, abort, request
from flask_wtf.csrf import generate_csrf

from data.domain.areas import CITY
from data.domain.people import Right, person
from data.service import Collaboration, registry
from data.text import say
from layouts.components.lineage import lineage
from layouts.documents import collaboration as pages
from layouts.files import csv_text, xlsx_bytes
from server.desk import Documents, Outcome, attempt, whole

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def mount_collaboration(server: Flask, docs: Documents, together: Collaboration) -> None:
    """Add the routes."""
    at, add = docs.prefix, server.add_url_rule
    for name, show, change in (("tampilan", views, view_changed), ("catatan", notes, note_changed)):
        for rule, page in ((f"{at}{name}/", ""), (f"{at}{name}/<page>", None)):
            end = f"{name}_{'any' if page is None else 'all'}"
            add(rule, end, _page_of(show, docs, together, page))
            add(rule, f"{end}_change", _page_of(change, docs, together, page), methods=["POST"])
    add(f"{at}unduh/<panel>.<kind>", "export", lambda panel, kind: export(docs, together, panel, kind))
    add(f"{at}asal", "origin", lambda: origin(docs))


def _page_of(view: Any, docs: Documents, together: Collaboration, fixed: str | None) -> Any:
    def answer(page: str = "") -> Any:
        chosen = page if fixed is None else fixed
        if chosen not in registry().slugs:
            abort(404)
        return view(docs, together, registry().slugs[chosen])

    return answer


def views(docs: Documents, together: Collaboration, subject: str, outcome: Outcome | None = None) -> Response:
    """Saved views, and the form to save one."""
    said, state = outcome or Outcome(), docs.state()
    lang = state.lang
    page = docs.room.page(subject)
    sentence = docs.room.ask("sentence", state, subject)
    body = pages.views(
        together.views(),
        pages={declared.slug: declared for declared in registry().pages.values()},
        page=page.slug,
        query=state.to_query(),
        sentence=say(sentence.bold, lang),
        prefix=docs.prefix,
        csrf=generate_csrf(),
        lang=lang,
        may=person().may(Right.NOTE),
    )
    return docs.answer(say("Views", lang), body, here=page.slug, said=said)


def view_changed(docs: Documents, together: Collaboration, subject: str) -> Any:
    """Save or delete a view."""
    if "delete" in request.form:
        number = whole(request.form["delete"])
        outcome, _ = attempt(lambda: together.delete_view(number), docs.lang, "The view is deleted.")
    else:
        page = registry().pages[subject].slug
        query = request.query_string.decode("utf-8", "replace")
        name, shared = request.form.get("name", ""), "shared" in request.form
        outcome, _ = attempt(
            lambda: together.save_view(name, page, query, shared=shared),
            docs.lang,
            "The view is saved; its link can be shared.",
        )
    if outcome.problem:
        return views(docs, together, subject, outcome)
    return docs.go(f"tampilan/{registry().pages[subject].slug}", outcome.notice)


def notes(docs: Documents, together: Collaboration, subject: str, outcome: Outcome | None = None) -> Response:
    """Notes, and the form to write one."""
    said, state = outcome or Outcome(), docs.state()
    lang = state.lang
    page = docs.room.page(subject)
    names = docs.room.names()
    facts = docs.room.facts(subject)
    when = state.date or facts.default_day.get(facts.default_indicator) or facts.last
    body = pages.notes(
        together.notes(),
        pages=registry().pages,
        page=subject,
        query=state.to_query(),
        area=(*state.areas, person().area or CITY)[0],
        when=when.isoformat(),
        areas=names,
        prefix=docs.prefix,
        csrf=generate_csrf(),
        lang=lang,
        may=person().may(Right.NOTE),
    )
    return docs.answer(say("Notes", lang), body, here=page.slug, said=said)


def note_changed(docs: Documents, together: Collaboration, subject: str) -> Any:
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
    if outcome.problem:
        return notes(docs, together, subject, outcome)
    return docs.go(f"catatan/{registry().pages[subject].slug}", outcome.notice)


def export(docs: Documents, together: Collaboration, panel: str, kind: str) -> Response:
    """A panel's table as a file."""
    if kind not in (*KINDS, "png"):
        abort(404)
    state, page = docs.state(), request.args.get("page", "")
    if page not in registry().slugs:
        abort(404)
    subject = registry().slugs[page]
    view = together.export(state, panel, subject)
    if kind == "png":
        # The browser draws the picture itself; here it only stands in the audit log.
        return Response(status=204)
    body = csv_text(view, state.lang).encode() if kind == "csv" else xlsx_bytes(view, state.lang)
    name = f"decor-{page or 'ringkasan'}-{panel}-{docs.room.clock():%Y%m%d}.{kind}"
    return Response(body, mimetype=KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})


def origin(docs: Documents) -> Response:
    """The way of the figure that the address names."""
    state = docs.state()
    subject = registry().slugs.get(request.args.get("page", ""), "")
    view = docs.room.ask("lineage", state, subject)
    back = html.P(html.A(say("Back to the room", state.lang), href=f"{docs.prefix}?{state.to_query()}"))
    body = [html.Div(lineage(view, state.lang), className="panel lineage-page"), back]
    here = registry().pages[subject].slug or "asal"
    return docs.answer(say("Where this figure comes from", state.lang), body, here=here)
