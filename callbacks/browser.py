"""Callbacks that run in the browser: address and controls, painting, outlines, play."""

from __future__ import annotations

from dash import ALL, ClientsideFunction, Dash, Input, Output, State

from layouts.ids import MENU, Frame, Notice, Shortcuts, Table


def _function(name: str) -> ClientsideFunction:
    return ClientsideFunction("decor", name)


def register(app: Dash) -> None:
    """Tie the browser's parts together."""
    app.clientside_callback(
        _function("sync"),
        Output(Frame.AREA, "value"),
        Output(Frame.AREA, "placeholder"),
        Output(Frame.LEVEL, "value"),
        Output(Frame.DATE, "date"),
        Output(Frame.WINDOW, "value"),
        Output(Frame.INDICATOR, "value"),
        Output(Frame.KNOWN, "date"),
        Input(Frame.LOCATION, "search"),
        Input(Frame.AREA, "value"),
        Input(Frame.LEVEL, "value"),
        Input(Frame.DATE, "date"),
        Input(Frame.WINDOW, "value"),
        Input(Frame.INDICATOR, "value"),
        Input(Frame.KNOWN, "date"),
        Input(Frame.FACTS, "data"),
    )
    for name, button in (("back", Frame.DATE_BACK), ("on", Frame.DATE_ON), ("play", Frame.PLAY)):
        app.clientside_callback(
            _function(name), Input(button, "n_clicks"), State(Frame.FACTS, "data"), prevent_initial_call=True
        )
    app.clientside_callback(
        _function("page"),
        Output(Frame.PAGE_WANTED, "data"),
        Input(Frame.LOCATION, "pathname"),
        State(Frame.FACTS, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        _function("ask"),
        Output(Frame.ASK, "data"),
        Input(Frame.LOCATION, "search"),
        Input(Frame.PAGE, "children"),
        Input(Frame.PULSE, "data"),
        State(Frame.FACTS, "data"),
    )
    app.clientside_callback(
        _function("links"),
        Output(Frame.VIEWS, "href"),
        Output(Frame.NOTES, "href"),
        Output(Frame.SPLIT, "href"),
        Output(Frame.CSV, "href"),
        Input(Frame.LOCATION, "search"),
        Input(Frame.FACTS, "data"),
    )
    _drawer(app)
    _notices(app)


def _drawer(app: Dash) -> None:
    """A panel's menu opens the drawer; what it asks for is in one store."""
    app.clientside_callback(
        _function("drawer"),
        Output(Table.DRAWER, "is_open"),
        Output(Table.TABS, "active_tab"),
        Output(Table.ASKED, "data"),
        Input({"type": MENU, "panel": ALL, "what": ALL}, "n_clicks"),
        Input(Table.TABS, "active_tab"),
        Input(Table.CLOSE, "n_clicks"),
        Input(Frame.LOCATION, "search"),
        Input(Frame.PULSE, "data"),
        State(Table.DRAWER, "is_open"),
        State(Table.ASKED, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(_function("table"), Input(Table.DRAWN, "data"), prevent_initial_call=True)


def _notices(app: Dash) -> None:
    """What is said for a moment, and the dialog with the keys."""
    app.clientside_callback(
        _function("copy"), Input(Frame.COPY, "n_clicks"), State(Frame.FACTS, "data"), prevent_initial_call=True
    )
    app.clientside_callback(
        _function("undo"),
        Output(Notice.UNDO, "is_open"),
        Input(Notice.UNDO_BUTTON, "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        _function("shortcuts"),
        Output(Shortcuts.DIALOG, "is_open"),
        Input(Shortcuts.OPEN, "n_clicks"),
        prevent_initial_call=True,
    )
