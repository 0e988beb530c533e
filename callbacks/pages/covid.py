"""COVID: case statuses and releases."""

from __future__ import annotations

from typing import Any

from dash import Dash, Output

from callbacks.panels import SEARCH, changed, painted
from data.service import RoomService
from layouts.components.panel import foot, head
from layouts.components.subjects import releases
from layouts.figures.statuses import statuses_figure
from layouts.ids import Covid
from layouts.pages.common import filled, graph


def register(app: Dash, service: RoomService) -> None:
    """The COVID page's own panels."""

    @app.callback(Output(Covid.STATUSES, "children"), painted(Covid.STATUSES)[1], SEARCH, painted(Covid.STATUSES)[0])
    def render_statuses(search: str, shown: str | None) -> Any:
        state = service.state(search)
        key = changed(service, state, shown, "as_known_on", "theme")
        view = service.statuses(state)
        figure = statuses_figure(view, theme=state.theme, lang=state.lang)
        lang = state.lang
        return filled(
            head(view.head, lang), graph(Covid.STATUSES, figure), foot(view.head.stamp, lang, "statuses")
        ), key

    @app.callback(Output(Covid.RELEASES, "children"), painted(Covid.RELEASES)[1], SEARCH, painted(Covid.RELEASES)[0])
    def render_releases(search: str, shown: str | None) -> Any:
        state = service.state(search)
        key = changed(service, state, shown, "as_known_on")
        view = service.releases(state)
        lang = state.lang
        return filled(head(view.head, lang), releases(view, lang=lang), foot(view.head.stamp, lang, "releases")), key
