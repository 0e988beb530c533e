"""Areas as SVG paths on one plane, from the room's map files: for documents, print and the wall.

The public edition's paths stand in its product, simplified together (`data/disclosure/shapes.py`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from layouts.markup import Drawn, el


@dataclass(frozen=True)
class Plane:
    """A plane around areas, y downwards; degrees are narrowed by the cosine of the middle latitude.

    Attributes
    ----------
    width, height : float
        Of the picture.
    west, north : float
        Degrees at its upper left corner.
    across, down : float
        Lengths of a degree of longitude and of latitude.
    """

    width: float
    height: float
    west: float = 0.0
    north: float = 0.0
    across: float = 1.0
    down: float = -1.0

    def project(self, spot: Sequence[float]) -> tuple[float, float]:
        """Longitude and latitude in degrees → place on the plane."""
        return (spot[0] - self.west) * self.across, (self.north - spot[1]) * self.down


def features(body: bytes) -> list[dict[str, Any]]:
    """Features of a GeoJSON document that have a geometry."""
    return [feature for feature in json.loads(body)["features"] if feature["geometry"]]


def plane_around(shown: list[dict[str, Any]], width: float) -> Plane:
    """The plane that holds features; square where there are none."""
    points = [point for feature in shown for ring in rings(feature["geometry"]) for point in ring]
    if not points:
        return Plane(width, width)
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = width / max((east - west) * narrow, 1e-9)
    height = round((north - south) * scale, 1)
    return Plane(width, height, west, north, narrow * scale, scale)


def rings(geometry: dict[str, Any]) -> list[list[list[float]]]:
    """Outer and inner rings of a polygon or of several."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


def path(plane: Plane, geometry: dict[str, Any], *, decimals: int) -> str:
    """An area's path; corners that fall together are written once."""
    strokes = []
    for ring in rings(geometry):
        corners: list[str] = []
        for point in ring:
            x, y = plane.project(point)
            corner = f"{x:.{decimals}f} {y:.{decimals}f}"
            if not corners or corners[-1] != corner:
                corners.append(corner)
        strokes.append(f"M{'L'.join(corners)}Z")
    return "".join(strokes)


def paths(plane: Plane, body: bytes, *, decimals: int) -> dict[str, str]:
    """Code → path of every area of a GeoJSON document."""
    return {
        feature["properties"]["c"]: path(plane, feature["geometry"], decimals=decimals) for feature in features(body)
    }


def picture(shapes: list[Drawn], plane: Plane, *, look: str, label: str, margin: float = 0.0, **more: str) -> Drawn:
    """Shapes on a plane as a picture with a name."""
    box = f"{0 - margin:g} {0 - margin:g} {plane.width + 2 * margin:g} {plane.height + 2 * margin:g}"
    return el("svg", *shapes, view_box=box, cls=look, aria_label=label, **{"role": "img", **more})


@lru_cache(maxsize=4)
def _drawn_once(body: bytes, width: float) -> tuple[Plane, dict[str, str], dict[str, str]]:
    shown = features(body)
    plane = plane_around(shown, width)
    names = {feature["properties"]["c"]: feature["properties"]["n"] for feature in shown}
    return plane, paths(plane, body, decimals=1), names


def svg_map(
    body: bytes,
    classes: Mapping[str, str],
    titles: Mapping[str, str],
    *,
    label: str,
    width: float = 900.0,
    links: Mapping[str, str] | None = None,
    dots: Sequence[Dot] = (),
) -> Drawn:
    """A map for a page without scripts.

    Parameters
    ----------
    body : bytes
        GeoJSON with ``c`` (code) and ``n`` (name) in its properties.
    classes : mapping
        Code → class of the stylesheet; other areas have none.
    titles : mapping
        Code → what a pointer and a screen reader are told.
    links : mapping or None
        Code → where a click on the area leads.
    dots : sequence of Dot
        On top of the areas.
    """
    plane, shapes, names = _drawn_once(body, width)
    leads = links or {}
    cells = []
    for code, d in shapes.items():
        cell = el(
            "path", el("title", titles.get(code, names[code])) if code in titles else None, d=d, cls=classes.get(code)
        )
        cells.append(
            el("a", cell, href=leads[code], aria_label=titles.get(code, names[code])) if code in leads else cell
        )
    # What only looks at a map hears one sentence; what leads on is no picture.
    role = "group" if leads else "img"
    return picture([*cells, *(_marks(plane, dots))], plane, look="svg-map", label=label, role=role)


def _marks(plane: Plane, dots: Sequence[Dot]) -> list[Drawn]:
    marks = []
    for dot in dots:
        x, y = plane.project([dot.lon, dot.lat])
        name = el("title", dot.title) if dot.title else None
        code = {"data_code": dot.code} if dot.code else {}
        marks.append(el("circle", name, cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{dot.radius:g}", cls=dot.look, **code))
    return marks


@dataclass(frozen=True)
class Dot:
    """A point of a map: its place in degrees, its class of the stylesheet, what it is called, and its code."""

    lon: float
    lat: float
    look: str
    title: str = ""
    radius: float = 3.0
    code: str = ""


@dataclass(frozen=True)
class Pick:
    """What a pointer chooses on a map (`assets/js/pick.js`); without scripts it is written into the form.

    Attributes
    ----------
    kind : str
        "spot": the place itself goes into the fields ``lon`` and ``lat``; "points": points that are touched or
        encircled go by their code into the field ``down``.
    form : str
        Id of the form with the fields.
    """

    kind: str
    form: str


def dotted_map(
    body: bytes, dots: Sequence[Dot], *, label: str, width: float = 900.0, pick: Pick | None = None
) -> Drawn:
    """Areas as plain ground with points on it, for a page without scripts; the last points lie on top."""
    plane, shapes, _ = _drawn_once(body, width)
    cells = [el("path", d=d, cls="ground") for d in shapes.values()]
    marks = _marks(plane, dots)
    if pick is None:
        return picture([*cells, *marks], plane, look="svg-map", label=label)
    numbers = {"west": plane.west, "north": plane.north, "across": plane.across, "down": plane.down}
    data = {f"data_{name}": f"{value:.9g}" for name, value in numbers.items()}
    return picture(
        [*cells, *marks],
        plane,
        look="svg-map pick",
        label=label,
        data_pick=pick.kind,
        data_form=pick.form,
        **data,  # type: ignore[arg-type]
    )
