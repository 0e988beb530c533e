"""Saved views: the selection of a page under a name; and named sets: areas alone, which go with every page."""

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

SETS = "*"
"""In place of a page: a named set."""


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
                areas=len(_codes(r["query"])) if r["page"] == SETS else 0,
            )
            for r in queries.saved_views(self._engine, who.name)
            if r["owner"] == who.name or self._may_open(r["page"], r["query"])
        ]

    def _may_open(self, page: str, query: str) -> bool:
        """Whether the selection lies inside the person's scope."""
        who = person()
        areas = _codes(query)
        inside = all(sees(who, code) for code in areas) if areas else who.may(Right.CITY)
        return inside and (page == SETS or any(page == path for path, _ in self._room.pages()))

    def sets(self) -> Sequence[tuple[str, str, int]]:
        """Named sets that the person may choose: the areas as an address has them, the name, how many areas."""
        return [(row.query, row.name, row.areas) for row in self.list() if row.areas]

    def save(self, name: str, page: str, query: str, *, shared: bool, only_areas: bool = False) -> int:
        """Store a selection under a name; gives its number.

        Parameters
        ----------
        page : str
            The page's address.
        query : str
            The selection as an address has it; kept in canonical form.
        shared : bool
            Whether others see it.
        only_areas : bool
            Whether its areas alone are kept, as a named set.

        Raises
        ------
        BadRequestError
            When there is no such page, the name cannot be kept, or a set would have no areas.
        """
        who = require(Right.NOTE)
        if page not in registry().slugs:
            raise BadRequestError(msg("There is no such page."))
        self._room.page(registry().slugs[page])
        state = self._room.state(query)
        if only_areas and not state.areas:
            raise BadRequestError(msg("No areas are chosen; a set needs some."))
        canonical = (state.only("areas") if only_areas else state).to_query()
        page = SETS if only_areas else page
        return commands.save(self._engine, who, name=name, page=page, query=canonical, shared=shared)

    def delete(self, number: int) -> None:
        """Delete one of one's own saved views.

        Raises
        ------
        NotFoundError
            When the person has no such view.
        """
        commands.delete(self._engine, require(Right.NOTE), number)


def _codes(query: str) -> list[str]:
    """Areas that an address names."""
    named = dict(parse_qsl(query))
    return [*filter(None, named.get("area", "").split(",")), *(expanded(named.get("set", "")) or [])]
