"""Reads of annotations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, select

from data.queries.frames import records
from data.tables.people import Annotation


def notes(
    engine: Engine, *, first: int | None = None, last: int | None = None, most: int = 500
) -> list[dict[str, Any]]:
    """Notes by day, newest first: ``id, day, area, subject, text, author, created_at``."""
    names = ("id", "day", "area", "subject", "text", "author", "created_at")
    question = select(*(getattr(Annotation, name) for name in names)).where(Annotation.deleted_at.is_(None))
    if first is not None and last is not None:
        question = question.where(Annotation.day.between(first, last))
    return records(engine, question.order_by(Annotation.day.desc(), Annotation.id.desc()).limit(most))
