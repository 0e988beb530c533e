"""Which areas touch one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any


def touching(shapes: Mapping[str, Mapping[str, Any]]) -> dict[str, set[str]]:
    """Neighbours of every area.

    Parameters
    ----------
    shapes : mapping
        Code → GeoJSON geometry (Polygon or MultiPolygon) of areas that tile the ground.

    Returns
    -------
    dict
        Code → codes of the areas that share a corner of their borders with it; empty for an island.

    Notes
    -----
    Queen contiguity: two areas are neighbours when a vertex of one is a vertex of the other. Checked against
    ``libpysal.weights.Queen`` on the city's borders.
    """
    corners: defaultdict[tuple[float, float], set[str]] = defaultdict(set)
    for code, geometry in shapes.items():
        for corner in _vertices(geometry):
            corners[corner].add(code)
    neighbours: dict[str, set[str]] = {code: set() for code in shapes}
    for together in corners.values():
        for code in together:
            neighbours[code] |= together - {code}
    return neighbours


def _vertices(geometry: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    coordinates = geometry["coordinates"]
    for polygon in coordinates if geometry["type"] == "MultiPolygon" else [coordinates]:
        for ring in polygon:
            yield from ((float(point[0]), float(point[1])) for point in ring)
