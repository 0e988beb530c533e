"""COVID rates, spread and clusters through the API and on the page, over the whole city; and where there is little."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from app import ROOM
from data.domain.areas import CITY, Level
from data.domain.dates import day_number
from data.domain.filters import FilterState
from data.domain.people import PROCESS, Person, Role, acting
from data.epi import empirical_bayes, reproduction_number
from data.results.covid import clusters_document, reproduction_document
from data.service import RoomService, Services
from data.service.covid_results import ALERT_DAYS, document, memory_of
from data.service.subjects.covid import OWN
from data.settings import Settings
from data.text import say
from tests.conftest import CLOCK, Load, signed_in

pytestmark = pytest.mark.integration
API = f"{ROOM}api/v1/covid"
NAMES = {"area", "cases", "people", "rate", "low", "high", "borrowed", "p_twice_city"}


@pytest.fixture(scope="module")
def client(web: Flask) -> FlaskClient:
    return signed_in(web, "operator")


def test_rates_are_the_methods_on_the_same_counts(client: FlaskClient) -> None:
    answers = {
        method: client.get(f"{API}/rates?level=kelurahan&date=2022-02-08&method={method}").get_json()
        for method in ("crude", "eb", "spatial-eb")
    }
    for answer in answers.values():
        assert answer["computing"] is False and len(answer["rows"]) == 63 and set(answer["rows"][0]) == NAMES
    crude, smooth, local = (np.array([row["rate"] for row in answer["rows"]]) for answer in answers.values())
    rows = answers["crude"]["rows"]
    cases, people = (np.array([row[name] for row in rows]) for name in ("cases", "people"))
    assert crude == pytest.approx(cases / people * 100_000, abs=1e-3)
    assert smooth == pytest.approx(empirical_bayes(cases, people).rate * 100_000, rel=1e-4)
    # What is drawn to its surroundings differs less from the mean than the crude rate, and more than nothing.
    mean = cases.sum() / people.sum() * 100_000
    assert 0 < np.abs(local - mean).sum() < np.abs(crude - mean).sum()
    assert all(row["borrowed"] is None for row in rows)
    assert all(0 <= row["borrowed"] <= 1 for row in answers["spatial-eb"]["rows"])
    twice = np.array([row["p_twice_city"] for row in rows])
    assert ((twice >= 0) & (twice <= 1)).all() and twice[crude.argmax()] == twice.max()


def test_one_rw_is_said_to_be_a_signal_or_within_chance(service: RoomService) -> None:
    day, seen = date(2022, 2, 8), set()
    whole = service.ask("ranking", FilterState(indicator="covid-rate-poisson", level=Level.KOTA, date=day), "covid")
    rows = service.ask("ranking", FilterState(indicator="covid-rate-poisson", date=day), "covid").rows[::6]
    city = whole.reference
    for row in rows:
        state = FilterState(indicator="covid-rate-poisson", areas=(row.code,), date=day)
        words = say(service.ask("sentence", state, "covid").bold, "en")
        low, high = row.limits
        side = "above" if low > city else "below" if high < city else "within chance"
        assert side in words and ("not by chance" in words) == (side != "within chance"), words
        seen.add(side)
    alone = say(service.ask("sentence", FilterState(indicator="covid-rate-poisson", date=day), "covid").bold, "en")
    assert "chance" not in alone and "above" in seen


def test_zones_are_those_of_what_was_known_and_of_the_rule_in_force(client: FlaskClient, service: RoomService) -> None:
    answer = client.get(f"{API}/zones?date=2021-04-05").get_json()
    later = client.get(f"{API}/zones?date=2021-04-06").get_json()
    assert (answer["rule"], later["rule"]) == ("Inmendagri 3/2021", "Inmendagri 7/2021")
    matrix = service.city().matrix("covid-zone", Level.RW)
    for made, edges in ((answer, (1, 6, 11)), (later, (1, 3, 6))):
        row = matrix.row(day_number(date.fromisoformat(made["date"])))
        for column, each in enumerate(made["rows"]):
            cases = each["cases"]
            assert cases == matrix.numerator[row, column]
            if each["zone"] is not None:
                assert each["zone"] == ("green", "yellow", "orange", "red")[sum(cases >= edge for edge in edges)]
                assert each["since"] <= made["date"]
    refused = client.get(f"{API}/zones?date=2020-06-05")
    assert refused.status_code == 400 and "2020" in refused.get_json()["error"]


def test_who_sees_health_by_kelurahan_gets_that_and_no_clusters(web: Flask) -> None:
    official = signed_in(web, "official")
    answer = official.get(f"{API}/rates?level=rw&date=2022-02-08").get_json()
    assert answer["level"] == "kelurahan" and len(answer["rows"]) == 63
    refused = official.get(f"{API}/clusters")
    assert refused.status_code == 400 and "RW" in refused.get_json()["error"]
    assert official.get(f"{API}/rt").status_code == 200


def test_the_spread_is_epiestims_formula_on_the_citys_cases(client: FlaskClient, service: RoomService) -> None:
    answer = client.get(f"{API}/rt?from=2022-01-01&to=2022-02-28").get_json()
    assert answer["rows"][-1]["date"] == "2022-02-11", "the last complete day"
    panel = service.city().panel("covid_by_event")
    cases = panel.counts["confirmed"].sum(axis=1)[: -panel.filling]
    own = reproduction_number(cases, mean=4.8, sd=2.3, window=answer["window"])
    for back in (1, 10, 30):
        row = answer["rows"][-back]
        assert row["mean"] == pytest.approx(own.mean[-back], abs=6e-4) and row["cases"] == own.cases[-back]
        assert row["low"] < row["mean"] < row["high"] and row["weekly"] > 0
    for area, words in (("32.76.06.1004", "1004"), ("99", "99")):
        refused = client.get(f"{API}/rt?area={area}")
        assert refused.status_code == 400 and words in refused.get_json()["error"]


def test_clusters_are_told_by_scan_moran_and_gi(client: FlaskClient, service: RoomService) -> None:
    scan = client.get(f"{API}/clusters").get_json()
    assert scan["date"] == "2022-02-11" and 1 <= len(scan["rows"]) <= 10
    seen: set[str] = set()
    for row in scan["rows"]:
        assert row["cases"] >= 3 and row["risk"] > 1 and row["cases"] > row["expected"]
        assert not seen & set(row["areas"]), "none shares an RW with a likelier one"
        seen |= set(row["areas"])
        assert row["tier"] == ("alert" if row["recurrence_days"] >= ALERT_DAYS else "watch")
    lisa, gi = (client.get(f"{API}/clusters?method={name}").get_json()["rows"] for name in ("lisa", "gi"))
    assert len(lisa) == len(gi) == 924
    high = {row["area"] for row in lisa if row["kind"] == "high-high"}
    assert high and all(row["state"] in ("new", "continuing") for row in lisa if row["area"] in high)
    hot = {row["area"] for row in gi if row["kind"] == "hot"}
    assert len(high & hot) > len(high) / 2, "two views of the same pockets"
    early = client.get(f"{API}/clusters?date=2021-03-01")
    assert early.status_code == 400 and "2022-02-05" in early.get_json()["error"]


def test_a_pocket_is_new_goes_on_and_fades() -> None:
    kinds = {"2022-02-01": ["high-high", "high-high", "", ""], "2022-02-02": ["high-high", "", "high-high", "low-low"]}
    body = {"codes": ["a", "b", "c", "d"], "hotspots": {day: {"kind": kind} for day, kind in kinds.items()}}
    assert memory_of(body, date(2022, 2, 2)) == {"a": ("continuing", 2), "b": ("fading", 1), "c": ("new", 1)}
    assert memory_of(body, date(2022, 3, 2)) == {}


def test_the_panels_say_the_same_as_the_api(client: FlaskClient, service: RoomService) -> None:
    rows = client.get(f"{API}/clusters").get_json()["rows"]
    view = service.ask("clusters", FilterState(), "covid")
    assert [row.cases for row in view.rows] == [row["cases"] for row in rows]
    first = view.rows[0]
    assert first.areas == tuple(rows[0]["areas"]) and first.risk == rows[0]["risk"]
    spread = service.ask("spread", FilterState(), "covid")
    for row in (spread.areas[0], spread.areas[4]):
        last = client.get(f"{API}/rt?area={row.area}").get_json()["rows"][-1]
        assert (row.mean, row.low, row.high, row.cases) == tuple(
            last[each] for each in ("mean", "low", "high", "cases")
        )
    assert spread.mean[-1] == spread.areas[0].mean and len(spread.areas) == 12
    assert max(row.mean for row in spread.areas[1:]) > spread.areas[0].mean


def test_of_the_past_the_panels_say_that_there_is_nothing(service: RoomService) -> None:
    before = FilterState(as_known_on=date(2021, 3, 1))
    for panel in ("clusters", "spread"):
        view = service.ask(panel, before, "covid")
        assert say(view.head.finding, "en") == "Computed from what is known now only"


def test_with_few_reports_and_without_any_nothing_is_invented(settings: Settings, load: Load, engine: Engine) -> None:
    room = RoomService(engine, settings)
    with acting(PROCESS):
        empty = json.loads(clusters_document(room.city()))
        assert not any(empty["clusters"].values()) and empty["hotspots"] == {} and empty["reported"] is False
        spread = json.loads(reproduction_document(room.city()))
        assert all(not any(area["chosen"]["mean"]) for area in spread["areas"].values())
    load(
        "covid-daily",
        "area,date,reported_on,confirmed,recovered,deaths\n"
        + "".join(f"32.76.02.1010.001,2022-02-{day:02},2022-02-{day:02},1,0,0\n" for day in range(1, 10)),
    )
    room.invalidate()
    with acting(PROCESS):
        body = json.loads(reproduction_document(room.city()))
        assert max(body["areas"][CITY]["chosen"]["cases"]) < 12
        few = json.loads(clusters_document(room.city()))
        assert few["reported"] is True
        assert all(len(day) <= 1 for day in few["clusters"].values())


def test_an_officer_of_one_area_is_given_no_document_of_the_city(services: Services) -> None:
    officer = Person("petugas.rw", Role.OFFICER, "32.76.02.1010.006")
    with acting(officer):
        city = services.room.city()
        assert city.scope == officer.area
        assert document(city, "covid-clusters") is None and document(city, "covid-spread") is None


def test_laboratories_and_hospitals_are_counted_as_their_files_say(
    client: FlaskClient, city_settings: Settings
) -> None:
    folder = city_settings.data_dir / "sample"
    tests, beds = (pd.read_csv(folder / f"{name}.csv") for name in ("covid-tests", "covid-beds"))
    week = tests[(tests["date"] > "2022-02-01") & (tests["date"] <= "2022-02-08")]
    sums = week.groupby("measure")["value"].sum()
    last = beds[beds["date"] == "2022-02-08"].groupby("measure")["value"].sum()
    wanted = {
        "covid-positivity": 100 * sums["positives"] / sums["tests"],
        "covid-bed-occupancy": 100 * last["occupied"] / last["beds"],
    }
    for name, value in wanted.items():
        answer = client.get(f"{ROOM}api/v1/values?indicator={name}&level=kota&date=2022-02-08").get_json()
        assert answer["values"][0]["value"] == pytest.approx(value, abs=0.06), name
    # A kecamatan without a referral hospital has no beds, which is not none that are occupied.
    rows = client.get(f"{ROOM}api/v1/values?indicator=covid-bed-occupancy&level=kecamatan&date=2022-02-08").get_json()
    assert {row["area"] for row in rows["values"] if row["value"] is not None} == set(beds["area"])
    assert len(rows["values"]) == 11


def test_more_positives_than_tests_are_a_finding_and_change_no_sum(
    settings: Settings, load: Load, engine: Engine
) -> None:
    rows = ["32.76.02,2022-02-01,tests,40", "32.76.02,2022-02-01,positives,55", "32.76.02,2022-02-02,tests,60"]
    result = load("covid-tests", "area,date,measure,value\n" + "\n".join([*rows, "32.76.02,2022-02-02,positives,6"]))
    assert result.kept == 4
    room = RoomService(engine, settings)
    with acting(PROCESS):
        city = room.city()
        panel = city.panel("covid-tests")
        assert (panel.counts["tests"].sum(), panel.counts["positives"].sum()) == (100, 61)
        check = OWN.checks["covid-tests"][0](city)
    assert check is not None and check.good is False and (check.ours, check.theirs) == (1.0, 2.0)


def test_a_correction_downwards_a_day_twice_and_a_stopped_feed_give_right_sums(
    settings: Settings, load: Load, engine: Engine
) -> None:
    head, area = "area,date,reported_on,confirmed,recovered,deaths\n", "32.76.02.1010.001"
    days = [f"{area},2022-01-{day:02},2022-01-{day:02},4,0,0\n" for day in range(1, 21)]
    load("covid-daily", head + "".join(days))
    # The same day again with another count, which takes two cases away; then nothing for four weeks.
    load("covid-daily", head + f"{area},2022-01-10,2022-01-20,2,0,0\n", "again.csv", CLOCK + timedelta(minutes=1))
    room = RoomService(engine, settings)
    with acting(PROCESS):
        city = room.city()
        spread = json.loads(reproduction_document(city))["areas"][CITY]
        assert all(cases >= 0 for cases in spread["chosen"]["cases"])
        known = city.panel("covid_by_report").counts["confirmed"].sum(axis=1)
        assert known.sum() == 78 and known.min() >= -2
        zones = city.sums("covid-zone", Level.RW)
        column = list(city.tree.codes[Level.RW]).index(area)
        by_day = {day: zones.numerator[zones.row(day_number(date(2022, 1, day))), column] for day in (19, 20)}
        assert by_day == {19: 28.0, 20: 26.0}, "the correction counts on the day on which it became known"
        assert json.loads(clusters_document(city))["last"] <= "2022-02-16"
