"""Keeping what a job has computed: a run and its figures, in one transaction."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, delete, insert, or_, select

from data.commands.audit import now
from data.domain.areas import Level
from data.domain.results import ResultKey
from data.indicators.field import Estimate
from data.tables.engine import insert_rows, writing
from data.tables.results import ResultDocument, ResultRun, ResultValue

MOST_PAST = 8
"""Runs of a kind, as known on earlier days, whose figures are kept."""


def keep_field(
    engine: Engine,
    key: ResultKey,
    estimates: Mapping[Level, Estimate],
    *,
    first: int,
    parameters: Mapping[str, str],
    seconds: float,
) -> int:
    """Keep a field; the figures of the run before it go.

    Parameters
    ----------
    estimates : mapping of Level to Estimate
        Days × areas, areas in the order of the register's codes.
    first : int
        Day number of their row 0.
    parameters : mapping
        What the method was given beside the data, and the packages that it used.
    seconds : float
        How long it took.

    Returns
    -------
    int
        The run's number.
    """
    columns = ["run_id", "level", "day", "value", "lower", "upper", "basis"]
    packed = [
        (level.value, first + row, *_layers(estimate, row))
        for level, estimate in estimates.items()
        for row in range(len(estimate.value))
    ]
    with writing(engine) as connection:
        run = record_run(connection, key, parameters=parameters, seconds=seconds)
        insert_rows(connection, ResultValue.__tablename__, columns, [(run, *row) for row in packed])
        _forget(connection, key, run)
    return run


def keep_document(
    engine: Engine, key: ResultKey, body: bytes, *, parameters: Mapping[str, str], seconds: float, most: int
) -> int:
    """Keep a result that is bytes; of its family's runs the newest stay.

    Parameters
    ----------
    most : int
        How many are kept whose kind begins alike up to the first colon, this one included.

    Returns
    -------
    int
        The run's number.
    """
    with writing(engine) as connection:
        run = record_run(connection, key, parameters=parameters, seconds=seconds)
        connection.execute(insert(ResultDocument).values(run_id=run, body=body))
        family = key.kind.partition(":")[0]
        alike = or_(ResultRun.kind == family, ResultRun.kind.startswith(f"{family}:", autoescape=True))
        kept = select(ResultRun.id).join(ResultDocument).where(alike)
        old = list(connection.execute(kept.order_by(ResultRun.id.desc()).offset(most)).scalars())
        connection.execute(delete(ResultDocument).where(ResultDocument.run_id.in_(old)))
    return run


def record_run(
    connection: Connection,
    key: ResultKey,
    *,
    parameters: Mapping[str, str],
    seconds: float,
    load: int | None = None,
) -> int:
    """Note a computation inside somebody's transaction; gives its number."""
    values: dict[str, Any] = {
        **asdict(key),
        "parameters": json.dumps(dict(parameters)),
        "load_id": load,
        "computed_at": now(),
        "seconds": seconds,
    }
    return int(connection.execute(insert(ResultRun).values(**values).returning(ResultRun.id)).scalar_one())


def _layers(estimate: Estimate, row: int) -> tuple[bytes | None, ...]:
    layers = estimate.value, estimate.lower, estimate.upper, estimate.basis
    return tuple(None if layer is None else pack(layer[row]) for layer in layers)


def pack(numbers: Any) -> bytes:
    """Numbers as little-endian 32-bit floats, deflated; NaN stays NaN."""
    return zlib.compress(np.asarray(numbers, dtype="<f4").tobytes(), 1)


def _forget(connection: Connection, key: ResultKey, run: int) -> None:
    """Take away the figures of runs that nobody can be shown any more."""
    same = select(ResultRun.id).where(ResultRun.kind == key.kind, ResultRun.id < run)
    if key.known_on is None:
        # A run that ends late, for data that are older by now, leaves the newer ones alone.
        old = same.where(ResultRun.known_on.is_(None), ResultRun.data_version <= key.data_version)
    else:
        old = same.where(ResultRun.known_on.is_not(None)).order_by(ResultRun.id.desc()).offset(MOST_PAST - 1)
    numbers = list(connection.execute(old).scalars())
    connection.execute(delete(ResultValue).where(ResultValue.run_id.in_(numbers)))
