"""Jobs: work that is done behind the scenes, once, by the worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data.domain.errors import Message, msg


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN_STATES = (JobState.WAITING, JobState.RUNNING)
STATE_WORDS = {
    JobState.WAITING: msg("waiting"),
    JobState.RUNNING: msg("running"),
    JobState.DONE: msg("done"),
    JobState.FAILED: msg("failed"),
    JobState.CANCELLED: msg("cancelled"),
}


@dataclass(frozen=True)
class JobView:
    """A job as administrators see it.

    Attributes
    ----------
    asked_at, started_at, ended_at : datetime or None
        Naive WIB of the machine's own clock.
    attempts, most_attempts : int
        How often it was begun, and how often it may be.
    share : float or None
        0 to 1 of the work that is done; None where it cannot be said.
    step : str
        What it is doing.
    problem : Message or None
        Why the last attempt failed.
    """

    id: int
    kind: str
    title: Message
    state: JobState
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    attempts: int
    most_attempts: int
    share: float | None
    step: str
    problem: Message | None

    @property
    def seconds(self) -> float | None:
        """How long the last attempt took; None while it has not ended."""
        if self.started_at is None or self.ended_at is None:
            return None
        return (self.ended_at - self.started_at).total_seconds()


@dataclass(frozen=True)
class JobsView:
    """The page of the jobs: what is open, what has ended, newest first, and how many of each state there are."""

    open: tuple[JobView, ...]
    ended: tuple[JobView, ...]
    counts: dict[JobState, int]
