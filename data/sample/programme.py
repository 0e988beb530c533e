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
from data.reference import fact
from data.sample.areas import TO_DEGREES, Register
from data.sample.plan import Floats, generator

TERMS = {
    "short": (date(2019, 1, 1), date(2020, 6, 30)),
    "medium": (date(2019, 3, 1), date(2021, 3, 31)),
    "long": (date(2019, 6, 1), date(2021, 12, 31)),
}
OPDS = ("Diskominfo", "Bappeda", "DLHK", "Dinkes", "Disdik", "PUPR", "Dishub", "Disporyata", "DKUM")
PARTNERS = ("academia", "business", "community", "government", "media")
OBSTACLES = ("procurement", "land", "pandemic", "staff", "refusal", "fibre")
PER_CELL = 3
REVIEW = day_number(date(2020, 11, 24))
PANDEMIC = day_number(date(2020, 3, 15))


def make_actions() -> pd.DataFrame:
    """54 actions; the named programmes first in their cell, placeholders fill the rest."""
    random = generator("programme")
    named = tomllib.loads(Path(__file__).with_name("programmes.toml").read_text("utf-8"))["named"]
    rows: list[dict[str, Any]] = []
    for dimension in DIMENSIONS:
        for term, (start, finish) in TERMS.items():
            given = [n for n in named if (n["dimension"], n["term"]) == (dimension, term)]
            for position in range(PER_CELL):
                rows.append(
                    {
                        "action": f"{dimension[:3].upper()}-{term[0].upper()}{position + 1}",
                        "dimension": dimension,
                        "term": term,
                        **_named_or_placeholder(given, position, len(rows) + 1, random),
                        "weight": float(random.integers(2, 9)),
                        "target": float(random.choice([5, 10, 12, 24, 63, 100, 300, 924])),
                        "unit": "keluaran",
                        **_measured(given, position),
                        "start": start.isoformat(),
                        "finish": finish.isoformat(),
                    }
                )
    return pd.DataFrame(rows)


def _measured(given: list[dict[str, Any]], position: int) -> dict[str, Any]:
    """Target and unit of an action that says how many of what; nothing for others."""
    chosen = given[position] if position < len(given) else {}
    return {name: chosen[name] for name in ("target", "unit") if name in chosen}


def _named_or_placeholder(
    given: list[dict[str, str]], position: int, number: int, random: np.random.Generator
) -> dict[str, str]:
    if position < len(given):
        chosen = given[position]
        return {
            "programme": chosen["programme"],
            "name": chosen["action"],
            "name_status": "published",
            "opd": chosen["opd"],
            "partner": chosen["partner"],
        }
    return {
        "programme": f"Program contoh {number:02d}",
        "name": f"Aksi contoh {number:02d}",
        "name_status": "placeholder",
        "opd": str(random.choice(OPDS)),
        "partner": str(random.choice(PARTNERS)),
    }


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
            "planned": np.round(planned.ravel() * target, 6),
            "actual": np.round(shares.ravel() * target, 6),
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
    """``programme-places.csv``: five D'Comart points (published number) and tour places, their places simulated."""
    random = generator("places")
    count = int(fact("smart_city", "titik_dcomart"))
    tour = ["Cagar budaya 1", "Cagar budaya 2", "Situ 1", "Situ 2", "Situ 3", "Ikon kota 1", "Ikon kota 2"]
    names = [("dcomart", f"D'Comart {n}") for n in range(1, count + 1)] + [("tour", name) for name in tour]
    chosen = random.choice(len(register.codes), size=len(names), replace=False)
    rows: list[dict[str, Any]] = []
    for (kind, name), index in zip(names, chosen, strict=True):
        spot = register.cells[register.codes[index]].representative_point()
        lon, lat = TO_DEGREES(spot.x, spot.y)
        rows.append(
            {
                "place": f"{kind}-{len(rows) + 1:02d}",
                "kind": kind,
                "name": name,
                "area": register.codes[index],
                "lon": round(lon, 5),
                "lat": round(lat, 5),
            }
        )
    path = folder / "programme-places.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    return path
