"""The four common panels and the sentence: parse → ask → draw.

Each answers only when its own picture changes: ``data-painted`` holds the key of what is shown.
"""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks.address import subject_of
from data.domain.filters import FilterState
from data.service import RoomService
from data.text import say
from layouts import shell
from layouts.components.legend import legend
from layouts.components.map import map_values
from layouts.components.panel import foot, head, kicker
from layouts.components.ranking import ranking
from layouts.components.tiles import tiles
from layouts.figures.trend import summary, trend_figure
from layouts.ids import Frame, Map, Ranking, Tiles, Trend

SEARCH = Input(Frame.LOCATION, "search")
PATH = State(Frame.LOCATION, "pathname")


def painted(panel: str) -> tuple[State, Output]:
    """The key of what a panel shows, read and written."""
    return State(panel, "data-painted"), Output(panel, "data-painted")


def changed(service: RoomService, state: FilterState, shown: str | None, *names: str) -> str:
    """The key of the new picture.

    Raises
    ------
    PreventUpdate
        When it is already shown.
    """
    key = f"{service.version()}|{state.key(*names)}"
    if key == shown:
        raise PreventUpdate
    return key


def register(app: Dash, service: RoomService, prefix: str) -> None:
    """Map, trend, ranking, tiles, sentence."""

    @app.callback(
        Output(Map.VALUES, "data"),
        Output(Map.KICKER, "children"),
        Output(Map.FINDING, "children"),
        Output(Map.LEGEND, "children"),
        Output(Map.FOOT, "children"),
        painted(Map.PANEL)[1],
        SEARCH,
        PATH,
        painted(Map.PANEL)[0],
    )
    def render_map(search: str, pathname: str, shown: str | None) -> Any:
        state, subject = service.state(search), subject_of(pathname, prefix)
        key = changed(service, state, shown, "level", "date", "indicator", "as_known_on", "lang")
        view = service.map(state, subject)
        lang = state.lang
        return (
            map_values(view, lang=lang, subject=subject),
            kicker(view.head, lang),
            say(view.head.finding, lang),
            legend(view, lang=lang, subject=subject),
            foot(view.head.stamp, lang, "map", credit=say("borders: wilayah_boundaries", lang)),
            key,
        )

    @app.callback(
        Output(Trend.GRAPH, "figure"),
        Output(Trend.HEAD, "children"),
        Output(Trend.FOOT, "children"),
        Output(Trend.PANEL, "aria-label"),
        painted(Trend.PANEL)[1],
        SEARCH,
        PATH,
        painted(Trend.PANEL)[0],
    )
    def render_trend(search: str, pathname: str, shown: str | None) -> Any:
        state, subject = service.state(search), subject_of(pathname, prefix)
        key = changed(service, state, shown, "areas", "level", "date", "window", "indicator", "as_known_on", "theme")
        view = service.trend(state, subject)
        figure = trend_figure(view, theme=state.theme, lang=state.lang)
        return (
            figure,
            head(view.head, state.lang),
            foot(view.head.stamp, state.lang, "trend"),
            summary(view, state.lang),
            key,
        )

    @app.callback(
        Output(Ranking.HEAD, "children"),
        Output(Ranking.BODY, "children"),
        Output(Ranking.FOOT, "children"),
        painted(Ranking.PANEL)[1],
        SEARCH,
        PATH,
        painted(Ranking.PANEL)[0],
    )
    def render_ranking(search: str, pathname: str, shown: str | None) -> Any:
        state, subject = service.state(search), subject_of(pathname, prefix)
        key = changed(service, state, shown, "areas", "level", "date", "indicator", "as_known_on")
        view = service.ranking(state, subject)
        lang = state.lang
        return head(view.head, lang), ranking(view, lang=lang), foot(view.head.stamp, lang, "ranking"), key

    @app.callback(
        Output(Tiles.BODY, "children"),
        Output(Tiles.CAPTION, "children"),
        painted(Tiles.PANEL)[1],
        SEARCH,
        PATH,
        painted(Tiles.PANEL)[0],
    )
    def render_tiles(search: str, pathname: str, shown: str | None) -> Any:
        state, subject = service.state(search), subject_of(pathname, prefix)
        key = changed(service, state, shown, "areas", "level", "date", "as_known_on", "theme")
        view = service.tiles(state, subject)
        return tiles(view, lang=state.lang, theme=state.theme), say(view.caption, state.lang), key

    @app.callback(
        Output(Frame.SENTENCE, "children"),
        SEARCH,
        Input(Frame.FACTS, "data"),
        PATH,
    )
    def render_sentence(search: str, _facts: Any, pathname: str) -> Any:
        state, subject = service.state(search), subject_of(pathname, prefix)
        view = service.sentence(state, subject)
        return shell.sentence(view, lang=state.lang, csv=f"{prefix}api/v1/values")
