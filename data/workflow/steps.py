"""Taking a step: the case's new state and the line of its record, in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update

from data.domain.errors import msg
from data.domain.people import Person
from data.tables.workflow import CaseEvent
from data.workflow.process import Process, StepRefusedError, Transition

ROOM = "room"
"""Who takes the steps that nobody takes."""


@dataclass(frozen=True)
class Step:
    """A step that somebody wants to take.

    Attributes
    ----------
    who : Person or None
        None is the room itself.
    at : datetime
        Naive WIB.
    columns : mapping
        What else changes in the case's row.
    data : mapping
        What stands in the record beside the states.
    """

    name: str
    who: Person | None
    at: datetime
    note: str = ""
    columns: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def actor(self) -> str:
        """Who took it, as the record names him."""
        return ROOM if self.who is None else self.who.name[:60]


def take(
    connection: Connection, process: Process, cases: Table, number: int, step: Step, *, data: Mapping[str, Any]
) -> Transition:
    """Lead a case on, if the step may be taken from where it is.

    Parameters
    ----------
    cases : Table
        The process's own table; it has ``id`` and ``state``.
    data : mapping
        What the transition's guard looks at.

    Raises
    ------
    StepRefusedError
        The case is gone or elsewhere, or the guard says no. Nothing was changed.
    ForbiddenError
        The person may not take the step.
    """
    row = connection.execute(select(cases.c.state).where(cases.c.id == number).with_for_update()).first()
    if row is None:
        raise StepRefusedError(msg("There is no case {id}.", id=str(number)))
    transition = process.checked(step.name, row.state, data, step.who)
    values = {**step.columns, "state": transition.target}
    connection.execute(update(cases).where(cases.c.id == number).values(**values))
    record(connection, process, number, step, before=row.state, after=transition.target)
    if transition.effect is not None:
        transition.effect(connection, number)
    return transition


def record(connection: Connection, process: Process, number: int, step: Step, *, before: str, after: str) -> None:
    """Write a step down. Two at the same moment get one number, and the later transaction fails as a whole."""
    own = (CaseEvent.process == process.id, CaseEvent.case_id == number)
    count = connection.execute(select(func.count()).select_from(CaseEvent).where(*own)).scalar_one()
    values = {
        "process": process.id,
        "case_id": number,
        "number": count + 1,
        "at": step.at,
        "actor": step.actor,
        "step": step.name,
        "before": before,
        "after": after,
        "note": step.note[:500],
        "data": json.dumps(dict(step.data), default=str, ensure_ascii=False),
    }
    connection.execute(insert(CaseEvent).values(**values))
