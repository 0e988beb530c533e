"""Wi-Fi Depok Bersahabat: 1,834 registered points over 917 RW, growing as published, with outages."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from shapely import Point

from data.domain.dates import day_date, day_number
from data.reference import fact
from data.sample.areas import TO_DEGREES, Register, moved
from data.sample.plan import Ints, first_day, generator, last_day, planted

EXPANSION_REGISTERED = day_number(date(2020, 9, 29))
LEGACY_LIVE = day_number(date(2019, 1, 21))
# (day, points live): published to December 2020, assumed after (at least 1,650 by 30 June 2021).
GROWTH = (
    (date(2020, 10, 1), 128),
    (date(2020, 10, 26), 500),
    (date(2020, 12, 11), 1_100),
    (date(2021, 3, 1), 1_420),
    (date(2021, 6, 30), 1_694),
    (date(2021, 12, 1), 1_764),
)
REFUSED = 32
METRES_PER_DEGREE = 111_000.0
"""Near enough at six degrees south, for distances of some hundred metres."""
CUTS_PER_POINT_AND_MONTH = 0.30
MINUTES = 1440
PLANTED = 1_000_000
"""Number of the first planted cut among what outages were made by."""


def make_points(register: Register) -> pd.DataFrame:
    """The register of points: two in each of 917 RW; 7 RW did not apply (published)."""
    random = generator("wifi")
    taking_part = int(fact("wifi", "rw_peserta_program"))
    places = np.sort(random.choice(len(register.codes), size=taking_part, replace=False))
    slots = np.repeat(places, 2)
    number = np.tile([1, 2], taking_part)
    shown = [spot_in(register, int(rw), random) for rw in slots]
    frame = pd.DataFrame(
        {
            "point": [f"{register.codes[rw]}-W{n}" for rw, n in zip(slots, number, strict=True)],
            "area": [register.codes[rw] for rw in slots],
            "lon": [round(x, 5) for x, _ in shown],
            "lat": [round(y, 5) for _, y in shown],
        }
    )
    live = _live_days(len(frame), random)
    frame["live"] = live
    legacy = live == LEGACY_LIVE
    frame["registered"] = np.where(legacy, LEGACY_LIVE, EXPANSION_REGISTERED)
    waiting = np.flatnonzero(live < 0)
    frame["refused"] = -1
    refused = random.choice(waiting, size=REFUSED, replace=False)
    frame.loc[refused, "refused"] = random.integers(
        day_number(date(2020, 11, 2)), day_number(date(2021, 5, 1)), REFUSED
    )
    return frame.assign(**_stages(frame), **_equipment(frame))


STAGES = ("proposed", "surveyed", "validated", "installed")
SHARES = {"rw_hall": 0.55, "mosque": 0.25, "post": 0.12, "school": 0.08}
POSTS = {"rw_hall": "Pengurus RW", "mosque": "Takmir masjid", "post": "Pos keamanan RW", "school": "Tata usaha sekolah"}
PROVIDERS = ("Penyedia A", "Penyedia B", "Penyedia C")
"""No names are published."""


def _stages(points: pd.DataFrame) -> dict[str, Ints]:
    """Days of the stages before the first day live, −1 where a stage was not reached or is not known.

    Proposed between the first day of distance learning (13 July 2020) and the register's day; 90 RW were validated by
    then (published), the others later. The points of 2019 have none: nothing is known of them.
    """
    random = generator("wifi-stages")
    count, live = len(points), points["live"].to_numpy()
    deadline = EXPANSION_REGISTERED
    last = np.where(live >= 0, live, np.where(points["refused"] >= 0, points["refused"], last_day()))
    validated_rw = int(fact("wifi", "rw_tervalidasi_lapangan"))
    newer = np.flatnonzero(points["registered"] == deadline)
    # Both points of an RW are looked at together, those first that are live first.
    order = points.loc[newer, "area"].iloc[np.argsort(last[newer], kind="stable")].drop_duplicates()
    early = points["area"].isin(order[:validated_rw]).to_numpy()
    proposed = random.integers(day_number(date(2020, 7, 13)), day_number(date(2020, 8, 25)), count)
    installed = last - random.integers(0, 6, count)
    latest = np.where(early, deadline, installed - random.integers(0, 15, count))
    validated = np.maximum(np.minimum(latest, installed), np.where(early, deadline - 14, deadline + 1))
    installed = np.clip(installed, validated, last)
    surveyed = np.maximum(validated - random.integers(2, 15, count), proposed + 1)
    surveyed = np.minimum(surveyed, validated)
    unknown = (points["registered"] != deadline).to_numpy()
    waiting = (live < 0) & ~unknown
    reached = random.random(count)
    return {
        "proposed": np.where(unknown, -1, proposed),
        "surveyed": np.where(unknown | (waiting & (reached < 0.2)), -1, surveyed),
        "validated": np.where(unknown | (waiting & (reached < 0.5)), -1, validated),
        "installed": np.where(unknown | waiting, -1, installed),
    }


def _equipment(points: pd.DataFrame) -> dict[str, Any]:
    """Place, technology, radius, seats and post of each point: drawn, but for the published bandwidth."""
    random = generator("wifi-equipment")
    count = len(points)
    kinds = random.choice(list(SHARES), size=count, p=list(SHARES.values()))
    mast = random.random(count) < np.where(kinds == "post", 0.6, 0.08)
    number = points["area"].str[-3:].astype(int)
    return {
        "technology": np.where(mast, "mast", "hall"),
        "radius_class": np.where(mast, random.choice(["150", "200"], count), random.choice(["50", "100"], count)),
        "seats": random.integers(15, 21, count),
        "bandwidth_mbps": int(fact("wifi", "bandwidth_per_titik")),
        "provider": np.array(PROVIDERS)[points["area"].str[:8].rank(method="dense").astype(int) % len(PROVIDERS)],
        "place_type": kinds,
        "post": [f"{POSTS[kind]} {rw:02d}" for kind, rw in zip(kinds, number, strict=True)],
    }


def spot_in(register: Register, rw: int, random: np.random.Generator) -> tuple[float, float]:
    """A place inside an RW, in degrees, longitude first."""
    cell = register.cells[register.codes[rw]]
    west, south, east, north = cell.bounds
    while True:
        point = Point(random.uniform(west, east), random.uniform(south, north))
        if cell.contains(point):
            x, y = moved(TO_DEGREES, point).coords[0]
            return float(x), float(y)


def _live_days(count: int, random: np.random.Generator) -> Ints:
    """Day each point went live, −1 for those not installed; meets `GROWTH` exactly on its days."""
    live = np.full(count, -1, dtype=np.int64)
    order = random.permutation(count)
    start = GROWTH[0][1]
    live[order[:start]] = LEGACY_LIVE
    for (before, _), (day, total) in itertools.pairwise(GROWTH):
        take = order[start:total]
        live[take] = random.integers(day_number(before) + 1, day_number(day) + 1, len(take))
        start = total
    return live


EQUIPMENT = ("technology", "radius_class", "seats", "bandwidth_mbps", "provider", "place_type", "post")
DATES = (*STAGES, "registered", "live", "refused")


def write_points(folder: Path, points: pd.DataFrame) -> Path:
    """``wifi-points.csv``: a row for the registration and a newer one for every later day on which a point changed."""
    days = points[list(DATES)]
    # What happened before the registration comes with it; points of 2019 came into the register when they were live.
    stages = [days[name] for name in ("registered", "validated", "installed", "live", "refused")]
    reports = pd.concat([day.rename("reported") for day in stages]).to_frame().reset_index(names="row")
    known = reports["reported"] >= points["registered"].to_numpy()[reports["row"]]
    reports = reports[known].drop_duplicates().sort_values(["row", "reported"])
    frame = points.loc[reports["row"]].reset_index(drop=True)
    reported = reports["reported"].reset_index(drop=True)
    for name in DATES:
        written = (frame[name] >= 0) & (frame[name] <= reported)
        frame[f"{name}_on"] = _dates(frame[name].where(written, -1))
    frame["reported_on"] = _dates(reported)
    columns = ["point", "area", "lon", "lat", *EQUIPMENT, *(f"{name}_on" for name in DATES), "reported_on"]
    path = folder / "wifi-points.csv"
    frame[columns].sort_values(["reported_on", "point"]).to_csv(path, index=False)
    return path


def _dates(days: pd.Series) -> list[str]:
    return [day_date(int(day)).isoformat() if day >= 0 else "" for day in days]


def make_outages(points: pd.DataFrame) -> pd.DataFrame:
    """Outages of live points in minutes since 1970 WIB; ``ended`` −1 where still on.

    ``event`` is what they were made by together, −1 for one by itself; no file says it.
    """
    random = generator("wifi-outages")
    clock = last_day() * MINUTES + 14 * 60
    live = points[points["live"] >= 0]
    parts = []
    for cause, per_month, mean_minutes in (
        ("fibre", 0.10, 1_500),
        ("device", 0.07, 3_300),
        ("monitor", 0.05, 240),
    ):
        exposure = clock - np.maximum(live["live"].to_numpy(), first_day()) * MINUTES
        count = random.poisson(exposure / (30 * MINUTES) * per_month)
        owner = np.repeat(np.arange(len(live)), count)
        started = clock - (random.random(len(owner)) * exposure[owner]).astype(np.int64)
        length = np.maximum(random.exponential(mean_minutes, len(owner)).astype(np.int64), 5)
        parts.append(_outages(live["point"].to_numpy()[owner], started, started + length, cause))
    parts.append(_feeder_cuts(live, clock, random))
    planted_cuts = _power_cuts(live)
    for number, cut in enumerate(planted_cuts):
        cut["event"] = PLANTED + number
    frame = pd.concat([*parts, *planted_cuts], ignore_index=True)
    frame["ended"] = frame["ended"].where(frame["ended"] < clock, -1)
    return frame.sort_values(["started", "point"]).drop_duplicates(["point", "started"], ignore_index=True)


def _outages(point: object, started: Ints, ended: Ints, cause: str) -> pd.DataFrame:
    return pd.DataFrame({"point": point, "started": started, "ended": ended, "cause": cause, "event": -1})


def _feeder_cuts(live: pd.DataFrame, clock: int, random: np.random.Generator) -> pd.DataFrame:
    """Cuts of a feeder's line: every point around it that is in service then goes off within minutes of the others."""
    spots = np.column_stack([live["lon"] * METRES_PER_DEGREE, live["lat"] * METRES_PER_DEGREE])
    since = np.maximum(live["live"].to_numpy(), first_day()) * MINUTES
    exposure = (clock - since).sum() / (30 * MINUTES) * CUTS_PER_POINT_AND_MONTH
    parts: list[pd.DataFrame] = []
    hit = 0
    while hit < exposure:
        middle = random.integers(len(live))
        started = clock - int(random.random() * (clock - since[middle]))
        near = np.hypot(*(spots - spots[middle]).T) < random.uniform(250, 650)
        inside = np.flatnonzero(near & (since <= started))
        at = started + random.integers(0, 4, len(inside))
        length = max(int(random.exponential(190)), 5) + random.integers(0, 9, len(inside))
        parts.append(_outages(live["point"].to_numpy()[inside], at, at + length, "power").assign(event=len(parts)))
        hit += len(inside)
    return pd.concat(parts)


def _power_cuts(live: pd.DataFrame) -> list[pd.DataFrame]:
    cuts = []
    for cut in planted()["power_cuts"]:
        inside = live["area"].str[:13].isin(cut["kelurahan"])
        started = _minute(cut["started_at"])
        working = live[inside & (live["live"] * MINUTES < started)]["point"].to_numpy()
        ended = _minute(cut["ended_at"]) if cut["ended_at"] else (last_day() + 30) * MINUTES
        shift = np.arange(len(working)) % 7
        cuts.append(_outages(working, started + shift, np.full(len(working), ended), "power"))
    return cuts


def _minute(text: str) -> int:
    day, clock = text.split("T")
    hours, minutes = clock.split(":")
    return day_number(date.fromisoformat(day)) * MINUTES + int(hours) * 60 + int(minutes)


def write_outages(folder: Path, outages: pd.DataFrame) -> Path:
    """``wifi-outages.csv``: one row an outage, reported when it began and again when it ended on another day."""

    def text(minutes: pd.Series) -> list[str]:
        return [
            f"{day_date(m // MINUTES).isoformat()} {m % MINUTES // 60:02d}:{m % 60:02d}" if m >= 0 else ""
            for m in minutes
        ]

    started_day, ended_day = outages["started"] // MINUTES, outages["ended"] // MINUTES
    frame = pd.DataFrame(
        {
            "point": outages["point"],
            "started_at": text(outages["started"]),
            "ended_at": text(outages["ended"]),
            "cause": outages["cause"],
        }
    )
    over_night = (outages["ended"] < 0) | (ended_day > started_day)
    opened = frame[over_night].assign(
        ended_at="", reported_on=[day_date(d).isoformat() for d in started_day[over_night]]
    )
    closed = outages["ended"] >= 0
    done = frame[closed].assign(reported_on=[day_date(d).isoformat() for d in ended_day[closed]])
    path = folder / "wifi-outages.csv"
    pd.concat([opened, done]).sort_values(["reported_on", "point", "started_at"]).to_csv(path, index=False)
    return path
