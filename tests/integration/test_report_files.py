"""Many reports as one workbook, what waits for whom, and a PDF of evidence; on both databases."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from openpyxl import Workbook, load_workbook

from app import ROOM, create_server
from data.commands.cases import OvertakenError
from data.domain.errors import BadRequestError, msg
from data.domain.forms import SentFile
from data.domain.people import ForbiddenError, Person, Role, acting
from data.domain.reports import EvidenceFile, ReportFile, ReportForm
from data.service import Services, open_services
from data.settings import Settings
from data.text import say
from tests.conftest import CLOCK, PASSWORD, SQLITE, signed_in
from tests.conftest import Load as Loader
from tests.plan import BAPPEDA, COUNCIL, INSPECTOR, NOBODYS, ONE, PLAN, TARGETS, TWO

pytestmark = pytest.mark.integration
HEAD = ["action", "day", "actual", "spent_rp", "next_step"]


@pytest.fixture
def services(settings: Settings, load: Loader) -> Iterator[Services]:
    early = CLOCK.replace(year=2021, month=1, day=2)
    load("actions", PLAN, received=early)
    load("action-targets", TARGETS, received=early)
    made = open_services(settings)
    yield made
    made.people.close()


def book(*rows: list[object], head: list[str] | None = None, formula: bool = False) -> ReportFile:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "laporan"
    sheet.append(head or HEAD)
    for row in rows:
        sheet.append(row)
    if formula:
        sheet["C2"] = "=2+3"
    body = io.BytesIO()
    made.save(body)
    body.seek(0)
    return ReportFile(file=SentFile("laporan.xlsx", body))


def test_every_row_is_a_report_that_goes_its_own_way(services: Services) -> None:
    rows = (["A", "2021-12-31", 5.5, 90_000, "lanjut"], ["A", "2022-01-31", 6, 100_000, ""])
    with acting(ONE):
        assert services.report_files.keep(book(*rows)) == 2
        drafts = services.programme_reports.view().mine
        assert sorted((row.day.isoformat(), row.actual) for row in drafts) == [("2021-12-31", 5.5), ("2022-01-31", 6.0)]
        assert services.programme.progress(None)[1] is None, "a draft is no data"
        again = book(["A", "2021-12-31", 5.75, 90_000, ""], rows[1]).model_copy(update={"then": "submit"})
        assert services.report_files.keep(again) == 2, "the same drafts, changed and submitted"
        now = services.programme.progress(None)[1]
        assert now is not None and now.claimed == 36.0 and services.programme_reports.view().mine == []
    with acting(BAPPEDA):
        assert len(services.programme_reports.view().waiting) == 2
    with acting(ONE), pytest.raises(BadRequestError, match="row 2"):
        services.report_files.keep(book(["A", "2021-12-31", 5.8, 90_000, ""]))


def test_all_rows_or_none(services: Services) -> None:
    good: list[object] = ["A", "2022-01-31", 6, 100_000, ""]
    wrong: tuple[tuple[list[object], str], ...] = (
        (["B", "2022-01-31", 50, 1, ""], "Dinas Dua"),
        (["X", "2022-01-31", 6, 1, ""], "list"),
        (["A", "kemarin", 6, 1, ""], "day"),
        (["A", "2023-01-31", 6, 1, ""], "future"),
        (["A", "2021-11-30", "banyak", 1, ""], "actual"),
        (["A", "2022-01-31", 7, 1, ""], "two reports"),
    )
    with acting(ONE):
        for row, words in wrong:
            with pytest.raises(BadRequestError) as refused:
                services.report_files.keep(book(good, row))
            assert words in str(refused.value.message), (row, refused.value.message)
        for form, words in (
            (book(good, formula=True), "Formulas"),
            (book(["A"], head=["action"]), "lacks"),
            (book(good).model_copy(update={"then": "hapus"}), "list"),
            (ReportFile(file=SentFile("a.xlsx", io.BytesIO(b"PK\x03\x04 no book"))), ""),
            (ReportFile(file=SentFile("a.xlsx", io.BytesIO(b""))), "empty"),
        ):
            with pytest.raises(BadRequestError) as refused:
                services.report_files.keep(form)
            assert words in str(refused.value.message), words
        assert services.programme_reports.view().mine == [], "nothing was kept"
    with acting(COUNCIL), pytest.raises(ForbiddenError):
        services.report_files.keep(book(good))


def test_rows_of_one_workbook_are_held_against_each_other(services: Services) -> None:
    back: tuple[list[object], ...] = (
        ["A", "2021-12-31", 5.8, 90_000, ""],
        ["A", "2022-01-31", 5.5, 100_000, ""],
    )
    unshown = book([*back[0], "document"], ["A", "2022-01-31", 6, 1, "", ""], head=[*HEAD, "evidence"])
    with acting(ONE):
        for then in ("keep", "submit"):
            with pytest.raises(BadRequestError, match="one way only") as refused:
                services.report_files.keep(book(*back).model_copy(update={"then": then}))
            assert "row 3" in str(refused.value.message), "the row that goes back, by its number in the workbook"
        with pytest.raises(BadRequestError, match=r"row 2.*evidence"):
            services.report_files.keep(unshown.model_copy(update={"then": "submit"}))
        assert services.programme_reports.view().mine == [], "nothing was kept"
        turned = book(*reversed([back[0], ["A", "2022-01-31", 6, 100_000, ""]])).model_copy(update={"then": "submit"})
        assert services.report_files.keep(turned) == 2, "in whatever order they stand"


@SQLITE
def test_a_step_that_fails_in_the_middle_says_how_far_it_came(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = services.programme_reports.keep

    def second_fails(form: ReportForm) -> int:
        if form.day.isoformat() == "2022-01-31":
            raise OvertakenError(msg("Somebody was quicker."))
        return keep(form)

    monkeypatch.setattr(services.programme_reports, "keep", second_fails)
    rows = (["A", "2021-12-31", 5.5, 90_000, ""], ["A", "2022-01-31", 6, 100_000, ""])
    with acting(ONE):
        with pytest.raises(BadRequestError) as refused:
            services.report_files.keep(book(*rows))
        said = say(refused.value.message, "en")
        assert said.startswith("1 of 2 reports were taken") and "A of 31 Jan 2022 was not: Somebody" in said
        assert [row.day.isoformat() for row in services.programme_reports.view().mine] == ["2021-12-31"]


@SQLITE
def test_the_workbook_to_fill_in_has_what_is_owed_and_can_be_handed_in(services: Services, settings: Settings) -> None:
    with acting(ONE):
        made = load_workbook(io.BytesIO(services.report_files.blank("id")))
    sheet = made["laporan"]
    assert [cell.value for cell in sheet[2]][:2] == ["A", "2022-01-31"] and sheet.max_row == 2
    assert "petunjuk" in made.sheetnames
    with acting(Person("admin", Role.ADMIN)):
        services.people.make_account("satu", "official", None, PASSWORD, opd="Dinas Satu")
    client = signed_in(create_server(settings, services), "satu")
    sheet["C2"], sheet["G2"] = 6.5, 100_000
    body = io.BytesIO()
    made.save(body)
    body.seek(0)
    page = client.get(f"{ROOM}program/laporan").text
    assert "isian.xlsx" in page and "1 laporan perlu ditulis" in page
    sent = {"file": (body, "isian.xlsx"), "then": "keep", "form_number": "2" * 24}
    answer = client.post(f"{ROOM}program/laporan/berkas", data=sent, follow_redirects=True)
    assert answer.status_code == 200 and "6,5" in answer.text.replace("6,50", "6,5"), answer.text[:400]
    assert client.get(f"{ROOM}program/laporan/isian.xlsx").status_code == 200


def test_what_waits_is_told_to_whom_it_waits_for(services: Services) -> None:
    def reminders(who: Person) -> list[tuple[str, bool]]:
        with acting(who):
            return [(str(task.words.params["n"]), task.late) for task in services.room.waiting()]

    assert (
        reminders(ONE) == [("1", True)]
        and reminders(NOBODYS) == []
        and reminders(COUNCIL) == []
        and reminders(BAPPEDA) == []
    )
    with acting(ONE):
        services.report_files.keep(book(["A", "2022-01-31", 6, 1, ""]).model_copy(update={"then": "submit"}))
    assert (
        reminders(ONE) == []
        and reminders(TWO) == [("1", True), ("1", False)]
        and reminders(INSPECTOR) == [("1", False)]
    )


@SQLITE
def test_a_pdf_of_evidence_is_read_in_the_browser_and_nothing_else_is(services: Services, settings: Settings) -> None:
    with acting(Person("admin", Role.ADMIN)):
        services.people.make_account("satu", "official", None, PASSWORD, opd="Dinas Satu")
    with acting(ONE):
        values = {"action": "A", "day": "2022-01-31", "actual": "6", "spent_rp": "1"}
        number = services.programme_reports.keep(ReportForm.model_validate(values))
        for name, body in (("a.pdf", b"%PDF-1.4 x"), ("b.csv", b"a,b\n1,2\n")):
            services.programme_reports.attach(number, EvidenceFile(file=SentFile(name, io.BytesIO(body))))
        files = {row.name: row.id for row in services.programme_reports.report(number).evidence}
    client = signed_in(create_server(settings, services), "satu")
    at = f"{ROOM}program/laporan/{number}/bukti"
    shown = client.get(f"{at}/{files['a.pdf']}/lihat")
    assert shown.mimetype == "application/pdf" and shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"{at}/{files['b.csv']}/lihat").status_code == 404
    assert client.get(f"{at}/{files['a.pdf']}").headers["Content-Disposition"].startswith("attachment")
