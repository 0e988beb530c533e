"""People near Wi-Fi points that are live, by RW and day; and near points that were up, by RW and week."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely

from data.domain.areas import Level
from data.domain.dates import day_number
from data.domain.wifi import RADII
from data.geo.arrangement import Shapes, arrangement, inhabited, metric_areas, metric_lines, metric_points
from data.geo.faces import Faces
from data.geo.packed import pack_faces
from data.indicators.panel import Array, CountPanel
from data.queries.areas import geometry_by_code
from data.reference import rows
from data.service.city import City
from data.service.wifi_state import wifi_state
from data.wifi.coverage import covered_by_day, effective_share, uptime_of_window

WITHOUT_CLASS = 100.0
"""Radius of a point whose class the register does not say."""
BESIDE = {"sungai": 15.0, "rel": 12.0}
"""Metres on either side of a river's or a track's line on which nobody lives: the river bank of a river 3 to 20 m deep
(Government Regulation 38/2011, article 9), and the width of a railway's own ground, taken as 12 m."""
WINDOW, WEEK, MONDAY = 28, 7, 4
"""Effective coverage looks back four weeks; it is written at the end of each Sunday. Day 4 since 1970 was a Monday."""


def ground_of_areas(city: City) -> Shapes:
    """The ground of the city's RW on which people live, in metres, in the order of their codes.

    Notes
    -----
    Borders are those of the city's day, also for the days before it. Rivers with their banks and the railway's ground
    are no ground (`BESIDE`); situ and other waters are, since only their places are known.
    """
    return _inhabited(_borders(city))


def _borders(city: City) -> tuple[str, ...]:
    borders = geometry_by_code(city.reader, Level.RW.value, city.today)
    return tuple(borders[code] for code in city.tree.codes[Level.RW])


@lru_cache(maxsize=2)
def _inhabited(borders: tuple[str, ...]) -> Shapes:
    return inhabited(metric_areas(list(borders)), _without_people())


@lru_cache(maxsize=8)
def _faces(borders: tuple[str, ...], longitudes: tuple[float, ...], latitudes: tuple[float, ...], metres: int) -> Faces:
    """Faces, worked out once for all that a job computes from them."""
    return arrangement(_inhabited(borders), metric_points(longitudes, latitudes), metres)


def ground_of(city: City, radii: tuple[int, ...] = RADII) -> dict[int, Faces]:
    """The faces of the city's ground for the places of all points in the register, by radius."""
    points = wifi_state(city).points
    places = tuple(points["lon"].tolist()), tuple(points["lat"].tolist())
    borders = _borders(city)
    return {metres: _faces(borders, *places, metres) for metres in radii}


def _own_ground(city: City, ground: Shapes) -> Faces:
    """The faces for each point's own radius class."""
    points = wifi_state(city).points
    own = points["radius_class"].astype(float).fillna(WITHOUT_CLASS).to_numpy()
    return arrangement(ground, metric_points(points["lon"], points["lat"]), own)


def _without_people() -> shapely.Geometry:
    """Rivers with their banks, and the railway's ground (© OpenStreetMap contributors, ODbL)."""
    lines: dict[tuple[str, str, str], list[tuple[float, float]]] = {}
    for row in rows("context_lines"):
        lines.setdefault((row["jenis"], row["nama"], row["garis"]), []).append((float(row["lon"]), float(row["lat"])))
    long = {key: line for key, line in lines.items() if len(line) > 1}
    widths = [BESIDE[kind] for kind, _, _ in long]
    return shapely.union_all(shapely.buffer(metric_lines(list(long.values())), widths))


def people_near_points(city: City) -> CountPanel:
    """Residents of every RW near points that are known to be live at the end of the day.

    Returns
    -------
    CountPanel
        Whole people within 50, 100, 150 and 200 m of a live point, within 100 m of two, and within the radius class of
        one; from the first day of the points' own counts, of an RW from its first day. Without any registered point
        nothing is known.

    Notes
    -----
    Residents × the part of the RW's ground that the circles cover (`data.geo.arrangement`): people are taken as spread
    evenly over the ground.
    """
    state, ground = wifi_state(city), ground_of_areas(city)
    faces = ground_of(city)
    shares = {f"people_{metres}m": covered_by_day(near, state.live) for metres, near in faces.items()}
    shares["people_k2_100m"] = covered_by_day(faces[100], state.live, at_least=2)
    shares["people_own_radius"] = covered_by_day(_own_ground(city, ground), state.live)
    return _people(city, state.first, shares, np.ones(state.live.shape[1], dtype=bool))


def people_by_uptime(city: City) -> CountPanel:
    """Residents of every RW within 100 m × the best uptime of the points there, over the four weeks to each Sunday.

    Returns
    -------
    CountPanel
        Whole people, on Sundays only.
    """
    state = wifi_state(city)
    faces = ground_of(city, (100,))[100]
    uptime = uptime_of_window(state.up, days=WINDOW)
    days = np.arange(uptime.shape[1])
    # The last day ends at the clock: a Sunday that is not over is none.
    sundays = ((state.first + days - MONDAY) % WEEK == WEEK - 1) & (days < len(days) - 1)
    shares = np.zeros((len(days), faces.areas))
    shares[sundays] = effective_share(faces, uptime[:, sundays]).T
    return _people(city, state.first, {"people_effective_100m": shares}, sundays)


def _people(city: City, first: int, shares: dict[str, Array], days: np.ndarray) -> CountPanel:
    """Shares × residents; known on some days, and of an RW from its first day."""
    state = wifi_state(city)
    began = np.array([day_number(city.areas[code].valid_from) for code in city.tree.codes[Level.RW]])
    since = first + np.arange(len(days))
    known = (since[:, None] >= began[None, :]) & days[:, None] & bool(len(state.points))
    people = city.counts.people(CountPanel(first, Level.RW, {}, known))
    counts = {name: np.rint(share * people) for name, share in shares.items()}
    return CountPanel(first, Level.RW, counts, known, daily=False)


def ground_document(city: City) -> bytes:
    """The faces of the ground by radius, for questions about any set of points (`data.service.wifi_what_if`)."""
    return pack_faces({str(metres): faces for metres, faces in ground_of(city).items()})
