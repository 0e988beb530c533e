"""The city's shapes for the wall: one definition a kelurahan, drawn by reference in every scene."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from layouts.markup import Tree, el

WIDTH = 1_400.0


@dataclass(frozen=True)
class Shapes:
    """Paths on one plane.

    Attributes
    ----------
    size : tuple
        Width and height.
    cells, borders : dict
        Code → path data of kelurahan; of kecamatan and the city.
    centres : dict
        Kelurahan code → a point inside.
    """

    size: tuple[float, float]
    cells: dict[str, str]
    borders: dict[str, str]
    centres: dict[str, tuple[float, float]]


def _features(body: bytes) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(body)["features"]
    return features


@lru_cache(maxsize=4)
def shapes(kelurahan: bytes, kecamatan: bytes, kota: bytes, labels: bytes) -> Shapes:
    """Project the room's map files onto one plane, rounded to whole units."""
    points = [p for f in _features(kota) for ring in _rings(f["geometry"]) for p in ring]
    if not points:
        return Shapes((WIDTH, WIDTH), {}, {}, {})
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * narrow)

    def project(point: list[float]) -> tuple[float, float]:
        return (point[0] - west) * narrow * scale, (north - point[1]) * scale

    def paths(body: bytes) -> dict[str, str]:
        return {f["properties"]["c"]: _path(f["geometry"], project) for f in _features(body) if f["geometry"]}

    centres = {f["properties"]["c"]: project(f["geometry"]["coordinates"]) for f in _features(labels)}
    height = round((north - south) * scale, 1)
    return Shapes((WIDTH, height), paths(kelurahan), {**paths(kecamatan), **paths(kota)}, centres)


def _rings(geometry: dict[str, Any]) -> list[list[list[float]]]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for polygon in parts for ring in polygon]


def _path(geometry: dict[str, Any], project: Callable[[list[float]], tuple[float, float]]) -> str:
    parts = []
    for ring in _rings(geometry):
        corners: list[str] = []
        for point in ring:
            x, y = project(point)
            text = f"{x:.0f} {y:.0f}"
            if not corners or corners[-1] != text:
                corners.append(text)
        parts.append(f"M{'L'.join(corners)}Z")
    return "".join(parts)


def definitions(geometry: Shapes) -> Tree:
    """The paths, once a page; `city_map` refers to them."""
    made = [el("path", id=f"k-{code}", d=path) for code, path in geometry.cells.items()]
    made += [el("path", id=f"b-{code}", d=path) for code, path in geometry.borders.items()]
    hatch = el(
        "pattern",
        el("path", d="M0 12L12 0", cls="hatch"),
        id="hidden",
        width="12",
        height="12",
        patternUnits="userSpaceOnUse",
    )
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
    discs = []
    for number, code in enumerate(ranks, 1):
        if code in geometry.centres:
            x, y = geometry.centres[code]
            discs.append(
                el(
                    "g",
                    el("circle", r="38"),
                    el("text", str(number), y="18", text_anchor="middle"),
                    transform=f"translate({x:.0f} {y:.0f})",
                    cls="disc",
                )
            )
    width, height = geometry.size
    return el(
        "svg",
        *cells,
        *borders,
        *discs,
        view_box=f"-12 -12 {width + 24:.0f} {height + 24:.0f}",
        cls="wall-map",
        role="img",
        aria_label=label,
    )
