"""Sites where Wi-Fi points could be put, and people of school age: drawn around what is published."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from data.reference import fact
from data.sample.areas import Register
from data.sample.plan import generator
from data.sample.wifi import spot_in

FEWEST_CANDIDATES = 2_000
KINDS = ("rw_hall", "school", "mosque", "office", "park")
WORKING_AGE = 70.81
"""Per cent of residents of 15 to 64 years; published beside the share of 0 to 14 (`data/reference/facts.csv`)."""


def write_candidates(folder: Path, register: Register) -> Path:
    """``wifi-candidates.csv``: a hall in every RW and other public places, more where more people live.

    Only their kind and number resemble a map's; no list of the city's public places by RW is published.
    """
    random = generator("wifi-candidates")
    count = FEWEST_CANDIDATES + 150
    people = np.asarray(register.people, dtype=float)
    drawn = random.choice(len(register.codes), size=count - len(register.codes), p=people / people.sum())
    owner = np.sort(np.concatenate([np.arange(len(register.codes)), drawn]))
    first = np.append(True, np.diff(owner) > 0)
    spots = [spot_in(register, int(rw), random) for rw in owner]
    number = np.arange(count) - np.flatnonzero(first)[np.cumsum(first) - 1] + 1
    refused = random.random(count) < 0.04
    frame = pd.DataFrame(
        {
            "candidate": [f"{register.codes[rw]}-C{n}" for rw, n in zip(owner, number, strict=True)],
            "area": [register.codes[rw] for rw in owner],
            "lon": [round(x, 5) for x, _ in spots],
            "lat": [round(y, 5) for _, y in spots],
            "kind": np.where(first, "rw_hall", random.choice(KINDS, count)),
            "refused_on": np.where(refused, "2021-03-15", ""),
            "fibre_metres": np.rint(random.gamma(1.5, 180.0, count)),
            "cost_rupiah": np.rint(random.normal(14e6, 2.5e6, count).clip(8e6) / 1e5) * 1e5,
        }
    )
    frame["cost_rupiah"] += frame["fibre_metres"] * 15_000
    path = folder / "wifi-candidates.csv"
    frame.to_csv(path, index=False)
    return path


def write_school_age(folder: Path, register: Register) -> Path:
    """``school-age.csv``: people of 6 to 18 years by RW, drawn around the share that the published ages give."""
    random = generator("school-age")
    children = fact("penduduk", "usia_0_14")
    share = (children * 9 / 15 + WORKING_AGE * 4 / 50) / 100
    people = np.asarray(register.people, dtype=float)
    values = np.rint(people * share * random.normal(1.0, 0.12, len(people)).clip(0.6, 1.4)).astype(int)
    frame = pd.DataFrame({"area": register.codes, "date": "2020-01-01", "measure": "school_age", "value": values})
    path = folder / "school-age.csv"
    frame.to_csv(path, index=False)
    return path
