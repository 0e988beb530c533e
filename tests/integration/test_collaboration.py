"""Saved views, notes and exports; and every document in both languages."""

import csv
import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

import data.text
from app import ROOM
from data.domain.people import PROCESS, Person, Role, acting
from data.service import Services
from layouts.figures.trend import trend_figure
from tests.conftest import signed_in
from tests.integration.test_words import SAME, Listening

pytestmark = pytest.mark.integration
EVIL = "<img src=x onerror=alert(1)> {0.__class__} =1+1"
OPERATOR = Person("operator", Role.OPERATOR)


@pytest.fixture(scope="module")
def operator(web: Flask) -> FlaskClient:
    return signed_in(web, "operator")


@pytest.fixture(scope="module")
def officer(web: Flask) -> FlaskClient:
    return signed_in(web, "petugas.rw")


def test_a_view_is_a_link_with_a_name_that_others_may_open(web: Flask, operator: FlaskClient) -> None:
    answer = operator.post(
        f"{ROOM}tampilan/covid?area=32.76.06&level=kelurahan&lang=id&bogus=1",
        data={"name": "Beji per kelurahan", "shared": "1"},
    )
    assert answer.status_code == 303
    seen = signed_in(web, "official").get(f"{ROOM}tampilan/").text
    assert f'href="{ROOM}covid?area=32.76.06&amp;level=kelurahan"' in seen
    assert 'name="delete"' not in seen
    number = re.search(r'name="delete" value="(\d+)"', operator.get(f"{ROOM}tampilan/").text)
    assert number is not None
    assert signed_in(web, "official").post(f"{ROOM}tampilan/", data={"delete": number[1]}).status_code == 400
    assert operator.post(f"{ROOM}tampilan/", data={"delete": number[1]}).status_code == 303
    assert "Beji per kelurahan" not in signed_in(web, "official").get(f"{ROOM}tampilan/").text


def test_a_view_of_ones_own_is_ones_own(web: Flask, operator: FlaskClient) -> None:
    operator.post(f"{ROOM}tampilan/wifi", data={"name": "hanya untuk saya"})
    assert "hanya untuk saya" in operator.get(f"{ROOM}tampilan/").text
    assert "hanya untuk saya" not in signed_in(web, "official").get(f"{ROOM}tampilan/").text


def test_a_note_appears_on_the_charts_of_its_area_and_day(operator: FlaskClient, services: Services) -> None:
    fields = {"day": "2022-02-03", "area": "32.76.06", "subject": "covid", "text": "Pasar Kemiri ditutup"}
    assert operator.post(f"{ROOM}catatan/covid", data=fields).status_code == 303
    with acting(OPERATOR):
        for query, page, there in (
            ("area=32.76.06", "covid", True),
            ("area=32.76.06.1001", "covid", True),
            ("", "covid", True),
            ("area=32.76.09", "covid", False),
            ("area=32.76.06", "wifi", False),
        ):
            state = services.room.state(query)
            view = services.room.ask("trend", state, page)
            assert ("Pasar Kemiri ditutup" in [note.text for note in view.notes]) == there, (query, page)
        state = services.room.state("area=32.76.06")
        figure = trend_figure(services.room.ask("trend", state, "covid"), theme="dark", lang="id")
    labels = [
        annotation for annotation in figure["layout"]["annotations"] if annotation["text"] == "Pasar Kemiri ditutup"
    ]
    assert [label["x"] for label in labels] == ["2022-02-03"]
    assert any(shape.get("x0") == "2022-02-03" for shape in figure["layout"]["shapes"])


@pytest.mark.parametrize(
    "change",
    [
        {"day": "kemarin"},
        {"area": "32.76.99"},
        {"subject": "lain"},
        {"text": "x"},
        {"text": "y" * 500},
        {"text": "telp 0812-3456-7890"},
        {"text": "NIK 3276010101010001"},
    ],
)
def test_a_note_that_cannot_be_kept_says_why(operator: FlaskClient, change: dict[str, str]) -> None:
    fields = {"day": "2022-02-03", "area": "32.76.06", "subject": "", "text": "catatan biasa"} | change
    answer = operator.post(f"{ROOM}catatan/", data=fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_what_somebody_wrote_stays_text_everywhere(operator: FlaskClient, services: Services) -> None:
    operator.post(f"{ROOM}tampilan/covid?area=32.76.08", data={"name": EVIL[:78]})
    operator.post(f"{ROOM}catatan/", data={"day": "2022-02-04", "area": "32.76.08", "subject": "", "text": EVIL})
    for path in ("tampilan/", "catatan/"):
        page = operator.get(f"{ROOM}{path}").text
        assert "<img" not in page and "&lt;img" in page
    with acting(OPERATOR):
        view = services.room.ask("trend", services.room.state("area=32.76.08"), "covid")
        figure = trend_figure(view, theme="dark", lang="id")
    assert all("<img" not in annotation["text"] for annotation in figure["layout"]["annotations"])


def test_an_officer_notes_and_sees_his_own_area_only(officer: FlaskClient, operator: FlaskClient) -> None:
    operator.post(
        f"{ROOM}catatan/", data={"day": "2022-02-05", "area": "32.76.09", "subject": "", "text": "rahasia Cinere"}
    )
    assert "rahasia Cinere" not in officer.get(f"{ROOM}catatan/").text
    own = {"day": "2022-02-05", "area": "32.76.02.1010.006", "subject": "", "text": "posko dibuka"}
    assert officer.post(f"{ROOM}catatan/", data=own).status_code == 303
    assert officer.post(f"{ROOM}catatan/", data={**own, "area": "32.76.02.1010.007"}).status_code == 403


def test_a_steward_may_take_any_note_away_and_others_only_their_own(web: Flask, operator: FlaskClient) -> None:
    operator.post(
        f"{ROOM}catatan/", data={"day": "2022-02-06", "area": "32.76.10", "subject": "", "text": "salah tulis"}
    )
    number = re.findall(r'name="delete" value="(\d+)"', operator.get(f"{ROOM}catatan/").text)[0]
    assert signed_in(web, "official").post(f"{ROOM}catatan/", data={"delete": number}).status_code == 400
    assert signed_in(web, "steward").post(f"{ROOM}catatan/", data={"delete": number}).status_code == 303
    assert "salah tulis" not in operator.get(f"{ROOM}catatan/").text


@pytest.mark.parametrize(
    ("page", "panel"),
    [
        ("", "map"),
        ("", "trend"),
        ("", "ranking"),
        ("", "tiles"),
        ("covid", "statuses"),
        ("covid", "releases"),
        ("wifi", "points"),
        ("sampah", "reasons"),
        ("program", "curve"),
        ("program", "matrix"),
        ("program", "actions"),
        ("program", "weights"),
    ],
)
def test_every_panel_is_a_file_with_its_filters_date_source_and_state(
    operator: FlaskClient, page: str, panel: str
) -> None:
    query = f"page={page}&area=32.76.06&date=2022-02-01"
    text = operator.get(f"{ROOM}unduh/{panel}.csv?{query}").data.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    facts = {line[0].removeprefix("# "): line[1] for line in lines if line and line[0].startswith("# ")}
    assert {"Judul", "Saringan", "Sumber", "Data s.d.", "Keadaan", "Versi data", "Diunduh", "Oleh"} <= set(facts)
    assert "area=32.76.06" in facts["Pilihan"] and "2022-02-01" in facts["Pilihan"]
    assert facts["Jenis"] and facts["Oleh"] == "operator"
    table = [line for line in lines if line and not line[0].startswith("# ")]
    assert len(table) > 1
    book = load_workbook(io.BytesIO(operator.get(f"{ROOM}unduh/{panel}.xlsx?{query}").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == len(facts) + 1 + len(table)
    assert rows[0][0] == "Judul"


def test_numbers_in_a_file_are_numbers(operator: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(operator.get(f"{ROOM}unduh/map.xlsx?page=covid&level=kecamatan").data))
    last = list(book.active.iter_rows(values_only=True))[-1]
    assert isinstance(last[2], int | float)


def test_what_is_no_panel_or_no_format_is_not_there(operator: FlaskClient) -> None:
    for path in ("nothing.csv", "trend.exe", "trend.csv?page=elsewhere"):
        assert operator.get(f"{ROOM}unduh/{path}").status_code == 404


def test_an_export_does_not_begin_with_a_formula(operator: FlaskClient) -> None:
    text = operator.get(f"{ROOM}unduh/tiles.csv?page=program").data.decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert not [cell for cell in cells if re.match(r"^[=@\t\r]|^[+-](?![\d.])", cell)]


DOCUMENTS = {
    "steward": (
        "saya",
        "data",
        "data/covid-daily",
        "data/areas",
        "data/budget",
        "data/wifi-points",
        "data/waste-pickups",
        "data/action-progress",
        "data/muat",
        "data/baru",
        "asal",
        "asal?indicator=wifi-uptime&area=32.76.06",
        "tampilan/",
        "tampilan/covid?area=32.76.06",
        "catatan/",
        "catatan/program",
        "peringatan/aturan/covid-rw-cluster",
    ),
    "operator": (
        "peringatan",
        "peringatan/1",
        "peringatan/aturan",
        "peringatan/aturan/wifi-kecamatan-down",
        "sif",
        "sif?mulai=2022-02-16T06:00",
        "ringkas",
        "ringkas?area=32.76.06&indicator=waste-completion",
        "ringkas?indicator=programme-progress",
        "layar",
        "layar/lobi/atur",
    ),
    "official": ("peringatan", "peringatan/1", "sif", "ringkas"),
    "admin": ("akun", "jejak", "saya", "layar", "layar/dinding-utama/atur"),
}


@pytest.fixture(scope="module", autouse=True)
def judged(services: Services) -> None:
    """Alerts and screens as a running server has them."""
    with acting(PROCESS):
        services.alerts.evaluate()
        services.wall.make_first()


@pytest.mark.parametrize("role", [*DOCUMENTS])
def test_no_document_lacks_its_words(
    web: Flask, role: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(web, role)
    with acting(PROCESS):
        names = set(services.room.names().values())
    heard = Listening(data.text.catalogue("id"))
    monkeypatch.setattr(data.text, "catalogue", lambda _lang: heard)
    for path in DOCUMENTS[role]:
        assert client.get(f"{ROOM}{path}").status_code == 200, path
    for path in ("/", "/masuk"):
        client.get(path)
    assert {words for words in heard.missing if words not in names | SAME | {"", "{words}"}} == set()


@pytest.mark.parametrize("role", [*DOCUMENTS])
def test_documents_are_well_formed_and_labelled(web: Flask, role: str) -> None:
    client = signed_in(web, role)
    for path in DOCUMENTS[role]:
        page = client.get(f"{ROOM}{path}{'&' if '?' in path else '?'}lang=en&theme=light").text
        assert page.startswith("<!doctype html>") and 'lang="en" data-theme="light"' in page
        assert page.count("<h1") == 1 and not re.findall(r".{40}(?<![\w.])None(?![\w]| yet|\.)", page), path
        for kind in ("input", "select", "textarea"):
            for control in re.finditer(rf"<{kind}\b[^>]*>", page):
                hidden = (
                    'type="hidden"' in control[0] or 'type="checkbox"' in control[0] or control[0].endswith(" hidden>")
                )
                before = page[: control.start()]
                assert hidden or before.rfind("<label") > before.rfind("</label"), control[0]
        for form in re.findall(r"<form[^>]*>.*?</form>", page, re.DOTALL):
            assert 'method="get"' in form or "csrf_token" in form
