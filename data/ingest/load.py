"""One file into the database: read, check, load, report. All of it or none of it."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, String, func, insert, select

from data.contracts import Condensing, Contract
from data.domain.areas import level_of
from data.domain.dates import day_number
from data.domain.errors import DecorError, Message, Num, msg, packed
from data.ingest.check import Checked, check_table, kept_rows
from data.ingest.geometry import checked_geometry
from data.ingest.numbers import NumberForm
from data.ingest.parse import Known
from data.ingest.personal import refuse_personal_data, refuse_personal_text
from data.ingest.read import RawTable, read_file
from data.ingest.register import Register, judge
from data.ingest.supersede import rechain
from data.queries.areas import area_lives
from data.queries.declared import contract_of
from data.queries.frames import frame
from data.tables.engine import insert_rows, writing
from data.tables.people import Crosswalk
from data.tables.schema import AreaRow, AreaVersion, Base, Load, Rejection

CHUNK = 20_000
SMALL_ALLOWANCE, SMALL_SHARE = 5, 2 / 3
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class LoadResult:
    """What became of a file: rows_read = kept + rejected; ``load_id`` of the load in force."""

    load_id: int
    dataset: str
    rows_read: int
    kept: int
    rejected: int
    unchanged: bool
    report: Path | None

    def sentence(self) -> str:
        """The last line an operator reads."""
        if self.unchanged:
            return f"This file is already loaded as load {self.load_id}; nothing changed."
        return f"{self.rows_read} read, {self.kept} kept, {self.rejected} rejected (load {self.load_id})"


@dataclass(frozen=True)
class Prepared:
    """A file that was read and checked, and nothing written yet.

    Attributes
    ----------
    register : Register or None
        For areas: what the file does to the register as a whole.
    beside : Prepared or None
        Rows of another dataset that the same file brings; they are loaded with it or not at all.
    """

    rules: Contract
    delivery: Delivery
    fingerprint: str
    table: RawTable
    checked: Checked
    register: Register | None = None
    beside: Prepared | None = None

    @property
    def findings(self) -> list[Message]:
        """What who decides should know: about the areas as a whole, beside the table, and how numbers were read."""
        notes = [*(self.register.findings if self.register else []), *self.table.notes, *self.checked.numbers]
        if (other := self.beside) is not None and other.rejected:
            words = "{n} rows of {dataset}, which this file brings as well, are rejected: {why}"
            why = other.checked.rejected[0].reason if other.checked.rejected else ""
            notes.append(msg(words, n=Num(other.rejected), dataset=other.rules.id, why=why))
        return notes

    @property
    def kept(self) -> int:
        """Rows that may be loaded."""
        return int(self.checked.good.sum())

    @property
    def rejected(self) -> int:
        """Rows that may not."""
        return self.checked.rows_rejected

    @property
    def beyond_tolerance(self) -> bool:
        """Whether so many rows were rejected that nothing may be loaded, here or of what the file brings beside."""
        rows = self.kept + self.rejected
        if self.beside is not None and self.beside.rejected and self.beside.beyond_tolerance:
            return True
        return not self.kept or self.rejected > allowed(self.rules.tolerance, rows)


def allowed(tolerance: float, rows: int) -> float:
    """Rows of a file that may be wrong: the contract's share; in a small file a few, but never more than two thirds.

    Examples
    --------
    >>> [allowed(0.02, rows) for rows in (3, 6, 20, 1_000)], allowed(0.0, 1_000)
    ([2.0, 4.0, 5, 20.0], 0)
    """
    if tolerance <= 0:
        return 0
    return max(tolerance * rows, min(SMALL_ALLOWANCE, SMALL_SHARE * rows))


@dataclass(frozen=True)
class Commitment:
    """Who loads, against what he saw, and what else belongs to the same transaction.

    Attributes
    ----------
    seen_version : int or None
        The dataset's newest version at the time of the check; a later one refuses the load. None does not ask.
    within : callable or None
        Called with the connection and the load's number before anything is kept.
    """

    by: str = "process"
    seen_version: int | None = None
    within: Callable[[Connection, int], None] | None = None


@dataclass(frozen=True)
class Delivery:
    """A file on its way in: when it was received (WIB), today's clock, and whether it is simulated.

    ``name`` is the file's name as it was sent, where it is kept under another; ``computed`` says that the room made it;
    ``points`` what points mean in its numbers where the file leaves it open.
    """

    path: Path
    received: datetime
    clock: datetime
    simulated: bool = False
    name: str = ""
    computed: bool = False
    points: NumberForm = NumberForm.OPEN

    @property
    def sha256(self) -> str:
        """Fingerprint of the content."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def prepare(
    engine: Engine, dataset: str, delivery: Delivery, progress: Progress = lambda _done, _all: None
) -> Prepared:
    """Read and check a file; nothing is written.

    Raises
    ------
    DecorError
        When the whole file is refused.
    """
    rules = contract_of(engine, dataset)
    if rules.derived and not delivery.computed:
        raise DecorError(msg("“{name}” is computed by the room; no file of it can be loaded.", name=dataset))
    if not delivery.path.is_file():
        raise DecorError(msg("There is no file {path}.", path=str(delivery.path)))
    if rules.condensed is not None and (condensed := _condensed(engine, rules.condensed, delivery)) is not None:
        progress(1, 4)
        rows = RawTable(condensed.rows, _numbered(condensed.rows), notes=condensed.notes)
        other = RawTable(condensed.beside, _numbered(condensed.beside))
        others = contract_of(engine, rules.condensed.beside)
        beside = _checked(engine, others, delivery, other, lambda _done, _all: None)
        return replace(_checked(engine, rules, delivery, rows, progress), beside=beside)
    table = read_file(delivery.path, tuple(column.name for column in rules.columns), rules.id, plain=rules.plain)
    progress(1, 4)
    return _checked(engine, rules, delivery, table, progress)


def _condensed(engine: Engine, how: Condensing, delivery: Delivery) -> Any:
    """A raw file, condensed after the rows on record that are not over; None for one that is not raw."""
    rules = contract_of(engine, how.beside)
    table = Base.metadata.tables[rules.table].c
    columns = {column.name: table[column.target] for column in rules.columns}
    question = select(*(column.label(name) for name, column in columns.items()))
    running = frame(engine, question.where(table.superseded_on.is_(None), columns[how.running].is_(None)))
    module, _, function = how.method.partition(":")
    return getattr(import_module(module), function)(delivery.path, delivery.clock, running)


def _numbered(rows: pd.DataFrame) -> list[int]:
    return list(range(1, len(rows) + 1))


def _checked(engine: Engine, rules: Contract, delivery: Delivery, table: RawTable, progress: Progress) -> Prepared:
    refuse_personal_data(table.cells, rules)
    for _, text, _ in table.broken:
        refuse_personal_text(text, "–")
    progress(2, 4)
    known = _known(engine, rules, delivery)
    checked = check_table(table, rules, known, delivery.points)
    _refuse_too_long(rules, checked, table.row_numbers)
    if rules.check:
        module, _, function = rules.check.partition(":")
        getattr(import_module(module), function)(engine, checked, table.row_numbers)
    progress(3, 4)
    register = None
    if rules.kind == "areas":
        checked_geometry(table, checked, set(known.areas))
        register = judge(engine, table, checked)
    progress(4, 4)
    return Prepared(rules, delivery, delivery.sha256, table, checked, register)


def _refuse_too_long(rules: Contract, checked: Checked, numbers: list[int]) -> None:
    """Texts that their column of the table does not hold; SQLite would take them, PostgreSQL would fail as a whole."""
    for column in rules.columns:
        kind = Base.metadata.tables[rules.table].c[column.target].type
        longest = kind.length if isinstance(kind, String) else None
        if longest is None:
            continue
        for index, value in enumerate(checked.columns[column.target]):
            if isinstance(value, str) and len(value) > longest and checked.good[index]:
                reason = msg("The text is longer than {n} characters.", n=longest)
                checked.refuse(index, numbers[index], column.name, value, reason)


def ingest_file(
    engine: Engine,
    dataset: str,
    delivery: Delivery,
    *,
    reports: Path,
    progress: Progress = lambda _done, _all: None,
    commitment: Commitment | None = None,
) -> LoadResult:
    """Load one file of one dataset.

    Parameters
    ----------
    reports : Path
        Folder for the report of rejected rows.
    progress : callable
        Called with (rows done, rows in all).

    Raises
    ------
    DecorError
        When the whole file is refused; nothing of it is loaded.
    """
    by = commitment or Commitment()
    if not delivery.path.is_file():
        raise DecorError(msg("There is no file {path}.", path=str(delivery.path)))
    if (same := _already_loaded(engine, dataset, delivery.sha256)) is not None:
        return LoadResult(same.id, dataset, same.rows_read, same.kept, same.rejected, True, None)
    prepared = prepare(engine, dataset, delivery)
    checked, fingerprint = prepared.checked, prepared.fingerprint
    report = _write_report(reports, dataset, fingerprint, checked)
    _refuse_beyond_tolerance(engine, prepared, by, report)
    with writing(engine) as connection:
        if (same := _already_loaded(connection, dataset, fingerprint)) is not None:
            return LoadResult(same.id, dataset, same.rows_read, same.kept, same.rejected, True, None)
        _refuse_if_overtaken(connection, dataset, by)
        load_id = load_prepared(connection, prepared, by, progress)
    kept, rejected = prepared.kept, prepared.rejected
    return LoadResult(load_id, dataset, kept + rejected, kept, rejected, False, report)


def load_prepared(
    connection: Connection, prepared: Prepared, by: Commitment, progress: Progress = lambda _done, _all: None
) -> int:
    """Write what was checked, inside the caller's transaction; gives the load's number.

    Raises
    ------
    DecorError
        When it would change what is closed.
    """
    rules, beside = prepared.rules, prepared.beside
    load_id = _record(connection, prepared, by, "loaded")
    _insert(connection, prepared, load_id, progress)
    refuse_closed(connection, rules, load_id)
    rechain(connection, rules, load_id)
    if beside is not None and beside.kept:
        other = _record(connection, beside, by, "loaded")
        _insert(connection, beside, other, progress)
        rechain(connection, beside.rules, other)
    if by.within is not None:
        by.within(connection, load_id)
    return load_id


def refuse_closed(connection: Connection, rules: Contract, load_id: int) -> None:
    """Ask the dataset's own rule whether a load may come into force, or be taken back.

    Raises
    ------
    DecorError
        When it would change what is closed.
    """
    if rules.lock:
        module, _, function = rules.lock.partition(":")
        getattr(import_module(module), function)(connection, load_id)


def version_of(connection: Connection, dataset: str) -> int:
    """The newest version that a load or rollback of a dataset made; 0 before the first."""
    question = select(func.coalesce(func.max(Load.version), 0)).where(Load.dataset == dataset, Load.state != "refused")
    return int(connection.execute(question).scalar_one())


def _refuse_if_overtaken(connection: Connection, dataset: str, by: Commitment) -> None:
    if by.seen_version is None or version_of(connection, dataset) == by.seen_version:
        return
    newest = connection.execute(
        select(Load.id, Load.loaded_by).where(Load.dataset == dataset, Load.version > by.seen_version)
    ).first()
    raise DecorError(
        msg(
            "Load {id} of the same data by {who} came first, after your check. Nothing of yours was loaded: "
            "check again.",
            id="?" if newest is None else str(newest.id),
            who="?" if newest is None else newest.loaded_by,
        )
    )


def _already_loaded(source: Engine | Connection, dataset: str, fingerprint: str) -> Any:
    question = select(Load.id, Load.rows_read, Load.kept, Load.rejected).where(
        Load.dataset == dataset, Load.sha256 == fingerprint, Load.state == "loaded"
    )
    if isinstance(source, Connection):
        return source.execute(question).first()
    with source.connect() as connection:
        return connection.execute(question).first()


def _known(engine: Engine, rules: Contract, delivery: Delivery) -> Known:
    refs: dict[str, frozenset[str]] = {}
    targets = {column.target for column in rules.columns}
    with engine.connect() as connection:
        in_force = select(AreaVersion.area_id).where(AreaVersion.superseded_on.is_(None))
        known = connection.execute(select(AreaRow.code, AreaRow.id).where(AreaRow.id.in_(in_force)))
        areas = {row.code: row.id for row in known}
        for ref in {column.ref for column in rules.columns if column.ref}:
            table = Base.metadata.tables[ref.split(".")[0]]
            keys = connection.execute(select(table.c[ref.split(".")[1]]).distinct()).scalars()
            refs[ref] = frozenset(map(str, keys))
    return Known(areas, refs, delivery.clock.date(), area_lives(engine) if "day" in targets else {})


def _write_report(folder: Path, dataset: str, fingerprint: str, checked: Checked) -> Path | None:
    if not checked.rejected:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{dataset}-{fingerprint[:12]}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "column", "value", "reason"])
        writer.writerows([line.row, line.column, line.value, str(line.reason)] for line in checked.rejected)
    return path


def _refuse_beyond_tolerance(engine: Engine, prepared: Prepared, by: Commitment, report: Path | None) -> None:
    if not prepared.beyond_tolerance:
        return
    with writing(engine) as connection:
        _record(connection, prepared, by, "refused")
    raise DecorError(
        msg(
            "{read} read, 0 kept, {rejected} rejected: more than the contract tolerates ({share} %), "
            "so nothing was loaded. The reasons are in {report}.",
            read=str(prepared.kept + prepared.rejected),
            rejected=str(prepared.rejected),
            share=Num(prepared.rules.tolerance * 100, 1),
            report=str(report),
        )
    )


def _record(connection: Connection, prepared: Prepared, by: Commitment, state: str) -> int:
    version = connection.execute(select(func.coalesce(func.max(Load.version), 0))).scalar_one()
    delivery, kept, rejected = prepared.delivery, prepared.kept, prepared.rejected
    values = {
        "dataset": prepared.rules.id,
        "file_name": (delivery.name or delivery.path.name)[:200],
        "sha256": prepared.fingerprint,
        "loaded_by": by.by,
        "received_at": delivery.received.replace(tzinfo=None),
        "rows_read": kept + rejected,
        "kept": kept if state == "loaded" else 0,
        "rejected": rejected,
        "state": state,
        "version": version + (state == "loaded"),
        "simulated": delivery.simulated,
    }
    load_id = int(connection.execute(insert(Load).values(**values).returning(Load.id)).scalar_one())
    lines = [(load_id, r.row, r.column, r.value[:200], packed(r.reason)) for r in prepared.checked.rejected[:CHUNK]]
    names = ["load_id", "row_number", "column_name", "value", "reason"]
    insert_rows(connection, Rejection.__tablename__, names, lines)
    return load_id


def _insert(connection: Connection, prepared: Prepared, load_id: int, progress: Progress) -> None:
    rules, delivery, checked = prepared.rules, prepared.delivery, prepared.checked
    columns = list(checked.columns)
    fixed: dict[str, Any] = {"load_id": load_id}
    if "known_on" not in columns:
        fixed["known_on"] = day_number(delivery.received.date())
    if rules.kind == "measures":
        fixed["dataset"] = rules.id
    rows = list(kept_rows(checked, columns))
    if rules.kind == "areas":
        columns, rows = _with_areas(connection, checked, columns, rows, prepared.table)
    names = [*columns, *fixed]
    tail = tuple(fixed.values())
    for start in range(0, len(rows), CHUNK):
        insert_rows(connection, rules.table, names, [row + tail for row in rows[start : start + CHUNK]])
        progress(min(start + CHUNK, len(rows)), len(rows))
    if prepared.register is not None:
        _keep_register(connection, prepared.register, load_id, fixed["known_on"])


def _keep_register(connection: Connection, register: Register, load_id: int, known_on: int) -> None:
    """Close the rows that end, and note which part of their people lives where now."""
    columns = ["code", "area_id", "name", "valid_from", "area_km2", "simulated", "from_codes", "geometry"]
    table = AreaVersion.__table__
    for number, last in register.closing.items():
        old = connection.execute(select(*(table.c[name] for name in columns)).where(table.c.id == number)).one()
        values = {**old._mapping, "valid_to": last, "load_id": load_id, "known_on": known_on}
        connection.execute(insert(AreaVersion).values(**values))
    ids = {row.code: row.id for row in connection.execute(select(AreaRow.code, AreaRow.id))}
    parts = [
        (load_id, ids[origin.code], ids[code], register.starts[code], origin.share)
        for code, origins in register.origins.items()
        for origin in origins
    ]
    names = ["load_id", "from_area_id", "to_area_id", "valid_from", "share"]
    insert_rows(connection, Crosswalk.__tablename__, names, parts)


def _with_areas(
    connection: Connection, checked: Checked, columns: list[str], rows: list[Any], table: RawTable
) -> tuple[list[str], list[Any]]:
    known = {row.code: row.id for row in connection.execute(select(AreaRow.code, AreaRow.id))}
    codes = [row[columns.index("code")] for row in rows]
    new = sorted(set(codes) - set(known))
    first = max(known.values(), default=0) + 1
    made = [(number, code, level_of(code).value) for number, code in enumerate(new, first)]
    insert_rows(connection, AreaRow.__tablename__, ["id", "code", "level"], made)
    known |= {code: number for number, code, _ in made}
    shapes = [
        json.dumps(shape, separators=(",", ":"))
        for shape, good in zip(table.geometry, checked.good, strict=True)
        if good
    ]
    full = [(*row, known[code], shape) for row, code, shape in zip(rows, codes, shapes, strict=True)]
    return [*columns, "area_id", "geometry"], full
