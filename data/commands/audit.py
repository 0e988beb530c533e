"""The audit log: append only, each line chained to the one before by its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from data.domain.people import Person
from data.settings import WIB
from data.tables.engine import writing
from data.tables.people import Audit

START = "0" * 64
FIELDS = ("id", "at", "actor", "via", "action", "subject", "detail", "previous")


def now() -> datetime:
    """This moment in WIB without its zone, as the database keeps times.

    People and sessions live in real time also where a sample city's clock stands still.
    """
    return datetime.now(WIB).replace(tzinfo=None)


@dataclass(frozen=True)
class Line:
    """What is written: who did what to what.

    Attributes
    ----------
    detail : dict
        Plain values; never a secret, never personal data beyond the account's name.
    """

    actor: str
    via: str
    action: str
    subject: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


def line(who: Person, action: str, subject: str = "", **detail: Any) -> Line:
    """A line about something that a person did."""
    via = " ".join(word for word in (who.via, who.key, who.address) if word)
    return Line(who.name, via, action, subject, {k: v for k, v in detail.items() if v is not None})


def digest_of(row: dict[str, Any]) -> str:
    """SHA-256 over a line's fields and the digest of the line before."""
    text = json.dumps([row[name] for name in FIELDS], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def plain(text: str) -> str:
    """A text without control characters, which a database or a reader of the log might stumble over."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def append(connection: Connection, lines: Iterable[Line]) -> None:
    """Write lines inside a transaction that alone may write (`data.tables.engine.writing`)."""
    last = connection.execute(select(Audit.id, Audit.digest).order_by(Audit.id.desc()).limit(1)).first()
    number, previous = (last.id, last.digest) if last else (0, START)
    rows = []
    for entry in lines:
        number += 1
        row: dict[str, Any] = {
            "id": number,
            "at": now().isoformat(timespec="milliseconds"),
            "actor": plain(entry.actor)[:60],
            "via": plain(entry.via)[:80],
            "action": entry.action[:40],
            "subject": plain(entry.subject)[:200],
            "detail": json.dumps(entry.detail, ensure_ascii=False, sort_keys=True, default=str)[:4_000],
            "previous": previous,
        }
        row["digest"] = previous = digest_of(row)
        rows.append(row)
    if rows:
        connection.execute(insert(Audit), rows)


def note(engine: Engine, *lines: Line) -> None:
    """Write lines about something that changes nothing itself (a read, a refusal)."""
    with writing(engine) as connection:
        append(connection, lines)
