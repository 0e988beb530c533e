"""COVID: map, trend, ranking, tiles, case statuses with their break, releases as a second source."""

from __future__ import annotations

from dash import html

from data.text import say
from layouts.ids import Covid
from layouts.pages.common import map_panel, own_panel, ranking_panel, tiles_panel, trend_panel


def page(files: dict[str, str], *, level: str, lang: str) -> html.Div:
    """The skeleton of the COVID page."""
    return html.Div(
        [
            map_panel(files, subject="covid", level=level, lang=lang),
            ranking_panel(lang),
            tiles_panel(lang),
            trend_panel(lang),
            own_panel(Covid.STATUSES, "third", say("Case statuses", lang), graph=Covid.GRAPH),
            own_panel(Covid.RELEASES, "fourth", say("City releases", lang)),
        ],
        className="page subject two-extra",
    )
