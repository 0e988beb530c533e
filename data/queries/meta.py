"""The database's own facts: its data version, its clock, its loads."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Engine, Integer, Select, cast, func, select

from data.contracts import contracts
from data.settings import WIB, Settings, parse_clock
from data.tables.alerts import Counter
from data.tables.people import Annotation, Declaration
from data.tables.results import ResultRun
from data.tables.schema import Load, Meta


def data_version(engine: Engine) -> int:
    """Number that grows with every load, rollback and declaration; 0 for an empty database."""
    return moment_of(engine).version


class Moment(NamedTuple):
    """What may have changed since somebody looked: one question for all.

    Attributes
    ----------
    version : int
        Data version.
    stored : str or None
        The clock of a sample city.
    notes, alerts, screens, results : int
        Grow with every change of their kind.
    """

    version: int
    stored: str | None
    notes: int
    alerts: int
    screens: int
    results: int


def _moment() -> Select[Any]:
    loads = select(func.coalesce(func.max(Load.version), 0)).scalar_subquery()
    declared = select(func.count(Declaration.id) + func.count(Declaration.withdrawn_at)).scalar_subquery()
    clock = select(Meta.value).where(Meta.key == "clock").scalar_subquery()
    notes = select(func.count(Annotation.id) + func.count(Annotation.deleted_at)).scalar_subquery()
    alerts = select(Counter.n).where(Counter.name == "alerts").scalar_subquery()
    screens = select(Counter.n).where(Counter.name == "screens").scalar_subquery()
    results = select(func.coalesce(func.max(ResultRun.id), 0)).scalar_subquery()
    return select(loads + declared, clock, notes, alerts, screens, results)


MOMENT = _moment()
"""Asked by every request, so it is put together once."""


def moment_of(engine: Engine) -> Moment:
    """What is current now.

    A declaration that comes or goes changes what can be asked, so it counts like a load.
    """
    with engine.connect() as connection:
        version, stored, *counts = connection.execute(MOMENT).one()
    return Moment(int(version), stored, *map(int, counts))


def clock_now(engine: Engine, settings: Settings) -> datetime:
    """Now in WIB, see `clock_of`."""
    return clock_of(settings, fact(engine, "clock"))


def clock_of(settings: Settings, stored: str | None) -> datetime:
    """Now in WIB: ``DECOR_CLOCK``, else the sample city's clock, else the machine's."""
    return settings.clock or (parse_clock(stored) if stored else datetime.now(WIB))


def fact(engine: Engine, key: str) -> str | None:
    """A fact about the database, None where it was never written."""
    with engine.connect() as connection:
        return connection.execute(select(Meta.value).where(Meta.key == key)).scalar()


def has_real_loads(engine: Engine) -> bool:
    """True when anything that is not simulated was loaded, apart from the published figures of the sample."""
    published = [contract.id for contract in contracts().values() if contract.published == "all"]
    question = select(Load.id).where(Load.simulated.is_(False), Load.dataset.not_in(published))
    with engine.connect() as connection:
        return connection.execute(question).first() is not None


def is_built(engine: Engine) -> bool:
    """True when the sample was finished here before, or other data has been loaded."""
    return fact(engine, "sample") is not None or has_real_loads(engine)


def versions_by_dataset(engine: Engine) -> dict[str, int]:
    """Newest version of each dataset, rollbacks included."""
    question = select(Load.dataset, func.max(Load.version)).group_by(Load.dataset)
    with engine.connect() as connection:
        return {str(name): int(version) for name, version in connection.execute(question)}


def loads_by_dataset(engine: Engine) -> pd.DataFrame:
    """One row a dataset with loads in force: ``dataset, received_at, rows, simulated``.

    ``received_at`` is the newest load's time (WIB, naive); ``simulated`` is true when any is.
    """
    question = (
        select(
            Load.dataset,
            func.max(Load.received_at).label("received_at"),
            func.sum(Load.kept).label("rows"),
            func.max(cast(Load.simulated, Integer)).label("simulated"),
        )
        .where(Load.state == "loaded")
        .group_by(Load.dataset)
    )
    with engine.connect() as connection:
        return pd.DataFrame(connection.execute(question).mappings().all())


def loads(engine: Engine) -> pd.DataFrame:
    """Every load, newest first: ``id, dataset, file_name, sha256, received_at, rows_read, kept, rejected, state``."""
    columns = [Load.id, Load.dataset, Load.file_name, Load.sha256, Load.received_at]
    columns += [Load.rows_read, Load.kept, Load.rejected, Load.state]
    with engine.connect() as connection:
        rows = connection.execute(select(*columns).order_by(Load.id.desc())).mappings().all()
    return pd.DataFrame(rows, columns=[column.key for column in columns])
