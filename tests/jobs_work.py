"""What the tests' jobs do."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from data.domain.errors import DecorError, msg
from data.jobs.registry import JobKind, Lane, Tell
from data.settings import Settings


def write(settings: Settings, arguments: dict[str, Any], tell: Tell) -> None:
    """Leave a line, so that a job done twice shows."""
    tell(0.5, "writing")
    time.sleep(arguments.get("seconds", 0.0))
    with (settings.data_dir / "done.txt").open("a") as file:
        file.write(f"{arguments['n']}\n")


def refuse(_settings: Settings, _arguments: dict[str, Any], _tell: Tell) -> None:
    """Fail with a sentence."""
    raise DecorError(msg("There is no city to publish yet; load the areas first."))


def fail_once(settings: Settings, _arguments: dict[str, Any], _tell: Tell) -> None:
    """Fail the first time."""
    seen = settings.data_dir / "seen"
    if not seen.exists():
        seen.touch()
        raise ValueError("first")


def sleep(settings: Settings, _arguments: dict[str, Any], tell: Tell) -> None:
    """Never end."""
    tell(None, "sleeping")
    (settings.data_dir / "pid").write_text(str(os.getpid()))
    while True:
        time.sleep(0.05)


def devour(_settings: Settings, _arguments: dict[str, Any], _tell: Tell) -> None:
    """Take more memory than there is for it."""
    _ = bytearray(4 * 1024**3)


def vanish(_settings: Settings, _arguments: dict[str, Any], _tell: Tell) -> None:
    """Die without a word."""
    os.kill(os.getpid(), signal.SIGKILL)


def kind(does: str, *, lane: Lane = "large", most_seconds: float = 60.0, most_attempts: int = 1) -> JobKind:
    """A kind that does one of these."""
    return JobKind(
        id=does,
        title=msg("Publish the public edition"),
        does=f"tests.jobs_work:{does}",
        lane=lane,
        most_seconds=most_seconds,
        most_memory_mb=2_048,
        most_attempts=most_attempts,
        nice=0,
        warm=False,
    )


def lines(folder: Path) -> list[str]:
    """What `write` has left."""
    path = folder / "done.txt"
    return path.read_text().split() if path.exists() else []
