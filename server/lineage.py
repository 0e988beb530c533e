"""Lineage: the way of a figure as a document."""

from __future__ import annotations

from dash import html
from flask import Flask, Response, request

from data.service import registry
from data.text import say
from layouts.components.lineage import lineage
from server.desk import Documents


def mount_lineage(server: Flask, docs: Documents) -> None:
    """Add the route."""
    server.add_url_rule(f"{docs.prefix}asal", "origin", lambda: origin(docs))


def origin(docs: Documents) -> Response:
    """The way of the figure that the address names."""
    state = docs.state()
    subject = registry().slugs.get(request.args.get("page", ""), "")
    view = docs.room.ask("lineage", state, subject)
    back = html.P(html.A(say("Back to the room", state.lang), href=f"{docs.prefix}?{state.to_query()}"))
    body = [html.Div(lineage(view, state.lang), className="panel lineage-page"), back]
    here = registry().pages[subject].slug or "asal"
    return docs.answer(say("Where this figure comes from", state.lang), body, here=here)
