"""Saved views, notes and exports: what people make of the room together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import Engine

from data.commands import collaboration as commands
from data.domain.areas import CITY
from data.domain.dates import day_date
from data.domain.errors import BadRequestError, Message, msg
from data.domain.filters import FilterState
from data.domain.people import ForbiddenError, Right, person, require, sees
from data.domain.people_views import ExportView, NoteRow, SavedViewRow
from data.queries import collaboration as queries
from data.service.people import People
from data.service.room import RoomService
from data.subjects import registry


class Collaboration:
    """Answers and commands about what people leave for each other; thread-safe."""

    def __init__(self, engine: Engine, room: RoomService, people: People) -> None:
        self._engine = engine
        self._room = room
        self._people = people

    # -- saved views ---------------------------------------------------------------------------

    def views(self) -> list[SavedViewRow]:
        """One's own saved views and those that others share, as far as the person may open them."""
        who = person()
        rows = queries.saved_views(self._engine, who.name)
        return [
            SavedViewRow(
                id=int(r["id"]),
                name=r["name"],
                page=r["page"],
                query=r["query"],
                owner=r["owner"],
                shared=bool(r["shared"]),
                created=r["created_at"],
                own=r["owner"] == who.name,
            )
            for r in rows
            if r["owner"] == who.name or self._may_open(r["page"], r["query"])
        ]

    def _may_open(self, page: str, query: str) -> bool:
        """Whether a view of somebody else is about what the person may see."""
        who = person()
        areas = dict(parse_qsl(query)).get("area", "").split(",")
        whole = not any(areas)
        inside = who.may(Right.CITY) if whole else all(sees(who, code) for code in areas)
        return inside and any(page == path for path, _ in self._room.pages())

    def save_view(self, name: str, page: str, query: str, *, shared: bool) -> int:
        """Keep the selection of an address under a name."""
        who = require(Right.NOTE)
        if page not in registry().slugs:
            raise BadRequestError(msg("There is no such page."))
        self._room.page(registry().slugs[page])
        canonical = self._room.state(query).to_query()
        return commands.save_view(self._engine, who, name=name, page=page, query=canonical, shared=shared)

    def delete_view(self, number: int) -> None:
        """Put one's own view away."""
        commands.delete_view(self._engine, require(Right.NOTE), number)

    # -- notes ---------------------------------------------------------------------------------

    def notes(self) -> list[NoteRow]:
        """The newest notes that the person may see."""
        who, names = person(), self._room.names()
        rows = queries.notes(self._engine)
        return [_note(r, names, who.name) for r in rows if sees(who, r["area"])]

    def write_note(self, *, day: str, area: str, subject: str, text: str) -> int:
        """Leave a note on a day and an area.

        Raises
        ------
        BadRequestError
            When the day or the subject cannot be understood.
        ForbiddenError
            For an area that the person may not see.
        """
        who = require(Right.NOTE)
        code = area.strip() or who.area or CITY
        if not sees(who, code):
            raise ForbiddenError(msg("You may see {own} only, not {code}.", own=who.area, code=code[:40]))
        if code not in self._room.names():
            raise BadRequestError(msg("“{code}” is not a known area code.", code=code[:40]))
        if subject not in registry().pages:
            raise BadRequestError(msg("There is no such page."))
        try:
            when = date.fromisoformat(day)
        except ValueError:
            raise BadRequestError(msg("“{text}” is not a date; write YYYY-MM-DD.", text=day[:40])) from None
        number = commands.write_note(self._engine, who, day=when, area=code, subject=subject, text=text)
        self._room.invalidate()
        return number

    def delete_note(self, number: int) -> None:
        """Take a note away."""
        commands.delete_note(self._engine, require(Right.NOTE), number)
        self._room.invalidate()

    # -- export --------------------------------------------------------------------------------

    def export(self, state: FilterState, panel: str, subject: str) -> ExportView:
        """The table behind a panel with everything that must be printed on it; stands in the audit log."""
        require(Right.EXPORT)
        table = self._room.table(state, panel, subject)
        sentence = self._room.ask("sentence", state, subject)
        stamp = self._room.ask("stamp", state, subject)
        facts: list[tuple[Message, object]] = [
            (msg("Title"), table.title),
            (msg("What is shown"), table.caption),
            (msg("Filters"), sentence.bold),
            (msg("Conditions"), sentence.muted),
            (msg("Selection"), state.to_query() or "–"),
            (msg("Source"), stamp.source),
            (msg("Data to"), stamp.as_of or "–"),
            (msg("Received"), stamp.received or "–"),
            (msg("State"), msg("feed " + stamp.freshness.value)),
            (msg("Data version"), str(self._room.version())),
            (msg("Kind"), msg("Simulated data") if stamp.simulated else msg("published or reported data")),
            (msg("Exported"), self._room.clock()),
            (msg("By"), person().name),
        ]
        self._people.note("exported", f"{subject or 'overview'}, {panel}", query=state.to_query(), rows=len(table.rows))
        return ExportView(replace(table, cut=0), facts)


def _note(row: Any, names: dict[str, str], me: str) -> NoteRow:
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
