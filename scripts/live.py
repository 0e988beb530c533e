"""``make live``: plays the sample city forward day by day through the ingest API, so that the room can be seen alive.

The city stands as it was known on a day in January 2022; every few seconds a new day's files come in as they would
from the departments: ``POST /ruang/api/v1/loads`` with a token. The clock goes on with them.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd

from data.domain.people import acting
from data.ingest import ingest_file
from data.ingest.facts import move_clock, write_facts
from data.ingest.load import Delivery
from data.queries.database import open_database
from data.queries.meta import clock_now, is_built
from data.sample.build import received_at, write_files
from data.service import open_people
from data.settings import WIB, Settings, from_environment
from scripts.running import CONSOLE, ROOT, load_file

DAY_COLUMN = "reported_on"
LIVE = ("covid-daily", "wifi-outages", "waste-pickups", "waste-tonnage", "action-progress")
BY_DATE = ("covid-release", "licensing", "budget")
FIRST, LAST = date(2022, 1, 14), date(2022, 2, 16)
MORNING, AFTERNOON = (9, 12), (14, 7)


def at(day: date, hour: tuple[int, int]) -> datetime:
    """A moment of a day in WIB."""
    return datetime(day.year, day.month, day.day, *hour, tzinfo=WIB)


def day_of(dataset: str) -> str | None:
    """The column that says when a row became known; None for what does not come by the day."""
    return DAY_COLUMN if dataset in LIVE else ("date" if dataset in BY_DATE else None)


def sample_files(folder: Path) -> list[tuple[str, Path]]:
    """The whole sample's files, written once."""
    listed = folder / "files.json"
    if not listed.exists():
        written = write_files(folder, lambda step: print(f"  {step}", flush=True))
        listed.write_text(json.dumps([[dataset, path.name] for dataset, path in written]))
    return [(dataset, folder / name) for dataset, name in json.loads(listed.read_text())]


def build_until(settings: Settings, files: list[tuple[str, Path]], first: date) -> None:
    """Load the city as it was known on the first day."""
    engine = open_database(settings.database_url)
    if is_built(engine):
        return
    folder, clock = settings.data_dir / "sample", at(first, AFTERNOON)
    folder.mkdir(parents=True, exist_ok=True)
    for dataset, path in files:
        column, source = day_of(dataset), path
        if column is not None:
            table = pd.read_csv(path, dtype=str, keep_default_na=False)
            table = table[table[column] <= first.isoformat()]
            if table.empty:
                continue
            source = folder / path.name
            table.to_csv(source, index=False)
        delivery = Delivery(
            source, min(received_at(dataset, path, clock), clock), clock, simulated=dataset != "covid-release"
        )
        print(f"  {path.name}", flush=True)
        ingest_file(engine, dataset, delivery, reports=settings.data_dir / "reports")
    write_facts(engine, {"clock": clock.isoformat(), "sample": "built"})
    engine.dispose()


def days(files: list[tuple[str, Path]], first: date, last: date) -> Iterator[tuple[date, dict[str, str]]]:
    """Each day with the CSV text of each dataset that comes in on it."""
    tables: dict[str, pd.DataFrame] = {}
    for dataset in (*LIVE, *BY_DATE):
        parts = [pd.read_csv(path, dtype=str, keep_default_na=False) for name, path in files if name == dataset]
        whole = pd.concat(parts)
        tables[dataset] = whole[whole[day_of(dataset)].between(first.isoformat(), last.isoformat())]
    day = first
    while day <= last:
        arrivals = {name: table[table[day_of(name)] == day.isoformat()] for name, table in tables.items()}
        yield day, {name: rows.to_csv(index=False) for name, rows in arrivals.items() if len(rows)}
        day += timedelta(days=1)


def play(url: str, token: str, settings: Settings, files: list[tuple[str, Path]], seconds: float) -> None:
    """A day every few seconds: the clock goes to the morning, the files come in, the afternoon follows."""
    engine = open_database(settings.database_url)
    begun = clock_now(engine, settings).date() + timedelta(days=1)
    for day, texts in days(files, begun, LAST):
        started = time.monotonic()
        move_clock(engine, at(day, MORNING))
        for dataset, text in texts.items():
            begin = time.monotonic()
            name = f"{dataset}-{day.isoformat()}.csv"
            state = load_file(url, token, dataset, text.encode(), name)["state"]
            print(
                f"{day:%d %b %Y}  {dataset:<14} {text.count(chr(10)) - 1:>5} rows  "
                f"{state}  {time.monotonic() - begin:4.1f} "
                "s",
                flush=True,
            )
        move_clock(engine, at(day, AFTERNOON))
        time.sleep(max(seconds - (time.monotonic() - started), 0.5))
    print("The last day of the sample has come; start again with `make live AGAIN=1`.", flush=True)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    while process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).read()  # noqa: S310 - our own server
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The server did not start.")


def main() -> int:
    """Serve a city of its own and play it forward."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=12.0, help="a day takes so long")
    parser.add_argument("--again", action="store_true", help="begin with the first day again")
    options = parser.parse_args()
    files = sample_files(from_environment().data_dir / "sample")
    folder = from_environment().data_dir / "live"
    if options.again:
        shutil.rmtree(folder, ignore_errors=True)
    os.environ["DECOR_DATA_DIR"] = str(folder)
    os.environ.pop("DECOR_DATABASE_URL", None)
    settings = from_environment()
    print("The city as it was known on 14 January 2022 …", flush=True)
    build_until(settings, files, FIRST)
    url = f"http://127.0.0.1:{settings.port}"
    server = subprocess.Popen([sys.executable, "-m", "server.serve", "app:server"], cwd=ROOT)
    try:
        wait_for(url, server)
        people = open_people()
        with acting(CONSOLE):
            token = people.make_token(f"live {secrets.token_hex(3)}", "api", "steward", None, 1)
        people.close()
        print(
            f"{url}/ruang/ and {url}/ruang/layar/dinding-utama; a day every {options.seconds:g} s. Ctrl+C ends it.",
            flush=True,
        )
        play(url, token, settings, files, options.seconds)
        server.wait()
    except KeyboardInterrupt:
        print("Ended; `make live` goes on where it stopped.")
    finally:
        server.terminate()
        server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
