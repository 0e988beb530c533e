"""Jobs for administrators."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, func, select

from data.domain.jobs import OPEN_STATES, JobState
from data.queries.frames import records
from data.tables.jobs import JobRow

SHOWN = (
    JobRow.id,
    JobRow.kind,
    JobRow.state,
    JobRow.asked_by,
    JobRow.asked_at,
    JobRow.started_at,
    JobRow.ended_at,
    JobRow.attempts,
    JobRow.most_attempts,
    JobRow.share,
    JobRow.step,
    JobRow.problem,
)


def open_jobs(engine: Engine) -> list[dict[str, Any]]:
    """Jobs that run or wait: the running first, then those that may begin next."""
    order = (JobRow.state, JobRow.not_before, JobRow.id)
    return records(engine, select(*SHOWN).where(JobRow.state.in_(OPEN_STATES)).order_by(*order))


def ended_jobs(engine: Engine, most: int) -> list[dict[str, Any]]:
    """Jobs that have ended, newest first."""
    ended = select(*SHOWN).where(JobRow.state.not_in(OPEN_STATES))
    return records(engine, ended.order_by(JobRow.ended_at.desc(), JobRow.id.desc()).limit(most))


def count_by_state(engine: Engine) -> dict[JobState, int]:
    """How many jobs of each state there are."""
    question = select(JobRow.state, func.count()).group_by(JobRow.state)
    with engine.connect() as connection:
        counts = {JobState(state): int(count) for state, count in connection.execute(question).all()}
    return {state: counts.get(state, 0) for state in JobState}
