"""Annotations: notes on a day and an area, drawn on the charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Engine

from data.commands import annotations as commands
from data.domain.areas import CITY
from data.domain.dates import day_date
from data.domain.errors import BadRequestError, msg
from data.domain.people import ForbiddenError, Right, person, require, sees
from data.domain.people_views import NoteRow
from data.queries import annotations as queries
from data.service.room import RoomService
from data.subjects import registry


class Annotations:
    """The notes of the room, as the acting person may see and change them; thread-safe."""

    def __init__(self, engine: Engine, room: RoomService) -> None:
        self._engine = engine
        self._room = room

    def list(self) -> Sequence[NoteRow]:
        """The newest notes on areas inside the person's scope."""
        who, names = person(), self._room.names()
        return [_row(r, names, who.name) for r in queries.notes(self._engine) if sees(who, r["area"])]

    def write(self, *, day: str, area: str, subject: str, text: str) -> int:
        """Store a note on a day and an area; gives its number.

        Parameters
        ----------
        day : str
            ISO date.
        area : str
            Code; "" is the person's own area, or the city.
        subject : str
            Id of the subject whose charts show it; "" for all.

        Raises
        ------
        BadRequestError
            When the day, the area or the subject is unknown, or the text cannot be kept.
        ForbiddenError
            For an area that the person may not see.
        """
        who = require(Right.NOTE)
        code = area.strip() or who.area or CITY
        if not sees(who, code):
            raise ForbiddenError(msg("You may see {own} only, not {code}.", own=who.area, code=code[:40]), field="area")
        if code not in self._room.names():
            raise BadRequestError(msg("“{code}” is not a known area code.", code=code[:40]), field="area")
        if subject not in registry().pages:
            raise BadRequestError(msg("There is no such page."), field="subject")
        try:
            when = date.fromisoformat(day)
        except ValueError:
            raise BadRequestError(
                msg("“{text}” is not a date; write YYYY-MM-DD.", text=day[:40]), field="day"
            ) from None
        number = commands.write(self._engine, who, day=when, area=code, subject=subject, text=text)
        self._room.invalidate()
        return number

    def delete(self, number: int) -> None:
        """Delete a note: one's own, or any as a steward.

        Raises
        ------
        NotFoundError
            When there is no such note that the person may delete.
        """
        commands.delete(self._engine, require(Right.NOTE), number)
        self._room.invalidate()


def _row(row: Mapping[str, Any], names: Mapping[str, str], me: str) -> NoteRow:
    return NoteRow(
        id=int(row["id"]),
        day=day_date(int(row["day"])),
        area=row["area"],
        name=names.get(row["area"], row["area"]),
        subject=row["subject"],
        text=row["text"],
        author=row["author"],
        created=row["created_at"],
        own=row["author"] == me,
    )
