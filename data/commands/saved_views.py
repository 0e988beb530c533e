"""Writes of saved views."""

from __future__ import annotations

from sqlalchemy import Engine, insert, select, update

from data.commands import audit
from data.commands.texts import checked_text
from data.domain.errors import BadRequestError, NotFoundError, msg
from data.domain.people import Person
from data.tables.engine import writing
from data.tables.people import SavedView

MOST_VIEWS = 200
MOST_QUERY = 2_000


def save(engine: Engine, who: Person, *, name: str, page: str, query: str, shared: bool) -> int:
    """Store a page's selection under a name; gives its number.

    Raises
    ------
    BadRequestError
        When the name is too short or too long, or the person has too many views.
    DecorError
        When the name seems to be about a person.
    """
    name = checked_text(name, 80)
    if len(query) > MOST_QUERY:
        raise BadRequestError(msg("This selection is too long to be kept; choose fewer areas."))
    with writing(engine) as connection:
        own = select(SavedView.id).where(SavedView.owner == who.name, SavedView.deleted_at.is_(None))
        if len(connection.execute(own).all()) >= MOST_VIEWS:
            raise BadRequestError(msg("You have {n} saved views; delete some first.", n=MOST_VIEWS))
        values = {
            "name": name,
            "page": page,
            "query": query,
            "owner": who.name,
            "shared": shared,
            "created_at": audit.now(),
        }
        number = int(connection.execute(insert(SavedView).values(**values).returning(SavedView.id)).scalar_one())
        audit.append(connection, [audit.line(who, "view saved", name, shared=shared)])
    return number


def delete(engine: Engine, who: Person, number: int) -> None:
    """Mark a saved view of one's own as deleted.

    Raises
    ------
    NotFoundError
        When the person has no such view.
    """
    with writing(engine) as connection:
        changed = connection.execute(
            update(SavedView)
            .where(SavedView.id == number, SavedView.owner == who.name, SavedView.deleted_at.is_(None))
            .values(deleted_at=audit.now())
        )
        if not changed.rowcount:
            raise NotFoundError(msg("There is no such view."))
        audit.append(connection, [audit.line(who, "view deleted", str(number))])
