"""Keeps the public edition up to date: a thread that looks for what is new, and asks for a job."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from sqlalchemy import Engine

from data.jobs import queue
from data.jobs.registry import KINDS

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 20.0


class Publisher:
    """Asks for a publication after every change of the data, and at least once an hour while the clock moves.

    However many servers ask for the same, the queue holds it once.

    Parameters
    ----------
    stand : callable
        Gives the data version and the hour that an edition is for.
    """

    def __init__(self, engine: Engine, stand: Callable[[], tuple[int, str]]) -> None:
        self._engine = engine
        self._stand = stand
        self._stop = threading.Event()

    def start(self) -> None:
        """Look from now on, in the background."""
        threading.Thread(target=self._run, name="publisher", daemon=True).start()

    def stop(self) -> None:
        """End the thread."""
        self._stop.set()

    def _run(self) -> None:
        asked: tuple[int, str] | None = None
        while not self._stop.is_set():
            try:
                now = self._stand()
                if now != asked:
                    queue.ask(self._engine, KINDS["publish"], "|".join(map(str, now)))
                    asked = now
            except Exception:
                # The next look tries again.
                LOG.exception("asking for a publication")
            self._stop.wait(LOOK_SECONDS)
