"""``make bench-programme``: a plan of 300 actions with 48 months of reports, loaded, shown, reviewed and printed.

It is loaded into a copy of the data folder's city, so that nothing of it stays there.
"""

from __future__ import annotations

import hashlib
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from playwright.sync_api import ViewportSize

from data.domain.filters import FilterState
from data.domain.monev import CloseQuarter
from data.domain.people import Person, Role, acting
from data.domain.reports import ReportForm, ReportStep
from data.ingest import ingest_file
from data.ingest.load import Delivery
from data.queries.database import open_database
from data.sample.programme import make_actions
from data.service import Services, open_services
from data.settings import Settings, from_environment
from layouts.paper.monev import meeting_pdf, snapshot_pdf
from scripts.browser import browsing, sign_in_tool
from scripts.running import copy_database, serving

ACTIONS, MONTHS, VISITS = 300, 48, 5
FIRST = "2018-02-28"
SIZE = ViewportSize(width=1920, height=1080)
OWNER = Person("pelapor", Role.OFFICIAL, opd="Dinas Uji")
REVIEWER = Person("pemeriksa", Role.OFFICIAL, opd="Bappeda")
STEPS = ((OWNER, "submit"), (REVIEWER, "check"), (REVIEWER, "verify"), (REVIEWER, "accept"))
PAINTED = """() => new Promise(done => {
  const seen = () => performance.getEntriesByName("first-contentful-paint")[0];
  const look = () => (seen() ? done(seen().startTime) : setTimeout(look, 10));
  look();
})"""
WHOLE = "() => document.querySelectorAll('#programme-actions tbody tr').length === %d && performance.now()"


def main() -> None:
    """Print a line a figure."""
    source = from_environment()
    with tempfile.TemporaryDirectory(prefix="decor-bench-") as folder:
        copy_database(source.data_dir / "decor.sqlite", Path(folder) / "decor.sqlite")
        os.environ["DECOR_DATA_DIR"] = folder
        os.environ.pop("DECOR_DATABASE_URL", None)
        settings = from_environment()
        rows, seconds = load_plan(settings)
        print(f"{platform.machine()}, {os.cpu_count()} cores; {ACTIONS} actions, {MONTHS} months, {rows} rows")
        print(f"import of plan, targets and reports   {seconds:6.2f} s    at most 10")
        services = open_services(settings)
        work(services)
        services.people.close()
        paint()


def load_plan(settings: Settings) -> tuple[int, float]:
    """Load the plan as files; rows and seconds."""
    old = make_actions().assign(weight=0.0)
    new = pd.concat([old.iloc[:1]] * ACTIONS, ignore_index=True)
    new["action"] = [f"UJI-{number}" for number in range(ACTIONS)]
    new["weight"] = [round(100 / ACTIONS, 4)] * ACTIONS
    new = new.assign(opd="Dinas Uji", target=1000.0, kind="cumulative", start="2018-02-01", finish="2022-01-31")
    days = [day.date().isoformat() for day in pd.date_range(FIRST, periods=MONTHS, freq="ME")]
    at = pd.MultiIndex.from_product([new["action"], days], names=["action", "date"]).to_frame(index=False)
    reached = [round(1000 * (month + 1) / MONTHS * 0.9, 2) for month in range(MONTHS)] * ACTIONS
    reports = at.assign(reported_on=at["date"], actual=reached, spent_rp=1.0, evidence="document")
    wanted = [round(1000 * (month + 1) / MONTHS, 2) for month in range(MONTHS)] * ACTIONS
    targets = at.assign(reported_on="2018-01-31", planned=wanted)
    engine, folder = open_database(settings.database_url), settings.data_dir
    clock = pd.Timestamp("2022-02-16 12:00", tz="Asia/Jakarta").to_pydatetime()
    began, rows = time.perf_counter(), 0
    for dataset, table in (
        ("actions", pd.concat([old, new])),
        ("action-targets", targets),
        ("action-progress", reports),
    ):
        path = folder / f"{dataset}.csv"
        table.to_csv(path, index=False)
        rows += ingest_file(engine, dataset, Delivery(path, clock, clock), reports=folder / "reports").kept
    return rows, time.perf_counter() - began


def timed(action: Callable[[], Any]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1_000


def work(services: Services) -> None:
    """Reports through their steps, a quarter, a meeting."""
    with acting(OWNER):
        services.programme.actions(None)  # the city is opened once
    by_step: dict[str, list[float]] = {"keep": [], **{step: [] for _, step in STEPS}}
    for number in range(VISITS):
        form = ReportForm.model_validate({"action": f"UJI-{number}", "day": "2022-02-10", "actual": 950, "spent_rp": 2})
        with acting(OWNER):
            by_step["keep"].append(timed(partial(services.programme_reports.keep, form)))
            case = services.programme_reports.view().mine[0].id
        for who, step in STEPS:
            with acting(who):
                seen = services.programme_reports.report(case).version
                taken = ReportStep(seen=seen, step=step, evidence="measured")
                by_step[step].append(timed(partial(services.programme_reports.lead_on, case, taken)))
    for step, times in by_step.items():
        print(f"step {step:33} {statistics.median(times):6.0f} ms   at most 300")
    with acting(REVIEWER):
        frozen = services.programme_snapshots
        took = timed(lambda: frozen.close(CloseQuarter(quarter="2021-Q4"), snapshot_pdf)) / 1_000
        print(f"closing a quarter with PDF and XLSX   {took:6.2f} s    at most 5")
        view = frozen.view().rows[0]
        for printed in (frozen.file(view.id, "pdf"), frozen.file(view.id, "pdf"), snapshot_pdf(view.content)):
            print(f"print of {view.quarter}                      sha256 {hashlib.sha256(printed).hexdigest()}")
        moment = services.room.clock().replace(tzinfo=None)
        took = timed(lambda: meeting_pdf(services.monev.meeting(FilterState()), at=moment, lang="id")) / 1_000
        print(f"PDF of a meeting                      {took:6.2f} s    at most 5")


def paint() -> None:
    """The page in a browser that has nothing kept but the session: the first visit, and later ones."""
    with serving() as server, browsing() as browser:
        context = browser.new_context(viewport=SIZE)
        sign_in_tool(context.new_page(), server)
        state = context.storage_state()
        first, whole = [], []
        for _ in range(VISITS + 1):
            window = browser.new_context(viewport=SIZE, storage_state=state)
            page = window.new_page()
            page.goto(f"{server.url}/ruang/program")
            first.append(float(page.evaluate(PAINTED)))
            whole.append(float(page.wait_for_function(WHOLE % (ACTIONS + 54)).json_value()))
            window.close()
        for path in ("program/semua", "program/daftar", "program/rapat", "program/aksi/UJI-7", "program/laporan"):
            times = []
            for _ in range(VISITS):
                window = browser.new_context(viewport=SIZE, storage_state=state)
                page = window.new_page()
                page.goto(f"{server.url}/ruang/{path}")
                times.append(float(page.evaluate(PAINTED)))
                window.close()
            print(f"first paint of {path:22} {statistics.median(times):6.0f} ms")
    print(f"first paint, first visit              {first[0]:6.0f} ms   at most 1,500; with every action {whole[0]:.0f}")
    later = statistics.median(first[1:]), statistics.median(whole[1:])
    print(f"first paint, later visits             {later[0]:6.0f} ms   with every action {later[1]:.0f}")


if __name__ == "__main__":
    main()
