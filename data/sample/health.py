"""Laboratories and referral hospitals of the sample city: what would have gone with its cases."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from data.sample.areas import Register
from data.sample.plan import generator

FIRST_TESTS, FIRST_BEDS = "2020-06-01", "2020-07-01"
LEAST_POSITIVE, MOST_POSITIVE = 0.03, 0.42
"""Part of the tests that are positive, in the quietest and in the worst week."""
TESTS_PER_1000_AND_DAY = 0.12
"""In a kecamatan without a case."""
ADMITTED = 0.07
"""Part of the cases that are admitted, on the day after they fell ill."""
STAY_DAYS = 9
HOSPITALS = {"32.76.01": 310, "32.76.02": 240, "32.76.05": 280, "32.76.06": 190, "32.76.09": 120, "32.76.11": 90}
"""Beds for COVID by kecamatan that has referral hospitals; simulated."""
COLUMNS = ["area", "date", "measure", "value"]


def write_health(folder: Path, covid: Iterable[Path], register: Register) -> list[tuple[str, Path]]:
    """Both files, from the cases that were written."""
    cases = _by_kecamatan(covid)
    people = {
        code: int(
            sum(register.people[register.of(own)].sum() for own in set(register.kelurahan) if own.startswith(code))
        )
        for code in cases.columns
    }
    files = []
    for name, rows in (("covid-tests", _tests(cases, people)), ("covid-beds", _beds(cases))):
        path = folder / f"{name}.csv"
        pd.DataFrame(rows, columns=COLUMNS).to_csv(path, index=False)
        files.append((name, path))
    return files


def _by_kecamatan(files: Iterable[Path]) -> pd.DataFrame:
    """Cases by kecamatan and the day on which they became known: late ones do not make a last day of few tests."""
    rows = pd.concat([pd.read_csv(path, usecols=["area", "date", "reported_on", "confirmed"]) for path in files])
    rows = rows.dropna(subset=["confirmed"]).sort_values("reported_on", kind="stable")
    rows["new"] = rows["confirmed"] - rows.groupby(["area", "date"])["confirmed"].shift(fill_value=0)
    rows["kecamatan"] = rows["area"].str[:8]
    by_day = rows.pivot_table(index="reported_on", columns="kecamatan", values="new", aggfunc="sum", fill_value=0)
    return by_day.clip(lower=0)


def _tests(cases: pd.DataFrame, people: dict[str, int]) -> list[tuple[str, str, str, int]]:
    random = generator("tests")
    week = cases.sum(axis=1).rolling(7, min_periods=1).mean()
    positive = LEAST_POSITIVE + (MOST_POSITIVE - LEAST_POSITIVE) * (week / week.max()) ** 0.55
    rows: list[tuple[str, str, str, int]] = []
    for day, (share, *counts) in zip(cases.index, np.column_stack([positive, cases]).tolist(), strict=True):
        if day < FIRST_TESTS:
            continue
        for code, positives in zip(people, counts, strict=True):
            negative = random.negative_binomial(int(positives), share) if positives else 0
            others = random.poisson(people[code] * TESTS_PER_1000_AND_DAY / 1_000)
            rows.append((code, day, "tests", int(positives) + int(negative) + int(others)))
            rows.append((code, day, "positives", int(positives)))
    return rows


def _beds(cases: pd.DataFrame) -> list[tuple[str, str, str, int]]:
    """Admissions go to hospitals by their beds; who finds none is not in the figures."""
    random = generator("beds")
    share = np.array(list(HOSPITALS.values())) / sum(HOSPITALS.values())
    ill = cases.sum(axis=1).shift(1, fill_value=0).to_numpy()
    inside = np.zeros((len(HOSPITALS), 0), dtype=int)
    rows = []
    for number, day in enumerate(cases.index):
        asked = random.multinomial(random.binomial(int(ill[number]), ADMITTED), share)
        staying = inside[:, -STAY_DAYS + 1 :].sum(axis=1)
        admitted = np.minimum(asked, np.array(list(HOSPITALS.values())) - staying)
        inside = np.column_stack([inside, admitted])
        if day < FIRST_BEDS:
            continue
        for n, (code, beds) in enumerate(HOSPITALS.items()):
            counts = {"beds": beds, "occupied": int(staying[n] + admitted[n]), "admitted": int(admitted[n])}
            rows += [(code, day, measure, value) for measure, value in counts.items()]
    return rows
