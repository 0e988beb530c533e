"""The queue: jobs are asked for, claimed, kept alive, ended. Every step is one transaction.

An attempt is a claim by one worker with its number; whoever was overtaken by another attempt changes nothing any more.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from data.commands import audit
from data.commands.audit import now
from data.domain.errors import Message, msg, packed
from data.domain.jobs import OPEN_STATES, JobState
from data.domain.people import Person
from data.jobs.registry import JobKind, Lane
from data.tables.engine import transaction, writing
from data.tables.jobs import JobRow

SILENT_SECONDS = 60.0
"""A running job whose worker has said nothing for so long is taken from it. Longer than any write of another holds
SQLite, which holds up a beat."""
WAIT_SECONDS = (2.0, 10.0, 60.0, 300.0)
"""Before the second attempt, the third, …"""
KEPT = 1_000
DIED = msg("The worker ended before the job did.")


@dataclass(frozen=True)
class Claim:
    """An attempt at a job."""

    id: int
    kind: str
    key: str
    arguments: dict[str, Any]
    worker: str
    attempt: int


def ask(
    engine: Engine,
    kind: JobKind,
    key: str,
    arguments: dict[str, Any] | None = None,
    *,
    asked_by: str = "room",
    lane: Lane | None = None,
) -> int:
    """Put a job into the queue.

    Parameters
    ----------
    key : str
        What it is about. While a job of this kind and key is open no second one is made.
    arguments : dict, optional
        Plain values.
    lane : str, optional
        Another lane than the kind's, for a job that will take longer.

    Returns
    -------
    int
        Number of the new job, or of the open one.
    """
    moment = now()
    values = {
        "kind": kind.id,
        "key": key[:120],
        "arguments": json.dumps(arguments or {}),
        "lane": lane or kind.lane,
        "state": JobState.WAITING,
        "asked_by": asked_by[:60],
        "asked_at": moment,
        "not_before": moment,
        "attempts": 0,
        "most_attempts": kind.most_attempts,
        "step": "",
    }
    same = select(JobRow.id).where(JobRow.kind == kind.id, JobRow.key == key[:120], JobRow.state.in_(OPEN_STATES))
    while True:
        try:
            with transaction(engine) as connection:
                number = connection.execute(same).scalar()
                if number is None:
                    number = connection.execute(insert(JobRow).values(**values).returning(JobRow.id)).scalar_one()
                return int(number)
        except IntegrityError:
            # Two asked at the same moment (PostgreSQL): the other's job is there now, or has ended already.
            continue


def newest_state(engine: Engine, kind: str, keys: list[str]) -> JobState | None:
    """How the newest job of some keys stands; None when there never was one."""
    question = select(JobRow.state).where(JobRow.kind == kind, JobRow.key.in_(keys)).order_by(JobRow.id.desc()).limit(1)
    with engine.connect() as connection:
        state = connection.execute(question).scalar()
    return None if state is None else JobState(state)


def is_open(engine: Engine, kind: str) -> bool:
    """Whether a job of a kind waits or runs."""
    question = select(JobRow.id).where(JobRow.kind == kind, JobRow.state.in_(OPEN_STATES)).limit(1)
    with engine.connect() as connection:
        return connection.execute(question).first() is not None


def open_number(engine: Engine, kind: JobKind) -> int:
    """How many jobs of a kind wait or run."""
    question = select(func.count()).where(JobRow.kind == kind.id, JobRow.state.in_(OPEN_STATES))
    with engine.connect() as connection:
        return int(connection.execute(question).scalar_one())


def claim(engine: Engine, worker: str, lane: str) -> Claim | None:
    """The oldest job of a lane that may begin, as this worker's; None without one."""
    moment = now()
    due = (
        select(JobRow)
        .where(JobRow.state == JobState.WAITING, JobRow.lane == lane, JobRow.not_before <= moment)
        .order_by(JobRow.not_before, JobRow.id)
        .limit(1)
    )
    with engine.connect() as connection:
        # Looked at first without a lock: ten times a second there is nothing.
        if connection.execute(due.with_only_columns(JobRow.id)).first() is None:
            return None
    with transaction(engine) as connection:
        row = connection.execute(due.with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        attempt = row.attempts + 1
        connection.execute(
            update(JobRow)
            .where(JobRow.id == row.id)
            .values(
                state=JobState.RUNNING,
                worker=worker,
                attempts=attempt,
                started_at=moment,
                beat_at=moment,
                ended_at=None,
                share=None,
                step="",
            )
        )
    return Claim(row.id, row.kind, row.key, json.loads(row.arguments), worker, attempt)


def _own(claimed: Claim) -> Any:
    return (
        update(JobRow)
        .where(JobRow.id == claimed.id, JobRow.state == JobState.RUNNING)
        .where(JobRow.worker == claimed.worker, JobRow.attempts == claimed.attempt)
    )


def _changed(engine: Engine, statement: Any) -> bool:
    with transaction(engine) as connection:
        result: CursorResult[Any] = connection.execute(statement)
        return result.rowcount == 1


def beat(engine: Engine, claimed: Claim, share: float | None, step: str) -> bool:
    """Say that an attempt is alive and how far it is; False when it was cancelled or overtaken."""
    return _changed(engine, _own(claimed).values(beat_at=now(), share=share, step=step[:120]))


def done(engine: Engine, claimed: Claim) -> bool:
    """An attempt has done its job; False when it was overtaken."""
    values = {"state": JobState.DONE, "ended_at": now(), "share": 1.0, "step": "", "problem": None}
    kept = _changed(engine, _own(claimed).values(**values))
    _forget(engine)
    return kept


def failed(engine: Engine, claimed: Claim, problem: Message) -> JobState | None:
    """An attempt failed: the job waits for the next one, or has failed; None when it was overtaken."""
    with transaction(engine) as connection:
        row = connection.execute(select(JobRow.most_attempts).where(JobRow.id == claimed.id)).first()
        if row is None:
            return None
        state = _after_failure(claimed.attempt, row.most_attempts)
        result = connection.execute(_own(claimed).values(**_failure(state, claimed.attempt, packed(problem))))
        return state if result.rowcount == 1 else None


def _after_failure(attempt: int, most: int) -> JobState:
    return JobState.WAITING if attempt < most else JobState.FAILED


def _failure(state: JobState, attempt: int, problem: str) -> dict[str, Any]:
    moment = now()
    wait = WAIT_SECONDS[min(attempt, len(WAIT_SECONDS)) - 1]
    later = {"not_before": moment + timedelta(seconds=wait)} if state is JobState.WAITING else {}
    return {"state": state, "ended_at": moment, "problem": problem, "worker": None, **later}


def release(engine: Engine, claimed: Claim) -> bool:
    """Give a job back that was begun and neither done nor failed (the worker is told to end)."""
    values = {"state": JobState.WAITING, "worker": None, "attempts": claimed.attempt - 1, "started_at": None}
    return _changed(engine, _own(claimed).values(**values))


def recover(engine: Engine, *, gone: Callable[[str], bool] = lambda _worker: False) -> int:
    """Take jobs from workers that are silent, or known to be gone; gives how many.

    Parameters
    ----------
    gone : callable
        Whether the worker of a name cannot be alive (a process of this machine that has ended).
    """
    silent = now() - timedelta(seconds=SILENT_SECONDS)
    with engine.connect() as connection:
        # Looked at first without a lock: nearly always nobody is missing.
        rows = connection.execute(select(JobRow).where(JobRow.state == JobState.RUNNING)).all()
    taken = 0
    for row in rows:
        if row.beat_at < silent or gone(row.worker):
            state = _after_failure(row.attempts, row.most_attempts)
            same = (JobRow.id == row.id, JobRow.state == JobState.RUNNING, JobRow.beat_at == row.beat_at)
            failure = _failure(state, row.attempts, packed(DIED))
            taken += _changed(engine, update(JobRow).where(*same, JobRow.attempts == row.attempts).values(**failure))
    return taken


def cancel(engine: Engine, number: int, who: Person) -> bool:
    """Take an open job out; a running one is killed at its next beat. False when it is not open any more."""
    stop = update(JobRow).where(JobRow.id == number, JobRow.state.in_(OPEN_STATES))
    stop = stop.values(state=JobState.CANCELLED, ended_at=now(), step="")
    return _decided(engine, stop, audit.line(who, "job cancelled", str(number)))


def again(engine: Engine, number: int, who: Person) -> bool:
    """Let a job that failed or was cancelled begin anew; False when it is open or done, or another one is open."""
    ended = (JobState.FAILED, JobState.CANCELLED)
    fresh = {"state": JobState.WAITING, "not_before": now(), "attempts": 0, "ended_at": None, "started_at": None}
    anew = update(JobRow).where(JobRow.id == number, JobRow.state.in_(ended)).values(**fresh)
    try:
        return _decided(engine, anew, audit.line(who, "job retried", str(number)))
    except IntegrityError:
        return False


def _decided(engine: Engine, statement: Any, line: audit.Line) -> bool:
    """A person's step and its line in the audit log, in one transaction."""
    with writing(engine) as connection:
        changed: bool = connection.execute(statement).rowcount == 1
        if changed:
            audit.append(connection, [line])
    return changed


def _forget(engine: Engine) -> None:
    """Keep the newest thousand that have ended."""
    ended = select(JobRow.id).where(JobRow.state.not_in(OPEN_STATES)).order_by(JobRow.ended_at.desc(), JobRow.id.desc())
    with engine.connect() as connection:
        oldest: datetime | None = connection.execute(
            ended.with_only_columns(JobRow.ended_at).offset(KEPT).limit(1)
        ).scalar()
    if oldest is not None:
        _changed(engine, delete(JobRow).where(JobRow.state.not_in(OPEN_STATES), JobRow.ended_at <= oldest))
