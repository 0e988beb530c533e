"""Overview: map and trend at the left, tiles and ranking at the right."""

from __future__ import annotations

from dash import html

from layouts.pages.common import map_panel, ranking_panel, tiles_panel, trend_panel


def page(files: dict[str, str], *, level: str, lang: str) -> html.Div:
    """The skeleton of the overview."""
    return html.Div(
        [
            map_panel(files, subject="", level=level, lang=lang),
            trend_panel(lang),
            tiles_panel(lang),
            ranking_panel(lang),
        ],
        className="page overview",
    )
