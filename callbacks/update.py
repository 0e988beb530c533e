"""What one answer brings to the browser, and what draws a panel into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from data.domain.filters import FilterState
from data.service import RoomService
from layouts.markup import Tree


@dataclass
class PanelUpdate:
    """Parts of the page that change; ``None`` leaves a part as it is.

    Attributes
    ----------
    values : dict or None
        What the map paints.
    figure : dict or None
        The Plotly figure of the trend.
    parts : dict
        Component id → tree that the browser draws into it.
    """

    values: dict[str, Any] | None = None
    figure: Any = None
    parts: dict[str, Tree] = field(default_factory=dict)


Draw = Callable[[RoomService, FilterState, str, PanelUpdate], None]
