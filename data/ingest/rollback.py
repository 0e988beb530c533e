"""Taking a load back: what was current before it becomes current again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, func, select, update

from data.domain.errors import DecorError, NotFoundError, msg
from data.ingest.load import Commitment
from data.ingest.supersede import rechain
from data.queries.declared import contract_of
from data.settings import WIB
from data.tables.engine import writing
from data.tables.schema import Base, Load


def rollback(engine: Engine, load_id: int, *, note: str | None = None, commitment: Commitment | None = None) -> str:
    """Undo one load in one transaction; its rows stay in the table, never current again.

    Returns
    -------
    str
        The dataset's id.

    Raises
    ------
    NotFoundError
        When there is no such load.
    DecorError
        When it is not in force (refused, or rolled back before).
    """
    by = commitment or Commitment()
    with writing(engine) as connection:
        row = connection.execute(select(Load.dataset, Load.state).where(Load.id == load_id)).first()
        if row is None:
            raise NotFoundError(msg("There is no load {id}.", id=str(load_id)))
        if row.state != "loaded":
            raise DecorError(msg("Load {id} is not in force; there is nothing to take back.", id=str(load_id)))
        rules = contract_of(engine, row.dataset)
        if rules.kind == "areas":
            later = select(func.max(Load.id)).where(
                Load.dataset == row.dataset, Load.state == "loaded", Load.id > load_id
            )
            if (newer := connection.execute(later).scalar()) is not None:
                raise DecorError(msg("Load {id} of the register builds on it; take that back first.", id=str(newer)))
        table = Base.metadata.tables[rules.table]
        version = select(func.max(Load.version) + 1).scalar_subquery()
        connection.execute(
            update(Load)
            .where(Load.id == load_id)
            .values(
                state="rolled_back",
                version=version,
                note=note,
                taken_back_by=by.by,
                taken_back_at=datetime.now(WIB).replace(tzinfo=None),
            )
        )
        rechain(connection, rules, load_id)
        connection.execute(
            update(table)
            .where(table.c.load_id == load_id)
            .values(superseded_by=load_id, superseded_on=table.c.known_on)
        )
        if by.within is not None:
            by.within(connection, load_id)
    return str(row.dataset)
