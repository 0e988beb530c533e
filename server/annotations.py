"""Annotations: parse → ask → draw."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf

from data.domain.areas import CITY
from data.domain.errors import msg
from data.domain.people import Right, person
from data.domain.room_forms import NewNote
from data.service import Annotations, registry
from data.text import say
from layouts.documents import annotations as pages
from server.desk import Documents, Outcome, attempt, mount_by_page, whole
from server.forms import FormRoute, asked_first, filled_in, submit


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
    own = (*state.areas, person().area or CITY)[0]
    body = pages.notes(
        annotations.list(),
        pages=registry().pages,
        page=subject,
        query=state.to_query(),
        filled=filled_in(outcome, NewNote, day=when.isoformat(), area=own, subject=subject),
        areas=names,
        prefix=docs.prefix,
        csrf=generate_csrf(),
        lang=lang,
        may=person().may(Right.NOTE),
    )
    return docs.answer(say("Notes", lang), body, here=page.slug, said=said)


def note_changed(docs: Documents, annotations: Annotations, subject: str) -> Any:
    """Write or delete a note."""
    page = f"catatan/{registry().pages[subject].slug}"
    if "delete" in request.form:
        if (asked := asked_first(docs, Right.NOTE, msg("The note goes from every chart."), "Delete", page)) is not None:
            return asked
        number = whole(request.form["delete"])
        outcome, _ = attempt(lambda: annotations.delete(number), docs.lang, "The note is deleted.")
        return notes(docs, annotations, subject, outcome) if outcome.problem else docs.go(page, outcome.notice)
    return submit(
        docs,
        FormRoute(
            NewNote,
            right=Right.NOTE,
            command=lambda form: annotations.write(
                day=form.day.isoformat(), area=form.area, subject=form.subject, text=form.text
            ),
            done="The note is written; it stands on the charts of this area.",
            show=lambda outcome: notes(docs, annotations, subject, outcome),
            then=lambda _: page,
        ),
    )
