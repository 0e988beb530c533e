"""Programme: S-curve, dimension × term, actions, weights, and the programmes' places on the map."""

from __future__ import annotations

from dash import html

from data.text import say
from layouts.ids import Programme, Trend
from layouts.pages.common import map_panel, own_panel, tiles_panel


def page(files: dict[str, str], *, level: str, lang: str) -> html.Div:
    """The skeleton of the programme page."""
    return html.Div(
        [
            tiles_panel(lang),
            own_panel(Programme.CURVE, "curve", say("Plan and progress", lang), name="trend", graph=Trend.GRAPH),
            own_panel(Programme.MATRIX, "matrix-panel", say("Dimensions and terms", lang)),
            own_panel(Programme.WEIGHTS, "weights-panel", say("What 75 % means", lang)),
            own_panel(Programme.ACTIONS, "actions-panel", say("Actions", lang), name="ranking"),
            map_panel(files, subject="program", level=level, lang=lang),
        ],
        className="page programme",
    )
