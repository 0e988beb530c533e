"""Writes of annotations: notes on a day and an area."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine, func, insert, select, update

from data.commands import audit
from data.commands.texts import checked_text
from data.domain.dates import day_number
from data.domain.errors import BadRequestError, NotFoundError, msg
from data.domain.people import Person, Role
from data.tables.engine import writing
from data.tables.people import Annotation

MOST_NOTES = 300


def write(engine: Engine, who: Person, *, day: date, area: str, subject: str, text: str) -> int:
    """Store a note on a day and an area; gives its number. ``subject`` "" stands for every subject.

    Raises
    ------
    BadRequestError
        When the text is too short or too long, or the person has too many notes.
    DecorError
        When the text seems to be about a person.
    """
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


def delete(engine: Engine, who: Person, number: int) -> None:
    """Mark a note as deleted: one's own, or any as a steward.

    Raises
    ------
    NotFoundError
        When there is no such note that the person may delete.
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
