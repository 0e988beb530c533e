"""Daily COVID reports of every RW that pass through the published totals.

The city's cumulative curves are drawn through the published anchors. Every case then gets a report
day, an event day (report minus a delay) and a day of recovery or death (first in, first out); a
kelurahan so that published snapshots are met as closely as the data allow; and an RW inside it.
The cases exist only here: what is written are counts by RW, event date and knowledge date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator

from data.domain.areas import parent_of
from data.domain.dates import day_date, day_number
from data.reference import rows
from data.sample.areas import Register
from data.sample.plan import (
    MONDAY,
    Floats,
    Ints,
    apportion,
    days,
    first_day,
    generator,
    holiday_names,
    is_even,
    planted,
)

# Assumptions between far-apart anchors (simulated): confirmed in all, active. The anchor of
# 23 October 2021 is the published sum over the kelurahan (151 active).
ASSUMED_CONFIRMED = {
    "2020-03-02": 2,
    "2020-07-19": 1_010,
    "2020-09-01": 2_520,
    "2021-03-15": 38_800,
    "2021-05-25": 48_900,
    "2021-09-01": 102_700,
    "2021-10-01": 104_550,
    "2021-10-23": 104_980,
    "2021-12-20": 105_610,
    "2022-01-10": 105_890,
    "2022-02-07": 120_510,
    "2022-02-15": 135_661,
}
ASSUMED_ACTIVE = {
    "2020-03-02": 2,
    "2020-09-01": 640,
    "2021-03-15": 3_050,
    "2021-05-25": 1_150,
    "2021-09-01": 1_450,
    "2021-10-01": 330,
    "2021-12-20": 44,
    "2022-01-10": 95,
    "2022-02-16": 31_091,
}
DELAYS = np.array([0.10, 0.22, 0.25, 0.19, 0.13, 0.07, 0.02, 0.01, 0.005, 0.005])
DEFINITIONS_CHANGED = day_number(date(2020, 7, 13))
MISSING_SHARE, LATE_SHARE = 0.009, 0.02
REACH_METRES = 700.0
"""Distance over which RW are alike."""
CARRIED = 0.75
"""Part of what is uneven in three weeks that was so, or next door, in the three weeks before."""
CORRECTIONS = 6
WEEKDAY_PACE = (0.92, 1.16, 1.20, 1.14, 1.08, 0.84, 0.66)
HOLIDAY_PACE, DAY_AFTER_PACE = 0.55, 1.25
SLOWNESS = 0.13
"""How much kelurahan differ in the speed of their reports (`_delayed`)."""
SURGE_SLOWNESS = 0.05
"""How much slower all are, by the logarithm of the city's cases of a day against their median."""


@dataclass
class Cases:
    """One entry a case, ordered by report day; ``place`` is the position of the RW, −1 before it has one."""

    reported: Ints
    event: Ints
    closed: Ints
    died: np.ndarray
    kelurahan: Ints
    place: Ints

    def active_on(self, day: int) -> np.ndarray:
        """Reported by and not closed on ``day``."""
        return (self.reported <= day) & (self.closed > day)


def city_curves() -> pd.DataFrame:
    """Cumulative ``confirmed``, ``recovered``, ``deaths`` of the city by report date.

    Returns
    -------
    DataFrame
        Index: day number, every day of the sample; whole numbers, never falling.
    """
    anchors = _anchors()
    span = days()
    confirmed = _through(anchors["confirmed"], span)
    deaths = _through(anchors["deaths"], span)
    active = _through(anchors["active"], span, monotone=False)
    recovered = np.maximum.accumulate(np.maximum(confirmed - deaths - active, 0))
    # What was published for a day holds; between such days offices report as offices do.
    fixed = sorted(set(anchors["confirmed"]) | set(anchors["active"]) | set(anchors["deaths"]))
    curves = {"confirmed": confirmed, "recovered": recovered, "deaths": deaths}
    return pd.DataFrame({name: by_weekday(curve, span, fixed) for name, curve in curves.items()}, index=span)


def office_pace(span: Ints) -> Floats:
    """How much is reported on each day, against the mean: less at weekends and on holidays, more on the day after."""
    closed = list(holiday_names())
    off = np.isin(span, closed)
    after = np.isin(span - 1, closed) & ~off
    pace = np.array(WEEKDAY_PACE)[(span - MONDAY) % 7]
    return np.asarray(np.where(off, HOLIDAY_PACE, pace * np.where(after, DAY_AFTER_PACE, 1.0)))


def by_weekday(curve: Ints, span: Ints, fixed: list[int]) -> Ints:
    """A cumulative curve with the offices' week in it, through its own values on the fixed days."""
    pace, daily = office_pace(span), np.diff(curve, prepend=0)
    stops = [position for position in np.searchsorted(span, fixed) if position < len(span) and span[position] in fixed]
    result, first = daily.copy(), 1
    for stop in [*stops, len(span) - 1]:
        between = slice(first, stop + 1)
        weights = daily[between] * pace[between]
        if weights.sum() > 0:
            result[between] = apportion(int(daily[between].sum()), weights)
        first = max(first, stop + 1)
    return np.asarray(np.cumsum(result))


def _anchors() -> dict[str, dict[int, float]]:
    confirmed: dict[int, float] = {day_number(date.fromisoformat(d)): v for d, v in ASSUMED_CONFIRMED.items()}
    active: dict[int, float] = {day_number(date.fromisoformat(d)): v for d, v in ASSUMED_ACTIVE.items()}
    deaths: dict[int, float] = {first_day(): 0}
    for row in rows("covid_city_anchors"):
        day = day_number(date.fromisoformat(row["tanggal"]))
        if row["konfirmasi_kum"]:
            confirmed[day] = float(row["konfirmasi_kum"])
        if row["meninggal_kum"]:
            deaths[day] = float(row["meninggal_kum"])
        if row["konfirmasi_kum"] and row["sembuh_kum"] and row["meninggal_kum"]:
            active[day] = confirmed[day] - float(row["sembuh_kum"]) - float(row["meninggal_kum"])
        elif row["aktif"]:
            active[day] = float(row["aktif"])
    active[day_number(date(2021, 1, 14))] = 3_971  # the release's recovered is a misprint: 78.56 % is 16,308
    active[day_number(date(2021, 10, 23))] = sum(
        int(row["nilai"]) for row in rows("covid_kelurahan_snapshots") if row["tanggal"] == "2021-10-23"
    )
    return {"confirmed": confirmed, "deaths": deaths, "active": active}


def _through(points: dict[int, float], span: Ints, *, monotone: bool = True) -> Ints:
    known = sorted(points)
    values = np.array([points[day] for day in known], dtype=float)
    if monotone:
        values = np.maximum.accumulate(values)
    curve = PchipInterpolator(np.array(known), values, extrapolate=True)(span)
    return np.asarray(np.rint(np.maximum(curve, 0)), dtype=np.int64)


def make_cases(register: Register) -> Cases:
    """Every simulated case with its days, kelurahan and RW."""
    random = generator("covid")
    curves = city_curves()
    cases = _timelines(curves, random)
    kelurahan = sorted(set(register.kelurahan))
    _place_in_kelurahan(cases, kelurahan, register, random)
    _delayed(cases, len(kelurahan))
    _place_in_rw(cases, kelurahan, register, random)
    _plant_outbreaks(cases, register, random)
    return cases


def _timelines(curves: pd.DataFrame, random: np.random.Generator) -> Cases:
    span = curves.index.to_numpy()
    new = np.diff(curves["confirmed"].to_numpy(), prepend=0)
    reported = np.repeat(span, new)
    closed = np.full(len(reported), span[-1] + 10_000)
    died = np.zeros(len(reported), dtype=bool)
    recoveries = np.diff(curves["recovered"].to_numpy(), prepend=0)
    deaths = np.diff(curves["deaths"].to_numpy(), prepend=0)
    start = 0
    for day, well, dead in zip(span, recoveries, deaths, strict=True):
        end = min(start + well + dead, len(closed))
        closed[start:end] = day
        if dead:
            died[random.choice(np.arange(start, end), size=min(dead, end - start), replace=False)] = True
        start = end
    nowhere = np.full(len(reported), -1)
    return Cases(reported, reported.copy(), closed, died, nowhere, nowhere.copy())


def _delayed(cases: Cases, kelurahan: int) -> None:
    """The event lies some days before its report: more where an office is slow, and more in a wave.

    The chance of a delay of k days is that of `DELAYS` times exp(slowness × k): of a kelurahan, of its three weeks, and
    of how many cases the city has.
    """
    random = generator("covid-delays")
    first, block = first_day(), (cases.reported - first_day()) // 21
    daily = np.bincount(cases.reported - first, minlength=len(days()))
    surge = SURGE_SLOWNESS * np.log((daily + 20.0) / (np.median(daily) + 20.0))
    own = SLOWNESS * random.normal(size=kelurahan)
    lately = 0.06 * random.normal(size=(int(block.max()) + 1, kelurahan))
    slowness = own[cases.kelurahan] + lately[block, cases.kelurahan] + surge[cases.reported - first]
    chances = DELAYS * np.exp(np.clip(slowness - SLOWNESS / 2, -0.5, 0.35)[:, None] * np.arange(len(DELAYS)))
    limits = np.cumsum(chances, axis=1) / chances.sum(axis=1, keepdims=True)
    delay = (random.random(len(limits))[:, None] > limits).sum(axis=1)
    cases.event = np.maximum(cases.reported - delay, first)


def _quotas() -> Iterator[tuple[int, str, str, int]]:
    """(day, measure, area code, count) of every published snapshot that counts cases of an area."""
    by_name = {row["kecamatan"]: row["kode_kec"] for row in rows("kelurahan")}
    wanted = {"konfirmasi_aktif": "active", "konfirmasi_kumulatif": "total"}
    for row in rows("covid_kecamatan_anchors"):
        if row["indikator"] in wanted:
            day = day_number(date.fromisoformat(row["tanggal"]))
            yield day, wanted[row["indikator"]], by_name[row["kecamatan"]], int(row["nilai"])
    for row in rows("covid_kelurahan_snapshots"):
        if row["indikator"] in wanted:
            day = day_number(date.fromisoformat(row["tanggal"]))
            yield day, wanted[row["indikator"]], row["kode"], int(row["nilai"])


def _place_in_kelurahan(cases: Cases, kelurahan: list[str], register: Register, random: np.random.Generator) -> None:
    """Slice by slice between snapshots: fill the snapshots' quotas first, the rest by weight."""
    quotas = [] if is_even() else sorted(_quotas())
    people = np.array([register.people[register.of(code)].sum() for code in kelurahan], dtype=float)
    uneven = 0.0 if is_even() else 1.0
    attack: Floats = people * random.lognormal(0.0, 0.28 * uneven, len(kelurahan))
    # Between snapshots the weights change every eight weeks; early on the few cases all go to snapshots.
    later = {int(day) for day in days()[::56] if day > day_number(date(2020, 8, 15))}
    stops = sorted({day for day, *_ in quotas} | {int(days()[-1])} | later)
    start = 0
    for stop in stops:
        end = int(np.searchsorted(cases.reported, stop, side="right"))
        weights = attack * random.lognormal(0.0, 0.30 * uneven, len(kelurahan))
        for measure in ("active", "total"):
            today = [(code, count) for day, kind, code, count in quotas if day == stop and kind == measure]
            member = cases.active_on(stop) if measure == "active" else cases.reported <= stop
            _fill(cases, today, member, slice(start, end), kelurahan, weights, random)
        _fill_rest(cases, slice(start, end), weights, random)
        start = end


def _fill(
    cases: Cases,
    today: list[tuple[str, int]],
    member: np.ndarray,
    segment: slice,
    kelurahan: list[str],
    weights: Floats,
    random: np.random.Generator,
) -> None:
    if not today:
        return
    pool = np.flatnonzero(member[segment] & (cases.kelurahan[segment] < 0)) + segment.start
    random.shuffle(pool)
    placed = cases.kelurahan[member & (cases.kelurahan >= 0)]
    named = np.zeros(len(kelurahan), dtype=bool)
    for code, count in sorted(today, key=lambda item: -len(item[0])):
        inside = np.array([k == code or k.startswith(code + ".") for k in kelurahan])
        # The rest of a kecamatan must not go to a kelurahan whose own count is already given.
        free = inside & ~named if (inside & ~named).any() else inside
        named |= inside
        need = count - int(inside[placed].sum())
        take, pool = pool[: max(need, 0)], pool[max(need, 0) :]
        cases.kelurahan[take] = _draw(free, weights, len(take), random)
        placed = np.concatenate([placed, cases.kelurahan[take]])
    outside = ~named
    if outside.any():
        cases.kelurahan[pool] = _draw(outside, weights, len(pool), random)


def _draw(allowed: np.ndarray, weights: Floats, size: int, random: np.random.Generator) -> Ints:
    chances = np.where(allowed, weights, 0.0)
    return random.choice(len(weights), p=chances / chances.sum(), size=size)


def _fill_rest(cases: Cases, segment: slice, weights: Floats, random: np.random.Generator) -> None:
    left = np.flatnonzero(cases.kelurahan[segment] < 0) + segment.start
    cases.kelurahan[left] = random.choice(len(weights), p=weights / weights.sum(), size=len(left))


def _nearness(register: Register) -> Floats:
    """Weights between RW that fall with the distance of their middles; each row sums to 1."""
    middles = register.middles
    apart = np.hypot(*(middles[:, None, axis] - middles[None, :, axis] for axis in (0, 1)))
    near = np.exp(-((apart / REACH_METRES) ** 2))
    return np.asarray(near / near.sum(axis=1, keepdims=True))


def _spread(register: Register, blocks: int, random: np.random.Generator) -> tuple[Floats, Floats]:
    """How uneven the RW are at all times, and in each block of three weeks.

    Neighbours are alike across every border, and what is high in an RW goes on to those around it in the next block, as
    an infection does.

    Returns
    -------
    base : array of float (RW)
    drift : array of float (blocks × RW)
    """
    if is_even():
        return np.ones(len(register.codes)), np.ones((blocks, len(register.codes)))
    near = _nearness(register)

    def smooth(size: int = 1) -> Floats:
        fields = random.normal(size=(size, len(near))) @ near.T
        return np.asarray(fields / fields.std(axis=1, keepdims=True))

    base = np.exp(0.22 * smooth()[0] + random.normal(0, 0.15, len(near)))
    fields, level = smooth(blocks), smooth()[0]
    drift = np.empty((blocks, len(near)))
    for block in range(blocks):
        spread = near @ level
        level = CARRIED * spread / spread.std() + np.sqrt(1 - CARRIED**2) * fields[block]
        drift[block] = np.exp(0.55 * level + random.normal(0, 0.30, len(near)))
    return base, drift


def _place_in_rw(cases: Cases, kelurahan: list[str], register: Register, random: np.random.Generator) -> None:
    """An RW inside the kelurahan, uneven in a way that changes every three weeks."""
    block = (cases.event - first_day()) // 21
    base, drift = _spread(register, int(block.max()) + 1, generator("covid-rw"))
    base = register.people * base
    order = np.lexsort((block, cases.kelurahan))
    edges = np.flatnonzero(np.diff(cases.kelurahan[order] * 1000 + block[order], prepend=-1))
    for first, last in zip(edges, [*edges[1:], len(order)], strict=True):
        group = order[first:last]
        inside = register.of(kelurahan[cases.kelurahan[group[0]]])
        chances = base[inside] * drift[block[group[0]], inside]
        cases.place[group] = random.choice(inside, p=chances / chances.sum(), size=len(group))


def _plant_outbreaks(cases: Cases, register: Register, random: np.random.Generator) -> None:
    """Move cases of the same days to the planted RW; the city's totals do not change."""
    middles = register.middles
    moved = np.zeros(len(cases.place), dtype=bool)
    for outbreak in planted()["outbreaks"]:
        centre = register.codes.index(outbreak["area"])
        apart = np.hypot(*(middles - middles[centre]).T)
        inside = np.flatnonzero(apart <= outbreak.get("metres", 0.0))
        first, last = day_number(outbreak["first"]), day_number(outbreak["last"])
        there = (cases.event >= first) & (cases.event <= last)
        nearby = np.array([parent_of(code) == parent_of(outbreak["area"]) for code in register.codes])
        nearby[inside] = True
        pool = np.flatnonzero(there & ~nearby[cases.place] & ~moved)
        taken = random.choice(pool, size=min(outbreak["cases"], len(pool)), replace=False)
        weights = register.people[inside] / register.people[inside].sum()
        cases.place[taken], moved[taken] = random.choice(inside, p=weights, size=len(taken)), True


def report_rows(cases: Cases, register: Register) -> pd.DataFrame:
    """What the RW send: one row an RW and event date, and one more for every later addition.

    Returns
    -------
    DataFrame
        ``place, day, known_on, confirmed, recovered, deaths``, sorted by ``known_on``.
    """
    span, n = days(), len(register.codes)
    first = int(span[0])

    def grid(event: Ints, rw: Ints) -> Ints:
        cell = (event - first) * n + rw
        return np.bincount(cell, minlength=len(span) * n)[: len(span) * n]

    ended = cases.closed <= span[-1]
    recovered = grid(cases.closed[ended & ~cases.died], cases.place[ended & ~cases.died])
    deaths = grid(cases.closed[ended & cases.died], cases.place[ended & cases.died])
    same_day = cases.reported == cases.event
    at_once = grid(cases.event[same_day], cases.place[same_day])
    ever = grid(cases.event, cases.place)
    base = pd.DataFrame({"cell": np.arange(len(span) * n), "confirmed": at_once})
    base["known_on"] = base["cell"] // n + first
    quiet = (ever == 0) & (recovered == 0) & (deaths == 0)
    base = _with_gaps(base, quiet, n)
    later = _additions(cases, at_once, n, first)
    frame = pd.concat([base, later], ignore_index=True)
    frame = pd.concat([frame, _corrections(frame, n, first)], ignore_index=True)
    frame["place"] = frame["cell"] % n
    frame["day"] = frame["cell"] // n + first
    frame["recovered"] = recovered[frame["cell"]]
    frame["deaths"] = deaths[frame["cell"]]
    kept: pd.DataFrame = frame[frame["known_on"] <= span[-1]]
    return kept.sort_values(["known_on", "day", "place"], ignore_index=True)


def _with_gaps(base: pd.DataFrame, quiet: np.ndarray, n: int) -> pd.DataFrame:
    """Some quiet RW do not report a day at all, some send it up to three days late."""
    random = generator("covid-gaps")
    draw = random.random(len(base))
    habit = random.gamma(1.2, 1 / 1.2, n)[base["cell"] % n]
    missing = quiet & (draw < MISSING_SHARE * habit)
    late = quiet & ~missing & (draw < (MISSING_SHARE + LATE_SHARE) * habit)
    base.loc[late, "known_on"] += random.integers(1, 4, late.sum())
    return base[~missing]


def _corrections(frame: pd.DataFrame, n: int, first: int) -> pd.DataFrame:
    """A few counts that were one too high and are taken back twelve days later (December 2021)."""
    start = day_number(date(2021, 12, 1)) - first
    last = frame.sort_values("known_on").groupby("cell").tail(1)
    december = last[(last["cell"] // n >= start) & (last["cell"] // n < start + 31) & (last["confirmed"] >= 2)]
    chosen = december.sort_values("cell").iloc[:: max(1, len(december) // CORRECTIONS)].head(CORRECTIONS)
    return chosen.assign(known_on=chosen["known_on"] + 12, confirmed=chosen["confirmed"] - 1)


def _additions(cases: Cases, at_once: Ints, n: int, first: int) -> pd.DataFrame:
    later = cases.reported > cases.event
    frame = pd.DataFrame(
        {"cell": (cases.event[later] - first) * n + cases.place[later], "known_on": cases.reported[later]}
    )
    counts = frame.groupby(["cell", "known_on"], as_index=False).size()
    running = counts.groupby("cell")["size"].cumsum()
    counts["confirmed"] = running + at_once[counts["cell"]]
    return counts[["cell", "known_on", "confirmed"]]


def status_grid(register: Register) -> dict[str, Ints]:
    """Active ODP, PDP, OTG until 12 July 2020, then suspect, probable, contacts: days × RW."""
    random = generator("covid-status")
    anchors: dict[str, dict[int, float]] = {name: {} for name in ("pdp", "odp", "otg", "suspect", "contact")}
    for row in rows("covid_city_anchors"):
        day = day_number(date.fromisoformat(row["tanggal"]))
        old = day < DEFINITIONS_CHANGED
        for column, before, after in (
            ("suspek_atau_pdp_aktif", "pdp", "suspect"),
            ("odp_aktif", "odp", ""),
            ("otg_atau_kontak_erat_aktif", "otg", "contact"),
        ):
            if row[column] and (before if old else after):
                anchors[before if old else after][day] = float(row[column])
    start = {"pdp": 0, "odp": 0, "otg": 0}
    for name, value in start.items():
        anchors[name].setdefault(first_day(), value)
    for name, value in {"pdp": 150, "odp": 300, "otg": 260}.items():
        anchors[name][DEFINITIONS_CHANGED - 1] = value
    anchors["suspect"] |= {DEFINITIONS_CHANGED: 190, day_number(date(2021, 10, 23)): 6}
    anchors["contact"] |= {DEFINITIONS_CHANGED: 640, day_number(date(2021, 10, 23)): 60}
    anchors["probable"] = {
        DEFINITIONS_CHANGED: 2,
        day_number(date(2021, 2, 2)): 35,
        day_number(date(2021, 6, 20)): 18,
        day_number(date(2022, 2, 16)): 3,
    }
    span = days()
    weights = register.people / register.people.sum()
    early = span < DEFINITIONS_CHANGED
    result = {}
    for name, points in anchors.items():
        days_valid = early if name in start else ~early
        totals = _through(points, span, monotone=False)
        grid = np.full((len(span), len(register.codes)), -1, dtype=np.int64)
        grid[days_valid] = random.multinomial(totals[days_valid], weights)
        result[f"{name}_active"] = grid
    return result


def write_covid(folder: Path, register: Register, tick: Callable[[str], None]) -> list[Path]:
    """``covid-daily-YYYY-MM.csv``: one file a month of reports, as an operator would send them."""
    tick("covid: cases")
    frame = report_rows(make_cases(register), register)
    tick("covid: statuses")
    codes = np.array(register.codes, dtype=object)
    names = {int(day): day_date(day).isoformat() for day in days()}
    month = np.array([names[day][:7] for day in sorted(names)])[frame["known_on"] - first_day()]
    position = (frame["day"] - first_day()).to_numpy(), frame["place"].to_numpy()
    text = pd.DataFrame({"area": codes[frame["place"]]})
    for column, source in (("date", "day"), ("reported_on", "known_on")):
        lookup = np.array([names[day] for day in sorted(names)], dtype=object)
        text[column] = lookup[frame[source] - first_day()]
    for name in ("confirmed", "recovered", "deaths"):
        text[name] = frame[name].to_numpy()
    for name, grid in status_grid(register).items():
        values = np.asarray(grid[position], dtype=object)
        values[grid[position] < 0] = ""
        text[name] = values
    tick("covid: files")
    paths = []
    for label in np.unique(month):
        path = folder / f"covid-daily-{label}.csv"
        text[month == label].to_csv(path, index=False)
        paths.append(path)
    return paths


def write_releases(folder: Path) -> Path:
    """``covid-release.csv``: the published totals as they were printed, errors included."""
    names = {
        "tanggal": "date",
        "konfirmasi_kum": "confirmed_total",
        "sembuh_kum": "recovered_total",
        "meninggal_kum": "deaths_total",
        "aktif": "active",
        "selisih_identitas": "identity_gap",
        "suspek_atau_pdp_aktif": "pdp_or_suspect",
        "odp_aktif": "odp",
        "otg_atau_kontak_erat_aktif": "otg_or_contact",
        "catatan": "note",
        "sumber": "published_at",
    }
    frame = pd.DataFrame(rows("covid_city_anchors"))[list(names)].rename(columns=names)
    frame.insert(0, "area", "32.76")
    path = folder / "covid-release.csv"
    frame.to_csv(path, index=False)
    return path
