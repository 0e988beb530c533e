"""The operators' desk: stage and alerts at the left, map and trend in the middle, tiles and ranking at the right."""

from __future__ import annotations

from dash import html

from data.text import say
from layouts.ids import Alerts, Stage
from layouts.pages.common import map_panel, own_panel, ranking_panel, tiles_panel, trend_panel


def page(files: dict[str, str], *, level: str, lang: str) -> html.Div:
    """The skeleton of the overview."""
    return html.Div(
        [
            own_panel(Stage.PANEL, "stage-panel", say("City stage", lang)),
            own_panel(Alerts.PANEL, "alerts-panel", say("Alerts", lang)),
            map_panel(files, subject="", level=level, lang=lang),
            trend_panel(lang),
            tiles_panel(lang),
            ranking_panel(lang),
        ],
        className="page overview",
    )
