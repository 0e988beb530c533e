"""Computing results as a job: every field and every derived dataset that is not there yet for the newest data."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from sqlalchemy import Engine

from data.commands.results import keep_document, keep_field
from data.domain.areas import LEVELS, Level
from data.domain.dates import day_date
from data.domain.people import PROCESS, acting
from data.domain.results import ResultKey
from data.indicators.declaration import Indicator, Need
from data.indicators.evaluate import combined, needed_share, share_reported
from data.indicators.field import Estimate
from data.indicators.panel import Array, Bools, CountPanel
from data.jobs.registry import Tell
from data.queries.database import open_database
from data.results.derived import derive
from data.service.city import City
from data.service.comparison import city_neighbours
from data.service.results import USUAL
from data.service.room import RoomService
from data.settings import Settings
from data.subjects import registry
from data.subjects.declaration import DerivedDataset, DerivedDocument

PACKAGES = ("esda", "numpy", "scipy")
MOST_DOCUMENTS = 2
"""Of each kind; older ones go."""


@dataclass(frozen=True)
class Task:
    """One result to compute.

    Attributes
    ----------
    at_level : callable
        Gives its figures at a level.
    """

    key: ResultKey
    indicator: Indicator
    at_level: Callable[[Level], Estimate]


def compute_results(settings: Settings, arguments: dict[str, Any], tell: Tell) -> None:
    """Compute what the newest data have no result for; as known on a day where the arguments say its number."""
    engine, known_on = open_database(settings.database_url), arguments.get("known_on")
    try:
        with acting(PROCESS):
            tell(None, "reading the city")
            city = RoomService(engine, settings).city(None if known_on is None else day_date(int(known_on)))
            if not city.empty:
                _compute_missing(engine, settings, city, tell)
    finally:
        engine.dispose()


def _compute_missing(engine: Engine, settings: Settings, city: City, tell: Tell) -> None:
    tasks = [task for task in field_tasks(city) if not city.results.kept(task.key)]
    for done, task in enumerate(tasks):
        tell(done / len(tasks), "computing results")
        _compute(engine, city, task)
    for declared in derived_datasets() if city.known_on is None else ():
        key = city.derived_key(declared)
        if city.results.run(key) is None:
            tell(None, "computing results")
            derive(engine, city, declared, key, _function(declared.method), settings.data_dir / "reports")
    for document in derived_documents() if city.known_on is None else ():
        _keep(engine, city, document, tell)


def _keep(engine: Engine, city: City, declared: DerivedDocument, tell: Tell) -> None:
    """Compute a document that is not there yet for these data."""
    key = city.document_key(declared)
    if city.results.kept_document(key) is not None:
        return
    tell(None, "computing results")
    began = time.monotonic()
    body: bytes = _function(declared.method)(city)
    seconds = time.monotonic() - began
    keep_document(engine, key, body, parameters={}, seconds=seconds, most=MOST_DOCUMENTS)


def derived_datasets() -> list[DerivedDataset]:
    """Every derived dataset of the subjects."""
    return [declared for subject in registry().subjects for declared in subject.derived]


def derived_documents() -> list[DerivedDocument]:
    """Every derived document of the subjects."""
    return [declared for subject in registry().subjects for declared in subject.documents]


def field_tasks(city: City) -> Iterator[Task]:
    """Every field of a city: indicators with a method, and the usual range of every daily count."""
    for indicator in city.catalogue.values():
        if indicator.method:
            yield _task(city, indicator, indicator.id, indicator.method, _rate_at)
        if indicator.daily_count:
            yield _task(city, indicator, f"usual:{indicator.id}", USUAL, _usual_at)


def _task(
    city: City,
    indicator: Indicator,
    kind: str,
    method: str,
    at_level: Callable[[City, Indicator, Callable[..., Estimate], Level], Estimate],
) -> Task:
    key = city.result_key(indicator, kind, method)
    return Task(key, indicator, lambda level: at_level(city, indicator, _function(method), level))


def _function(method: str) -> Callable[..., Any]:
    module, _, name = method.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function


def _rate_at(city: City, indicator: Indicator, method: Callable[..., Estimate], level: Level) -> Estimate:
    sums = city.sums(indicator.id, level)
    enough = sums.share >= sums.needed
    given: dict[Need, Callable[[], Any]] = {
        "neighbours": lambda: touching_areas(city, sums.level),
        "first_day": lambda: sums.first,
        "level": lambda: sums.level,
    }
    more = (given[need]() for need in indicator.needs)
    return method(sums.numerator.astype(float), sums.denominator.astype(float), enough, indicator.scale, *more)


def touching_areas(city: City, level: Level) -> csr_array:
    """Areas × areas of a level: 1 where two touch."""
    codes = city.tree.codes[level]
    column = {code: n for n, code in enumerate(codes)}
    around = city_neighbours(city, level)
    pairs = [(column[code], column[other]) for code in codes for other in around.get(code, ()) if other in column]
    rows, columns = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(codes), len(codes)))


def _usual_at(city: City, indicator: Indicator, method: Callable[..., Estimate], level: Level) -> Estimate:
    panel = city.panel(indicator.panel)
    counts, reported = _daily(city, panel, indicator, level)
    whole, enough = _daily(city, panel, indicator, Level.KOTA)
    total = np.where(enough, whole, np.nan)[:, 0]
    return method(counts, reported, city.complete_until(indicator) - panel.first, total)


def _daily(city: City, panel: CountPanel, indicator: Indicator, level: Level) -> tuple[Array, Bools]:
    """Daily counts of a level, and whether as many reported as a figure of the level needs."""
    counts = city.tree.roll_up(combined(panel, indicator.numerator), panel.level, level)
    share = share_reported(panel, panel.reported.astype(float), city.tree, level)
    return counts, share >= needed_share(level, panel.level)


def _compute(engine: Engine, city: City, task: Task) -> None:
    began = time.monotonic()
    levels = [level for level in LEVELS if level.depth <= task.indicator.level.depth]
    estimates = {level: task.at_level(level) for level in levels}
    packages = {name: version(name) for name in PACKAGES}
    seconds = time.monotonic() - began
    first = city.panel(task.indicator.panel).first
    keep_field(engine, task.key, estimates, first=first, parameters=packages, seconds=seconds)
