"""Declared indicators in the form of the catalogue."""

from __future__ import annotations

from data.contracts.declared import DeclaredDataset, DeclaredIndicator
from data.domain.access import access_of
from data.domain.areas import Level
from data.domain.errors import Message, declared, msg
from data.domain.states import carried_days
from data.indicators.declaration import Indicator, MethodCard

DECLARED = "declared"
"""Subject of what was declared without code: the overview has it, no page of its own."""


def indicators_of(dataset: DeclaredDataset) -> dict[str, Indicator]:
    """The indicators of a declaration by id, protected as their dataset.

    Parameters
    ----------
    dataset : DeclaredDataset
        Contract and indicators of a dataset without code of its own.

    Returns
    -------
    dict of str to Indicator
        In the order of the declaration; their panel is the dataset itself.
    """
    indicators = {}
    for indicator in dataset.indicators:
        indicators[indicator.id] = _indicator(dataset, indicator)
    return indicators


def _indicator(dataset: DeclaredDataset, declaration: DeclaredIndicator) -> Indicator:
    own = dataset.contract
    return Indicator(
        id=declaration.id,
        card=MethodCard(
            why=msg("Nobody has said yet."),
            limits=msg("Nobody has said yet."),
            check=msg("Declared without code: summed and divided as every figure, checked by nobody."),
        ),
        subject=DECLARED,
        access=access_of(own.disclosure, own.finest),
        title=declared(declaration.title, declaration.title_en or ""),
        short=declared(declaration.short or declaration.title, declaration.short_en or declaration.title_en or ""),
        unit=declared(declaration.unit, declaration.unit_en or ""),
        count_unit=_count_unit(dataset, declaration),
        dataset=own.id,
        panel=own.id,
        numerator=_terms(declaration.numerator),
        denominator=_terms(declaration.denominator),
        window=declaration.window,
        scale=declaration.scale,
        decimals=declaration.decimals,
        direction=declaration.direction,
        level=Level(own.level),
        formula=declaration.formula,
        source=own.source,
        carried_days=carried_days(own.cadence_hours),
    )


def _count_unit(dataset: DeclaredDataset, declaration: DeclaredIndicator) -> Message:
    units = {measure.name: measure for measure in dataset.contract.measures}
    first = units[declaration.numerator[0].lstrip("-")]
    return declared(first.unit, first.unit_en or "")


def _terms(names: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((name.lstrip("-"), -1 if name.startswith("-") else 1) for name in names)
