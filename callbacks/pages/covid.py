"""COVID: case statuses and releases."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from data.domain.filters import FilterState
from data.service import RoomService
from layouts.components.panel import filled
from layouts.components.subjects import releases
from layouts.figures.statuses import statuses_figure
from layouts.ids import Covid, Frame


def draw_releases(service: RoomService, state: FilterState, _subject: str, answer: Any) -> None:
    """Published totals beside the sum of the reports."""
    view = service.releases(state)
    answer.parts |= filled(Covid.RELEASES, view.head, releases(view, lang=state.lang), state.lang, "releases")


def draw_statuses(service: RoomService, state: FilterState, _subject: str, answer: Any) -> None:
    """Head and foot of the statuses; the figure has its own callback."""
    view = service.statuses(state)
    answer.parts |= filled(Covid.STATUSES, view.head, None, state.lang, "statuses")


PANELS = {"releases": (draw_releases, ("as_known_on",)), "statuses": (draw_statuses, ("as_known_on",))}


def register(app: Dash, service: RoomService) -> None:
    """The statuses' figure."""

    @app.callback(
        Output(Covid.GRAPH, "figure"),
        Output(Covid.GRAPH, "className"),
        Input(Frame.LOCATION, "search"),
        State(Covid.GRAPH, "className"),
    )
    def render_statuses(search: str, shown: str) -> Any:
        state = service.state(search)
        key = f"graph {state.theme} {state.as_known_on}"
        if key == shown:
            raise PreventUpdate
        return statuses_figure(service.statuses(state), theme=state.theme, lang=state.lang), key
