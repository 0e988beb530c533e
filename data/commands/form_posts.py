"""A form does its work once, however often it is sent."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import Engine, delete, insert
from sqlalchemy.exc import IntegrityError

from data.commands.audit import now
from data.tables.engine import transaction
from data.tables.people import FormPost

NUMBER = re.compile(r"^[0-9a-f]{24}$")
KEPT = timedelta(days=2)


def begin(engine: Engine, number: str) -> bool:
    """Whether a form with this number has not been sent before; it counts as sent from now on.

    A number that is none (a program's call, a form of an older page) is not remembered.
    """
    if not NUMBER.match(number):
        return True
    try:
        with transaction(engine) as connection:
            connection.execute(delete(FormPost).where(FormPost.at < now() - KEPT))
            connection.execute(insert(FormPost).values(number=number, at=now()))
    except IntegrityError:
        return False
    return True


def give_back(engine: Engine, number: str) -> None:
    """The form did nothing: it may be sent again."""
    with transaction(engine) as connection:
        connection.execute(delete(FormPost).where(FormPost.number == number))
