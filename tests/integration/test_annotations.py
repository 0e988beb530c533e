"""Annotations: written, drawn on the charts, deleted."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import ROOM
from data.domain.people import Person, Role, acting
from data.service import Services
from layouts.figures.trend import trend_figure
from tests.conftest import signed_in

pytestmark = pytest.mark.integration
OPERATOR = Person("operator", Role.OPERATOR)
EVIL = "<img src=x onerror=alert(1)> {0.__class__} =1+1"


@pytest.fixture(scope="module")
def operator(web: Flask) -> FlaskClient:
    return signed_in(web, "operator")


@pytest.fixture(scope="module")
def officer(web: Flask) -> FlaskClient:
    return signed_in(web, "petugas.rw")


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
    noted = [note for note in figure["layout"]["meta"]["notes"] if note["text"] == "Pasar Kemiri ditutup"]
    about = "Kecamatan Beji, operator"
    assert noted == [{"day": "2022-02-03", "on": "3 Feb 2022", "text": "Pasar Kemiri ditutup", "about": about}]


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
    # Plotly reads tags in the texts it draws; what the page draws over the chart is text (tests/e2e/test_desk.py).
    assert EVIL in [note["text"] for note in figure["layout"]["meta"]["notes"]]
    drawn = {**figure, "layout": {**figure["layout"], "meta": {}}}
    assert "<img" not in str(drawn)


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
    assert signed_in(web, "official").post(f"{ROOM}catatan/", data={"delete": number, "sure": "1"}).status_code == 400
    assert signed_in(web, "steward").post(f"{ROOM}catatan/", data={"delete": number, "sure": "1"}).status_code == 303
    assert "salah tulis" not in operator.get(f"{ROOM}catatan/").text
