"""From the room's database to an edition in force."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from data.disclosure import open_values, product
from data.disclosure.attack import Report, attack, puzzles
from data.disclosure.covid import Figure, all_levels, block_figures, frozen, week_figures
from data.disclosure.product import Earlier, Product
from data.disclosure.shapes import Frame, drawn, frame_of
from data.disclosure.units import merged
from data.disclosure.weeks import closed_weeks
from data.domain.areas import CITY, Level
from data.domain.dates import day_date, day_number
from data.domain.errors import DecorError, Num, msg
from data.queries import areas as area_queries
from data.queries import covid as covid_queries
from data.queries import services as queries
from data.queries.meta import clock_now, data_version, fact
from data.service.city import City
from data.service.feeds import feeds
from data.settings import Settings

Tick = Callable[[str], None]
FORMAT = "2"


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
    """Where the editions lie."""
    return settings.product_dir


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One publisher at a time, also between processes; the lock dies with its holder.

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


def publish(engine: Engine, settings: Settings, tick: Tick = lambda _step: None) -> Published:
    """Build the next edition, let the attacker try it, and put it in force.

    Raises
    ------
    LeakError
        When a hidden count could be narrowed; the edition in force stays.
    BusyError
        When another process is publishing.
    DecorError
        When there is no city to publish.
    """
    folder = folder_of(settings)
    with alone(folder):
        before = product.earlier(folder)
        clock = clock_now(engine, settings)
        stand = {
            "format": FORMAT,
            "room_version": str(data_version(engine)),
            "clock": clock.isoformat(timespec="minutes"),
        }
        if before is not None and all(before.meta.get(key) == value for key, value in stand.items()):
            return Published(before.version, fresh=False)
        city = City(engine, version=int(stand["room_version"]), clock=clock)
        if city.empty:
            raise DecorError(msg("There is no city to publish yet; load the areas first."))
        tick("weeks, bands and totals")
        covid, newest = _covid(city, engine, before)
        made = _product(city, engine, settings, covid, newest, before, stand, tick)
        tick("writing the edition")
        path = product.write(folder, made)
        tick("the attacker tries it")
        report = _attack(folder, path, before)
        if report.narrowed:
            raise LeakError(report)
        product.put_in_force(folder, path)
    return Published(int(made.meta["version"]), fresh=True, report=report)


def _attack(folder: Path, path: Path, before: Earlier | None) -> Report:
    """Everything at first; later the weeks that are new or changed, against every kept edition."""
    editions = [product.covid_rows(one) for one in product.editions(folder)]
    found = puzzles(editions)
    if before is None:
        return attack(found)
    known = {(row.area, row.period, row.ends_on): row for row in before.covid}
    changed = {
        row["ends_on"] for row in product.covid_rows(path)
        if (old := known.get((row["area"], row["period"], row["ends_on"]))) is None or Figure(**row) != old
    }  # fmt: skip
    return attack([one for one in found if changed & one.dates])


def _covid(city: City, engine: Engine, before: Earlier | None) -> tuple[list[Figure], str | None]:
    clock = city.clock
    units = merged(
        {code: city.areas[code].people or 0 for code in city.tree.codes[Level.RW]},
        {code: _geojson(text) for code, text in _shapes(city, Level.RW).items()},
    )
    codes = area_queries.codes_by_id(engine, Level.RW.value)
    units |= {code: code for code in codes.values() if code not in units}
    old = {} if before is None else {(row.area, row.ends_on): row for row in before.covid if row.period == "week"}
    weeks = closed_weeks(
        covid_queries.covid_history(engine), codes, area_queries.area_lives(engine),
        today=day_number(clock.date()), lag=city.lag,
        published={_number(row.ends_on): _number(row.known_on) for row in old.values()},
    )  # fmt: skip
    if not len(weeks.ends):
        return (before.covid if before else []), None
    grids, counts = all_levels(weeks, units)
    spoiled = frozen(grids, [day_date(int(end)).isoformat() for end in weeks.ends], old)
    kept = [] if before is None else before.covid
    done = {row.ends_on for row in kept if row.period == "block"}
    shown = {row.ends_on for row in old.values()}
    fresh = [row for row in week_figures(grids, weeks) if row.ends_on not in shown]
    fresh += block_figures(grids, weeks, counts, spoiled, done)
    found = [*kept, *fresh]
    return found, max((row.ends_on for row in found if row.period == "week"), default=None)


def _number(day: str) -> int:
    return day_number(datetime.fromisoformat(day).date())


def _geojson(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(text)
    return found


def _shapes(city: City, level: Level) -> dict[str, str]:
    return area_queries.geometry_by_code(city.engine, level.value, day_number(city.clock.date()))


def _product(
    city: City, engine: Engine, settings: Settings, covid: list[Figure], newest: str | None, before: Earlier | None,
    stand: dict[str, str], tick: Tick,
) -> Product:  # fmt: skip
    version = 1 if before is None else before.version + 1
    shapes = {level: _shapes(city, level) for level in Level}
    frame = frame_of(shapes[Level.KOTA][CITY])
    tick("areas and paths")
    units = {row.area for row in covid if row.level == "rw" and row.ends_on == newest}
    areas = _area_rows(city, frame, shapes, units)
    tick("indicators")
    wifi, near = open_values.wifi_rows(city, frame, day_number(city.clock.date()))
    found = feeds(engine, city.clock)
    edges = [frame_edge for row in areas if row[0] == CITY for frame_edge in row[11:15]]
    tables = {
        "area": areas,
        "indicator": open_values.indicator_rows(city),
        "value": list(open_values.value_rows(city)),
        "wifi_point": wifi,
        "wifi_near": near,
        "pickup": open_values.pickup_rows(city),
        **open_values.programme_rows(city),
        "place": _place_rows(city, frame),
        "dataset": open_values.dataset_rows(city, found, newest),
    }
    edition = (version, stand["clock"], newest)
    tables["edition"] = [*(before.editions if before else []), edition]
    meta = {
        **stand,
        "version": str(version),
        "week": newest or "",
        "lag": str(city.lag),
        "frozen_clock": "1" if fact(engine, "clock") or settings.clock else "0",
        "simulated": "1" if any(feed.simulated for feed in found.values()) else "0",
        "box": " ".join(str(edge) for edge in edges),
        "metres": str(frame.metres),
        "data_to": day_date(
            max((city.data_to(one) or 0 for one in open_values.open_indicators(city)), default=0)
        ).isoformat(),
    }
    return Product(covid, meta, tables)  # type: ignore[arg-type]


def _area_rows(
    city: City, frame: Frame, shapes: dict[Level, dict[str, str]], units: set[str]
) -> list[tuple[object, ...]]:
    unit_of: dict[str, str] = {}
    for unit in units:
        stem, numbers = unit[:14], unit[14:].split("-")
        unit_of |= {stem + number: unit for number in numbers}
    rows: list[tuple[object, ...]] = []
    for level in Level:
        for code, (path, edges, middle) in drawn(frame, shapes[level], level).items():
            if code not in city.areas:
                continue
            area = city.areas[code]
            rows.append((
                code, area.name, city.name(code), level.value, area.parent, area.people, area.area_km2, int(area.simulated),
                unit_of.get(code, code), round(middle[0], 1), round(middle[1], 1), *edges, path, shapes[level][code],
                area.valid_from.isoformat(),
            ))  # fmt: skip
    return rows


def _place_rows(city: City, frame: Frame) -> list[tuple[object, ...]]:
    found = queries.places(city.engine)
    if found.empty:
        return []
    x, y = frame.place(found["lon"].to_numpy(float), found["lat"].to_numpy(float))
    return [
        (row["place_code"], row["kind"], row["name"], row["area"], row["lon"], row["lat"], round(float(x[at]), 1), round(float(y[at]), 1))
        for at, row in enumerate(found.to_dict("records"))
    ]  # fmt: skip


def check(settings: Settings) -> Report:
    """Let the attacker try everything that was ever published and is kept.

    Raises
    ------
    DecorError
        When nothing has been published.
    """
    folder = folder_of(settings)
    editions = [product.covid_rows(one) for one in product.editions(folder)]
    if not editions:
        raise DecorError(msg("Nothing has been published yet."))
    return attack(puzzles(editions))
