"""The loader's process as the web process sees it: started when it is needed, spoken to by lines."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from data.settings import Settings

ROOT = Path(__file__).parents[2]


class Loader:
    """One process beside the web process, so that reading files costs it neither memory nor breath."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def wake(self) -> None:
        """Start the process if it does not run, so that the first task does not wait for it."""
        with self._lock:
            self._running()

    def tell(self, *words: str) -> None:
        """Hand over a task."""
        with self._lock:
            for _ in range(2):
                process = self._running()
                try:
                    assert process.stdin is not None  # noqa: S101 - opened as a pipe just before
                    process.stdin.write(" ".join(words) + "\n")
                    process.stdin.flush()
                except (BrokenPipeError, OSError):
                    # It has gone to sleep between two tasks: wake it once more.
                    self._process = None
                else:
                    return

    def stop(self) -> None:
        """End the process; what it was doing leaves nothing."""
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.communicate()
                self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            environment = {
                **os.environ,
                "DECOR_DATABASE_URL": self._settings.database_url,
                "DECOR_DATA_DIR": str(self._settings.data_dir),
                "PYTHONPATH": str(ROOT),
            }
            if self._settings.clock is not None:
                environment["DECOR_CLOCK"] = self._settings.clock.isoformat()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "data.commands.worker"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                text=True,
            )
        return self._process
