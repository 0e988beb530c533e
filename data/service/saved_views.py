"""Saved views: the selection of a page under a name."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from sqlalchemy import Engine

from data.commands import saved_views as commands
from data.domain.area_sets import expanded
from data.domain.errors import BadRequestError, msg
from data.domain.people import Right, person, require, sees
from data.domain.people_views import SavedViewRow
from data.queries import saved_views as queries
from data.service.room import RoomService
from data.subjects import registry


class SavedViews:
    """The saved views of the room, as the acting person may see and change them; thread-safe."""

    def __init__(self, engine: Engine, room: RoomService) -> None:
        self._engine = engine
        self._room = room

    def list(self) -> Sequence[SavedViewRow]:
        """One's own saved views, and those that others share and the person may open."""
        who = person()
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
            for r in queries.saved_views(self._engine, who.name)
            if r["owner"] == who.name or self._may_open(r["page"], r["query"])
        ]

    def _may_open(self, page: str, query: str) -> bool:
        """Whether the selection lies inside the person's scope."""
        who = person()
        named = dict(parse_qsl(query))
        areas = [*filter(None, named.get("area", "").split(",")), *(expanded(named.get("set", "")) or [])]
        inside = all(sees(who, code) for code in areas) if areas else who.may(Right.CITY)
        return inside and any(page == path for path, _ in self._room.pages())

    def save(self, name: str, page: str, query: str, *, shared: bool) -> int:
        """Store a selection under a name; gives its number.

        Parameters
        ----------
        page : str
            The page's address.
        query : str
            The selection as an address has it; kept in canonical form.
        shared : bool
            Whether others see it.

        Raises
        ------
        BadRequestError
            When there is no such page, or the name cannot be kept.
        """
        who = require(Right.NOTE)
        if page not in registry().slugs:
            raise BadRequestError(msg("There is no such page."))
        self._room.page(registry().slugs[page])
        canonical = self._room.state(query).to_query()
        return commands.save(self._engine, who, name=name, page=page, query=canonical, shared=shared)

    def delete(self, number: int) -> None:
        """Delete one of one's own saved views.

        Raises
        ------
        NotFoundError
            When the person has no such view.
        """
        commands.delete(self._engine, require(Right.NOTE), number)
