"""Programme: the S-curve as the trend, the actions as the ranking, dimension × term, weights."""

from __future__ import annotations

from callbacks.update import Draw, PanelUpdate
from data.domain.filters import FilterState
from data.service import RoomService
from layouts.components import programme as parts
from layouts.components.panel import filled
from layouts.figures.programme import s_curve_figure
from layouts.ids import own_id


def draw_curve(service: RoomService, state: FilterState, subject: str, answer: PanelUpdate) -> None:
    """Plan against actual."""
    view = service.ask("curve", state, subject)
    answer.figure = s_curve_figure(view, theme=state.theme, lang=state.lang)
    answer.parts |= filled(own_id(subject, "curve"), view.head, None, state.lang, "curve")


def draw_actions(service: RoomService, state: FilterState, subject: str, answer: PanelUpdate) -> None:
    """Actions with owner and state."""
    view = service.ask("actions", state, subject)
    body = parts.actions(view, lang=state.lang)
    answer.parts |= filled(own_id(subject, "actions"), view.head, body, state.lang, "actions")


def draw_matrix(service: RoomService, state: FilterState, subject: str, answer: PanelUpdate) -> None:
    """Dimension × term."""
    view = service.ask("matrix", state, subject)
    answer.parts |= filled(
        own_id(subject, "matrix"), view.head, parts.matrix(view, lang=state.lang), state.lang, "matrix"
    )


def draw_weights(service: RoomService, state: FilterState, subject: str, answer: PanelUpdate) -> None:
    """What 75 % means."""
    view = service.ask("weights", state, subject)
    body = parts.weights(view, lang=state.lang)
    answer.parts |= filled(own_id(subject, "weights"), view.head, body, state.lang, "weights")


DRAW: dict[str, Draw] = {
    "curve": draw_curve,
    "actions": draw_actions,
    "matrix": draw_matrix,
    "weights": draw_weights,
}
