"""Frozen copies of what was decided on, with a hash that shows whether somebody changed them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from data.commands import audit
from data.domain.errors import BadRequestError, DecorError, NotFoundError, msg
from data.domain.people import Person
from data.tables.engine import writing
from data.tables.workflow import Snapshot


def freeze(
    engine: Engine,
    who: Person,
    kind: str,
    key: str,
    content: Mapping[str, Any],
    *,
    once: bool = False,
    check: Callable[[Connection], None] | None = None,
) -> int:
    """Keep a copy; gives its number.

    Parameters
    ----------
    content : mapping
        Plain values; dates are written as text.
    once : bool
        Whether there may be a single copy of this kind with this key.
    check : callable or None
        Called with the connection before it is kept, in the same transaction; raises where it may not be.

    Raises
    ------
    BadRequestError
        When there is one already.
    """
    body = json.dumps(dict(content), sort_keys=True, ensure_ascii=False, default=str)
    digest = hashlib.sha256(body.encode()).hexdigest()
    values = {"kind": kind, "key": key[:120], "taken_by": who.name, "taken_at": audit.now()}
    with writing(engine) as connection:
        same = select(Snapshot.id).where(Snapshot.kind == kind, Snapshot.key == key[:120])
        if once and connection.execute(same).first() is not None:
            raise BadRequestError(msg("There already is “{key}”.", key=key[:60]))
        if check is not None:
            check(connection)
        question = insert(Snapshot).values(**values, body=body, sha256=digest).returning(Snapshot.id)
        number = int(connection.execute(question).scalar_one())
        audit.append(connection, [audit.line(who, "snapshot taken", f"{kind} {key}", snapshot=number, sha256=digest)])
    return number


def frozen(engine: Engine, number: int) -> dict[str, Any]:
    """What a copy holds.

    Raises
    ------
    NotFoundError
        When there is none of that number.
    DecorError
        When it is not what was kept.
    """
    with engine.connect() as connection:
        row = connection.execute(select(Snapshot.body, Snapshot.sha256).where(Snapshot.id == number)).first()
    if row is None:
        raise NotFoundError(msg("There is no snapshot {id}.", id=str(number)))
    if hashlib.sha256(row.body.encode()).hexdigest() != row.sha256:
        raise DecorError(msg("Snapshot {id} was changed outside the application.", id=str(number)))
    content: dict[str, Any] = json.loads(row.body)
    return content
