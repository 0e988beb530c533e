"""Saved views: kept, shared, deleted."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import ROOM
from tests.conftest import signed_in

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
