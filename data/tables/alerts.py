"""Alerts and their rules, the shift's messages, the screens, and the counters that tell pages what is new.

Moments are naive WIB of the room's clock (a sample city's clock stands), except where a column says otherwise.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.schema import ROW_ID, Base


class Counter(Base):
    """A number that grows with every change of its kind ("alerts", "screens")."""

    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    n: Mapped[int]


class RuleRow(Base):
    """A rule as it was changed on the screen; the newest counts, none is overwritten. ``made_at`` is real time."""

    __tablename__ = "alert_rule"
    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(60), index=True)
    body: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(300))
    made_by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(DateTime)


class AlertRow(Base):
    """One episode of a rule in an area; at most one that is open (``state`` up to "recovering").

    ``rule`` is a rule's id, or ``feed:<dataset>``. ``onset`` is the day the run began, ``day`` the last day judged.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index(
            "uq_alert_open",
            "rule",
            "area",
            unique=True,
            sqlite_where=text("closed = 0"),
            postgresql_where=text("closed = 0"),
        ),
        {"sqlite_autoincrement": True},  # a number that was told is never another alert's
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(80), index=True)
    area: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12), index=True)
    closed: Mapped[int]
    stage: Mapped[int]
    onset: Mapped[int]
    day: Mapped[int]
    value: Mapped[float | None]
    gated: Mapped[bool]
    fired_at: Mapped[datetime | None] = mapped_column(DateTime)
    acked_by: Mapped[str | None] = mapped_column(String(60))
    acked_at: Mapped[datetime | None] = mapped_column(DateTime)
    ack_until: Mapped[datetime | None] = mapped_column(DateTime)
    ack_note: Mapped[str | None] = mapped_column(String(300))
    resolved_at: Mapped[datetime | None] = mapped_column(DateTime)
    verdict: Mapped[str | None] = mapped_column(String(12))


class AlertEvent(Base):
    """One step of an alert; never changed."""

    __tablename__ = "alert_event"
    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"), index=True)
    at: Mapped[datetime] = mapped_column(DateTime, index=True)
    before: Mapped[str] = mapped_column(String(12))
    after: Mapped[str] = mapped_column(String(12))
    actor: Mapped[str] = mapped_column(String(60))
    note: Mapped[str | None] = mapped_column(String(300))
    day: Mapped[int]
    value: Mapped[float | None]


class Suppression(Base):
    """A rule put aside in an area for a time; it ends by itself."""

    __tablename__ = "alert_shelf"
    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(80), index=True)
    area: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(DateTime)
    until: Mapped[datetime] = mapped_column(DateTime)
    actor: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(300))
    lifted_at: Mapped[datetime | None] = mapped_column(DateTime)
    lifted_by: Mapped[str | None] = mapped_column(String(60))


class AlertRun(Base):
    """An evaluation: claimed by one process, done when ``done_at`` is set (both real time)."""

    __tablename__ = "alert_run"
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    version: Mapped[int] = mapped_column(index=True)
    claimed_by: Mapped[str] = mapped_column(String(60))
    claimed_at: Mapped[datetime] = mapped_column(DateTime)
    done_at: Mapped[datetime | None] = mapped_column(DateTime)


class ShiftMessage(Base):
    """What one shift tells the next."""

    __tablename__ = "shift_message"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime, index=True)
    author: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(String(500))


class ScreenRow(Base):
    """A screen of the wall: how it is built, what it shows, the last command, and what it last said of itself.

    ``playlist`` is JSON: a list of ``[scene, seconds]``. ``said_*`` come from the screen (real time), not from people.
    """

    __tablename__ = "screen"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    profile: Mapped[str] = mapped_column(String(12))
    lang: Mapped[str] = mapped_column(String(2))
    playlist: Mapped[str] = mapped_column(Text)
    inches: Mapped[float]
    width_px: Mapped[int]
    height_px: Mapped[int]
    distance_m: Mapped[float]
    paused: Mapped[bool]
    pinned: Mapped[str | None] = mapped_column(String(20))
    command: Mapped[int]
    verb: Mapped[str] = mapped_column(String(12))
    scene: Mapped[str] = mapped_column(String(20))
    changed_by: Mapped[str] = mapped_column(String(60))
    changed_at: Mapped[datetime] = mapped_column(DateTime)
    said_at: Mapped[datetime | None] = mapped_column(DateTime)
    said_scene: Mapped[str | None] = mapped_column(String(20))
    said_size: Mapped[str | None] = mapped_column(String(20))
    said_version: Mapped[str | None] = mapped_column(String(40))
