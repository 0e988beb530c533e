"""The room's own record of what has been published, so that a week is the same in every later edition."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Engine, insert, select

from data.disclosure.weeks import Row
from data.tables.publication import PublishedCount

COLUMNS = (
    PublishedCount.day,
    PublishedCount.unit,
    PublishedCount.known_on,
    PublishedCount.confirmed,
    PublishedCount.days,
    PublishedCount.due,
)


def read(engine: Engine) -> list[Row]:
    """Every week that was published.

    Parameters
    ----------
    engine : Engine
        The room's database.

    Returns
    -------
    list of Row
        By day and unit; empty before the first edition.
    """
    with engine.connect() as connection:
        return [
            Row(*row) for row in connection.execute(select(*COLUMNS).order_by(PublishedCount.day, PublishedCount.unit))
        ]


def keep(engine: Engine, rows: Sequence[Row]) -> None:
    """Write weeks that are about to be published.

    Parameters
    ----------
    engine : Engine
        The room's database.
    rows : sequence of Row
        All of them are written, or none.

    Raises
    ------
    sqlalchemy.exc.IntegrityError
        When another process has published one of them.
    """
    if rows:
        with engine.begin() as connection:
            connection.execute(insert(PublishedCount), [vars(row) for row in rows])
