"""How progress of the action plan is added up and judged, as data."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.domain.errors import Message, declared
from data.domain.people import same_office
from data.domain.programme import COMPONENTS, DIMENSIONS, TERM_NAMES
from data.reference import HERE

GROUPS = {"dimension": set(DIMENSIONS), "term": set(TERM_NAMES), "component": set(COMPONENTS)}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Named(_Strict):
    id: str
    name_id: str
    name_en: str

    @property
    def name(self) -> Message:
        """Its name in both languages."""
        return declared(self.name_id, self.name_en)


class WeightSet(_Named):
    """A way to weigh the actions.

    Attributes
    ----------
    by : str
        Weight of an action inside its group: a column of the plan, or "count" for one each.
    group : str
        Column whose values are groups; "" for one group.
    shares : dict
        What each group counts; empty: every group the same. Groups without an action are left out.
    source : str
        Where it is published; "" for our own.
    """

    by: Literal["weight", "effort", "count"]
    group: Literal["", "dimension", "term", "component"] = ""
    shares: dict[str, float] = {}
    source: str = ""

    @model_validator(mode="after")
    def _whole(self) -> WeightSet:
        if self.shares and set(self.shares) != GROUPS.get(self.group):
            raise ValueError(f"{self.id}: shares of {sorted(self.shares)}, groups of {self.group!r}")
        if self.shares and abs(sum(self.shares.values()) - 100) > 1e-9:
            raise ValueError(f"{self.id}: the shares do not add up to 100")
        return self


class Cap(_Named):
    """What of an action counts: at most ``most`` per cent of its way, nothing below ``least`` per cent."""

    most: float = Field(ge=100, le=200)
    least: float = Field(ge=0, lt=100)


class LightRule(_Strict):
    """Deviations in points at or below which an action is held or to be watched; ``overdue`` for one past its end."""

    held: float = Field(lt=0)
    watch: float = Field(lt=0)
    overdue: Literal["held", "watch"]


class ProgrammeRules(_Strict):
    """Everything that decides a figure of the plan.

    Attributes
    ----------
    evidence : str
        Least level of evidence that counts as evidenced.
    silent_days : int
        An action without a report for longer is silent, until it is done.
    report_due_days : int
        Days after a month's end within which its report is on time.
    review_offices : tuple of str
        Offices that check and accept reports, each of them those of the others.
    """

    evidence: Literal["document", "measured", "audited"]
    silent_days: int = Field(ge=1)
    report_due_days: int = Field(ge=1)
    review_offices: tuple[str, ...] = Field(min_length=2)
    light: LightRule
    weight_sets: tuple[WeightSet, ...] = Field(min_length=1)
    caps: tuple[Cap, ...] = Field(min_length=1)

    def reviews(self, opd: object) -> bool:
        """Whether an office checks and accepts reports, holds sessions and closes quarters."""
        return any(same_office(opd, office) for office in self.review_offices)


class Export(_Strict):
    """The reports in another order.

    Attributes
    ----------
    order : tuple of str
        Fields by which the rows are sorted.
    columns : tuple of (heading, field)
    """

    id: str
    title_id: str
    title_en: str
    note_id: str
    note_en: str
    order: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]

    @property
    def title(self) -> Message:
        """Its title in both languages."""
        return declared(self.title_id, self.title_en)

    @property
    def note(self) -> Message:
        """What it is and what it is not, in both languages."""
        return declared(self.note_id, self.note_en)


@lru_cache
def programme_exports() -> tuple[Export, ...]:
    """Orders in which the reports are handed out."""
    rows = tomllib.loads((HERE / "programme_exports.toml").read_text("utf-8"))["exports"]
    return tuple(Export.model_validate(row) for row in rows)


@lru_cache
def programme_rules() -> ProgrammeRules:
    """The rules in force.

    Returns
    -------
    ProgrammeRules
        The first weight set and the first cap are those of the headline.
    """
    return ProgrammeRules.model_validate(tomllib.loads((HERE / "programme_rules.toml").read_text("utf-8")))
