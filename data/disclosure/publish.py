"""From the room's database to an edition in force."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from data.disclosure import ledger, open_values, product
from data.disclosure.attack import Report, attack, puzzles
from data.disclosure.covid import Figure, all_levels, block_figures, week_figures
from data.disclosure.product import Earlier, Product
from data.disclosure.shapes import MapPlane, drawn, plane_of
from data.disclosure.subjects import PARTS
from data.disclosure.subjects.covid import LEDGER_DATASET, LEDGER_PANEL
from data.disclosure.units import merged
from data.disclosure.weeks import Row, closed_weeks, weeks_of
from data.domain.areas import CITY, Level
from data.domain.dates import day_date, day_number
from data.domain.errors import DecorError, Num, msg
from data.domain.public_views import PRODUCT_FORMAT as FORMAT
from data.indicators.reporting import DEFAULT_LAG
from data.queries import areas as area_queries
from data.queries import covid as covid_queries
from data.queries.cases import newest_step
from data.queries.meta import clock_now, data_version, fact
from data.queries.reader import Reader
from data.service.city import City, Moment, catalogue_with, open_city
from data.service.feeds import feeds
from data.settings import Settings
from data.subjects import registry

Progress = Callable[[str], None]
ENOUGH = 0.5


class LeakError(DecorError):
    """The attacker could narrow hidden counts; nothing was published."""

    def __init__(self, report: Report) -> None:
        first = report.narrowed[0]
        super().__init__(
            msg(
                "Not published: {n} hidden counts could be narrowed, for example {example}.",
                n=Num(len(report.narrowed)),
                example=str(first),
            )
        )
        self.report = report


class BusyError(DecorError):
    """Another process is publishing."""


@dataclass(frozen=True)
class Published:
    """What publishing did.

    Attributes
    ----------
    version : int
        The edition in force.
    fresh : bool
        False when the edition in force already said all this.
    report : Report or None
        What the attacker found, when he was asked.
    """

    version: int
    fresh: bool
    report: Report | None = None


def folder_of(settings: Settings) -> Path:
    """Where the editions lie.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    Path
        It need not exist yet.
    """
    return settings.product_dir


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One publisher at a time, also between processes; the lock dies with its holder.

    Parameters
    ----------
    folder : Path
        Where the editions lie; made when it is not there.

    Yields
    ------
    None
        While the lock is held.

    Raises
    ------
    BusyError
        When another one is at work.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BusyError(msg("Another process is publishing at this moment.")) from None
    finally:
        os.close(handle)


def publish(engine: Engine, settings: Settings, tick: Progress = lambda _step: None) -> Published:
    """Build the next edition, let the attacker try it, and put it in force.

    Parameters
    ----------
    engine : Engine
        The room's database.
    settings : Settings
        For the clock and the folder of the editions.
    tick : callable
        Called with the name of each step when it begins.

    Returns
    -------
    Published
        The edition in force, and whether it is new.

    Raises
    ------
    LeakError
        When a hidden count could be narrowed; the edition in force stays.
    BusyError
        When another process is publishing.
    DecorError
        When there is no city to publish, or the edition in force has weeks that the database never published.
    """
    folder = folder_of(settings)
    with alone(folder):
        before = product.earlier(folder)
        clock = clock_now(engine, settings)
        stand = {
            "format": FORMAT,
            "room_version": str(data_version(engine)),
            "clock": clock.isoformat(timespec="minutes"),
            "steps": newest_step(engine, registry().public_processes()),
        }
        if before is not None and all(before.meta.get(key) == value for key, value in stand.items()):
            return Published(before.version, fresh=False)
        moment = Moment(int(stand["room_version"]), clock)
        city = open_city(engine, moment, catalogue_with({}, {}))
        if city.empty:
            raise DecorError(msg("There is no city to publish yet; load the areas first."))
        tick("weeks, bands and totals")
        covid, fresh = _covid(city, engine, before)
        made = _product(city, engine, settings, covid, before, stand, tick)
        tick("writing the edition")
        path = product.write(folder, made)
        tick("the attacker tries it")
        report = attack(puzzles(product.distinct_covid([*product.editions(folder), path])))
        if report.narrowed:
            shutil.rmtree(path.parent)
            raise LeakError(report)
        try:
            ledger.keep(engine, fresh)
        except IntegrityError:
            raise BusyError(msg("Another process is publishing at this moment.")) from None
        product.put_in_force(folder, path)
    return Published(int(made.meta["version"]), fresh=True, report=report)


def _covid(city: City, engine: Engine, before: Earlier | None) -> tuple[list[Figure], list[Row]]:
    """COVID figures of every week, and the weeks that are new."""
    known = ledger.read(engine)
    published = {row.day for row in known}
    out = {_number(row.ends_on) for row in before.covid if row.period == "week"} if before else set()
    if out - published:
        raise DecorError(
            msg(
                "The edition in force has {n} weeks that this database never published; a second count of them "
                "could be compared with the first. Restore the database, or remove the editions.",
                n=Num(len(out - published)),
            )
        )
    fresh = closed_weeks(
        covid_queries.covid_history(engine),
        area_queries.codes_by_id(engine, Level.RW.value),
        area_queries.area_lives(engine),
        _units(engine),
        today=day_number(city.clock.date()),
        lag=lag_of(city),
        after=max(published, default=None),
    )
    if not known and not fresh:
        return [], []
    weeks = weeks_of([*known, *fresh])
    grids = all_levels(weeks)
    kept = before.covid if before and before.meta.get("format") == FORMAT else []
    done = {period: {row.ends_on for row in kept if row.period == period} for period in ("week", "block")}
    figures = [*kept, *week_figures(grids, weeks, done["week"]), *block_figures(grids, weeks, done["block"])]
    return figures, fresh


def lag_of(city: City) -> int:
    """Days after a week's end until it is closed: the measured delay, never less than its usual five.

    Parameters
    ----------
    city : City

    Returns
    -------
    int
        Days.
    """
    return max(city.panel(LEDGER_PANEL).filling, DEFAULT_LAG)


def newest_complete(covid: Sequence[Figure]) -> str | None:
    """Last day of the newest week in which at least half of the city's reports came in.

    Parameters
    ----------
    covid : sequence of Figure

    Returns
    -------
    str or None
        ISO date; None when no week has that many.
    """
    return max(
        (row.ends_on for row in covid if row.period == "week" and row.level == "kota" and row.share >= ENOUGH),
        default=None,
    )


def _units(engine: Engine) -> Callable[[frozenset[str], int], dict[str, str]]:
    """What joins small RW, for the RW of any week."""
    rows = area_queries.people_by_area_day(engine, None)
    codes = area_queries.codes_by_id(engine, Level.RW.value)
    people = {
        codes[number]: int(count)
        for number, count in zip(rows["area_id"], rows["people"], strict=True)
        if number in codes
    }
    units_by_alive: dict[frozenset[str], dict[str, str]] = {}

    def units(alive: frozenset[str], day: int) -> dict[str, str]:
        if alive not in units_by_alive:
            shapes = area_queries.geometry_by_code(Reader(engine), Level.RW.value, day)
            drawn_ = {code: _geojson(text) for code, text in shapes.items() if code in alive}
            units_by_alive[alive] = merged({code: people.get(code, 0) for code in sorted(alive)}, drawn_)
        return units_by_alive[alive]

    return units


def _number(day: str) -> int:
    return day_number(datetime.fromisoformat(day).date())


def _geojson(text: str) -> dict[str, object]:
    geometry: dict[str, object] = json.loads(text)
    return geometry


def _shapes(city: City, level: Level) -> dict[str, str]:
    return area_queries.geometry_by_code(city.reader, level.value, day_number(city.clock.date()))


def _product(
    city: City,
    engine: Engine,
    settings: Settings,
    covid: list[Figure],
    before: Earlier | None,
    stand: dict[str, str],
    tick: Progress,
) -> Product:
    version = 1 if before is None else before.version + 1
    newest = newest_complete(covid)
    shapes = {level: _shapes(city, level) for level in Level}
    plane = plane_of(shapes[Level.KOTA][CITY])
    tick("areas and paths")
    units = {row.area for row in covid if row.level == "rw" and row.ends_on == newest}
    areas = _area_rows(city, plane, shapes, units)
    tick("indicators")
    all_feeds = feeds(engine, city.clock)
    edges = [edge for row in areas if row[0] == CITY for edge in row[11:15]]
    tables = {
        "area": areas,
        "indicator": open_values.indicator_rows(city),
        "value": list(open_values.value_rows(city)),
        "subject": open_values.subject_rows(),
        "open_dataset": open_values.open_dataset_rows(),
        "dataset": open_values.dataset_rows(city, all_feeds, {LEDGER_DATASET: newest} if newest else {}),
    }
    for contribution in PARTS:
        if all(registry().contracts[name].access.published for name in contribution.datasets):
            tables |= contribution.rows(city, plane)
    edition = (version, stand["clock"], newest)
    tables["edition"] = [*(before.editions if before else []), edition]
    meta = {
        **stand,
        "version": str(version),
        "week": newest or "",
        "lag": str(lag_of(city)),
        "frozen_clock": "1" if fact(engine, "clock") or settings.clock else "0",
        "simulated": "1" if any(feed.simulated for feed in all_feeds.values()) else "0",
        "box": " ".join(str(edge) for edge in edges),
        "metres": str(plane.metres),
        "data_to": day_date(
            max((city.data_to(indicator) or 0 for indicator in open_values.open_indicators(city)), default=0)
        ).isoformat(),
    }
    return Product(covid, meta, tables)  # type: ignore[arg-type]


def _area_rows(
    city: City, plane: MapPlane, shapes: dict[Level, dict[str, str]], units: set[str]
) -> list[tuple[object, ...]]:
    unit_of: dict[str, str] = {}
    for unit in units:
        stem, numbers = unit[:14], unit[14:].split("-")
        unit_of |= {stem + number: unit for number in numbers}
    rows: list[tuple[object, ...]] = []
    for level in Level:
        for code, (path, edges, middle) in drawn(plane, shapes[level], level).items():
            if code not in city.areas:
                continue
            area = city.areas[code]
            rows.append(
                (
                    code,
                    area.name,
                    city.name(code),
                    level.value,
                    area.parent,
                    area.people,
                    area.area_km2,
                    int(area.simulated),
                    unit_of.get(code, code),
                    round(middle[0], 1),
                    round(middle[1], 1),
                    *edges,
                    path,
                    shapes[level][code],
                    area.valid_from.isoformat(),
                )
            )
    return rows


def check(settings: Settings) -> Report:
    """Let the attacker try everything that was ever published and is kept.

    Parameters
    ----------
    settings : Settings
        For the folder of the editions.

    Returns
    -------
    Report

    Raises
    ------
    DecorError
        When nothing has been published.
    """
    editions = product.editions(folder_of(settings))
    if not editions:
        raise DecorError(msg("Nothing has been published yet."))
    return attack(puzzles(product.distinct_covid(editions)))
