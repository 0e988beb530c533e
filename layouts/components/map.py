"""The map. Nothing else in the project knows which map library it is."""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl
from dash import html

from data.domain.pages import PointLayer
from data.domain.views import FLAG_NAMES, MapView, SecondValues
from data.text import say
from layouts.ids import Map

CENTRE, ZOOM = [-6.388, 106.818], 12.1
PANES = {
    "cells": 410,
    "zeros": 412,
    "context": 415,
    "borders-kelurahan": 420,
    "borders-kecamatan": 421,
    "borders-kota": 422,
    "veil": 425,
    "casing": 430,
    "core": 431,
    "labels": 450,
    "reach": 435,
    "points": 440,
}
HOW = {"set": "New", "add": "Add", "less": "Take away", "both": "Only these"}
"""What is done with the areas that are drawn around (`assets/js/sets.js`)."""
STATE_WORDS = {"o": "reported", "n": "no report", "i": "incomplete", "h": "hidden", "x": "not applicable"}


def _js(name: str) -> dict[str, str]:
    return {"variable": f"decor.map.{name}"}


def leaflet_map(files: dict[str, str], *, layer: PointLayer | None, level: str, lang: str) -> list[Any]:
    """The map's components: Leaflet, the card, the hidden values.

    Parameters
    ----------
    files : dict
        Addresses of the GeoJSON documents by plain name.
    level : str
        Level whose polygons are fetched first.
    """
    layers: list[Any] = [dl.Pane(name=name, style={"zIndex": z}) for name, z in PANES.items()]
    layers.append(
        dl.GeoJSON(
            id=Map.CELLS,
            url=files[level],
            style=_js("cellStyle"),
            onEachFeature=_js("cell"),
            pane="cells",
            disableDefaultEventHandlers=True,
        )
    )
    layers.append(
        dl.GeoJSON(url=files["context"], style=_js("contextStyle"), pointToLayer=_js("contextPoint"), pane="context")
    )
    layers += [
        dl.GeoJSON(
            url=files[name],
            style=_js("borderStyle"),
            hideout={"level": name},
            pane=f"borders-{name}",
            interactive=False,
        )
        for name in ("kelurahan", "kecamatan", "kota")
    ]
    if layer is not None:
        # Points that are counted are read with the area under them; the others have a name of their own.
        layers.append(
            dl.GeoJSON(
                id=Map.POINTS,
                url=files[layer.id],
                pointToLayer=_js(layer.draws),
                pane="points",
                interactive=not layer.counted,
            )
        )
    layers += [
        dl.GeoJSON(url=files[f"labels-{name}"], pointToLayer=_js("labelPoint"), hideout={"level": name}, pane="labels")
        for name in ("kecamatan", "kelurahan")
    ]
    return [
        dl.Map(
            layers,
            id=Map.LEAFLET,
            center=CENTRE,
            zoom=ZOOM,
            trackViewport=False,
            zoomSnap=0.1,
            zoomDelta=0.5,
            minZoom=10,
            maxZoom=17,
            attributionControl=False,
            zoomControl=True,
            zoomAnimation=False,
            fadeAnimation=False,
            className="leaflet-frame",
            style={},
        ),
        html.Nav(
            id="map-crumbs",
            className="crumbs",
            hidden=True,
            **{
                "aria-label": say("Where the chosen area lies", lang),
                "data-city": "Kota Depok",
                "data-several": say("{n} areas", lang),
            },
        ),
        html.Div(id="map-card", className="map-card", hidden=True),
        html.Div(id=Map.LEGEND, className="legend"),
        html.Div(id=Map.VIEW, className="area-view"),
        html.P(say("context © OpenStreetMap contributors", lang), className="credit"),
    ]


def _second_values(second: SecondValues, lang: str) -> dict[str, Any]:
    """The second figure of a bivariate map, for the card."""
    info = second.indicator
    names = {"short": say(info.short, lang), "unit": say(info.unit, lang)}
    return {"v": second.values, "decimals": info.decimals, **names}


def map_values(view: MapView, *, lang: str) -> dict[str, Any]:
    """What the browser paints: one class and one state an area, values for the card, the caption."""
    info = view.valued or view.head.indicator
    words = {letter: say(text, lang) for letter, text in STATE_WORDS.items()}
    return {
        "level": view.level.value,
        "c": view.steps,
        "s": view.states,
        "v": view.values,
        "n": view.counts,
        "low": view.lows,
        "high": view.highs,
        "basis": view.basis,
        "flags": view.flags,
        "points": view.points,
        "pointCaptions": [say(caption, lang) for caption in view.point_captions],
        "pointAreas": list(view.point_areas),
        "reach": view.reach_metres,
        "own": view.own,
        "layer": view.layer.id if view.layer else None,
        "version": view.version,
        "indicator": info.id,
        "asked": (view.asked or view.level).value,
        "block": view.block and view.layer is None and f"{info.id}/{view.level.value}/{view.block}",
        "days": view.block and f"{info.id}/{view.level.value}/{view.block}",
        "sums": view.sums and f"{info.id}/{view.level.value}/{view.sums}/harian",
        "caption": say(view.head.caption, lang),
        "unit": say(info.unit, lang),
        "countUnit": say(info.count_unit, lang) if info.count_unit else "",
        "basisWords": say(info.basis_title, lang) if info.basis_title else "",
        "decimals": info.decimals,
        "second": view.second and _second_values(view.second, lang),
        "categories": [say(category.words, lang) for category in info.categories],
        "unstable": info.unstable_below,
        "higher": info.direction == "higher",
        "lang": lang,
        "words": {
            **words,
            "to": say("to", lang),
            **{flag.value: say(text, lang) for flag, text in FLAG_NAMES.items()},
            "unstable": say("unstable, fewer than {n} cases", lang).format(n=info.unstable_below),
            "rank": say("number {n} of {all}", lang),
            "week": say("{change} in a week", lang),
            "zoomIn": say("Zoom in", lang),
            "zoomOut": say("Zoom out", lang),
            "toSelection": say("Zoom to the selection", lang),
            "toCity": say("Back to the city", lang),
            "rectangle": say("Choose by a rectangle", lang),
            "circle": say("Choose by a circle", lang),
            "lasso": say("Choose by a lasso", lang),
            "how": {how: say(text, lang) for how, text in HOW.items()},
            "nothingInside": say("There is no area inside what was drawn.", lang),
        },
    }
