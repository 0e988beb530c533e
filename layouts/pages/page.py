"""Any subject's page from its declaration: the four common panels, and frames for what it draws by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from data.domain.pages import Page, PagePanel, PanelKind
from data.text import calendar_names, say
from layouts.components.map import leaflet_map
from layouts.components.panel import menu, shell
from layouts.ids import Map, Ranking, Tiles, Trend, answer_id, drawn_id, graph_id, own_id

GRAPH = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


def graph_config(lang: str) -> dict[str, Any]:
    """What a chart may do, and the names of its days and months in the reader's language."""
    return {**GRAPH, "locale": lang, "locales": {lang: {"dictionary": {}, "format": calendar_names(lang)}}}


BLANK = {
    "data": [],
    "layout": {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
    },
}


CANVAS_FROM = 3_000
"""Areas of a level from which on they are painted on a canvas: so many elements are not recoloured in a frame."""


@dataclass(frozen=True)
class Skeleton:
    """What a page is made of before there are data.

    Attributes
    ----------
    declared : Page
    shown : tuple of PagePanel
        Those of its panels that the person may see.
    drawings : dict
        Names of all that is drawn on it, also of what the person may not see (the callback writes to each), and the
        parts of the selection that each depends on.
    files : dict
        Addresses of the map's GeoJSON documents by plain name.
    level : str
        Level whose polygons are fetched first.
    counts : dict
        Number of areas by level; a level of very many is painted on a canvas (`assets/js/canvas.js`).
    pictures : bool
        Whether the person may take panels away as pictures.
    """

    declared: Page
    shown: tuple[PagePanel, ...]
    drawings: dict[str, tuple[str, ...]]
    files: dict[str, str]
    subject: str
    level: str
    lang: str
    counts: dict[str, int]
    pictures: bool = False


def page(skeleton: Skeleton) -> html.Div:
    """The skeleton of a page: its panels, and the stores that its callback writes (`callbacks.page`)."""
    made = [_PANELS[panel.kind](skeleton, panel) for panel in skeleton.shown]
    stores = [dcc.Store(id=name) for name in (answer_id(skeleton.subject), *_drawn_ids(skeleton))]
    key = page_key(skeleton.subject, skeleton.lang)
    depends = {"data-page": key, "data-depends": json.dumps(skeleton.drawings)}
    # What the grid depends on is a class: asked by `:has()`, every change of anything restyles the whole page.
    own = [f"has-{panel.slot}" for panel in skeleton.shown if panel.kind is PanelKind.OWN]
    return html.Div([*made, *stores], className=" ".join([skeleton.declared.look, *own]), **depends)


def _drawn_ids(skeleton: Skeleton) -> list[str]:
    return [drawn_id(skeleton.subject, name) for name in skeleton.drawings]


def page_key(subject: str, lang: str) -> str:
    """What a skeleton is: an answer is shown on its own only."""
    return f"{subject}|{lang}"


def map_panel(skeleton: Skeleton, panel: PagePanel) -> html.Section:
    """The map with its legend."""
    lang, files, layer = skeleton.lang, skeleton.files, skeleton.declared.layer
    head = html.Div(
        [
            html.P(id=Map.KICKER, className="kicker"),
            html.H2(id=Map.FINDING),
            html.P(id=Map.CAPTION, className="panel-caption"),
            html.Div(id=Map.VIEWS, className="view-choice"),
        ],
        className="panel-head",
    )
    # The browser sees here which polygons the page came with.
    cells = {"data-cells": files[skeleton.level], **({"data-points": files[layer.id]} if layer else {})}
    if crowded := [level for level, n in skeleton.counts.items() if n >= CANVAS_FROM]:
        cells["data-canvas"] = " ".join(crowded)
    drawn_map = leaflet_map(files, layer=layer, level=skeleton.level, lang=lang)
    children = [
        head,
        _menu(skeleton, panel),
        html.Div(drawn_map, className="map-body", **cells),
        html.Div(id=Map.FOOT, className="foot"),
    ]
    return shell(Map.PANEL, children, kind="map", name="map", title=say("Map", lang))


def trend_panel(skeleton: Skeleton, panel: PagePanel) -> html.Section:
    """The trend of the selected areas."""
    children: list[Any] = [
        html.Div(id=Trend.HEAD, className="panel-head"),
        _menu(skeleton, panel),
        brushable(skeleton.lang),
        html.Div(id=Trend.FOOT, className="foot"),
    ]
    return shell(Trend.PANEL, children, kind="trend", name="trend", title=say("Trend", skeleton.lang))


def ranking_panel(skeleton: Skeleton, panel: PagePanel) -> html.Section:
    """Areas by value."""
    title = say("Ranking", skeleton.lang)
    label = {"aria-label": title}
    children: list[Any] = [
        html.Div(id=Ranking.HEAD, className="panel-head"),
        _menu(skeleton, panel),
        html.Div(id=Ranking.BODY, className="scroll ranking", tabIndex=0, role="region", **label),
        html.Div(id=Ranking.FOOT, className="foot"),
    ]
    return shell(Ranking.PANEL, children, kind="ranking", name="ranking", title=title)


def tiles_panel(skeleton: Skeleton, panel: PagePanel) -> html.Section:
    """Key figures."""
    children: list[Any] = [
        html.Div(html.P(id=Tiles.CAPTION, className="panel-caption"), className="tiles-head"),
        _menu(skeleton, panel, origin=False),
        html.Div(id=Tiles.BODY, className="tiles"),
    ]
    title = say("Key figures", skeleton.lang)
    return shell(Tiles.PANEL, children, kind="tiles-panel", name="tiles", title=title)


def own_panel(skeleton: Skeleton, panel: PagePanel) -> html.Section:
    """The frame of a panel that its subject fills by itself."""
    subject, title = skeleton.subject, say(panel.title, skeleton.lang)
    name = own_id(subject, panel.id)
    if panel.chart:
        own = panel.stands_for != PanelKind.TREND
        body: Any = _graph(graph_id(subject, panel.id), skeleton.lang) if own else brushable(skeleton.lang)
    else:
        label = {"aria-label": title}
        body = html.Div(id=f"{name}-body", className="scroll", tabIndex=0, role="region", **label)
    # The overview's own panels are of now, and lead to pages of their own.
    tools = [_menu(skeleton, panel)] if subject else []
    children = [
        html.Div(id=f"{name}-head", className="panel-head"),
        *tools,
        body,
        html.Div(id=f"{name}-foot", className="foot"),
    ]
    return shell(name, children, kind=panel.slot, name=panel.stands_for or panel.id, title=title)


def brushable(lang: str) -> html.Div:
    """The trend's chart: a drag on it, or the arrow keys, draw a run of days (`assets/js/brush.js`)."""
    band = html.Div(
        [html.Span(className="brush-words"), html.Span(className="brush-edge"), html.Span(className="brush-edge last")],
        className="brush-band",
        hidden=True,
    )
    about = {
        "aria-label": say("Run of days", lang),
        "aria-description": say("Drag, or arrow keys: move; with Shift: longer or shorter; Esc: clear", lang),
    }
    attributes: dict[str, Any] = {"data-brush": "trend", **about}
    return html.Div([_graph(Trend.GRAPH, lang), band], className="brushable", tabIndex=0, role="group", **attributes)


def _graph(name: str, lang: str) -> dcc.Graph:
    return dcc.Graph(id=name, figure=BLANK, config=graph_config(lang), responsive=True, className="graph")


def _menu(skeleton: Skeleton, panel: PagePanel, *, origin: bool = True) -> dbc.DropdownMenu:
    return menu(panel.id, skeleton.lang, origin=origin, picture=skeleton.pictures)


_PANELS: dict[PanelKind, Callable[[Skeleton, PagePanel], html.Section]] = {
    PanelKind.MAP: map_panel,
    PanelKind.TREND: trend_panel,
    PanelKind.RANKING: ranking_panel,
    PanelKind.TILES: tiles_panel,
    PanelKind.OWN: own_panel,
}
