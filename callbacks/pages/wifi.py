"""Wi-Fi: announced, registered, live."""

from __future__ import annotations

from typing import Any

from data.domain.filters import FilterState
from data.service import RoomService
from layouts.components.panel import filled
from layouts.components.subjects import wifi_counts
from layouts.ids import Wifi


def draw_counts(service: RoomService, state: FilterState, _subject: str, answer: Any) -> None:
    """Points and RW by class."""
    view = service.wifi_counts(state)
    answer.parts |= filled(Wifi.COUNTS, view.head, wifi_counts(view, lang=state.lang), state.lang, "points")


PANELS = {"points": (draw_counts, ("areas", "date", "as_known_on"))}
