"""Seats of Wi-Fi points for people of school age, by RW and month."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import shapely

from data.domain.areas import Level
from data.domain.dates import day_date, day_number
from data.geo.arrangement import metric_points
from data.geo.faces import Faces
from data.indicators.panel import Array, CountPanel
from data.results.wifi_reach import WINDOW, ground_of
from data.service.city import City
from data.service.wifi_people import pupils_today
from data.service.wifi_state import wifi_state
from data.wifi.access import crowding, seats_per_pupil
from data.wifi.coverage import uptime_of_window
from data.wifi.inequality import concentration_curve, concentration_index

RADIUS, BANDWIDTH = 200, 100.0
OTHER_RADII, OTHER_BANDWIDTHS = (100, 150, 200), (50.0, 100.0, 200.0)
"""Metres, of the sensitivity table."""


def seats_for_pupils(city: City) -> CountPanel:
    """Thousandths of a seat within reach of each RW's people of school age, and those people.

    Returns
    -------
    CountPanel
        On the last day of every month and of the data; nothing for an RW of which nobody has said how many they are,
        nor where no point's seats are known. The people are those of the newest figure, for all days.

    Notes
    -----
    Seats of a point known to be live at the end of the day × its uptime over 28 days, shared by `seats_per_pupil`. A
    face of the ground stands at a point inside it. A point whose seats nobody knows has none.
    """
    state = wifi_state(city)
    pupils, shape = pupils_today(city), (state.live.shape[1], len(city.tree.codes[Level.RW]))
    known, result = np.zeros(shape, dtype=bool), np.zeros(shape)
    if pupils is None or not len(state.points) or not state.points["seats"].notna().any():
        return CountPanel(state.first, Level.RW, {}, known, daily=False)
    faces = ground_of(city, (RADIUS,))[RADIUS]
    pairs, demand = _pairs(faces, state.points), faces.part * np.nan_to_num(pupils)[faces.area]
    seats = _seats(state, city)
    began = np.array([day_number(city.areas[code].valid_from) for code in city.tree.codes[Level.RW]])
    for day in _days(state.first, shape[0]):
        known[day] = ~np.isnan(pupils) & (state.first + day >= began)
        each = seats_per_pupil(pairs, demand, seats[:, day], radius=RADIUS, bandwidth=BANDWIDTH)
        result[day] = np.bincount(faces.area, weights=each * demand, minlength=shape[1])
    counts = {"seats_milli": np.rint(result * 1_000), "pupils": np.where(known, pupils, 0.0)}
    return CountPanel(state.first, Level.RW, counts, known, daily=False)


def sensitivity_document(city: City) -> bytes:
    """How the picture changes with the radius and the decay, as of now; the crowding by the rational agent model.

    Notes
    -----
    The rational agents of an RW go to its points together, each as far as it is on the mean: by faces the model takes
    minutes.
    """
    state = wifi_state(city)
    pupils = pupils_today(city)
    if pupils is None or not len(state.points):
        return b"[]"
    pupils = np.nan_to_num(pupils)
    seats = _seats(state, city)[:, -1]
    rows: list[dict[str, Any]] = []
    for radius, faces in ground_of(city, OTHER_RADII).items():
        pairs, demand = _pairs(faces, state.points), faces.part * pupils[faces.area]
        crowded = _crowding(faces, pairs, demand, seats)
        for bandwidth in OTHER_BANDWIDTHS:
            each = seats_per_pupil(pairs, demand, seats, radius=radius, bandwidth=bandwidth)
            by_area = np.bincount(faces.area, weights=each * demand, minlength=len(pupils)).astype(np.float64)
            rows.append(
                {
                    "radius": radius,
                    "bandwidth": bandwidth,
                    "seats_per_100": round(float(100 * by_area.sum() / max(pupils.sum(), 1.0)), 2),
                    "without": round(float(1 - demand[each > 0].sum() / max(pupils.sum(), 1.0)), 4),
                    "concentration": _rounded(concentration_index(pupils, by_area)),
                    "crowding": crowded,
                }
            )
            if (radius, bandwidth) == (RADIUS, BANDWIDTH):
                rows[-1]["curve"] = _curve(pupils, by_area)
    return json.dumps(rows).encode()


def _crowding(faces: Faces, pairs: pd.DataFrame, demand: Array, seats: Array) -> float | None:
    """Mean crowding of those who are near a point, RW by RW; None where nobody is."""
    areas = faces.area[pairs["demand"].to_numpy()]
    weighted = pairs.assign(area=areas, people=demand[pairs["demand"].to_numpy()])
    weighted["way"] = weighted["metres"] * weighted["people"]
    weighted = weighted[seats[weighted["point"].to_numpy()] > 0]
    if weighted.empty:
        return None
    sums = weighted[weighted["people"] > 0].groupby(["area", "point"])[["way", "people"]].sum()
    ways = pd.DataFrame({"metres": sums["way"] / sums["people"]}).reset_index().rename(columns={"area": "demand"})
    people = np.bincount(faces.area, weights=demand, minlength=faces.areas).astype(np.float64)
    cost = crowding(ways, people, seats)
    near = ~np.isnan(cost) & (people > 0)
    return _rounded(float(np.average(cost[near], weights=people[near]))) if near.any() else None


def _curve(pupils: Array, seats: Array) -> Any:
    """The concentration curve at every hundredth of the people."""
    x, y = concentration_curve(pupils, seats)
    if not len(x):
        return []
    at = np.linspace(0.0, 1.0, 101)
    return np.column_stack([at.round(2), np.interp(at, x, y).round(4)]).tolist()


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 3)


def _seats(state: Any, city: City) -> Array:
    """Seats of every point on every day: those it has × its uptime, if it is live at the end of the day."""
    own = state.points["seats"].astype(float).fillna(0.0).to_numpy()
    uptime = uptime_of_window(state.up, days=WINDOW, last_minutes=city.moment.minute % 1440 + 1)
    return np.asarray(own[:, None] * uptime * state.live)


def _days(first: int, number: int) -> list[int]:
    dates = [day_date(first + day) for day in range(number + 1)]
    return [day for day in range(number) if day == number - 1 or dates[day].month != dates[day + 1].month]


def _pairs(faces: Faces, points: pd.DataFrame) -> pd.DataFrame:
    """Every face and every point that covers it, with the metres between them."""
    spots = metric_points(points["lon"], points["lat"])
    x, y = shapely.get_x(spots), shapely.get_y(spots)
    face = faces.face
    metres = np.hypot(faces.middle[face, 0] - x[faces.point], faces.middle[face, 1] - y[faces.point])
    return pd.DataFrame({"demand": face, "point": faces.point, "metres": metres})
