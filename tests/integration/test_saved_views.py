"""Saved views: kept, shared, deleted."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import ROOM
from data.domain.people import Person, Role, acting
from data.service import Services
from tests.conftest import OFFICERS, signed_in

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def operator(web: Flask) -> FlaskClient:
    return signed_in(web, "operator")


def test_a_view_is_a_link_with_a_name_that_others_may_open(web: Flask, operator: FlaskClient) -> None:
    answer = operator.post(
        f"{ROOM}tampilan/covid?area=32.76.06&level=kelurahan&lang=id&bogus=1",
        data={"name": "Beji per kelurahan", "shared": "1"},
    )
    assert answer.status_code == 303
    seen = signed_in(web, "official").get(f"{ROOM}tampilan/").text
    assert f'href="{ROOM}covid?area=32.76.06&amp;level=kelurahan"' in seen
    assert 'name="delete"' not in seen
    own = operator.get(f"{ROOM}tampilan/").text
    number = re.search(r'Beji per kelurahan</b>.*?name="delete" value="(\d+)"', own, re.DOTALL)
    assert number is not None
    gone = {"delete": number[1], "sure": "1"}
    assert signed_in(web, "official").post(f"{ROOM}tampilan/", data=gone).status_code == 400
    assert operator.post(f"{ROOM}tampilan/", data=gone).status_code == 303
    assert "Beji per kelurahan" not in signed_in(web, "official").get(f"{ROOM}tampilan/").text


def test_a_view_of_ones_own_is_ones_own(web: Flask, operator: FlaskClient) -> None:
    operator.post(f"{ROOM}tampilan/wifi", data={"name": "hanya untuk saya"})
    assert "hanya untuk saya" in operator.get(f"{ROOM}tampilan/").text
    assert "hanya untuk saya" not in signed_in(web, "official").get(f"{ROOM}tampilan/").text


def test_a_named_set_goes_with_every_page_and_is_offered_to_those_who_may_see_it(
    web: Flask, services: Services, operator: FlaskClient
) -> None:
    codes = ("32.76.06.1004.003", "32.76.02.1010.006")
    address = f"{ROOM}tampilan/covid?area={','.join(codes)}&level=kelurahan&date=2022-01-20"
    data = {"name": "Bantaran sungai", "shared": "1", "only_areas": "1"}
    assert operator.post(address, data=data).status_code == 303
    seen = operator.get(f"{ROOM}tampilan/sampah?level=kecamatan&lang=en").text
    assert f'href="{ROOM}sampah?area={codes[0]},{codes[1]}&amp;level=kecamatan&amp;lang=en"' in seen
    assert "set of 2 areas" in seen
    layout = operator.get(f"{ROOM}_dash-layout", headers={"Referer": f"http://localhost{ROOM}sampah"}).text
    assert "Bantaran sungai (2)" in layout
    with acting(Person("petugas.rw", Role.OFFICER, OFFICERS["petugas.rw"])):
        assert services.room.named_sets() == [], "one of its areas is not his"
    with acting(Person("official", Role.OFFICIAL)):
        assert [name for _, name, _ in services.room.named_sets()] == ["Bantaran sungai"]
    views = services.saved_views
    with acting(Person("operator", Role.OPERATOR)):
        for row in views.list():
            views.delete(row.id)


def test_a_set_without_areas_is_refused_with_a_sentence(operator: FlaskClient) -> None:
    answer = operator.post(f"{ROOM}tampilan/covid?lang=en", data={"name": "Nothing", "only_areas": "1"})
    assert answer.status_code == 400 and "a set needs some" in answer.text
