"""The jobs as administrators see and steer them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from data.domain.errors import Message, NotFoundError, declared, msg, unpacked
from data.domain.jobs import JobState, JobsView, JobView
from data.domain.people import Right, require
from data.jobs import queue
from data.jobs.registry import KINDS
from data.queries import jobs as queries

MOST_ENDED = 200


class Jobs:
    """What waits, runs and has ended; thread-safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def view(self) -> JobsView:
        """Every open job, and the newest that have ended."""
        require(Right.ACCOUNTS)
        return JobsView(
            tuple(_view(row) for row in queries.open_jobs(self._engine)),
            tuple(_view(row) for row in queries.ended_jobs(self._engine, MOST_ENDED)),
            queries.count_by_state(self._engine),
        )

    def cancel(self, number: int) -> None:
        """Take an open job out.

        Raises
        ------
        NotFoundError
            It is not open (any more).
        """
        _changed(queue.cancel(self._engine, number, require(Right.ACCOUNTS)))

    def again(self, number: int) -> None:
        """Let a job that failed or was cancelled begin anew.

        Raises
        ------
        NotFoundError
            It did not fail and was not cancelled, or another one of its kind and key is open.
        """
        _changed(queue.again(self._engine, number, require(Right.ACCOUNTS)))


def _changed(done: bool) -> None:
    if not done:
        raise NotFoundError(msg("The job has changed in the meantime; look again."))


def _view(row: dict[str, Any]) -> JobView:
    kind = KINDS.get(row["kind"])
    title: Message = kind.title if kind is not None else declared(row["kind"], row["kind"])
    problem = unpacked(row["problem"]) if row["problem"] else None
    return JobView(**{**row, "title": title, "state": JobState(row["state"]), "problem": problem})
