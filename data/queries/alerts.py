"""Alerts, their history, rules, shelves and shift messages, as plain rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, select

from data.queries.frames import records
from data.tables.alerts import AlertEvent, AlertRow, AlertRun, RuleRow, ScreenRow, ShiftMessage, Suppression
from data.tables.schema import Load

ALERT = (
    "id",
    "rule",
    "area",
    "state",
    "closed",
    "stage",
    "onset",
    "day",
    "value",
    "gated",
    "fired_at",
    "acked_by",
    "acked_at",
    "ack_until",
    "ack_note",
    "resolved_at",
    "verdict",
)
SCREEN = tuple(column.key for column in ScreenRow.__table__.columns)


def _columns(table: Any, names: tuple[str, ...]) -> list[Any]:
    return [getattr(table, name) for name in names]


def open_alerts(engine: Engine) -> list[dict[str, Any]]:
    """Every alert that is not over."""
    return records(engine, select(*_columns(AlertRow, ALERT)).where(AlertRow.closed == 0).order_by(AlertRow.id))


def alert(engine: Engine, number: int) -> dict[str, Any] | None:
    """One alert, also an old one."""
    rows = records(engine, select(*_columns(AlertRow, ALERT)).where(AlertRow.id == number))
    return rows[0] if rows else None


def past_alerts(engine: Engine, most: int = 300) -> list[dict[str, Any]]:
    """Alerts that are over, newest first."""
    question = select(*_columns(AlertRow, ALERT)).where(AlertRow.closed == 1)
    return records(engine, question.order_by(AlertRow.resolved_at.desc(), AlertRow.id.desc()).limit(most))


def steps(engine: Engine, numbers: list[int], most: int = 400) -> list[dict[str, Any]]:
    """History of alerts, newest first."""
    names = ("id", "alert_id", "at", "before", "after", "actor", "note", "day", "value")
    question = select(*_columns(AlertEvent, names)).where(AlertEvent.alert_id.in_(numbers))
    return records(engine, question.order_by(AlertEvent.id.desc()).limit(most))


def steps_between(engine: Engine, first: datetime, end: datetime) -> list[dict[str, Any]]:
    """Steps of a shift with their alert's rule, area and stage, oldest first."""
    question = (
        select(
            AlertEvent.alert_id,
            AlertEvent.at,
            AlertEvent.before,
            AlertEvent.after,
            AlertEvent.actor,
            AlertEvent.note,
            AlertRow.rule,
            AlertRow.area,
            AlertRow.stage,
        )
        .join(AlertRow, AlertRow.id == AlertEvent.alert_id)
        .where(AlertEvent.at >= first, AlertEvent.at < end)
    )
    return records(engine, question.order_by(AlertEvent.id))


def shelves(engine: Engine, now: datetime) -> list[dict[str, Any]]:
    """What is put aside now."""
    names = ("id", "rule", "area", "at", "until", "actor", "reason")
    question = select(*_columns(Suppression, names)).where(Suppression.lifted_at.is_(None), Suppression.until > now)
    return records(engine, question.order_by(Suppression.until))


def shelved_between(engine: Engine, first: datetime, end: datetime) -> list[dict[str, Any]]:
    """What was put aside in a shift."""
    names = ("id", "rule", "area", "at", "until", "actor", "reason")
    question = select(*_columns(Suppression, names)).where(Suppression.at >= first, Suppression.at < end)
    return records(engine, question.order_by(Suppression.id))


def changed_rules(engine: Engine) -> list[dict[str, Any]]:
    """Every change of a rule, newest first."""
    names = ("id", "rule", "body", "reason", "made_by", "made_at")
    return records(engine, select(*_columns(RuleRow, names)).order_by(RuleRow.id.desc()))


def last_settled() -> Select[str]:
    """The key of the evaluation that was settled last."""
    return select(AlertRun.key).where(AlertRun.done_at.is_not(None)).order_by(AlertRun.done_at.desc()).limit(1)


def run_state(engine: Engine, key: str) -> str:
    """ "none", "claimed", "done" (the last one that was settled), or "past" (another was settled after it)."""
    with engine.connect() as connection:
        row = connection.execute(select(AlertRun.done_at).where(AlertRun.key == key)).first()
        last = connection.execute(last_settled()).scalar()
    if row is None:
        return "none"
    return "claimed" if row.done_at is None else ("done" if last == key else "past")


def messages_between(engine: Engine, first: datetime, end: datetime) -> list[dict[str, Any]]:
    """Messages of a shift, oldest first."""
    names = ("id", "at", "author", "text")
    question = select(*_columns(ShiftMessage, names)).where(ShiftMessage.at >= first, ShiftMessage.at < end)
    return records(engine, question.order_by(ShiftMessage.id))


def loads_between(engine: Engine, first: datetime, end: datetime) -> list[dict[str, Any]]:
    """Loads that came in during a shift, oldest first."""
    names = ("id", "dataset", "file_name", "received_at", "kept", "rejected", "state", "loaded_by")
    question = select(*_columns(Load, names)).where(Load.received_at >= first, Load.received_at < end)
    return records(engine, question.order_by(Load.id))


def screens(engine: Engine) -> list[dict[str, Any]]:
    """Every screen by its short name."""
    return records(engine, select(*_columns(ScreenRow, SCREEN)).order_by(ScreenRow.slug))
