"""Judges the alerts behind the scenes: looks whether something is new, and asks for an evaluation when it is."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 0.5


class Evaluator:
    """A thread in every server; the claim in the database lets one of them do each evaluation.

    Parameters
    ----------
    evaluate : callable
        Judges; gives None when somebody else does or did.
    """

    def __init__(self, evaluate: Callable[[], int | None]) -> None:
        self._evaluate = evaluate
        self._stop = threading.Event()

    def start(self) -> None:
        """Look from now on, in the background."""
        threading.Thread(target=self._run, name="evaluator", daemon=True).start()

    def stop(self) -> None:
        """End the thread after what it is doing."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                self._evaluate()
            except Exception:
                # The next look tries again; what was written before stands.
                LOG.exception("evaluating alerts")
                self._stop.wait(LOOK_SECONDS * 10)
