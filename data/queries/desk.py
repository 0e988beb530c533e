"""Deliveries, loads and what a dataset holds, for the data desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, or_, select

from data.contracts import Contract
from data.queries.frames import known_on, records
from data.queries.reader import Reader
from data.tables.people import DeliveryRow
from data.tables.schema import Base, Load, Rejection, WifiOutage, WifiPoint
from data.tables.workflow import CaseEvent

MINUTES = 1440
MANY_AREAS = 100


def deliveries(engine: Engine, most: int = 50) -> list[dict[str, Any]]:
    """The newest deliveries: ``id, dataset, file_name, size, owner, received_at, state, load_id, problem``."""
    names = ("id", "dataset", "file_name", "size", "owner", "received_at", "state", "load_id", "problem")
    columns = [getattr(DeliveryRow, name) for name in names]
    return records(engine, select(*columns).order_by(DeliveryRow.id.desc()).limit(most))


def delivery(engine: Engine, number: int) -> dict[str, Any] | None:
    """One delivery with its report; None when there is none."""
    with engine.connect() as connection:
        row = connection.execute(select(DeliveryRow.__table__).where(DeliveryRow.id == number)).mappings().first()
    return None if row is None else dict(row)


def last_step_at(engine: Engine, process: str, number: int) -> datetime | None:
    """When the newest step of a case was taken, naive WIB; None without any."""
    own = (CaseEvent.process == process, CaseEvent.case_id == number)
    with engine.connect() as connection:
        return connection.execute(select(func.max(CaseEvent.at)).where(*own)).scalar()


def loads_of(engine: Engine, dataset: str | None, most: int = 30) -> list[dict[str, Any]]:
    """The newest loads of a dataset (None: of all) with who loaded them and what became of them."""
    names = ("id", "dataset", "file_name", "sha256", "received_at", "rows_read", "kept", "rejected", "state")
    more = ("simulated", "loaded_by", "taken_back_by", "taken_back_at", "note")
    question = select(*(getattr(Load, name) for name in (*names, *more)))
    if dataset is not None:
        question = question.where(Load.dataset == dataset)
    return records(engine, question.order_by(Load.id.desc()).limit(most))


def totals_by_dataset(engine: Engine) -> list[dict[str, Any]]:
    """What came in for each dataset: ``dataset, loads, rows_read, kept, rejected, refused, taken_back``."""
    refused = func.sum((Load.state == "refused").cast(Base.metadata.tables["load"].c.kept.type))
    back = func.sum((Load.state == "rolled_back").cast(Base.metadata.tables["load"].c.kept.type))
    question = select(
        Load.dataset,
        func.count().label("loads"),
        func.sum(Load.rows_read).label("rows_read"),
        func.sum(Load.kept).label("kept"),
        func.sum(Load.rejected).label("rejected"),
        refused.label("refused"),
        back.label("taken_back"),
    ).group_by(Load.dataset)
    return records(engine, question)


def rejections_by_reason(engine: Engine, dataset: str, most: int = 12) -> list[dict[str, Any]]:
    """Why rows of a dataset were refused: ``column_name, reason, n``, the most frequent first."""
    question = (
        select(Rejection.column_name, Rejection.reason, func.count().label("n"))
        .join(Load, Load.id == Rejection.load_id)
        .where(Load.dataset == dataset)
        .group_by(Rejection.column_name, Rejection.reason)
        .order_by(func.count().desc())
        .limit(most)
    )
    return records(engine, question)


@dataclass(frozen=True)
class Behind:
    """Which rows are behind a figure.

    Attributes
    ----------
    rw_ids, area_ids : list of int
        Areas of the rows: RW (former ones whose counts went to them too), and areas above them.
    first, last : int or None
        Days the rows are about; None means all.
    days : list of int or None
        Only these days (the last reports of a figure that stands until the next); None asks by first and last.
    known_on : int or None
        Rows that were current as known at the end of that day.
    measures : tuple of str
        Measures of the formula, for the generic table.
    """

    rw_ids: list[int]
    area_ids: list[int]
    first: int | None
    last: int | None
    days: list[int] | None
    known_on: int | None
    measures: tuple[str, ...]


BEHIND = (Load.id, Load.file_name, Load.sha256, Load.received_at, Load.loaded_by, Load.state, Load.simulated)


def newest_loads(engine: Engine, datasets: tuple[str, ...], version: int) -> list[dict[str, Any]]:
    """The newest load of each dataset up to a data version, columns as in `loads_behind`; ``rows`` is what it kept."""
    newest = (
        select(func.max(Load.id))
        .where(Load.dataset.in_(datasets), Load.state == "loaded", Load.version <= version)
        .group_by(Load.dataset)
    )
    question = select(*BEHIND, Load.dataset, Load.kept.label("rows")).where(Load.id.in_(newest)).order_by(Load.dataset)
    return records(engine, question)


def loads_behind(reader: Reader, rules: Contract, asked: Behind) -> list[dict[str, Any]]:
    """The loads whose rows are behind a figure, with the number of rows each gave, newest first.

    Returns
    -------
    list of dict
        ``id, file_name, sha256, received_at, loaded_by, state, simulated, rows``.
    """
    table = Base.metadata.tables[rules.table]
    question = (
        select(*BEHIND, func.count().label("rows"))
        .join(table, table.c.load_id == Load.id)
        .where(known_on(table.c, asked.known_on))
        .group_by(Load.id)
        .order_by(Load.id.desc())
    )
    if rules.kind == "measures":
        question = question.where(table.c.dataset == rules.id, table.c.measure.in_(asked.measures))
    ids = [*asked.rw_ids, *asked.area_ids]
    if rules.table == WifiOutage.__tablename__:
        own = select(WifiPoint.point_code).where(WifiPoint.area_id.in_(ids), known_on(WifiPoint, asked.known_on))
        question = question.where(WifiOutage.point_code.in_(own))
        if asked.last is not None:
            start = (asked.first if asked.first is not None else asked.last) * MINUTES
            question = question.where(WifiOutage.started_at < (asked.last + 1) * MINUTES)
            question = question.where(or_(WifiOutage.ended_at.is_(None), WifiOutage.ended_at >= start))
    elif "area_id" in table.c:
        # Many areas over the whole history are most of the table: a scan is eight times faster than their searches.
        wide = len(ids) > MANY_AREAS and asked.first is None and not asked.days
        question = question.where((table.c.area_id + 0 if wide else table.c.area_id).in_(ids))
    else:
        reader.whole()  # rows without an area are about the whole city
    if rules.table == WifiPoint.__tablename__ and asked.last is not None:
        question = question.where(or_(WifiPoint.registered_on <= asked.last, WifiPoint.proposed_on <= asked.last))
    if "day" in table.c:
        if asked.days:
            question = question.where(table.c.day.in_(asked.days))
        else:
            question = question.where(table.c.day <= asked.last) if asked.last is not None else question
            question = question.where(table.c.day >= asked.first) if asked.first is not None else question
    return records(reader.engine, question)
