"""``make bench-jobs``: how soon a job is begun, and how long two workers take for a thousand.

``--url`` names an empty database, for example a PostgreSQL one; by default it is an SQLite file that is thrown away.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from data.domain.errors import msg
from data.domain.jobs import JobState
from data.jobs import queue
from data.jobs.registry import JobKind, Tell
from data.jobs.worker import Worker
from data.queries.database import open_database
from data.settings import Settings
from data.tables.engine import open_engine
from data.tables.jobs import JobRow
from scripts.running import ROOT

SINGLE, MANY, WORKERS = 40, 1_000, 2


def nothing(_settings: Settings, _arguments: dict[str, Any], _tell: Tell) -> None:
    """Do nothing."""


NOTHING = JobKind(
    id="nothing",
    title=msg("Jobs"),
    does="scripts.bench_jobs:nothing",
    lane="small",
    most_seconds=60,
    most_memory_mb=1_024,
    most_attempts=1,
    nice=0,
    warm=False,
)


def started(url: str, folder: str) -> subprocess.Popen[bytes]:
    """A worker as a process of its own."""
    command = [sys.executable, "-m", "scripts.bench_jobs", "--url", url, "--work", folder]
    return subprocess.Popen(command, cwd=ROOT)  # noqa: S603 - our own module


def ended(engine: Engine) -> int:
    """Number of jobs that are done."""
    with engine.connect() as connection:
        done = select(func.count()).select_from(JobRow).where(JobRow.state == JobState.DONE)
        return int(connection.execute(done).scalar_one())


def waits(engine: Engine) -> list[float]:
    """Seconds from asking to the beginning of single jobs."""
    times = []
    queue.ask(engine, NOTHING, "the worker has started")
    while not ended(engine):
        time.sleep(0.05)
    for n in range(1, SINGLE + 1):
        time.sleep(0.13)
        number = queue.ask(engine, NOTHING, f"single {n}")
        while ended(engine) <= n:
            time.sleep(0.005)
        with engine.connect() as connection:
            row = connection.execute(select(JobRow.asked_at, JobRow.started_at).where(JobRow.id == number)).one()
        times.append((row.started_at - row.asked_at).total_seconds())
    return times


def drained(engine: Engine) -> float:
    """Seconds until many jobs are done."""
    for n in range(MANY):
        queue.ask(engine, NOTHING, f"many {n}")
    began = time.monotonic()
    while queue.is_open(engine, NOTHING.id):
        time.sleep(0.05)
    return time.monotonic() - began


def measure(url: str, folder: str) -> None:
    """Print the figures."""
    engine = open_database(url)
    processes = [started(url, folder)]
    try:
        times = waits(engine)
        processes += [started(url, folder) for _ in range(WORKERS - 1)]
        seconds = drained(engine)
    finally:
        for process in processes:
            process.terminate()
            process.wait()
    with engine.connect() as connection:
        states = dict(connection.execute(select(JobRow.state, func.count()).group_by(JobRow.state)).all())
    print(f"{platform.machine()}, Python {platform.python_version()}, {engine.dialect.name}")
    print(
        f"begun after {statistics.median(times) * 1000:.0f} ms (median of {SINGLE}), {max(times) * 1000:.0f} ms at most"
    )
    print(f"{MANY} jobs by {WORKERS} workers in {seconds:.1f} s; states afterwards: {states}")


def main() -> None:
    """Measure, or work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url")
    parser.add_argument("--work", metavar="FOLDER", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        settings = Settings(options.url, Path(options.work), None, 0)
        Worker(open_engine(options.url), settings, {NOTHING.id: NOTHING}).run()
        return
    with tempfile.TemporaryDirectory(prefix="decor-jobs-") as folder:
        measure(options.url or f"sqlite:///{folder}/jobs.sqlite", folder)


if __name__ == "__main__":
    main()
