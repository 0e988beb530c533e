"""Exports: the table behind a panel, for a file."""

from __future__ import annotations

from dataclasses import replace

from data.domain.errors import Message, msg
from data.domain.filters import FilterState
from data.domain.people import Right, person, require
from data.domain.people_views import ExportView
from data.service.people import People
from data.service.room import RoomService


class Exports:
    """Tables of panels with what is printed on them; thread-safe."""

    def __init__(self, room: RoomService, people: People) -> None:
        self._room = room
        self._people = people

    def make(self, state: FilterState, panel: str, subject: str) -> ExportView:
        """The uncut table behind a panel with its filters, source and state; audited."""
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
