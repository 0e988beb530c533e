"""Saved views: parse → ask → draw."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf

from data.domain.people import Right, person
from data.service import SavedViews, registry
from data.text import say
from layouts.documents import saved_views as pages
from server.desk import Documents, Outcome, attempt, mount_by_page, whole


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
        sentence=say(sentence.bold, lang),
        prefix=docs.prefix,
        csrf=generate_csrf(),
        lang=lang,
        may=person().may(Right.NOTE),
    )
    return docs.answer(say("Views", lang), body, here=page.slug, said=said)


def view_changed(docs: Documents, saved_views: SavedViews, subject: str) -> Any:
    """Save or delete a view."""
    if "delete" in request.form:
        number = whole(request.form["delete"])
        outcome, _ = attempt(lambda: saved_views.delete(number), docs.lang, "The view is deleted.")
    else:
        page = registry().pages[subject].slug
        query = request.query_string.decode("utf-8", "replace")
        name, shared = request.form.get("name", ""), "shared" in request.form
        outcome, _ = attempt(
            lambda: saved_views.save(name, page, query, shared=shared),
            docs.lang,
            "The view is saved; its link can be shared.",
        )
    if outcome.problem:
        return views(docs, saved_views, subject, outcome)
    return docs.go(f"tampilan/{registry().pages[subject].slug}", outcome.notice)
