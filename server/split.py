"""Two pages of the room beside each other, each with its own selection."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from flask import Flask, Response, request

from data.domain.errors import msg
from data.service import registry
from data.text import say
from layouts.documents.split import split_page
from server.desk import Documents, Outcome
from server.guard import SPLIT

SIDES = ("left", "right")


def mount_split(server: Flask, docs: Documents) -> None:
    """Add the route."""
    server.add_url_rule(f"{docs.prefix}belah", SPLIT, lambda: split(docs))


def split(docs: Documents) -> Response:
    """Both sides as the address names them: a page's slug and its selection, ``left=covid?area=32.76.06``."""
    sides = [_address(docs, request.args.get(side, "")) for side in SIDES]
    known = [address if address is not None else "" for address in sides]
    problem = say(msg("A side of the address is no page of the room; it shows the overview."), docs.lang)
    said = Outcome(problem="" if None not in sides else problem)
    body = split_page(known, together=request.args.get("clocks") != "2", prefix=docs.prefix, lang=docs.lang)
    return docs.answer(say("Split", docs.lang), body, here="belah", said=said, scripts=("split.js",))


def _address(docs: Documents, text: str) -> str | None:
    """A side's address below the prefix, in the form that the room writes; None where the room has no such page."""
    parts = urlsplit(text)
    if parts.scheme or parts.netloc or parts.path.strip("/") not in registry().slugs:
        return None
    # Language and theme are those of the page around both.
    around = docs.state()
    query = replace(docs.room.state(parts.query), lang=around.lang, theme=around.theme).to_query()
    return parts.path.strip("/") + (f"?{query}" if query else "")
