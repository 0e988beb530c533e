"""COVID results that are no figure of a single area and day: where it clusters, and how it spreads."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import shapely

from data.domain.areas import Level
from data.domain.dates import day_date
from data.epi.hotspots import Hotspots, hotspots
from data.epi.reproduction import best_window, foretold, reproduction_number
from data.epi.scan import Cluster, scan, zones_of
from data.geo.arrangement import metric_areas
from data.indicators.panel import Array
from data.queries import areas as area_queries
from data.results.job import touching_areas
from data.service.city import City

RATE = "covid-incidence-7d"
SERIAL_MEAN, SERIAL_SD = 4.8, 2.3
"""Days between the symptoms of a case and of whom it infects."""
WEEK = 7
SCANNED_DAYS = 7
REMEMBERED_DAYS = 14
HOTSPOT_DAYS = 28
SEED = 3276
NUMBERS = ("moran", "moran_p", "gi", "gi_p", "standardised", "lagged")


def reproduction_document(city: City) -> bytes:
    """The reproduction number of the city and its kecamatan by event date, up to the last complete day.

    Returns
    -------
    bytes
        JSON: ``first`` and ``last`` day, ``areas`` by code with ``window`` (days, chosen by predictive likelihood),
        ``chosen`` and ``weekly`` (mean, low, high, cases by day; null where there is none), ``held`` (whether the
        chosen window had foretold the day's cases within its 95 % limits; null where it foretold nothing).
    """
    panel = city.panel(city.catalogue[RATE].panel)
    days = city.complete_until(city.catalogue[RATE]) - panel.first + 1
    areas: dict[str, Any] = {}
    for level in (Level.KOTA, Level.KECAMATAN):
        counts = city.tree.roll_up(panel.counts["confirmed"].astype(float), panel.level, level)[: max(days, 0)]
        for column, code in enumerate(city.tree.codes[level]):
            areas[code] = _spread(np.maximum(counts[:, column], 0.0))
    last = day_date(panel.first + max(days, 1) - 1).isoformat()
    return json.dumps({"first": day_date(panel.first).isoformat(), "last": last, "areas": areas}).encode()


def _spread(cases: Array) -> dict[str, Any]:
    window = best_window(cases, mean=SERIAL_MEAN, sd=SERIAL_SD)
    held = foretold(cases, window=window, mean=SERIAL_MEAN, sd=SERIAL_SD)
    made: dict[str, Any] = {"window": window, "held": [None if np.isnan(each) else bool(each) for each in held]}
    for name, length in (("chosen", window), ("weekly", WEEK)):
        number = reproduction_number(cases, mean=SERIAL_MEAN, sd=SERIAL_SD, window=length)
        made[name] = {
            "mean": _rounded(number.mean),
            "low": _rounded(number.low),
            "high": _rounded(number.high),
            "cases": [int(each) for each in number.cases],
        }
    return made


def _rounded(values: Array) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), 3) for value in values]


def clusters_document(city: City) -> bytes:
    """Where COVID clusters by RW: local Moran and Gi* of the newest days, the space-time scan of the last days.

    Returns
    -------
    bytes
        JSON: ``last`` complete day; ``reported``, whether any RW was heard of in the week up to it; ``clusters`` of the
        scan by day; ``hotspots`` by day with ``kind`` and ``hot``, of the last two weeks also ``moran``, ``moran_p``,
        ``gi``, ``gi_p``, ``standardised`` and ``lagged``, by the RW of ``codes``.
    """
    indicator = city.catalogue[RATE]
    sums, panel = city.sums(RATE, Level.RW), city.panel(indicator.panel)
    last = min(city.complete_until(indicator), panel.last) - panel.first
    beside, codes = touching_areas(city, Level.RW), city.tree.codes[Level.RW]
    made: dict[str, Any] = {}
    for row in range(max(last - HOTSPOT_DAYS + 1, WEEK), last + 1):
        of_day = hotspots(sums.numerator[row], sums.denominator[row], beside, seed=SEED)
        if of_day is not None:
            numbers = NUMBERS if row > last - REMEMBERED_DAYS else ()
            made[day_date(panel.first + row).isoformat()] = _hotspots(of_day, numbers)
    clusters: dict[str, Any] = {}
    centres = middles(city)
    cases = np.maximum(panel.counts["confirmed"].astype(float), 0.0)
    for row in range(max(last - SCANNED_DAYS + 1, 0), last + 1):
        people = np.asarray(sums.denominator[row], dtype=np.float64)
        zones = zones_of(centres, people)
        day = scan(cases[: row + 1], people, zones, seed=SEED)
        clusters[day_date(panel.first + row).isoformat()] = [_cluster(each, codes) for each in day]
    heard = last >= 0 and bool((sums.denominator[last] > 0).any())
    body = {
        "last": day_date(panel.first + max(last, 0)).isoformat(),
        "reported": heard,
        "codes": codes,
        "hotspots": made,
    }
    return json.dumps(body | {"clusters": clusters}).encode()


def _hotspots(made: Hotspots, numbers: tuple[str, ...]) -> dict[str, Any]:
    layers = {name: _rounded(getattr(made, name)) for name in numbers}
    return {"kind": made.kind, "hot": [bool(each) for each in made.hot], **layers}


def _cluster(cluster: Cluster, codes: list[str]) -> dict[str, Any]:
    return {
        "centre": codes[cluster.centre],
        "radius_m": cluster.radius_m,
        "areas": [codes[column] for column in cluster.areas],
        "days": cluster.days,
        "cases": cluster.cases,
        "expected": round(cluster.expected, 2),
        "risk": round(cluster.risk, 3),
        "likelihood": round(cluster.likelihood, 3),
        "p": float(f"{cluster.p:.3g}"),
        "recurrence_days": round(cluster.recurrence_days, 1),
    }


def middles(city: City) -> Array:
    """Middle of every RW in metres, areas × 2; NaN for one without borders."""
    shapes = area_queries.geometry_by_code(city.reader, Level.RW.value, city.moment.minute // 1440)
    codes = city.tree.codes[Level.RW]
    points = np.full((len(codes), 2), np.nan)
    placed = [n for n, code in enumerate(codes) if code in shapes]
    centroids = shapely.centroid(metric_areas([shapes[codes[n]] for n in placed]))
    points[placed] = np.column_stack([shapely.get_x(centroids), shapely.get_y(centroids)])
    return points
