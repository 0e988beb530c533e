"""The four panels that every page has."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from data.text import say
from layouts.components.map import leaflet_map
from layouts.components.panel import shell, table_button
from layouts.ids import Map, Ranking, Tiles, Trend

GRAPH = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


BLANK = {
    "data": [],
    "layout": {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
    },
}


def map_panel(files: dict[str, str], *, subject: str, level: str, lang: str) -> html.Section:
    """The map with its legend."""
    head = html.Div(
        [
            html.P(id=Map.KICKER, className="kicker"),
            html.H2(id=Map.FINDING),
            html.P(id=Map.CAPTION, className="panel-caption"),
        ],
        className="panel-head",
    )
    body = html.Div(leaflet_map(files, subject=subject, level=level, lang=lang), className="map-body")
    children = [head, body, html.Div(id=Map.FOOT, className="foot")]
    return shell(Map.PANEL, children, kind="map", name="map", title=say("Map", lang))


def trend_panel(lang: str) -> html.Section:
    """The trend of the selected areas."""
    graph = dcc.Graph(id=Trend.GRAPH, figure=BLANK, config=GRAPH, responsive=True, className="graph")
    children: list[Any] = [
        html.Div(id=Trend.HEAD, className="panel-head"),
        graph,
        html.Div(id=Trend.FOOT, className="foot"),
    ]
    return shell(Trend.PANEL, children, kind="trend", name="trend", title=say("Trend", lang))


def ranking_panel(lang: str) -> html.Section:
    """Areas by value."""
    children: list[Any] = [
        html.Div(id=Ranking.HEAD, className="panel-head"),
        html.Div(
            id=Ranking.BODY,
            className="scroll ranking",
            tabIndex=0,
            role="region",
            **{"aria-label": say("Ranking", lang)},
        ),
        html.Div(id=Ranking.FOOT, className="foot"),
    ]
    return shell(Ranking.PANEL, children, kind="ranking", name="ranking", title=say("Ranking", lang))


def tiles_panel(lang: str) -> html.Section:
    """Key figures."""
    children: list[Any] = [
        html.Div(
            [html.P(id=Tiles.CAPTION, className="panel-caption"), table_button("tiles", lang)], className="tiles-head"
        ),
        html.Div(id=Tiles.BODY, className="tiles"),
    ]
    return shell(Tiles.PANEL, children, kind="tiles-panel", name="tiles", title=say("Key figures", lang))


def own_panel(panel_id: str, kind: str, title: str, *, name: str = "", graph: str = "") -> html.Section:
    """A panel that one page fills by itself.

    Parameters
    ----------
    name : str
        Where it stands for one of the four panels.
    graph : str
        Id of its chart; without it the body is drawn.
    """
    if graph:
        body: Any = dcc.Graph(id=graph, figure=BLANK, config=GRAPH, responsive=True, className="graph")
    else:
        label = {"aria-label": title}
        body = html.Div(id=f"{panel_id}-body", className="scroll", tabIndex=0, role="region", **label)
    head = html.Div(id=f"{panel_id}-head", className="panel-head")
    return shell(
        panel_id, [head, body, html.Div(id=f"{panel_id}-foot", className="foot")], kind=kind, name=name, title=title
    )
