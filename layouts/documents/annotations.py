"""Annotations as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from data.domain.pages import Page
from data.domain.people_views import NoteRow
from data.text import day, say
from layouts.documents.parts import button, choice, columns, field, form, moment, panel, small_form, table
from layouts.drawn import Element


def notes(
    rows: Sequence[NoteRow],
    *,
    pages: Mapping[str, Page],
    page: str,
    query: str,
    area: str,
    when: str,
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
        write = form(
            f"{at}?{query}",
            [
                field(say("Date", lang), "day", kind="date", value=when, required=True),
                field(
                    say("Area", lang),
                    "area",
                    value=area,
                    list="areas",
                    maxlength=20,
                    required=True,
                    hint=areas.get(area, ""),
                ),
                Element(
                    "datalist",
                    {"id": "areas"},
                    tuple(Element("option", {"value": code}, (name,)) for code, name in areas.items()),
                ),
                choice(say("Subject", lang), "subject", subjects, page),
                field(
                    say("Note", lang),
                    "text",
                    required=True,
                    minlength=3,
                    maxlength=160,
                    hint=say("what happened, no names of persons", lang),
                ),
                button(say("Write the note", lang)),
            ],
            csrf=csrf,
        )
        parts.append(panel(say("New note", lang), write))
    return [columns(parts[:1], parts[1:])]


def _slug(pages: Mapping[str, Page], subject: str) -> str:
    return pages[subject].slug if subject in pages else ""


def _subject(pages: Mapping[str, Page], subject: str, lang: str) -> str:
    """A note's subject; one that is gone keeps its id."""
    if not subject:
        return say("every subject", lang)
    return say(pages[subject].title, lang) if subject in pages else subject
