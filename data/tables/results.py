"""What jobs have computed. Moments are naive WIB of the machine's own clock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.schema import ROW_ID, Base


class ResultRun(Base):
    """One computation, and all that it depended on.

    ``data_version`` is the newest version among its inputs; ``code_version`` the fingerprint of its method's source;
    ``known_on`` the day of "as known on" (NULL: now); ``last_day`` the last day it is about. ``load_id`` names the load
    that its rows became, where it is additive.
    """

    __tablename__ = "result_run"
    __table_args__ = (Index("ix_result_run_kind", "kind", "known_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    method: Mapped[str] = mapped_column(String(120))
    parameters: Mapped[str] = mapped_column(Text)
    data_version: Mapped[int]
    code_version: Mapped[str] = mapped_column(String(16))
    seed: Mapped[int | None]
    known_on: Mapped[int | None]
    last_day: Mapped[int]
    load_id: Mapped[int | None] = mapped_column(ForeignKey("load.id"))
    computed_at: Mapped[datetime] = mapped_column(DateTime)
    seconds: Mapped[float]


class ResultValue(Base):
    """A run's figures of one level and day: each layer is packed 32-bit numbers in the order of the level's codes."""

    __tablename__ = "result_value"
    __table_args__ = (Index("ix_result_value_run", "run_id", "level", "day"),)
    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("result_run.id"))
    level: Mapped[str] = mapped_column(String(12))
    day: Mapped[int]
    value: Mapped[bytes] = mapped_column(LargeBinary)
    lower: Mapped[bytes] = mapped_column(LargeBinary)
    upper: Mapped[bytes] = mapped_column(LargeBinary)
    basis: Mapped[bytes | None] = mapped_column(LargeBinary)


class ResultDocument(Base):
    """What a run gave where it is neither rows nor a field: bytes that its reader understands."""

    __tablename__ = "result_document"
    run_id: Mapped[int] = mapped_column(ForeignKey("result_run.id"), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
