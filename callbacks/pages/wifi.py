"""Wi-Fi: announced, registered, live."""

from __future__ import annotations

from callbacks.own import chart
from callbacks.update import Draw, PanelUpdate
from data.domain.filters import FilterState
from data.service import RoomService
from layouts.components.panel import filled
from layouts.components.subjects import wifi_counts
from layouts.figures.trend import trend_figure
from layouts.ids import own_id


def draw_points(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """Points and RW by class."""
    view = service.ask("points", state, subject)
    return PanelUpdate(filled(own_id(subject, "points"), view.head, wifi_counts(view, lang=state.lang), state.lang))


DRAW: dict[str, Draw] = {
    "points": draw_points,
    "coverage": chart("coverage", trend_figure),
    "pipeline": chart("pipeline", trend_figure),
}
