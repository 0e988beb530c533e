"""Reading a table into arrays, chunk by chunk, so that a million rows stay small."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Engine, Executable, Select
from sqlalchemy.sql.elements import ColumnElement

CHUNK = 20_000


def integer_frame(engine: Engine, question: Select[*tuple[Any, ...]], columns: Sequence[str]) -> pd.DataFrame:
    """Rows of a select as int32 columns.

    Returns
    -------
    DataFrame
        The named columns; NULL is not allowed (wrap it in COALESCE).
    """
    blocks = []
    # The driver's own cursor: row objects would double the time of a million rows.
    text = str(question.compile(dialect=engine.dialect, compile_kwargs={"literal_binds": True}))
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute(text)
        while chunk := cursor.fetchmany(CHUNK):
            cells = np.fromiter(chain.from_iterable(chunk), np.int32, len(chunk) * len(columns))
            blocks.append(cells.reshape(len(chunk), len(columns)).T)
        cursor.close()
    table = np.empty((len(columns), sum(block.shape[1] for block in blocks)), np.int32)
    if blocks:
        np.concatenate(blocks, axis=1, out=table)
    blocks.clear()
    return pd.DataFrame(table.T, columns=list(columns), copy=False)


def frame(engine: Engine, question: Executable) -> pd.DataFrame:
    """Rows of a small select with its column names; NULL is None."""
    with engine.connect() as connection:
        result = connection.execute(question)
        return pd.DataFrame(result.fetchall(), columns=list(result.keys()))


def records(engine: Engine, question: Executable) -> list[dict[str, Any]]:
    """Rows of a small select as plain values; NULL stays None, which a frame's columns would turn into NaN."""
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(question).mappings()]


def known_on(table: Any, day: int | None) -> ColumnElement[bool]:
    """Condition for the rows that were current as known on ``day`` (None: now)."""
    if day is None:
        condition: ColumnElement[bool] = table.superseded_on.is_(None)
        return condition
    current: ColumnElement[bool] = (table.known_on <= day) & (
        table.superseded_on.is_(None) | (table.superseded_on > day)
    )
    return current
