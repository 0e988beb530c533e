"""Saved views and notes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, or_, select

from data.queries.frames import records
from data.tables.people import Annotation, SavedView


def saved_views(engine: Engine, owner: str) -> list[dict[str, Any]]:
    """One's own views and those that others share: ``id, name, page, query, owner, shared, created_at``."""
    names = ("id", "name", "page", "query", "owner", "shared", "created_at")
    question = select(*(getattr(SavedView, name) for name in names)).where(
        SavedView.deleted_at.is_(None), or_(SavedView.owner == owner, SavedView.shared.is_(True))
    )
    return records(engine, question.order_by(SavedView.name))


def notes(
    engine: Engine, *, first: int | None = None, last: int | None = None, most: int = 500
) -> list[dict[str, Any]]:
    """Notes by day, newest first: ``id, day, area, subject, text, author, created_at``."""
    names = ("id", "day", "area", "subject", "text", "author", "created_at")
    question = select(*(getattr(Annotation, name) for name in names)).where(Annotation.deleted_at.is_(None))
    if first is not None and last is not None:
        question = question.where(Annotation.day.between(first, last))
    return records(engine, question.order_by(Annotation.day.desc(), Annotation.id.desc()).limit(most))
