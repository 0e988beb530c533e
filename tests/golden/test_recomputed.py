"""Every indicator that is a ratio or a sum, reckoned anew from the delivered files with plain pandas.

Nothing of the project's own arithmetic is used: files are read as they lie in the sample's folder, sorted, grouped and
divided. Six days, four levels; COVID and waste also as known on an earlier day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.domain.areas import Level
from data.service import RoomService
from data.service.series import ValuesQuestion, values
from data.settings import Settings

pytestmark = pytest.mark.integration
DAYS = tuple(
    map(date.fromisoformat, ("2020-08-11", "2020-11-24", "2021-02-15", "2021-07-10", "2021-12-24", "2022-02-10"))
)
LATEST = date(2022, 2, 16)
CASES = [*((day, LATEST) for day in DAYS), *((day, day + timedelta(7)) for day in DAYS[:5])]
"""Days, as known now and as known a week after them."""
DEPTH = {Level.KOTA: 2, Level.KECAMATAN: 3, Level.KELURAHAN: 4, Level.RW: 5}
MONTHLY = {
    "licensing-on-time": ("licensing", "issued_on_time", "issued+overdue", 100),
    "licensing-overdue": ("licensing", "overdue", "pending", 100),
    "licensing-days": ("licensing", "days_to_issue", "issued", 1),
    "budget-realised": ("budget", "realised_rp", "allocated_rp", 100),
    "tax-reported": ("city-tax", "reported", "registered", 100),
    "tax-paid-online": ("city-tax", "paid_online", "paid", 100),
    "residents": ("civil-registration", "residents", "", 1),
    "births-registered-on-time": ("civil-registration", "births_on_time", "births", 100),
}
STOPS = {
    "waste-completion": (7, 100, lambda t: t["done"], lambda t: t["scheduled"]),
    "waste-missed-per-10k": (28, 10_000, lambda t: t["scheduled"] - t["done"], lambda t: t["scheduled"]),
    "waste-sorted-share": (28, 100, lambda t: t["sorted_kg"], lambda t: t["collected_kg"]),
}


def at(codes: pd.Series, level: Level) -> pd.Series:
    """The areas of a level that codes lie in."""
    return codes.str.split(".").str[: DEPTH[level]].str.join(".")


@dataclass(frozen=True)
class Files:
    """The sample's files."""

    folder: Path

    def read(self, pattern: str) -> pd.DataFrame:
        """All files of a pattern, one below the other."""
        return pd.concat([pd.read_csv(path, dtype={"area": str}) for path in sorted(self.folder.glob(pattern))])

    @cached_property
    def covid(self) -> pd.DataFrame:
        """COVID reports, the oldest first."""
        return self.read("covid-daily-*.csv").sort_values("reported_on", kind="stable")

    @cached_property
    def stops(self) -> pd.DataFrame:
        """Waste rounds, the oldest report first."""
        return self.read("waste-pickups-*.csv").sort_values("reported_on", kind="stable")

    @cached_property
    def people(self) -> pd.Series:
        """Residents by RW."""
        return self.read("population.csv").set_index("area")["people"]

    def covid_as_known(self, day: date, keys: tuple[str, ...] = ("area", "date")) -> pd.DataFrame:
        """The newest report of every RW and event day that had come in by a day."""
        return self.covid[self.covid["reported_on"] <= str(day)].groupby([*keys]).tail(1)


@pytest.fixture(scope="module")
def files(city_settings: Settings) -> Files:
    return Files(city_settings.data_dir / "sample")


def ours(service: RoomService, indicator: str, level: Level, day: date, known: date | None = None) -> dict[str, float]:
    """What the room says; areas without a value are left out."""
    answer = values(service, ValuesQuestion(indicator, level, day=day, known_on=known))
    return {str(row["area"]): float(row["value"]) for row in answer.rows if row["value"] is not None}


def same(said: dict[str, float], reckoned: pd.Series) -> None:
    """Both have the same areas and the same values."""
    known = reckoned[np.isfinite(reckoned)]
    assert said.keys() == set(known.index)
    np.testing.assert_allclose([said[code] for code in known.index], known.to_numpy(), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("day", "known"), CASES)
def test_covid_by_event_date(service: RoomService, files: Files, day: date, known: date) -> None:
    table = files.covid_as_known(known)
    week = table[table["date"].between(str(day - timedelta(6)), str(day))]
    events = week.groupby("area")["confirmed"].sum()
    counted = files.people[events.index] * week.groupby("area")["date"].nunique() / 7
    asked = None if known == LATEST else known
    for level in Level:
        group = at(pd.Series(events.index, index=events.index), level)
        same(ours(service, "covid-new-7d", level, day, asked), events.groupby(group).sum())
        rate = events.groupby(group).sum() / counted.groupby(group).sum() * 100_000
        same(ours(service, "covid-incidence-7d", level, day, asked), rate)


@pytest.mark.parametrize("day", DAYS)
def test_covid_by_report_date(service: RoomService, files: Files, day: date) -> None:
    table, before = files.covid_as_known(day), files.covid_as_known(day - timedelta(7))
    total, earlier = (t.groupby("area")[["confirmed", "recovered", "deaths"]].sum() for t in (table, before))
    reports = files.covid[files.covid["reported_on"].between(str(day - timedelta(6)), str(day))]
    deaths = total["deaths"].sub(earlier["deaths"], fill_value=0)
    # One delivery may be about many days: whoever delivered anything counts with all residents.
    counted = files.people[total.index].where(total.index.isin(reports["area"]), 0.0)
    for level in Level:
        group = at(pd.Series(total.index, index=total.index), level)
        summed = total.groupby(group).sum()
        same(ours(service, "covid-confirmed-total", level, day), summed["confirmed"])
        same(ours(service, "covid-deaths-total", level, day), summed["deaths"])
        same(ours(service, "covid-active", level, day), summed["confirmed"] - summed["recovered"] - summed["deaths"])
        if level is not Level.RW:
            rate = deaths.groupby(group).sum() / counted.groupby(group).sum() * 100_000
            same(ours(service, "covid-deaths-7d", level, day), rate)


@pytest.mark.parametrize(("day", "known"), CASES)
def test_waste(service: RoomService, files: Files, day: date, known: date) -> None:
    table = files.stops[files.stops["reported_on"] <= str(known)].groupby(["area", "date", "stream"]).tail(1)
    asked = None if known == LATEST else known
    for indicator, (days, scale, top, bottom) in STOPS.items():
        window = table[table["date"].between(str(day - timedelta(days - 1)), str(day))]
        for level in Level:
            group = at(window["area"], level)
            said = ours(service, indicator, level, day, asked)
            same(
                said, top(window).groupby(group).sum() / bottom(window).groupby(group).sum().replace(0, np.nan) * scale
            )


@pytest.mark.parametrize("day", DAYS)
def test_waste_by_who_throws_it_away(service: RoomService, files: Files, day: date) -> None:
    """Every round of the sample is reported, so that residents count for every day of the window."""
    table = files.stops.groupby(["area", "date", "stream"]).tail(1)
    window = table[table["date"].between(str(day - timedelta(27)), str(day))]
    kg = window.groupby("area")["collected_kg"].sum()
    for level in Level:
        group = at(pd.Series(kg.index, index=kg.index), level)
        person_days = files.people[kg.index].groupby(group).sum() * 28
        same(ours(service, "waste-kg-per-person", level, day), kg.groupby(group).sum() / person_days)


@pytest.mark.parametrize("day", DAYS)
def test_the_programme(service: RoomService, files: Files, day: date) -> None:
    plan = files.read("actions.csv").set_index("action")
    weight, target = plan["weight"].astype(float), plan["target"].astype(float)
    base = pd.to_numeric(plan["baseline"]).fillna(0.0)
    assert (base > target).any(), "one action has to come down"
    assert round(weight.sum(), 6) == 100
    reports = files.read("action-progress.csv").sort_values("reported_on")
    reports = reports[reports["date"] <= str(day)].drop_duplicates(["action", "date"], keep="last").sort_values("date")
    verified = reports["verified_by"].notna() & (reports["verified_by"] != "")
    kept = {
        "programme-progress": reports,
        "programme-evidenced": reports[reports["evidence"].isin(["measured", "audited"])],
        "programme-verified": reports[verified],
    }

    def points(values: pd.Series) -> float:
        way = (values.reindex(plan.index) - base).div(target - base).clip(0, 1).fillna(0)
        return float(way.mul(weight).sum() / weight.sum() * 100)

    made = {name: points(rows.groupby("action")["actual"].last().astype(float)) for name, rows in kept.items()}
    assert made["programme-progress"] > made["programme-evidenced"] > made["programme-verified"] > 10
    for name, value in made.items():
        same(ours(service, name, Level.KOTA, day), pd.Series({"32.76": value}))
    planned = points(planned_on(files.read("action-targets.csv"), plan, reports["date"].max()))
    gap = made["programme-progress"] - planned
    same(ours(service, "programme-deviation", Level.KOTA, day), pd.Series({"32.76": gap}))


def planned_on(targets: pd.DataFrame, plan: pd.DataFrame, day: str) -> pd.Series:
    """The newest curve of every action on a day, straight between its months."""
    newest = targets[targets["reported_on"] == targets.groupby("action")["reported_on"].transform("max")]
    made = {}
    for action, rows in newest.assign(date=pd.to_datetime(newest["date"])).groupby("action"):
        start = pd.Series({pd.Timestamp(plan.at[action, "start"]): pd.to_numeric(plan.at[action, "baseline"])})
        curve = pd.concat([start.fillna(0.0), rows.set_index("date")["planned"].astype(float)])
        days = pd.date_range(curve.index.min(), max(curve.index.max(), pd.Timestamp(day)))
        made[action] = curve.reindex(days).interpolate("time").ffill().get(pd.Timestamp(day), 0.0)
    return pd.Series(made)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("indicator", MONTHLY)
def test_what_comes_by_the_month(service: RoomService, files: Files, indicator: str, day: date) -> None:
    name, top, bottom, scale = MONTHLY[indicator]
    table = files.read(f"{name}.csv")
    table = table[table["date"] <= str(day)].sort_values("date")
    if name == "budget":
        table = table[table["date"] >= f"{day.year}-01-01"]
    newest = (
        table.groupby(["area", "measure"]).tail(1).pivot(index="area", columns="measure", values="value").astype(float)
    )
    for level in Level:
        finest = Level.KELURAHAN if name in ("licensing", "civil-registration") else Level.KECAMATAN
        if DEPTH[level] > DEPTH[finest]:
            continue
        summed = newest.groupby(at(pd.Series(newest.index, index=newest.index), level)).sum()
        if newest.empty:
            assert ours(service, indicator, level, day) == {}
            continue
        same(
            ours(service, indicator, level, day),
            summed[top] / (summed[bottom.split("+")].sum(axis=1) if bottom else 1) * scale,
        )


@pytest.mark.parametrize("day", DAYS)
def test_wifi_minute_by_minute(service: RoomService, files: Files, day: date) -> None:
    points = files.read("wifi-points.csv").sort_values("reported_on").groupby("point").tail(1).set_index("point")
    outages = files.read("wifi-outages.csv").sort_values("reported_on").groupby(["point", "started_at"]).tail(1)
    week = pd.Timestamp(day - timedelta(6))
    minutes = 7 * 1440
    row = {code: n for n, code in enumerate(points.index)}
    down, silent = (np.zeros((len(points), minutes), dtype=bool) for _ in range(2))
    start = ((pd.to_datetime(outages["started_at"]) - week).dt.total_seconds() // 60).clip(0, minutes).astype(int)
    ended = pd.to_datetime(outages["ended_at"]).fillna(pd.Timestamp("2022-03-01"))
    end = ((ended - week).dt.total_seconds() // 60).clip(0, minutes).astype(int)
    for point, first, last, cause in zip(outages["point"], start, end, outages["cause"], strict=True):
        if last > first:
            (silent if cause == "monitor" else down)[row[point], first:last] = True
    live_on = pd.to_datetime(points["live_on"])
    gone = pd.to_datetime(points["refused_on"]).where(lambda refused: refused >= live_on, pd.NaT)
    begin = ((live_on - week).dt.total_seconds() / 60).fillna(minutes).clip(0, minutes).to_numpy()
    finish = ((gone - week).dt.total_seconds() / 60).fillna(minutes).clip(0, minutes).to_numpy()
    clock = np.arange(minutes)[None, :]
    serving = (clock >= begin[:, None]) & (clock < finish[:, None])
    up, off = (serving & ~down & ~silent).sum(axis=1), (serving & down & ~silent).sum(axis=1)
    live, unseen = serving[:, -1] & ~down[:, -1] & ~silent[:, -1], (serving & silent).sum(axis=1)
    table = pd.DataFrame({"area": points["area"], "up": up, "off": off, "unseen": unseen, "live": live.astype(float)})
    everywhere = pd.Series(files.people.index, index=files.people.index)
    met = (table.groupby("area")["live"].sum().reindex(files.people.index).fillna(0) >= 2).astype(float)
    for level in Level:
        group = at(table["area"], level)
        summed = table.drop(columns="area").groupby(group).sum()
        enrolled = points["registered_on"] <= str(day)
        registered = points[enrolled].groupby(at(points["area"][enrolled], level))["area"].nunique()
        # An area without a registered point has no figure, not none that are live.
        same(ours(service, "wifi-live", level, day), summed["live"].reindex(registered.index).fillna(0))
        known = (summed["up"] + summed["off"]).replace(0, np.nan)
        same(ours(service, "wifi-uptime", level, day), summed["up"] / known * 100)
        served = (summed["up"] + summed["off"] + summed["unseen"]).replace(0, np.nan)
        same(ours(service, "wifi-unknown", level, day), summed["unseen"] / served * 100)
        same(ours(service, "wifi-two-per-rw", level, day), met.groupby(at(everywhere, level)).sum() / registered * 100)
