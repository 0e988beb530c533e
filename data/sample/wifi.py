"""Wi-Fi Depok Bersahabat: 1,834 registered points over 917 RW, growing as published, with outages."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

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


def make_points(register: Register) -> pd.DataFrame:
    """The register of points: two in each of 917 RW; 7 RW did not apply (published)."""
    random = generator("wifi")
    taking_part = int(fact("wifi", "rw_peserta_program"))
    places = np.sort(random.choice(len(register.codes), size=taking_part, replace=False))
    slots = np.repeat(places, 2)
    number = np.tile([1, 2], taking_part)
    shown = [_spot(register, int(rw), random) for rw in slots]
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
    return frame


def _spot(register: Register, rw: int, random: np.random.Generator) -> tuple[float, float]:
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


def write_points(folder: Path, points: pd.DataFrame) -> Path:
    """``wifi-points.csv``: registration first, then a newer row for every point that changed."""

    def text(days_: pd.Series) -> list[str]:
        return [day_date(day).isoformat() if day >= 0 else "" for day in days_]

    plain = points[["point", "area", "lon", "lat"]]
    registered = text(points["registered"])
    first = plain.assign(registered_on=registered, live_on="", refused_on="", reported_on=registered)
    changed = points[["live", "refused"]].max(axis=1)
    second = plain.assign(
        registered_on=registered,
        live_on=text(points["live"]),
        refused_on=text(points["refused"]),
        reported_on=text(changed),
    )
    same = (changed < 0) | (changed == points["registered"])
    legacy = first.assign(live_on=second["live_on"])
    frame = pd.concat([first.where(points["live"].ne(points["registered"]), legacy), second[~same]])
    path = folder / "wifi-points.csv"
    frame.sort_values(["reported_on", "point"]).to_csv(path, index=False)
    return path


def make_outages(points: pd.DataFrame) -> pd.DataFrame:
    """Outages of live points in minutes since 1970 WIB; ``ended`` −1 where still on."""
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
    frame = pd.concat([*parts, *_power_cuts(live)], ignore_index=True)
    frame["ended"] = frame["ended"].where(frame["ended"] < clock, -1)
    return frame.sort_values(["started", "point"]).drop_duplicates(["point", "started"], ignore_index=True)


def _outages(point: object, started: Ints, ended: Ints, cause: str) -> pd.DataFrame:
    return pd.DataFrame({"point": point, "started": started, "ended": ended, "cause": cause})


def _feeder_cuts(live: pd.DataFrame, clock: int, random: np.random.Generator) -> pd.DataFrame:
    """Cuts of a feeder's line: every point around it that is in service then goes off within minutes of the others."""
    spots = np.column_stack([live["lon"] * METRES_PER_DEGREE, live["lat"] * METRES_PER_DEGREE])
    since = np.maximum(live["live"].to_numpy(), first_day()) * MINUTES
    exposure = (clock - since).sum() / (30 * MINUTES) * CUTS_PER_POINT_AND_MONTH
    parts, hit = [], 0
    while hit < exposure:
        middle = random.integers(len(live))
        started = clock - int(random.random() * (clock - since[middle]))
        near = np.hypot(*(spots - spots[middle]).T) < random.uniform(250, 650)
        inside = np.flatnonzero(near & (since <= started))
        at = started + random.integers(0, 4, len(inside))
        length = max(int(random.exponential(190)), 5) + random.integers(0, 9, len(inside))
        parts.append(_outages(live["point"].to_numpy()[inside], at, at + length, "power"))
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
