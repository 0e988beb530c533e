"""Deliveries, loads and what a dataset holds, for the data desk."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import Engine, func, select

from data.contracts import Contract
from data.queries.frames import frame, known_on
from data.tables.people import DeliveryRow
from data.tables.schema import Base, Load, Rejection


def deliveries(engine: Engine, most: int = 50) -> pd.DataFrame:
    """The newest deliveries: ``id, dataset, file_name, size, owner, received_at, state, load_id, problem``."""
    names = ("id", "dataset", "file_name", "size", "owner", "received_at", "state", "load_id", "problem")
    columns = [getattr(DeliveryRow, name) for name in names]
    return frame(engine, select(*columns).order_by(DeliveryRow.id.desc()).limit(most))


def delivery(engine: Engine, number: int) -> dict[str, Any] | None:
    """One delivery with its report; None when there is none."""
    with engine.connect() as connection:
        row = connection.execute(select(DeliveryRow.__table__).where(DeliveryRow.id == number)).mappings().first()
    return None if row is None else dict(row)


def loads_of(engine: Engine, dataset: str | None, most: int = 30) -> pd.DataFrame:
    """The newest loads of a dataset (None: of all) with who loaded them and what became of them."""
    names = ("id", "dataset", "file_name", "sha256", "received_at", "rows_read", "kept", "rejected", "state")
    more = ("simulated", "loaded_by", "taken_back_by", "taken_back_at", "note")
    question = select(*(getattr(Load, name) for name in (*names, *more)))
    if dataset is not None:
        question = question.where(Load.dataset == dataset)
    return frame(engine, question.order_by(Load.id.desc()).limit(most))


def totals_by_dataset(engine: Engine) -> pd.DataFrame:
    """What came in for each dataset: ``dataset, loads, rows_read, kept, rejected, refused, taken_back``."""
    refused = func.sum((Load.state == "refused").cast(Base.metadata.tables["load"].c.kept.type))
    back = func.sum((Load.state == "rolled_back").cast(Base.metadata.tables["load"].c.kept.type))
    question = select(
        Load.dataset, func.count().label("loads"), func.sum(Load.rows_read).label("rows_read"),
        func.sum(Load.kept).label("kept"), func.sum(Load.rejected).label("rejected"),
        refused.label("refused"), back.label("taken_back"),
    ).group_by(Load.dataset)  # fmt: skip
    return frame(engine, question)


def rejections_by_reason(engine: Engine, dataset: str, most: int = 12) -> pd.DataFrame:
    """Why rows of a dataset were refused: ``column_name, reason, n``, the most frequent first."""
    question = (
        select(Rejection.column_name, Rejection.reason, func.count().label("n"))
        .join(Load, Load.id == Rejection.load_id)
        .where(Load.dataset == dataset)
        .group_by(Rejection.column_name, Rejection.reason)
        .order_by(func.count().desc())
        .limit(most)
    )
    return frame(engine, question)


def loads_behind(
    engine: Engine,
    rules: Contract,
    *,
    area_ids: list[int] | None,
    first: int | None,
    last: int | None,
    as_known_on: int | None,
) -> pd.DataFrame:
    """The loads whose rows are behind a figure, with the number of rows each gave.

    Parameters
    ----------
    area_ids : list of int or None
        Areas of the rows; None (or a table without areas) means all.
    first, last : int or None
        Days the rows are about; None means all.
    as_known_on : int or None
        Rows that were current as known at the end of that day.

    Returns
    -------
    DataFrame
        ``id, file_name, sha256, received_at, loaded_by, state, simulated, rows``, newest first.
    """  # fmt: skip
    table = Base.metadata.tables[rules.table]
    question = (
        select(Load.id, Load.file_name, Load.sha256, Load.received_at, Load.loaded_by, Load.state, Load.simulated,
               func.count().label("rows"))
        .join(table, table.c.load_id == Load.id)
        .where(known_on(table.c, as_known_on))
        .group_by(Load.id)
        .order_by(Load.id.desc())
    )  # fmt: skip
    if rules.kind == "measures":
        question = question.where(table.c.dataset == rules.id)
    if area_ids is not None and "area_id" in table.c:
        question = question.where(table.c.area_id.in_(area_ids))
    if "day" in table.c and last is not None:
        question = question.where(table.c.day <= last)
    if "day" in table.c and first is not None:
        question = question.where(table.c.day >= first)
    return frame(engine, question)
