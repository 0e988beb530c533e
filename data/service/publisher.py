"""Keeps the public edition up to date: a thread that looks for what is new, and a process that publishes it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable

from data.service.loader import ROOT
from data.settings import Settings

LOOK_SECONDS = 20.0


class Publisher:
    """Publishes after every change of the data, and at least once an hour while the clock moves.

    Publishing is its own process (it needs the spatial libraries and the solver); several servers may ask for it,
    one of them does it (`data.disclosure.publish.alone`).
    """

    def __init__(self, settings: Settings, stand: Callable[[], tuple[int, str]]) -> None:
        self._settings = settings
        self._stand = stand
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Look from now on, in the background."""
        threading.Thread(target=self._run, name="publisher", daemon=True).start()

    def stop(self) -> None:
        """End the thread, and what it has started."""
        self._stop.set()
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def _run(self) -> None:
        done: tuple[int, str] | None = None
        while not self._stop.is_set():
            now = self._stand()
            if now != done and self._publish() == 0:
                done = now
            self._stop.wait(LOOK_SECONDS)

    def _publish(self) -> int:
        environment = {
            **os.environ,
            "DECOR_DATABASE_URL": self._settings.database_url,
            "DECOR_DATA_DIR": str(self._settings.data_dir),
            "PYTHONPATH": str(ROOT),
        }
        if self._settings.clock is not None:
            environment["DECOR_CLOCK"] = self._settings.clock.isoformat()
        with self._lock:
            if self._stop.is_set():
                return -1
            self._process = subprocess.Popen(
                [sys.executable, "-m", "data.disclosure", "publish", "--behind"],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.DEVNULL,
            )
        return self._process.wait()
