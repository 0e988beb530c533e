"""Words over any chart over days, which the browser places (`assets/js/labels.js`): notes, events, ends of lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.domain.views import NoteMark
from data.text import day
from layouts.theme.charts import Chart


def add_notes(figure: Chart, notes: Sequence[NoteMark], lang: str) -> None:
    """Notes of people and events: ``day`` (ISO), ``on`` (the day in words), ``text``, and whose and where it is."""
    _meta(figure)["notes"] = [_mark(note, lang) for note in notes]


def add_ends(figure: Chart, ends: Sequence[tuple[str, float, bool]], late: str) -> None:
    """Names and values right of the lines.

    Parameters
    ----------
    ends : sequence of (text, value, strong)
        Each line's words, the height on the value axis where it ends, and whether it is what was chosen.
    late : str
        Since when days are incomplete, in words; empty for none.
    """
    _meta(figure)["ends"] = [{"text": text, "value": value, "strong": strong} for text, value, strong in ends]
    _meta(figure)["late"] = late


def _meta(figure: Chart) -> dict[str, Any]:
    made: dict[str, Any] = figure.layout.setdefault("meta", {})
    return made


def _mark(note: NoteMark, lang: str) -> dict[str, Any]:
    return {
        "day": note.day.isoformat(),
        "on": day(note.day, lang),
        "text": note.text,
        "about": f"{note.area}, {note.author}",
    }
