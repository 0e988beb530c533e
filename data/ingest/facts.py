"""Facts about the database itself, such as the clock of a sample city."""

from __future__ import annotations

from sqlalchemy import Engine, insert

from data.tables.engine import writing
from data.tables.schema import Meta


def write_facts(engine: Engine, facts: dict[str, str]) -> None:
    """Add facts that are not there yet."""
    with writing(engine) as connection:
        connection.execute(insert(Meta), [{"key": key, "value": value} for key, value in facts.items()])
