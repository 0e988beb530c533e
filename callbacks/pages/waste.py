"""Waste: why stops were missed."""

from __future__ import annotations

from callbacks.update import Draw, PanelUpdate
from data.domain.filters import FilterState
from data.service import RoomService
from layouts.components.panel import filled
from layouts.components.subjects import reasons
from layouts.ids import own_id


def draw_reasons(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """Missed stops by reason."""
    view = service.ask("reasons", state, subject)
    return PanelUpdate(filled(own_id(subject, "reasons"), view.head, reasons(view, lang=state.lang), state.lang))


DRAW: dict[str, Draw] = {"reasons": draw_reasons}
