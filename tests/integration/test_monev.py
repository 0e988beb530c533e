"""Sessions, findings, closed quarters and decisions through their doors, on both databases."""

from __future__ import annotations

import hashlib
import io
import re
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, select, update

from app import ROOM, create_server
from data.commands.cases import OvertakenError
from data.domain.errors import BadRequestError, DecorError
from data.domain.filters import FilterState
from data.domain.monev import CloseQuarter, DecisionStep, FindingStep, NewDecision, NewFinding, NewSession
from data.domain.people import ForbiddenError, Person, Role, acting
from data.domain.reports import ReportForm, ReportStep
from data.ingest import rollback
from data.service import Services, open_services
from data.settings import Settings
from data.tables.schema import Load
from data.tables.workflow import Snapshot
from data.workflow.process import StepRefusedError
from layouts.paper.monev import meeting_pdf, snapshot_pdf
from tests.conftest import CLOCK, PASSWORD, SQLITE, signed_in
from tests.conftest import Load as Loader
from tests.plan import BAPPEDA, COUNCIL, INSPECTOR, NOBODYS, ONE, PLAN, REPORTS, TARGETS, TWO

pytestmark = pytest.mark.integration
SESSIONS = "session,date,assessor,scope,published_progress,government\nM-1,2021-11-18,Kementerian,Rencana aksi,75,2.5\n"
ABOUT = "2021-11-18,2022-02-01"
FINDINGS = (
    "finding,session,dimension,action,statement,recommendation,opd,found_on,due_on,done_on,closed_on,closed_by,"
    "reported_on\n"
    f"F1,M-1,government,A,Bukti kurang,Lampirkan bukti,Dinas Satu,{ABOUT},,,,2021-11-18\n"
    f"F2,M-1,government,B,Data beda,Samakan,Dinas Dua,{ABOUT},2021-12-01,2021-12-18,Bappeda,2021-12-18\n"
    f"F3,M-1,government,,Tenaga kurang,Tunjuk,Dinas Dua,{ABOUT},2021-12-01,2021-12-18,dinas dua,2021-12-18\n"
)


@pytest.fixture
def services(settings: Settings, load: Loader) -> Iterator[Services]:
    early = CLOCK.replace(year=2021, month=1, day=2)
    load("actions", PLAN, received=early)
    load("action-targets", TARGETS, received=early)
    load("action-progress", REPORTS + "A,2021-12-31,2022-01-05,6,,,,5,measured,Bappeda\n")
    load("monev-sessions", SESSIONS)
    load("monev-findings", FINDINGS)
    made = open_services(settings)
    yield made
    made.people.close()


def put(services: Services, who: Person = COUNCIL, **more: object) -> int:
    values = {"action": "A", "text": "Manfaat belum diukur", "recommendation": "Ukur tiap triwulan", **more}
    with acting(who):
        return services.monev.open_finding(NewFinding.model_validate({"due": "2022-03-31", **values}))


def led(services: Services, who: Person, number: int, step: str, note: str = "sudah dikerjakan") -> None:
    with acting(who):
        seen = services.monev.finding(number)[2]
        services.monev.lead_on(number, FindingStep(seen=seen, step=step, note=note))


def test_a_finding_is_closed_by_a_second_office_and_opens_again_when_it_comes_back(services: Services) -> None:
    number = put(services, session="M-1")
    with acting(COUNCIL):
        row = services.monev.finding(number)[0]
    assert (row.opd, row.dimension, row.session, row.state) == ("Dinas Satu", "government", "M-1", "open")
    with pytest.raises(StepRefusedError, match="Dinas Satu"):
        led(services, TWO, number, "plan")
    led(services, ONE, number, "plan", "disurvei Maret")
    led(services, ONE, number, "do", "hasil survei terlampir")
    for who, words in ((ONE, "another office"), (NOBODYS, "no office")):
        with pytest.raises(StepRefusedError, match=words):
            led(services, who, number, "close")
    with pytest.raises(ForbiddenError):
        led(services, COUNCIL, number, "close")
    led(services, COUNCIL, number, "comment-done", "dewan membaca hasilnya")
    led(services, TWO, number, "close")
    with acting(TWO):
        row, record, version, steps = services.monev.finding(number)
    assert (row.state, row.closed_by, row.open) == ("closed", "Dinas Dua", False) and version == 5
    assert record[3].note == "dewan membaca hasilnya" and [name for name, _ in steps] == ["reopen", "comment-closed"]
    led(services, COUNCIL, number, "reopen", "muncul lagi di Tapos")
    with acting(ONE):
        row = services.monev.finding(number)[0]
    assert (row.state, row.done, row.closed, row.closed_by) == ("open", None, None, "")


@SQLITE
def test_findings_of_a_file_are_as_far_as_a_second_office_has_seen(services: Services) -> None:
    view = services.monev.view()
    states = {row.code: (row.state, row.overdue, row.closed_by) for row in (*view.open, *view.closed)}
    assert states == {"F1": ("open", True, ""), "F2": ("closed", False, "Bappeda"), "F3": ("done", False, "")}
    assert view.by_dimension == [("government", 2, 1)] and view.overdue == 1
    (session,) = view.sessions
    assert (session.published, session.scores["government"], session.scores["economy"]) == (75.0, 2.5, None)
    assert (session.findings, session.open) == (3, 2)
    # One of three closed after 30 days, two still open after 90: two thirds last longer.
    assert view.ageing.time == [0.0, 30.0] and view.ageing.share[1] == pytest.approx(2 / 3)


@SQLITE
def test_who_may_not_and_what_cannot_be_is_refused(services: Services) -> None:
    for who in (Person("operator", Role.OPERATOR), Person("steward", Role.STEWARD), Person("layar", Role.DEVICE)):
        with pytest.raises(ForbiddenError):
            put(services, who)
    for more, field in (
        ({"action": "Z"}, "action"),
        ({"action": "", "dimension": "hantu"}, "dimension"),
        ({"action": "", "dimension": "economy"}, "opd"),
        ({"due": "2022-01-01"}, "due"),
        ({"session": "M-9"}, "session"),
    ):
        with pytest.raises(BadRequestError) as refused:
            put(services, **more)
        assert refused.value.field == field
    put(services)
    with pytest.raises(BadRequestError, match="already"):
        put(services)
    held = NewSession(day=date(2022, 2, 1), assessor="Inspektorat", scope="Triwulan IV")
    for who in (COUNCIL, ONE, NOBODYS):
        with acting(who), pytest.raises(ForbiddenError):
            services.monev.open_session(held)
    with acting(BAPPEDA):
        services.monev.open_session(held)
        with pytest.raises(BadRequestError, match="already"):
            services.monev.open_session(held)
        assert [session.day for session in services.monev.sessions()] == [date(2022, 2, 1), date(2021, 11, 18)]


def test_two_at_one_finding_the_second_is_told(services: Services) -> None:
    number = put(services)
    led(services, ONE, number, "do")
    with acting(TWO):
        seen = services.monev.finding(number)[2]
    led(services, BAPPEDA, number, "close")
    with acting(TWO), pytest.raises((OvertakenError, StepRefusedError)):
        services.monev.lead_on(number, FindingStep(seen=seen, step="close", note="dilihat"))


def closed(services: Services, quarter: str = "2021-Q4", who: Person = BAPPEDA) -> int:
    with acting(who):
        return services.programme_snapshots.close(CloseQuarter(quarter=quarter), snapshot_pdf)


def test_a_closed_quarter_is_printed_again_byte_for_byte_and_changes_by_no_route(
    services: Services, engine: Engine, load: Loader
) -> None:
    with acting(BAPPEDA):
        assert services.programme_snapshots.view().closable == ["2021-Q4"]
    number = closed(services)
    with acting(ONE):
        frozen = services.programme_snapshots.snapshot(number)
        files = [services.programme_snapshots.file(number, kind) for kind in ("pdf", "xlsx")]
    assert frozen.content["progress"]["claimed"] == 36.0 and frozen.content["findings"][0]["code"] == "F1"
    assert [hashlib.sha256(body).hexdigest() for body in files] == [frozen.content["files"][k] for k in ("pdf", "xlsx")]
    assert files[0] == snapshot_pdf(frozen.content), "drawn anew it is the same"
    assert load_workbook(io.BytesIO(files[1]))["Aksi"].max_row == 3
    later = REPORTS + "A,2021-12-31,2022-02-16,9,,,,5,none,\n"
    with pytest.raises(DecorError, match="2021-Q4 is closed"):
        load("action-progress", later)
    with engine.connect() as connection:
        numbers = connection.execute(select(Load.id).where(Load.dataset == "action-progress", Load.state == "loaded"))
        (only,) = numbers.scalars().all()
    with pytest.raises(DecorError, match="2021-Q4 is closed"):
        rollback(engine, only)
    with acting(ONE):
        report = ReportForm.model_validate({"action": "A", "day": "2021-11-30", "actual": 5, "spent_rp": 1})
        draft = services.programme_reports.keep(report)
        with pytest.raises(DecorError, match="2021-Q4 is closed"):
            services.programme_reports.lead_on(draft, ReportStep(seen=1, step="submit"))
        assert services.programme_reports.report(draft).row.state == "draft"
    load("action-progress", REPORTS + "A,2022-01-31,2022-02-01,8,,,,5,none,\n")
    with acting(ONE):
        again = [services.programme_snapshots.file(number, kind) for kind in ("pdf", "xlsx")]
    assert again == files


def test_a_quarter_is_closed_once_by_a_review_office_when_it_is_over(services: Services) -> None:
    for who in (ONE, NOBODYS, COUNCIL):
        with pytest.raises(ForbiddenError):
            closed(services, who=who)
    for quarter in ("2022-Q1", "2021-Q1", "2021-Q9", "hantu!!"):
        with pytest.raises(BadRequestError, match="not over"):
            closed(services, quarter)
    with acting(ONE):
        report = ReportForm.model_validate({"action": "A", "day": "2021-12-30", "actual": 6, "spent_rp": 1})
        number = services.programme_reports.keep(report)
        services.programme_reports.lead_on(number, ReportStep(seen=1, step="submit"))
    with pytest.raises(BadRequestError, match="1 reports of this quarter wait"):
        closed(services)
    with acting(BAPPEDA):
        services.programme_reports.lead_on(number, ReportStep(seen=2, step="return", note="bukti kurang"))
    made: list[int] = []
    refused: list[Exception] = []

    def close() -> None:
        try:
            made.append(closed(services, who=INSPECTOR))
        except DecorError as error:
            refused.append(error)

    threads = [threading.Thread(target=close) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1 and len(refused) == 1


@SQLITE
def test_what_was_changed_from_outside_is_not_shown_as_frozen(services: Services, engine: Engine) -> None:
    number = closed(services)
    with acting(ONE):
        digest = services.programme_snapshots.snapshot(number).content["files"]["pdf"]
    for path in Path(services.programme_snapshots._folder).glob(digest):
        path.write_bytes(b"%PDF-changed")
    with acting(ONE), pytest.raises(DecorError, match="changed outside"):
        services.programme_snapshots.file(number, "pdf")
    with engine.begin() as connection:
        connection.execute(update(Snapshot).where(Snapshot.id == number).values(body="{}"))
    with acting(ONE), pytest.raises(DecorError, match="changed outside"):
        services.programme_snapshots.snapshot(number)


@SQLITE
def test_a_meeting_decides_and_its_minutes_are_one_pdf(services: Services) -> None:
    decision = NewDecision.model_validate(
        {"action": "A", "text": "Titik dipindah ke sekolah", "opd": "Dinas Satu", "due": "2022-03-01"}
    )
    for who in (ONE, COUNCIL, NOBODYS):
        with acting(who), pytest.raises(ForbiddenError):
            services.monev.decide(decision)
    with acting(BAPPEDA):
        number = services.monev.decide(decision)
        view = services.monev.meeting(FilterState())
    assert [row.code for row in view.gap] == ["B", "A"]
    assert view.without[-1] == pytest.approx(view.progress.planned, abs=1e-6)
    assert view.decisions[0].text == decision.text and view.decisions[0].known_on == date(2022, 2, 16)
    moment = CLOCK.replace(tzinfo=None)
    assert meeting_pdf(view, at=moment, lang="id") == meeting_pdf(view, at=moment, lang="id")
    with acting(TWO), pytest.raises(ForbiddenError):
        services.monev.decision_done(number, DecisionStep(seen=1, note="sudah dipindah"))
    with acting(ONE):
        services.monev.decision_done(number, DecisionStep(seen=1, note="sudah dipindah"))
        assert services.monev.meeting(FilterState()).decisions[0].note == "sudah dipindah"


@SQLITE
def test_the_pages_and_the_api_say_the_same(services: Services, settings: Settings) -> None:
    with acting(Person("admin", Role.ADMIN)):
        for name, opd in (("satu", "Dinas Satu"), ("bappeda", "Bappeda")):
            services.people.make_account(name, "official", None, PASSWORD, opd=opd)
    web = create_server(settings, services)
    satu, bappeda = (signed_in(web, name) for name in ("satu", "bappeda"))
    api, at = f"{ROOM}api/v1/programme/", f"{ROOM}program/"
    sent = {"action": "A", "day": "2022-01-31", "actual": 7, "spent_rp": 10}
    answer = satu.post(f"{api}reports", json=sent)
    assert answer.status_code == 201 and answer.get_json()["steps"] == ["submit"]
    number = answer.get_json()["id"]
    assert satu.post(f"{api}reports", json={**sent, "actual": "x"}).status_code == 400
    assert satu.post(f"{api}reports", json={**sent, "hantu": 1}).status_code == 400
    assert bappeda.post(f"{api}reports", json=sent).status_code == 403
    assert satu.post(f"{api}reports/{number}/submit", json={"seen": 1}).get_json()["state"] == "submitted"
    assert satu.post(f"{api}reports/{number}/check", json={"seen": 2}).status_code == 400
    assert bappeda.post(f"{api}reports/{number}/check", json={"seen": 2}).get_json()["state"] == "checked"
    assert [row["state"] for row in satu.get(f"{api}reports").get_json()["reports"]] == ["checked"]
    assert [row["code"] for row in satu.get(f"{api}findings").get_json()["findings"]] == ["F1", "F2", "F3"]
    page = bappeda.post(f"{at}potret", data={"quarter": "2021-Q4", "form_number": "2" * 24})
    assert page.status_code == 303
    (row,) = satu.get(f"{api}snapshots").get_json()["snapshots"]
    assert row["quarter"] == "2021-Q4" and row["claimed"] == 36.0
    frozen = satu.get(f"{api}progress?snapshot={row['id']}").get_json()
    assert (frozen["date"], frozen["claimed"]) == ("2021-12-31", 36.0) and len(frozen["weight_sets"]) == 7
    assert satu.get(f"{api}progress").get_json()["claimed"] == 42.0, "the new report is not in the closed quarter"
    prints = [satu.get(f"{base}/{row['id']}.pdf").data for base in (f"{api}snapshots", f"{at}potret")]
    assert {hashlib.sha256(body).hexdigest() for body in prints} == {row["pdf_sha256"]}
    for path in (
        "sesi",
        "rapat",
        "rapat.pdf",
        "potret",
        f"potret/{row['id']}",
        "potret/99",
        "temuan/99",
        "potret/beda",
    ):
        code = satu.get(f"{at}{path}").status_code
        assert code == (404 if "99" in path or path.endswith("beda") else 200), path
    changes = satu.get(f"{at}potret/beda?a={row['id']}&b={row['id']}")
    assert changes.status_code == 200 and re.search(r"2021-Q4", changes.text)


def test_what_comes_in_while_a_quarter_is_closed_is_not_lost_in_it(services: Services, load: Loader) -> None:
    def printed(content: dict[str, object]) -> bytes:
        load("action-progress", REPORTS + "A,2021-12-31,2022-02-16,9,,,,5,none,\n")
        return snapshot_pdf(content)

    with acting(BAPPEDA):
        with pytest.raises(BadRequestError, match="close it again"):
            services.programme_snapshots.close(CloseQuarter(quarter="2021-Q4"), printed)
        number = services.programme_snapshots.close(CloseQuarter(quarter="2021-Q4"), snapshot_pdf)
        assert services.programme_snapshots.snapshot(number).content["progress"]["claimed"] == 54.0


@SQLITE
def test_as_known_on_a_day_nothing_later_is_told(services: Services) -> None:
    put(services)
    with acting(BAPPEDA):
        services.monev.decide(NewDecision.model_validate({"text": "Pindah", "opd": "dinas  satu", "due": "2022-03-01"}))
        view = services.monev.meeting(FilterState(as_known_on=date(2021, 6, 1)))
        assert (view.findings, view.decisions, view.progress) == ([], [], None)
        now = services.monev.meeting(FilterState())
        assert now.decisions[0].opd == "Dinas Satu" and len(now.findings) == 3
        with pytest.raises(BadRequestError, match="no office"):
            services.monev.decide(NewDecision.model_validate({"text": "Pindah", "opd": "Hantu", "due": "2022-03-01"}))
    assert services.monev.view(date(2021, 6, 1)).open == []
    shouting = Person("keras", Role.OFFICIAL, opd="DINAS SATU")
    number = put(services, text="Tenaga tidak tetap", opd="dinas satu")
    led(services, ONE, number, "do")
    with pytest.raises(StepRefusedError, match="another office"):
        led(services, shouting, number, "close")
