"""Cases, the record of their steps, attachments, frozen copies. Moments are naive WIB of the machine's clock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.schema import ROW_ID, Base


class CaseRow(Base):
    """A case of a process that has no table of its own; ``version`` grows with every step, ``data`` is JSON."""

    __tablename__ = "workflow_case"
    __table_args__ = (
        UniqueConstraint("process", "key", name="uq_workflow_case_key"),
        {"sqlite_autoincrement": True},  # a number that was told is never another case's
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    process: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(20), index=True)
    version: Mapped[int]
    data: Mapped[str] = mapped_column(Text)
    opened_by: Mapped[str] = mapped_column(String(60))
    opened_at: Mapped[datetime] = mapped_column(DateTime)
    changed_at: Mapped[datetime] = mapped_column(DateTime)


class CaseEvent(Base):
    """One step of a case; never changed. ``number`` counts the steps of a case from 1, without a gap.

    ``case_id`` is the case's number in the process's own table.
    """

    __tablename__ = "workflow_event"
    __table_args__ = (
        UniqueConstraint("process", "case_id", "number", name="uq_workflow_event_number"),
        Index("ix_workflow_event_at", "at"),
    )
    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    process: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int]
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(DateTime)
    actor: Mapped[str] = mapped_column(String(60))
    step: Mapped[str] = mapped_column(String(40))
    before: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(500))
    data: Mapped[str] = mapped_column(Text)


class Attachment(Base):
    """A file that belongs to a case; its content is kept once, by its hash."""

    __tablename__ = "workflow_attachment"
    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    added_by: Mapped[str] = mapped_column(String(60))
    added_at: Mapped[datetime] = mapped_column(DateTime)


class Snapshot(Base):
    """A frozen copy of what was decided on: JSON and its hash; never changed."""

    __tablename__ = "workflow_snapshot"
    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    key: Mapped[str] = mapped_column(String(120))
    taken_by: Mapped[str] = mapped_column(String(60))
    taken_at: Mapped[datetime] = mapped_column(DateTime)
    body: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
