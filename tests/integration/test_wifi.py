"""Questions about Wi-Fi points over files as an operator loads them; on both databases, and on the sample city."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from app import ROOM, create_server
from data.domain.areas import Level
from data.domain.errors import BadRequestError, NotFoundError
from data.domain.filters import FilterState
from data.domain.people import ForbiddenError, Person, Role, acting
from data.domain.wifi import SiteQuestion
from data.jobs.registry import KINDS
from data.jobs.worker import Worker
from data.results.job import compute_results
from data.results.wifi_sites import plan_of
from data.service import RoomService, Services, open_services
from data.service.series import ValuesQuestion, values
from data.service.subjects import checks_of
from data.service.wifi_questions import WifiQuestions
from data.settings import Settings
from data.tables.results import ResultDocument
from data.text import say
from tests.conftest import CLOCK, OFFICERS, PASSWORD, signed_in
from tests.conftest import Load as Loader

pytestmark = pytest.mark.integration
RW = [f"32.76.02.1010.{number:03}" for number in range(1, 23)]
HEAD = "point,area,lon,lat,technology,radius_class,seats,registered_on,live_on,refused_on,reported_on\n"
OUTAGES = "point,started_at,ended_at,cause,reported_on\n"
SITES = "candidate,area,lon,lat,kind,refused_on,fibre_metres,cost_rupiah\n"
LON, LAT = 106.8700, -6.3600
DEGREE = 110_600.0
"""Metres of a degree of latitude at six degrees south."""
PUPILS = "area,date,measure,value\n" + "".join(f"{area},2020-01-01,school_age,300\n" for area in RW)
API = f"{ROOM}api/v1/wifi/"


def north(metres: float) -> float:
    return LAT + metres / DEGREE


def point(code: str, metres: float, *, radius: str = "", live: str = "2020-10-01", lon: float = LON) -> str:
    return f"{code},{RW[0]},{lon},{north(metres):.7f},hall,{radius},20,2020-09-29,{live},,2020-10-01\n"


def site(code: str, metres: float, *, refused: str = "", fibre: str = "50", cost: str = "10") -> str:
    return f"{code},{RW[0]},{LON},{north(metres):.7f},rw_hall,{refused},{fibre},{cost}\n"


@pytest.fixture
def settings(engine: Engine, tmp_path: Path) -> Settings:
    return Settings(engine.url.render_as_string(hide_password=False), tmp_path, CLOCK, 0)


@pytest.fixture
def room(engine: Engine, settings: Settings) -> RoomService:
    return RoomService(engine, settings)


@pytest.fixture
def wifi(engine: Engine, room: RoomService) -> WifiQuestions:
    return WifiQuestions(engine, room)


def compute(settings: Settings) -> None:
    compute_results(settings, {"known_on": None}, lambda _share, _step: None)


def people(room: RoomService, indicator: str) -> float:
    return float(values(room, ValuesQuestion(indicator, Level.KOTA, day=CLOCK.date())).rows[0]["numerator"])


def plan(room: RoomService, **asked: Any) -> dict[str, Any]:
    return plan_of(room.city(), SiteQuestion(**asked))


def test_two_points_at_the_same_place_cover_what_one_covers_and_all_of_it_twice(
    settings: Settings, room: RoomService, load: Loader
) -> None:
    load("wifi-points", HEAD + point("a", 0) + point("b", 0, radius="50"))
    compute(settings)
    near = people(room, "wifi-people-100m")
    assert near > 100 and people(room, "wifi-k2-people-100m") == near
    assert people(room, "wifi-people-own-radius") == near, "a point without a class reaches 100 m"
    radii = [people(room, f"wifi-people-{metres}m") for metres in (50, 100, 150, 200)]
    assert radii == sorted(radii) and radii[0] == pytest.approx(near / 4, rel=0.1)


def test_the_map_counts_nobody_out_of_reach_before_it_is_known_who_is(
    settings: Settings, room: RoomService, load: Loader
) -> None:
    load("wifi-points", HEAD + point("a", 0))
    shown = FilterState(indicator="wifi-people-100m")
    assert "farther" not in say(room.ask("map", shown, "wifi").head.finding, "en")
    compute(settings)
    room.invalidate()
    assert "people live farther than 100 m" in say(room.ask("map", shown, "wifi").head.finding, "en")


def test_two_ids_of_a_mast_show_among_the_checks(room: RoomService, load: Loader) -> None:
    load("wifi-points", HEAD + point("a", 0) + point("b", 0) + point("c", 300))
    rows = {say(row.name, "en"): row for row in checks_of(room.city(), "wifi-points")}
    places = rows["Places of points, against the points"]
    assert (places.ours, places.theirs, places.good) == (2.0, 3.0, False)
    assert rows["RW with a registered point, against the RW published"].good is False


def test_a_point_that_was_given_away_is_neither_live_nor_registered_any_more(room: RoomService, load: Loader) -> None:
    head = HEAD.replace("refused_on,", "refused_on,reallocated_on,")
    row = point("a", 0).replace(",,2020-10-01\n", ",,2021-05-01,2021-05-01\n")
    load("wifi-points", head + row)
    for day, live in ((date(2021, 4, 30), 1), (date(2021, 5, 1), 0)):
        view = room.ask("points", FilterState(date=day), "wifi")
        assert (view.counts.live, view.counts.registered) == (live, live)
        assert room.ask("map", FilterState(date=day), "wifi").points == ("l" if live else "-")


def test_what_if_says_who_loses_the_last_point_and_nothing_of_points_that_are_down(
    settings: Settings, room: RoomService, wifi: WifiQuestions, load: Loader
) -> None:
    load("wifi-points", HEAD + point("a", 0) + point("b", 0) + point("c", 800) + point("d", 1_600, live=""))
    load("school-age", PUPILS)
    assert wifi.what_if(["a"]) is None, "the ground is not worked out yet"
    compute(settings)
    alone = wifi.what_if(["a"])
    assert alone is not None and alone.people == pytest.approx(0.0) and alone.under_two == []
    assert [(each.area, each.live_before, each.live_after) for each in alone.areas] == [(RW[0], 3, 2)]
    both = wifi.what_if(["a", "b", "d"])
    assert both is not None and (both.asked, both.working) == (3, 2) and both.under_two == [RW[0]]
    assert both.people == pytest.approx(people(room, "wifi-people-100m"), rel=0.7) and both.people > 100
    assert both.pupils is not None and 0 < both.pupils < both.people
    assert [each.point for each in both.critical] == ["c"], "a and b stand for each other, d is not live"
    wider = wifi.what_if(["a", "b"], 200)
    assert wider is not None and wider.people > both.people


def test_codes_of_areas_are_their_points_and_a_wrong_one_is_named(wifi: WifiQuestions, load: Loader) -> None:
    load("wifi-points", HEAD + point("a", 0) + point("b", 300))
    assert wifi.points(f"{RW[0]}, a") == ["a", "b"] and wifi.points("32.76") == ["a", "b"] and wifi.points("") == []
    with pytest.raises(NotFoundError, match="nirgends"):
        wifi.points("a,nirgends")
    with pytest.raises(BadRequestError, match="radius"):
        wifi.what_if(["a"], 70)
    with pytest.raises(BadRequestError, match="At most"):
        wifi.what_if(["a"] * 2_001)


def test_without_points_every_question_has_an_answer(
    settings: Settings, room: RoomService, wifi: WifiQuestions, load: Loader
) -> None:
    compute(settings)
    lost = wifi.what_if([])
    assert lost is not None and (lost.people, lost.areas, lost.critical) == (0.0, [], [])
    assert wifi.events(None, None) == [] and wifi.access() == []
    assert all(row.registered == 0 for row in wifi.funnel())
    assert plan(room)["sites"] == []
    load("wifi-candidates", SITES + site("s", 0))
    assert [each["candidate"] for each in plan(room)["sites"]] == ["s"]


def test_points_that_fall_together_are_an_event_and_a_day_chooses_it(
    settings: Settings, wifi: WifiQuestions, load: Loader
) -> None:
    load("wifi-points", HEAD + "".join(point(f"p{n}", 150 * n) for n in range(5)))
    cut = "".join(f"p{n},2021-06-01 09:0{n},2021-06-01 11:00,power,2021-06-01\n" for n in range(5))
    load("wifi-outages", OUTAGES + cut + "p1,2021-07-01 09:00,,device,2021-07-01\n")
    assert wifi.events(None, None) is None
    compute(settings)
    (event,) = wifi.events(None, None) or []
    assert (event["cause"], event["agree"], len(event["points"])) == ("power", 1.0, 5)
    assert f"{event['started_at']:%Y-%m-%d %H:%M}" == "2021-06-01 09:00" and event["minutes"] == 120
    assert event["seat_hours"] == pytest.approx(20 * sum(120 - n for n in range(5)) / 60, abs=0.1)
    assert event["people"] > 100 and event["pupils"] is None
    assert wifi.events(date(2021, 6, 2), None) == [] and wifi.events(None, date(2021, 5, 31)) == []
    assert len(wifi.events(date(2021, 6, 1), date(2021, 6, 1)) or []) == 1


def test_sites_keep_to_what_was_asked(room: RoomService, load: Loader) -> None:
    """Five sites in a row beside one live point; what each may be left out for."""
    load("wifi-points", HEAD + point("a", 0))
    rows = [
        site("near", 20),
        site("middle", 400),
        site("beside", 450),
        site("refused", 800, refused="2021-01-01"),
        site("far", 650, fibre="900", cost="100"),
    ]
    load("wifi-candidates", SITES + "".join(rows))

    def names(**asked: Any) -> set[str]:
        return {each["candidate"] for each in plan(room, **asked)["sites"]}

    every = plan(room, k=50)
    assert {"near", "middle", "beside", "far"} == names(k=50) and every["candidates"] == 4
    assert "refused" in names(k=50, refusals=False)
    assert "far" not in names(k=50, fibre=100) and "far" not in names(k=50, budget=30)
    spaced = names(k=50, spacing=100)
    assert "near" not in spaced and len(spaced & {"middle", "beside"}) == 1
    assert len(names(k=1)) == 1 and plan(room, k=1)["gap"] <= 0.01
    gains = [each["gain"] for each in every["sites"]]
    assert gains == sorted(gains, reverse=True)
    assert every["covered_after"] - every["covered_before"] == pytest.approx(sum(gains), abs=1)
    assert every["greedy_covered_after"] <= every["covered_after"]


def test_the_fewest_sites_that_cover_who_loses_the_last_point(room: RoomService, load: Loader) -> None:
    load("wifi-points", HEAD + point("a", 0) + point("b", 800))
    load("wifi-candidates", SITES + site("same", 0) + site("half", 90) + site("elsewhere", 800))
    answer = plan(room, down=("a",))
    assert [each["candidate"] for each in answer["sites"]] == ["same"]
    assert plan(room, down=("b",))["sites"][0]["candidate"] == "elsewhere"
    assert plan(room, down=("nobody",))["sites"] == []


def test_a_plan_is_chosen_by_the_worker_once_and_kept_for_these_data_only(
    engine: Engine, settings: Settings, wifi: WifiQuestions, load: Loader
) -> None:
    load("wifi-points", HEAD + point("a", 0))
    load("wifi-candidates", SITES + site("s", 400))
    question = SiteQuestion(k=2)
    assert wifi.sites(question, patient=False) is None
    Worker(engine, settings, KINDS).run(until_idle=True)
    kept = wifi.sites(question, patient=False)
    assert kept is not None and [each["candidate"] for each in kept["sites"]] == ["s"]
    with engine.connect() as connection:
        documents = len(connection.execute(select(ResultDocument.run_id)).all())
    load("wifi-candidates", SITES + site("t", 900), "more.csv")
    wifi._room.invalidate()
    assert wifi.sites(question, patient=False) is None, "it is of older data"
    assert documents >= 1
    with pytest.raises(BadRequestError, match="1 to 50"):
        wifi.sites(SiteQuestion(k=51))


def test_who_may_see_one_area_only_is_refused_with_a_sentence(wifi: WifiQuestions, load: Loader) -> None:
    load("wifi-points", HEAD + point("a", 0))
    officer = Person("petugas", Role.OFFICER, area="32.76.02.1010")
    with acting(officer):
        for ask in (wifi.funnel, wifi.access, lambda: wifi.what_if([]), lambda: wifi.events(None, None)):
            with pytest.raises(ForbiddenError):
                ask()


def test_pupils_who_are_near_share_every_seat_and_no_other_has_one(
    settings: Settings, room: RoomService, load: Loader
) -> None:
    load("wifi-points", HEAD + point("a", 0) + point("b", 60, live=""))
    load("school-age", PUPILS)
    compute(settings)
    seats = people(room, "wifi-seats-per-100-pupils")
    assert seats == pytest.approx(20_000, abs=len(RW)), "20 seats of a point that was always up, in thousandths"
    load("wifi-outages", OUTAGES + "a,2022-02-10 00:00,2022-02-13 12:00,power,2022-02-13\n")
    compute(settings)
    room.invalidate()
    share = 1 - 3.5 * 1440 / (27 * 1440 + 14 * 60 + 8)
    assert people(room, "wifi-seats-per-100-pupils") == pytest.approx(20_000 * share, abs=len(RW))


def test_effective_coverage_weighs_by_uptime_and_is_written_on_sundays(
    settings: Settings, room: RoomService, load: Loader
) -> None:
    load("wifi-points", HEAD + point("a", 0))
    # Half of the 28 days to Sunday 13 February 2022.
    load("wifi-outages", OUTAGES + "a,2022-01-17 00:00,2022-01-31 00:00,power,2022-01-31\n")
    compute(settings)
    share = people(room, "wifi-people-effective-100m") / people(room, "wifi-people-100m")
    assert share == pytest.approx(0.5, abs=0.01)


@pytest.fixture
def empty(engine: Engine, settings: Settings) -> Iterator[Flask]:
    """A room on a database without a single row of data beside the areas."""
    made = replace(settings, demo_password=PASSWORD)
    services = open_services(made)
    services.people.make_demo_accounts(made.demo_password)
    yield create_server(made, services)
    services.people.close()


def test_the_page_of_plans_on_a_city_without_points(empty: Flask, settings: Settings) -> None:
    client = signed_in(empty, "operator")
    compute(settings)
    for query, status in (("", 200), ("?k=5", 200), ("?k=x", 400), ("?k=5&radius=70", 400), ("?a=1&b=x", 404)):
        assert client.get(f"{ROOM}wifi/rencana{query}").status_code == status, query
    for page, status in (("gangguan", 200), ("gangguan?down=nirgends", 400), ("tiket", 200), ("daftar", 200)):
        assert client.get(f"{ROOM}wifi/{page}").status_code == status, page


def test_the_sample_city_answers_over_http(web: Flask, services: Services) -> None:
    client = signed_in(web, "operator")
    body = client.get(f"{API}what-if?down=32.76.05&radius=150").get_json()
    assert body["computing"] or (body["asked"] == 250 and body["people"] > 0 and len(body["critical"]) == 10)
    for wrong, words in (("what-if?radius=70", "radius"), ("sites?k=99", "k"), ("events?from=2035-13-01", "from")):
        answer = client.get(f"{API}{wrong}")
        assert answer.status_code == 400 and words in answer.get_json()["error"]
    assert client.get(f"{API}what-if?down=nirgends").status_code == 404
    officer = signed_in(web, next(iter(OFFICERS)))
    assert officer.get(f"{API}events").status_code == 403
    assert officer.get(f"{ROOM}wifi/rencana").status_code == 403


def test_a_plan_as_a_file(web: Flask, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"rank": 1, "candidate": "=s", "lon": 106.8, "lat": -6.4, "area": RW[0], "gain": 5.0, "cost_rupiah": None}
    made = {"people": 9.0, "covered_before": 1, "covered_after": 6, "gap": 0.0, "candidates": 1}
    made |= {"greedy_covered_after": 6, "sites": [row]}
    monkeypatch.setattr(WifiQuestions, "sites", lambda _self, _question, patient=True: made)
    client = signed_in(web, "operator")
    text = client.get(f"{API}sites?k=1&format=csv").get_data(as_text=True)
    assert next(iter(io.StringIO(text))).startswith("rank,candidate,lon") and ",=s," not in text
    body = json.loads(client.get(f"{API}sites?k=1&format=geojson").get_data(as_text=True))
    assert body["features"][0]["geometry"]["coordinates"] == [106.8, -6.4] and body["metadata"]["gap"] == 0.0
    assert math.isclose(client.get(f"{API}sites?k=1").get_json()["sites"][0]["gain"], 5.0)
