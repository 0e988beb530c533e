"""The action plan: six dimensions × three terms, 54 actions, 75.0 % on 24 November 2020."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.domain.dates import day_date, day_number
from data.domain.programme import DIMENSIONS
from data.reference import fact, rows
from data.sample.areas import TO_DEGREES, TO_METRES, Register
from data.sample.plan import Floats, generator, last_day

TERMS = {
    "short": (date(2019, 1, 1), date(2020, 6, 30)),
    "medium": (date(2019, 3, 1), date(2021, 3, 31)),
    "long": (date(2019, 6, 1), date(2021, 12, 31)),
}
OBSTACLES = ("procurement", "land", "pandemic", "staff", "refusal", "network", "rule", "money")
REVIEW = day_number(date(2020, 11, 24))
PANDEMIC = day_number(date(2020, 3, 15))
SET_ON = date(2019, 2, 1)
REBASELINED_ON = date(2020, 7, 15)
"""The long term's curves were set anew after the first months of the epidemic: two months later."""
LATER_DAYS = 61
WORK = 400
"""Parts of a work that is counted as a share."""
REVIEWERS = ("Bappeda", "Inspektorat")
MOST_REACHED = 1.15


def make_actions() -> pd.DataFrame:
    """54 actions, three a dimension and term: those that the sources name, then composed examples."""
    random, other = generator("programme"), generator("programme-effort")
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
                weight = int(random.integers(2, 9))
                made.append(
                    {
                        "action": f"{dimension[:3].upper()}-{term[0].upper()}{position}",
                        "dimension": dimension,
                        "term": term,
                        "programme": entry["programme"],
                        "name": entry["action"],
                        "name_status": entry["name_status"],
                        "source": known["sources"].get(entry["programme"], ""),
                        "opd": entry["opd"],
                        "post": known["posts"][entry["opd"]],
                        "partner": ",".join(dict.fromkeys([entry["partner"], *known["partners"][dimension]])),
                        "weight": weight,
                        "effort": int(other.integers(6, 60)) * (1 + (term == "long")),
                        "budget_rp": weight * 1_100_000_000,
                        "component": entry.get("component", "output"),
                        "kind": entry.get("kind", "cumulative"),
                        "target": entry["target"],
                        "baseline": entry.get("baseline", ""),
                        "unit": entry["unit"],
                        "start": start.isoformat(),
                        "finish": finish.isoformat(),
                        "mission": known["missions"][dimension],
                        "indicator": entry.get("indicator", ""),
                        "after": "",
                    }
                )
    table = pd.DataFrame(made)
    # A plan's weights add up to 100; what rounding leaves goes to the heaviest.
    table["weight"] = (table["weight"] / table["weight"].sum() * 100).round(2)
    heaviest = int(table["weight"].to_numpy().argmax())
    weights = table["weight"].to_numpy(float).copy()
    weights[heaviest] = round(weights[heaviest] + 100 - weights.sum(), 2)
    table["weight"] = weights
    return table


def report_days() -> list[int]:
    """Ends of the months from March 2019 to January 2022, and the day of the ministry's review."""
    months = pd.date_range("2019-03-31", "2022-01-31", freq="ME")
    return sorted({REVIEW, *(day_number(month.date()) for month in months)})


def s_curve(share: Floats) -> Floats:
    """Slow, fast, slow: the share of the work that is done after a share of the time."""
    inside = np.clip(share, 0, 1)
    return np.asarray(inside**2 * (3 - 2 * inside))


def _span(actions: pd.DataFrame) -> tuple[Floats, Floats]:
    """First and last day of every action, a row each."""
    ends = [np.array([day_number(date.fromisoformat(d)) for d in actions[name]]) for name in ("start", "finish")]
    return ends[0][:, None].astype(float), ends[1][:, None].astype(float)


def make_targets(actions: pd.DataFrame) -> pd.DataFrame:
    """``action, date, reported_on, planned, budget_rp`` by month's end; the long term has a second version."""
    versions = [(actions, SET_ON, 0), (actions[actions["term"] == "long"], REBASELINED_ON, LATER_DAYS)]
    return pd.concat([_curve(*version) for version in versions], ignore_index=True)


def _curve(actions: pd.DataFrame, set_on: date, later: int) -> pd.DataFrame:
    start, finish = _span(actions)
    last = day_date(int(finish.max())) + timedelta(days=later + 31)
    days = np.array([day_number(m.date()) for m in pd.date_range("2019-01-31", last, freq="ME")], dtype=float)
    shares = s_curve((days - start) / (finish + later - start))
    target, base = actions["target"].to_numpy(float)[:, None], _baselines(actions)[:, None]
    money = actions["budget_rp"].to_numpy(float)[:, None] * shares
    shown = (days >= start) & (days <= finish + later + 30)
    rows, columns = np.nonzero(shown)
    return pd.DataFrame(
        {
            "action": actions["action"].to_numpy()[rows],
            "date": [day_date(int(day)).isoformat() for day in days[columns]],
            "reported_on": set_on.isoformat(),
            "planned": np.round((base + shares * (target - base))[rows, columns], 4),
            "budget_rp": np.rint(money[rows, columns]),
        }
    )


def _baselines(actions: pd.DataFrame) -> Floats:
    return np.asarray(pd.to_numeric(actions["baseline"]).fillna(0.0).to_numpy(float))


def make_progress(actions: pd.DataFrame) -> pd.DataFrame:
    """Reports as they were handed in, and again when they were verified; 75.0 % claimed at the review."""
    random = generator("progress")
    days = np.array(report_days(), dtype=float)
    start, finish = _span(actions)
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
    return _reports(actions, days, planned, actual(low), random)


def _reports(
    actions: pd.DataFrame, days: Floats, planned: Floats, shares: Floats, random: np.random.Generator
) -> pd.DataFrame:
    evidence = generator("evidence")
    n = len(days)
    # Some went on after they were there: what is over the target stands in the report and counts once.
    over = np.where(evidence.random(len(actions)) < 0.12, MOST_REACHED, 1.0)[:, None]
    shown = np.where(shares >= 1.0, over, shares)
    share = (actions["kind"] == "share").to_numpy()
    shown[share] = np.minimum(np.floor(shown[share] * WORK) / WORK, 1.0)
    target, base = actions["target"].to_numpy(float)[:, None], _baselines(actions)[:, None]
    behind = (planned - shares) > 0.06
    obstacle = np.where(behind, random.choice(OBSTACLES, size=behind.shape), "none")
    # Nothing is held up by an epidemic before it is there.
    obstacle = np.where((days < PANDEMIC) & (obstacle == "pandemic"), "procurement", obstacle)
    budget = actions["budget_rp"].to_numpy(float)[:, None]
    spent = np.rint(np.maximum.accumulate(budget * np.clip(shares * random.normal(1, 0.03, shares.shape), 0, 1), 1))
    committed = np.rint(np.clip(spent * evidence.uniform(1.0, 1.25, (len(actions), 1)), spent, budget.clip(spent)))
    committed = np.maximum.accumulate(committed, axis=1)
    texts = tomllib.loads(Path(__file__).with_name("programmes.toml").read_text("utf-8"))["obstacles"]
    # A share's value follows from its whole parts, whatever the fit says.
    parts = np.where(share[:, None], np.rint(shown * WORK), np.nan)
    # Of some actions there are only documents, and some that were measured nobody else has looked at.
    level = evidence.choice(["audited", "measured", "document"], size=len(actions), p=[0.25, 0.58, 0.17])[:, None]
    alone = evidence.random((len(actions), 1)) < 0.12
    delay = np.rint(evidence.gamma(4.0, 12.0, shares.shape)).astype(int)
    never = evidence.random(shares.shape) < 0.12
    # Some offices are late again and again; what the review looked at came on its day.
    habit = dict(zip(sorted(set(actions["opd"])), evidence.gamma(2.0, 3.0, actions["opd"].nunique()), strict=True))
    late = np.rint(evidence.gamma(2.0, [[habit[opd] / 2] for opd in actions["opd"]], shares.shape)).astype(int)
    came = days.astype(int) + np.where(days == REVIEW, 0, late)
    verifier = [REVIEWERS[opd == REVIEWERS[0]] for opd in actions["opd"]]
    table = pd.DataFrame(
        {
            "action": np.repeat(actions["action"].to_numpy(), n),
            "date": np.tile([day_date(int(day)).isoformat() for day in days], len(actions)),
            "day": np.tile(days.astype(int), len(actions)),
            "actual": np.round((base + shown * (target - base)).ravel(), 6),
            "numerator": parts.ravel(),
            "denominator": np.where(np.isnan(parts), np.nan, WORK).ravel(),
            "committed_rp": committed.ravel(),
            "spent_rp": spent.ravel(),
            "obstacle": obstacle.ravel(),
            "obstacle_note": [texts[name][0] for name in obstacle.ravel()],
            "next_step": [texts[name][1] for name in obstacle.ravel()],
            "later": np.broadcast_to(level, shares.shape).ravel(),
            "came": came.ravel(),
            "seen": (came + 1 + delay).ravel(),
            "verifier": np.where(alone | (level == "document"), "", np.array(verifier)[:, None])
            .repeat(n, axis=1)
            .ravel(),
            "checked": ~never.ravel(),
        }
    )
    return _twice(table)


def _iso(day: int) -> str:
    return day_date(day).isoformat()


def _twice(table: pd.DataFrame) -> pd.DataFrame:
    """Each report as it came in, and as it stands since its evidence was looked at."""
    columns = list(dict.fromkeys([*table.columns[:2], "reported_on", *table.columns[3:11]]))
    more = ["evidence", "evidence_ref", "verified_by"]
    came = table.assign(reported_on=table["came"].map(_iso), evidence="document", evidence_ref="", verified_by="")
    came = came[came["came"] <= last_day()]
    seen = table[table["checked"] & (table["seen"] <= last_day())]
    seen = seen.assign(
        reported_on=seen["seen"].map(_iso),
        evidence=seen["later"],
        evidence_ref=np.where(seen["verifier"] == "", "laporan kegiatan", "berita acara pemeriksaan"),
        verified_by=seen["verifier"],
    )
    rows = pd.concat([came, seen], ignore_index=True)
    return rows.sort_values(["action", "date", "reported_on"])[[*columns, *more]]


def write_programme(folder: Path) -> tuple[Path, Path, Path]:
    """``actions.csv``, ``action-targets.csv`` and ``action-progress.csv``."""
    actions = make_actions()
    paths = folder / "actions.csv", folder / "action-targets.csv", folder / "action-progress.csv"
    actions.to_csv(paths[0], index=False)
    make_targets(actions).to_csv(paths[1], index=False)
    make_progress(actions).to_csv(paths[2], index=False)
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
