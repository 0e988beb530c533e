"""Opening the room's database for those who only ask."""

from __future__ import annotations

from sqlalchemy import Engine

from data.tables.engine import migrate, open_engine


def open_database(url: str) -> Engine:
    """The database at an address, at the newest schema."""
    engine = open_engine(url)
    migrate(engine)
    return engine
