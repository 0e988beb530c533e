"""Waste: pick-ups by RW and stream with missed rounds and reasons, and tonnage at the published levels."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data.domain.dates import day_date, day_number
from data.sample.areas import Register
from data.sample.plan import MONDAY, Floats, Ints, days, generator, holiday_names, is_even, planted

STREAMS = ("organic", "inorganic", "residue")
SHARES = {"organic": 0.32, "inorganic": 0.12, "residue": 0.56}
SORTING = {"organic": 0.24, "inorganic": 0.24, "residue": 0.0}
KG_PER_PERSON = 0.60
CATCH_UP = 0.7
"""Part of a missed round's waste that the next one finds; the rest was burnt, buried or carried off."""
REASONS = ("truck", "access", "crew", "weather")
# Landfill intake in t/day: published at the ends, drawn straight between (see reference/facts.csv).
LANDFILL = ((date(2020, 1, 31), 750), (date(2021, 10, 3), 1_000), (date(2022, 5, 23), 1_100))


def public_holidays() -> set[int]:
    """Days without rounds: New Year and Idul Fitri (two days) as the calendar gives them."""
    quiet = ("Eid al-Fitr", "New Year's Day")
    return {
        day
        for day, name in holiday_names().items()
        if any(word in name for word in quiet) and "Islamic" not in name and "Lunar" not in name
    }


def ramadan() -> set[int]:
    """The thirty days before each first day of Idul Fitri."""
    eids = [day for day, name in holiday_names().items() if "Eid al-Fitr" in name]
    return {day for eid in eids for day in range(eid - 30, eid)}


def load_factor(span: Ints) -> Floats:
    """Collected waste relative to the start: the published growth, more in Ramadan, a weekly wave."""
    points = np.array([day_number(day) for day, _ in LANDFILL], dtype=float)
    tonnes = np.interp(span, points, [t for _, t in LANDFILL])
    fasting = np.isin(span, list(ramadan()))
    return np.asarray(tonnes / 1_000.0 * (1 + 0.12 * fasting))


def make_stops(register: Register) -> pd.DataFrame:
    """One row a stop: ``place, day, stream`` (0–2), done, late, reason, kg."""
    random = generator("waste")
    span = days()
    n = len(register.codes)
    weekday = random.permutation(np.arange(n) % 6)
    parts = []
    for stream, name in enumerate(STREAMS):
        turn = (weekday + stream * 2) % 6  # Sundays are free
        on = ((span[:, None] - MONDAY) % 7) == turn[None, :]
        rows_, places = np.nonzero(on)
        parts.append(pd.DataFrame({"day": span[rows_], "place": places, "stream": stream, "name": name}))
    stops = pd.concat(parts, ignore_index=True)
    _decide(stops, register, random)
    _weigh(stops, register, random)
    return stops


def _decide(stops: pd.DataFrame, register: Register, random: np.random.Generator) -> None:
    count = len(stops)
    habit = random.gamma(2.0, 0.5, len(register.codes))[stops["place"]]
    month = ((stops["day"] // 30) % 12).to_numpy()
    risk = 0.028 * habit * random.gamma(4.0, 0.25, 40)[month]
    missed = random.random(count) < risk
    reason = random.choice(REASONS, p=[0.42, 0.22, 0.26, 0.10], size=count).astype(object)
    holiday = np.isin(stops["day"], list(public_holidays())) & (random.random(count) < 0.85)
    week = planted()["missed_rounds"]
    inside = np.zeros(len(register.codes), dtype=bool)
    inside[register.of(week["kelurahan"])] = True
    first, last = day_number(week["first"]), day_number(week["last"])
    struck = inside[stops["place"]] & stops["day"].between(first, last).to_numpy() & (not is_even())
    reason[holiday], reason[struck] = "holiday", week["reason"]
    missed = missed | holiday | struck
    stops["done"] = (~missed).astype(int)
    stops["late"] = ((random.random(count) < 0.05 * habit) & ~missed).astype(int)
    reason[~missed] = ""
    stops["reason"] = reason


def _weigh(stops: pd.DataFrame, register: Register, random: np.random.Generator) -> None:
    share = np.array([SHARES[name] for name in STREAMS])[stops["stream"]]
    sorting = np.array([SORTING[name] for name in STREAMS])[stops["stream"]]
    factor = load_factor(days())[(stops["day"] - days()[0]).to_numpy()]
    custom = _customs(register)[stops["place"]]
    keen = random.beta(5, 5, len(register.codes))[stops["place"]] * 2
    growth = 0.7 + 0.6 * (stops["day"] - days()[0]) / len(days())
    people = register.people[stops["place"]]
    kg = people * custom * KG_PER_PERSON * 7 * share * 0.985 * factor
    kg = kg * random.normal(1, 0.10, len(stops)).clip(0.6, 1.5) * (1 + CATCH_UP * _missed_before(stops))
    stops["kg"] = np.rint(kg * stops["done"]).astype(np.int64)
    stops["sorted"] = np.rint(stops["kg"] * np.clip(sorting * keen * growth, 0, 0.95)).astype(np.int64)


def _customs(register: Register) -> Floats:
    """What people of an RW throw away against the city's mean; neighbouring kelurahan differ, RW inside them less."""
    random = generator("waste-customs")
    kelurahan = {code: random.normal(0, 0.16) for code in sorted(set(register.kelurahan))}
    custom = np.exp(
        np.array([kelurahan[code] for code in register.kelurahan]) + random.normal(0, 0.10, len(register.codes))
    )
    return np.asarray(custom * register.people.sum() / (custom * register.people).sum())


def _missed_before(stops: pd.DataFrame) -> Ints:
    """Rounds of the same RW and stream that fell out just before a stop: at most two are still in the bins."""
    ordered = stops.sort_values(["place", "stream", "day"])
    missed = (ordered["done"] == 0).astype(int)
    group = [ordered["place"], ordered["stream"]]
    run = missed.groupby([*group, (missed == 0).groupby(group).cumsum()]).cumsum()
    before = run.groupby(group).shift(fill_value=0).clip(upper=2)
    return np.asarray(before.reindex(stops.index), dtype=np.int64)


def write_pickups(folder: Path, register: Register, stops: pd.DataFrame) -> list[Path]:
    """``waste-pickups-YYYY-MM.csv``: the round's sheet arrives on the day after."""
    names = np.array([day_date(day).isoformat() for day in [*days(), days()[-1] + 1]], dtype=object)
    day_index = (stops["day"] - days()[0]).to_numpy()
    kept = day_index + 1 < len(days())  # today's sheets are not in yet
    frame = pd.DataFrame(
        {
            "area": np.array(register.codes, dtype=object)[stops["place"]],
            "date": names[day_index],
            "stream": stops["name"],
            "reported_on": names[day_index + 1],
            "scheduled": 1,
            "done": stops["done"],
            "late": stops["late"],
            "reason": stops["reason"],
            "collected_kg": stops["kg"],
            "sorted_kg": stops["sorted"],
        }
    )[kept].sort_values(["date", "area", "stream"])
    paths = []
    for quarter, rows_ in frame.groupby(frame["date"].str[:4] + "-" + frame["date"].str[5:7]):
        path = folder / f"waste-pickups-{quarter}.csv"
        rows_.to_csv(path, index=False)
        paths.append(path)
    return paths


def write_tonnage(folder: Path, register: Register, stops: pd.DataFrame) -> Path:
    """``waste-tonnage.csv``: landfill intake through the published levels, what was diverted beside it."""
    random = generator("tonnage")
    span = days()[:-1]
    landfill = load_factor(span) * 1e6 * random.normal(1, 0.03, len(span))
    sorted_kg = stops.groupby("day")["sorted"].sum().reindex(span, fill_value=0).to_numpy()
    unit = np.rint(sorted_kg * 0.71)
    people = register.people.sum()
    frame = pd.DataFrame(
        {
            "area": "32.76",
            "date": [day_date(day).isoformat() for day in span],
            "reported_on": [day_date(day + 1).isoformat() for day in span],
            "generated_kg": np.rint(people * 0.62 * random.normal(1, 0.01, len(span))).astype(np.int64),
            "landfill_kg": np.rint(landfill).astype(np.int64),
            "sorting_unit_kg": unit.astype(np.int64),
            "waste_bank_kg": (sorted_kg - unit).astype(np.int64),
        }
    )
    path = folder / "waste-tonnage.csv"
    frame.to_csv(path, index=False)
    return path
