"""COVID: case statuses and releases."""

from __future__ import annotations

import hashlib
from typing import Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks.update import Draw, PanelUpdate
from data.domain.filters import FilterState
from data.service import RoomService
from layouts.components.panel import filled
from layouts.components.subjects import releases
from layouts.figures.statuses import statuses_figure
from layouts.ids import Frame, graph_id, own_id


def draw_releases(service: RoomService, state: FilterState, subject: str, answer: PanelUpdate) -> None:
    """Published totals beside the sum of the reports."""
    view = service.ask("releases", state, subject)
    body = releases(view, lang=state.lang)
    answer.parts |= filled(own_id(subject, "releases"), view.head, body, state.lang, "releases")


def draw_statuses(service: RoomService, state: FilterState, subject: str, answer: PanelUpdate) -> None:
    """Head and foot of the statuses; the figure has its own callback."""
    view = service.ask("statuses", state, subject)
    answer.parts |= filled(own_id(subject, "statuses"), view.head, None, state.lang, "statuses")


DRAW: dict[str, Draw] = {"releases": draw_releases, "statuses": draw_statuses}
GRAPH = graph_id("covid", "statuses")


def register(app: Dash, service: RoomService) -> None:
    """The statuses' figure."""

    @app.callback(
        Output(GRAPH, "figure"),
        Output(GRAPH, "className"),
        Input(Frame.LOCATION, "search"),
        Input(Frame.PULSE, "data"),
        State(GRAPH, "className"),
    )
    def render_statuses(search: str, _pulse: Any, shown: str) -> Any:
        state = service.state(search)
        version = hashlib.sha256(service.version_key("statuses", state, "covid").encode()).hexdigest()[:12]
        key = f"graph theme-{state.theme} known-{state.as_known_on} v{version}"
        if key == shown:
            raise PreventUpdate
        view = service.ask("statuses", state, "covid")
        return statuses_figure(view, theme=state.theme, lang=state.lang), key
