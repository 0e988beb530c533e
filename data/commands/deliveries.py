"""A file that a person or a program hands in: received, checked, confirmed, loaded, taken back."""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from data.commands import audit
from data.commands.delivery_process import DELIVERY
from data.commands.received import write_down
from data.domain.errors import BadRequestError, DecorError, NotFoundError, Num, declared, msg, packed
from data.domain.people import Person
from data.ingest import Commitment, ingest_file, rollback
from data.ingest.changes import compare
from data.ingest.load import Delivery, Prepared, prepare, version_of
from data.ingest.numbers import ANSWERS, NumberForm
from data.ingest.personal import PersonalDataError
from data.queries.declared import contract_of
from data.queries.meta import clock_now
from data.settings import Settings
from data.tables.engine import writing
from data.tables.people import DeliveryRow
from data.workflow.process import StepRefusedError
from data.workflow.steps import Step, record, take

MOST_BYTES = 128 * 1024 * 1024
CHUNK = 1 << 16
ENDINGS = (".csv", ".txt", ".xlsx", ".geojson", ".json", ".gpkg")
KEY = re.compile(r"^[\x21-\x7e]{1,80}$")
NAME = re.compile(r"[^\w .()+-]")
MOST_REJECTIONS = 500
BUSY = ("waiting", "checking", "loading")
DELIVERIES = DeliveryRow.metadata.tables[DeliveryRow.__tablename__]


@dataclass(frozen=True)
class Handed:
    """What somebody hands in.

    Attributes
    ----------
    name : str
        The file's name; its ending says what it is.
    key : str or None
        The caller's idempotency key: the same key brings the same delivery back.
    points : str
        What points mean in its numbers, "thousands" or "decimals", where the file leaves it open; "" where nobody says.
    """

    dataset: str
    name: str
    chunks: Iterator[bytes]
    key: str | None = None
    points: str = ""


def folder_of(settings: Settings) -> Path:
    """Where handed-in files wait."""
    return settings.data_dir / "deliveries"


def receive(engine: Engine, settings: Settings, who: Person, handed: Handed) -> int:
    """Write the file down as it comes in and note it; gives the delivery's number.

    Raises
    ------
    BadRequestError
        When it is too large, of a kind that cannot be read, or its key was used for other content.
    NotFoundError
        When there is no such dataset.
    """
    contract_of(engine, handed.dataset)
    name = NAME.sub("_", Path(handed.name.replace("\\", "/")).name)[-120:] or "file"
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise BadRequestError(
            msg("“{ending}” files cannot be read; use CSV, XLSX, GeoJSON or GeoPackage.", ending=ending[:20])
        )
    if handed.key is not None and not KEY.match(handed.key):
        raise BadRequestError(msg("An idempotency key has 1 to 80 plain characters."))
    if handed.points not in ("", *ANSWERS):
        raise BadRequestError(msg("Points in numbers mean “thousands” or “decimals”."))
    folder = folder_of(settings)
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{secrets.token_hex(8)}{ending}"
    try:
        size, digest = write_down(kept, handed.chunks, MOST_BYTES)
        number = _note(engine, who, handed, name, size, digest)
        row = _row(engine, number)
        path = path_of(engine, settings, number)
        # Only what waits for its check needs its file: what was refused for good must not come back by its key.
        if row.state == "waiting" and not path.exists():
            kept.replace(path)
    finally:
        kept.unlink(missing_ok=True)
    return number


def _note(engine: Engine, who: Person, handed: Handed, name: str, size: int, digest: str) -> int:
    owner = who.name[:60]
    with writing(engine) as connection:
        if handed.key is not None:
            same = connection.execute(
                select(DeliveryRow.id, DeliveryRow.sha256, DeliveryRow.dataset).where(
                    DeliveryRow.owner == owner, DeliveryRow.idempotency_key == handed.key
                )
            ).first()
            if same is not None:
                if (same.sha256, same.dataset) != (digest, handed.dataset):
                    raise BadRequestError(msg("This idempotency key was used for another file."))
                return int(same.id)
        values = {
            "dataset": handed.dataset,
            "file_name": name,
            "sha256": digest,
            "size": size,
            "owner": owner,
            "received_at": audit.now(),
            "idempotency_key": handed.key,
            "state": "waiting",
            "seen_version": 0,
            "points": handed.points or None,
        }
        number = int(connection.execute(insert(DeliveryRow).values(**values).returning(DeliveryRow.id)).scalar_one())
        record(connection, DELIVERY, number, Step("handed in", who, audit.now()), before="", after=DELIVERY.start)
        line = audit.line(
            who, "file handed in", f"{handed.dataset}: {name}", delivery=number, sha256=digest, bytes=size
        )
        audit.append(connection, [line])
    return number


def _row(engine: Engine, number: int) -> Any:
    with engine.connect() as connection:
        row = connection.execute(select(DeliveryRow.__table__).where(DeliveryRow.id == number)).first()
    if row is None:
        raise NotFoundError(msg("There is no delivery {id}.", id=str(number)))
    return row


def path_of(engine: Engine, settings: Settings, number: int) -> Path:
    """The waiting file of a delivery."""
    ending = Path(_row(engine, number).file_name).suffix.lower()
    return folder_of(settings) / f"{number}{ending}"


class Progress:
    """How far the work on a delivery is: a small file, so that another process may read it."""

    def __init__(self, settings: Settings, number: int) -> None:
        self._path = folder_of(settings) / f"{number}.progress"
        self._told = 0.0

    def tell(self, step: str, done: int, total: int) -> None:
        """Say how far the work is; not more often than twenty times a second."""
        moment = time.monotonic()
        if done < total and moment - self._told < 0.05:
            return
        self._told = moment
        with contextlib.suppress(OSError):
            whole = self._path.with_suffix(f".{secrets.token_hex(4)}")
            whole.write_text(f"{step} {done} {total}")
            whole.replace(self._path)  # who reads meanwhile gets the old words or the new ones, never half of them

    def read(self) -> tuple[str, int, int]:
        """Step, done, in all; nothing before the first word of it."""
        try:
            step, done, total = self._path.read_text().split()
            return step, int(done), int(total)
        except (OSError, ValueError):
            return "", 0, 0

    def clear(self) -> None:
        """The work is done."""
        self._path.unlink(missing_ok=True)


def _delivery(engine: Engine, settings: Settings, number: int) -> Delivery:
    row = _row(engine, number)
    clock = clock_now(engine, settings)
    points = NumberForm(row.points or NumberForm.OPEN)
    return Delivery(path_of(engine, settings, number), clock, clock, name=row.file_name, points=points)


def _move(connection: Connection, number: int, step: str, who: Person | None = None, **columns: Any) -> bool:
    """Lead a delivery on if it is where the step begins; the only way its state changes."""
    try:
        take(connection, DELIVERY, DELIVERIES, number, Step(step, who, audit.now(), columns=columns), data={})
    except StepRefusedError:
        return False
    return True


def _set(engine: Engine, number: int, step: str, who: Person | None = None, **columns: Any) -> bool:
    """The same in a transaction of its own."""
    with writing(engine) as connection:
        return _move(connection, number, step, who, **columns)


def check(engine: Engine, settings: Settings, number: int, confirmed_by: Person | None = None) -> str:
    """The dry run: what would be kept, what not and why, what changes; writes the report, loads nothing.

    A file with personal data does not stay: its hash, name and the reason do.

    Parameters
    ----------
    confirmed_by : Person or None
        Who decided beforehand that it is to be loaded when nothing stands against it; it is "loading" then.

    Returns
    -------
    str
        The state it led to; empty where there was nothing to check.
    """
    row, progress = _row(engine, number), Progress(settings, number)
    progress.tell("check", 0, 6)
    if not _set(engine, number, "begin check", problem=None):
        if _row(engine, number).state not in BUSY:
            progress.clear()
        return ""
    with engine.connect() as connection:
        seen = version_of(connection, row.dataset)
    try:
        prepared = prepare(
            engine, row.dataset, _delivery(engine, settings, number), lambda done, _all: progress.tell("check", done, 6)
        )
        report = _report(prepared)
        report["changes"] = compare(engine, prepared).plain()
        progress.tell("check", 6, 6)
        state, problem = "checked", None
        if prepared.beyond_tolerance:
            share = Num(100 * prepared.rejected / max(prepared.kept + prepared.rejected, 1), 1)
            limit = Num(100 * prepared.rules.tolerance, 1)
            words = msg(
                "{share} % of the rows are rejected, the contract tolerates {limit} %.", share=share, limit=limit
            )
            state, problem = "refused", packed(words)
        text = json.dumps(report, ensure_ascii=False)
        step, lines = state, []
        if confirmed_by is not None and state == "checked":
            state, step = "loading", "accepted"
            lines = [audit.line(confirmed_by, "load confirmed", f"delivery {number}")]
        with writing(engine) as connection:
            if _move(connection, number, step, report=text, seen_version=seen, problem=problem):
                audit.append(connection, lines)
    except DecorError as error:
        state = "refused"
        if isinstance(error, PersonalDataError):
            # Gone before anybody is told, so that a kill between the two leaves a check to repeat, not a file.
            path_of(engine, settings, number).unlink(missing_ok=True)
        _set(engine, number, "refused", problem=packed(error.message), seen_version=seen)
    if state != "loading":
        # Otherwise the load follows, and a delivery at work without a word of it would be taken for one that stopped.
        progress.clear()
    return state


def _report(prepared: Prepared) -> dict[str, Any]:
    lines = prepared.checked.rejected
    return {
        "read": prepared.kept + prepared.rejected,
        "kept": prepared.kept,
        "rejected": prepared.rejected,
        "rejections": [
            [line.row, line.column, line.value[:80], packed(line.reason)] for line in lines[:MOST_REJECTIONS]
        ],
        "more_rejections": max(0, len(lines) - MOST_REJECTIONS),
        "findings": [packed(words) for words in prepared.findings],
        "open_number": None if prepared.checked.open_number is None else asdict(prepared.checked.open_number),
    }


def ask_check(engine: Engine, settings: Settings, who: Person, number: int, points: NumberForm | None = None) -> bool:
    """Put a delivery back to wait for its check; False when it is busy already.

    Parameters
    ----------
    points : NumberForm or None
        What points mean in its numbers, as somebody says; None leaves what was said before.

    Raises
    ------
    DecorError
        When it was loaded or withdrawn, or its file was deleted because it held personal data.
    """
    if _row(engine, number).state == "refused" and not path_of(engine, settings, number).exists():
        raise DecorError(msg("The file of this delivery was deleted; hand in another one."))
    said = {} if points is None else {"points": points.value}
    if _set(engine, number, "check again", who, problem=None, **said):
        return True
    state = _row(engine, number).state
    if state in BUSY:
        return False
    raise DecorError(msg("This delivery cannot be checked now; it is “{state}”.", state=state))


def confirm(engine: Engine, who: Person, number: int) -> None:
    """Decide that a checked delivery is to be loaded.

    Raises
    ------
    DecorError
        When it was not checked, or somebody decided already.
    """
    with writing(engine) as connection:
        if not _move(connection, number, "confirm", who, problem=None):
            state = connection.execute(select(DeliveryRow.state).where(DeliveryRow.id == number)).scalar()
            if state is None:
                raise NotFoundError(msg("There is no delivery {id}.", id=str(number)))
            raise DecorError(msg("This delivery cannot be loaded now; it is “{state}”.", state=state))
        audit.append(connection, [audit.line(who, "load confirmed", f"delivery {number}")])


def load(engine: Engine, settings: Settings, who: Person, number: int) -> None:
    """Load a confirmed delivery: the rows, its new state and the audit line in one transaction."""
    row, progress = _row(engine, number), Progress(settings, number)
    if row.state != "loading":
        return
    progress.tell("load", 0, 1)

    def within(connection: Connection, load_id: int) -> None:
        if not _move(connection, number, "loaded", load_id=load_id):
            raise DecorError(msg("This delivery was withdrawn; nothing was loaded."))
        subject = f"{row.dataset}: {row.file_name}"
        audit.append(connection, [audit.line(who, "data loaded", subject, load=load_id, sha256=row.sha256)])

    try:
        result = ingest_file(
            engine,
            row.dataset,
            _delivery(engine, settings, number),
            reports=settings.data_dir / "reports",
            progress=lambda done, total: progress.tell("load", done, total),
            commitment=Commitment(who.name, row.seen_version, within),
        )
        if result.unchanged:
            problem = packed(msg("This file is already loaded as load {id}; nothing changed.", id=str(result.load_id)))
            _set(engine, number, "refused", problem=problem)
    except DecorError as error:
        _set(engine, number, "failed", problem=packed(error.message))
    progress.clear()


def withdraw(engine: Engine, settings: Settings, who: Person, number: int) -> None:
    """Put a delivery away that was not loaded; its file is removed.

    Raises
    ------
    DecorError
        When it is being loaded or was loaded.
    """
    with writing(engine) as connection:
        if not _move(connection, number, "withdraw", who):
            raise DecorError(msg("Only what was not loaded can be withdrawn."))
        audit.append(connection, [audit.line(who, "delivery withdrawn", f"delivery {number}")])
    path_of(engine, settings, number).unlink(missing_ok=True)


def take_back(engine: Engine, who: Person, load_id: int, reason: str) -> str:
    """Roll a load back with its reason; gives the dataset.

    Raises
    ------
    BadRequestError
        Without a reason.
    """
    reason = reason.strip()
    if not 5 <= len(reason) <= 300 or not reason.isprintable():
        raise BadRequestError(msg("Say why, in 5 to 300 characters."))

    def within(connection: Connection, number: int) -> None:
        own = select(DeliveryRow.id).where(DeliveryRow.load_id == number)
        for delivery in connection.execute(own).scalars().all():
            _move(connection, delivery, "take back", who, problem=packed(declared(reason, reason)))
        audit.append(connection, [audit.line(who, "load taken back", f"load {number}", reason=reason)])

    return rollback(engine, load_id, note=reason, commitment=Commitment(who.name, within=within))


def interrupted(engine: Engine, settings: Settings, number: int) -> None:
    """A delivery whose job has ended without it can be decided on again; nothing of it was loaded."""
    problem = packed(msg("The work was interrupted; nothing was loaded. Try again."))
    with writing(engine) as connection:
        state = connection.execute(select(DeliveryRow.state).where(DeliveryRow.id == number)).scalar()
        _move(connection, number, "interrupted" if state == "loading" else "failed", problem=problem)
    Progress(settings, number).clear()


def give_up(engine: Engine, settings: Settings, number: int) -> None:
    """The same for a delivery whose work failed in a way that nobody foresaw."""
    problem = packed(msg("Something went wrong while this was read; nothing was loaded."))
    _set(engine, number, "failed", problem=problem)
    Progress(settings, number).clear()
