"""The loader's own process: ``python -m data.commands.worker`` works on what it is told on its standard input.

The web process starts it when somebody is about to load, and speaks one line a task: ``check 12``,
``check 12 <name> <role> <via>`` (and load it if nothing stands against it) or ``load 12 <name> <role> <via>``. It ends
with the web process (end of input) or after ten quiet minutes. A task that dies with it leaves nothing: the delivery
goes back to where a person can decide again.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
import traceback

from sqlalchemy import Engine

from data.commands import deliveries
from data.domain.people import Person, Role
from data.queries.database import open_database
from data.settings import Settings, from_environment, keep_private

QUIET_SECONDS = 600
MOST_MEMORY = 6 * 1024**3
BEAT_SECONDS = 5.0


def main() -> int:
    """Work until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    settings = from_environment()
    keep_private(settings)
    engine = open_database(settings.database_url)
    deliveries.recover(engine, settings)
    print("ready", flush=True)
    while True:
        quiet = threading.Timer(QUIET_SECONDS, lambda: os._exit(0))
        quiet.daemon = True
        quiet.start()
        line = sys.stdin.readline()
        quiet.cancel()
        if not line:
            return 0
        work(engine, settings, line.split())
        print("done", flush=True)


def work(engine: Engine, settings: Settings, words: list[str]) -> None:
    """One task; whatever goes wrong in it must not end the process."""
    try:
        task, number = words[0], int(words[1])
        with _beating(settings, number):
            who = Person(words[2].replace("+", " "), Role(words[3]), via=words[4]) if len(words) == 5 else None
            if task == "check":
                if deliveries.check(engine, settings, number, who) == "loading" and who is not None:
                    deliveries.load(engine, settings, who, number)
            elif task == "load" and who is not None:
                deliveries.load(engine, settings, who, number)
    except Exception:
        traceback.print_exc()
        deliveries.recover_one(engine, int(words[1]))


class _beating:  # noqa: N801 - a context manager reads as a word
    """Touches the progress while a long step says nothing."""

    def __init__(self, settings: Settings, number: int) -> None:
        self._path = deliveries.folder_of(settings) / f"{number}.progress"
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def _beat(self) -> None:
        while not self._end.wait(BEAT_SECONDS):
            if self._path.exists():
                self._path.touch()

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._end.set()
        self._thread.join()


if __name__ == "__main__":
    sys.exit(main())
