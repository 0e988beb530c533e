"""Saved views as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from data.domain.errors import Num, msg
from data.domain.forms import Filled
from data.domain.pages import Page
from data.domain.people_views import SavedViewRow
from data.domain.room_forms import NewView
from data.text import say
from layouts.documents.parts import columns, moment, panel, small_form, table
from layouts.kit.forms import form_of


def views(
    rows: Sequence[SavedViewRow],
    *,
    pages: Mapping[str, Page],
    page: str,
    query: str,
    without: str,
    sentence: str,
    filled: Filled[NewView],
    prefix: str,
    csrf: str,
    lang: str,
    may: bool,
) -> list[Any]:
    """Saved views, and the form to save the one that was open.

    Parameters
    ----------
    pages : mapping
        Every subject's page by its address.
    without : str
        The selection that was open, without its areas: a set goes there.
    """
    at = f"{prefix}tampilan/{page}"
    heads = [say(word, lang) for word in ("Name", "Page", "Selection", "By", "Saved", "")]
    lines = [
        [
            html.A(html.B(row.name), href=_address(row, prefix, page, without)),
            say(pages[row.page].title, lang) if row.page in pages else _set_words(row, lang),
            html.Code(row.query or "–"),
            row.owner + (f", {say('shared', lang)}" if row.shared else ""),
            moment(row.created, lang),
            small_form(f"{at}?{query}", say("Delete", lang), csrf, delete=str(row.id)) if row.own else "",
        ]
        for row in rows
    ]
    parts = [panel(say("Saved views", lang), table(heads, lines, empty=say("None yet.", lang)), kind="wide")]
    if may:
        what = html.P([say(pages[page].title, lang), ": ", sentence], className="muted")
        save = [what, form_of(filled, msg("Save this view"), action=f"{at}?{query}", csrf=csrf, lang=lang)]
        parts.append(panel(say("Save the view you came from", lang), save))
    return [columns(parts[:1], parts[1:])]


def _address(row: SavedViewRow, prefix: str, page: str, without: str) -> str:
    """A view's own page; of a set the page that was open, with its areas."""
    query = "&".join(filter(None, (row.query, without))) if row.areas else row.query
    return f"{prefix}{page if row.areas else row.page}" + (f"?{query}" if query else "")


def _set_words(row: SavedViewRow, lang: str) -> str:
    return say(msg("set of {n} areas", n=Num(row.areas)), lang) if row.areas else "–"
