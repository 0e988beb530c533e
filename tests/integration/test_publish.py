"""Publishing: idempotent, atomic, one at a time, a week is final, a leaky rule is stopped."""

import csv
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from pandas import DataFrame
from sqlalchemy import Engine, text

from app_public import create_public_server
from data.commands import declare
from data.disclosure import covid, ledger, product, publish
from data.disclosure.__main__ import main
from data.disclosure.attack import attack
from data.disclosure.bands import Shown
from data.disclosure.naive import naive_puzzles
from data.disclosure.publish import BusyError, LeakError
from data.disclosure.units import merged
from data.disclosure.weeks import Row, closed_weeks
from data.domain.areas import Level, Life
from data.domain.errors import DecorError
from data.domain.people import Person, Role
from data.ingest import rollback
from data.public import NotPublishedError, PublicService
from data.queries.areas import codes_by_id
from data.queries.database import open_database
from data.service import Scheduler, schedule
from data.service.schedule import Schedule
from data.settings import WIB, Settings
from data.subjects import registry
from tests.conftest import CLOCK, ROOT, Load

pytestmark = pytest.mark.integration
HEAD = "area,date,reported_on,confirmed,recovered,deaths\n"
RW = "32.76.02.1010.006"


@pytest.fixture
def settings(engine: Engine, tmp_path: Path) -> Settings:
    return Settings(engine.url.render_as_string(hide_password=False), tmp_path / "data", CLOCK, 0)


def week(first: int, counts: dict[str, int], *, known: str = "") -> str:
    """Seven days of February 2022 from a day on; the whole week's count falls on the first day."""
    return "".join(
        f"{code},2022-02-{first + n:02},{known or f'2022-02-{first + n + 1:02}'},{count if n == 0 else 0},0,0\n"
        for code, count in counts.items()
        for n in range(7)
    )


def some(engine: Engine, count: Callable[[int], int]) -> dict[str, int]:
    return {code: count(at) for at, code in enumerate(sorted(codes_by_id(engine, Level.RW.value).values())[:60])}


def january(engine: Engine, load: Load, count: Callable[[int], int]) -> None:
    """The week from 31 January to 6 February 2022."""
    rows = [
        f"{code},{day},2022-02-08,{n if day == '2022-01-31' else 0},0,0\n"
        for code, n in some(engine, count).items()
        for day in ("2022-01-31", *(f"2022-02-{d:02}" for d in range(1, 7)))
    ]
    assert load("covid-daily", HEAD + "".join(rows)).rejected == 0


def test_without_a_city_there_is_one_sentence(settings: Settings, tmp_path: Path) -> None:
    empty = open_database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    with pytest.raises(DecorError, match="no city"):
        publish.publish(empty, settings)
    with pytest.raises(NotPublishedError):
        PublicService(settings.product_dir).edition()
    with pytest.raises(DecorError, match="Nothing has been published"):
        publish.check(settings)


def test_a_city_without_covid_is_published_with_what_there_is(engine: Engine, settings: Settings) -> None:
    assert publish.publish(engine, settings).fresh
    service = PublicService(settings.product_dir)
    assert service.edition().week is None
    assert service.covid("32.76") == []
    assert len(service.areas(Level.RW)) == 924


def test_the_same_data_is_published_once(engine: Engine, settings: Settings, load: Load) -> None:
    january(engine, load, lambda at: at % 7)
    first, second = publish.publish(engine, settings), publish.publish(engine, settings)
    assert (first.version, first.fresh, second.version, second.fresh) == (1, True, 1, False)
    again = replace(settings, data_dir=settings.data_dir.parent / "other")
    publish.publish(engine, again)
    original, other = (
        sorted((folder.product_dir / "edition-00001" / "files").iterdir()) for folder in (settings, again)
    )
    assert [path.read_bytes() for path in original] == [path.read_bytes() for path in other]


def test_a_published_week_stays_whatever_is_reported_later(engine: Engine, settings: Settings, load: Load) -> None:
    january(engine, load, lambda at: at % 7)
    publish.publish(engine, settings)
    service = PublicService(settings.product_dir)
    before = {code: service.covid(code) for code in ("32.76", "32.76.01", RW, "32.76.01.1006.001")}
    # A late report changes the count of the same week, and a further week closes.
    late = "32.76.01.1006.001,2022-02-01,2022-02-12,9,0,0\n"
    assert (
        load("covid-daily", HEAD + late + week(7, some(engine, lambda at: (at * 3) % 11)), name="late.csv").rejected
        == 0
    )
    later = replace(settings, clock=datetime(2022, 2, 20, 9, 0, tzinfo=WIB))
    assert publish.publish(engine, later).version == 2
    service = PublicService(settings.product_dir)
    for code, figures in before.items():
        assert service.covid(code)[: len(figures)] == figures
    assert str(service.covid("32.76")[-1].ends_on) == "2022-02-13"
    assert publish.check(later).narrowed == []
    assert [edition.version for edition in service.editions()] == [2, 1]


def test_a_load_that_is_taken_back_does_not_change_what_is_out(engine: Engine, settings: Settings, load: Load) -> None:
    january(engine, load, lambda at: at % 7)
    publish.publish(engine, settings)
    figures = PublicService(settings.product_dir).covid("32.76.01.1006.001")
    rollback(engine, 3, note="wrong file")
    assert publish.publish(engine, settings).version == 2
    assert PublicService(settings.product_dir).covid("32.76.01.1006.001") == figures


def figures(settings: Settings) -> list[dict[str, object]]:
    rows = product.covid_rows(product.editions(settings.product_dir)[-1])
    return sorted(rows, key=lambda row: (row["period"], row["area"], row["ends_on"]))


def five_weeks(engine: Engine, load: Load) -> None:
    rows = [
        f"{code},{day},{day},{n},0,0\n"
        for at, code in enumerate(some(engine, lambda at: at))
        for week_, day in enumerate(("2022-01-03", "2022-01-10", "2022-01-17", "2022-01-24", "2022-01-31"))
        for n in [(at * 7 + week_ * 3) % 12]
    ]
    assert load("covid-daily", HEAD + "".join(rows)).rejected == 0


def test_a_report_about_an_older_day_moves_nothing(engine: Engine, settings: Settings, load: Load) -> None:
    """Blocks are counted from a fixed Monday, and weeks before the first published one stay unpublished."""
    five_weeks(engine, load)
    publish.publish(engine, settings)
    before = figures(settings)
    assert {row["ends_on"] for row in before if row["period"] == "block"} == {"2022-01-30"}
    assert load("covid-daily", HEAD + "32.76.01.1006.001,2021-12-20,2021-12-21,0,0,0\n", name="old.csv").rejected == 0
    assert publish.publish(engine, settings).version == 2
    assert figures(settings) == before


def test_a_lost_folder_is_made_again_the_same(engine: Engine, settings: Settings, load: Load) -> None:
    five_weeks(engine, load)
    publish.publish(engine, settings)
    before = figures(settings)
    late = "".join(f"{code},2022-01-31,2022-02-05,9,0,0\n" for code in some(engine, lambda at: at))
    assert load("covid-daily", HEAD + late, name="late.csv").rejected == 0
    shutil.rmtree(settings.product_dir)
    publish.publish(engine, settings)
    assert figures(settings) == before


def test_weeks_that_the_database_never_published_are_not_counted_a_second_time(
    engine: Engine, settings: Settings, load: Load
) -> None:
    five_weeks(engine, load)
    publish.publish(engine, settings)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM published_count"))
    with pytest.raises(DecorError, match="never published"):
        publish.publish(engine, replace(settings, clock=datetime(2022, 2, 17, 9, tzinfo=WIB)))
    assert PublicService(settings.product_dir).edition().version == 1


def test_a_week_is_published_only_when_the_last_day_of_its_reports_is_over(
    engine: Engine, settings: Settings, load: Load
) -> None:
    january(engine, load, lambda at: at % 7)
    eve = replace(settings, clock=datetime(2022, 2, 11, 23, 59, tzinfo=WIB))
    publish.publish(engine, eve)
    assert PublicService(settings.product_dir).covid("32.76") == []
    publish.publish(engine, replace(settings, clock=datetime(2022, 2, 12, 0, 5, tzinfo=WIB)))
    assert str(PublicService(settings.product_dir).covid("32.76")[-1].ends_on) == "2022-02-06"


def test_two_servers_with_folders_of_their_own_do_not_publish_a_week_twice(
    engine: Engine, settings: Settings, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    january(engine, load, lambda at: at % 7)
    other = replace(settings, data_dir=settings.data_dir.parent / "second")
    real = ledger.keep

    def first_the_other(engine_: Engine, rows: list[Row]) -> None:
        monkeypatch.setattr(ledger, "keep", real)
        publish.publish(engine_, other)
        real(engine_, rows)

    monkeypatch.setattr(ledger, "keep", first_the_other)
    with pytest.raises(BusyError):
        publish.publish(engine, settings)
    assert publish.publish(engine, settings).version == 1
    assert figures(settings) == figures(other)


def test_a_small_rw_stays_with_its_neighbour_in_weeks_before_it_ended() -> None:
    rows = closed_weeks(
        DataFrame(
            {
                "area_id": [1, 2, 1, 2],
                "day": [18_323, 18_323, 18_330, 18_330],
                "known_on": 18_331,
                "superseded_on": -1,
                "confirmed": [3, 1, 2, 0],
            }
        ),
        {1: "32.76.06.1002.001", 2: "32.76.06.1002.002"},
        {2: Life("32.76.06.1002.002", None, 18_329, ())},
        lambda alive, _day: dict.fromkeys(alive, "-".join(code[-3:] for code in sorted(alive))),
        today=18_400,
        lag=5,
    )
    assert [(row.unit, row.confirmed, row.due) for row in rows[:2]] == [("001-002", 4, 14), ("001", 2, 7)]


def test_a_feed_that_stopped_leaves_the_last_complete_week_on_the_page(
    engine: Engine, settings: Settings, load: Load
) -> None:
    everywhere = sorted(codes_by_id(engine, Level.RW.value).values())
    days = ("2022-01-31", *(f"2022-02-{d:02}" for d in range(1, 7)))
    rows = [f"{code},{day},{day},{at % 3},0,0\n" for at, code in enumerate(everywhere) for day in days]
    assert load("covid-daily", HEAD + "".join(rows)).rejected == 0
    later = replace(settings, clock=datetime(2022, 3, 9, 9, tzinfo=WIB))
    publish.publish(engine, later)
    service = PublicService(later.product_dir)
    assert str(service.edition().week) == "2022-02-06"
    assert service.covid("32.76")[-1].state == "no_report"
    client = create_public_server(service).test_client()
    assert "Dalam pekan yang berakhir 6 Februari 2022 tercatat" in client.get("/").text
    assert ", tidak ada kiriman lagi</span>" in client.get("/").text
    assert "6 Februari 2022" in client.get(f"/rw/{RW}").text


def test_absent_is_not_zero(engine: Engine, settings: Settings, load: Load) -> None:
    january(engine, load, lambda _at: 0)
    publish.publish(engine, settings)
    service = PublicService(settings.product_dir)
    said, silent = service.covid("32.76.01.1006.001")[-1], service.covid(RW)[-1]
    assert (said.state, said.low, said.high) == ("hidden", 0, 4)
    assert (silent.state, silent.low, silent.high, silent.share) == ("no_report", None, None, 0.0)


def test_a_leaky_rule_is_stopped_and_the_edition_in_force_stays(
    engine: Engine, settings: Settings, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish.publish(engine, settings)
    january(engine, load, lambda at: int(at % 9 == 0))
    monkeypatch.setattr(covid, "show_total", lambda total, lows, highs: Shown(total, total))
    with pytest.raises(LeakError) as caught:
        publish.publish(engine, settings)
    assert len(caught.value.report.narrowed) > 0
    assert "could be narrowed" in str(caught.value)
    assert PublicService(settings.product_dir).edition().version == 1
    assert [path.parent.name for path in settings.product_dir.glob("edition-*/product.sqlite")] == ["edition-00001"]
    assert publish.check(settings).narrowed == []
    monkeypatch.undo()
    assert publish.publish(engine, settings).version == 2


def test_only_one_publishes_at_a_time(engine: Engine, settings: Settings) -> None:
    with publish.alone(settings.product_dir), pytest.raises(BusyError):
        publish.publish(engine, settings)
    assert publish.publish(engine, settings).version == 1


def test_readers_never_see_half_an_edition(engine: Engine, settings: Settings, load: Load) -> None:
    publish.publish(engine, settings)
    january(engine, load, lambda at: at % 5)
    seen: set[tuple[int, int, int]] = set()
    problems: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                service = PublicService(settings.product_dir)
                edition = service.edition()
                rows = service.reader().rows("SELECT count(*) AS n FROM covid")[0]["n"]
                seen.add((edition.version, len(service.areas()), rows))
        except Exception as error:
            problems.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    publish.publish(engine, settings)
    until = time.monotonic() + 10
    while len(seen) < 2 and not problems and time.monotonic() < until:
        time.sleep(0.05)  # on a busy machine the reader comes late to the newer one
    done.set()
    reader.join()
    assert problems == []
    assert {version for version, _, _ in seen} == {1, 2}
    assert len(seen) == 2, "each version looks the same whenever it is read"


def test_the_room_publishes_by_itself_after_a_change(
    small_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "LOOK_SECONDS", 0.2)
    shutil.copy(small_template, tmp_path / "decor.sqlite")
    settings = Settings(f"sqlite:///{tmp_path / 'decor.sqlite'}", tmp_path, CLOCK, 0)
    engine = open_database(settings.database_url)
    stand = ["1|2022-02-16 14"]
    keeper = Scheduler(engine, [Schedule("publish", lambda: stand[0])])
    keeper.start()
    environment = {**os.environ, "DECOR_DATA_DIR": str(tmp_path), "DECOR_CLOCK": CLOCK.isoformat()}
    environment.pop("DECOR_DATABASE_URL", None)
    worker = subprocess.Popen([sys.executable, "-m", "data.jobs"], cwd=ROOT, env=environment)
    try:
        assert _becomes(settings, 1)
        with engine.begin() as connection:
            connection.execute(text("UPDATE load SET version = version + 1"))
        stand[0] = "2|2022-02-16 14"
        assert _becomes(settings, 2)
    finally:
        keeper.stop()
        worker.terminate()
        assert worker.wait(20) == 0


def _becomes(settings: Settings, version: int) -> bool:
    for _ in range(300):
        try:
            if PublicService(settings.product_dir).edition().version == version:
                return True
        except NotPublishedError:
            pass
        time.sleep(0.1)
    return False


def test_what_a_steward_declared_without_code_is_not_published(engine: Engine, settings: Settings) -> None:
    declare.declare(
        engine, Person("steward", Role.STEWARD), (ROOT / "tests" / "integration" / "parking.toml").read_text("utf-8")
    )
    publish.publish(engine, settings)
    service = PublicService(settings.product_dir)
    assert "parkir-terisi" not in service.indicators() and "waste-completion" in service.indicators()
    assert "parkir" not in service.datasets()


def test_a_kill_in_the_middle_leaves_the_edition_in_force(city_settings: Settings, tmp_path: Path) -> None:
    """Killed while it writes; afterwards the old edition is whole, and the next attempt goes through."""
    shutil.copytree(city_settings.product_dir, tmp_path / "public", symlinks=True)
    shutil.copy(city_settings.data_dir / "decor.sqlite", tmp_path / "decor.sqlite")
    before = PublicService(tmp_path / "public").stamp()
    environment = {
        **os.environ,
        "DECOR_DATA_DIR": str(tmp_path),
        "DECOR_CLOCK": "2022-02-16T16:00",
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("DECOR_DATABASE_URL", None)
    command = [sys.executable, "-m", "data.disclosure", "publish"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "writing" in line:
                break
        process.send_signal(signal.SIGKILL)
    assert PublicService(tmp_path / "public").stamp() == before
    settings = Settings(f"sqlite:///{tmp_path / 'decor.sqlite'}", tmp_path, datetime(2022, 2, 16, 16, tzinfo=WIB), 0)
    assert publish.publish(open_database(settings.database_url), settings).version == 2


def test_nothing_of_the_room_is_in_the_product(city_settings: Settings, public: PublicService) -> None:
    path = public.reader().path
    with sqlite3.connect(path) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        hidden = connection.execute("SELECT count(*), count(value) FROM covid WHERE state = 'hidden'").fetchone()
        levels = connection.execute("SELECT DISTINCT state FROM covid WHERE level = 'rw'").fetchall()
        kept_in = [indicator.id for indicator in registry().indicators.values() if not indicator.access.published]
        marks = ",".join("?" * len(kept_in))
        health = connection.execute(f"SELECT count(*) FROM value WHERE indicator IN ({marks})", kept_in).fetchone()
    assert tables == {line.split()[2] for line in product.schema().splitlines() if line.startswith("CREATE TABLE")}
    assert hidden[0] > 90_000 and hidden[1] == 0
    assert {state for (state,) in levels} <= {"hidden", "no_report"}
    assert health == (0,)
    text = b"".join(file.read_bytes() for file in path.parent.glob("files/*"))
    for secret in (b"argon2", b"spent_rp", b"obstacle", b"recovered", b"deaths", str(city_settings.data_dir).encode()):
        assert secret not in text and secret not in path.read_bytes()


def test_the_attacker_finds_nothing_in_the_whole_history_and_everything_in_the_naive_scheme(
    city_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    report = publish.check(city_settings)
    assert report.hidden > 90_000 and report.narrowed == []
    naive = naive_puzzles(open_database(city_settings.database_url), city_settings)[:6]
    broken = attack(naive, workers=1)
    assert broken.hidden > 100
    assert len(broken.narrowed) > 0.9 * broken.hidden


def test_files_and_api_say_no_more_than_the_product_that_was_attacked(
    city_settings: Settings, public: PublicService
) -> None:
    """The attacker reads the product's table; downloads and API are held against it, row by row."""

    def comparable(row: Mapping[str, object], day: str) -> tuple[str, ...]:
        return tuple(
            "" if row[name] is None else str(row[name]) for name in ("area", day, "state", "value", "low", "high")
        )

    rows = product.covid_rows(public.reader().path)
    for period, name, day in (
        ("week", "covid-mingguan.csv", "week_ending"),
        ("block", "covid-empat-minggu.csv", "block_ending"),
    ):
        attacked = {comparable(row, "ends_on") for row in rows if row["period"] == period}
        with (public.files_dir / name).open(encoding="utf-8", newline="") as file:
            assert {comparable(row, day) for row in csv.DictReader(file)} == attacked
        client = create_public_server(public).test_client()
        for query in (
            "level=kota&from=2020-01-01",
            "level=kelurahan&from=2020-01-01",
            "level=rw",
            "area=32.76.02.1010&from=2021-06-01&to=2021-09-01",
        ):
            answer = client.get(f"/api/v1/covid?period={period}&{query}").get_json()["values"]
            assert answer and {comparable(row, "date") for row in answer} <= attacked


def test_the_commands_say_what_they_did(
    city_settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("DECOR_DATA_DIR", str(city_settings.data_dir))
    monkeypatch.setenv("DECOR_DATABASE_URL", city_settings.database_url)
    assert main(["publish"]) == 0
    assert "already says all this" in capsys.readouterr().out
    monkeypatch.setenv("DECOR_DATA_DIR", str(tmp_path))
    assert main(["attack"]) == 1
    assert "Nothing has been published" in capsys.readouterr().err


def test_a_small_rw_joins_its_smallest_neighbour_in_the_same_kelurahan() -> None:
    def square(x: int) -> dict[str, object]:
        return {"type": "Polygon", "coordinates": [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]]}

    people = {
        "32.76.06.1002.001": 2_000,
        "32.76.06.1002.002": 467,
        "32.76.06.1002.003": 900,
        "32.76.06.1003.001": 10_000,
    }
    shapes = {code: square(at) for at, code in enumerate(people)}
    units = merged(people, shapes)
    assert units["32.76.06.1002.002"] == units["32.76.06.1002.003"] == "32.76.06.1002.002-003"
    assert units["32.76.06.1002.001"] == "32.76.06.1002.001"


def test_the_one_small_rw_of_the_sample_is_shown_with_its_neighbour(public: PublicService) -> None:
    small = public.area("32.76.06.1002.013")
    assert small.people is not None and small.people < 500
    assert "-" in small.unit and len(public.members(small.unit)) == 2
    assert public.covid(small.code) == public.covid(public.members(small.unit)[0].code) != []
