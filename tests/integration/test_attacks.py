"""What an attacker tried and got through with once: each is refused now, and nothing is lost."""

import csv
import io
import os
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import ROOM
from data.domain.errors import DecorError, declared, packed, unpacked
from data.domain.people import PROCESS, Person, Role, acting
from data.ingest.read import read_csv, read_geopackage
from data.service import People, Services, open_services
from data.settings import Settings, keep_private, secret_key
from layouts.files import csv_text, xlsx_bytes
from tests.conftest import signed_in
from tests.questions import callback_body

pytestmark = pytest.mark.integration
API = f"{ROOM}api/v1"
CONSOLE = Person("console", Role.ADMIN, via="process")
RW = "32.76.02.1010.006"


@pytest.fixture(scope="module")
def officer(web: Flask) -> FlaskClient:
    return signed_in(web, "petugas.rw")


def lines(services: Services, **which: str) -> list[tuple[str, str]]:
    with acting(CONSOLE):
        return [(str(line["action"]), str(line["subject"])) for line in services.people.audit_log(**which).lines]


def test_a_virtual_source_under_the_name_of_a_geopackage_is_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("code,name\nx,rahasia\n", "utf-8")
    path = tmp_path / "x.gpkg"
    path.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer>'
        "</OGRVRTDataSource>",
        "utf-8",
    )
    with pytest.raises(DecorError, match="cannot be opened"):
        read_geopackage(path, ())


def test_a_database_that_is_no_geopackage_or_holds_views_is_not_opened(tmp_path: Path) -> None:
    plain, views = tmp_path / "plain.gpkg", tmp_path / "views.gpkg"
    for path in (plain, views):
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE a (x)")
            if path == views:
                connection.execute("PRAGMA application_id = 0x47504B47")
                connection.execute("CREATE VIEW v AS SELECT * FROM a")
        connection.close()
    with pytest.raises(DecorError, match="cannot be opened"):
        read_geopackage(plain, ())
    with pytest.raises(DecorError, match="views"):
        read_geopackage(views, ())


def test_a_token_cannot_end_the_session_that_has_its_number(web: Flask, services: Services) -> None:
    with acting(CONSOLE):
        tokens = [services.people.make_token(f"keluar {n}", "api", "official", None, 1) for n in range(3)]
    for token in tokens:
        answer = web.test_client().post(f"{ROOM}keluar", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 400
    assert not any(action == "signed out" for action, _ in lines(services, actor="keluar 0 (token)"))


def test_a_reason_in_braces_stays_a_reason() -> None:
    evil = '{"text":"{a.__class__.__mro__} {a:>40000000}","params":{"a":"x"}}'
    stored = packed(declared(evil, evil))
    assert unpacked(stored).params["words"].id == evil
    assert len(str(unpacked(stored))) == len(evil)


def test_strangers_cannot_flood_the_log(web: Flask, services: Services) -> None:
    client = web.test_client()
    before = len(lines(services, action="refused"))
    for n in range(60):
        client.get(f"{ROOM}x{n}\x00y", headers={"Authorization": "Bearer x"})
    assert len(lines(services, action="refused")) <= min(before + 2, 200)


def test_what_a_tile_or_a_long_selection_shows_is_written_down_whole(web: Flask, services: Services) -> None:
    client = signed_in(web, "operator")
    client.get(f"{ROOM}unduh/tiles.csv?page=&area={RW}&level=rw&indicator=wifi-live")
    codes = [f"32.76.05.1003.{n:03d}" for n in range(1, 12)] + ["32.76.06.1001.001"]
    client.get(f"{API}/values?indicator=covid-active&level=rw&area={','.join(codes)}&date=2022-01-01&to=2022-01-31")
    entries = lines(services, actor="operator", action="health data read")
    assert any("covid-new-7d" in subject and RW in subject for _, subject in entries)
    assert any("32.76.06.1001.001" in subject and "2022-01-31" in subject for _, subject in entries)


def test_a_million_columns_are_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("area" + "," * 1_000_000 + "\n1\n", "utf-8")
    with pytest.raises(DecorError, match="1000001 columns"):
        read_csv(path, ("area", "date"))


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/masuk?next=//[x", {}),
        ("POST", "/masuk", {"Origin": "http://[x"}),
        ("GET", f"{ROOM}_dash-layout", {"Referer": "http://[x"}),
    ],
)
def test_an_address_that_is_none_is_no_error(web: Flask, method: str, path: str, headers: dict[str, str]) -> None:
    client = signed_in(web, "operator")
    assert client.open(path, method=method, headers=headers).status_code < 500


def test_an_officer_has_no_places_no_foreign_views_and_no_programme(
    web: Flask, officer: FlaskClient, services: Services
) -> None:
    with acting(PROCESS):
        whole = services.room.map_files()["places"].name
    assert officer.get(f"{ROOM}peta/{whole}").status_code == 404
    signed_in(web, "operator").post(
        f"{ROOM}tampilan/covid?area=32.76.05.1003.004", data={"name": "bukan miliknya", "shared": "1"}
    )
    assert "bukan miliknya" not in officer.get(f"{ROOM}tampilan/").text
    layout = officer.get(f"{ROOM}_dash-layout", headers={"Referer": f"http://localhost{ROOM}program"})
    assert layout.status_code == 403


def test_a_heading_is_no_formula_either(services: Services) -> None:
    with acting(PROCESS):
        view = services.exports.make(services.room.state("level=kota"), "map", "covid")
    column = view.table.columns[0].__class__(declared("=1+1", ""), False)
    view.table.columns[0] = column
    text = csv_text(view, "id").removeprefix("\ufeff")
    head = next(row for row in csv.reader(io.StringIO(text)) if row and not row[0].startswith("# "))
    assert head[0] == "'=1+1"
    assert xlsx_bytes(view, "id").startswith(b"PK")


def test_wrong_tries_at_the_own_password_are_limited_and_written_down(engine) -> None:
    people = People(engine, "a key for tests")
    with acting(CONSOLE):
        people.make_account("coba", "operator", None, "kata sandi awal sekali-")
    entrance = people.sign_in("coba", "kata sandi awal sekali-", address="", agent="")
    assert entrance is not None
    with acting(entrance.person):
        said = []
        for _ in range(25):
            with pytest.raises(DecorError) as caught:
                people.change_password("salah", "kata sandi lain sekali")
            said.append(str(caught.value))
    assert re.search("Too many", said[-1]) and "wrong" in said[0]
    people.close()


@pytest.mark.parametrize("known", ["2019-01-01", "1990-01-01"])
def test_the_brief_of_a_day_before_any_data_is_a_page(web: Flask, known: str) -> None:
    client = signed_in(web, "official")
    for path in ("ringkas", "ringkas.pdf"):
        assert client.get(f"{ROOM}{path}?as_known_on={known}").status_code == 200


@pytest.mark.parametrize("path", ["data/muat/{n}", "api/v1/loads/{n}", "peringatan/{n}"])
def test_a_number_that_no_database_holds_is_no_page(web: Flask, path: str) -> None:
    client = signed_in(web, "steward")
    for number in ("9" * 20, str(2**31), "9" * 400):
        assert client.get(ROOM + path.format(n=number)).status_code == 404


def test_a_callback_is_answered_only_with_its_own_inputs_states_and_outputs(web: Flask) -> None:
    client = signed_in(web, "operator")
    good = callback_body(web, "table-drawn.data")
    assert client.post(f"{ROOM}_dash-update-component", json=good).status_code == 200
    wrong: list[dict[str, Any]] = [
        {"outputs": []},
        {"outputs": [good["outputs"]] * 12},
        {"outputs": [good["outputs"]]},
        {"outputs": {"id": "x", "property": "y"}},
        {"outputs": "x"},
        {"inputs": good["inputs"] * 50},
        {"inputs": []},
        {"inputs": [{"id": "x", "property": "y"}] * len(good["inputs"])},
        {"inputs": None},
        {"state": []},
        {"state": good["state"][::-1]},
        {"changedPropIds": [1]},
        {"output": ["x"]},
        {"output": "..x.y.."},
    ]
    for change in wrong:
        answer = client.post(f"{ROOM}_dash-update-component", json={**good, **change})
        assert answer.status_code == 400 and "error" in answer.get_json(), change


def test_the_data_folder_is_nobody_elses_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o000)
    try:
        folder = tmp_path / "data"
        (folder / "deliveries").mkdir(parents=True)
        (folder / "deliveries" / "5.csv").write_text("x")
        settings = Settings(f"sqlite:///{folder / 'decor.sqlite'}", folder, None, 0)
        keep_private(settings)
        open_services(settings).people.close()
        modes = {path: path.stat().st_mode & 0o777 for path in [folder, *folder.rglob("*")]}
    finally:
        os.umask(before)
    assert any(path.name == "decor.sqlite" for path in modes) and any(path.name == "secret.key" for path in modes)
    assert {path: mode for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)} == {}


def test_a_key_that_is_empty_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("")
    with pytest.raises(ValueError, match="delete it"):
        secret_key(Settings("sqlite://", tmp_path, None, 0))
