"""Which row is current: later knowledge takes the place of earlier, nothing is overwritten.

The chain of a key (the rows of active loads in the order in which they became known) is a function
of the loads that are in force. Loading and rolling back both recompute it for the keys they touch,
so a rollback restores exactly what was before.
"""

from __future__ import annotations

from sqlalchemy import Connection, and_, func, or_, select, update

from data.contracts import Contract
from data.tables.schema import Base, Load


def key_columns(contract: Contract) -> list[str]:
    """Table columns that identify an observation."""
    targets = {column.name: column.target for column in contract.columns}
    generic = ["dataset"] if contract.kind == "measures" else []
    return generic + [targets[name] for name in contract.key]


def rechain(connection: Connection, contract: Contract, load_id: int) -> None:
    """Set ``superseded_by`` and ``superseded_on`` for every key that a load touches.

    A row of a load that was rolled back ends on the day it began, so that it is never current.
    """
    table = Base.metadata.tables[contract.table]
    keys = key_columns(contract)
    touched = select(*(table.c[key] for key in keys)).where(table.c.load_id == load_id).distinct().subquery()
    same = [table.c[key] for key in keys]
    order = [table.c.known_on, table.c.load_id, table.c.id]
    chain = (
        select(
            table.c.id,
            func.lead(table.c.load_id).over(partition_by=same, order_by=order).label("next_load"),
            func.lead(table.c.known_on).over(partition_by=same, order_by=order).label("next_known_on"),
        )
        .select_from(touched.join(table, and_(*(table.c[key] == touched.c[key] for key in keys))))
        .where(table.c.load_id.in_(select(Load.id).where(Load.state == "loaded")))
        .subquery()
    )
    connection.execute(
        update(table)
        .values(superseded_by=chain.c.next_load, superseded_on=chain.c.next_known_on)
        .where(
            table.c.id == chain.c.id,
            or_(
                table.c.superseded_by.is_distinct_from(chain.c.next_load),
                table.c.superseded_on.is_distinct_from(chain.c.next_known_on),
            ),
        )
    )
