"""The drawer: the table behind the chart whose button was pressed."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State

from callbacks.address import subject_of
from data.domain.errors import DecorError
from data.service import RoomService
from data.text import say
from layouts.components.table import table
from layouts.drawn import drawn
from layouts.ids import Frame, Table


def register(app: Dash, service: RoomService, prefix: str) -> None:
    """One callback for every table."""

    @app.callback(
        Output(Table.DRAWN, "data"),
        Input(Table.ASKED, "data"),
        State(Frame.LOCATION, "search"),
        State(Frame.LOCATION, "pathname"),
        prevent_initial_call=True,
    )
    def render_table(asked: dict[str, Any], search: str, pathname: str) -> Any:
        state = service.state(search)
        try:
            name = str(asked.get("panel")) if isinstance(asked, dict) else ""
            view = service.table(state, name, subject_of(pathname, prefix))
        except DecorError as error:
            return {Table.BODY: drawn([say(error.message, state.lang)])}
        return {Table.BODY: drawn(table(view, state.lang))}
