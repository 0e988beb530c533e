"""Cutting the ground along circles and borders."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from geopandas import GeoSeries

from data.geo.faces import Faces

DEGREES, METRES = "EPSG:4326", "EPSG:32748"
"""WGS 84, and UTM zone 48 south, in which West Java is measured."""
SEGMENTS = 32
"""Straight pieces a quarter of a circle: its area is right to 0.04 %."""
Shapes = npt.NDArray[np.object_]


def metric_areas(borders: list[str]) -> Shapes:
    """GeoJSON polygons in degrees as shapes in metres."""
    return _metric(GeoSeries(shapely.from_geojson(np.array(borders, dtype=object)), crs=DEGREES))


def metric_points(longitudes: npt.ArrayLike, latitudes: npt.ArrayLike) -> Shapes:
    """Points in degrees as shapes in metres."""
    return _metric(GeoSeries.from_xy(np.asarray(longitudes), np.asarray(latitudes), crs=DEGREES))


def metric_lines(lines: list[list[tuple[float, float]]]) -> Shapes:
    """Lines in degrees, longitude first, as shapes in metres."""
    return _metric(GeoSeries([shapely.LineString(line) for line in lines], crs=DEGREES))


def _metric(series: Any) -> Shapes:
    shapes: Shapes = series.to_crs(METRES).to_numpy()
    return shapes


def inhabited(areas: Shapes, without: Any) -> Shapes:
    """The ground of areas on which people live.

    Parameters
    ----------
    areas : array of Polygon or MultiPolygon, in metres
    without : Polygon or MultiPolygon, in metres
        Ground on which nobody lives; an area that is nothing else keeps its whole ground.
    """
    ground = shapely.difference(areas, without)
    return np.asarray(np.where(shapely.is_empty(ground), areas, ground))


def arrangement(ground: Shapes, points: Shapes, metres: npt.ArrayLike) -> Faces:
    """Faces into which circles around points cut the ground of areas.

    Parameters
    ----------
    ground : array of Polygon or MultiPolygon, in metres
        One an area; they do not overlap but for slivers along their borders.
    points : array of Point, in metres
    metres : float, or array of float (points)
        Radius of the circles, over flat ground and through walls.

    Returns
    -------
    Faces

    Notes
    -----
    All outlines are noded together and polygonised once; a face belongs to the area and to the circles that contain a
    point inside it. The shares of the faces that a set of circles covers add up to area(ground ∩ union of circles) /
    area(ground). Checked against that union, against circles and lenses of known area, and on points that coincide.
    """
    circles = shapely.buffer(points, np.asarray(metres, dtype=float), quad_segs=SEGMENTS)
    outlines = np.concatenate([shapely.boundary(circles), shapely.boundary(ground)])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(outlines))))
    middles = shapely.point_on_surface(faces)
    inside = shapely.STRtree(middles)
    area, at = inside.query(ground, predicate="contains")
    circle, face = inside.query(circles, predicate="contains")
    # Ground outside every area and ground that no circle covers fall out; borders that overlap by a sliver share it.
    pairs = pd.DataFrame({"face": at, "area": area}).merge(pd.DataFrame({"face": face, "circle": circle}), on="face")
    pairs = pairs.sort_values(["area", "face", "circle"], ignore_index=True)
    firsts = ~pairs.duplicated(["area", "face"]).to_numpy()
    owner, kept = pairs["area"].to_numpy()[firsts], pairs["face"].to_numpy()[firsts]
    share = shapely.area(faces[kept]) / shapely.area(ground)[owner]
    return Faces(
        len(ground), owner, share, pairs["circle"].to_numpy(), np.flatnonzero(firsts), _coordinates(middles[kept])
    )


def _coordinates(points: Shapes) -> npt.NDArray[np.float64]:
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)])
