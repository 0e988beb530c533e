"""Annotations: parse → ask → draw."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf

from data.domain.areas import CITY
from data.domain.people import Right, person
from data.service import Annotations, registry
from data.text import say
from layouts.documents import annotations as pages
from server.desk import Documents, Outcome, attempt, mount_by_page, whole


def mount_annotations(server: Flask, docs: Documents, annotations: Annotations) -> None:
    """Add the routes."""
    mount_by_page(
        server,
        docs,
        "catatan",
        lambda subject: notes(docs, annotations, subject),
        lambda subject: note_changed(docs, annotations, subject),
    )


def notes(docs: Documents, annotations: Annotations, subject: str, outcome: Outcome | None = None) -> Response:
    """Notes, and the form to write one."""
    said, state = outcome or Outcome(), docs.state()
    lang = state.lang
    page = docs.room.page(subject)
    names = docs.room.names()
    facts = docs.room.facts(subject)
    when = state.date or facts.default_day.get(facts.default_indicator) or facts.last
    body = pages.notes(
        annotations.list(),
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


def note_changed(docs: Documents, annotations: Annotations, subject: str) -> Any:
    """Write or delete a note."""
    if "delete" in request.form:
        number = whole(request.form["delete"])
        outcome, _ = attempt(lambda: annotations.delete(number), docs.lang, "The note is deleted.")
    else:
        fields = {name: request.form.get(name, "").strip() for name in ("day", "area", "subject", "text")}
        outcome, _ = attempt(
            lambda: annotations.write(**fields),
            docs.lang,
            "The note is written; it stands on the charts of this area.",
        )
    if outcome.problem:
        return notes(docs, annotations, subject, outcome)
    return docs.go(f"catatan/{registry().pages[subject].slug}", outcome.notice)
