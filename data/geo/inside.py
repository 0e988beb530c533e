"""Whether a place lies in a polygon, for processes that carry no spatial library."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise

Ring = Sequence[Sequence[float]]


def in_rings(rings: Sequence[Ring], x: float, y: float) -> bool:
    """Even-odd rule over closed rings, outer and inner alike; a place on a border may be on either side.

    Examples
    --------
    >>> square = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]
    >>> in_rings([square], 1, 1), in_rings([square], 5, 1)
    (True, False)
    """
    crossed = False
    for ring in rings:
        for (x0, y0), (x1, y1) in pairwise(ring):
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                crossed = not crossed
    return crossed


def in_geometry(geojson: str, x: float, y: float) -> bool:
    """Whether a place lies in a polygon or in several, as GeoJSON."""
    shape = json.loads(geojson)
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return any(in_rings(polygon, x, y) for polygon in polygons)
