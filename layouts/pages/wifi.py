"""Wi-Fi: points by status on raised ground, trend, ranking, tiles, the three different numbers."""

from __future__ import annotations

from dash import html

from data.text import say
from layouts.ids import Wifi
from layouts.pages.common import map_panel, own_panel, ranking_panel, tiles_panel, trend_panel


def page(files: dict[str, str], *, level: str, lang: str) -> html.Div:
    """The skeleton of the Wi-Fi page."""
    return html.Div(
        [
            map_panel(files, subject="wifi", level=level, lang=lang),
            tiles_panel(lang),
            trend_panel(lang),
            ranking_panel(lang),
            own_panel(Wifi.COUNTS, "third", say("Points and RW", lang)),
        ],
        className="page subject wide-map",
    )
