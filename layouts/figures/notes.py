"""Notes that people left, on any chart over days: a dotted line, the words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from data.domain.views import NoteMark
from layouts.theme.tokens import Theme

LONGEST = 34
ROWS = 4
"""Rows of words beside the lines: more would lie on each other; further notes are a line alone."""


def note_marks(notes: tuple[NoteMark, ...], colours: Theme) -> list[dict[str, Any]]:
    """The dotted lines."""
    line = {"color": colours["ink"], "width": 1.2, "dash": "dot"}
    return [
        {
            "type": "line",
            "x0": note.day.isoformat(),
            "x1": note.day.isoformat(),
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": line,
        }
        for note in notes
    ]


def note_labels(notes: tuple[NoteMark, ...], colours: Theme, days: Sequence[date]) -> list[dict[str, Any]]:
    """The words of the first ones, one row below the other so that neighbours stay readable; the whole note on hover.

    Plotly reads a few tags in texts, so what a person wrote is escaped.
    """
    labels = []
    middle = days[len(days) // 2] if days else None
    for row, note in enumerate(notes[:ROWS]):
        short = note.text if len(note.text) <= LONGEST else note.text[: LONGEST - 1] + "…"
        late = middle is not None and note.day > middle
        labels.append(
            {
                "x": note.day.isoformat(),
                "y": 1 - 0.13 * row,
                "yref": "paper",
                "xanchor": "right" if late else "left",
                "yanchor": "top",
                "xshift": -4 if late else 4,
                "showarrow": False,
                "text": escape(short),
                "align": "left",
                "hovertext": escape(f"{note.text} ({note.area}, {note.author})"),
                "captureevents": True,
                "font": {"size": 13, "color": colours["ink"]},
                "bgcolor": colours["surface"],
                "borderpad": 1,
            }
        )
    return labels
