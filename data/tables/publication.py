"""What has been published: the ledger behind the public COVID figures. It never leaves the room."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.schema import ROW_ID, Base


class PublishedCount(Base):
    """One display unit's week as it was published; never changed.

    ``day`` is the week's last day, ``known_on`` the last day whose reports are in it, ``days`` of ``due`` reports came.
    """

    __tablename__ = "published_count"
    __table_args__ = (UniqueConstraint("day", "unit", name="uq_published_count_day_unit"),)
    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    day: Mapped[int]
    unit: Mapped[str] = mapped_column(String(80))
    known_on: Mapped[int]
    confirmed: Mapped[int]
    days: Mapped[int]
    due: Mapped[int]
