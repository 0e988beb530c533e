"""Computed results: for exactly the data that are shown, or said to be missing; on both databases."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from esda.smoothing import Empirical_Bayes
from flask import Flask
from scipy.stats import chi2
from sqlalchemy import Engine, delete, func, select

from data.commands.results import keep_field
from data.domain.areas import Level
from data.domain.errors import DecorError
from data.domain.filters import FilterState
from data.domain.people import Person, Role, acting
from data.domain.views import Sentence
from data.indicators.field import Estimate
from data.ingest.rollback import rollback
from data.jobs.registry import KINDS
from data.jobs.worker import Worker
from data.queries.results import newest_run
from data.results.job import compute_results
from data.service import RoomService, Services
from data.service.brief import officials_brief
from data.service.results import code_version
from data.service.series import ValuesAnswer, ValuesQuestion, values
from data.settings import Settings
from data.subjects import registry
from data.tables.jobs import JobRow
from data.tables.results import ResultRun, ResultValue
from data.tables.schema import Load
from data.text import say
from layouts.components.lineage import lineage
from layouts.components.ranking import ranking
from layouts.markup import el, html_of
from tests.conftest import CLOCK, signed_in
from tests.conftest import Load as Loader

pytestmark = pytest.mark.integration
KELURAHAN = "32.76.02.1010"
AREAS = [f"{KELURAHAN}.{number:03}" for number in range(1, 23)]
DAY = date(2021, 3, 7)
HEAD = "area,date,reported_on,confirmed,recovered,deaths\n"
MEASURES = 6
"""Measures of `wifi-reach`: four radii, near two, within the radius class."""
POINTS = "point,area,lon,lat,registered_on,live_on,refused_on,reported_on\n"
OUTAGES = "point,started_at,ended_at,cause,reported_on\n"


def week(extra: int = 0, reported: str = "") -> str:
    """A week of counts that differ from RW to RW."""
    rows = [
        f"{area},2021-03-{day:02},{reported or f'2021-03-{day:02}'},{(number * day) % 5 + extra},0,0\n"
        for number, area in enumerate(AREAS)
        for day in range(1, 8)
    ]
    return HEAD + "".join(rows)


@pytest.fixture
def settings(engine: Engine, tmp_path: Path) -> Settings:
    return Settings(engine.url.render_as_string(hide_password=False), tmp_path, CLOCK, 0)


@pytest.fixture
def room(engine: Engine, settings: Settings) -> RoomService:
    return RoomService(engine, settings)


def compute(settings: Settings, known_on: int | None = None) -> None:
    compute_results(settings, {"known_on": known_on}, lambda _share, _step: None)


def smoothed(room: RoomService, **more: object) -> ValuesAnswer:
    return values(room, ValuesQuestion("covid-rate-eb", Level.RW, day=DAY, areas=(KELURAHAN,), **more))


def asked(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(JobRow.arguments).where(JobRow.kind == "results")).scalars())


def test_a_result_is_missing_until_it_is_computed_and_never_that_of_older_data(
    engine: Engine, settings: Settings, room: RoomService, load: Loader
) -> None:
    load("covid-daily", week())
    before = smoothed(room)
    assert before.computing and {row["value"] for row in before.rows} == {None}
    smoothed(room)
    assert asked(engine) == ['{"known_on": null}'], "asked for once, however often somebody looks"
    Worker(engine, settings, KINDS).run(until_idle=True)
    first = smoothed(room)
    assert not first.computing and all(row["value"] for row in first.rows)
    load("covid-daily", week(extra=1, reported="2021-03-08"), "second.csv", CLOCK + timedelta(minutes=1))
    between = smoothed(room)
    assert between.computing and {row["value"] for row in between.rows} == {None}
    compute(settings)
    assert [row["value"] for row in smoothed(room).rows] != [row["value"] for row in first.rows]


def test_the_page_says_that_a_figure_is_being_computed(room: RoomService, load: Loader) -> None:
    load("covid-daily", week())
    state = FilterState(indicator="covid-rate-poisson", level=Level.RW, date=DAY)
    sentence: Sentence = room.ask("sentence", state, "covid")
    assert say(sentence.bold, "id").endswith("sedang dihitung untuk data terbaru")
    view = room.ask("map", state, "covid")
    assert set(view.classes) == {"-"} and "being computed" in say(view.head.finding, "en")
    assert room.ask("trend", state, "covid").band is None
    assert len(room.table(state, "map", "covid").rows) == 924


def test_values_are_those_of_the_packages(settings: Settings, room: RoomService, load: Loader) -> None:
    load("covid-daily", week())
    compute(settings)
    rows = values(room, ValuesQuestion("covid-rate-eb", Level.RW, day=DAY)).rows
    known = [row for row in rows if row["value"] is not None]
    counts, people = (np.array([row[name] for row in known], dtype=float) for name in ("numerator", "denominator"))
    assert len(known) == len(AREAS)
    expected = Empirical_Bayes(counts, people).r.ravel() * 100_000
    assert np.array([row["value"] for row in known]) == pytest.approx(expected, rel=1e-5)
    assert all(0 < row["borrowed"] < 1 and row["low"] < row["value"] < row["high"] for row in known)
    crude = values(room, ValuesQuestion("covid-rate-poisson", Level.RW, day=DAY, areas=(AREAS[3],))).rows[0]
    n, residents = crude["numerator"], crude["denominator"]
    assert crude["value"] == pytest.approx(n / residents * 100_000, rel=1e-5)
    assert crude["low"] == pytest.approx(chi2.ppf(0.025, 2 * n) / 2 / residents * 100_000, rel=1e-5)
    assert crude["high"] == pytest.approx(chi2.ppf(0.975, 2 * n + 2) / 2 / residents * 100_000, rel=1e-5)
    assert "borrowed" not in crude
    plain = values(room, ValuesQuestion("covid-incidence-7d", Level.RW, day=DAY, areas=(AREAS[3],))).rows[0]
    assert plain["value"] == pytest.approx(crude["value"], rel=1e-5) and "low" not in plain


def test_as_known_earlier_is_a_result_of_its_own(
    engine: Engine, settings: Settings, room: RoomService, load: Loader
) -> None:
    load("covid-daily", week())
    load("covid-daily", week(extra=2, reported="2021-03-20"), "second.csv", CLOCK + timedelta(minutes=1))
    compute(settings)
    earlier = date(2021, 3, 10)
    assert smoothed(room, known_on=earlier).computing
    Worker(engine, settings, KINDS).run(until_idle=True)
    known = smoothed(room, known_on=earlier)
    assert not known.computing
    assert sum(row["numerator"] for row in known.rows) + 2 * 7 * 22 == sum(r["numerator"] for r in smoothed(room).rows)


def test_who_sees_one_area_sees_the_same_figure_of_it(settings: Settings, room: RoomService, load: Loader) -> None:
    load("covid-daily", week())
    compute(settings)
    against = {KELURAHAN: "dalam batas kebetulan terhadap kota (440)", AREAS[4]: "di atas kota (440), bukan kebetulan"}
    for code, level in ((KELURAHAN, Level.KELURAHAN), (AREAS[4], Level.RW)):
        state = FilterState(areas=(code,), level=level, date=DAY, indicator="covid-rate-eb")
        whole = room.ask("sentence", state, "covid").bold
        with acting(Person("own", Role.OFFICER, area=code)):
            own = room.ask("sentence", FilterState(level=level, date=DAY, indicator="covid-rate-eb"), "covid").bold
        # Whoever sees no city is told nothing against it.
        assert say(whole, "id") == f"{say(own, 'id')}: {against[code]}"


def test_several_areas_together_have_a_value_and_no_interval(
    settings: Settings, room: RoomService, load: Loader
) -> None:
    load("covid-daily", week())
    compute(settings)
    two = FilterState(areas=(AREAS[3], AREAS[4]), level=Level.RW, date=DAY, indicator="covid-rate-poisson")
    plain = FilterState(areas=(AREAS[3], AREAS[4]), level=Level.RW, date=DAY, indicator="covid-incidence-7d")
    bold, other = (say(room.ask("sentence", state, "covid").bold, "en") for state in (two, plain))
    assert "95 %" not in bold
    assert bold.rsplit(" per ")[0].rsplit(" ")[-1] == other.rsplit(" per ")[0].rsplit(" ")[-1]


def test_only_the_newest_figures_are_kept_and_every_run(engine: Engine, settings: Settings, load: Loader) -> None:
    load("covid-daily", week())
    compute(settings)
    compute(settings)
    load("covid-daily", week(extra=1, reported="2021-03-08"), "second.csv", CLOCK + timedelta(minutes=1))
    compute(settings)
    with engine.connect() as connection:
        runs = connection.execute(select(func.count()).select_from(ResultRun).where(ResultRun.kind == "covid-rate-eb"))
        kept = connection.execute(select(ResultValue.run_id).distinct()).scalars().all()
        kinds = connection.execute(select(ResultRun.kind).where(ResultRun.id.in_(kept))).scalars().all()
    assert runs.scalar_one() == 2, "a run for the same data is not made again"
    assert sorted(kinds) == [
        "covid-against-city",
        "covid-rate-eb",
        "covid-rate-poisson",
        "covid-rate-spatial",
        "covid-relative-risk",
        "covid-twice-city",
        "covid-zone",
        "usual:covid-new-7d",
    ]


def test_a_taken_back_load_takes_its_results_with_it(
    engine: Engine, settings: Settings, room: RoomService, load: Loader
) -> None:
    load("covid-daily", week())
    compute(settings)
    first = [row["value"] for row in smoothed(room).rows]
    bad = load("covid-daily", week(extra=9, reported="2021-03-08"), "bad.csv", CLOCK + timedelta(minutes=1))
    compute(settings)
    rollback(engine, bad.load_id)
    room.invalidate()
    assert smoothed(room).computing
    compute(settings)
    assert [row["value"] for row in smoothed(room).rows] == first


def test_figures_that_were_taken_away_are_computed_again(
    engine: Engine, settings: Settings, room: RoomService, load: Loader
) -> None:
    load("covid-daily", week())
    compute(settings)
    with engine.begin() as connection:
        connection.execute(delete(ResultValue))
    assert smoothed(room).computing
    compute(settings)
    assert not smoothed(room).computing


def test_a_run_that_ends_late_leaves_the_newer_one_alone(
    engine: Engine, settings: Settings, room: RoomService, load: Loader
) -> None:
    load("covid-daily", week())
    compute(settings)
    late = newest_run(engine, "covid-rate-eb")
    assert late is not None
    load("covid-daily", week(extra=1, reported="2021-03-08"), "second.csv", CLOCK + timedelta(minutes=1))
    compute(settings)
    nothing = Estimate(*(np.zeros((1, 1)) for _ in range(4)))
    keep_field(engine, late.key, {Level.KOTA: nothing}, first=0, parameters={}, seconds=0.0)
    assert not smoothed(room).computing


def test_another_definition_is_another_result() -> None:
    declared = registry().indicators["covid-rate-eb"]
    versions = {
        code_version(declared.method, changed.definition)
        for changed in (declared, replace(declared, window=14), replace(declared, scale=1_000))
    }
    assert len(versions) == 3
    assert code_version(declared.method, replace(declared, decimals=1).definition) in versions


def point(name: str, live: str = "2020-10-01") -> str:
    return f"{name},{AREAS[0]},106.8700,-6.3600,2020-09-29,{live},,2020-10-01\n"


def reached(room: RoomService) -> float | None:
    return values(room, ValuesQuestion("wifi-people-100m", Level.KOTA, day=CLOCK.date())).rows[0]["numerator"]


def test_a_derived_dataset_is_loaded_like_any_other_and_only_what_changed(
    engine: Engine, settings: Settings, room: RoomService, load: Loader
) -> None:
    load("wifi-points", POINTS + point("a"))
    compute(settings)
    assert (reached(room) or 0) > 0
    with engine.connect() as connection:
        first = connection.execute(select(Load).where(Load.dataset == "wifi-reach")).one()
    # A row an RW at its beginning, and one where the point went live for each RW that it reaches.
    assert 924 < first.kept / MEASURES < 940 and first.file_name.startswith("wifi-reach-")
    compute(settings)
    load("wifi-outages", OUTAGES + "a,2022-02-16 10:00,,power,2022-02-16\n")
    room.invalidate()
    assert room.feeds()["wifi-reach"].outdated
    stale = FilterState(indicator="wifi-people-100m")
    assert room.ask("ranking", stale, "wifi").head.stamp.outdated
    compute(settings)
    assert reached(room) == 0
    assert not room.feeds()["wifi-reach"].outdated
    with engine.connect() as connection:
        loads = connection.execute(select(Load.kept).where(Load.dataset == "wifi-reach").order_by(Load.id)).scalars()
        assert [kept < 16 * MEASURES for kept in loads] == [False, True], "one load, then only what the outage changed"


def test_without_a_register_nobody_is_said_to_be_out_of_reach(
    engine: Engine, settings: Settings, room: RoomService, load: Loader
) -> None:
    load("covid-daily", week())
    compute(settings)
    assert reached(room) is None
    with engine.connect() as connection:
        assert connection.execute(select(Load.id).where(Load.dataset == "wifi-reach")).first() is None


def test_a_derived_load_that_was_taken_back_is_computed_anew(
    engine: Engine, settings: Settings, room: RoomService, load: Loader
) -> None:
    load("wifi-points", POINTS + point("a"))
    compute(settings)
    before = reached(room)
    with engine.connect() as connection:
        number = connection.execute(select(Load.id).where(Load.dataset == "wifi-reach")).scalar_one()
    rollback(engine, number)
    room.invalidate()
    compute(settings)
    room.invalidate()
    assert reached(room) == before and before
    assert not room.feeds()["wifi-reach"].outdated


def test_from_a_derived_figure_back_to_its_run_and_the_files_it_stood_on(
    settings: Settings, room: RoomService, load: Loader
) -> None:
    register = load("wifi-points", POINTS + point("a"), "points.csv")
    compute(settings)
    view = room.ask("lineage", FilterState(indicator="wifi-people-100m"), "wifi")
    assert [row.dataset for row in view.loads if row.dataset != "population"] == ["wifi-reach"]
    run = view.runs[0]
    assert run.kind == "wifi-reach" and run.with_.startswith("data.results.wifi_reach:people_near_points (")
    assert [(row.dataset, row.id, row.file_name) for row in run.inputs] == [
        ("wifi-points", register.load_id, "points.csv")
    ]


def test_no_file_of_a_derived_dataset_is_taken(load: Loader) -> None:
    with pytest.raises(DecorError, match="is computed by the room"):
        load("wifi-reach", f"area,date,measure,value\n{AREAS[0]},2021-03-01,people_100m,900\n")


def test_files_and_tables_carry_the_interval(web: Flask) -> None:
    client = signed_in(web, "steward")
    question = "/ruang/api/v1/values?indicator=covid-rate-eb&level=rw&area=32.76.02.1010.006"
    row = client.get(question).get_json()["values"][0]
    text = client.get(f"{question}&format=csv").get_data(as_text=True)
    line = next(csv.DictReader(io.StringIO(text)))
    assert [float(line[name]) for name in ("low", "high", "borrowed")] == [row["low"], row["high"], row["borrowed"]]
    table = client.get("/ruang/unduh/map.csv?page=covid&indicator=covid-rate-eb&level=rw&lang=en").get_data(
        as_text=True
    )
    assert "lower, 95 %" in table and "borrowed from all areas, %" in table


@pytest.mark.parametrize("indicator", ["covid-rate-poisson", "covid-rate-eb", "covid-relative-risk"])
def test_a_flag_is_the_interval_against_the_citys_value_everywhere(service: RoomService, indicator: str) -> None:
    day = date(2021, 7, 1)
    city = values(service, ValuesQuestion(indicator, Level.KOTA, day=day)).rows[0]
    assert "flag" not in city
    rows = values(service, ValuesQuestion(indicator, Level.RW, day=day)).rows
    for row in rows:
        sure = row["low"] is not None
        above, below = sure and row["low"] > city["value"], sure and row["high"] < city["value"]
        assert row["flag"] == (("above" if above else "below" if below else "within") if sure else None)
    assert {row["flag"] for row in rows} >= {"above", "below", "within"}
    state = FilterState(indicator=indicator, level=Level.RW, date=day)
    assert service.ask("map", state, "covid").flags == [row["flag"] for row in rows]
    by_code = {row["area"]: row["flag"] for row in rows}
    assert all(line.flag == by_code[line.code] for line in service.ask("ranking", state, "covid").rows)


def test_a_category_has_the_same_words_on_every_screen_and_no_number(service: RoomService) -> None:
    day, kelurahan = date(2021, 7, 1), "32.76.01.1006"
    rows = values(service, ValuesQuestion("covid-against-city", Level.KELURAHAN, day=day)).rows
    assert {row["category"] for row in rows} == {"above", "like", "below"}
    assert all((row["low"], row["high"]) == (None, None) and 0 <= row["p"] <= 1 for row in rows)
    own = next(row for row in rows if row["area"] == kelurahan)["category"]
    state = FilterState(indicator="covid-against-city", level=Level.KELURAHAN, date=day, areas=(kelurahan,))
    picture = service.ask("map", state, "covid")
    assert (picture.lows, picture.flags) == ([], [])
    assert sum(picture.tally) == len(rows) and picture.tally[3:] == (0, 0)
    assert set(picture.steps) == {"b", "c", "d"}
    assert f"against the city {own} the city's rate" in say(service.ask("sentence", state, "covid").bold, "en")
    table = service.table(state, "map", "covid")
    assert next(row for row in table.rows if row[1] == kelurahan)[2].text == own
    ranks = html_of(el("div", *ranking(service.ask("ranking", state, "covid"), lang="en")))
    assert own in ranks and "whole" not in ranks


def test_a_category_of_several_areas_is_none_and_says_why(service: RoomService, services: Services) -> None:
    areas = ("32.76.01.1006", "32.76.01.1007")
    state = FilterState(indicator="covid-against-city", level=Level.KELURAHAN, date=date(2021, 7, 1), areas=areas)
    assert "no figure for COVID rate against the city" in say(service.ask("sentence", state, "covid").bold, "en")
    assert [series.code for series in service.ask("trend", state, "covid").series] == list(areas)
    shown = html_of(el("div", *lineage(service.ask("lineage", state, "covid"), "en")))
    assert "exists for one area at a time only" in shown and "Nothing was reported" not in shown
    alone = html_of(el("div", *lineage(service.ask("lineage", replace(state, areas=areas[:1]), "covid"), "en")))
    assert "= 0" not in alone, "the ratio of the parts is not the category"
    assert "neither rises nor falls" in say(officials_brief(service, services.alerts, state).moved, "en")


def test_who_sees_no_city_sees_no_flag_against_it(service: RoomService) -> None:
    state = FilterState(indicator="covid-rate-poisson", level=Level.RW, date=date(2021, 7, 1))
    with acting(Person("kel", Role.OFFICER, area="32.76.06.1003")):
        assert service.ask("map", state, "covid").flags == []


def test_the_city_has_a_usual_range_for_its_daily_cases(service: RoomService) -> None:
    view = service.ask("trend", FilterState(indicator="covid-new-7d", date=date(2021, 7, 1)), "covid")
    assert view.band is not None and view.bars is not None
    inside = (view.bars.values >= view.band.lower) & (view.bars.values <= view.band.upper)
    assert 0.6 < inside.mean() <= 1.0, "a wave that grows is not usual every day; most days are"
