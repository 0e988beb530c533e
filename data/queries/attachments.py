"""Reads of files that belong to cases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, select

from data.queries.frames import records
from data.tables.workflow import Attachment


def attachments(engine: Engine, case: int) -> list[dict[str, Any]]:
    """Files of a case, oldest first: ``id, name, media_type, size, sha256, added_by, added_at``."""
    names = ("id", "name", "media_type", "size", "sha256", "added_by", "added_at")
    question = select(*(getattr(Attachment, name) for name in names)).where(Attachment.case_id == case)
    return records(engine, question.order_by(Attachment.id))
