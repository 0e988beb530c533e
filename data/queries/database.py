"""Opening the room's database for those who only ask."""

from __future__ import annotations

from sqlalchemy import Engine

from data.tables.engine import migrate, open_engine


def open_database(url: str, *, cache_kb: int = 8_192) -> Engine:
    """The database at an address, at the newest schema; ``cache_kb`` as in `open_engine`."""
    engine = open_engine(url, cache_kb=cache_kb)
    migrate(engine)
    return engine
