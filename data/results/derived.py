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
    """Rows of a file: every measure of a day and area on which one changes, or a row in force says something else.

    All of them, since a day's row stands for all that is measured of its area.
    """
    codes = city.tree.codes[counts.level]
    before = _in_force(engine, city, declared.dataset, counts)
    needed = np.zeros(counts.reported.shape, dtype=bool)
    for measure, values in counts.counts.items():
        nothing = np.zeros(values.shape, dtype=bool), np.zeros(values.shape)
        needed |= changes(values, counts.reported, *before.get(measure, nothing))
    rows = [before[measure][0] if measure in before else np.zeros_like(needed) for measure in counts.counts]
    if rows:
        # A day on which only some measures have a row would say that the others are nothing.
        needed |= counts.reported & np.any(rows, axis=0) & ~np.all(rows, axis=0)
    at = [(day_date(counts.first + day).isoformat(), day, area) for day, area in np.argwhere(needed).tolist()]
    values_of = [(measure, values.astype(np.int64).tolist()) for measure, values in counts.counts.items()]
    return [(codes[area], date, measure, values[day][area]) for date, day, area in at for measure, values in values_of]


def changes(
    values: Array, known: npt.NDArray[np.bool_], there: npt.NDArray[np.bool_], old: Array
) -> npt.NDArray[np.bool_]:
    """Where a row is needed, so that the last row up to any day gives that day's value.

    Parameters
    ----------
    values, old : array of float (days × areas)
        What holds, and what the rows in force say.
    known, there : array of bool (days × areas)
        Where there is a value, and where there is a row in force.

    Returns
    -------
    array of bool (days × areas)

    Examples
    --------
    >>> column = lambda *numbers: np.array([numbers]).T
    >>> there = column(True, False, False)
    >>> changes(column(5.0, 5.0, 6.0), column(True, True, True), there, column(5.0, 0.0, 0.0)).T.tolist()
    [[False, False, True]]
    """
    needed = np.zeros(values.shape, dtype=bool)
    current = np.full(values.shape[1], np.nan)
    for day in range(len(values)):
        current = np.where(there[day], old[day], current)
        needed[day] = known[day] & (current != values[day])
        current = np.where(needed[day], values[day], current)
    return needed


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
