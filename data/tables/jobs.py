"""The queue of jobs. Moments are naive WIB of the machine's own clock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.schema import Base

OPEN = text("state in ('waiting', 'running')")


class JobRow(Base):
    """A job; at most one of a kind and key is open. ``worker`` and ``attempts`` say whose attempt it is."""

    __tablename__ = "job"
    __table_args__ = (
        Index("uq_job_open", "kind", "key", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_job_state", "state", "not_before"),
        {"sqlite_autoincrement": True},  # a number that was told is never another job's
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120))
    arguments: Mapped[str] = mapped_column(Text)
    lane: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    asked_by: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime] = mapped_column(DateTime)
    not_before: Mapped[datetime] = mapped_column(DateTime)
    started_at: Mapped[datetime | None] = mapped_column(DateTime)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime, index=True)
    beat_at: Mapped[datetime | None] = mapped_column(DateTime)
    worker: Mapped[str | None] = mapped_column(String(80))
    attempts: Mapped[int]
    most_attempts: Mapped[int]
    share: Mapped[float | None]
    step: Mapped[str] = mapped_column(String(120))
    problem: Mapped[str | None] = mapped_column(Text)
