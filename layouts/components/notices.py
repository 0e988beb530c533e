"""What the page says by itself for a moment: that data came, and a way back from what was chosen."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html

from data.text import say
from layouts.ids import Notice

NEWS_MS, UNDO_MS = 8000, 10000


def notices(lang: str) -> html.Div:
    """The closed notices; `assets/js/notices.js` fills and opens them."""
    undo = [
        html.Span(id=Notice.UNDO_WORDS),
        html.Button(say("Undo", lang), id=Notice.UNDO_BUTTON, type="button", className="undo"),
    ]
    return html.Div(
        [
            dbc.Toast(id=Notice.NEWS, is_open=False, duration=NEWS_MS),
            dbc.Toast(undo, id=Notice.UNDO, is_open=False, duration=UNDO_MS),
        ],
        className="notices",
    )
