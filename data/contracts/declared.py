"""A dataset that is declared without code: one TOML with its contract and its indicators.

Its rows go to the generic table of measures (one row an area, date and measure), so that it needs no
table, no query and no screen of its own.
"""

from __future__ import annotations

import tomllib
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from data.contracts import Contract, ContractColumn, first_problem
from data.domain.access import Disclosure
from data.domain.areas import Level
from data.domain.errors import DecorError, Message, msg
from data.domain.people import Role

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{2,39}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120, pattern=r"^[^\x00-\x1f<>]+$")
]
Signed = Annotated[str, StringConstraints(pattern=r"^-?[a-z][a-z0-9_]{0,39}$")]
MOST_BYTES = 40_000
RESERVED = frozenset({"baru", "muat", "cabut", "tarik"})
MOST_INDICATORS = 12


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DeclaredMeasure(_Strict):
    """One measure of the file: its name in the column ``measure`` and its unit."""

    name: Name
    unit: Line
    unit_en: Line | None = None


class DeclaredContract(_Strict):
    """What the dataset promises; ``disclosure`` says who may see it and has to be said."""

    id: Id
    title: Line
    title_en: Line | None = None
    owner: Line
    source: Line
    cadence_hours: float = Field(gt=0, le=87_600)
    disclosure: Disclosure
    finest: dict[Role, Level] = {}
    level: Literal["kecamatan", "kelurahan", "rw"]
    tolerance: float = Field(0.02, ge=0, le=0.2)
    measures: tuple[DeclaredMeasure, ...] = Field(min_length=1, max_length=30)


class DeclaredIndicator(_Strict):
    """One quantity: sums of measures first, the ratio last.

    Attributes
    ----------
    numerator, denominator : tuple of str
        Names of measures, a minus in front takes one away; the denominator may be ``people`` or empty.
    window : int, "latest" or "to_date"
        Days summed up to the date, the last report up to it, or everything up to it.
    """

    id: Id
    title: Line
    title_en: Line | None = None
    short: Line | None = None
    short_en: Line | None = None
    unit: Line
    unit_en: Line | None = None
    numerator: tuple[Signed, ...] = Field(min_length=1, max_length=6)
    denominator: tuple[Signed, ...] = Field((), max_length=6)
    window: Annotated[int, Field(ge=1, le=366)] | Literal["latest", "to_date"] = "latest"
    scale: float = Field(1.0, gt=0, le=1e9)
    decimals: int = Field(0, ge=0, le=4)
    direction: Literal["lower", "higher", "none"] = "none"
    formula: Line


class DeclaredDataset(_Strict):
    """A whole declaration."""

    contract: DeclaredContract
    indicators: tuple[DeclaredIndicator, ...] = Field(min_length=1, max_length=MOST_INDICATORS)

    @model_validator(mode="after")
    def _measures_exist(self) -> DeclaredDataset:
        known = {measure.name for measure in self.contract.measures}
        for indicator in self.indicators:
            used = {name.lstrip("-") for name in (*indicator.numerator, *indicator.denominator)} - {"people"}
            if missing := used - known:
                raise ValueError(f"{indicator.id}: no measure {', '.join(sorted(missing))}")
            if "people" in indicator.denominator and len(indicator.denominator) > 1:
                raise ValueError(f"{indicator.id}: people stands alone in a denominator")
            if "people" in {name.lstrip("-") for name in indicator.numerator}:
                raise ValueError(f"{indicator.id}: people is a denominator")
        if len({indicator.id for indicator in self.indicators}) < len(self.indicators):
            raise ValueError("two indicators have the same id")
        return self

    def rules(self) -> Contract:
        """The contract in the form in which the loader reads it.

        Returns
        -------
        Contract
            Rows of the generic table of measures: one an area, date and measure, each value an amount.
        """
        own = self.contract
        units = ", ".join(f"{measure.name} ({measure.unit})" for measure in own.measures)
        return Contract(
            id=own.id,
            title=own.title,
            owner=own.owner,
            source=own.source,
            cadence_hours=own.cadence_hours,
            disclosure=own.disclosure,
            finest=own.finest,
            kind="measures",
            table="measure",
            key=("area", "date", "measure"),
            tolerance=own.tolerance,
            note=units,
            columns=(
                ContractColumn(name="area", type="area", level=Level(own.level)),
                ContractColumn(name="date", type="date"),
                ContractColumn(name="measure", type="choice", choices=tuple(measure.name for measure in own.measures)),
                ContractColumn(name="value", type="amount"),
            ),
        )


def read_declaration(text: str) -> DeclaredDataset:
    """Read a declaration.

    Parameters
    ----------
    text : str
        TOML, at most 40 kB.

    Returns
    -------
    DeclaredDataset
        Its measures exist and its id is not one of the room's own addresses.

    Raises
    ------
    DecorError
        With the first thing that is wrong.
    """
    if len(text.encode()) > MOST_BYTES:
        raise DecorError(msg("A declaration has at most {n} kB.", n=MOST_BYTES // 1_000))
    try:
        declaration = DeclaredDataset.model_validate(tomllib.loads(text.replace("\r\n", "\n")))
    except (ValidationError, RecursionError) as error:
        raise DecorError(_first_problem(error)) from error
    except ValueError as error:
        raise DecorError(msg("This is not TOML: {why}.", why=str(error)[:200])) from error
    if declaration.contract.id in RESERVED:
        raise DecorError(msg("“{name}” is a built-in dataset; choose another id.", name=declaration.contract.id))
    return declaration


def _first_problem(error: ValidationError | RecursionError) -> Message:
    if isinstance(error, RecursionError):
        return msg("This is not TOML: {why}.", why="–")
    return msg("The declaration is not complete: {why}.", why=first_problem(error))
