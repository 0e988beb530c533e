"""Declared indicators in the form of the catalogue."""

from __future__ import annotations

from data.contracts.declared import DeclaredDataset, DeclaredIndicator
from data.domain.access import access_of
from data.domain.areas import Level
from data.domain.errors import Message, declared
from data.indicators.declaration import Indicator

DECLARED = "declared"
"""Subject of what was declared without code: the overview has it, no page of its own."""


def indicators_of(dataset: DeclaredDataset) -> dict[str, Indicator]:
    """The indicators of a declaration by id, protected as their dataset."""
    found = {}
    for one in dataset.indicators:
        found[one.id] = _indicator(dataset, one)
    return found


def _indicator(dataset: DeclaredDataset, one: DeclaredIndicator) -> Indicator:
    own = dataset.contract
    return Indicator(
        id=one.id,
        subject=DECLARED,
        access=access_of(own.disclosure, own.finest),
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
