"""The keys that the page knows."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html

from data.text import say
from layouts.ids import Shortcuts

KEYS = (
    ("Tab", "to the next control"),
    ("Enter", "choose the area or the row that has the focus"),
    ("Ctrl + Enter", "add the area to the selection, or take it out"),
    ("Ctrl + click", "the same with the mouse"),
    ("Space", "the same in the ranking"),
    ("r, o, l", "choose on the map by a rectangle, by a circle, by a lasso"),
    ("Shift, Alt, Shift + Alt", "while drawing: add, take away, keep only these"),
    ("Esc", "close what is open; otherwise clear the selection"),
    ("u", "undo the last choice"),
    ("Shift + u", "do it again"),
    ("Backspace, +", "to the area above, to the one inside that needs attention first"),
    ("m, n", "to the area with the highest, the lowest value"),
    ("Shift + m, Shift + n", "add the next one of them"),
    ("/", "search for an area"),
    ("1, 2, 3, 4", "city, kecamatan, kelurahan, RW"),
    ("[, ], t", "a day back, a day on, to the newest day"),
    ("b, v, p", "to the trend's run of days, to the comparison, play the days"),
    ("2022-01-05 2022-01-20", "typed as the date: a run of days"),
    ("← →, Shift + ← →", "on the trend: move the run of days, make it longer or shorter"),
    ("z, c", "zoom to the selection, back to the city"),
    ("?", "show these keys"),
)


def shortcuts(lang: str) -> dbc.Modal:
    """The closed dialog."""
    rows = [html.Tr([html.Th(html.Kbd(key), scope="row"), html.Td(say(words, lang))]) for key, words in KEYS]
    return dbc.Modal(
        [
            dbc.ModalHeader(dbc.ModalTitle(say("Keys", lang)), close_button=False),
            dbc.ModalBody(html.Table(html.Tbody(rows), className="keys")),
        ],
        id=Shortcuts.DIALOG,
        is_open=False,
        centered=True,
    )
