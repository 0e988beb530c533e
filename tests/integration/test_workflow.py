"""Cases on both databases: one record a step, two people at once, kills, and files that are not what they say."""

from __future__ import annotations

import io
import itertools
import json
import random
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, text

from data.commands import audit
from data.commands.alert_process import ALERT
from data.commands.attachments import attach
from data.commands.cases import OvertakenError, case_of, lead_on, open_case
from data.commands.delivery_process import DELIVERY
from data.commands.snapshots import freeze, frozen
from data.domain.errors import BadRequestError, DecorError, NotFoundError, msg
from data.domain.people import ForbiddenError, Person, Right, Role
from data.settings import Settings
from data.tables.people import DeliveryRow
from data.tables.workflow import Attachment, CaseEvent, CaseRow
from data.workflow.process import Process, StepRefusedError, Transition
from data.workflow.steps import Step, record, take

pytestmark = pytest.mark.integration
STEWARD, OPERATOR, OTHER = (
    Person(name, role) for name, role in (("s", Role.STEWARD), ("o", Role.OPERATOR), ("t", Role.STEWARD))
)


def step(name: str, sources: tuple[str, ...], target: str, right: Right, **more: object) -> Transition:
    return Transition(id=name, title=msg("Load it"), sources=sources, target=target, right=right, **more)  # type: ignore[arg-type]


REPORT = Process(
    id="report",
    title=msg("Report"),
    states={name: msg("open") for name in ("draft", "sent", "returned", "accepted")},
    start="draft",
    transitions=(
        step("send", ("draft", "returned"), "sent", Right.NOTE),
        step("return", ("sent",), "returned", Right.LOAD),
        step(
            "accept",
            ("sent",),
            "accepted",
            Right.LOAD,
            guard=lambda data: None if data.get("proof") else msg("This is needed."),
        ),
    ),
)


@pytest.fixture
def case(engine: Engine) -> int:
    return open_case(engine, REPORT, OPERATOR, "TW1 1.1", {"value": 40}, note="first")


def history(engine: Engine, number: int, process: str = "report") -> list[tuple[int, str, str, str]]:
    columns = CaseEvent.number, CaseEvent.step, CaseEvent.before, CaseEvent.after
    own = (CaseEvent.case_id == number, CaseEvent.process == process)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).where(*own).order_by(CaseEvent.number))]


def state(engine: Engine, number: int) -> str:
    with engine.connect() as connection:
        return case_of(connection, REPORT, number).state


def test_each_step_is_one_record_and_one_audit_line(engine: Engine, case: int) -> None:
    before = lines(engine)
    sent = lead_on(engine, REPORT, OPERATOR, case, "send", seen=1, data={"proof": "a"}, note="with photos")
    lead_on(engine, REPORT, STEWARD, case, "accept", seen=sent.version)
    assert history(engine, case) == [
        (1, "opened", "", "draft"),
        (2, "send", "draft", "sent"),
        (3, "accept", "sent", "accepted"),
    ]
    assert lines(engine) == before + 2
    with engine.connect() as connection:
        assert case_of(connection, REPORT, case).data == {"value": 40, "proof": "a"}


def lines(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("select count(*) from audit")).scalar_one())


def test_what_may_not_be_done_changes_nothing(engine: Engine, case: int) -> None:
    for who, name, error in (
        (STEWARD, "accept", StepRefusedError),
        (OPERATOR, "return", ForbiddenError),
        (OPERATOR, "fly", StepRefusedError),
    ):
        with pytest.raises(error):
            lead_on(engine, REPORT, who, case, name, seen=1)
    lead_on(engine, REPORT, OPERATOR, case, "send", seen=1)
    with pytest.raises(StepRefusedError, match="needed"):
        lead_on(engine, REPORT, STEWARD, case, "accept", seen=2)
    assert state(engine, case) == "sent" and len(history(engine, case)) == 2
    with pytest.raises(BadRequestError):
        open_case(engine, REPORT, OPERATOR, "TW1 1.1", {})
    with pytest.raises(NotFoundError):
        lead_on(engine, REPORT, STEWARD, case + 99, "send", seen=1)


def test_of_two_who_saw_the_same_the_second_is_told_who_was_faster(engine: Engine, case: int) -> None:
    lead_on(engine, REPORT, OPERATOR, case, "send", seen=1, data={"proof": "a"})
    overtaken: list[str] = []
    start = threading.Barrier(2)

    def decide(who: Person, name: str) -> None:
        start.wait()
        try:
            lead_on(engine, REPORT, who, case, name, seen=2)
        except OvertakenError as error:
            overtaken.append(str(error))

    both = [threading.Thread(target=decide, args=pair) for pair in ((STEWARD, "accept"), (OTHER, "return"))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(overtaken) == 1 and "was faster" in overtaken[0]
    assert len(history(engine, case)) == 3 and state(engine, case) in ("accepted", "returned")


def test_any_sequence_by_any_roles_keeps_the_history_complete(engine: Engine) -> None:
    chance = random.Random(11)  # noqa: S311 - a draw of steps
    for turn in range(6):
        number = open_case(engine, REPORT, OPERATOR, f"case {turn}", {"proof": turn % 2})
        version = 1
        for _ in range(12):
            who, name = chance.choice((STEWARD, OPERATOR, OTHER)), chance.choice(("send", "return", "accept"))
            try:
                version = lead_on(engine, REPORT, who, number, name, seen=version).version
            except DecorError:
                continue
        events = history(engine, number)
        assert [row[0] for row in events] == list(range(1, version + 1))
        assert REPORT.replayed([row[1] for row in events[1:]]) == state(engine, number)
        assert all(before == earlier[3] for earlier, (_, _, before, _) in itertools.pairwise(events))


@pytest.mark.parametrize("moment", ["record", "append"])
def test_a_kill_inside_a_step_leaves_the_case_as_it_was(
    engine: Engine, case: int, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    class KilledError(BaseException):
        """What a kill looks like from inside."""

    def killed(*_arguments: object, **_more: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch, pytest.raises(KilledError):
        patch.setattr({"record": "data.workflow.steps.record", "append": "data.commands.audit.append"}[moment], killed)
        lead_on(engine, REPORT, OPERATOR, case, "send", seen=1)
    assert state(engine, case) == "draft" and len(history(engine, case)) == 1
    lead_on(engine, REPORT, OPERATOR, case, "send", seen=1)
    assert state(engine, case) == "sent"


def test_an_effect_belongs_to_its_step(engine: Engine, case: int) -> None:
    def fail(_connection: object, _number: int) -> None:
        raise BadRequestError(msg("This is needed."))

    spoilt = Process(
        id="report",
        title=msg("Report"),
        states={"draft": msg("open"), "sent": msg("open")},
        start="draft",
        transitions=(step("send", ("draft",), "sent", Right.NOTE, effect=fail),),
    )
    with pytest.raises(BadRequestError):
        lead_on(engine, spoilt, OPERATOR, case, "send", seen=1)
    assert state(engine, case) == "draft" and len(history(engine, case)) == 1


def office(member: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr(member, "<x/>")
    return body.getvalue()


GOOD = {
    "lampiran.pdf": b"%PDF-1.7\n%",
    "foto.jpg": b"\xff\xd8\xff\xe0..",
    "peta.png": b"\x89PNG\r\n\x1a\n....",
    "tabel.xlsx": office("xl/workbook.xml"),
    "surat.docx": office("word/document.xml"),
    "data.csv": b"area,value\n1,2\n",
}
BAD = {
    "foto.png": GOOD["foto.jpg"],
    "bukti.pdf": b"<html><script>alert(1)</script>",
    "bukti.csv": b"<svg onload=x>,",
    "alat.pdf": b"\x7fELF\0\0",
    "tabel.xlsx": office("xl/other.xml"),
    "kosong.pdf": b"",
    "rusak.xlsx": b"PK\x03\x04 no zip",
    "halaman.html": b"a,b\n",
}


def chunks(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), 7):
        yield body[start : start + 7]


def test_files_are_taken_for_what_they_are(engine: Engine, case: int, tmp_path: Path) -> None:
    settings = Settings("", tmp_path, None, 0)
    for name, body in GOOD.items():
        attach(engine, settings, OPERATOR, case, name, chunks(body))
    attach(engine, settings, OPERATOR, case, "lagi.pdf", chunks(GOOD["lampiran.pdf"]))
    for name, body in BAD.items():
        with pytest.raises(BadRequestError):
            attach(engine, settings, OPERATOR, case, name, chunks(body))
    kept = {path.name for path in (tmp_path / "attachments").iterdir()}
    with engine.connect() as connection:
        rows = connection.execute(select(Attachment.name, Attachment.sha256)).all()
    assert {row.sha256 for row in rows} == kept and len(kept) == len(GOOD)
    assert [row.name for row in rows] == [*GOOD, "lagi.pdf"]
    with pytest.raises(NotFoundError):
        attach(engine, settings, OPERATOR, case + 99, "a.pdf", chunks(GOOD["lampiran.pdf"]))


def test_a_snapshot_is_what_it_was_or_says_that_it_is_not(engine: Engine) -> None:
    number = freeze(engine, STEWARD, "monev", "2020-11-24", {"progress": 75.0, "actions": [1, 2]})
    assert frozen(engine, number) == {"progress": 75.0, "actions": [1, 2]}
    with engine.begin() as connection:
        connection.execute(text("update workflow_snapshot set body = replace(body, '75.0', '85.0')"))
    with pytest.raises(DecorError, match="changed outside"):
        frozen(engine, number)


def test_a_delivery_has_its_whole_way_on_record(engine: Engine) -> None:
    values = {
        "dataset": "covid-daily",
        "file_name": "a.csv",
        "sha256": "0" * 64,
        "size": 1,
        "owner": "s",
        "received_at": audit.now(),
        "state": "waiting",
        "seen_version": 0,
    }
    cases = DeliveryRow.metadata.tables["delivery"]
    with engine.begin() as connection:
        number = int(connection.execute(insert(DeliveryRow).values(**values).returning(DeliveryRow.id)).scalar_one())
        record(connection, DELIVERY, number, Step("handed in", STEWARD, audit.now()), before="", after="waiting")
        for name, who in (
            ("begin check", None),
            ("checked", None),
            ("confirm", STEWARD),
            ("loaded", None),
            ("take back", STEWARD),
        ):
            take(connection, DELIVERY, cases, number, Step(name, who, audit.now()), data={})
        with pytest.raises(StepRefusedError):
            take(connection, DELIVERY, cases, number, Step("confirm", STEWARD, audit.now()), data={})
    assert DELIVERY.replayed([row[1] for row in history(engine, number, "delivery")[1:]]) == "rolled_back"


def test_the_data_of_a_case_are_plain(engine: Engine, case: int) -> None:
    with engine.connect() as connection:
        assert json.loads(connection.execute(select(CaseRow.data).where(CaseRow.id == case)).scalar_one()) == {
            "value": 40
        }
    assert ALERT.states.keys() >= {"pending", "firing", "reviewed"}
