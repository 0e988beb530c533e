"""Outages that belong together, with who was near, as a document."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from data.domain.areas import Level
from data.geo.arrangement import metric_points
from data.geo.faces import Faces
from data.indicators.panel import Array
from data.queries.services import wifi_outages
from data.results.wifi_reach import ground_of
from data.service.city import City
from data.service.wifi_people import people_today, pupils_today
from data.service.wifi_state import wifi_state
from data.wifi.events import Event, outage_events, seat_hours


def events_document(city: City) -> bytes:
    """Events of all days: when, where, the likely cause, who lost the last point, seat-hours lost.

    Notes
    -----
    People are those on the ground within 100 m of the points that fell and of no other point in service at the time.
    """
    state = wifi_state(city)
    points = state.points
    if not len(points):
        return b"[]"
    spots = metric_points(points["lon"], points["lat"])
    placed = points[["point_code", "provider", "seats", "lon", "lat"]].assign(
        x=[spot.x for spot in spots], y=[spot.y for spot in spots], at=np.arange(len(points))
    )
    outages = wifi_outages(city.reader.whole(), city.known_on).merge(placed, on="point_code")
    outages = outages.sort_values(["started_at", "point_code"], ignore_index=True)
    faces = ground_of(city, (100,))[100]
    people, pupils = people_today(city), pupils_today(city)
    codes = np.array(city.tree.codes[Level.RW])
    owner = city.register.main_column(Level.RW, points["area_id"])
    rows = []
    for event in outage_events(outages):
        own = outages.iloc[event.rows]
        day = min(max(event.started_at // 1440 - state.first, 0), state.in_service.shape[1] - 1)
        lost = _lost(faces, state.in_service[:, day], own["at"].to_numpy())
        rows.append(
            {
                **_described(event, own, outages, city),
                "areas": sorted({str(codes[owner[at]]) for at in own["at"] if owner[at] >= 0}),
                "people": round(float((lost * people).sum())),
                "pupils": None if pupils is None else round(float((lost * np.nan_to_num(pupils)).sum())),
            }
        )
    return json.dumps(rows, ensure_ascii=False).encode()


def _lost(faces: Faces, in_service: np.ndarray, fallen: np.ndarray) -> Array:
    """Part of each area's ground whose every point in service has fallen."""
    left = in_service.copy()
    left[fallen] = False
    return faces.covered(in_service) - faces.covered(left)


def _described(event: Event, own: pd.DataFrame, outages: pd.DataFrame, city: City) -> dict[str, Any]:
    seats = outages["seats"].to_numpy(dtype=float)
    return {
        "started_at": event.started_at,
        "ended_at": event.ended_at,
        "as_of": city.moment.minute,
        "points": own["point_code"].drop_duplicates().tolist(),
        "cause": event.cause,
        "agree": round(event.agree, 3),
        "provider": event.provider,
        "lon": round(float(own["lon"].mean()), 5),
        "lat": round(float(own["lat"].mean()), 5),
        "seat_hours": round(seat_hours(event, outages, seats, city.moment.minute), 1),
    }
