"""Reads of cases with their steps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select

from data.queries.frames import records
from data.tables.workflow import CaseEvent, CaseRow, Snapshot


@dataclass(frozen=True)
class CaseRecord:
    """A case with its steps, oldest first (``at, actor, step, before, after, note, data``)."""

    id: int
    key: str
    state: str
    version: int
    data: dict[str, Any]
    changed_at: datetime
    steps: list[dict[str, Any]]


def cases(engine: Engine, process: str) -> list[CaseRecord]:
    """Every case of a process, the newest first."""
    return _cases(engine, process, None)


def newest_step(engine: Engine, processes: Sequence[str]) -> str:
    """What tells one state of some processes' cases, and of what was frozen, from another: two numbers, 0 for none."""
    steps = select(func.coalesce(func.max(CaseEvent.id), 0)).where(CaseEvent.process.in_(list(processes)))
    copies = select(func.coalesce(func.max(Snapshot.id), 0))
    with engine.connect() as connection:
        numbers = [connection.execute(question).scalar_one() for question in (steps, copies)]
    return ".".join(str(number) for number in numbers)


def case(engine: Engine, process: str, number: int) -> CaseRecord | None:
    """One case of a process; None where it has none of that number."""
    return next(iter(_cases(engine, process, number)), None)


def _cases(engine: Engine, process: str, number: int | None) -> list[CaseRecord]:
    names = ("id", "key", "state", "version", "data", "changed_at")
    question = select(*(getattr(CaseRow, name) for name in names)).where(CaseRow.process == process)
    if number is not None:
        question = question.where(CaseRow.id == number)
    rows = records(engine, question.order_by(CaseRow.id.desc()))
    columns = ("case_id", "at", "actor", "step", "before", "after", "note", "data")
    events = select(*(getattr(CaseEvent, name) for name in columns)).where(CaseEvent.process == process)
    if number is not None:
        events = events.where(CaseEvent.case_id == number)
    steps: dict[int, list[dict[str, Any]]] = {}
    for event in records(engine, events.order_by(CaseEvent.case_id, CaseEvent.number)):
        steps.setdefault(event["case_id"], []).append(event)
    return [CaseRecord(**{**row, "data": json.loads(row["data"])}, steps=steps.get(row["id"], [])) for row in rows]
