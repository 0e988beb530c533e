"""Wi-Fi: announced, registered, live."""

from __future__ import annotations

from typing import Any

from dash import Dash, Output

from callbacks.panels import SEARCH, changed, painted
from data.service import RoomService
from layouts.components.panel import foot, head
from layouts.components.subjects import wifi_counts
from layouts.ids import Wifi
from layouts.pages.common import filled


def register(app: Dash, service: RoomService) -> None:
    """The Wi-Fi page's own panel."""

    @app.callback(Output(Wifi.COUNTS, "children"), painted(Wifi.COUNTS)[1], SEARCH, painted(Wifi.COUNTS)[0])
    def render_counts(search: str, shown: str | None) -> Any:
        state = service.state(search)
        key = changed(service, state, shown, "areas", "date", "as_known_on")
        view = service.wifi_counts(state)
        lang = state.lang
        return filled(head(view.head, lang), wifi_counts(view, lang=lang), foot(view.head.stamp, lang, "points")), key
