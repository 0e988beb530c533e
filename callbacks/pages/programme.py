"""Programme: the S-curve as the trend, the actions as the ranking, dimension × term, weights."""

from __future__ import annotations

from typing import Any

from data.domain.filters import FilterState
from data.service import RoomService
from layouts.components import programme as parts
from layouts.components.panel import filled
from layouts.figures.programme import s_curve_figure
from layouts.ids import Programme
from layouts.markup import Tree


def curve(service: RoomService, state: FilterState) -> tuple[Any, dict[str, Tree]]:
    """Plan against actual."""
    view = service.s_curve(state)
    figure = s_curve_figure(view, theme=state.theme, lang=state.lang)
    return figure, filled(Programme.CURVE, view.head, None, state.lang, "curve")


def actions(service: RoomService, state: FilterState) -> dict[str, Tree]:
    """Actions with owner and state."""
    view = service.actions(state)
    return filled(Programme.ACTIONS, view.head, parts.actions(view, lang=state.lang), state.lang, "actions")


def draw_matrix(service: RoomService, state: FilterState, _subject: str, answer: Any) -> None:
    """Dimension × term."""
    view = service.progress_matrix(state)
    answer.parts |= filled(Programme.MATRIX, view.head, parts.matrix(view, lang=state.lang), state.lang, "matrix")


def draw_weights(service: RoomService, state: FilterState, _subject: str, answer: Any) -> None:
    """What 75 % means."""
    view = service.weights(state)
    answer.parts |= filled(Programme.WEIGHTS, view.head, parts.weights(view, lang=state.lang), state.lang, "weights")


PANELS = {
    "matrix": (draw_matrix, ("date", "as_known_on")),
    "weights": (draw_weights, ("date", "as_known_on")),
}
