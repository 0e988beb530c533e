"""Waste: completion by area, trend, ranking, tiles, reasons of missed stops."""

from __future__ import annotations

from dash import html

from data.text import say
from layouts.ids import Waste
from layouts.pages.common import map_panel, own_panel, ranking_panel, tiles_panel, trend_panel


def page(files: dict[str, str], *, level: str, lang: str) -> html.Div:
    """The skeleton of the waste page."""
    return html.Div(
        [
            map_panel(files, subject="sampah", level=level, lang=lang),
            tiles_panel(lang),
            trend_panel(lang),
            ranking_panel(lang),
            own_panel(Waste.REASONS, "third", say("Missed stops", lang)),
        ],
        className="page subject wide-map",
    )
