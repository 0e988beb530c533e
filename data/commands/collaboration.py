"""What people leave for each other: saved views and notes on a day and an area."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine, func, insert, select, update

from data.commands import audit
from data.commands.texts import checked_text
from data.domain.dates import day_number
from data.domain.errors import BadRequestError, NotFoundError, msg
from data.domain.people import Person, Role
from data.tables.engine import writing
from data.tables.people import Annotation, SavedView

MOST_VIEWS = 200
MOST_NOTES = 300


def save_view(engine: Engine, who: Person, *, name: str, page: str, query: str, shared: bool) -> int:
    """Keep a link under a name; gives its number.

    Raises
    ------
    BadRequestError
        When the name is empty or too long, or there are too many.
    """
    name = checked_text(name, 80)
    with writing(engine) as connection:
        own = select(SavedView.id).where(SavedView.owner == who.name, SavedView.deleted_at.is_(None))
        if len(connection.execute(own).all()) >= MOST_VIEWS:
            raise BadRequestError(msg("You have {n} saved views; delete some first.", n=MOST_VIEWS))
        values = {
            "name": name,
            "page": page,
            "query": query[:2_000],
            "owner": who.name,
            "shared": shared,
            "created_at": audit.now(),
        }
        number = int(connection.execute(insert(SavedView).values(**values).returning(SavedView.id)).scalar_one())
        audit.append(connection, [audit.line(who, "view saved", name, shared=shared)])
    return number


def delete_view(engine: Engine, who: Person, number: int) -> None:
    """Put one's own saved view away.

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


def write_note(engine: Engine, who: Person, *, day: date, area: str, subject: str, text: str) -> int:
    """Leave a note on a day and an area; ``subject`` "" stands for every subject. Gives its number."""
    text = checked_text(text, 160)
    values = {
        "day": day_number(day),
        "area": area,
        "subject": subject,
        "text": text,
        "author": who.name,
        "created_at": audit.now(),
    }
    with writing(engine) as connection:
        own = select(func.count(Annotation.id)).where(Annotation.author == who.name, Annotation.deleted_at.is_(None))
        if connection.execute(own).scalar_one() >= MOST_NOTES:
            raise BadRequestError(msg("You have {n} notes; delete some first.", n=MOST_NOTES))
        number = int(connection.execute(insert(Annotation).values(**values).returning(Annotation.id)).scalar_one())
        audit.append(connection, [audit.line(who, "note written", f"{area} {day.isoformat()}", note=number, text=text)])
    return number


def delete_note(engine: Engine, who: Person, number: int) -> None:
    """Take a note away: one's own, or any as a steward.

    Raises
    ------
    NotFoundError
        When there is no such note that the person may take away.
    """
    which = [Annotation.id == number, Annotation.deleted_at.is_(None)]
    if who.role is not Role.STEWARD:
        which.append(Annotation.author == who.name)
    with writing(engine) as connection:
        changed = connection.execute(
            update(Annotation).where(*which).values(deleted_at=audit.now(), deleted_by=who.name)
        )
        if not changed.rowcount:
            raise NotFoundError(msg("There is no such note."))
        audit.append(connection, [audit.line(who, "note deleted", str(number))])
