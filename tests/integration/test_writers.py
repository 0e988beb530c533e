"""Two writers at once, and a writer that is killed: nothing mixed, nothing lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from data.ingest.load import Delivery, ingest_file
from data.queries.meta import data_version
from data.tables.schema import CovidDaily, Load
from tests.conftest import CLOCK, ROOT

pytestmark = pytest.mark.integration
HEAD = "area,date,reported_on,confirmed,recovered,deaths\n"


def covid_file(path: Path, confirmed: int, days: int = 3) -> Path:
    lines = [
        f"32.76.02.1010.{n:03d},2021-01-{d:02d},2021-01-{d + 1:02d},{confirmed},0,0"
        for d in range(1, days + 1)
        for n in range(1, 23)
    ]
    path.write_text(HEAD + "\n".join(lines) + "\n")
    return path


def test_two_writers_take_turns_and_the_later_one_is_current(engine: Engine, tmp_path: Path) -> None:
    files = [covid_file(tmp_path / f"{n}.csv", n) for n in (1, 2)]
    results = []

    def write(path: Path) -> None:
        results.append(ingest_file(engine, "covid-daily", Delivery(path, CLOCK, CLOCK), reports=tmp_path))

    threads = [threading.Thread(target=write, args=(path,)) for path in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 2
    last = max(result.load_id for result in results)
    with engine.connect() as connection:
        current = connection.execute(
            select(CovidDaily.load_id, func.count())
            .where(CovidDaily.superseded_on.is_(None))
            .group_by(CovidDaily.load_id)
        )
        assert [tuple(row) for row in current] == [(last, 66)]


def test_the_same_file_from_two_writers_is_loaded_once(engine: Engine, tmp_path: Path) -> None:
    path = covid_file(tmp_path / "same.csv", 1)
    results = []

    def write() -> None:
        results.append(ingest_file(engine, "covid-daily", Delivery(path, CLOCK, CLOCK), reports=tmp_path))

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.unchanged for result in results) == [False, True]
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(CovidDaily)).scalar_one() == 66


@pytest.mark.parametrize("delay", [0.9, 1.3, 1.8])
def test_a_kill_in_the_middle_of_a_load_leaves_the_old_data(engine: Engine, tmp_path: Path, delay: float) -> None:
    before = data_version(engine)
    path = covid_file(tmp_path / "big.csv", 1, days=28)
    path.write_text(
        path.read_text()
        + "".join(
            f"32.76.{k},{2020 + m // 12}-{m % 12 + 1:02d}-{d:02d},2021-12-31,1,0,0\n"
            for k in ("02.1010.001", "02.1010.002", "05.1004.009", "09.1002.004")
            for m in range(12)
            for d in range(1, 29)
        )
    )
    url = engine.url.render_as_string(hide_password=False)
    environment = {
        **os.environ,
        "DECOR_DATABASE_URL": url,
        "DECOR_DATA_DIR": str(tmp_path),
        "DECOR_CLOCK": "2022-02-16T14:07",
    }
    command = [sys.executable, "-m", "data.ingest", "covid-daily", str(path)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with engine.connect() as connection:
        loads = connection.execute(
            select(func.count()).where(Load.dataset == "covid-daily", Load.state == "loaded")
        ).scalar_one()
        kept = connection.execute(select(func.count()).select_from(CovidDaily)).scalar_one()
        whole = connection.execute(
            select(func.coalesce(func.sum(Load.kept), 0)).where(Load.dataset == "covid-daily")
        ).scalar_one()
    # Either nothing or everything, whenever the signal came.
    assert (loads, kept) in {(0, 0), (1, whole)}
    assert data_version(engine) == before + loads
