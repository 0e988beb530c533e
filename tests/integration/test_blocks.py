"""Blocks through their door: who gets how much, what is written down, what is of older data."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from app import ROOM
from data.domain.areas import Level
from data.domain.filters import FilterState
from data.domain.people import Person, Role, acting
from data.domain.views import MapView
from data.service import Services
from tests.conftest import OFFICERS, signed_in

pytestmark = pytest.mark.integration
COVID = "covid-incidence-7d"
WASTE = "waste-completion"
CONSOLE = Person("console", Role.ADMIN, via="process")


def painted(services: Services, who: Person, indicator: str = COVID, **more: object) -> MapView:
    with acting(who):
        view: MapView = services.room.ask("map", FilterState(indicator=indicator, **more))  # type: ignore[arg-type]
        return view


def head_of(body: bytes) -> dict[str, object]:
    made: dict[str, object] = json.loads(body[4 : 4 + int.from_bytes(body[:4], "little")])
    return made


def test_a_block_of_health_data_is_not_kept_and_its_reading_is_written_down(web: Flask, services: Services) -> None:
    view = painted(services, Person("operator", Role.OPERATOR))
    client = signed_in(web, "operator")
    answer = client.get(f"{ROOM}mesin/{COVID}/rw/{view.block}?lang=en")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    head = head_of(answer.data)
    assert (head["areas"], head["level"], head["lang"], head["key"]) == (924, "rw", "en", view.block)
    with acting(CONSOLE):
        lines = services.people.audit_log(actor="operator", action="health data read").lines
    assert any(line["subject"] == f"every day of {COVID}, rw" for line in lines)
    # Of other data by now: nothing, and no error, for the page asks for the newer one by itself.
    for address in (f"{COVID}/rw/0000", f"covid-new-7d/rw/{view.block}"):
        assert client.get(f"{ROOM}mesin/{address}").status_code == 204, address
    for address in (f"x/rw/{view.block}", f"{COVID}/x/{view.block}"):
        assert client.get(f"{ROOM}mesin/{address}").status_code == 404, address


def test_a_block_of_published_data_is_immutable(web: Flask, services: Services) -> None:
    view = painted(services, Person("operator", Role.OPERATOR), WASTE)
    answer = signed_in(web, "operator").get(f"{ROOM}mesin/{WASTE}/rw/{view.block}")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_who_may_see_kelurahan_gets_no_rw_and_an_officer_his_own_area(web: Flask, services: Services) -> None:
    rw = painted(services, Person("operator", Role.OPERATOR)).block
    official = signed_in(web, "official")
    assert official.get(f"{ROOM}mesin/{COVID}/rw/{rw}").status_code in (204, 404)
    own = painted(services, Person("official", Role.OFFICIAL))
    assert own.level is Level.KELURAHAN
    answer = official.get(f"{ROOM}mesin/{COVID}/kelurahan/{own.block}")
    assert answer.status_code == 200 and head_of(answer.data)["areas"] == 63
    officer = Person("petugas.kel", Role.OFFICER, area=OFFICERS["petugas.kel"])
    mine = painted(services, officer)
    assert mine.block not in ("", rw)
    body = signed_in(web, "petugas.kel").get(f"{ROOM}mesin/{COVID}/{mine.level.value}/{mine.block}")
    assert body.status_code == 200 and head_of(body.data)["areas"] == len(mine.values) < 63
    assert web.test_client().get(f"{ROOM}mesin/{COVID}/rw/{rw}").status_code in (302, 401, 403)


def test_no_block_is_made_of_the_past_of_categories_and_of_what_a_job_computes(services: Services) -> None:
    operator = Person("operator", Role.OPERATOR)
    assert painted(services, operator, "covid-rate-eb").block == "", "a job computes it"
    view = painted(services, operator, as_known_on=services.room.clock().date().replace(day=1))
    assert view.block == ""
