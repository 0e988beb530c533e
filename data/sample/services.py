"""One Stop Service of the sample city: licensing, budget, city tax, civil registration, by month."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from data.sample.areas import Register
from data.sample.plan import generator, planted
from data.sample.programme import s_curve

COLUMNS = ["area", "date", "measure", "value"]
Rows = list[tuple[str, str, str, float]]
BIRTHS_PER_1000_AND_YEAR = 15.5
DEATHS_PER_1000_AND_YEAR = 5.0


def write_services(folder: Path, register: Register) -> list[tuple[str, Path]]:
    """Every file of the subject, by dataset."""
    last = planted()["period"]["last"]
    months = [m.date().isoformat() for m in pd.date_range("2020-01-31", "2022-01-31", freq="ME") if m.date() <= last]
    kelurahan = sorted(set(register.kelurahan))
    people = {code: int(register.people[register.of(code)].sum()) for code in kelurahan}
    draws = generator("measures")
    licences, budget = _licences(draws, months, people), _budget(draws, months, people)
    more = generator("services")
    tables = {
        "licensing": licences + _open_permits(more, licences),
        "budget": budget,
        "city-tax": _city_tax(more, months, people),
        "civil-registration": _civil_registration(more, months, people),
    }
    files = []
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        pd.DataFrame(rows, columns=COLUMNS).to_csv(path, index=False)
        files.append((name, path))
    return files


def _licences(random: np.random.Generator, months: list[str], people: dict[str, int]) -> Rows:
    rows: Rows = []
    for month in months:
        for code in people:
            applied = int(random.poisson(people[code] / 1_500))
            issued = int(random.binomial(applied, 0.9))
            on_time = int(random.binomial(issued, 0.78 + 0.1 * (month > "2021")))
            for measure, value in (("applied", applied), ("issued", issued), ("issued_on_time", on_time)):
                rows.append((code, month, measure, value))
    return rows


def _open_permits(random: np.random.Generator, licences: Rows) -> Rows:
    """What is pending and overdue at the month's end, and the working days of what was issued."""
    by_month: dict[tuple[str, str], dict[str, float]] = {}
    for code, month, measure, value in licences:
        by_month.setdefault((code, month), {})[measure] = value
    rows: Rows = []
    for (code, month), totals in by_month.items():
        issued, late = int(totals["issued"]), int(totals["issued"] - totals["issued_on_time"])
        pending = int(totals["applied"] - totals["issued"]) + int(random.poisson(3))
        overdue = int(random.binomial(pending, 0.18))
        # Seven working days are promised: in time is a few days, late is a few weeks.
        days = int(random.binomial(6, 0.6, issued - late).sum() + issued - late + random.integers(8, 26, late).sum())
        counts = {"pending": pending, "overdue": overdue, "days_to_issue": days}
        rows += [(code, month, measure, value) for measure, value in counts.items()]
    return rows


def _budget(random: np.random.Generator, months: list[str], people: dict[str, int]) -> Rows:
    rows: Rows = []
    for code in _kecamatan(people):
        for year in sorted({month[:4] for month in months}):
            allocated = float(random.integers(38, 70)) * 1e9
            spent = 0.0
            for month in [m for m in months if m.startswith(year)]:
                share = s_curve(np.array([int(month[5:7]) / 12]))[0] * random.normal(0.93, 0.02)
                # What is spent stays spent.
                spent = max(spent, min(share, 1.0))
                rows.append((code, month, "allocated_rp", allocated))
                rows.append((code, month, "realised_rp", round(allocated * spent)))
    return rows


def _city_tax(random: np.random.Generator, months: list[str], people: dict[str, int]) -> Rows:
    """Taxpayers grow slowly; paying on line grows from a third to two thirds."""
    rows: Rows = []
    for code in _kecamatan(people):
        start = sum(count for name, count in people.items() if name.startswith(code)) / 45
        for number, month in enumerate(months):
            registered = round(start * (1 + 0.003 * number))
            reported = int(random.binomial(registered, 0.74 + 0.004 * number))
            paid = int(random.binomial(reported, 0.92))
            online = int(random.binomial(paid, min(0.33 + 0.014 * number, 0.9)))
            counts = {
                "registered": registered,
                "reported": reported,
                "paid": paid,
                "paid_online": online,
            }
            rows += [(code, month, measure, value) for measure, value in counts.items()]
    return rows


def _civil_registration(random: np.random.Generator, months: list[str], people: dict[str, int]) -> Rows:
    rows: Rows = []
    for code, count in people.items():
        residents = count
        for month in months:
            births = int(random.poisson(count * BIRTHS_PER_1000_AND_YEAR / 12_000))
            on_time = int(random.binomial(births, 0.8 if month > "2021" else 0.68))
            deaths = int(random.poisson(count * DEATHS_PER_1000_AND_YEAR / 12_000))
            residents += births - deaths
            counts = {
                "residents": residents,
                "births": births,
                "births_on_time": on_time,
                "deaths": deaths,
            }
            rows += [(code, month, measure, value) for measure, value in counts.items()]
    return rows


def _kecamatan(people: dict[str, int]) -> list[str]:
    return sorted({code[:8] for code in people})
