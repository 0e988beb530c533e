"""Which part of an area lies near points, on shapes whose common area is known."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import shapely
from geopandas import GeoSeries
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box, to_geojson

from data.geo.arrangement import DEGREES, METRES, arrangement, inhabited, metric_areas, metric_points
from data.geo.faces import Faces
from data.results.derived import changes
from data.wifi.coverage import covered_by_day, effective_share, uptime_of_window

WEST, SOUTH = 700_000.0, 9_290_000.0
"""A corner in Depok, in metres of UTM zone 48 south."""
CIRCLE = math.pi * 100**2 / 1_000**2
"""Part of a square kilometre that a circle of 100 m covers."""


def degrees(*shapes: object) -> GeoSeries:
    return GeoSeries(list(shapes), crs=METRES).to_crs(DEGREES)


def squares() -> np.ndarray:
    """A square of 1 km and its neighbour to the east."""
    return np.array([box(WEST + x, SOUTH, WEST + x + 1_000, SOUTH + 1_000) for x in (0, 1_000)])


def faces(*points: tuple[float, float], metres: object = 100.0, without: object = None) -> Faces:
    """Faces of the two squares around points, by metres from the corner."""
    spots = np.array([Point(WEST + x, SOUTH + y) for x, y in points], dtype=object)
    return arrangement(squares() if without is None else inhabited(squares(), without), spots, metres)


def working(*marks: bool) -> np.ndarray:
    return np.array(marks)


def test_a_circle_in_the_middle_and_across_a_border() -> None:
    assert faces((500, 500)).covered(working(True)) == pytest.approx([CIRCLE, 0.0], rel=1e-3)
    assert faces((1_000, 500)).covered(working(True)) == pytest.approx([CIRCLE / 2, CIRCLE / 2], rel=1e-3)


def test_two_circles_count_what_they_share_once_and_as_two() -> None:
    apart = 100.0
    lens = (2 * 100**2 * math.acos(apart / 200) - apart / 2 * math.sqrt(4 * 100**2 - apart**2)) / 1_000**2
    both = faces((450, 500), (550, 500))
    assert both.covered(working(True, True))[0] == pytest.approx(2 * CIRCLE - lens, rel=1e-3)
    assert both.covered(working(True, True), at_least=2)[0] == pytest.approx(lens, rel=2e-3)
    assert both.covered(working(True, False), at_least=2).tolist() == [0.0, 0.0]


def test_a_point_that_does_not_work_reaches_nobody_and_the_whole_is_no_more_than_the_whole() -> None:
    near = faces((500, 500), (200, 200))
    assert near.covered(working(False, False)).tolist() == [0.0, 0.0]
    assert near.covered(working(True, False))[0] == pytest.approx(CIRCLE, rel=1e-3)
    assert faces((500, 500), metres=5_000).covered(working(True)) == pytest.approx([1.0, 1.0])


def test_two_ids_at_the_same_place_cover_what_one_covers_and_all_of_it_twice() -> None:
    twice = faces((500, 500), (500, 500))
    assert twice.covered(working(True, True)) == pytest.approx(faces((500, 500)).covered(working(True)))
    assert twice.covered(working(True, True), at_least=2)[0] == pytest.approx(CIRCLE, rel=1e-3)


def test_every_point_may_have_a_radius_of_its_own() -> None:
    own = faces((300, 500), (700, 500), metres=[50.0, 200.0])
    assert own.covered(working(True, False))[0] == pytest.approx(CIRCLE / 4, rel=1e-3)
    assert own.covered(working(False, True))[0] == pytest.approx(CIRCLE * 4, rel=1e-3)


def test_nobody_lives_on_a_river_and_an_area_that_is_nothing_else_keeps_its_ground() -> None:
    west = faces((500, 500), without=box(WEST, SOUTH, WEST + 500, SOUTH + 1_000))
    assert west.covered(working(True))[0] == pytest.approx(CIRCLE, rel=1e-3)  # half of the circle, half of the ground
    drowned = faces((500, 500), without=box(WEST, SOUTH, WEST + 1_000, SOUTH + 1_000))
    assert drowned.covered(working(True))[0] == pytest.approx(CIRCLE, rel=1e-3)


def test_without_any_point_nobody_is_near_one() -> None:
    nothing = faces()
    assert nothing.covered(np.zeros(0, dtype=bool)).tolist() == [0.0, 0.0]
    assert covered_by_day(nothing, np.zeros((0, 3), dtype=bool)).tolist() == [[0.0, 0.0]] * 3


def test_borders_and_points_in_degrees_and_a_border_of_several_pieces() -> None:
    pieces = degrees(box(WEST, SOUTH, WEST + 100, SOUTH + 100), box(WEST + 900, SOUTH, WEST + 1_000, SOUTH + 100))
    border = json.dumps(
        {"type": "MultiPolygon", "coordinates": [json.loads(to_geojson(p))["coordinates"] for p in pieces]}
    )
    middle = degrees(Point(WEST + 50, SOUTH + 50))
    near = arrangement(metric_areas([border]), metric_points(middle.x, middle.y), 100.0)
    assert near.covered(working(True)) == pytest.approx([0.5], rel=1e-3)


SPOTS = st.lists(st.tuples(st.integers(-100, 2_100), st.integers(-100, 1_100)), min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(spots=SPOTS, data=st.data())
def test_the_faces_add_up_to_the_union_of_the_circles_and_more_points_never_cover_less(
    spots: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Against Shapely's own union and intersection."""
    marks = np.array(data.draw(st.lists(st.booleans(), min_size=len(spots), max_size=len(spots))))
    near = faces(*spots)
    circles = shapely.buffer([Point(WEST + x, SOUTH + y) for x, y in spots], 100.0, quad_segs=32)
    union = shapely.union_all(circles[marks])
    expected = shapely.area(shapely.intersection(squares(), union)) / 1e6
    assert near.covered(marks) == pytest.approx(expected, abs=1e-9)
    more = marks.copy()
    more[data.draw(st.integers(0, len(spots) - 1))] = True
    assert (near.covered(more) >= near.covered(marks) - 1e-12).all()
    assert (near.covered(marks) >= near.covered(marks, at_least=2)).all()
    days = np.stack([marks, more], axis=1)
    assert covered_by_day(near, days) == pytest.approx(np.stack([near.covered(marks), near.covered(more)]))


def test_a_point_that_is_up_half_the_window_serves_half_and_the_better_one_counts() -> None:
    up = np.array([[1440.0, 1440.0, 0.0], [0.0, 720.0, 720.0]])
    assert uptime_of_window(up, days=2).tolist() == [[0.5, 1.0, 0.5], [0.0, 0.25, 0.5]]
    until_noon = uptime_of_window(up, days=2, last_minutes=720)
    assert until_noon[:, -1].tolist() == [1440 / 2160, 1440 / 2160], "a day that is not over is as long as it is"
    near = faces((500, 500), (500, 500))
    assert effective_share(near, np.array([0.25, 0.75]))[0] == pytest.approx(0.75 * CIRCLE, rel=1e-3)
    assert effective_share(near, np.array([0.25, 0.75]))[1] == 0.0


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
        needed = changes(values, known, there, old)
        after, figures = there | needed, np.where(needed, values, old)
        assert filled(after, figures)[known].tolist() == values[known].tolist()
        assert not changes(values, known, after, figures).any()
