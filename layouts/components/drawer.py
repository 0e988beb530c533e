"""The drawer: the table behind a chart, and where its figure comes from; the keyboard stays in it while it is open."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html

from data.text import say
from layouts.ids import Table

TABLE, ORIGIN = "table", "origin"


def drawer(lang: str) -> dbc.Offcanvas:
    """The closed drawer; `callbacks.browser` opens it, what it shows is drawn into its body."""
    tabs = dbc.Tabs(
        [
            dbc.Tab(label=say("Table", lang), tab_id=TABLE),
            dbc.Tab(label=say("Origin", lang), tab_id=ORIGIN),
        ],
        id=Table.TABS,
        active_tab=TABLE,
    )
    close = html.Button("×", id=Table.CLOSE, type="button", className="close", **{"aria-label": say("Close", lang)})
    return dbc.Offcanvas(
        [html.Div([tabs, close], className="drawer-head"), html.Div(id=Table.BODY, className="drawer-body")],
        id=Table.DRAWER,
        placement="end",
        close_button=False,
        class_name="drawer",
        labelledby=Table.TITLE,
    )
