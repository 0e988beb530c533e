"""A run of days through the service: the same figure in map, ranking, tiles, table, lineage; its block and its door."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest
from flask import Flask

from app import ROOM
from data.domain.areas import Level
from data.domain.filters import FilterState
from data.domain.people import Person, Role, acting
from data.service import Services
from data.service.values import value_of
from data.text import say, show
from tests.conftest import OFFICERS, signed_in

pytestmark = pytest.mark.integration
COVID = "covid-incidence-7d"
OPERATOR = Person("operator", Role.OPERATOR)
RUN = FilterState(date=dt.date(2022, 1, 31), since=dt.date(2022, 1, 4), indicator=COVID, level=Level.KECAMATAN)


def test_one_run_is_one_figure_everywhere(services: Services) -> None:
    ask = services.room.ask
    with acting(OPERATOR):
        mapped, ranked, tiles = (ask(panel, RUN) for panel in ("map", "ranking", "tiles"))
        table = services.room.table(RUN, "map")
        way = ask("lineage", RUN)
        city = services.room.city()
        cases = city.panel("covid_by_event").counts["confirmed"]
        people = city.counts.people(city.panel("covid_by_event"))
    by_code = dict(zip(city.tree.codes[Level.KECAMATAN], mapped.values, strict=True))
    assert {row.code: round(row.value) for row in ranked.rows} == by_code
    assert [row[2].value for row in table.rows] == pytest.approx(
        [row.value for row in sorted(ranked.rows, key=lambda r: r.code)]
    )
    tile = next(tile for tile in tiles.tiles if tile.indicator.id == "covid-new-7d")
    rows = slice(18_996 - city.panel("covid_by_event").first, 19_024 - city.panel("covid_by_event").first)
    assert tile.value == cases[rows].sum() == way.numerator
    assert "28 hari sebelumnya" in say(tile.change, "id") and say(tile.indicator.short, "en") == "New COVID cases"
    assert "4–31 Jan 2022" in say(mapped.head.caption, "id") and "4–31 Jan 2022" in say(table.caption, "id")
    assert show(way.period, "id") == "4–31 Jan 2022"
    reported = city.panel("covid_by_event").reported[rows]
    person_days = (people[rows] * reported).sum()
    assert way.value == pytest.approx(cases[rows].sum() / person_days * 7 * 100_000)


def test_over_its_own_window_a_run_is_the_figure_of_its_last_day(services: Services) -> None:
    with acting(OPERATOR):
        for name in (COVID, "covid-new-7d", "waste-completion", "covid-deaths-7d"):
            plain = FilterState(date=dt.date(2022, 1, 20), indicator=name)
            week = FilterState(date=dt.date(2022, 1, 20), since=dt.date(2022, 1, 14), indicator=name)
            daily, run = services.room.ask("map", plain), services.room.ask("map", week)
            assert (daily.values, daily.classes, daily.states) == (run.values, run.classes, run.states), name


def test_the_trend_keeps_every_day_and_marks_the_run(services: Services) -> None:
    with acting(OPERATOR):
        view = services.room.ask("trend", RUN)
        plain = services.room.ask("trend", FilterState(date=RUN.date, indicator=COVID, level=Level.KECAMATAN))
    assert (view.since, view.marked) == (dt.date(2022, 1, 4), dt.date(2022, 1, 31)) and plain.since is None
    np.testing.assert_array_equal(view.series[0].values, plain.series[0].values)


def test_what_is_no_sum_over_days_stands_as_on_the_last_day_and_a_run_outside_the_data_is_cut(
    services: Services,
) -> None:
    with acting(OPERATOR):
        for name in ("covid-active", "wifi-live", "covid-rate-eb"):
            run = FilterState(date=RUN.date, since=RUN.since, indicator=name)
            plain = FilterState(date=RUN.date, indicator=name)
            chosen = services.room.ask("selection", run)
            assert not chosen.spanned and chosen.day == services.room.ask("selection", plain).day
        early = FilterState(date=dt.date(2020, 3, 20), since=dt.date(2019, 1, 1), indicator=COVID)
        chosen = services.room.ask("selection", early)
        assert chosen.run_days == chosen.day - chosen.first_day + 1
        assert np.isfinite(value_of(chosen, (), chosen.day)[0])


def test_daily_sums_are_cut_by_role_and_area_and_their_reading_is_written_down(web: Flask, services: Services) -> None:
    with acting(OPERATOR):
        key = services.room.ask("map", FilterState(indicator=COVID)).sums
    client = signed_in(web, "operator")
    answer = client.get(f"{ROOM}mesin/{COVID}/kecamatan/{key}/harian?lang=en")
    head = json.loads(answer.data[4 : 4 + int.from_bytes(answer.data[:4], "little")])
    assert (head["areas"], head["window"], head["byWindow"]) == (11, 7, True)
    assert answer.headers["Cache-Control"] == "no-store"
    with acting(Person("console", Role.ADMIN, via="process")):
        lines = services.people.audit_log(actor="operator", action="health data read").lines
    assert any(line["subject"] == f"every day of {COVID}, kecamatan" for line in lines)
    for address, status in ((f"{COVID}/rw/0000", 204), (f"covid-active/rw/{key}", 204), (f"x/rw/{key}", 404)):
        assert client.get(f"{ROOM}mesin/{address}/harian").status_code == status, address
    assert signed_in(web, "official").get(f"{ROOM}mesin/{COVID}/rw/{key}/harian").status_code == 204
    officer = Person("petugas.kel", Role.OFFICER, area=OFFICERS["petugas.kel"])
    with acting(officer):
        own = services.room.ask("map", FilterState(indicator=COVID))
    mine = signed_in(web, "petugas.kel").get(f"{ROOM}mesin/{COVID}/{own.level.value}/{own.sums}/harian")
    assert mine.status_code == 200 and len(own.values) < 63
    assert web.test_client().get(f"{ROOM}mesin/{COVID}/rw/{key}/harian").status_code in (302, 401, 403)


def test_the_programs_door_gives_a_run_and_a_set_as_the_screen_shows_them(web: Flask, services: Services) -> None:
    client, base = signed_in(web, "operator"), f"{ROOM}api/v1/values?indicator={COVID}&level=kecamatan"
    with acting(OPERATOR):
        mapped = services.room.ask("map", RUN)
    answer = client.get(f"{base}&span=2022-01-04,2022-01-31").get_json()
    assert [round(row["value"]) for row in answer["values"]] == mapped.values and answer["date"] == "2022-01-31"
    some = client.get(f"{base}&span=2022-01-04,2022-01-31&set=06_07").get_json()
    assert [row["area"] for row in some["values"]] == ["32.76.06", "32.76.07"]
    for wrong in (
        "span=2022-01-31,2022-01-04",
        "span=2022-01-04,2022-02-31",
        "span=2022-01-04,2022-01-31&date=2022-01-05",
        "set=x",
    ):
        assert client.get(f"{base}&{wrong}").status_code == 400, wrong
