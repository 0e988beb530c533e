"""Paths of the room edition: which page and which subject an address names."""

from __future__ import annotations

from data.service import registry


def subject_of(pathname: str | None, prefix: str) -> str:
    """Subject of a path: "" for the overview (also for a path that is none of ours).

    Examples
    --------
    >>> subject_of("/ruang/sampah", "/ruang/")
    'waste'
    """
    path = (pathname if isinstance(pathname, str) else "").removeprefix(prefix.rstrip("/")).strip("/")
    return registry().slugs.get(path, "")
