"""GeoJSON features."""

from __future__ import annotations

from typing import Any


def feature(geometry: object, **properties: object) -> dict[str, Any]:
    """A geometry with its properties."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(lon: float, lat: float) -> dict[str, object]:
    """A point in degrees."""
    return {"type": "Point", "coordinates": [lon, lat]}
