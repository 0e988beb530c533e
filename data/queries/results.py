"""Computed results and their runs."""

from __future__ import annotations

import json
import zlib
from dataclasses import fields

import numpy as np
from sqlalchemy import Engine, or_, select

from data.domain.areas import Level
from data.domain.results import ResultKey
from data.domain.results import ResultRun as Run
from data.indicators.field import Estimate
from data.tables.results import ResultDocument, ResultRun, ResultValue
from data.tables.schema import Load

IN_FORCE = or_(ResultRun.load_id.is_(None), ResultRun.load_id.in_(select(Load.id).where(Load.state == "loaded")))
"""A run whose rows were taken back is as if it had not been."""


def run_of(engine: Engine, key: ResultKey) -> Run | None:
    """The newest run with exactly this key; None when it has not been computed, or its rows were taken back."""
    conditions = [
        getattr(ResultRun, column.name).is_not_distinct_from(getattr(key, column.name)) for column in fields(key)
    ]
    question = select(ResultRun.__table__).where(*conditions, IN_FORCE).order_by(ResultRun.id.desc()).limit(1)
    return next(iter(_runs(engine, question)), None)


def has_figures(engine: Engine, run: int) -> bool:
    """Whether a field's figures are still kept; those of older runs are taken away."""
    with engine.connect() as connection:
        return connection.execute(select(ResultValue.id).where(ResultValue.run_id == run).limit(1)).first() is not None


def newest_run(engine: Engine, kind: str) -> Run | None:
    """The newest run of a kind, whatever it was computed from; None without one."""
    question = select(ResultRun.__table__).where(ResultRun.kind == kind, ResultRun.known_on.is_(None), IN_FORCE)
    return next(iter(_runs(engine, question.order_by(ResultRun.id.desc()).limit(1))), None)


def runs_of_loads(engine: Engine, loads: list[int]) -> list[Run]:
    """The runs whose rows became some of these loads."""
    return _runs(engine, select(ResultRun.__table__).where(ResultRun.load_id.in_(loads)).order_by(ResultRun.id))


def _runs(engine: Engine, question: object) -> list[Run]:
    with engine.connect() as connection:
        rows = connection.execute(question).mappings().all()  # type: ignore[call-overload]
    return [
        Run(
            id=row["id"],
            key=ResultKey(**{column.name: row[column.name] for column in fields(ResultKey)}),
            computed_at=row["computed_at"],
            seconds=row["seconds"],
            load=row["load_id"],
            parameters=json.loads(row["parameters"]),
        )
        for row in rows
    ]


def document_of(engine: Engine, run: int) -> bytes | None:
    """A run's document; None when it was taken away."""
    with engine.connect() as connection:
        return connection.execute(select(ResultDocument.body).where(ResultDocument.run_id == run)).scalar()


def estimate_of(engine: Engine, run: int, level: Level) -> Estimate | None:
    """A run's figures of a level, days × areas; None when they were taken away."""
    columns = ResultValue.value, ResultValue.lower, ResultValue.upper, ResultValue.basis
    question = select(*columns).where(ResultValue.run_id == run, ResultValue.level == level.value)
    with engine.connect() as connection:
        rows = connection.execute(question.order_by(ResultValue.day)).all()
    if not rows:
        return None
    value, lower, upper = (
        np.stack([unpack(body) for body in bodies])
        for bodies in ([row.value for row in rows], [row.lower for row in rows], [row.upper for row in rows])
    )
    basis = [unpack(row.basis) for row in rows if row.basis is not None]
    return Estimate(value, lower, upper, np.stack(basis) if basis else None)


def unpack(body: bytes) -> np.ndarray:
    """Numbers that `data.commands.results.pack` has packed."""
    return np.frombuffer(zlib.decompress(body), dtype="<f4").astype(np.float32)
