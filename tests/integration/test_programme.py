"""The action plan through its doors: files, reports with their steps, roles, what is locked; on both databases."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from sqlalchemy import Engine, func, select

from app import ROOM, create_server
from data.commands.cases import OvertakenError
from data.domain.errors import BadRequestError, DecorError, NotFoundError
from data.domain.filters import FilterState
from data.domain.forms import SentFile, read_form
from data.domain.people import PROCESS, ForbiddenError, Person, Right, Role, acting
from data.domain.reports import ConfidenceForm, EvidenceFile, ReportForm, ReportStep
from data.ingest import rollback
from data.ingest.load import Commitment
from data.service import Services, open_services
from data.settings import Settings
from data.tables.schema import ActionProgress, Load
from data.tables.workflow import CaseEvent
from data.workflow.process import StepRefusedError
from tests.conftest import CLOCK, PASSWORD, SQLITE, signed_in
from tests.conftest import Load as Loader
from tests.plan import BAPPEDA, COUNCIL, HEAD, INSPECTOR, NOBODYS, ONE, PLAN, REPORTS, TARGETS, TWO, plan_row

pytestmark = pytest.mark.integration


@pytest.fixture
def services(settings: Settings, load: Loader) -> Iterator[Services]:
    early = CLOCK.replace(year=2021, month=1, day=2)
    load("actions", PLAN, received=early)
    load("action-targets", TARGETS, received=early)
    made = open_services(settings)
    yield made
    made.people.close()


def form(**more: object) -> ReportForm:
    values = {"action": "A", "day": "2022-01-31", "actual": "6", "spent_rp": "100000", **more}
    filled = read_form(ReportForm, {name: str(value) for name, value in values.items()})
    assert filled.form is not None, filled.errors
    return filled.form


def kept(services: Services, who: Person = ONE, **more: object) -> int:
    with acting(who):
        return services.programme_reports.keep(form(**more))


def led(services: Services, who: Person, number: int, step: str, **more: object) -> None:
    with acting(who):
        seen = services.programme_reports.report(number).version
        services.programme_reports.lead_on(number, ReportStep.model_validate({"seen": seen, "step": step, **more}))


def progress(services: Services) -> tuple[float, float, float] | None:
    _, now, _ = services.programme.progress(None)
    return None if now is None else (round(now.claimed, 3), round(now.evidenced, 3), round(now.verified, 3))


def test_a_report_goes_its_way_and_the_three_percentages_move_with_it(services: Services) -> None:
    number = kept(services, evidence="document", evidence_ref="BA 12/2022")
    assert progress(services) is None, "a draft is no report"
    led(services, ONE, number, "submit")
    assert progress(services) == (36.0, 0.0, 0.0), "60 % of the plan × 6 of 10; a document is no measurement"
    led(services, BAPPEDA, number, "check")
    led(services, TWO, number, "verify", evidence="measured", note="dilihat di tempat")
    assert progress(services) == (36.0, 36.0, 36.0)
    led(services, INSPECTOR, number, "accept")
    with acting(BAPPEDA):
        view = services.programme_reports.report(number)
    assert view.row.state == "accepted" and view.steps == [] and not view.may_edit
    said = [(event.actor, str(event.before), str(event.after)) for event in view.record]
    assert said[0] == ("satu", "", "draft") and said[-1] == ("inspektur", "verified", "accepted and locked")
    assert view.record[3].changes[-1] == ("verified_by", "Dinas Dua")
    line = services.programme.action("A", FilterState()).lines[0]
    assert (line.verified_by, line.evidence, line.actual) == ("Dinas Dua", "measured", 6.0)


@SQLITE
def test_nobody_reviews_his_own_report_and_no_office_its_own(services: Services) -> None:
    number = kept(services)
    with pytest.raises(ForbiddenError, match="Dinas Satu"):
        kept(services, TWO)
    with pytest.raises(StepRefusedError, match="only its officials"):
        led(services, TWO, number, "submit")
    led(services, ONE, number, "submit")
    for who, step, words in (
        (ONE, "check", "check and accept"),
        (TWO, "check", "check and accept"),
        (NOBODYS, "check", "check and accept"),
        (ONE, "return", "another office"),
    ):
        with pytest.raises(StepRefusedError, match=words):
            led(services, who, number, step, note="salah hitung")
    led(services, BAPPEDA, number, "check")
    moved = Person("satu", Role.OFFICIAL, opd="X")
    for who, words in ((ONE, "another office"), (NOBODYS, "no office"), (moved, "wrote")):
        with pytest.raises(StepRefusedError, match=words):
            led(services, who, number, "verify", evidence="measured")
    with pytest.raises(BadRequestError, match="which evidence"):
        led(services, TWO, number, "verify")
    with pytest.raises(StepRefusedError, match="wrong"):
        led(services, BAPPEDA, number, "return")
    for who in (COUNCIL, Person("operator", Role.OPERATOR), Person("layar", Role.DEVICE)):
        with pytest.raises(ForbiddenError):
            led(services, who, number, "verify", evidence="measured")
    with pytest.raises(ForbiddenError), acting(Person("petugas", Role.OFFICER, area="32.76.02.1010")):
        services.programme_reports.view()


def test_a_returned_report_counts_no_more_and_can_be_sent_again(services: Services, engine: Engine) -> None:
    number = kept(services)
    led(services, ONE, number, "submit")
    assert progress(services) == (36.0, 0.0, 0.0)
    led(services, BAPPEDA, number, "return", note="jumlah titik belum cocok")
    assert progress(services) is None
    with acting(ONE):
        assert services.programme_reports.report(number).reason == "jumlah titik belum cocok"
        assert [row.id for row in services.programme_reports.view().mine] == [number]
    with acting(ONE):
        seen = services.programme_reports.report(number).version
        assert services.programme_reports.keep(form(actual="5", number=number, seen=seen)) == number
    led(services, ONE, number, "submit")
    assert progress(services) == (30.0, 0.0, 0.0)
    led(services, ONE, number, "withdraw")
    assert progress(services) is None
    with engine.connect() as connection:
        states = connection.execute(select(Load.state).where(Load.dataset == "action-progress")).scalars().all()
    assert states == ["rolled_back", "rolled_back"]


def test_who_comes_second_is_told_and_what_he_typed_is_kept(services: Services, settings: Settings) -> None:
    number = kept(services)
    led(services, ONE, number, "submit")
    with acting(BAPPEDA):
        seen = services.programme_reports.report(number).version
    led(services, INSPECTOR, number, "check")
    with acting(BAPPEDA), pytest.raises((OvertakenError, StepRefusedError)):
        services.programme_reports.lead_on(number, ReportStep(seen=seen, step="return", note="kurang lengkap"))
    with acting(ONE), pytest.raises(BadRequestError, match="already"):
        services.programme_reports.keep(form())
    with acting(Person("admin", Role.ADMIN)):
        services.people.make_account("bappeda", "official", None, PASSWORD, opd="Bappeda")
    client = signed_in(create_server(settings, services), "bappeda")
    sent = {"seen": str(seen), "step": "return", "note": "kurang lengkap", "form_number": "1" * 24}
    answer = client.post(f"{ROOM}program/laporan/{number}?lang=en", data=sent)
    assert answer.status_code == 400 and "kurang lengkap</textarea>" in answer.text and "inspektur" in answer.text


@SQLITE
def test_totals_and_parts_agree_or_nothing_is_kept(services: Services, engine: Engine) -> None:
    share = {"action": "B", "actual": "50", "numerator": "1", "denominator": "2"}
    for who, wrong, field, words in (
        (ONE, {"numerator": "1", "denominator": "2"}, "numerator", "Only a share"),
        (ONE, {"committed_rp": "5"}, "spent_rp", "must not exceed"),
        (ONE, {"evidence": "audited"}, "evidence", "reviewer"),
        (ONE, {"day": "2022-02-17"}, "day", "future"),
        (ONE, {"obstacle_note": "08123456789 telepon"}, "", "person"),
        (TWO, {**share, "actual": "51"}, "actual", "50"),
        (TWO, {**share, "denominator": ""}, "numerator", "needs"),
        (TWO, {**share, "numerator": "3"}, "denominator", "part of"),
    ):
        with pytest.raises(DecorError, match=words) as refused:
            kept(services, who, **wrong)
        assert refused.value.field == field
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(CaseEvent)).scalar() == 0
    number = kept(services, TWO, **share)
    led(services, TWO, number, "submit")
    led(services, ONE, kept(services), "submit")
    with pytest.raises(BadRequestError, match="one way") as refused:
        kept(services, day="2022-02-10", actual="4")
    assert refused.value.field == "actual"


@SQLITE
def test_evidence_is_taken_for_what_it_is_and_shown_as_a_new_picture(
    services: Services, settings: Settings, tmp_path: Path
) -> None:
    from PIL import Image

    number = kept(services, evidence="measured")
    with pytest.raises(BadRequestError, match="add a file"):
        led(services, ONE, number, "submit")
    picture = io.BytesIO()
    Image.new("RGB", (3000, 20), "red").save(picture, "PNG")
    sent = picture.getvalue() + b"<script>alert(1)</script>"
    with acting(ONE):
        services.programme_reports.attach(number, EvidenceFile(file=SentFile("foto.png", io.BytesIO(sent))))
        with pytest.raises(BadRequestError, match="content"):
            services.programme_reports.attach(number, EvidenceFile(file=SentFile("foto.pdf", io.BytesIO(sent))))
    with acting(TWO), pytest.raises(ForbiddenError):
        services.programme_reports.attach(number, EvidenceFile(file=SentFile("foto.png", io.BytesIO(sent))))
    led(services, ONE, number, "submit")
    with acting(Person("admin", Role.ADMIN)):
        services.people.make_account("dua", "official", None, PASSWORD, opd="Dinas Dua")
    client = signed_in(create_server(settings, services), "dua")
    page = client.get(f"{ROOM}program/laporan/{number}").text
    assert "foto.png" in page and "bukti/1/gambar" in page
    drawn = client.get(f"{ROOM}program/laporan/{number}/bukti/1/gambar")
    assert drawn.mimetype == "image/png" and b"<script>" not in drawn.data
    assert max(Image.open(io.BytesIO(drawn.data)).size) == 1600
    kept_file = client.get(f"{ROOM}program/laporan/{number}/bukti/1")
    assert kept_file.data == sent and "attachment" in kept_file.headers["Content-Disposition"]
    assert client.get(f"{ROOM}program/laporan/{number}/bukti/2").status_code == 404


def test_an_accepted_report_changes_by_no_route(services: Services, engine: Engine, load: Loader) -> None:
    number = kept(services)
    led(services, ONE, number, "submit")
    led(services, BAPPEDA, number, "check")
    led(services, TWO, number, "verify", evidence="measured")
    led(services, BAPPEDA, number, "accept")
    other = REPORTS + "A,2022-01-31,2022-02-16,7,,,,5,none,\nA,2022-02-10,2022-02-16,7,,,,5,none,\n"
    with pytest.raises(DecorError, match="locked"):
        load("action-progress", other)
    with engine.connect() as connection:
        loads = connection.execute(select(Load.id).where(Load.dataset == "action-progress", Load.state == "loaded"))
        numbers = list(loads.scalars())
    assert len(numbers) == 2
    for each in numbers:
        with pytest.raises(DecorError, match="locked"):
            rollback(engine, each, commitment=Commitment(by="steward"))
    for who, step in ((ONE, "edit"), (ONE, "withdraw"), (BAPPEDA, "return"), (TWO, "verify")):
        with pytest.raises(StepRefusedError):
            led(services, who, number, step, note="ubah lagi", evidence="audited")
    assert progress(services) == (36.0, 36.0, 36.0)


def test_a_kill_between_step_and_row_leaves_neither(
    services: Services, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = kept(services)
    monkeypatch.setattr("data.commands.cases.take", lambda *_args, **_more: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        led(services, ONE, number, "submit")
    monkeypatch.undo()
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(ActionProgress)).scalar() == 0
    with acting(ONE):
        assert services.programme_reports.report(number).row.state == "draft"
    led(services, ONE, number, "submit")
    assert progress(services) == (36.0, 0.0, 0.0)


@SQLITE
def test_what_is_owed_and_who_is_late(services: Services, load: Loader) -> None:
    load("action-progress", REPORTS + "A,2021-12-31,2022-01-25,6,,,,5,none,\nB,2021-12-31,2022-01-03,50,1,2,,5,none,\n")
    with acting(ONE):
        view = services.programme_reports.view()
    assert [(each.action, each.day, each.late) for each in view.due] == [("A", date(2022, 1, 31), True)]
    # Twelve months were owed; one of Dinas Dua's came in time, one of Dinas Satu's late.
    assert {row.opd: (row.reports, row.late) for row in view.offices} == {"Dinas Satu": (12, 12), "Dinas Dua": (12, 11)}
    led(services, ONE, kept(services), "submit")
    with acting(ONE):
        assert services.programme_reports.view().due == []
    with acting(BAPPEDA):
        view = services.programme_reports.view()
    assert [row.action for row in view.waiting] == ["A"] and [each.action for each in view.due] == ["B"]


@SQLITE
@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (plan_row("A", "X", 60) + plan_row("B", "Y", 41), "101"),
        (plan_row("A", "X", 60, after="B") + plan_row("B", "Y", 40, after="A"), "A → B → A"),
        (plan_row("A", "X", 100, after="C"), "“C”"),
        (plan_row("A", "X", 100, kind="share"), "per cent"),
        (plan_row("A", "X", 100, kind="jumlah"), "not one of"),
        (plan_row("A", "X", 100, indicator="tidak-ada"), "no indicator"),
        (plan_row("A", "X", 100, partner="academia, hantu"), "hantu"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_its_reason(load: Loader, tmp_path: Path, rows: str, words: str) -> None:
    with pytest.raises(DecorError) as refused:
        load("actions", HEAD + rows)
    report = "".join(path.read_text() for path in (tmp_path / "reports").glob("*.csv"))
    assert words in str(refused.value) + report


@SQLITE
def test_targets_go_one_way_and_a_new_version_keeps_the_first(services: Services, load: Loader) -> None:
    head = "action,date,reported_on,planned\n"
    again = "action,date,reported_on,planned\n" + "".join(
        f"A,{day},2021-09-01,{value}\n" for day, value in (("2021-12-31", 4), ("2022-12-31", 10))
    )
    load("action-targets", again)
    view = services.programme.action("A", FilterState())
    assert view.versions == [date(2021, 1, 1), date(2021, 9, 1)]
    at = view.days.index(date(2021, 12, 31))
    assert (view.planned[at], view.first_planned[at]) == (4.0, 8.0)
    known = services.programme.action("A", FilterState(as_known_on=date(2021, 8, 1)))
    assert known.first_planned == [] and known.planned[known.days.index(date(2021, 12, 31))] == 8.0
    with pytest.raises(DecorError):
        load("action-targets", f"{head}A,2021-06-30,2022-01-01,5\nA,2021-07-31,2022-01-01,4\n")
    with pytest.raises(DecorError):
        load("action-targets", f"{head}A,2021-06-30,2022-01-01,11\n")


@SQLITE
def test_the_api_has_the_page_s_figures(services: Services, settings: Settings) -> None:
    led(services, ONE, kept(services), "submit")
    services.people.make_demo_accounts(PASSWORD)
    client: FlaskClient = signed_in(create_server(settings, services), "official")
    answer = client.get(f"{ROOM}api/v1/programme/progress").get_json()
    assert set(answer) == {"date", "claimed", "evidenced", "verified", "planned", "weight_sets"}
    assert (answer["claimed"], answer["date"]) == (36.0, "2022-02-16")
    assert {row["id"]: row["progress"] for row in answer["weight_sets"]}["count"] == 30.0
    before = client.get(f"{ROOM}api/v1/programme/progress?date=2021-05-01").get_json()
    assert before["claimed"] is None and before["weight_sets"] == []
    actions = client.get(f"{ROOM}api/v1/programme/actions").get_json()["actions"]
    assert [row["code"] for row in actions] == ["B", "A"]
    with pytest.raises(NotFoundError):
        services.programme.action("Z", FilterState())
    for path in ("aksi/A", "aksi/Z", "satu-data", "hantu", "semua", "laporan"):
        code = client.get(f"{ROOM}program/{path}").status_code
        assert code == (404 if path in ("aksi/Z", "hantu") else 200), path


def test_every_way_to_write_asks_for_a_right() -> None:
    assert {role for role in Role if Person("x", role).may(Right.REPORT)} == {Role.OFFICIAL}
    assert {role for role in Role if Person("x", role).may(Right.REVIEW)} == {Role.OFFICIAL}
    assert not PROCESS.may(Right.REPORT) and not PROCESS.may(Right.REVIEW)


@SQLITE
def test_the_plan_goes_out_and_comes_in_again_as_one_workbook(services: Services, load: Loader, engine: Engine) -> None:
    led(services, ONE, kept(services, next_step="=1+1 lanjut"), "submit")
    with acting(ONE):
        body = services.programme.workbook("id")
    book = load_workbook(io.BytesIO(body))
    assert book.sheetnames == ["petunjuk", "actions", "action-targets", "action-progress"]
    heads = {name: [cell.value for cell in book[name][1]] for name in book.sheetnames[1:]}
    typed = book["action-progress"].cell(2, heads["action-progress"].index("next_step") + 1)
    assert (typed.value, typed.data_type) == ("=1+1 lanjut", "s"), "what somebody typed is no formula"
    for row in range(2, book["action-targets"].max_row + 1):
        book["action-targets"].cell(row, heads["action-targets"].index("reported_on") + 1).value = "2021-09-01"
    assert "action-progress" in [row[0].value for row in book["petunjuk"].iter_rows()]
    for name in heads:
        again = io.BytesIO()
        book.save(again)
        assert load(name, again.getvalue(), name=f"{name}.xlsx").kept == book[name].max_row - 1
    assert progress(services) == (36.0, 0.0, 0.0)


@SQLITE
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda book: book["actions"].cell(2, 10, "=50+50"), "Formulas in J2"),
        (lambda book: book["actions"].merge_cells("A2:A3"), "Merged cells: A2:A3"),
        (lambda book: setattr(book["petunjuk"], "sheet_state", "hidden"), "Hidden sheets: petunjuk"),
        (lambda book: setattr(book["actions"].row_dimensions[3], "hidden", True), "Hidden rows: 3"),
    ],
)
def test_a_plan_with_what_the_eye_does_not_see_is_refused(
    services: Services, load: Loader, spoil: Callable[[Workbook], object], words: str
) -> None:
    with acting(ONE):
        book = load_workbook(io.BytesIO(services.programme.workbook("id")))
    spoil(book)
    again = io.BytesIO()
    book.save(again)
    with pytest.raises(DecorError, match=words):
        load("actions", again.getvalue(), name="plan.xlsx")


@SQLITE
def test_a_workbook_with_macros_is_refused(services: Services, load: Loader) -> None:
    with acting(ONE):
        body = services.programme.workbook("id")
    made = io.BytesIO(body)
    with zipfile.ZipFile(made, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(DecorError, match="macros"):
        load("actions", made.getvalue(), name="plan.xlsx")


@SQLITE
def test_a_draft_keeps_its_action_and_day_and_another_is_not_overwritten(services: Services) -> None:
    first, second = kept(services, day="2021-11-30"), kept(services, day="2021-12-31", actual="6,5")
    for more in ({"number": first, "seen": 1, "day": "2021-12-31"}, {"number": first, "seen": 1, "day": "2022-01-10"}):
        with pytest.raises(BadRequestError, match="begin a new one"):
            kept(services, **more)
    with acting(ONE):
        assert services.programme_reports.report(second).row.actual == 6.5
    with pytest.raises(StepRefusedError, match="own form"):
        led(services, ONE, first, "edit")


def test_evidence_that_a_reviewer_saw_does_not_outlive_a_return(services: Services) -> None:
    number = kept(services, evidence="document", evidence_ref="BA 1")
    led(services, ONE, number, "submit")
    led(services, BAPPEDA, number, "check")
    with pytest.raises(BadRequestError, match="which evidence"):
        led(services, TWO, number, "verify", evidence="none")
    led(services, TWO, number, "verify", evidence="audited")
    led(services, BAPPEDA, number, "return", note="tanggal salah")
    with acting(ONE):
        view = services.programme_reports.report(number)
    assert view.values["evidence"] == "document"
    seen = view.version
    kept(services, number=number, seen=seen, evidence="document", evidence_ref="BA 1")
    led(services, ONE, number, "submit")
    assert progress(services) == (36.0, 0.0, 0.0)
    with acting(ONE), pytest.raises(BadRequestError, match="on its way"):
        file = SentFile("bukti.csv", io.BytesIO(b"a,b\n1,2\n"))
        services.programme_reports.attach(number, EvidenceFile(file=file))


def test_what_is_accepted_is_what_counts(services: Services, engine: Engine, load: Loader) -> None:
    number = kept(services)
    led(services, ONE, number, "submit")
    led(services, BAPPEDA, number, "check")
    load("action-progress", REPORTS + "A,2022-01-31,2022-02-16,9,,,,5,none,\n")
    for who, step in ((TWO, "verify"), (BAPPEDA, "accept")):
        with pytest.raises(DecorError):
            led(services, who, number, step, evidence="measured")
    led(services, BAPPEDA, number, "return", note="ada angka lain dari berkas")
    assert progress(services) == (54.0, 0.0, 0.0), "the file stands"
    other = kept(services, day="2022-02-10", actual="9,5")
    led(services, ONE, other, "submit")
    with engine.connect() as connection:
        newest = connection.execute(select(func.max(Load.id))).scalar_one()
    rollback(engine, newest, commitment=Commitment(by="steward"))
    with pytest.raises(BadRequestError, match="any more"):
        led(services, BAPPEDA, other, "check")


@SQLITE
def test_offices_are_the_same_however_they_are_written(services: Services, load: Loader) -> None:
    shouting = Person("keras", Role.OFFICIAL, opd="DINAS  SATU")
    number = kept(services, shouting)
    led(services, shouting, number, "submit")
    led(services, BAPPEDA, number, "check")
    for who in (ONE, Person("lain", Role.OFFICIAL, opd="dinas satu")):
        for step in ("verify", "return"):
            with pytest.raises(StepRefusedError, match="another office"):
                led(services, who, number, step, evidence="measured", note="sudah benar")
    for name, words in (("belum", "no office"), ("-", "no office"), ("dinas satu", "cannot verify")):
        with pytest.raises(DecorError):
            load("action-progress", REPORTS + f"A,2021-12-31,2022-01-05,5,,,,5,measured,{name}\n", name=f"{words}.csv")


@SQLITE
def test_a_report_behind_the_next_one_and_one_of_another_owner_are_refused(services: Services, load: Loader) -> None:
    load("action-progress", REPORTS + "A,2022-01-31,2022-02-01,6,,,,5,none,\n")
    with pytest.raises(BadRequestError, match="one way") as refused:
        kept(services, day="2021-12-31", actual="9")
    assert refused.value.field == "actual"
    number = kept(services, day="2021-12-31", actual="5")
    load(
        "actions",
        HEAD + plan_row("A", "Dinas Dua", 60) + plan_row("B", "Dinas Dua", 40, kind="share", unit="persen", target=100),
    )
    with pytest.raises(StepRefusedError, match="Dinas Dua now"):
        led(services, ONE, number, "submit")


@SQLITE
def test_an_action_without_targets_goes_straight_and_one_without_effort_leaves_its_set_out(
    services: Services, settings: Settings, load: Loader
) -> None:
    more = {"effort": "", "start": "2022-01-01", "finish": "2022-12-31", "opd": "Dinas Satu"}
    plan = HEAD + plan_row("A", "Dinas Satu", 0, effort="") + plan_row("B", "Dinas Dua", 0, effort="")
    load("actions", plan + plan_row("C", **{"weight": 100.0, **more}))
    load("action-progress", REPORTS + "C,2022-02-10,2022-02-11,5,,,,5,none,\n")
    row = services.programme.action("C", FilterState()).row
    assert row.planned == pytest.approx(100 * 40 / 364, abs=0.01) and row.claimed == 50.0
    _, now, sets = services.programme.progress(None)
    assert now is not None and [each.id for each in sets][:3] == ["plan", "count", "dimension"]
    services.people.make_demo_accounts(PASSWORD)
    client = signed_in(create_server(settings, services), "official")
    for path in ("program", "program/aksi/C", "program/rapat", "program/semua", "api/v1/programme/progress"):
        assert client.get(f"{ROOM}{path}").status_code == 200, path
    assert "NaN" not in client.get(f"{ROOM}api/v1/programme/progress").text
    for panel in ("curve", "weights", "waterfall", "actions", "matrix"):
        assert services.room.table(FilterState(), panel, "programme").columns


def test_what_cannot_be_is_a_sentence_and_never_a_fault(
    services: Services, settings: Settings, load: Loader, engine: Engine
) -> None:
    with acting(Person("admin", Role.ADMIN)):
        services.people.make_account("satu", "official", None, PASSWORD)
        services.people.set_opd("satu", "Dinas Satu")
        with pytest.raises(DecorError, match="Only an official"):
            services.people.make_account("dewan", "council", None, PASSWORD, opd="Dinas Satu")
    client = signed_in(create_server(settings, services), "satu")
    api, sent = f"{ROOM}api/v1/programme/reports", {"action": "A", "day": "2022-01-31", "actual": 2.125, "spent_rp": 1}
    for wrong in ({"actual": -1}, {"next_step": "x" * 400}, {"day": "besok"}, {"evidence": "hantu"}):
        assert client.post(api, json={**sent, **wrong}).status_code == 400, wrong
    number = client.post(api, json=sent).get_json()["id"]
    assert client.post(f"{api}/{number}/submit", json={"seen": 1, "note": "x" * 400}).status_code == 400
    page = client.get(f"{ROOM}program/laporan/{number}").text
    assert 'value="2,125"' in page, "a number stands in the form as it may be typed"
    with acting(ONE):
        broken = SentFile("foto.png", io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"x" * 50))
        services.programme_reports.attach(number, EvidenceFile(file=broken))
    assert client.get(f"{ROOM}program/laporan/{number}/bukti/1/gambar").status_code == 404
    for code, more in (("1/2", {}), ("..", {}), ("A" * 21, {}), ("D", {"opd": "X" * 61})):
        with pytest.raises(DecorError):
            load("actions", HEAD + plan_row(code, **{"opd": "X", "weight": 100.0, **more}), name=f"{len(code)}.csv")
    load("actions", PLAN.replace('"Aksi A"', '"=Aksi A"'), name="lain.csv")
    assert "javascript:" not in client.get(f"{ROOM}program/aksi/A").text
    assert list((settings.data_dir / "reports-sent").glob("*")) == [], "what was sent for its check does not stay"


@SQLITE
def test_the_same_reports_go_out_in_three_orders(services: Services, settings: Settings) -> None:
    led(services, ONE, kept(services, obstacle="land", next_step="@rapat"), "submit")
    services.people.make_demo_accounts(PASSWORD)
    client = signed_in(create_server(settings, services), "official")
    for name in ("kominfo", "sakip", "terbuka"):
        book = load_workbook(io.BytesIO(client.get(f"{ROOM}program/ekspor/{name}.xlsx").data))
        lines = list(csv.reader(io.StringIO(client.get(f"{ROOM}program/ekspor/{name}.csv").text)))
        assert [cell.value for cell in book[name][1]] == lines[0] and len(lines) == 3
    assert "Komponen" not in lines[0], "the open one has plain names"
    ministry = list(csv.DictReader(io.StringIO(client.get(f"{ROOM}program/ekspor/kominfo.csv").text)))
    assert [row["Realisasi"] for row in ministry] == ["6.0", ""], "what nobody reported is missing, not zero"
    assert ministry[0]["Tindak lanjut"] == "'@rapat" and ministry[0]["Kendala"] == "land"
    assert client.get(f"{ROOM}program/ekspor/hantu.csv").status_code == 404
    assert "tidak terbit" in client.get(f"{ROOM}program/semua").text


@SQLITE
def test_a_gap_between_claim_and_measurement_is_a_finding_in_one_step(
    services: Services, settings: Settings, load: Loader
) -> None:
    points = "point,area,lon,lat,provider,registered_on,live_on,reported_on\n"
    load("wifi-points", points + "w,32.76.02.1010.001,106.87,-6.36,P,2021-01-01,2021-02-01,2021-02-01\n")
    plan = HEAD + plan_row("A", "Dinas Satu", 100, indicator="wifi-live") + plan_row("B", "Dinas Dua", 0)
    load("actions", plan)
    led(services, ONE, kept(services), "submit")
    services.people.make_demo_accounts(PASSWORD)
    client = signed_in(create_server(settings, services), "council")
    page = client.get(f"{ROOM}program/aksi/A").text
    link = re.search(r'href="([^"]*program/sesi\?[^"]*)"', page)
    assert link is not None
    form = client.get(html.unescape(link[1]).partition("#")[0]).text
    assert re.search(r'<option value="A" selected', form) and "6 titik" in form


@SQLITE
def test_three_sides_say_how_sure_they_are_and_no_mean_is_made(services: Services, settings: Settings) -> None:
    for who, side in ((ONE, "owner"), (TWO, "reviewer"), (BAPPEDA, "bappeda"), (NOBODYS, ""), (COUNCIL, "")):
        with acting(who):
            assert services.confidence.side("A") == side
    for who, level in ((ONE, "5"), (TWO, "2"), (BAPPEDA, "3")):
        with acting(who):
            services.confidence.say("A", ConfidenceForm(level=level, why="pengadaan berjalan"))
    with acting(INSPECTOR):
        assert services.confidence.version("A") == 1
        with pytest.raises(OvertakenError):
            services.confidence.say("A", ConfidenceForm(level="4", why="sudah dilihat", seen=0))
        services.confidence.say("A", ConfidenceForm(level="4", why="sudah dilihat", seen=1))
    for who, form_, kind in (
        (NOBODYS, {"level": "4"}, ForbiddenError),
        (COUNCIL, {"level": "4"}, ForbiddenError),
        (ONE, {"level": "9", "seen": 1}, BadRequestError),
    ):
        with acting(who), pytest.raises(kind):
            services.confidence.say("A", ConfidenceForm.model_validate({"why": "begitu", **form_}))
    with acting(ONE):
        assert [(each.side, each.level, each.by) for each in services.confidence.of("A")] == [
            ("owner", "5", "Dinas Satu"),
            ("reviewer", "2", "Dinas Dua"),
            ("bappeda", "4", "Inspektorat"),
        ]
        assert services.confidence.of("A", date(2022, 1, 1)) == [] and services.confidence.of("B") == []
        with pytest.raises(NotFoundError):
            services.confidence.say("Z", ConfidenceForm(level="4", why="begitu"))
    services.people.make_demo_accounts(PASSWORD)
    page = signed_in(create_server(settings, services), "official").get(f"{ROOM}program/aksi/A?lang=en").text
    assert "from “doubtful” to “as good as done”" in page and "ConfidenceForm" in page
