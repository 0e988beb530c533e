"""A database as far as somebody may read it: every question of a view goes through here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVarTuple

from sqlalchemy import Engine, Select, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data.domain.errors import msg
from data.domain.people import ForbiddenError
from data.tables.schema import AreaRow

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class Reader:
    """An engine cut to an area.

    Parameters
    ----------
    engine : Engine
        Not to be asked past this class: `whole` and `cut` are the only ways.
    scope : str or None
        Code of the only area that may be read, with what lies inside it; None for the whole city.
    """

    engine: Engine
    scope: str | None = None

    def whole(self) -> Engine:
        """The database for questions about the whole city.

        Raises
        ------
        ForbiddenError
            When only an area may be read.
        """
        if self.scope is not None:
            raise ForbiddenError(msg("This is about the whole city; you may see {own} only.", own=self.scope))
        return self.engine

    def inside(self, area_id: Any) -> ColumnElement[bool] | None:
        """Condition on a column of area ids; None where everything may be read."""
        if self.scope is None:
            return None
        own = select(AreaRow.id).where(or_(AreaRow.code == self.scope, AreaRow.code.startswith(f"{self.scope}.")))
        condition: ColumnElement[bool] = area_id.in_(own)
        return condition

    def cut(self, question: Select[*Columns], area_id: Any) -> Select[*Columns]:
        """The question, for the areas inside the scope only."""
        condition = self.inside(area_id)
        return question if condition is None else question.where(condition)

    def narrowed(self, scope: str) -> Reader:
        """The same database for one area."""
        return Reader(self.engine, scope)
