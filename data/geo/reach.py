"""Which part of an area lies near points that work."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from geopandas import GeoSeries

from data.indicators.panel import Array, Bools

DEGREES, METRES = "EPSG:4326", "EPSG:32748"
"""WGS 84, and UTM zone 48 south, in which West Java is measured."""
SEGMENTS = 32
"""Straight pieces a quarter of a circle: its area is right to 0.04 %."""


class Reach:
    """The parts of areas that lie within a distance of points.

    Parameters
    ----------
    borders : list of str
        GeoJSON polygons in degrees, one an area.
    longitudes, latitudes : array of float (points)
    metres : float
        The distance, over flat ground and through walls.
    """

    def __init__(
        self, borders: list[str], longitudes: npt.ArrayLike, latitudes: npt.ArrayLike, *, metres: float
    ) -> None:
        areas = GeoSeries(shapely.from_geojson(np.array(borders, dtype=object)), crs=DEGREES).to_crs(METRES)
        points = GeoSeries.from_xy(np.asarray(longitudes), np.asarray(latitudes), crs=DEGREES).to_crs(METRES)
        self._areas = areas.to_numpy()
        self._sizes = shapely.area(self._areas)
        self._circles = shapely.buffer(points.to_numpy(), metres, quad_segs=SEGMENTS)
        pairs = shapely.STRtree(points.to_numpy()).query(self._areas, predicate="dwithin", distance=metres)
        self._near = [pairs[1][pairs[0] == area] for area in range(len(borders))]
        self._known: dict[tuple[int, bytes], float] = {}

    def shares(self, working: Bools) -> Array:
        """Part of every area that lies within the distance of a point that works.

        Parameters
        ----------
        working : array of bool (points)

        Returns
        -------
        array of float (areas)
            0 to 1; also points outside an area reach into it.

        Notes
        -----
        Area of the border cut with the union of the circles / area of the border. What was worked out for the same
        points of an area is kept, since from day to day few points change. Checked against circles and squares whose
        common area is known.
        """
        return np.array([self._share(area, near[working[near]]) for area, near in enumerate(self._near)])

    def _share(self, area: int, points: npt.NDArray[np.intp]) -> float:
        if not len(points):
            return 0.0
        key = (area, points.tobytes())
        if key not in self._known:
            covered = shapely.intersection(self._areas[area], shapely.union_all(self._circles[points]))
            self._known[key] = min(1.0, float(shapely.area(covered) / self._sizes[area]))
        return self._known[key]
