"""Programme: the S-curve as the trend, the actions as the ranking, dimension × term, weights."""

from __future__ import annotations

from callbacks.update import Draw, PanelUpdate
from data.domain.filters import FilterState
from data.service import RoomService
from layouts.components import programme as parts
from layouts.components.panel import filled
from layouts.figures.programme import s_curve_figure
from layouts.ids import Trend, own_id


def draw_curve(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """Plan against actual."""
    view = service.ask("curve", state, subject)
    return PanelUpdate(
        filled(own_id(subject, "curve"), view.head, None, state.lang),
        figures={Trend.GRAPH: s_curve_figure(view, theme=state.theme, lang=state.lang)},
    )


def draw_actions(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """Actions with owner and state."""
    view = service.ask("actions", state, subject)
    return PanelUpdate(filled(own_id(subject, "actions"), view.head, parts.actions(view, lang=state.lang), state.lang))


def draw_matrix(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """Dimension × term."""
    view = service.ask("matrix", state, subject)
    return PanelUpdate(filled(own_id(subject, "matrix"), view.head, parts.matrix(view, lang=state.lang), state.lang))


def draw_weights(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """What 75 % means."""
    view = service.ask("weights", state, subject)
    return PanelUpdate(filled(own_id(subject, "weights"), view.head, parts.weights(view, lang=state.lang), state.lang))


def draw_waterfall(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """From the plan to what is reached."""
    view = service.ask("waterfall", state, subject)
    body = parts.waterfall(view, lang=state.lang)
    return PanelUpdate(filled(own_id(subject, "waterfall"), view.head, body, state.lang))


DRAW: dict[str, Draw] = {
    "curve": draw_curve,
    "actions": draw_actions,
    "matrix": draw_matrix,
    "weights": draw_weights,
    "waterfall": draw_waterfall,
}
