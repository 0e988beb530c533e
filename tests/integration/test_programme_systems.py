"""Systems of the plan, lists of actions, where they are carried out, options of a meeting; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app import ROOM, create_server
from data.disclosure.subjects.programme import programme_rows
from data.domain.errors import BadRequestError, DecorError
from data.domain.filters import FilterState
from data.domain.monev import CloseQuarter, NewDecision
from data.domain.people import Person, acting
from data.domain.programme_systems import ActionFilter
from data.domain.reports import ReportForm, ReportStep
from data.ingest.load import Commitment, Delivery, load_prepared, prepare
from data.queries.cases import newest_step
from data.service import Services, open_services
from data.service.city import City
from data.settings import Settings
from data.subjects import registry
from data.tables.engine import writing
from tests.conftest import CLOCK, PASSWORD, SQLITE, signed_in
from tests.conftest import Load as Loader
from tests.plan import BAPPEDA, HEAD, INSPECTOR, ONE, PLAN, REPORTS, TARGETS, TWO, plan_row

pytestmark = pytest.mark.integration
STATES = (
    "programme,date,state,statement,source,status,reported_on\n"
    "Satu Data,2021-05-01,developing,Sedang dibangun.,https://contoh.example/1,published,2021-05-01\n"
    "Satu Data,2021-11-01,running,Sudah dipakai.,https://contoh.example/2,published,2021-11-01\n"
)
COHORTS = (
    "programme,cohort,kind,ended_on,couples,finished,source,status,reported_on\n"
    "Satu Data,Angkatan I,SAB,2021-06-30,25,,https://contoh.example/3,published,2021-07-01\n"
    "Satu Data,Angkatan II,ESAB,2021-12-31,25,24,,example,2021-12-31\n"
)
BEJI, TAPOS = "32.76.06.1001", "32.76.10.1001"
CITY = FilterState()


@pytest.fixture
def services(settings: Settings, load: Loader) -> Iterator[Services]:
    early = CLOCK.replace(year=2021, month=1, day=2)
    load("actions", PLAN, received=early)
    load("action-targets", TARGETS, received=early)
    load("action-areas", f"action,area\nA,{BEJI}\nA,{TAPOS}\n", received=early)
    load("action-progress", REPORTS + "A,2021-12-31,2022-01-05,6,,,,5,measured,Bappeda\n")
    load("programme-states", STATES)
    load("programme-cohorts", COHORTS)
    made = open_services(settings)
    yield made
    made.people.close()


def refusals(folder: Path) -> str:
    """What the reports of refused rows say."""
    return "".join(path.read_text("utf-8") for path in (folder / "reports").glob("*.csv"))


def codes(services: Services, state: FilterState = CITY, **asked: str) -> list[str]:
    with acting(ONE):
        return [row.code for row in services.programme_overview.listing(state, ActionFilter(**asked)).rows]


def test_actions_are_listed_by_what_a_chart_asks_and_by_the_selected_areas(services: Services) -> None:
    assert codes(services) == ["B", "A"], "B never reported and takes more"
    assert codes(services, opd="Dinas Satu") == ["A"] and codes(services, dimension="economy") == []
    assert codes(services, term="long", light="silent") == ["B", "A"] and codes(services, light="held") == []
    assert codes(services, obstacle="money") == []
    assert codes(services, obstacle="none") == ["B", "A"]
    for area, listed in (
        (BEJI, ["B", "A"]),
        ("32.76.06", ["B", "A"]),
        ("32.76.01", ["B"]),
        (f"{BEJI}.001", ["B", "A"]),
    ):
        assert codes(services, FilterState(areas=(area,))) == listed, area
    with acting(ONE):
        view = services.programme_overview.listing(CITY, ActionFilter())
    assert (view.areas, view.everywhere, view.total) == ({BEJI: 1, TAPOS: 1}, 1, 2)


@SQLITE
def test_an_office_whose_actions_weigh_nothing_has_a_course_all_the_same(services: Services, load: Loader) -> None:
    load(
        "actions", HEAD + plan_row("A", "Dinas Satu", 0) + plan_row("B", "Dinas Dua", 100, kind="share", unit="persen")
    )
    with acting(ONE):
        courses = {row.name: row for row in services.programme_overview.courses(CITY)}
    assert courses["Dinas Satu"].claimed == [60.0] and courses["Dinas Dua"].claimed == []
    with acting(ONE):
        offices = services.programme_overview.offices(CITY)
    assert {row.opd: row.progress.claimed for row in offices} == {"Dinas Satu": 60.0, "Dinas Dua": 0.0}


def test_a_programme_has_its_state_its_cohorts_and_its_areas_as_they_were_known(services: Services) -> None:
    with acting(ONE):
        now = services.programme.programme("satu-data", CITY)
        then = services.programme.programme("satu-data", FilterState(as_known_on=date(2021, 8, 1)))
        summary = services.programme_overview.programmes(CITY)[0]
    assert (now.state, summary.state, len(now.statements)) == ("running", "running", 2)
    assert [(c.name, c.couples, c.finished, c.published) for c in now.cohorts] == [
        ("Angkatan II", 25, 24, False),
        ("Angkatan I", 25, None, True),
    ]
    assert (then.state, [c.name for c in then.cohorts]) == ("developing", ["Angkatan I"])
    assert now.areas == {BEJI: 1, TAPOS: 1} and [len(c.report_days) for c in now.courses] == [0, 1]


@SQLITE
def test_what_is_published_names_its_source(load: Loader, tmp_path: Path) -> None:
    with pytest.raises(DecorError):
        load("programme-states", STATES.replace("https://contoh.example/2", ""))
    assert "names its source" in refusals(tmp_path)


@SQLITE
def test_an_action_that_is_dropped_is_in_the_plan_no_more_but_still_as_it_was_known(
    services: Services, load: Loader, tmp_path: Path
) -> None:
    head = HEAD.replace("\n", ",dropped_on\n")
    rows = [plan_row("A", "Dinas Satu", 100), plan_row("B", "Dinas Dua", 40, kind="share", unit="persen", target=100)]
    with pytest.raises(DecorError, match="add up to 140"):
        load("actions", head + "".join(row.replace("\n", ",\n") for row in rows))
    load("actions", head + rows[0].replace("\n", ",\n") + rows[1].replace("\n", ",2022-02-01\n"))
    assert codes(services) == ["A"] and codes(services, FilterState(as_known_on=date(2022, 1, 31))) == ["B", "A"]
    with pytest.raises(DecorError):
        load("action-progress", REPORTS + "B,2022-01-31,2022-02-02,50,50,100,,5,none,\n")
    assert "no longer has" in refusals(tmp_path)


@SQLITE
def test_of_two_reports_at_one_time_the_second_is_checked_against_the_first(
    services: Services, engine: Engine, tmp_path: Path, load: Loader
) -> None:
    del services
    path = tmp_path / "lebih-awal.csv"
    path.write_text(REPORTS + "A,2022-01-31,2022-02-02,7,,,,5,none,\n", "utf-8")
    later = prepare(engine, "action-progress", Delivery(path, CLOCK, CLOCK, simulated=True))
    # Checked already; before it is written another one comes in.
    load("action-progress", REPORTS + "A,2022-01-15,2022-02-01,9,,,,5,none,\n")
    with pytest.raises(DecorError, match="one way only"), writing(engine) as connection:
        load_prepared(connection, later, Commitment())


def test_a_decision_keeps_its_option_and_what_was_forecast_for_it(services: Services) -> None:
    with acting(BAPPEDA):
        view = services.monev.meeting(CITY)
        assert [row.code for row in view.gap] == ["B", "A"]
        made = {each.option: each for each in view.options[0]}
        # B never reported: as it goes on the plan reaches 60 % × A, without B it is A's alone.
        assert made["continue"].end is None and made["stop"].reached > made["continue"].reached
        assert made["catch_up"].reached - made["continue"].reached == pytest.approx(40 * 0.9, abs=0.6)
        assert made["move"].gap > made["continue"].gap and made["continue"].day == date(2022, 6, 30)
        asked = {"text": "Keluarkan dari rencana", "opd": "Dinas Dua", "due": "2022-03-31"}
        for wrong, words in (({"option": "hapus", "action": "B"}, "list"), ({"option": "stop"}, "which action")):
            with pytest.raises(BadRequestError, match=words):
                services.monev.decide(NewDecision.model_validate({**asked, **wrong}))
        services.monev.decide(NewDecision.model_validate({**asked, "action": "B", "option": "stop"}))
        kept = services.monev.meeting(CITY).decisions[0]
    assert kept.option == "stop" and kept.forecast is not None
    assert kept.forecast.reached == pytest.approx(made["stop"].reached, abs=1e-4)


def reported(services: Services, steps: tuple[tuple[Person, str], ...]) -> int:
    values = {"action": "A", "day": "2022-01-31", "actual": "8", "spent_rp": "100000", "evidence": "measured"}
    values["evidence_ref"] = "hasil survei"
    with acting(ONE):
        number = services.programme_reports.keep(ReportForm.model_validate(values))
    for who, step in steps:
        with acting(who):
            seen = services.programme_reports.report(number).version
            form = ReportStep(seen=seen, step=step, evidence="measured", note="sudah dilihat")
            services.programme_reports.lead_on(number, form)
    return number


def test_the_public_is_told_what_was_accepted_and_by_quarter_what_was_frozen(services: Services) -> None:
    def city() -> City:
        return services.room.filled_city()

    steps = ((ONE, "submit"), (INSPECTOR, "check"), (TWO, "verify"))
    before = newest_step(city().reader.whole(), registry().public_processes())
    number = reported(services, steps)
    with acting(ONE):
        assert services.programme.progress(None)[1].claimed == 48.0  # type: ignore[union-attr]
    assert programme_rows(city())["progress"][-2][4] == 36.0, "it waits for a review office"
    with acting(BAPPEDA):
        services.monev.meeting(CITY)
        seen = services.programme_reports.report(number).version
        services.programme_reports.lead_on(number, ReportStep(seen=seen, step="accept", note=""))
    rows = programme_rows(city())
    assert [(row[1], row[4]) for row in rows["progress"] if row[0] == "all"][-1] == ("2022-01-31", 48.0)
    assert newest_step(city().reader.whole(), registry().public_processes()) != before
    assert rows["programme"] == [("satu-data", "Satu Data", 1)] and len(rows["programme_progress"]) == 2
    (open_quarter,) = [row for row in rows["quarter"] if row[0] == "2021-Q4"]
    assert open_quarter[3] == 36.0 and open_quarter[6:] == (None, None, None)
    with acting(BAPPEDA):
        frozen = services.programme_snapshots.close(CloseQuarter(quarter="2021-Q4"), lambda _: b"%PDF-1.4")
    rows = programme_rows(city())
    (closed,) = [row for row in rows["quarter"] if row[0] == "2021-Q4"]
    assert closed[:6] == open_quarter[:6] and closed[6] == frozen and len(closed[7]) == 64
    (own,) = [row for row in rows["quarter_dimension"] if row[0] == "2021-Q4"]
    assert own[1] == "government" and own[3] == pytest.approx(36.0) and own[-1] == 2


@SQLITE
def test_a_file_s_row_is_told_until_the_report_that_replaces_it_is_accepted(services: Services, load: Loader) -> None:
    def published() -> list[float]:
        return [row[4] for row in programme_rows(services.room.filled_city())["progress"] if row[0] == "all"]

    load("action-progress", REPORTS + "A,2022-01-31,2022-02-02,7,,,,5,measured,Bappeda\n")
    assert published()[-1] == 42.0
    number = reported(services, ((ONE, "submit"), (INSPECTOR, "check"), (TWO, "verify")))
    assert published()[-1] == 42.0, "what was accepted, not nothing and not what waits"
    with acting(BAPPEDA):
        seen = services.programme_reports.report(number).version
        services.programme_reports.lead_on(number, ReportStep(seen=seen, step="accept", note=""))
    assert published()[-1] == 48.0


@SQLITE
def test_every_chart_leads_to_the_actions_behind_it(services: Services, settings: Settings) -> None:
    services.people.make_demo_accounts(PASSWORD)
    client = signed_in(create_server(settings, services), "official")
    for lang, words in (("id", "aksi"), ("en", "actions")):
        for page in (
            "semua",
            "daftar",
            "daftar?dimensi=government&jangka=long",
            "daftar?opd=%3Cscript%3E",
            "satu-data",
        ):
            answer = client.get(f"{ROOM}program/{page}", query_string=None)
            assert answer.status_code == 200, page
            text = client.get(f"{ROOM}program/{page}{'&' if '?' in page else '?'}lang={lang}").text
            assert words in text and "<script>" not in text.split("<main", 1)[1], (page, lang)
    whole = client.get(f"{ROOM}program/semua").text
    for link in ("daftar?opd=Dinas+Satu", f"daftar?area={BEJI}"):
        assert f"{ROOM}program/{link}" in whole, link
    programme = client.get(f"{ROOM}program/satu-data?lang=en").text
    assert "What sources say: running" in programme and "contoh.example" in programme and "Angkatan I" in programme
