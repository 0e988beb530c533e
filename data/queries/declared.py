"""Datasets that were declared without code, beside those of the house."""

from __future__ import annotations

from sqlalchemy import Engine, select

from data.contracts import Contract
from data.contracts.declared import DeclaredDataset, read_declaration
from data.domain.errors import NotFoundError, msg
from data.subjects import registry
from data.tables.people import Declaration


def declarations(engine: Engine) -> dict[str, DeclaredDataset]:
    """The newest declaration in force of each dataset, by its id."""
    question = select(Declaration.dataset, Declaration.body).where(Declaration.withdrawn_at.is_(None))
    with engine.connect() as connection:
        rows = connection.execute(question.order_by(Declaration.id)).all()
    return {row.dataset: read_declaration(row.body) for row in rows}


def contracts_of(engine: Engine) -> dict[str, Contract]:
    """Every contract by dataset id: the house's own and the declared ones."""
    return {**registry().contracts, **{name: dataset.rules() for name, dataset in declarations(engine).items()}}


def contract_of(engine: Engine, dataset: str) -> Contract:
    """The contract of one dataset.

    Raises
    ------
    NotFoundError
        When no contract has that id.
    """
    known = registry().contracts
    if dataset in known:
        return known[dataset]
    declared = declarations(engine)
    if dataset not in declared:
        raise NotFoundError(
            msg("There is no dataset “{name}”; known are: {known}.", name=dataset, known=", ".join([*known, *declared]))
        )
    return declared[dataset].rules()
