"""Asks for the jobs that new data or a later clock make necessary: a thread that looks for what has changed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Engine

from data.jobs import queue
from data.jobs.registry import KINDS

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 0.5


@dataclass
class Schedule:
    """A kind of job, and when it is due.

    Attributes
    ----------
    reason : callable
        Says what the job would be for (a data version, an hour); another reason makes it due. None: not now.
    again_after : float or None
        Seconds after which it is asked for once more while it still has the same reason, for a job that takes its own
        reason away; None asks once for a reason.
    """

    kind: str
    reason: Callable[[], str | None]
    again_after: float | None = None
    asked: str | None = field(default=None, init=False)
    asked_at: float = field(default=0.0, init=False)

    def due(self, now: float) -> str | None:
        """What it is to be asked for now; None for nothing."""
        reason = self.reason()
        waits = self.again_after is None or now - self.asked_at < self.again_after
        return None if reason == self.asked and waits else reason


class Scheduler:
    """Asks for a job whenever its reason has changed.

    However many servers ask for the same, the queue holds it once.
    """

    def __init__(self, engine: Engine, schedules: Sequence[Schedule]) -> None:
        self._engine = engine
        self._schedules = schedules
        self._stop = threading.Event()

    def start(self) -> None:
        """Look from now on, in the background."""
        threading.Thread(target=self._run, name="scheduler", daemon=True).start()

    def stop(self) -> None:
        """End the thread."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            for schedule in self._schedules:
                try:
                    self._look(schedule)
                except Exception:
                    # The next look tries again.
                    LOG.exception("asking for %s", schedule.kind)
            self._stop.wait(LOOK_SECONDS)

    def _look(self, schedule: Schedule) -> None:
        now = time.monotonic()
        reason = schedule.due(now)
        if reason is not None:
            queue.ask(self._engine, KINDS[schedule.kind], reason)
            schedule.asked, schedule.asked_at = reason, now
