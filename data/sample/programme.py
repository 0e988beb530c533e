"""The action plan: six dimensions × three terms, 54 actions, 75.0 % on 24 November 2020."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.domain.dates import day_date, day_number
from data.domain.programme import DIMENSIONS
from data.reference import fact, rows
from data.sample.areas import TO_DEGREES, TO_METRES, Register
from data.sample.plan import Floats, generator

TERMS = {
    "short": (date(2019, 1, 1), date(2020, 6, 30)),
    "medium": (date(2019, 3, 1), date(2021, 3, 31)),
    "long": (date(2019, 6, 1), date(2021, 12, 31)),
}
OBSTACLES = ("procurement", "land", "pandemic", "staff", "refusal", "fibre")
REVIEW = day_number(date(2020, 11, 24))
PANDEMIC = day_number(date(2020, 3, 15))


def make_actions() -> pd.DataFrame:
    """54 actions, three a dimension and term: those that the sources name, then composed examples."""
    random = generator("programme")
    known = tomllib.loads(Path(__file__).with_name("programmes.toml").read_text("utf-8"))
    made: list[dict[str, Any]] = []
    for dimension in DIMENSIONS:
        for term, (start, finish) in TERMS.items():
            cell = [
                {**entry, "name_status": status}
                for status, kind in (("published", "named"), ("example", "example"))
                for entry in known[kind]
                if (entry["dimension"], entry["term"]) == (dimension, term)
            ]
            for position, entry in enumerate(cell, 1):
                made.append(
                    {
                        "action": f"{dimension[:3].upper()}-{term[0].upper()}{position}",
                        "dimension": dimension,
                        "term": term,
                        "programme": entry["programme"],
                        "name": entry["action"],
                        "name_status": entry["name_status"],
                        "opd": entry["opd"],
                        "partner": entry["partner"],
                        "weight": float(random.integers(2, 9)),
                        "target": entry["target"],
                        "baseline": entry.get("baseline", ""),
                        "unit": entry["unit"],
                        "start": start.isoformat(),
                        "finish": finish.isoformat(),
                    }
                )
    return pd.DataFrame(made)


def report_days() -> list[int]:
    """Ends of the months from March 2019 to January 2022, and the day of the ministry's review."""
    months = pd.date_range("2019-03-31", "2022-01-31", freq="ME")
    return sorted({REVIEW, *(day_number(month.date()) for month in months)})


def make_progress(actions: pd.DataFrame) -> pd.DataFrame:
    """``action, day, planned, actual`` (share of the target); Σ weight × actual is 75.0 % at the review."""
    random = generator("progress")
    days = np.array(report_days(), dtype=float)
    start = np.array([day_number(date.fromisoformat(d)) for d in actions["start"]])[:, None]
    finish = np.array([day_number(date.fromisoformat(d)) for d in actions["finish"]])[:, None]
    planned = s_curve((days - start) / (finish - start))
    pace = random.normal(0, 0.16, len(actions))[:, None]
    pandemic = np.clip((days - PANDEMIC) / 500, 0, 1) * random.gamma(2, 0.05, len(actions))[:, None]
    weights = actions["weight"].to_numpy() / actions["weight"].sum()
    review = list(days).index(REVIEW)
    goal = fact("smart_city", "progres_rencana_aksi") / 100

    def actual(shift: float) -> Floats:
        speed = np.clip(1 + pace - pandemic + shift, 0.25, 1.12)
        curve = s_curve((days - start) / (finish - start) * speed)
        return np.maximum.accumulate(np.clip(curve, 0, 1), axis=1)

    low, high = -0.8, 0.8
    for _ in range(60):
        middle = (low + high) / 2
        reached = float(weights @ actual(middle)[:, review])
        low, high = (middle, high) if reached < goal else (low, middle)
    shares = actual(low)
    return _long(actions, days, planned, shares, random)


def s_curve(share: Floats) -> Floats:
    """Slow, fast, slow: the share of the work that is done after a share of the time."""
    inside = np.clip(share, 0, 1)
    return np.asarray(inside**2 * (3 - 2 * inside))


def _long(
    actions: pd.DataFrame, days: Floats, planned: Floats, shares: Floats, random: np.random.Generator
) -> pd.DataFrame:
    n = len(days)
    target = np.repeat(actions["target"].to_numpy(), n)
    base = np.repeat(pd.to_numeric(actions["baseline"]).fillna(0.0).to_numpy(), n)
    day_texts = [day_date(int(day)).isoformat() for day in days]
    behind = (planned - shares).ravel() > 0.06
    obstacle = np.where(behind, random.choice(OBSTACLES, size=len(behind)), "none")
    # Nothing is held up by an epidemic before it is there.
    early = np.tile(days < PANDEMIC, len(actions))
    obstacle = np.where(early & (obstacle == "pandemic"), "procurement", obstacle)
    budget = actions["weight"].to_numpy()[:, None] * 1.1e9
    spent = budget * np.clip(shares * random.normal(1, 0.03, shares.shape), 0, 1.1)
    return pd.DataFrame(
        {
            "action": np.repeat(actions["action"].to_numpy(), n),
            "date": np.tile(day_texts, len(actions)),
            "reported_on": np.tile(day_texts, len(actions)),
            "planned": np.round(base + planned.ravel() * (target - base), 6),
            "actual": np.round(base + shares.ravel() * (target - base), 6),
            "spent_rp": np.rint(np.maximum.accumulate(spent, axis=1).ravel()),
            "obstacle": obstacle,
        }
    )


def write_programme(folder: Path) -> tuple[Path, Path]:
    """``actions.csv`` and ``action-progress.csv``."""
    actions = make_actions()
    paths = folder / "actions.csv", folder / "action-progress.csv"
    actions.to_csv(paths[0], index=False)
    make_progress(actions).to_csv(paths[1], index=False)
    return paths


def write_places(folder: Path, register: Register) -> Path:
    """``programme-places.csv``: five D'Comart points (published number, simulated places) and real tour places."""
    random = generator("places")
    count = int(fact("smart_city", "titik_dcomart"))
    chosen = random.choice(len(register.codes), size=count, replace=False)
    spots = [register.cells[register.codes[index]].representative_point() for index in chosen]
    places = [("dcomart", f"D'Comart {n}", *TO_DEGREES(spot.x, spot.y)) for n, spot in enumerate(spots, 1)]
    places += [("tour", row["nama"], float(row["lon"]), float(row["lat"])) for row in rows("tour_places")]
    made = [
        {
            "place": f"{kind}-{number:02d}",
            "kind": kind,
            "name": name,
            "area": register.cell_at(*TO_METRES(lon, lat)),
            "lon": round(lon, 5),
            "lat": round(lat, 5),
        }
        for number, (kind, name, lon, lat) in enumerate(places, 1)
    ]
    path = folder / "programme-places.csv"
    pd.DataFrame(made).to_csv(path, index=False)
    return path
