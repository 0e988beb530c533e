"""Annotations as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from data.domain.errors import msg
from data.domain.forms import Filled
from data.domain.pages import Page
from data.domain.people_views import NoteRow
from data.domain.room_forms import NewNote
from data.text import day, say
from layouts.documents.parts import columns, moment, panel, small_form, table
from layouts.kit.forms import form_of


def notes(
    rows: Sequence[NoteRow],
    *,
    pages: Mapping[str, Page],
    page: str,
    query: str,
    filled: Filled[NewNote],
    areas: dict[str, str],
    prefix: str,
    csrf: str,
    lang: str,
    may: bool,
) -> list[Any]:
    """Notes on days and areas, and the form to write one.

    Parameters
    ----------
    pages : mapping
        Every subject's page by the subject's id.
    """
    at = f"{prefix}catatan/{pages[page].slug}"
    heads = [say(word, lang) for word in ("Date", "Area", "Note", "Subject", "By", "Written", "")]
    lines = [
        [
            html.A(day(row.day, lang), href=f"{prefix}{_slug(pages, row.subject)}?area={row.area}&date={row.day}"),
            row.name,
            html.B(row.text),
            _subject(pages, row.subject, lang),
            row.author,
            moment(row.created, lang),
            small_form(f"{at}?{query}", say("Delete", lang), csrf, delete=str(row.id)) if row.own else "",
        ]
        for row in rows
    ]
    parts = [
        panel(say("Notes on days and areas", lang), table(heads, lines, empty=say("None yet.", lang)), kind="wide")
    ]
    if may:
        subjects = [("", say("every subject", lang))] + [
            (name, say(page.title, lang)) for name, page in pages.items() if name
        ]
        options = {"subject": subjects, "area": list(areas.items())}
        write = form_of(filled, msg("Write the note"), action=f"{at}?{query}", csrf=csrf, lang=lang, options=options)
        parts.append(panel(say("New note", lang), write))
    return [columns(parts[:1], parts[1:])]


def _slug(pages: Mapping[str, Page], subject: str) -> str:
    return pages[subject].slug if subject in pages else ""


def _subject(pages: Mapping[str, Page], subject: str, lang: str) -> str:
    """A note's subject; one that is gone keeps its id."""
    if not subject:
        return say("every subject", lang)
    return say(pages[subject].title, lang) if subject in pages else subject
