"""The whole simulated city: files first, then through the ingestion that an operator uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
from sqlalchemy import Engine

from data.ingest import ingest_file
from data.ingest.facts import write_facts
from data.ingest.load import Delivery
from data.queries.meta import is_built
from data.sample.areas import make_register, write_areas, write_population
from data.sample.covid import write_covid, write_releases
from data.sample.health import write_health
from data.sample.monev import write_monev
from data.sample.plan import planted
from data.sample.programme import write_places, write_programme
from data.sample.services import write_services
from data.sample.systems import say_confidence, write_systems
from data.sample.waste import make_stops, write_pickups, write_tonnage
from data.sample.wifi import make_outages, make_points, write_outages, write_points
from data.sample.wifi_log import write_log
from data.sample.wifi_sites import write_candidates, write_school_age
from data.sample.wifi_tickets import write_tickets
from data.settings import WIB, Settings, parse_clock

Progress = Callable[[str], None]


def write_files(folder: Path, tick: Progress) -> list[tuple[str, Path]]:
    """Write every file of the sample.

    Returns
    -------
    list of (dataset, path)
        In the order in which they must be loaded.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tick("areas and people")
    register, polygons = make_register()
    files = [("areas", write_areas(folder, register, polygons)), ("population", write_population(folder, register))]
    covid = write_covid(folder, register, tick)
    files += [("covid-daily", path) for path in covid]
    files += write_health(folder, covid, register)
    files.append(("covid-release", write_releases(folder)))
    tick("Wi-Fi points and outages")
    points = make_points(register)
    files.append(("wifi-points", write_points(folder, points)))
    outages = make_outages(points)
    files.append(("wifi-outages", write_outages(folder, outages)))
    files.append(("wifi-tickets", write_tickets(folder, points, outages)))
    files.append(("wifi-log", write_log(folder, points, outages)))
    files += [
        ("wifi-candidates", write_candidates(folder, register)),
        ("school-age", write_school_age(folder, register)),
    ]
    tick("waste")
    stops = make_stops(register)
    files += [("waste-pickups", path) for path in write_pickups(folder, register, stops)]
    files.append(("waste-tonnage", write_tonnage(folder, register, stops)))
    tick("programme")
    actions, targets, progress = write_programme(folder)
    sessions, findings = write_monev(folder)
    places = write_places(folder, register)
    tick("services")
    return [
        *files,
        ("actions", actions),
        ("action-targets", targets),
        ("action-progress", progress),
        ("monev-sessions", sessions),
        ("monev-findings", findings),
        ("programme-places", places),
        *write_systems(folder, register, places).items(),
        *write_services(folder, register),
    ]


def received_at(dataset: str, path: Path, clock: datetime) -> datetime:
    """When a file of the sample came in: a month's file on the morning after its month, the rest on the last day."""
    stem = path.stem.rsplit("-", 2)
    if len(stem) == 3 and stem[1].isdigit():
        month_end = (pd.Timestamp(f"{stem[1]}-{stem[2]}-01") + pd.offsets.MonthEnd(0)).to_pydatetime()
        morning = (month_end + timedelta(days=1)).replace(hour=9, minute=12, tzinfo=WIB)
        return min(morning, clock.replace(hour=9, minute=12))
    early = {
        "areas": "2020-01-02T09:00",
        "population": "2020-01-02T09:05",
        "actions": "2019-02-01T09:00",
        "action-targets": "2020-07-15T09:00",
        "school-age": "2020-01-02T09:10",
        "wifi-candidates": "2021-04-01T09:00",
        "programme-places": "2020-11-24T09:00",
        "action-areas": "2019-02-01T09:05",
    }
    recent = {
        "wifi-outages": clock.replace(hour=14, minute=3),
        "wifi-tickets": clock.replace(hour=14, minute=4),
        "wifi-log": clock.replace(hour=1, minute=10),
        "action-progress": parse_clock("2022-02-16T10:15"),
        "covid-tests": parse_clock("2022-02-16T11:20"),
        "covid-beds": parse_clock("2022-02-16T07:05"),
        "licensing": parse_clock("2022-02-07T08:30"),
        "budget": parse_clock("2022-02-08T08:30"),
        "city-tax": parse_clock("2022-02-09T08:30"),
        "civil-registration": parse_clock("2022-02-09T10:00"),
    }
    if dataset in early:
        return parse_clock(early[dataset])
    return recent.get(dataset, clock.replace(hour=8, minute=40))


def build(engine: Engine, settings: Settings, tick: Progress) -> int:
    """Fill an empty database with the simulated city.

    Returns
    -------
    int
        Number of files loaded; 0 when the city was already there.
    """
    if is_built(engine):
        return 0
    folder = settings.data_dir / "sample"
    clock = parse_clock(planted()["period"]["clock"])
    files = write_files(folder, tick)
    for number, (dataset, path) in enumerate(files, 1):
        tick(f"load {number}/{len(files)}: {path.name}")
        delivery = Delivery(path, received_at(dataset, path, clock), clock, simulated=dataset != "covid-release")
        ingest_file(engine, dataset, delivery, reports=settings.data_dir / "reports")
    say_confidence(engine)
    write_facts(engine, {"clock": clock.isoformat(), "sample": "built"})
    return len(files)
