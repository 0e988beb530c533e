"""Every dataset of One Stop Data with its owner and freshness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from data.contracts.declared import DeclaredDataset
from data.domain.dates import day_number
from data.domain.errors import Message, declared
from data.domain.states import Freshness, freshness
from data.queries.declared import contracts_of, declarations
from data.queries.meta import loads_by_dataset, versions_by_dataset
from data.queries.results import newest_run
from data.settings import WIB
from data.subjects import registry


@dataclass(frozen=True)
class Feed:
    """A dataset as it stands.

    Attributes
    ----------
    received : datetime or None
        Receipt of the newest load, WIB; None when nothing was ever loaded.
    rows : int
        Rows kept by the loads in force.
    derived : bool
        Whether the room computes it itself.
    outdated : bool
        Whether the room computed it from data that are not the newest any more.
    """

    id: str
    title: Message
    owner: str
    source: str
    cadence_hours: float
    received: datetime | None
    age_hours: float | None
    rows: int
    simulated: bool
    derived: bool = False
    outdated: bool = False

    @property
    def freshness(self) -> Freshness:
        """Place on the ladder."""
        return freshness(self.age_hours, self.cadence_hours)

    @property
    def look(self) -> str:
        """What a panel's foot says of its state, as a short key."""
        return f"{self.freshness.value[0]}{self.outdated:d}"


def feeds(engine: Engine, clock: datetime) -> dict[str, Feed]:
    """Every contract with what has been loaded for it, by dataset id."""
    table = loads_by_dataset(engine)
    loaded = {row["dataset"]: row for row in table.to_dict("records")}
    result = {}
    declared_datasets = declarations(engine)
    outdated = _outdated(engine, clock)
    for name, contract in contracts_of(engine).items():
        row = loaded.get(name)
        received = row["received_at"].replace(tzinfo=WIB) if row else None
        result[name] = Feed(
            id=name,
            title=_title(name, declared_datasets),
            owner=contract.owner,
            source=contract.source,
            cadence_hours=contract.cadence_hours,
            received=received,
            age_hours=(clock - received).total_seconds() / 3600 if received else None,
            rows=int(row["rows"]) if row else 0,
            simulated=bool(row["simulated"]) if row else False,
            derived=contract.derived,
            outdated=name in outdated and row is not None,
        )
    return result


def _title(name: str, declared_datasets: dict[str, DeclaredDataset]) -> Message:
    known = registry().datasets.get(name)
    if known is not None:
        return known.title
    own = declared_datasets[name].contract
    return declared(own.title, own.title_en or "")


def _outdated(engine: Engine, clock: datetime) -> set[str]:
    """Derived datasets that were computed before the newest load of their inputs, or before the clock's day."""
    derived = [declared for subject in registry().subjects for declared in subject.derived]
    versions = versions_by_dataset(engine) if derived else {}
    base = [dataset.id for dataset in registry().base]
    old = set()
    for dataset in derived:
        run = newest_run(engine, dataset.dataset)
        needed = max((versions.get(name, 0) for name in (*dataset.inputs, *base)), default=0)
        if run is None or run.key.data_version < needed or run.key.last_day < day_number(clock.date()):
            old.add(dataset.dataset)
    return old
