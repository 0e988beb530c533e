"""Which part of an area lies near a point, on shapes whose common area is known."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from geopandas import GeoSeries
from shapely import Point, box, to_geojson

from data.geo.reach import DEGREES, METRES, Reach
from data.results.derived import changes

WEST, SOUTH = 700_000.0, 9_290_000.0
"""A corner in Depok, in metres of UTM zone 48 south."""


def degrees(*shapes: object) -> GeoSeries:
    return GeoSeries(list(shapes), crs=METRES).to_crs(DEGREES)


def reach(*points: tuple[float, float], metres: float = 100.0) -> Reach:
    """A square of 1 km and its neighbour to the east, and points by metres from the corner."""
    squares = degrees(*(box(WEST + x, SOUTH, WEST + x + 1_000, SOUTH + 1_000) for x in (0, 1_000)))
    places = degrees(*(Point(WEST + x, SOUTH + y) for x, y in points))
    return Reach([to_geojson(square) for square in squares], places.x, places.y, metres=metres)


def working(*marks: bool) -> np.ndarray:
    return np.array(marks)


def test_one_circle_in_the_middle_and_one_across_a_border() -> None:
    circle = math.pi * 100**2 / 1_000**2
    assert reach((500, 500)).shares(working(True)) == pytest.approx([circle, 0.0], rel=1e-3)
    assert reach((1_000, 500)).shares(working(True)) == pytest.approx([circle / 2, circle / 2], rel=1e-3)


def test_two_circles_count_what_they_share_once() -> None:
    circle, apart = math.pi * 100**2, 100.0
    lens = 2 * 100**2 * math.acos(apart / 200) - apart / 2 * math.sqrt(4 * 100**2 - apart**2)
    both = reach((450, 500), (550, 500)).shares(working(True, True))
    assert both[0] == pytest.approx((2 * circle - lens) / 1_000**2, rel=1e-3)


def test_a_point_that_does_not_work_reaches_nobody_and_the_whole_is_no_more_than_the_whole() -> None:
    near = reach((500, 500), (200, 200))
    assert near.shares(working(False, False)).tolist() == [0.0, 0.0]
    assert near.shares(working(True, False))[0] == pytest.approx(math.pi / 100, rel=1e-3)
    assert near.shares(working(True, False)).tolist() == near.shares(working(True, False)).tolist()
    assert reach((500, 500), metres=5_000).shares(working(True)).tolist() == [1.0, 1.0]


def test_a_border_may_have_several_parts() -> None:
    parts = degrees(box(WEST, SOUTH, WEST + 100, SOUTH + 100), box(WEST + 900, SOUTH, WEST + 1_000, SOUTH + 100))
    border = json.dumps(
        {"type": "MultiPolygon", "coordinates": [json.loads(to_geojson(p))["coordinates"] for p in parts]}
    )
    middle = degrees(Point(WEST + 50, SOUTH + 50))
    shares = Reach([border], middle.x, middle.y, metres=100).shares(working(True))
    assert shares == pytest.approx([0.5], rel=1e-3)


def filled(there: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The last row up to each day, NaN before the first."""
    result = np.full(values.shape, np.nan)
    for day in range(len(values)):
        result[day] = np.where(there[day], values[day], result[day - 1] if day else np.nan)
    return result


def test_rows_that_changed_and_those_in_force_give_every_days_value() -> None:
    random = np.random.default_rng(7)
    for _ in range(50):
        values = random.integers(0, 3, (12, 4)).astype(float)
        known = np.maximum.accumulate(random.random((12, 4)) < 0.3, axis=0)
        there = known & (random.random((12, 4)) < 0.4)
        old = np.where(there, random.integers(0, 3, (12, 4)), 0).astype(float)
        rows = changes(values, known, there, old)
        after, figures = there.copy(), old.copy()
        for day, area in rows:
            after[day, area], figures[day, area] = True, values[day, area]
        assert filled(after, figures)[known].tolist() == values[known].tolist()
        assert changes(values, known, after, figures) == []
