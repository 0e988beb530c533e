"""Declaring a dataset without code."""

from __future__ import annotations

from sqlalchemy import Engine, insert, select, update

from data.commands import audit
from data.contracts.declared import DeclaredDataset, read_declaration
from data.domain.errors import DecorError, NotFoundError, msg
from data.domain.people import Person
from data.indicators.declared import indicators_of
from data.ingest.personal import refuse_personal_names
from data.queries.declared import declarations
from data.subjects import registry
from data.tables.engine import writing
from data.tables.people import Declaration
from data.tables.schema import Load


def checked(engine: Engine, text: str) -> DeclaredDataset:
    """Read a declaration and check it against what is there.

    Raises
    ------
    DecorError
        With what is wrong.
    """
    dataset = read_declaration(text)
    refuse_personal_names([measure.name for measure in dataset.contract.measures])
    ids = set(indicators_of(dataset))
    if dataset.contract.id in registry().contracts:
        raise DecorError(msg("“{name}” is a built-in dataset; choose another id.", name=dataset.contract.id))
    if own := ids & set(registry().indicators):
        raise DecorError(msg("“{name}” is a built-in indicator; choose another id.", name=min(own)))
    for name, other in declarations(engine).items():
        if name != dataset.contract.id and (twice := ids & {indicator.id for indicator in other.indicators}):
            raise DecorError(msg("“{name}” is an indicator of the dataset {other}.", name=min(twice), other=name))
    return dataset


def declare(engine: Engine, who: Person, text: str) -> str:
    """Keep a declaration; a newer one of the same dataset takes the place of the older. Gives the dataset's id.

    Raises
    ------
    DecorError
        When it is not right, or would take away measures that are loaded already.
    """
    dataset = checked(engine, text)
    name = dataset.contract.id
    with writing(engine) as connection:
        connection.execute(
            update(Declaration)
            .where(Declaration.dataset == name, Declaration.withdrawn_at.is_(None))
            .values(withdrawn_at=audit.now())
        )
        values = {"dataset": name, "body": text, "owner": who.name, "declared_at": audit.now()}
        connection.execute(insert(Declaration).values(**values))
        audit.append(connection, [audit.line(who, "dataset declared", name, indicators=len(dataset.indicators))])
    return name


def withdraw(engine: Engine, who: Person, dataset: str) -> None:
    """Take a declaration back; only while nothing of it is loaded.

    Raises
    ------
    NotFoundError
        When nothing of that name is declared.
    DecorError
        When data of it is in force.
    """
    if dataset not in declarations(engine):
        raise NotFoundError(msg("“{name}” was not declared.", name=dataset[:40]))
    with writing(engine) as connection:
        in_force = select(Load.id).where(Load.dataset == dataset, Load.state == "loaded")
        if connection.execute(in_force).first():
            raise DecorError(msg("Data of “{name}” is loaded; take its loads back first.", name=dataset))
        connection.execute(
            update(Declaration)
            .where(Declaration.dataset == dataset, Declaration.withdrawn_at.is_(None))
            .values(withdrawn_at=audit.now())
        )
        audit.append(connection, [audit.line(who, "declaration withdrawn", dataset)])
