"""Saved views: parse → ask → draw."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf

from data.domain.errors import msg
from data.domain.people import Right, person
from data.domain.room_forms import NewView
from data.service import SavedViews, registry
from data.text import say
from layouts.documents import saved_views as pages
from server.desk import Documents, Outcome, attempt, mount_by_page, whole
from server.forms import FormRoute, asked_first, filled_in, submit


def mount_saved_views(server: Flask, docs: Documents, saved_views: SavedViews) -> None:
    """Add the routes."""
    mount_by_page(
        server,
        docs,
        "tampilan",
        lambda subject: views(docs, saved_views, subject),
        lambda subject: view_changed(docs, saved_views, subject),
    )


def views(docs: Documents, saved_views: SavedViews, subject: str, outcome: Outcome | None = None) -> Response:
    """Saved views, and the form to save one."""
    said, state = outcome or Outcome(), docs.state()
    lang = state.lang
    page = docs.room.page(subject)
    sentence = docs.room.ask("sentence", state, subject)
    body = pages.views(
        saved_views.list(),
        pages={declared.slug: declared for declared in registry().pages.values()},
        page=page.slug,
        query=state.to_query(),
        without=replace(state, areas=()).to_query(),
        sentence=say(sentence.bold, lang),
        filled=filled_in(outcome, NewView, shared=True),
        prefix=docs.prefix,
        csrf=generate_csrf(),
        lang=lang,
        may=person().may(Right.NOTE),
    )
    return docs.answer(say("Views", lang), body, here=page.slug, said=said)


def view_changed(docs: Documents, saved_views: SavedViews, subject: str) -> Any:
    """Save or delete a view."""
    page = registry().pages[subject].slug
    back = f"tampilan/{page}"
    if "delete" in request.form:
        if (
            asked := asked_first(docs, Right.NOTE, msg("The view is deleted; links to it still work."), "Delete", back)
        ) is not None:
            return asked
        number = whole(request.form["delete"])
        outcome, _ = attempt(lambda: saved_views.delete(number), docs.lang, "The view is deleted.")
        return views(docs, saved_views, subject, outcome) if outcome.problem else docs.go(back, outcome.notice)
    query = request.query_string.decode("utf-8", "replace")
    return submit(
        docs,
        FormRoute(
            NewView,
            right=Right.NOTE,
            command=lambda form: saved_views.save(
                form.name, page, query, shared=form.shared, only_areas=form.only_areas
            ),
            done="The view is saved; its link can be shared.",
            show=lambda outcome: views(docs, saved_views, subject, outcome),
            then=lambda _: back,
        ),
    )
