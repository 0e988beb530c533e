"""Reads of saved views."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, or_, select

from data.queries.frames import records
from data.tables.people import SavedView


def saved_views(engine: Engine, owner: str) -> list[dict[str, Any]]:
    """One's own views and those that others share: ``id, name, page, query, owner, shared, created_at``."""
    names = ("id", "name", "page", "query", "owner", "shared", "created_at")
    question = select(*(getattr(SavedView, name) for name in names)).where(
        SavedView.deleted_at.is_(None), or_(SavedView.owner == owner, SavedView.shared.is_(True))
    )
    return records(engine, question.order_by(SavedView.name))
