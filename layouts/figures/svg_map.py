"""A map as one SVG in the page: for documents and print, without scripts.

The polygons come from the same file as the room's map; they are projected, rounded to a tenth of a
unit, and told apart by a class of the stylesheet.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from layouts.drawn import Element

WIDTH = 900.0


@lru_cache(maxsize=4)
def paths(body: bytes) -> tuple[tuple[float, float], tuple[tuple[str, str, str], ...]]:
    """Size of the picture, and ``code, name, path`` of every polygon of a GeoJSON document."""
    features = json.loads(body)["features"]
    shapes = [(f["properties"]["c"], f["properties"]["n"], _rings(f["geometry"])) for f in features if f["geometry"]]
    points = [point for _, _, rings in shapes for ring in rings for point in ring]
    if not points:
        return (WIDTH, WIDTH), ()
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / max((east - west) * narrow, 1e-9)
    height = (north - south) * scale

    def project(point: list[float]) -> str:
        return f"{(point[0] - west) * narrow * scale:.1f},{(north - point[1]) * scale:.1f}"

    drawn = tuple((code, name, "".join(_path(ring, project) for ring in rings)) for code, name, rings in shapes)
    return (WIDTH, round(height, 1)), drawn


def _rings(geometry: dict[str, Any]) -> list[list[list[float]]]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for polygon in parts for ring in polygon]


def _path(ring: list[list[float]], project: Any) -> str:
    corners: list[str] = []
    for point in ring:
        text = project(point)
        if not corners or corners[-1] != text:
            corners.append(text)
    return f"M{'L'.join(corners)}Z"


def svg_map(body: bytes, classes: Mapping[str, str], titles: Mapping[str, str], *, label: str) -> Element:
    """The map.

    Parameters
    ----------
    classes : mapping
        Code → class of the stylesheet; other areas have none.
    titles : mapping
        Code → what a pointer and a screen reader are told.
    """
    (width, height), shapes = paths(body)
    cells = []
    for code, name, path in shapes:
        title = Element("title", {}, (titles.get(code, name),))
        cells.append(Element("path", {"d": path, "class": classes.get(code)}, (title,) if code in titles else ()))
    return Element(
        "svg",
        {"viewBox": f"0 0 {width} {height}", "class": "svg-map", "role": "img", "aria-label": label},
        tuple(cells),
    )
