"""The data desk through its doors: dry run, decision, rollback, and everything that may go wrong on the way."""

import io
import os
import shutil
import signal
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from app import ROOM, create_server
from data.commands import deliveries
from data.commands.deliveries import Handed
from data.commands.delivery_job import work_on_delivery
from data.domain.errors import DecorError
from data.domain.people import Person, Role, acting
from data.ingest import rollback
from data.jobs import queue
from data.jobs.registry import KINDS
from data.queries.database import open_database
from data.service import Services, open_services
from data.settings import Settings
from scripts import routes
from scripts.running import UNDER_WAY
from tests.conftest import PASSWORD, working

pytestmark = pytest.mark.integration
API = f"{ROOM}api/v1"
ONE, TWO = Person("steward", Role.STEWARD), Person("second", Role.STEWARD)
HEAD = "area,date,reported_on,confirmed,recovered,deaths\n"
RW = "32.76.02.1010.006"
ROW = f"{RW},2022-02-10,2022-02-16,7,0,0\n"


@pytest.fixture(scope="module")
def settings(city_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A copy of the whole city that these tests may change."""
    folder = tmp_path_factory.mktemp("desk")
    source = open_database(city_settings.database_url)
    with source.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    source.dispose()
    shutil.copy(city_settings.data_dir / "decor.sqlite", folder / "decor.sqlite")
    return replace(city_settings, database_url=f"sqlite:///{folder / 'decor.sqlite'}", data_dir=folder)


@pytest.fixture(scope="module")
def desk_services(settings: Settings) -> Iterator[Services]:
    services = open_services(settings)
    with working(settings):
        yield services
    services.people.close()


@pytest.fixture(scope="module")
def desk_web(settings: Settings, desk_services: Services) -> Flask:
    return create_server(settings, desk_services)


@pytest.fixture(scope="module")
def steward(desk_web: Flask) -> FlaskClient:
    return routes.signed_in(desk_web, "steward", PASSWORD)


def send(
    client: FlaskClient,
    body: str | bytes,
    dataset: str = "covid-daily",
    name: str = "hari.csv",
    query: str = "",
    **headers: str,
):
    """Hand a file in and follow it as a program would: the first answer, or the one after the work is done."""
    return followed(
        client, client.post(f"{API}/loads?dataset={dataset}&name={name}{query}", data=body, headers=headers)
    )


def followed(client: FlaskClient, answer: TestResponse) -> TestResponse:
    """The answer after the work is done."""
    end = time.monotonic() + 60
    while answer.status_code < 300 and answer.get_json()["state"] in UNDER_WAY:
        assert time.monotonic() < end, answer.text
        time.sleep(0.02)
        answer = client.get(f"{API}/loads/{answer.get_json()['id']}")
    return answer


def value(
    client: FlaskClient, indicator: str = "covid-new-7d", area: str = RW, day: str = "2022-02-10", query: str = ""
) -> float:
    answer = client.get(f"{API}/values?indicator={indicator}&level=rw&area={area}&date={day}{query}").get_json()
    return answer["values"][0]["value"]


def take_back(client: FlaskClient, number: int) -> None:
    answer = client.post(f"{API}/loads/{number}/rollback", json={"reason": "hanya percobaan"})
    assert answer.get_json()["state"] == "rolled_back", answer.text


# -- the good way ------------------------------------------------------------------------------


def test_a_dry_run_says_what_would_be_kept_rejected_and_changed_and_loads_nothing(steward: FlaskClient) -> None:
    before = value(steward)
    body = HEAD + ROW + "32.76.99.9999.001,2022-02-10,2022-02-16,1,0,0\n" + f"{RW},2022-02-11,2022-02-16,dua,0,0\n"
    delivery = send(steward, body).get_json()
    assert delivery["state"] == "checked"
    report = delivery["report"]
    assert (report["read"], report["kept"], report["rejected"]) == (3, 1, 2)
    assert [(r["row"], r["column"], r["value"]) for r in report["rejections"]] == [
        (3, "area", "32.76.99.9999.001"),
        (4, "confirmed", "dua"),
    ]
    assert "bukan angka" in report["rejections"][1]["reason"]
    assert report["new"] + report["changed"] == 1
    assert value(steward) == before


def test_confirmed_it_counts_and_taken_back_with_a_reason_everything_is_as_before(steward: FlaskClient) -> None:
    before = value(steward)
    delivery = send(steward, HEAD + f"{RW},2022-02-10,2022-02-16,70,0,0\n", query="&confirm=true").get_json()
    assert delivery["state"] == "loaded" and delivery["load"]
    assert value(steward) > before + 50
    assert steward.post(f"{API}/loads/{delivery['id']}/rollback", json={"reason": ""}).status_code == 400
    assert steward.post(f"{API}/loads/{delivery['id']}/rollback", json={}).status_code == 400
    take_back(steward, delivery["id"])
    assert value(steward) == before
    page = steward.get(f"{ROOM}data/covid-daily").text
    assert "hanya percobaan" in page and "(steward)" in page


def test_the_page_shows_the_dry_run_with_its_map_and_the_decision(steward: FlaskClient) -> None:
    number = send(steward, HEAD + f"{RW},2022-02-10,2022-02-16,33,0,0\n").get_json()["id"]
    page = steward.get(f"{ROOM}data/muat/{number}").text
    assert page.count("<path") > 900 and "deviation-" in page
    assert "RW 006 Mekarsari" in page and "<b>33</b>" in page
    assert f"{ROOM}data/muat/{number}/muat" in page
    answer = steward.post(f"{ROOM}data/muat/{number}/muat")
    assert answer.status_code == 303
    assert "dimuat" in steward.get(answer.headers["Location"]).text
    take_back(steward, number)


def test_a_file_from_the_form_is_received_checked_and_shown(steward: FlaskClient) -> None:
    data = {"dataset": "covid-daily", "file": (io.BytesIO((HEAD + ROW).encode()), "../../etc/hari <b>.csv")}
    answer = steward.post(f"{ROOM}data/muat", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
    page = steward.get(answer.headers["Location"]).text
    assert "<b>.csv" not in page and "etc" not in page.split("</header>")[1].split("covid")[0]


def test_the_same_key_brings_the_same_delivery_and_another_file_under_it_is_refused(steward: FlaskClient) -> None:
    headers = {"Idempotency-Key": "hari-2022-02-10"}
    first = send(steward, HEAD + ROW, **headers).get_json()
    again = send(steward, HEAD + ROW, **headers).get_json()
    assert again["id"] == first["id"]
    assert send(steward, HEAD + ROW + ROW, **headers).status_code == 400
    assert send(steward, HEAD + ROW, **{"Idempotency-Key": "x" * 200}).status_code == 400


def test_the_history_of_a_figure_names_the_load_and_who_brought_it(
    steward: FlaskClient, desk_services: Services
) -> None:
    delivery = send(
        steward, HEAD + f"{RW},2022-02-10,2022-02-16,21,0,0\n", name="asal.csv", query="&confirm=true"
    ).get_json()
    page = steward.get(f"{ROOM}asal?area={RW}&date=2022-02-10&indicator=covid-incidence-7d").text
    assert "asal.csv" in page and delivery["sha256"][:12] in page and "steward" in page
    assert "population.csv" in page and "× 100.000" in page
    known = steward.get(
        f"{ROOM}asal?area={RW}&date=2022-02-10&indicator=covid-incidence-7d&as_known_on=2022-02-12"
    ).text
    assert "asal.csv" not in known and "covid-daily-2022-02.csv" in known
    take_back(steward, delivery["id"])


# -- the bad ways ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "name", "words"),
    [
        (b"", "x.csv", "kosong"),
        (b"\xff\xfe\x00bad", "x.csv", ""),
        (b"a,b\n1,2\n", "x.csv", "tidak memuat"),
        (b"x", "x.exe", "tidak dapat dibaca"),
        (b"x", "x", "tidak dapat dibaca"),
        (b"not a zip", "x.xlsx", "tidak dapat dibuka"),
        ((HEAD + "x,y\n").encode(), "x.csv", ""),
        (
            (HEAD.replace("confirmed", "confirmed,nama_pasien") + ROW.replace(",7,", ",7,Budi,")).encode(),
            "x.csv",
            "data pribadi",
        ),
    ],
)
def test_a_bad_file_is_one_sentence_and_nothing_is_lost(
    steward: FlaskClient, body: bytes, name: str, words: str
) -> None:
    before = value(steward)
    answer = send(steward, body, name=name)
    delivery = answer.get_json()
    assert answer.status_code == 400 or delivery["state"] == "refused", answer.text
    said = delivery.get("error") or delivery["problem"] or str(delivery["report"])
    assert words in said
    assert value(steward) == before


def test_a_load_is_answered_at_once_however_long_its_work_takes(
    steward: FlaskClient, desk_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, dict[str, object], str]] = []
    monkeypatch.setattr(
        "data.service.desk.queue.ask",
        lambda _engine, kind, _key, arguments, *, asked_by, lane: asked.append((kind.id, arguments, lane)),
    )
    answer = steward.post(f"{API}/loads?dataset=covid-daily&name=lama.csv&wait=20&confirm=true", data=HEAD + ROW)
    assert answer.status_code == 202 and answer.get_json()["state"] == "waiting"
    number = answer.get_json()["id"]
    assert answer.headers["Location"].endswith(f"/loads/{number}")
    who = ["steward", "steward", "session"]
    assert asked == [("delivery", {"number": number, "task": "check", "who": who}, "small")]


@pytest.mark.parametrize("again", ["checked again", "handed in again under its key"])
def test_a_file_with_personal_data_does_not_stay_and_cannot_come_back(
    steward: FlaskClient, settings: Settings, again: str
) -> None:
    body = HEAD.replace("confirmed", "confirmed,nik") + ROW.replace(",7,", f",7,327602{10**9 + len(again)},")
    headers = {"Idempotency-Key": f"nik-{len(again)}"}
    delivery = send(steward, body, name="warga.csv", **headers).get_json()
    assert delivery["state"] == "refused" and "nik" in delivery["problem"]
    path = deliveries.folder_of(settings) / f"{delivery['id']}.csv"
    assert not path.exists()
    assert (delivery["file"], len(delivery["sha256"])) == ("warga.csv", 64)
    if again == "checked again":
        answer = steward.post(f"{ROOM}data/muat/{delivery['id']}/periksa")
        assert "dihapus" in answer.text or "dihapus" in steward.get(answer.headers["Location"]).text
    else:
        assert send(steward, body, name="warga.csv", **headers).get_json()["id"] == delivery["id"]
    assert not path.exists()
    assert steward.get(f"{API}/loads/{delivery['id']}").get_json()["problem"] == delivery["problem"]


def test_numbers_that_mean_two_things_are_asked_about_and_the_answer_is_kept(steward: FlaskClient) -> None:
    rows = [f"32.76.{n:02d},2021-12-31,realised_rp,{value}" for n, value in enumerate(("850.000", "12000", "9000"), 1)]
    body = "area,date,measure,value\n" + "\n".join(rows)
    number = send(steward, body, dataset="budget", name="anggaran.csv").get_json()["id"]
    page = steward.get(f"{ROOM}data/muat/{number}").text
    assert "“850.000” adalah 850.000" in page and "“850.000” adalah 850<" in page
    assert send_answer(steward, number, "thousands")["kept"] == 3
    page = steward.get(f"{ROOM}data/muat/{number}").text
    assert "titik memisahkan ribuan" in page and "850 ribu" in page
    assert send_answer(steward, number, "nonsense")["kept"] == 3, "what was said before holds"
    send_answer(steward, number, "decimals")
    assert "titik adalah tanda desimal" in steward.get(f"{ROOM}data/muat/{number}").text


def test_a_program_says_what_points_mean_with_the_file(steward: FlaskClient) -> None:
    body = "area,date,measure,value\n32.76.01,2021-12-31,realised_rp,850.000\n"
    assert send(steward, body, dataset="budget", query="&points=thousands").get_json()["report"]["kept"] == 1
    assert send(steward, body, dataset="budget").get_json()["report"]["kept"] == 0
    answer = steward.post(f"{API}/loads?dataset=budget&name=x.csv&points=commas", data=body)
    assert answer.status_code == 400 and "thousands" in answer.text


def send_answer(client: FlaskClient, number: int, points: str) -> dict[str, int]:
    """Answer on the page, and the report of the check that follows."""
    client.post(f"{ROOM}data/muat/{number}/periksa", data={"points": points})
    return followed(client, client.get(f"{API}/loads/{number}")).get_json()["report"]


def test_an_unknown_dataset_is_refused(steward: FlaskClient) -> None:
    assert send(steward, HEAD + ROW, dataset="nothing").status_code == 404
    assert send(steward, HEAD + ROW, dataset="../../x").status_code == 404


def test_a_zip_bomb_is_refused_before_it_is_unpacked(steward: FlaskClient) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    answer = send(steward, packed.getvalue(), name="bom.xlsx")
    assert answer.get_json()["state"] == "refused"
    assert "mengembang" in answer.get_json()["problem"]


def test_an_oversize_file_is_cut_off_while_it_comes_in(
    settings: Settings, desk_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "MOST_BYTES", 1_000)
    drawn = []

    def endless() -> Iterator[bytes]:
        while True:
            drawn.append(1)
            yield b"x" * 400

    with acting(ONE), pytest.raises(DecorError, match="larger"):
        desk_services.desk.hand_in(Handed("covid-daily", "x.csv", endless()))
    assert len(drawn) == 3
    assert not list(deliveries.folder_of(settings).glob("????????????????.csv"))


def test_a_script_in_a_name_or_a_cell_stays_text(steward: FlaskClient) -> None:
    evil = "<script>alert(1)</script>"
    body = HEAD + f"{evil},2022-02-10,2022-02-16,1,0,0\n" + ROW
    number = send(steward, body, name=f"{evil}.csv").get_json()["id"]
    for path in (f"data/muat/{number}", "data/muat"):
        page = steward.get(f"{ROOM}{path}").text
        assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in steward.get(f"{ROOM}data/muat/{number}").text


# -- two at once, and a kill in the middle -----------------------------------------------------


def handed(services: Services, who: Person, body: str) -> int:
    with acting(who):
        number = services.desk.hand_in(Handed("covid-daily", "x.csv", iter([body.encode()])))
        assert services.desk.wait(number, 20).state == "checked"
    return number


def test_of_two_stewards_one_wins_and_the_other_is_told(desk_services: Services, steward: FlaskClient) -> None:
    first = handed(desk_services, ONE, HEAD + f"{RW},2022-02-10,2022-02-16,41,0,0\n")
    second = handed(desk_services, TWO, HEAD + f"{RW},2022-02-10,2022-02-16,42,0,0\n")

    def decide(who: Person, number: int) -> None:
        with acting(who):
            desk_services.desk.confirm(number)

    both = [threading.Thread(target=decide, args=pair) for pair in ((ONE, first), (TWO, second))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    with acting(ONE):
        views = {n: desk_services.desk.wait(n, 20) for n in (first, second)}
    states = sorted(view.state for view in views.values())
    assert states == ["failed", "loaded"]
    lost = next(view for view in views.values() if view.state == "failed")
    assert "came first" in str(lost.problem)
    winner = next(number for number, view in views.items() if view.state == "loaded")
    take_back(steward, winner)
    # Checked again against what is current, the other may go on.
    with acting(TWO):
        desk_services.desk.check_again(lost.id)
        time.sleep(0.1)
        assert desk_services.desk.wait(lost.id, 20).state == "checked"


def test_a_delivery_is_confirmed_once(desk_services: Services, steward: FlaskClient) -> None:
    number = handed(desk_services, ONE, HEAD + f"{RW},2022-02-10,2022-02-16,51,0,0\n")
    assert followed(steward, steward.post(f"{API}/loads/{number}/confirm")).get_json()["state"] == "loaded"
    assert steward.post(f"{API}/loads/{number}/confirm").status_code == 400
    take_back(steward, number)


@pytest.mark.parametrize("moment", ["before", "inside", "after"])
def test_a_kill_at_any_point_of_a_load_leaves_the_old_data_or_the_new(
    settings: Settings, desk_services: Services, steward: FlaskClient, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    before = value(steward)
    number = handed(desk_services, ONE, HEAD + f"{RW},2022-02-10,2022-02-16,6{len(moment)},0,0\n")
    engine = open_database(settings.database_url)
    deliveries.confirm(engine, ONE, number)

    class KilledError(BaseException):
        """What a kill looks like from inside: nothing is tidied up."""

    def killed(*_arguments: object, **_more: object) -> None:
        raise KilledError

    places: dict[str, tuple[object, str, Callable[..., None]]] = {
        "before": (deliveries, "ingest_file", killed),
        "inside": (deliveries.audit, "append", killed),
        "after": (deliveries.Progress, "clear", killed),
    }
    target, name, act = places[moment]
    with monkeypatch.context() as patch, pytest.raises(KilledError):
        patch.setattr(target, name, act)
        deliveries.load(engine, settings, ONE, number)
    done = moment == "after"
    with engine.connect() as connection:
        state = connection.execute(text("select state from delivery where id = :n"), {"n": number}).scalar_one()
    assert state == ("loaded" if done else "loading")
    desk_services.room.invalidate()
    assert (value(steward) == before) == (not done)
    if not done:
        # It has no job any more: that is noticed, and it can be decided on again.
        monkeypatch.setattr("data.service.desk.GRACE", timedelta(0))
        with acting(ONE):
            view = desk_services.desk.wait(number, 10)
        assert view.state == "checked" and "interrupted" in str(view.problem)
    else:
        with engine.connect() as connection:
            load = connection.execute(text("select load_id from delivery where id = :n"), {"n": number}).scalar_one()
        rollback(engine, int(load))
    engine.dispose()
    desk_services.room.invalidate()
    assert value(steward) == before


def test_a_delivery_at_work_is_left_alone_while_its_job_is_open(
    settings: Settings, desk_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_database(settings.database_url)
    handed_in = Handed("covid-daily", "antara.csv", iter([(HEAD + ROW).encode()]))
    number = deliveries.receive(engine, settings, ONE, handed_in)
    assert deliveries.check(engine, settings, number, confirmed_by=ONE) == "loading"
    # Of a lane that no worker knows, so that it stays open.
    job = queue.ask(engine, KINDS["delivery"], f"{number} load", lane="none")  # type: ignore[arg-type]
    with acting(ONE):
        assert [desk_services.desk.delivery(number).state for _ in range(2)] == ["loading", "loading"]
        assert deliveries.check(engine, settings, number) == ""  # asked once more: it is at work, and stays so
        assert queue.cancel(engine, job, ONE)
        # Between a step and its job there is a moment without a job, which is nobody's interruption.
        assert desk_services.desk.delivery(number).state == "loading"
        monkeypatch.setattr("data.service.desk.GRACE", timedelta(0))
        assert desk_services.desk.delivery(number).state == "checked"
    left = {path.suffix for path in deliveries.folder_of(settings).glob(f"{number}.*")}
    assert left <= {".csv"}, "no word of its progress stays"
    engine.dispose()


def test_a_check_that_is_cancelled_is_not_asked_for_again(
    settings: Settings, desk_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_database(settings.database_url)
    monkeypatch.setattr("data.service.desk.GRACE", timedelta(0))
    number = deliveries.receive(
        engine, settings, ONE, Handed("covid-daily", "batal.csv", iter([(HEAD + ROW).encode()]))
    )
    job = queue.ask(engine, KINDS["delivery"], f"{number} check", lane="none")  # type: ignore[arg-type]
    assert queue.cancel(engine, job, ONE)
    with acting(ONE):
        assert [desk_services.desk.delivery(number).state for _ in range(3)] == ["failed"] * 3
    assert queue.newest_state(engine, "delivery", [f"{number} check"]) == "cancelled"
    engine.dispose()


def test_what_was_confirmed_beforehand_is_loaded_although_its_worker_ended_in_between(
    settings: Settings, desk_services: Services
) -> None:
    engine = open_database(settings.database_url)
    number = deliveries.receive(engine, settings, ONE, Handed("covid-daily", "dulu.csv", iter([(HEAD + ROW).encode()])))
    assert deliveries.check(engine, settings, number, confirmed_by=ONE) == "loading"
    work_on_delivery(settings, {"number": number, "task": "check", "who": ["steward", "steward", "session"]}, print)
    with acting(ONE):
        view = desk_services.desk.delivery(number)
    assert view.state == "loaded" and view.load_id is not None
    rollback(engine, view.load_id)
    engine.dispose()
    desk_services.room.invalidate()


def test_a_worker_that_is_killed_in_the_middle_loses_nothing_and_the_next_goes_on(
    settings: Settings, desk_services: Services, steward: FlaskClient
) -> None:
    body = HEAD + "".join(f"{RW},2021-{m:02d}-{d:02d},2022-02-16,{d},0,0\n" for m in range(1, 13) for d in range(1, 29))
    before = value(steward, day="2021-06-10")
    engine = open_database(settings.database_url)
    with acting(ONE):
        number = desk_services.desk.hand_in(Handed("covid-daily", "besar.csv", iter([body.encode()])))
        for _ in range(5):
            process = _process_of_the_job(engine)
            if process is not None:
                os.kill(process, signal.SIGKILL)
                break
            time.sleep(0.005)
        view = desk_services.desk.wait(number, 30)
    assert view.state == "checked" and view.report["kept"] == 12 * 28
    assert value(steward, day="2021-06-10") == before
    engine.dispose()


def _process_of_the_job(engine: Engine) -> int | None:
    """The process of the job that runs, found by its worker."""
    with engine.connect() as connection:
        row = connection.execute(text("select worker from job where kind = 'delivery' and state = 'running'")).first()
    if row is None:
        return None
    worker = int(row.worker.rpartition(":")[2])
    children = Path(f"/proc/{worker}/task/{worker}/children").read_text().split()
    return int(children[0]) if children else None


def test_a_large_file_is_checked_where_it_holds_up_no_small_one(settings: Settings, desk_services: Services) -> None:
    large = HEAD + "".join(f"{RW},2021-01-01,2022-02-16,{'9' * 900},0,0\n" for _ in range(4_000))
    engine = open_database(settings.database_url)
    with acting(ONE):
        desk = desk_services.desk
        slow = desk.hand_in(Handed("covid-daily", "panjang.csv", iter([large.encode()])))
        quick = desk.hand_in(Handed("covid-daily", "pendek.csv", iter([(HEAD + ROW).encode()])))
        assert (desk.wait(slow, 60).state, desk.wait(quick, 60).state) == ("refused", "checked")
    with engine.connect() as connection:
        rows = connection.execute(text("select key, lane from job where kind = 'delivery'")).all()
    lanes = {row.key: row.lane for row in rows}
    assert (lanes[f"{slow} check"], lanes[f"{quick} check"]) == ("large", "small")
    engine.dispose()


# -- a dataset without code --------------------------------------------------------------------

DECLARATION = Path(__file__).parent / "parking.toml"


def test_a_dataset_is_declared_loaded_and_seen_everywhere_without_code(steward: FlaskClient) -> None:
    answer = steward.post(f"{ROOM}data/baru", data={"body": DECLARATION.read_text("utf-8")})
    assert answer.status_code == 303, answer.text
    lines = "".join(
        f"32.76.02.10{n:02d},2022-02-{d:02d},{m},{v}\n"
        for n in (9, 10, 11)
        for d in (10, 11)
        for m, v in (("spaces", 40), ("taken", 10 * (n - 8)))
    )
    delivery = send(steward, "area,date,measure,value\n" + lines, dataset="parkir", query="&confirm=true").get_json()
    assert delivery["state"] == "loaded", delivery
    listed = {indicator["id"]: indicator for indicator in steward.get(f"{API}/indicators").get_json()["indicators"]}
    assert listed["parkir-terisi"]["title"] == "Parkir terisi"
    assert {
        indicator["id"]: indicator for indicator in steward.get(f"{API}/indicators?lang=en").get_json()["indicators"]
    }["parkir-terisi"]["title"] == "Parking in use"
    rows = steward.get(
        f"{API}/values?indicator=parkir-terisi&level=kelurahan&area=32.76.02.1010&date=2022-02-11"
    ).get_json()["values"]
    assert rows[0]["value"] == pytest.approx(50.0)
    assert "Parkir tepi jalan" in steward.get(f"{ROOM}data").text
    page = steward.get(f"{ROOM}data/parkir").text
    assert "dideklarasikan" in page or "Cabut deklarasi" in page
    assert "parkir-terisi" in steward.get(f"{ROOM}_dash-layout", headers={"Referer": f"http://localhost{ROOM}"}).text
    # It stays while its data is in force, and goes when they are taken back.
    assert steward.post(f"{ROOM}data/parkir/cabut", data={"sure": "1"}).status_code == 400
    take_back(steward, delivery["id"])
    assert steward.post(f"{ROOM}data/parkir/cabut", data={"sure": "1"}).status_code == 303
    assert "parkir-terisi" not in {
        indicator["id"] for indicator in steward.get(f"{API}/indicators").get_json()["indicators"]
    }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('id = "parkir"', 'id = "covid-daily"'), "dataset bawaan"),
        (('id = "parkir-terisi"', 'id = "wifi-live"'), "indikator bawaan"),
        (('numerator = ["taken"]', 'numerator = ["absent"]'), "absent"),
        (('level = "kelurahan"', 'level = "rt"'), "level"),
        (('name = "taken"', 'name = "nama_pasien"'), ""),
        (('title = "Parkir tepi jalan"', 'title = "<script>x</script>"'), "title"),
        (("[contract]", "[contract"), "TOML"),
        (("decimals = 1", "decimals = 99"), "decimals"),
    ],
)
def test_a_declaration_that_is_not_right_says_what_is_missing(
    steward: FlaskClient, change: tuple[str, str], words: str
) -> None:
    body = DECLARATION.read_text("utf-8")
    assert change[0] in body
    answer = steward.post(f"{ROOM}data/baru", data={"body": body.replace(*change)})
    assert answer.status_code == 400
    assert words in answer.text.split('role="alert">')[1].split("</p>")[0]


def test_a_brace_in_a_declared_word_is_a_brace(steward: FlaskClient) -> None:
    body = DECLARATION.read_text("utf-8").replace('title = "Parkir terisi"', 'title = "Parkir {n} {value.__class__}"')
    assert steward.post(f"{ROOM}data/baru", data={"body": body}).status_code == 303
    titles = [indicator["title"] for indicator in steward.get(f"{API}/indicators").get_json()["indicators"]]
    assert "Parkir {n} {value.__class__}" in titles
    assert steward.post(f"{ROOM}data/parkir/cabut", data={"sure": "1"}).status_code == 303


# -- the catalogue -----------------------------------------------------------------------------


def test_every_dataset_has_its_page_and_its_scorecard(steward: FlaskClient, desk_services: Services) -> None:
    with acting(ONE):
        rows = desk_services.desk.datasets()
    assert {row.subject.text for row in rows} >= {
        "population",
        "budgeting",
        "licensing",
        "health",
        "Wi-Fi",
        "waste",
        "programme",
    }
    for row in rows:
        page = steward.get(f"{ROOM}data/{row.id}")
        assert page.status_code == 200
        assert row.owner in page.text
    covid = next(row for row in rows if row.id == "covid-daily")
    assert covid.complete is not None and 0.95 < covid.complete < 1
    assert covid.consistent == (2, 3), "the sample has RW-days with active cases below zero, and the card says so"
    assert steward.get(f"{ROOM}data/none").status_code == 404


def test_completeness_is_the_share_of_due_reports_counted_by_hand(desk_services: Services) -> None:
    with acting(ONE):
        view = desk_services.desk.dataset("covid-daily").completeness
        city = desk_services.room.city()
    assert view is not None and len(view.areas) == 11
    panel = city.panel("covid_by_event")
    day = view.periods[40]
    row = (day - view.periods[0]).days + (len(panel.reported) - len(view.periods))
    beji = [n for n, code in enumerate(city.tree.codes["rw"]) if code.startswith("32.76.06.")]
    index = [code for code, _ in view.areas].index("32.76.06")
    assert view.shares[index, 40] == pytest.approx(panel.reported[row, beji].mean())
