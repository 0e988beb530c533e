"""Callbacks that run in the browser: address and controls, painting, outlines, play."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output, State

from layouts.ids import Frame, Table, Trend


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
    )
    app.clientside_callback(_function("answer"), Input(Frame.ANSWER, "data"), prevent_initial_call=True)
    app.clientside_callback(_function("table"), Input(Table.DRAWN, "data"), prevent_initial_call=True)
    app.clientside_callback(_function("day"), Input(Trend.GRAPH, "clickData"), prevent_initial_call=True)
