"""One file into the database: read, check, load, report. All of it or none of it."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select

from data.contracts import Contract, contract
from data.domain.areas import level_of
from data.domain.dates import day_number
from data.domain.errors import DecorError, Num, msg
from data.ingest.check import Checked, check_table, kept_rows
from data.ingest.geometry import checked_geometry
from data.ingest.parse import Known
from data.ingest.personal import refuse_personal_data, refuse_personal_text
from data.ingest.read import RawTable, read_file
from data.ingest.supersede import rechain
from data.tables.engine import insert_rows, writing
from data.tables.schema import AreaRow, Base, Load, Rejection

CHUNK = 20_000
SMALL_ALLOWANCE = 5
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
class Delivery:
    """A file on its way in: when it was received (WIB), today's clock, and whether it is simulated."""

    path: Path
    received: datetime
    clock: datetime
    simulated: bool = False

    @property
    def sha256(self) -> str:
        """Fingerprint of the content."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def ingest_file(
    engine: Engine,
    dataset: str,
    delivery: Delivery,
    *,
    reports: Path,
    progress: Progress = lambda _done, _all: None,
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
    rules = contract(dataset)
    if not delivery.path.is_file():
        raise DecorError(msg("There is no file {path}.", path=str(delivery.path)))
    fingerprint = delivery.sha256
    if (same := _already_loaded(engine, dataset, fingerprint)) is not None:
        return LoadResult(same.id, dataset, same.rows_read, same.kept, same.rejected, True, None)
    table = read_file(delivery.path, tuple(column.name for column in rules.columns))
    refuse_personal_data(table.cells, rules)
    for _, text, _ in table.broken:
        refuse_personal_text(text, "–")
    known = _known(engine, rules, delivery)
    checked = check_table(table, rules, known)
    if rules.kind == "areas":
        checked_geometry(table, checked, set(known.areas))
    report = _write_report(reports, dataset, fingerprint, checked)
    _refuse_beyond_tolerance(engine, rules, delivery, fingerprint, checked, report)
    with writing(engine) as connection:
        if (same := _already_loaded(connection, dataset, fingerprint)) is not None:
            return LoadResult(same.id, dataset, same.rows_read, same.kept, same.rejected, True, None)
        load_id = _record(connection, rules, delivery, fingerprint, checked, "loaded")
        _insert(connection, rules, delivery, load_id, table, checked, progress)
        rechain(connection, rules, load_id)
    kept = int(checked.good.sum())
    rejected = checked.rows_rejected
    return LoadResult(load_id, dataset, kept + rejected, kept, rejected, False, report)


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
    with engine.connect() as connection:
        areas = {row.code: row.id for row in connection.execute(select(AreaRow.code, AreaRow.id))}
        for ref in {column.ref for column in rules.columns if column.ref}:
            table = Base.metadata.tables[ref.split(".")[0]]
            found = connection.execute(select(table.c[ref.split(".")[1]]).distinct()).scalars()
            refs[ref] = frozenset(map(str, found))
    return Known(areas, refs, delivery.clock.date())


def _write_report(folder: Path, dataset: str, fingerprint: str, checked: Checked) -> Path | None:
    if not checked.rejected:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{dataset}-{fingerprint[:12]}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "column", "value", "reason"])
        writer.writerows([line.row, line.column, line.value, line.reason] for line in checked.rejected)
    return path


def _refuse_beyond_tolerance(
    engine: Engine,
    rules: Contract,
    delivery: Delivery,
    fingerprint: str,
    checked: Checked,
    report: Path | None,
) -> None:
    rejected, kept = checked.rows_rejected, int(checked.good.sum())
    read = kept + rejected
    allowance = SMALL_ALLOWANCE if rules.tolerance > 0 else 0
    if kept and rejected <= max(rules.tolerance * read, allowance):
        return
    with writing(engine) as connection:
        _record(connection, rules, delivery, fingerprint, checked, "refused")
    raise DecorError(
        msg(
            "{read} read, 0 kept, {rejected} rejected: more than the contract tolerates ({share} %), "
            "so nothing was loaded. The reasons are in {report}.",
            read=str(read),
            rejected=str(rejected),
            share=Num(rules.tolerance * 100, 1),
            report=str(report),
        )
    )


def _record(
    connection: Connection,
    rules: Contract,
    delivery: Delivery,
    fingerprint: str,
    checked: Checked,
    state: str,
) -> int:
    version = connection.execute(select(func.coalesce(func.max(Load.version), 0))).scalar_one()
    kept, rejected = int(checked.good.sum()), checked.rows_rejected
    values = {
        "dataset": rules.id,
        "file_name": delivery.path.name[:200],
        "sha256": fingerprint,
        "received_at": delivery.received.replace(tzinfo=None),
        "rows_read": kept + rejected,
        "kept": kept if state == "loaded" else 0,
        "rejected": rejected,
        "state": state,
        "version": version + (state == "loaded"),
        "simulated": delivery.simulated,
    }
    load_id = int(connection.execute(insert(Load).values(**values).returning(Load.id)).scalar_one())
    lines = [(load_id, r.row, r.column, r.value[:200], r.reason) for r in checked.rejected[:CHUNK]]
    names = ["load_id", "row_number", "column_name", "value", "reason"]
    insert_rows(connection, Rejection.__tablename__, names, lines)
    return load_id


def _insert(
    connection: Connection,
    rules: Contract,
    delivery: Delivery,
    load_id: int,
    table: RawTable,
    checked: Checked,
    progress: Progress,
) -> None:
    columns = list(checked.columns)
    fixed: dict[str, Any] = {"load_id": load_id}
    if "known_on" not in columns:
        fixed["known_on"] = day_number(delivery.received.date())
    if rules.kind == "measures":
        fixed["dataset"] = rules.id
    rows = list(kept_rows(checked, columns))
    if rules.kind == "areas":
        columns, rows = _with_areas(connection, checked, columns, rows, table)
    names = [*columns, *fixed]
    tail = tuple(fixed.values())
    for start in range(0, len(rows), CHUNK):
        insert_rows(connection, rules.table, names, [row + tail for row in rows[start : start + CHUNK]])
        progress(min(start + CHUNK, len(rows)), len(rows))


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
