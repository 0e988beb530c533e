"""Waste: why stops were missed."""

from __future__ import annotations

from typing import Any

from dash import Dash, Output

from callbacks.panels import SEARCH, changed, painted
from data.service import RoomService
from layouts.components.panel import foot, head
from layouts.components.subjects import reasons
from layouts.ids import Waste
from layouts.pages.common import filled


def register(app: Dash, service: RoomService) -> None:
    """The waste page's own panel."""

    @app.callback(Output(Waste.REASONS, "children"), painted(Waste.REASONS)[1], SEARCH, painted(Waste.REASONS)[0])
    def render_reasons(search: str, shown: str | None) -> Any:
        state = service.state(search)
        key = changed(service, state, shown, "areas", "date", "as_known_on")
        view = service.reasons(state)
        lang = state.lang
        return filled(head(view.head, lang), reasons(view, lang=lang), foot(view.head.stamp, lang, "reasons")), key
