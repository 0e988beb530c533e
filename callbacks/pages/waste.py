"""Waste: why stops were missed."""

from __future__ import annotations

from typing import Any

from data.domain.filters import FilterState
from data.service import RoomService
from layouts.components.panel import filled
from layouts.components.subjects import reasons
from layouts.ids import Waste


def draw_reasons(service: RoomService, state: FilterState, _subject: str, answer: Any) -> None:
    """Missed stops by reason."""
    view = service.reasons(state)
    answer.parts |= filled(Waste.REASONS, view.head, reasons(view, lang=state.lang), state.lang, "reasons")


PANELS = {"reasons": (draw_reasons, ("areas", "date", "as_known_on"))}
