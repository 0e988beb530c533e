"""Taking a load back: what was current before it becomes current again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Engine, func, select, update

from data.contracts import Contract
from data.domain.errors import DecorError, NotFoundError, msg
from data.ingest.load import Commitment, refuse_closed
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
        row = connection.execute(select(Load.dataset, Load.state, Load.sha256).where(Load.id == load_id)).first()
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
        undo(connection, rules, load_id, note, by.by)
        # What the same file brought to another dataset goes with it.
        beside = select(Load.id, Load.dataset).where(
            Load.sha256 == row.sha256,
            Load.dataset != row.dataset,
            Load.state == "loaded",
            Load.id.between(load_id - 1, load_id + 1),
        )
        gone = [load_id]
        for other in connection.execute(beside).all():
            others = contract_of(engine, other.dataset)
            if row.dataset in _brings(others) or other.dataset in _brings(rules):
                undo(connection, others, other.id, note, by.by)
                gone.append(other.id)
        for number in gone if by.within is not None else ():
            by.within(connection, number)  # type: ignore[misc]
    return str(row.dataset)


def _brings(rules: Contract) -> tuple[str, ...]:
    """Datasets to which a file of a dataset brings rows as well."""
    return () if rules.condensed is None else (rules.condensed.beside,)


def undo(connection: Connection, rules: Contract, load_id: int, note: str | None, who: str) -> None:
    """Take the rows of a load out of force, and put those before them back, inside the caller's transaction.

    Raises
    ------
    DecorError
        When it would change what is closed.
    """
    refuse_closed(connection, rules, load_id)
    table = Base.metadata.tables[rules.table]
    version = select(func.max(Load.version) + 1).scalar_subquery()
    taken_back = datetime.now(WIB).replace(tzinfo=None)
    values = {"state": "rolled_back", "note": note, "taken_back_by": who, "taken_back_at": taken_back}
    connection.execute(update(Load).where(Load.id == load_id).values(version=version, **values))
    rechain(connection, rules, load_id)
    connection.execute(
        update(table).where(table.c.load_id == load_id).values(superseded_by=load_id, superseded_on=table.c.known_on)
    )
