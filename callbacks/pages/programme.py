"""Programme: S-curve, dimension × term, weights, actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Dash, Output

from callbacks.panels import SEARCH, changed, painted
from data.domain.filters import FilterState
from data.service import RoomService
from layouts.components import programme as parts
from layouts.components.panel import foot, head
from layouts.figures.programme import s_curve_figure
from layouts.ids import Programme
from layouts.pages.common import filled, graph

Draw = Callable[[Any, FilterState], Any]


def register(app: Dash, service: RoomService) -> None:
    """The programme page's own panels."""
    draw_curve: Draw = lambda view, state: graph(  # noqa: E731
        Programme.CURVE, s_curve_figure(view, theme=state.theme, lang=state.lang)
    )
    panels: list[tuple[str, str, Callable[[FilterState], Any], Draw]] = [
        (Programme.CURVE, "curve", service.s_curve, draw_curve),
        (Programme.MATRIX, "matrix", service.progress_matrix, lambda v, s: parts.matrix(v, lang=s.lang)),
        (Programme.WEIGHTS, "weights", service.weights, lambda v, s: parts.weights(v, lang=s.lang)),
        (Programme.ACTIONS, "actions", service.actions, lambda v, s: parts.actions(v, lang=s.lang)),
    ]
    for panel, name, ask, draw in panels:
        _register_one(app, service, panel, name, ask, draw)


def _register_one(
    app: Dash, service: RoomService, panel: str, name: str, ask: Callable[[FilterState], Any], draw: Draw
) -> None:
    @app.callback(Output(panel, "children"), painted(panel)[1], SEARCH, painted(panel)[0])
    def render(search: str, shown: str | None) -> Any:
        state = service.state(search)
        key = changed(service, state, shown, "date", "as_known_on", "theme")
        view = ask(state)
        return filled(head(view.head, state.lang), draw(view, state), foot(view.head.stamp, state.lang, name)), key
