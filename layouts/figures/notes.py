"""Notes of people and events, on any chart over days; drawn by the browser (`assets/js/notes.js`)."""

from __future__ import annotations

from typing import Any

from data.domain.views import NoteMark
from data.text import day
from layouts.theme.charts import Chart


def add_notes(figure: Chart, notes: tuple[NoteMark, ...], lang: str) -> None:
    """Hand the notes to the browser: ``day`` (ISO), ``on`` (the day in words), ``text``, and whose and where it is."""
    figure.layout["meta"] = {"notes": [_mark(note, lang) for note in notes]}


def _mark(note: NoteMark, lang: str) -> dict[str, Any]:
    return {
        "day": note.day.isoformat(),
        "on": day(note.day, lang),
        "text": note.text,
        "about": f"{note.area}, {note.author}",
    }
