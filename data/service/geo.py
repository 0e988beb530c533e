"""Polygons, lines and points for the map: built once per data version, sent once as immutable files."""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.domain.areas import Level, parent_of
from data.queries import areas as area_queries
from data.reference import rows
from data.service.city import City
from data.service.features import feature, point
from data.service.subjects import own_views
from data.subjects import registry

LRT_OPENED = date(2023, 8, 28)
LABEL_LEVELS = (Level.KECAMATAN, Level.KELURAHAN)


@dataclass(frozen=True)
class MapFile:
    """A document of the map: its name with the content's hash and the bytes."""

    name: str
    body: bytes


def _file(name: str, features: list[dict[str, Any]]) -> MapFile:
    return _document(name, {"type": "FeatureCollection", "features": features})


def _document(name: str, document: dict[str, Any]) -> MapFile:
    body = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
    digest = hashlib.sha256(body).hexdigest()[:16]
    return MapFile(f"{name}-{digest}.json", body)


def map_files(city: City) -> dict[str, MapFile]:
    """Every document of the map: four levels, labels, context, and the layers of points that subjects declare.

    Parameters
    ----------
    city : City
        Its scope, when it has one, leaves only the areas inside it.

    Returns
    -------
    dict of str to MapFile
        By plain name: a level, ``labels-`` and a level, ``context``, a layer's id, or it with ``-days``: what
        its points were on every day. Coordinates are WGS84 degrees,
        longitude first; ``i`` of an area is its index in the arrays of classes and states.

    Notes
    -----
    The name in a `MapFile` carries a hash of its bytes, so that a browser may keep it for ever.
    """
    files = {}
    for level in Level:
        shapes = area_queries.geometry_by_code(city.reader, level.value, city.moment.minute // 1440)
        features = [
            feature(json.loads(shapes[code]), c=code, n=city.name(code), p=parent_of(code), i=index)
            for index, code in enumerate(city.tree.codes[level])
            if code in shapes and (city.scope is None or code.startswith(city.scope))
        ]
        files[level.value] = _file(level.value, features)
        if level in LABEL_LEVELS:
            files[f"labels-{level.value}"] = _file(f"labels-{level.value}", _labels(city, shapes))
    files["context"] = _file("context", _context(city.clock.date()))
    for subject in registry().subjects:
        layer = subject.page.layer
        if layer is not None:
            own = own_views(subject.id)
            files[layer.id] = _file(layer.id, own.layers[layer.id](city))
            if layer.id in own.layer_days:
                files[f"{layer.id}-days"] = _document(f"{layer.id}-days", own.layer_days[layer.id](city))
    return files


def _labels(city: City, shapes: dict[str, str]) -> list[dict[str, Any]]:
    published = {row["kode"]: (float(row["lon_label"]), float(row["lat_label"])) for row in rows("kelurahan")}
    features = []
    for code, text in shapes.items():
        if code not in city.areas or (city.scope and not code.startswith(city.scope)):
            continue
        lon, lat = published.get(code) or _centre(json.loads(text))
        label = city.name(code).removeprefix("Kecamatan ")
        features.append(feature(point(round(lon, 5), round(lat, 5)), c=code, n=label))
    return features


def _centre(geometry: dict[str, Any]) -> tuple[float, float]:
    """Centroid of the outer ring with the most points, in degrees.

    Notes
    -----
    Shoelace formula: A = ½ Σ (x₀y₁ − x₁y₀), centroid = Σ (p₀ + p₁)(x₀y₁ − x₁y₀) / 6A. Degrees are taken as a plane,
    which is exact enough for a label. ``area`` holds 2A.
    """
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    ring = max((polygon[0] for polygon in polygons), key=len)
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        cross = x0 * y1 - x1 * y0
        area += cross
        x += (x0 + x1) * cross
        y += (y0 + y1) * cross
    return x / (3 * area), y / (3 * area)


def _context(today: date) -> list[dict[str, Any]]:
    """Rivers, rail and stations (© OpenStreetMap contributors, ODbL)."""
    lines: dict[tuple[str, str, str], list[list[float]]] = {}
    for row in rows("context_lines"):
        key = (row["jenis"], row["nama"], row["garis"])
        lines.setdefault(key, []).append([float(row["lon"]), float(row["lat"])])
    kinds = {"sungai": "river", "rel": "rail"}
    features = [
        feature({"type": "LineString", "coordinates": points}, k=kinds[kind], n=name)
        for (kind, name, _), points in lines.items()
        if len(points) > 1
    ]
    for row in rows("places"):
        if row["jenis"] == "stasiun" and (row["keterangan"][:3] != "LRT" or today >= LRT_OPENED):
            features.append(feature(point(float(row["lon"]), float(row["lat"])), k="station", n=row["nama"]))
    return features
