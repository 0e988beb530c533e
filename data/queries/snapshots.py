"""Reads of frozen copies."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, select

from data.queries.frames import records
from data.tables.workflow import Snapshot


def snapshots(engine: Engine, kind: str, most: int) -> list[dict[str, Any]]:
    """Frozen copies of a kind without their content, the newest first: ``id, key, taken_by, taken_at, sha256``."""
    names = ("id", "key", "taken_by", "taken_at", "sha256")
    question = select(*(getattr(Snapshot, name) for name in names)).where(Snapshot.kind == kind)
    return records(engine, question.order_by(Snapshot.id.desc()).limit(most))


def snapshot(engine: Engine, kind: str, number: int) -> dict[str, Any] | None:
    """The same of one copy; None where the kind has none of that number."""
    names = ("id", "key", "taken_by", "taken_at", "sha256")
    question = select(*(getattr(Snapshot, name) for name in names)).where(Snapshot.kind == kind, Snapshot.id == number)
    return next(iter(records(engine, question)), None)
