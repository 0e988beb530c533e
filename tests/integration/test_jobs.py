"""Jobs are done once, whatever dies in between; what cannot be done ends in a sentence."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import OperationalError

from data.commands.audit import now
from data.domain.errors import msg, unpacked
from data.domain.jobs import JobState
from data.domain.people import Person, Role
from data.jobs import queue
from data.jobs.registry import JobKind
from data.jobs.worker import Worker
from data.queries.database import open_database
from data.settings import Settings
from data.tables.jobs import JobRow
from tests import jobs_work
from tests.conftest import ROOT, signed_in

pytestmark = pytest.mark.integration
ADMIN = Person("admin", Role.ADMIN)


@pytest.fixture
def settings(engine: Engine, tmp_path: Path) -> Settings:
    return Settings(engine.url.render_as_string(hide_password=False), tmp_path, None, 0)


Drain = Callable[..., None]


@pytest.fixture
def drain(engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Drain:
    """Let a worker do all there is; a next attempt does not wait."""
    monkeypatch.setattr(queue, "WAIT_SECONDS", (0.0,))

    def run(*kinds: JobKind) -> None:
        Worker(engine, settings, {kind.id: kind for kind in kinds}).run(until_idle=True)

    return run


def state(engine: Engine, number: int) -> tuple[str, int, str]:
    """State, attempts and problem of a job."""
    with engine.connect() as connection:
        row = connection.execute(select(JobRow).where(JobRow.id == number)).one()
    return row.state, row.attempts, str(unpacked(row.problem)) if row.problem else ""


def test_a_job_is_asked_for_once_while_it_is_open_and_done_once(engine: Engine, settings: Settings, drain: Drain):
    write = jobs_work.kind("write")
    number = queue.ask(engine, write, "a", {"n": 1})
    assert queue.ask(engine, write, "a", {"n": 1}) == number
    other = queue.ask(engine, write, "b", {"n": 2})
    drain(write)
    assert jobs_work.lines(settings.data_dir) == ["1", "2"]
    assert state(engine, number) == state(engine, other) == (JobState.DONE, 1, "")
    assert queue.ask(engine, write, "a", {"n": 1}) not in (number, other), "what has ended can be asked for again"


def test_what_fails_says_why_and_is_tried_as_often_as_it_may(engine: Engine, drain: Drain) -> None:
    refuse, fails = jobs_work.kind("refuse", most_attempts=3), jobs_work.kind("fail_once", most_attempts=3)
    refused, failed_once = queue.ask(engine, refuse, ""), queue.ask(engine, fails, "")
    drain(refuse, fails)
    sentence = "There is no city to publish yet; load the areas first."
    assert state(engine, refused) == (JobState.FAILED, 3, sentence)
    assert state(engine, failed_once) == (JobState.DONE, 2, "")
    assert queue.again(engine, refused, ADMIN) and not queue.again(engine, failed_once, ADMIN)
    assert state(engine, refused)[:2] == (JobState.WAITING, 0)


@pytest.mark.parametrize(
    ("does", "sentence"),
    [
        ("sleep", "The job took longer than"),
        ("devour", "The job needs more memory than"),
        ("vanish", "The job's process ended without a word."),
        ("absent", "The job failed: AttributeError."),
    ],
)
def test_a_job_that_never_ends_takes_too_much_or_dies_is_ended_with_a_sentence(
    engine: Engine, drain: Drain, does: str, sentence: str
) -> None:
    kind = jobs_work.kind(does, most_seconds=0.5)
    number = queue.ask(engine, kind, "")
    drain(kind)
    assert state(engine, number)[0] == JobState.FAILED
    assert state(engine, number)[2].startswith(sentence)


def test_a_kind_that_nobody_knows_has_failed(engine: Engine, drain: Drain) -> None:
    number = queue.ask(engine, jobs_work.kind("write"), "", {"n": 1})
    drain()
    assert state(engine, number) == (JobState.FAILED, 1, "There is no job of the kind “write”.")


def test_a_long_job_does_not_hold_up_the_other_lane(engine: Engine, settings: Settings) -> None:
    long, short = jobs_work.kind("sleep"), jobs_work.kind("write", lane="small")
    worker = Worker(engine, settings, {long.id: long, short.id: short})
    slow, quick = queue.ask(engine, long, ""), queue.ask(engine, short, "", {"n": 7})
    while state(engine, quick)[0] != JobState.DONE:
        worker.look()
    assert state(engine, slow)[0] == JobState.RUNNING
    worker.end()
    worker.run()
    assert state(engine, slow)[:2] == (JobState.WAITING, 0), "what was begun is given back"


def test_a_cancelled_job_is_killed_and_changes_nothing_any_more(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.jobs.worker.BEAT_SECONDS", 0.0)
    kind = jobs_work.kind("sleep")
    worker = Worker(engine, settings, {kind.id: kind})
    number = queue.ask(engine, kind, "")
    while not (settings.data_dir / "pid").exists():
        worker.look()
    assert queue.cancel(engine, number, ADMIN) and not queue.cancel(engine, number, ADMIN)
    while worker.look():
        pass
    with pytest.raises(ProcessLookupError):
        os.kill(int((settings.data_dir / "pid").read_text()), 0)
    assert state(engine, number)[0] == JobState.CANCELLED


def test_a_database_that_is_away_for_a_moment_costs_no_job(
    engine: Engine, settings: Settings, drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed: list[str] = []

    def away_once(name: str) -> None:
        real = getattr(queue, name)

        def ask(*given: object) -> object:
            if name not in missed:
                missed.append(name)
                raise OperationalError(name, {}, Exception("away"))
            return real(*given)

        monkeypatch.setattr(queue, name, ask)

    for name in ("claim", "beat", "done"):
        away_once(name)
    monkeypatch.setattr("data.jobs.worker.BEAT_SECONDS", 0.0)
    write = jobs_work.kind("write")
    number = queue.ask(engine, write, "", {"n": 3, "seconds": 0.3})
    drain(write)
    assert missed == ["claim", "beat", "done"]
    assert jobs_work.lines(settings.data_dir) == ["3"] and state(engine, number) == (JobState.DONE, 1, "")


def test_an_attempt_that_was_overtaken_changes_nothing(engine: Engine) -> None:
    kind = jobs_work.kind("write", most_attempts=3)
    number = queue.ask(engine, kind, "", {"n": 1})
    first = queue.claim(engine, "first", "large")
    assert first is not None and queue.claim(engine, "second", "large") is None
    with engine.begin() as connection:
        connection.execute(update(JobRow).values(beat_at=now() - timedelta(seconds=queue.SILENT_SECONDS + 1)))
    assert queue.recover(engine) == 1 and queue.recover(engine) == 0
    with engine.begin() as connection:
        connection.execute(update(JobRow).values(not_before=now()))
    second = queue.claim(engine, "second", "large")
    assert second is not None and (second.id, second.attempt) == (number, 2)
    assert not queue.beat(engine, first, 0.5, "") and not queue.done(engine, first)
    assert queue.failed(engine, first, queue.DIED) is None
    assert queue.done(engine, second) and state(engine, number)[:2] == (JobState.DONE, 2)


WORKER = """
import sys
from pathlib import Path
from data.domain.people import Person, Role
from data.jobs import queue
from data.jobs.worker import Worker
from data.queries.database import open_database
from data.settings import Settings
from data.tables.engine import open_engine
from tests import jobs_work
queue.WAIT_SECONDS = (0.0,)
settings = Settings(sys.argv[1], Path(sys.argv[2]), None, 0)
kinds = {"write": jobs_work.kind("write")}
worker = Worker(open_engine(settings.database_url), settings, kinds)
worker.run(until_idle=True)
"""


def work(settings: Settings) -> subprocess.Popen[bytes]:
    """A worker as a process of its own."""
    return subprocess.Popen([sys.executable, "-c", WORKER, settings.database_url, str(settings.data_dir)], cwd=ROOT)


def test_two_workers_drain_the_queue_and_no_job_is_lost_or_done_twice(engine: Engine, settings: Settings) -> None:
    write = jobs_work.kind("write")
    numbers = [queue.ask(engine, write, str(n), {"n": n}) for n in range(60)]
    for process in [work(settings), work(settings)]:
        assert process.wait(60) == 0
    assert sorted(map(int, jobs_work.lines(settings.data_dir))) == list(range(60))
    assert {state(engine, number)[:2] for number in numbers} == {(JobState.DONE, 1)}


def test_workers_that_are_killed_at_any_moment_lose_no_job(engine: Engine, settings: Settings) -> None:
    write = jobs_work.kind("write", most_attempts=20)
    numbers = [queue.ask(engine, write, str(n), {"n": n, "seconds": 0.1}) for n in range(20)]
    dice = random.Random(8)  # noqa: S311 - moments of the kills
    for done in (2, 5, 9):
        process = work(settings)
        while len(jobs_work.lines(settings.data_dir)) < done:
            time.sleep(0.01)
        time.sleep(dice.random() * 0.1)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert work(settings).wait(60) == 0
    # Begun again after a kill, a job may be done twice; it is never left out.
    assert set(map(int, jobs_work.lines(settings.data_dir))) == set(range(20))
    assert {state(engine, number)[0] for number in numbers} == {JobState.DONE}
    assert max(state(engine, number)[1] for number in numbers) == 2, "the kills fell into jobs"


def test_only_the_newest_that_have_ended_are_kept(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "KEPT", 3)
    kind = jobs_work.kind("write")
    for n in range(8):
        queue.ask(engine, kind, str(n))
        claimed = queue.claim(engine, "here", "large")
        assert claimed is not None and queue.done(engine, claimed)
    waiting = queue.ask(engine, kind, "open")
    with engine.connect() as connection:
        kept = [row.id for row in connection.execute(select(JobRow.id).order_by(JobRow.id))]
    assert len(kept) == 4 and kept[-1] == waiting


# -- for administrators ----------------------------------------------------------------------------


@pytest.fixture
def failed(city_settings: Settings) -> Iterator[int]:
    """A job that has failed, in the city's queue."""
    engine = open_database(city_settings.database_url)
    kind = replace(jobs_work.kind("refuse"), id="publish")
    number = queue.ask(engine, kind, "test")
    claimed = queue.claim(engine, "here", kind.lane)
    assert claimed is not None
    queue.failed(engine, claimed, msg("There is no city to publish yet; load the areas first."))
    yield number
    with engine.begin() as connection:
        connection.execute(delete(JobRow))
    engine.dispose()


def test_administrators_see_why_a_job_failed_and_let_it_begin_anew(web: Flask, failed: int) -> None:
    admin = signed_in(web, "admin")
    page = admin.get("/ruang/pekerjaan").text
    assert 'href="/ruang/pekerjaan"' in admin.get("/ruang/akun").text
    assert "Terbitkan edisi publik" in page and "gagal" in page
    assert "Belum ada kota untuk diterbitkan" in page
    shown = admin.get("/ruang/api/v1/jobs?lang=en").get_json()["jobs"]
    assert [(job["id"], job["state"], job["attempts"]) for job in shown] == [(failed, "failed", 1)]
    assert shown[0]["problem"] == "There is no city to publish yet; load the areas first."
    assert admin.post("/ruang/pekerjaan/ulang", data={"job": str(failed)}).status_code == 303
    assert admin.get("/ruang/api/v1/jobs").get_json()["jobs"][0]["state"] == "waiting"
    assert admin.post("/ruang/pekerjaan/batal", data={"job": str(failed)}).status_code == 303
    again = admin.post("/ruang/pekerjaan/batal", data={"job": str(failed)})
    assert again.status_code == 400 and "berubah" in again.text
    for number in ("", "x", "9" * 30, "-1", "0"):
        assert admin.post("/ruang/pekerjaan/batal", data={"job": number}).status_code == 400
    lines = admin.get("/ruang/jejak").text
    assert "pekerjaan diulang" in lines and "pekerjaan dibatalkan" in lines


@pytest.mark.parametrize("name", ["operator", "official", "steward", "petugas.kel"])
def test_nobody_else_sees_the_jobs(web: Flask, name: str) -> None:
    client = signed_in(web, name)
    assert client.get("/ruang/pekerjaan").status_code == 403
    assert client.get("/ruang/api/v1/jobs").status_code == 403
    assert client.post("/ruang/pekerjaan/batal", data={"job": "1"}).status_code in (400, 403)
