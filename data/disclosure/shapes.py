"""Areas as paths on one plane, small enough to stand inside a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry import shape

from data.domain.areas import Level

METRES = 5.0
"""One step of the plane; coordinates are whole steps from its upper left corner."""
TOLERANCE_M = {Level.KOTA: 20.0, Level.KECAMATAN: 20.0, Level.KELURAHAN: 15.0, Level.RW: 4.0}
_TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:32748", always_xy=True)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class MapPlane:
    """The plane of the public maps: UTM 48S, y downwards.

    Attributes
    ----------
    left, top : float
        Metres of the corner, east and north.
    metres : float
        Length of a step.
    middle : dict
        A point inside each area, in steps; filled by `drawn`.
    """

    left: float
    top: float
    metres: float = METRES
    middle: dict[str, tuple[float, float]] = field(default_factory=dict)

    def project(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """WGS84 degrees → steps on the plane.

        Parameters
        ----------
        lon, lat : array of float (points)
            Degrees east and north (EPSG:4326).

        Returns
        -------
        x, y : array of float (points)
            Steps of ``metres`` from the upper left corner, y downwards.

        Notes
        -----
        x = (east − left) / metres, y = (top − north) / metres, with east and north in UTM zone 48S (EPSG:32748).
        """
        east, north = _TO_METRES.transform(lon, lat)
        return (np.asarray(east) - self.left) / self.metres, (self.top - np.asarray(north)) / self.metres


def plane_of(city: str) -> MapPlane:
    """The plane around the city's border.

    Parameters
    ----------
    city : str
        GeoJSON text of the border, in WGS84 degrees.

    Returns
    -------
    MapPlane
        Its corner lies 200 m to the west and north of the border's bounds; ``middle`` is still empty.
    """
    outline = _projected(shape(json.loads(city)))
    left, _, _, top = outline.bounds
    return MapPlane(float(left) - 200.0, float(top) + 200.0)


def _projected(geometry: Any) -> Any:
    return shapely.transform(geometry, lambda points: np.column_stack(_TO_METRES.transform(points[:, 0], points[:, 1])))


def drawn(
    plane: MapPlane, shapes: Mapping[str, str], level: Level
) -> dict[str, tuple[str, tuple[float, ...], tuple[float, float]]]:
    """Path, bounds and a point inside each area.

    Neighbours keep a common border: the coverage is simplified as a whole.

    Parameters
    ----------
    plane : MapPlane
        The point inside each area is written into its ``middle``.
    shapes : mapping of str to str
        GeoJSON text by area code, in WGS84 degrees.
    level : Level
        Its tolerance in metres is `TOLERANCE_M`.

    Returns
    -------
    dict of str to tuple
        Code → SVG path in whole steps, bounds (left, top, right, bottom) in steps to one decimal, and the point (x, y)
        in steps; the centroid where the simplified area is not valid.
    """
    codes = sorted(shapes)
    geometries = [_projected(shape(json.loads(shapes[code]))) for code in codes]
    if geometries:
        geometries = list(shapely.coverage_simplify(np.array(geometries, dtype=object), TOLERANCE_M[level]))
    drawings = {}
    for code, geometry in zip(codes, geometries, strict=True):
        flat = shapely.transform(
            geometry,
            lambda points: np.column_stack(((points[:, 0] - plane.left) / METRES, (plane.top - points[:, 1]) / METRES)),
        )
        inside = flat.representative_point() if flat.is_valid else flat.centroid
        plane.middle[code] = (float(inside.x), float(inside.y))
        drawings[code] = (_path(flat), tuple(round(float(edge), 1) for edge in flat.bounds), plane.middle[code])
    return drawings


def _path(geometry: Any) -> str:
    """Absolute start, then relative steps in whole numbers: the shortest that SVG knows."""
    polygons = list(geometry.geoms) if geometry.geom_type == "MultiPolygon" else [geometry]
    parts = []
    for polygon in polygons:
        for ring in (polygon.exterior, *polygon.interiors):
            points = np.rint(shapely.get_coordinates(ring)).astype(int)[:-1]
            steps = np.diff(points, axis=0)
            steps = steps[(steps != 0).any(axis=1)]
            moves = "".join(f"{x},{y} " for x, y in steps.tolist()).rstrip()
            parts.append(f"M{points[0][0]},{points[0][1]}l{moves}z")
    return "".join(parts)
