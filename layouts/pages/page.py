"""Any subject's page from its declaration: the four common panels, and frames for what it draws by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import dcc, html

from data.domain.pages import Page, PagePanel, PanelKind, PointLayer
from data.text import say
from layouts.components.map import leaflet_map
from layouts.components.panel import shell, table_button
from layouts.ids import Map, Ranking, Tiles, Trend, graph_id, own_id

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


def page(declared: Page, files: dict[str, str], *, subject: str, level: str, lang: str) -> html.Div:
    """The skeleton of a page.

    Parameters
    ----------
    declared : Page
        With the panels that the person may see.
    files : dict
        Addresses of the map's GeoJSON documents by plain name.
    level : str
        Level whose polygons are fetched first.
    """
    makers: dict[PanelKind, Callable[[], html.Section]] = {
        PanelKind.MAP: lambda: map_panel(files, layer=declared.layer, level=level, lang=lang),
        PanelKind.TREND: lambda: trend_panel(lang),
        PanelKind.RANKING: lambda: ranking_panel(lang),
        PanelKind.TILES: lambda: tiles_panel(lang),
    }
    made = [
        own_panel(subject, panel, lang) if panel.kind is PanelKind.OWN else makers[panel.kind]()
        for panel in declared.panels
    ]
    return html.Div(made, className=declared.look, **{"data-page": page_key(subject, lang)})


def page_key(subject: str, lang: str) -> str:
    """What a skeleton is: an answer is shown on its own only."""
    return f"{subject}|{lang}"


def map_panel(files: dict[str, str], *, layer: PointLayer | None, level: str, lang: str) -> html.Section:
    """The map with its legend."""
    head = html.Div(
        [
            html.P(id=Map.KICKER, className="kicker"),
            html.H2(id=Map.FINDING),
            html.P(id=Map.CAPTION, className="panel-caption"),
        ],
        className="panel-head",
    )
    # The browser sees here which polygons the page came with.
    cells = {"data-cells": files[level], **({"data-points": files[layer.id]} if layer else {})}
    body = html.Div(leaflet_map(files, layer=layer, level=level, lang=lang), className="map-body", **cells)
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


def own_panel(subject: str, panel: PagePanel, lang: str) -> html.Section:
    """The frame of a panel that its subject fills by itself."""
    name, title = own_id(subject, panel.id), say(panel.title, lang)
    if panel.chart:
        graph = Trend.GRAPH if panel.stands_for == PanelKind.TREND else graph_id(subject, panel.id)
        body: Any = dcc.Graph(id=graph, figure=BLANK, config=GRAPH, responsive=True, className="graph")
    else:
        label = {"aria-label": title}
        body = html.Div(id=f"{name}-body", className="scroll", tabIndex=0, role="region", **label)
    children = [
        html.Div(id=f"{name}-head", className="panel-head"),
        body,
        html.Div(id=f"{name}-foot", className="foot"),
    ]
    return shell(name, children, kind=panel.slot, name=panel.stands_for, title=title)
