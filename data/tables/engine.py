"""Opening the database, its migrations, and the one writer at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from data.domain.errors import DecorError, msg

MIGRATIONS = Path(__file__).parent / "migrations"
WRITER_LOCK = 3276


def open_engine(url: str, *, cache_kb: int = 8_192) -> Engine:
    """An engine for SQLite (write-ahead log, foreign keys) or PostgreSQL.

    Parameters
    ----------
    url : str
        SQLAlchemy address; ``postgresql://`` is read as psycopg 3.
    cache_kb : int
        Pages that SQLite keeps in memory for each connection; loading a file wants more of them than asking.
    """
    address = make_url(url)
    if address.drivername in ("postgres", "postgresql"):
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": 20})

    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute(f"PRAGMA cache_size=-{cache_kb}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    event.listen(engine, "connect", prepare)
    return engine


def migrate(engine: Engine) -> None:
    """Bring the schema to the newest revision; does nothing when it is there already."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction; everything or nothing of it is kept.

    SQLite takes its one writer's lock first, so that reading and writing in it are one step; on PostgreSQL rows have
    locks of their own.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that alone may write; everything or nothing of it is kept.

    Raises
    ------
    DecorError
        When another writer does not finish in time.
    """
    try:
        with transaction(engine) as connection:
            if connection.dialect.name != "sqlite":
                connection.execute(text("SET LOCAL lock_timeout = '20s'"))
                connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})"))
            yield connection
    except OperationalError as error:
        if "locked" in str(error) or "lock timeout" in str(error):
            raise DecorError(msg("Another load is being written; try again when it has finished.")) from error
        raise


def insert_rows(connection: Connection, table: str, columns: list[str], rows: list[Any]) -> None:
    """Insert many tuples at driver speed.

    Parameters
    ----------
    columns : list of str
        Names from the schema or a contract, never from a file.
    rows : list of tuple
        Values in the order of ``columns``.
    """
    if not rows:
        return
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join([mark] * len(columns))
    connection.exec_driver_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
