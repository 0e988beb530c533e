"""Declared indicators in the form of the catalogue."""

from __future__ import annotations

from data.contracts.declared import DeclaredDataset, DeclaredIndicator
from data.domain.areas import Level
from data.domain.errors import DecorError, Message, declared, msg
from data.indicators.catalogue import BY_ID, Indicator


def indicators_of(dataset: DeclaredDataset) -> dict[str, Indicator]:
    """The indicators of a declaration by id.

    Raises
    ------
    DecorError
        When an id belongs to an indicator of the house.
    """
    found = {}
    for one in dataset.indicators:
        if one.id in BY_ID:
            raise DecorError(msg("“{name}” is an indicator of the house; choose another id.", name=one.id))
        found[one.id] = _indicator(dataset, one)
    return found


def _indicator(dataset: DeclaredDataset, one: DeclaredIndicator) -> Indicator:
    own = dataset.contract
    return Indicator(
        id=one.id,
        subject="data",
        title=declared(one.title, one.title_en or ""),
        short=declared(one.short or one.title, one.short_en or one.title_en or ""),
        unit=declared(one.unit, one.unit_en or ""),
        count_unit=_count_unit(dataset, one),
        dataset=own.id,
        panel=own.id,
        numerator=_terms(one.numerator),
        denominator=_terms(one.denominator),
        window=one.window,
        scale=one.scale,
        decimals=one.decimals,
        direction=one.direction,
        level=Level(own.level),
        formula=one.formula,
        source=own.source,
    )


def _count_unit(dataset: DeclaredDataset, one: DeclaredIndicator) -> Message:
    units = {measure.name: measure for measure in dataset.contract.measures}
    first = units[one.numerator[0].lstrip("-")]
    return declared(first.unit, first.unit_en or "")


def _terms(names: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((name.lstrip("-"), -1 if name.startswith("-") else 1) for name in names)
