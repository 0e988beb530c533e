"""Wi-Fi points with their status now, and the nearest live one of every RW."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.disclosure.parts import AREA, OpenTable, ProductPart, Rows
from data.disclosure.shapes import MapPlane
from data.domain.areas import Level
from data.domain.dates import day_date, day_number
from data.service.city import City
from data.service.subjects.wifi import point_statuses

STATUS = {"l": "live", "d": "down", "u": "unknown", "r": "refused", "w": "waiting", "p": "proposed"}


def wifi_rows(city: City, plane: MapPlane, today: int) -> tuple[Rows, Rows]:
    """Points with their status now, and the nearest live point of each RW.

    Parameters
    ----------
    city : City
    plane : MapPlane
        With a point inside each RW in its ``middle``.
    today : int
        Day number for the status.

    Returns
    -------
    points : list of tuple
        Rows of the product's table ``wifi_point``; points without a status or outside every RW are left out.
    near : list of tuple
        Rows of ``wifi_near``: metres in a straight line from the point inside the RW; empty without a live point.
    """
    points = city.counts_of("wifi").detail.points
    if not len(points):
        return [], []
    marks = point_statuses(city, today)
    owner = city.register.main_column(Level.RW, points["area_id"])
    codes = city.tree.codes[Level.RW]
    x, y = plane.project(points["lon"].to_numpy(float), points["lat"].to_numpy(float))
    rows: Rows = []
    for at, row in enumerate(points.to_dict("records")):
        if marks[at] == "-" or owner[at] < 0:
            continue
        since = None if pd.isna(row["live_on"]) else day_date(int(float(str(row["live_on"])))).isoformat()
        location = (
            codes[int(owner[at])],
            float(row["lon"]),
            float(row["lat"]),
            round(float(x[at]), 1),
            round(float(y[at]), 1),
        )
        rows.append((str(row["point_code"]), *location, STATUS[marks[at]], since))
    live = np.array([mark == "l" for mark in marks])
    names = points["point_code"].astype(str).to_numpy()[live]
    near: Rows = []
    if live.any():
        for code in codes:
            middle = plane.middle.get(code)
            if middle is None:
                continue
            far = np.hypot(x[live] - middle[0], y[live] - middle[1]) * plane.metres
            best = int(far.argmin())
            near.append((code, str(names[best]), round(float(far[best]))))
    return rows, near


def rows(city: City, plane: MapPlane) -> dict[str, Rows]:
    """Points, and the nearest ones.

    Parameters
    ----------
    city : City
    plane : MapPlane
        With a point inside each RW in its ``middle``.

    Returns
    -------
    dict of str to list of tuple
        Table → rows in the order of its columns.
    """
    points, near = wifi_rows(city, plane, day_number(city.clock.date()))
    return {"wifi_point": points, "wifi_near": near}


PART = ProductPart(
    datasets=("wifi-points", "wifi-outages"),
    schema="""
CREATE TABLE wifi_point (code TEXT PRIMARY KEY, area TEXT, lon REAL, lat REAL, x REAL, y REAL, status TEXT,
  live_on TEXT);
CREATE INDEX wifi_area ON wifi_point (area);
CREATE TABLE wifi_near (area TEXT PRIMARY KEY, point TEXT, metres INTEGER);
""",
    rows=rows,
    files={
        "titik-wifi.csv": OpenTable(
            dataset="wifi",
            question="SELECT code, area, lon, lat, status, live_on FROM wifi_point ORDER BY code",
            columns=(
                ("code", "kode titik", "point code"),
                AREA,
                ("lon", "derajat bujur timur (WGS84)", "degrees east (WGS84)"),
                ("lat", "derajat lintang (WGS84)", "degrees north (WGS84)"),
                (
                    "status",
                    "live: hidup; down: mati; unknown: tidak diketahui; refused: ditolak warga; "
                    "waiting: terdaftar, belum dipasang; proposed: diusulkan",
                    "live; down; unknown: no sign of its monitor; refused by residents; "
                    "waiting: registered, not yet installed; proposed",
                ),
                ("live_on", "tanggal mulai hidup", "first day in service"),
            ),
        ),
    },
    features={
        "titik-wifi.geojson": ("wifi", "SELECT code, lon, lat, area, status FROM wifi_point ORDER BY code"),
    },
)
