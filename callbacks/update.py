"""What one panel's answer brings to the browser, and what draws a panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from data.domain.filters import FilterState
from data.service import RoomService
from layouts.markup import Tree


@dataclass(frozen=True)
class PanelUpdate:
    """What of the page changes with a panel.

    Attributes
    ----------
    parts : dict
        Component id → tree that the browser draws into it.
    figures : dict
        Graph id → Plotly figure.
    values : dict or None
        What the map paints.
    news : str
        What has come, for who looks on while it comes.
    """

    parts: dict[str, Tree] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] | None = None
    news: str = ""

    def as_json(self, panel: str) -> dict[str, Any]:
        """As the browser reads it, with the panel's name; what is empty is left out."""
        return {"panel": panel, **{name: content for name, content in vars(self).items() if content}}


Draw = Callable[[RoomService, FilterState, str], PanelUpdate]
