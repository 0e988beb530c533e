"""Print how the space-time scan does on planted clusters and on cities without any: ``make score-covid``.

Planted outbreaks (`data/sample/planted.toml`) are known to the sample and to this script, never to a method. Each day
of an outbreak and of the week after it the scan sees the cases up to that day, as they are known now. Cities without
clusters have the real days' totals, which fall on RW by residents.
"""

from __future__ import annotations

import os
import platform
import statistics
import tomllib
from datetime import date
from pathlib import Path

import numpy as np

from data.domain.areas import Level
from data.domain.dates import day_number
from data.domain.people import PROCESS, acting
from data.epi.scan import MOST_DAYS, Zones, scan, zones_of
from data.indicators.panel import Array
from data.queries.database import open_database
from data.results.covid import RATE, middles
from data.service.covid_results import ALERT_DAYS
from data.service.room import RoomService
from data.settings import from_environment

PLANTED = Path(__file__).parents[1] / "data" / "sample" / "planted.toml"
THRESHOLDS = (5, 10, 20, 50, 100, 365)
EMPTY_DAYS = 100
RAW = 5
"""Cases of 7 days in the RW that the outbreak is planted in: the threshold that needs no method."""


def days_until(cases: Array, people: Array, zones: Zones, column: int, run: tuple[int, int]) -> dict[int, int]:
    """By threshold of the recurrence interval: days from the first case to the first cluster that holds the RW."""
    seen: dict[int, int] = {}
    for row in range(run[0], min(run[1] + 8, len(cases))):
        within = [
            each.recurrence_days for each in scan(cases[: row + 1], people, zones, seed=row) if column in each.areas
        ]
        for threshold in THRESHOLDS:
            if within and max(within) >= threshold:
                seen.setdefault(threshold, row - run[0])
    return seen


def raw_days(cases: Array, column: int, run: tuple[int, int]) -> int | None:
    """The same for the RW's own cases of 7 days."""
    for row in range(run[0], min(run[1] + 8, len(cases))):
        if cases[max(row - 6, 0) : row + 1, column].sum() >= RAW:
            return row - run[0]
    return None


def false_alarms(cases: Array, people: Array, zones: Zones) -> dict[int, int]:
    """Days of cities without clusters on which the likeliest one reaches each threshold."""
    random, share = np.random.default_rng(5), people / people.sum()
    alarms = dict.fromkeys(THRESHOLDS, 0)
    for n, row in enumerate(np.linspace(60, len(cases) - 1, EMPTY_DAYS).astype(int)):
        daily = cases[row - MOST_DAYS + 1 : row + 1].sum(axis=1)
        fallen = np.stack([random.multinomial(int(count), share) for count in daily]).astype(float)
        clusters = scan(fallen, people, zones, seed=n)
        for threshold in THRESHOLDS:
            alarms[threshold] += bool(clusters) and clusters[0].recurrence_days >= threshold
    return alarms


def main() -> None:
    """Print the table."""
    settings = from_environment()
    with acting(PROCESS):
        city = RoomService(open_database(settings.database_url), settings).city()
        panel, sums = city.panel(city.catalogue[RATE].panel), city.sums(RATE, Level.RW)
        cases, codes = panel.counts["confirmed"].astype(float), list(city.tree.codes[Level.RW])
        people = sums.denominator.max(axis=0).astype(float)
        zones = zones_of(middles(city), people)
    planted = tomllib.loads(PLANTED.read_text("utf-8"))["outbreaks"]
    seen, raw = [], []
    for outbreak in planted:
        run = tuple(day_number(_date(outbreak[name])) - panel.first for name in ("first", "last"))
        column = codes.index(outbreak["area"])
        seen.append(days_until(cases, people, zones, column, (run[0], run[1])))
        raw.append(raw_days(cases, column, (run[0], run[1])))
    alarms = false_alarms(cases, people, zones)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{len(planted)} planted outbreaks; {RAW} cases of 7 days in the RW itself: {_told(raw)}")
    print("| once in days | planted clusters told | median days from the first case | false alarms in 100 days |")
    print("|---|---|---|---|")
    for threshold in THRESHOLDS:
        days = [each[threshold] for each in seen if threshold in each]
        mark = " (alert)" if threshold == ALERT_DAYS else ""
        middle = f"{statistics.median(days):.0f}" if days else "–"
        print(f"| {threshold}{mark} | {len(days)} of {len(planted)} | {middle} | {alarms[threshold]} |")


def _told(days: list[int | None]) -> str:
    known = [day for day in days if day is not None]
    return f"{len(known)} told, median {statistics.median(known):.0f} days" if known else "none told"


def _date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


if __name__ == "__main__":
    main()
