"""Processes by name, so that who left something undone can be told from who is still at it."""

from __future__ import annotations

import os
import socket

HOST = socket.gethostname()[:40]


def process_name() -> str:
    """This process as it signs what it claims: machine and number."""
    return f"{HOST}:{os.getpid()}"


def is_gone(name: str) -> bool:
    """Whether a process of this machine is no more; of another machine's nothing is known."""
    host, _, number = name.rpartition(":")
    if host != HOST:
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    return False
