"""Paths of the room edition: which page and which subject an address names."""

from __future__ import annotations

from data.domain.filters import SUBJECTS as SUBJECTS


def subject_of(pathname: str | None, prefix: str) -> str:
    """Subject of a path: "" for the overview (also for a path that is none of ours).

    Examples
    --------
    >>> subject_of("/ruang/covid", "/ruang/")
    'covid'
    """
    path = (pathname if isinstance(pathname, str) else "").removeprefix(prefix.rstrip("/")).strip("/")
    return path if path in SUBJECTS else ""
