"""What the subjects' own panels have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from callbacks.update import Draw, PanelUpdate
from data.domain.filters import FilterState
from data.service import RoomService
from layouts.components.panel import filled
from layouts.ids import graph_id, own_id


def chart(panel: str, figure: Callable[..., dict[str, Any]]) -> Draw:
    """What draws a panel that is one chart: its view, head, foot and figure."""

    def draw(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
        view = service.ask(panel, state, subject)
        return PanelUpdate(
            filled(own_id(subject, panel), view.head, None, state.lang),
            figures={graph_id(subject, panel): figure(view, theme=state.theme, lang=state.lang)},
        )

    return draw
