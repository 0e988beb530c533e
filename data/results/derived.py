"""Derived datasets: counts that a method gives are loaded like any file, where they differ from what is in force."""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Engine

from data.commands.results import record_run
from data.domain.areas import Level
from data.domain.dates import day_date
from data.domain.results import ResultKey
from data.indicators.panel import Array, CountPanel, grid
from data.ingest.load import Commitment, Delivery, ingest_file
from data.queries.services import measures_by_area_day
from data.service.city import City
from data.service.feeds import feeds
from data.subjects.declaration import DerivedDataset
from data.tables.engine import writing

PACKAGES = ("geopandas", "numpy", "shapely")
Method = Callable[[City], CountPanel]


def derive(engine: Engine, city: City, declared: DerivedDataset, key: ResultKey, method: Method, reports: Path) -> None:
    """Compute a derived dataset and load what has changed.

    Parameters
    ----------
    method : callable
        Gives the counts of the city, days × areas; a day that an area has no row for is not ``reported``.
    reports : Path
        Folder for the ingestion's reports.
    """
    began = time.monotonic()
    counts = method(city)
    rows = _changed(engine, city, declared, counts)
    parameters = {name: version(name) for name in PACKAGES}
    seconds = time.monotonic() - began
    if not counts.reported.any():
        return  # nothing is known yet; what was computed before stays, and is older than the data
    if not rows:
        with writing(engine) as connection:
            record_run(connection, key, parameters=parameters, seconds=seconds)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{declared.dataset}-{city.clock:%Y%m%d-%H%M}.csv"
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([("area", "date", "measure", "value"), *rows])
        behind = [feeds(engine, city.clock)[name] for name in declared.inputs]
        delivery = Delivery(
            path, city.clock, city.clock, simulated=any(feed.simulated for feed in behind), computed=True
        )

        def noted(connection: Connection, load: int) -> None:
            record_run(connection, key, parameters=parameters, seconds=seconds, load=load)

        ingest_file(engine, declared.dataset, delivery, reports=reports, commitment=Commitment(within=noted))


Row = tuple[str, str, str, int]


def _changed(engine: Engine, city: City, declared: DerivedDataset, counts: CountPanel) -> list[Row]:
    """Rows of a file: each measure where it changes, and where a row in force says something else."""
    codes = city.tree.codes[counts.level]
    before = _in_force(engine, city, declared.dataset, counts)
    rows = []
    for measure, values in counts.counts.items():
        there, old = before.get(measure, (np.zeros(values.shape, dtype=bool), np.zeros(values.shape)))
        for day, area in changes(values, counts.reported, there, old):
            date = day_date(counts.first + day).isoformat()
            rows.append((codes[area], date, measure, int(values[day, area])))
    return rows


def changes(
    values: Array, known: npt.NDArray[np.bool_], there: npt.NDArray[np.bool_], old: Array
) -> list[tuple[int, int]]:
    """Days and areas that need a row, so that the last row up to any day gives that day's value.

    Parameters
    ----------
    values, old : array of float (days × areas)
        What holds, and what the rows in force say.
    known, there : array of bool (days × areas)
        Where there is a value, and where there is a row in force.

    Returns
    -------
    list of (day, area)

    Examples
    --------
    >>> column = lambda *numbers: np.array([numbers]).T
    >>> changes(column(5.0, 5.0, 6.0), column(True, True, True), column(True, False, False), column(5.0, 0.0, 0.0))
    [(2, 0)]
    """
    before = np.vstack([np.full((1, values.shape[1]), np.nan), np.where(known, values, np.nan)[:-1]])
    turns = known & (values != before)
    wrong = known & there & (old != values)
    needed = (turns & ~(there & (old == values))) | wrong
    return [(int(day), int(area)) for day, area in np.argwhere(needed)]


def _in_force(
    engine: Engine, city: City, dataset: str, counts: CountPanel
) -> dict[str, tuple[npt.NDArray[np.bool_], Array]]:
    """By measure: where there is a row in force, and what it says."""
    rows = measures_by_area_day(engine, dataset, None)
    shape = (len(counts.reported), counts.reported.shape[1])
    result = {}
    for measure in set(rows["measure"]):
        own = rows[rows["measure"] == measure]
        column = city.register.column(Level(counts.level), own["area_id"])
        day = own["day"].to_numpy()
        there = grid(day, column, None, first=counts.first, shape=shape) > 0
        result[str(measure)] = there, grid(day, column, own["value"].to_numpy(), first=counts.first, shape=shape)
    return result
