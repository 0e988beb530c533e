"""Writes about alerts: outcomes of evaluations and what people decide; one transaction and its audit lines each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from data.commands import audit
from data.commands.alert_process import ALERT
from data.commands.processes import is_gone, process_name
from data.commands.texts import checked_text
from data.contracts.rules import AlertRule
from data.domain.alerts import AlertState, Held, RuleOutcome, stepped
from data.domain.errors import BadRequestError, NotFoundError, msg
from data.domain.people import Person
from data.queries.alerts import last_settled
from data.tables.alerts import AlertEvent, AlertRow, AlertRun, Counter, RuleRow, ShiftMessage, Suppression
from data.tables.engine import writing
from data.workflow.steps import ROOM

ABANDONED_SECONDS = 60
MOST_RUNS = 500
LONGEST_DAYS = 28


def until_of(now: datetime, hours: float) -> datetime:
    """When something ends that lasts so many hours.

    Raises
    ------
    BadRequestError
        Beyond a quarter of an hour to 28 days.
    """
    if not 0.25 <= hours <= LONGEST_DAYS * 24:
        raise BadRequestError(msg("Choose a time of at most {n} days.", n=LONGEST_DAYS))
    return now + timedelta(hours=hours)


def grow(connection: Connection, name: str) -> None:
    """Tell every page that something of a kind is new."""
    connection.execute(update(Counter).where(Counter.name == name).values(n=Counter.n + 1))


# -- evaluation ------------------------------------------------------------------------------------


def claim(engine: Engine, key: str, version: int) -> bool:
    """Whether this process does the evaluation: the first that asks, or a later one when that one has died."""
    moment = audit.now()
    with writing(engine) as connection:
        columns = AlertRun.claimed_at, AlertRun.claimed_by, AlertRun.done_at
        row = connection.execute(select(*columns).where(AlertRun.key == key)).first()
        values = {"claimed_by": process_name(), "claimed_at": moment}
        if row is None:
            connection.execute(insert(AlertRun).values(key=key, version=version, **values))
            return True
        silent = moment - row.claimed_at > timedelta(seconds=ABANDONED_SECONDS)
        abandoned = row.done_at is None and (silent or is_gone(row.claimed_by))
        # What was settled before something else (a clock that went back) is judged again.
        past = row.done_at is not None and connection.execute(last_settled()).scalar() != key
        if abandoned or past:
            connection.execute(update(AlertRun).where(AlertRun.key == key).values(**values, done_at=None))
            return True
    return False


def give_up(engine: Engine, key: str) -> None:
    """An evaluation failed: another try may claim it."""
    with writing(engine) as connection:
        connection.execute(delete(AlertRun).where(AlertRun.key == key, AlertRun.done_at.is_(None)))


def settle(
    engine: Engine,
    key: str,
    version: int,
    judged: Iterable[RuleOutcome],
    now: datetime,
    *,
    gated: frozenset[str] = frozenset(),
) -> int:
    """Write what an evaluation found; gives the number of steps.

    Everything or nothing is kept. An evaluation of an older data version, or one that was claimed before another
    that is done already (with other rules), changes nothing.

    Parameters
    ----------
    judged : iterable of RuleOutcome
        Every rule and area that is not quiet; an open alert that is not among them is quiet.
    now : datetime
        The room's clock, naive WIB.
    gated : set of str
        Rules whose feed is too old to say anything: their alerts stay as they are.
    """
    with writing(engine) as connection:
        settled = AlertRun.done_at.is_not(None)
        newest = connection.execute(select(func.max(AlertRun.version)).where(settled)).scalar()
        own = select(AlertRun.claimed_at).where(AlertRun.key == key).scalar_subquery()
        later = connection.execute(
            select(AlertRun.key).where(settled, AlertRun.key != key, AlertRun.claimed_at > own)
        ).first()
        count = 0
        if (newest is None or newest <= version) and later is None:
            count = _settle(connection, list(judged), now, gated)
        connection.execute(update(AlertRun).where(AlertRun.key == key).values(done_at=audit.now()))
        _forget_runs(connection)
    return count


def _forget_runs(connection: Connection) -> None:
    kept = select(AlertRun.key).order_by(AlertRun.claimed_at.desc()).limit(MOST_RUNS).scalar_subquery()
    connection.execute(delete(AlertRun).where(AlertRun.key.not_in(kept)))


def _settle(connection: Connection, judged: list[RuleOutcome], now: datetime, gated: frozenset[str]) -> int:
    names = (
        AlertRow.id,
        AlertRow.rule,
        AlertRow.area,
        AlertRow.state,
        AlertRow.ack_until,
        AlertRow.acked_by,
        AlertRow.onset,
        AlertRow.day,
        AlertRow.value,
        AlertRow.gated,
        AlertRow.stage,
    )
    held = {(row.rule, row.area): row for row in connection.execute(select(*names).where(AlertRow.closed == 0))}
    said = {(outcome.rule, outcome.area): outcome for outcome in judged}
    steps: list[dict[str, Any]] = []
    changed = False
    for key in sorted(set(held) | set(said)):
        if key[0] in gated:
            changed |= _gate(connection, held.get(key))
        else:
            changed |= _settle_one(connection, held.get(key), said.get(key), now, steps)
    if steps:
        connection.execute(insert(AlertEvent), steps)
        audit.append(connection, [_line(steps)])
    if changed:
        grow(connection, "alerts")
    return len(steps)


def _line(steps: list[dict[str, Any]]) -> audit.Line:
    counts: dict[str, int] = {}
    for step in steps:
        counts[step["after"]] = counts.get(step["after"], 0) + 1
    return audit.Line(ROOM, "process", "alerts evaluated", "", counts)


def _gate(connection: Connection, row: Any) -> bool:
    if row is None or row.gated:
        return False
    connection.execute(update(AlertRow).where(AlertRow.id == row.id).values(gated=True))
    return True


def _settle_one(
    connection: Connection, row: Any, outcome: RuleOutcome | None, now: datetime, steps: list[dict[str, Any]]
) -> bool:
    """One alert's step; gives whether anything changed."""
    held = None if row is None else Held(AlertState(row.state), row.ack_until, row.acked_by is not None)
    after = stepped(held, 0 if outcome is None else outcome.signal, now)
    if row is None:
        if after is None or outcome is None:
            return False
        number = _begin(connection, outcome, after, now)
        if after is AlertState.FIRING:
            steps.append(_step(number, "", after, now, outcome.day, outcome.value))
        return True
    if after is None:
        connection.execute(delete(AlertRow).where(AlertRow.id == row.id))
        return True
    return _go_on(connection, row, outcome, after, now, steps)


def _begin(connection: Connection, outcome: RuleOutcome, state: AlertState, now: datetime) -> int:
    values = {
        "rule": outcome.rule,
        "area": outcome.area,
        "state": state.value,
        "closed": 0,
        "stage": outcome.stage,
        "onset": outcome.onset,
        "day": outcome.day,
        "value": outcome.value,
        "gated": False,
        "fired_at": now if state is AlertState.FIRING else None,
    }
    return int(connection.execute(insert(AlertRow).values(**values).returning(AlertRow.id)).scalar_one())


def _go_on(
    connection: Connection,
    row: Any,
    outcome: RuleOutcome | None,
    after: AlertState,
    now: datetime,
    steps: list[dict[str, Any]],
) -> bool:
    values: dict[str, Any] = {"state": after.value, "gated": False}
    if outcome is not None:
        values |= {"onset": outcome.onset, "day": outcome.day, "value": outcome.value, "stage": outcome.stage}
    moved = after.value != row.state
    if moved and after is AlertState.FIRING:
        if row.state == AlertState.PENDING:
            values["fired_at"] = now
        values |= {"acked_by": None, "acked_at": None, "ack_until": None, "ack_note": None}
    if after is AlertState.RESOLVED:
        values |= {"closed": 1, "resolved_at": now}
    if not moved and all(getattr(row, name) == value for name, value in values.items()):
        return False
    connection.execute(update(AlertRow).where(AlertRow.id == row.id).values(**values))
    if moved and AlertState.PENDING not in (after, row.state):
        steps.append(_step(row.id, row.state, after, now, values.get("day", row.day), values.get("value")))
    elif moved and after is AlertState.FIRING:
        steps.append(_step(row.id, row.state, after, now, values["day"], values["value"]))
    return True


def _step(
    number: int,
    before: str,
    after: AlertState,
    now: datetime,
    day: int,
    value: float | None,
    *,
    who: Person | None = None,
    note: str | None = None,
) -> dict[str, Any]:
    """A line of an alert's record, of a step that its process knows."""
    if before:
        _checked(str(before), after.value, who)
    return {
        "alert_id": number,
        "at": now,
        "before": str(before),
        "after": after.value,
        "actor": ROOM if who is None else who.name,
        "note": note,
        "day": day,
        "value": value,
    }


def _checked(before: str, after: str, who: Person | None) -> None:
    """Refuse a step that the process of alerts does not know."""
    if who is None:
        ALERT.between(before, after)
        return
    name = "review" if after == AlertState.REVIEWED else "take"
    ALERT.checked(f"{name} recovering" if before == AlertState.RECOVERING else name, before, {}, who)


# -- people ----------------------------------------------------------------------------------------


def acknowledge(engine: Engine, who: Person, numbers: list[int], *, now: datetime, hours: float, note: str) -> int:
    """Say that somebody is on it, until when; gives how many alerts were taken.

    Raises
    ------
    NotFoundError
        When none of them is open.
    """
    text, until = checked_text(note, 300, needed=False), until_of(now, hours)
    with writing(engine) as connection:
        question = select(AlertRow.id, AlertRow.state, AlertRow.day, AlertRow.value).where(
            AlertRow.id.in_(numbers), AlertRow.closed == 0, AlertRow.state != AlertState.PENDING.value
        )
        rows = connection.execute(question).all()
        if not rows:
            raise NotFoundError(msg("This alert is over already."))
        values = {"acked_by": who.name, "acked_at": now, "ack_until": until, "ack_note": text or None}
        steps = []
        for row in rows:
            after = AlertState.ACKNOWLEDGED if row.state != AlertState.RECOVERING else AlertState.RECOVERING
            connection.execute(update(AlertRow).where(AlertRow.id == row.id).values(**values, state=after.value))
            steps.append(
                _step(
                    row.id,
                    row.state,
                    AlertState.ACKNOWLEDGED,
                    now,
                    row.day,
                    row.value,
                    who=who,
                    note=text or None,
                )
            )
        connection.execute(insert(AlertEvent), steps)
        grow(connection, "alerts")
        subject = ", ".join(str(row.id) for row in rows)
        audit.append(connection, [audit.line(who, "alerts acknowledged", subject, until=until, note=text)])
    return len(rows)


def review(engine: Engine, who: Person, number: int, *, now: datetime, verdict: str, note: str) -> None:
    """Say afterwards whether an alert was worth it.

    Raises
    ------
    NotFoundError
        When it is not over, or was reviewed.
    """
    text = checked_text(note, 300, needed=False)
    with writing(engine) as connection:
        question = select(AlertRow.day, AlertRow.value, AlertRow.rule).where(
            AlertRow.id == number, AlertRow.state == AlertState.RESOLVED.value
        )
        row = connection.execute(question).first()
        if row is None:
            raise NotFoundError(msg("Only an alert that is over and not reviewed yet can be reviewed."))
        values = {"state": AlertState.REVIEWED.value, "verdict": verdict}
        connection.execute(update(AlertRow).where(AlertRow.id == number).values(**values))
        step = _step(number, "resolved", AlertState.REVIEWED, now, row.day, row.value, who=who, note=text or None)
        connection.execute(insert(AlertEvent), [step])
        grow(connection, "alerts")
        audit.append(
            connection, [audit.line(who, "alert reviewed", f"{number} {row.rule}", verdict=verdict, note=text)]
        )


def shelve(engine: Engine, who: Person, rule: str, area: str, *, now: datetime, hours: float, reason: str) -> int:
    """Put a rule aside in an area for a time; what is shelved already ends when the new time ends."""
    text, until = checked_text(reason, 300), until_of(now, hours)
    with writing(engine) as connection:
        lifted = {"lifted_at": now, "lifted_by": who.name}
        own = (Suppression.rule == rule, Suppression.area == area, Suppression.lifted_at.is_(None))
        connection.execute(update(Suppression).where(*own).values(**lifted))
        values = {"rule": rule, "area": area, "at": now, "until": until, "actor": who.name, "reason": text}
        number = int(connection.execute(insert(Suppression).values(**values).returning(Suppression.id)).scalar_one())
        grow(connection, "alerts")
        audit.append(connection, [audit.line(who, "alert shelved", f"{rule} {area}", until=until, reason=text)])
    return number


def unshelve(engine: Engine, who: Person, number: int, *, now: datetime) -> None:
    """Take a rule up again before its time.

    Raises
    ------
    NotFoundError
        When it is not put aside.
    """
    with writing(engine) as connection:
        question = select(Suppression.rule, Suppression.area).where(
            Suppression.id == number, Suppression.lifted_at.is_(None), Suppression.until > now
        )
        row = connection.execute(question).first()
        if row is None:
            raise NotFoundError(msg("This is not put aside."))
        connection.execute(
            update(Suppression).where(Suppression.id == number).values(lifted_at=now, lifted_by=who.name)
        )
        grow(connection, "alerts")
        audit.append(connection, [audit.line(who, "alert taken up again", f"{row.rule} {row.area}")])


def save_rule(engine: Engine, who: Person, rule: AlertRule, reason: str) -> int:
    """Keep a changed rule; the one before stays in the history."""
    text = checked_text(reason, 300)
    values = {
        "rule": rule.id,
        "body": rule.model_dump_json(),
        "reason": text,
        "made_by": who.name,
        "made_at": audit.now(),
    }
    with writing(engine) as connection:
        number = int(connection.execute(insert(RuleRow).values(**values).returning(RuleRow.id)).scalar_one())
        grow(connection, "alerts")
        audit.append(connection, [audit.line(who, "rule changed", rule.id, reason=text, body=values["body"])])
    return number


def leave_message(engine: Engine, who: Person, text: str, *, now: datetime) -> None:
    """Tell the next shift something."""
    text = checked_text(text, 500)
    with writing(engine) as connection:
        connection.execute(insert(ShiftMessage).values(at=now, author=who.name, text=text))
        grow(connection, "alerts")
        audit.append(connection, [audit.line(who, "message to the next shift", text[:80])])
