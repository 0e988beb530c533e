"""The city's shapes for the wall: one definition a kelurahan, drawn by reference in every scene."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from layouts.kit.maps import Plane, features, paths, picture, plane_around
from layouts.markup import Tree, el

WIDTH = 1_400.0


@dataclass(frozen=True)
class Shapes:
    """Paths on one plane.

    Attributes
    ----------
    plane : Plane
        What they are drawn on.
    cells, borders : dict
        Code → path data of kelurahan; of kecamatan and the city.
    centres : dict
        Kelurahan code → a point inside.
    """

    plane: Plane
    cells: dict[str, str]
    borders: dict[str, str]
    centres: dict[str, tuple[float, float]]


NO_SHAPES = Shapes(plane_around([], 1.0), {}, {}, {})
"""Where no areas have been loaded yet."""


@lru_cache(maxsize=4)
def shapes(kelurahan: bytes, kecamatan: bytes, kota: bytes, labels: bytes) -> Shapes:
    """Project the room's map files onto one plane, rounded to whole units."""
    plane = plane_around(features(kota), WIDTH)
    borders = {**paths(plane, kecamatan, decimals=0), **paths(plane, kota, decimals=0)}
    points = ((label["properties"]["c"], label["geometry"]["coordinates"]) for label in features(labels))
    centres = {code: plane.project(point) for code, point in points}
    return Shapes(plane, paths(plane, kelurahan, decimals=0), borders, centres)


def definitions(geometry: Shapes) -> Tree:
    """The paths, once a page; `city_map` refers to them."""
    made = [el("path", id=f"k-{code}", d=path) for code, path in geometry.cells.items()]
    made += [el("path", id=f"b-{code}", d=path) for code, path in geometry.borders.items()]
    stroke = el("path", d="M0 12L12 0", cls="hatch")
    hatch = el("pattern", stroke, id="hidden", width="12", height="12", patternUnits="userSpaceOnUse")
    return el("svg", el("defs", hatch, *made), cls="definitions", aria_hidden="true", width="0", height="0")


def city_map(geometry: Shapes, classes: Mapping[str, str], ranks: list[str], *, label: str) -> Tree:
    """The city with a class a kelurahan and numbered discs on the ranked ones."""
    cells = [
        el("use", href=f"#k-{code}", cls=f"cell class-{classes.get(code, 'none').replace('-', 'none')}")
        for code in geometry.cells
    ]
    borders = [
        el("use", href=f"#b-{code}", cls="outline" if code.count(".") == 1 else "border")
        for code in sorted(geometry.borders, key=lambda c: -c.count("."))
    ]
    discs = [_disc(number, geometry.centres[code]) for number, code in enumerate(ranks, 1) if code in geometry.centres]
    return picture([*cells, *borders, *discs], geometry.plane, look="wall-map", label=label, margin=12)


def _disc(number: int, centre: tuple[float, float]) -> Tree:
    x, y = centre
    mark = el("text", str(number), y="18", text_anchor="middle")
    return el("g", el("circle", r="38"), mark, transform=f"translate({x:.0f} {y:.0f})", cls="disc")
