"""Cases of processes without a table of their own: one transaction, one record and one audit line a step."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import IntegrityError

from data.commands import audit
from data.domain.errors import BadRequestError, DecorError, Message, NotFoundError, msg
from data.domain.people import Person
from data.tables.engine import writing
from data.tables.workflow import CaseEvent, CaseRow
from data.workflow.process import Process
from data.workflow.steps import Step, record, take

OPENED = "opened"


class OvertakenError(DecorError):
    """Somebody else has led the case on since it was looked at."""


@dataclass(frozen=True)
class Case:
    """A case as it is now.

    Attributes
    ----------
    version : int
        Number of its steps; who decides says which one he saw.
    """

    id: int
    process: str
    key: str
    state: str
    version: int
    data: dict[str, Any]


Within = Callable[[Connection, Case], Mapping[str, Any]]


def open_case(
    engine: Engine,
    process: Process,
    who: Person,
    key: str,
    data: Mapping[str, Any],
    *,
    note: str = "",
    taken: Message | None = None,
) -> int:
    """Begin a case; gives its number.

    Parameters
    ----------
    taken : Message or None
        What is said where there is a case with this key; None names the key.

    Raises
    ------
    BadRequestError
        When there is one with this key already.
    """
    moment = audit.now()
    values = {
        "process": process.id,
        "key": key[:120],
        "state": process.start,
        "version": 1,
        "data": json.dumps(dict(data), default=str, ensure_ascii=False),
        "opened_by": who.name,
        "opened_at": moment,
        "changed_at": moment,
    }
    try:
        with writing(engine) as connection:
            number = int(connection.execute(insert(CaseRow).values(**values).returning(CaseRow.id)).scalar_one())
            step = Step(OPENED, who, moment, note, data=data)
            record(connection, process, number, step, before="", after=process.start)
            audit.append(connection, [audit.line(who, "case opened", f"{process.id} {key}", case=number)])
    except IntegrityError as error:
        raise BadRequestError(taken or msg("There already is “{key}”.", key=key[:60])) from error
    return number


def case_of(connection: Connection, process: Process, number: int) -> Case:
    """A case.

    Raises
    ------
    NotFoundError
        When the process has none of that number.
    """
    columns = CaseRow.id, CaseRow.process, CaseRow.key, CaseRow.state, CaseRow.version, CaseRow.data
    row = connection.execute(select(*columns).where(CaseRow.id == number, CaseRow.process == process.id)).first()
    if row is None:
        raise NotFoundError(msg("There is no case {id}.", id=str(number)))
    return Case(row.id, row.process, row.key, row.state, row.version, json.loads(row.data))


def lead_on(
    engine: Engine,
    process: Process,
    who: Person,
    number: int,
    name: str,
    *,
    seen: int,
    data: Mapping[str, Any] | None = None,
    note: str = "",
    within: Within | None = None,
) -> Case:
    """Take a step with a case, with what it changes in its data.

    Parameters
    ----------
    seen : int
        Version of the case that the person saw when he decided.
    within : callable or None
        Called with the connection and the case before the step, in the same transaction; gives more of its data.

    Raises
    ------
    OvertakenError
        Somebody was faster; says who, and what it is now.
    StepRefusedError, ForbiddenError
        The step cannot be taken, or not by this person.
    """
    changes, moment = dict(data or {}), audit.now()
    with writing(engine) as connection:
        case = case_of(connection, process, number)
        if case.version != seen:
            raise _overtaken(connection, process, case)
        process.checked(name, case.state, {**case.data, **changes}, who)
        if within is not None:
            changes |= within(connection, case)
        whole = {**case.data, **changes}
        columns = {
            "version": case.version + 1,
            "data": json.dumps(whole, default=str, ensure_ascii=False),
            "changed_at": moment,
        }
        step = Step(name, who, moment, note, columns=columns, data=changes)
        transition = take(connection, process, CaseRow.__table__, number, step, data=whole)  # type: ignore[arg-type]
        subject = f"{process.id} {case.key}"
        audit.append(connection, [audit.line(who, "case led on", subject, case=number, step=name, note=note)])
    return Case(number, process.id, case.key, transition.target, case.version + 1, whole)


def _overtaken(connection: Connection, process: Process, case: Case) -> OvertakenError:
    newest = connection.execute(
        select(CaseEvent.actor)
        .where(CaseEvent.process == process.id, CaseEvent.case_id == case.id)
        .order_by(CaseEvent.number.desc())
        .limit(1)
    ).scalar()
    return OvertakenError(
        msg(
            "{who} was faster: this is “{state}” now. Nothing of yours was done; what you wrote is still here.",
            who=str(newest),
            state=process.states[case.state],
        )
    )
