"""Facts about the database itself, such as the clock of a sample city."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, insert, update

from data.domain.errors import DecorError, msg
from data.tables.engine import writing
from data.tables.schema import Meta


def write_facts(engine: Engine, facts: dict[str, str]) -> None:
    """Add facts that are not there yet."""
    with writing(engine) as connection:
        connection.execute(insert(Meta), [{"key": key, "value": value} for key, value in facts.items()])


def move_clock(engine: Engine, clock: datetime) -> None:
    """Move the clock of a sample city.

    Raises
    ------
    DecorError
        When the city has no clock of its own: a real city's is the machine's.
    """
    with writing(engine) as connection:
        moved = connection.execute(update(Meta).where(Meta.key == "clock").values(value=clock.isoformat()))
        if not moved.rowcount:
            raise DecorError(msg("Only a sample city's clock can be moved."))
