"""The drawer: the table behind the chart whose button was pressed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, State, html

from callbacks.address import subject_of
from data.domain.errors import DecorError, NotFoundError, msg
from data.domain.filters import FilterState
from data.domain.people import Right, person
from data.service import RoomService, registry
from data.text import say
from layouts.components.drawer import ORIGIN
from layouts.components.lineage import lineage
from layouts.components.table import export_links, table
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
        subject = subject_of(pathname, prefix)
        try:
            wanted = {key: str(word) for key, word in asked.items()} if isinstance(asked, dict) else {}
            if wanted.get("tab") == ORIGIN:
                return {Table.BODY: drawn(_lineage(service, state, subject, wanted.get("indicator", ""), prefix))}
            name = wanted.get("panel", "")
            view = service.table(state, name, subject)
        except DecorError as error:
            return {Table.BODY: drawn([say(error.message, state.lang)])}
        slug = registry().pages[subject].slug
        may = person().may(Right.EXPORT)
        links = export_links(prefix, name, slug, state.to_query(), state.lang) if may else []
        return {Table.BODY: drawn(table(view, state.lang, links))}


def _lineage(service: RoomService, state: FilterState, subject: str, indicator: str, prefix: str) -> Any:
    """The way of a figure; the indicator's own name stands where the page's figure is meant."""
    if indicator:
        if indicator not in service.vocabulary().indicators:
            raise NotFoundError(msg("There is no indicator “{name}”.", name=indicator[:60]))
        state, subject = replace(state, indicator=indicator), ""
    view = service.ask("lineage", state, subject)
    query = replace(state, indicator=view.indicator.id).to_query()
    link = html.P(html.A(say("Open as a page", state.lang), href=f"{prefix}asal?{query}"))
    return [*lineage(view, state.lang), link]
