"""Rules as data: what makes an alert, and what makes the city's stage."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from data.domain.areas import Level
from data.domain.errors import DecorError, Message, declared, msg
from data.reference import HERE

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{2,59}$")]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200, pattern=r"^[^\x00-\x1f<>{}]+$")
]
Side = Literal["above", "below"]
Lines = Annotated[tuple[Line, ...], Field(min_length=1, max_length=8)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BilingualText(_Strict):
    """Words in both languages."""

    id: Line
    en: Line

    @property
    def message(self) -> Message:
        """The same as a message."""
        return declared(self.id, self.en)


class Steps(_Strict):
    """The action sheet in both languages."""

    id: Lines
    en: Lines


class AlertRule(_Strict):
    """When something needs a person.

    Attributes
    ----------
    measure : str
        "value" in the indicator's unit, "change" in percent against seven days before, "times_city".
    fire, fire_for : float, int
        At or beyond this for so many periods (days) in a row it fires.
    clear, clear_for : float, int
        At or on the good side of this for so many periods in a row it is over.
    beyond_chance : bool
        For "times_city": fires only where chance alone does not explain that many events, however many areas are looked
        at (`data.indicators.measures.over_beyond_chance`).
    least : int
        With fewer events in the window nothing is judged; it counts as clear.
    stage : int
        1 to 5; from 3 on a wall shows it before anything else.
    cause, group : str, Level
        Alerts with the same cause inside the same area of this level are told as one.
    """

    id: Id
    indicator: Id
    level: Level
    measure: Literal["value", "change", "times_city"]
    side: Side
    fire: float = Field(ge=-1e9, le=1e9)
    fire_for: int = Field(ge=1, le=28)
    clear: float = Field(ge=-1e9, le=1e9)
    clear_for: int = Field(ge=1, le=28)
    least: int = Field(0, ge=0, le=1_000_000)
    beyond_chance: bool = False
    stage: int = Field(ge=1, le=5)
    cause: Id
    group: Level
    owner: Line
    review_on: date
    reason: BilingualText
    action: Steps
    active: bool = True

    @model_validator(mode="after")
    def _apart(self) -> AlertRule:
        good = self.clear < self.fire if self.side == "above" else self.clear > self.fire
        if not good:
            raise ValueError("the clear threshold must lie on the good side of the fire threshold")
        if self.beyond_chance and (self.measure, self.side) != ("times_city", "above"):
            raise ValueError("only more than so many times the city can be beyond chance")
        if self.group.depth > self.level.depth:
            raise ValueError("alerts cannot be grouped by a finer level than their own")
        return self


class Criterion(_Strict):
    """What adds to a subject's stage: one for every step that is passed.

    Attributes
    ----------
    measure : str
        As in `AlertRule`; "areas_over" counts the areas of ``level`` over ``factor`` times the city's value.
    steps : tuple of float
        From the good side to the bad one.
    citation : str
        The published rule, where ``source`` is "published".
    worst_of : str
        Criteria with the same name here count once, as the worst of them; "" for one that counts by itself.
    in_force : date or None
        The rule is not applied to days before; None where it always was.
    missing : BilingualText or None
        What the rule asks for as well and the room has no data of.
    """

    id: Id
    subject: Id
    indicator: Id
    level: Level
    measure: Literal["value", "change", "times_city", "areas_over"]
    side: Side
    steps: tuple[float, ...] = Field(min_length=1, max_length=4)
    factor: float = 2.0
    least: int = 0
    source: Literal["published", "room"]
    citation: str = ""
    worst_of: str = ""
    in_force: date | None = None
    missing: BilingualText | None = None


class StageRules(_Strict):
    """The rules of the stage that are in force."""

    version: int
    in_force: date
    lower_after: int = Field(ge=1, le=28)
    criteria: tuple[Criterion, ...]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache
def stage_rules() -> StageRules:
    """The stage's rules that come with the room; what a subject adds stands in its declaration.

    Returns
    -------
    StageRules
        From ``data/reference/stage_rules.toml``, read once.
    """
    return StageRules.model_validate(_read("stage_rules"))


@lru_cache
def _alert_rules() -> tuple[tuple[AlertRule, ...], dict[str, Message]]:
    document = _read("alert_rules")
    words = {name: declared(both["id"], both["en"]) for name, both in document["causes"].items()}
    return tuple(AlertRule.model_validate(row) for row in document["rules"]), words


def criteria_of(subject: str) -> tuple[Criterion, ...]:
    """A subject's criteria among the rules that come with the room.

    Parameters
    ----------
    subject : str
        Id of the subject.

    Returns
    -------
    tuple of Criterion
        Empty for a subject without any.
    """
    return tuple(criterion for criterion in stage_rules().criteria if criterion.subject == subject)


def rules_of(indicators: Iterable[str]) -> tuple[AlertRule, ...]:
    """The alert rules on these indicators among those that come with the room.

    Parameters
    ----------
    indicators : iterable of str
        Ids of indicators.

    Returns
    -------
    tuple of AlertRule
        In the order of ``data/reference/alert_rules.toml``, whether active or not.
    """
    wanted = frozenset(indicators)
    return tuple(rule for rule in _alert_rules()[0] if rule.indicator in wanted)


def causes_of(indicators: Iterable[str]) -> dict[str, Message]:
    """Words of the causes of these indicators' rules.

    Parameters
    ----------
    indicators : iterable of str
        Ids of indicators.

    Returns
    -------
    dict of str to Message
        By cause, only those that a rule on the indicators has.
    """
    return {rule.cause: _alert_rules()[1][rule.cause] for rule in rules_of(indicators)}


class Target(_Strict):
    """What a subject is held against.

    Attributes
    ----------
    plan : bool
        The plan to date of the same report is the target of each day; ``value`` is the final one.
    """

    subject: Id
    indicator: Id
    side: Side
    value: float
    source_id: str
    source_en: str
    plan: bool = False

    @property
    def source(self) -> Message:
        """Where the target comes from."""
        return declared(self.source_id, self.source_en)


@lru_cache
def _targets() -> dict[str, Target]:
    return {row["subject"]: Target.model_validate(row) for row in _read("targets")["targets"]}


def target_of(subject: str) -> Target | None:
    """A subject's target among those that come with the room.

    Parameters
    ----------
    subject : str
        Id of the subject.

    Returns
    -------
    Target or None
        None for a subject without a target.
    """
    return _targets().get(subject)


def checked_rule(values: dict[str, Any], causes: Collection[str]) -> AlertRule:
    """A rule from a form.

    Parameters
    ----------
    values : dict
        Fields of `AlertRule` by name.
    causes : collection of str
        The causes that have words.

    Returns
    -------
    AlertRule

    Raises
    ------
    DecorError
        Names the first field that cannot be.
    """
    try:
        rule = AlertRule.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        if not field:
            raise DecorError(
                msg(
                    "The clear threshold must lie on the good side of the fire threshold, the group not below "
                    "the level."
                ),
                field="clear",
            ) from None
        raise DecorError(msg("The field “{name}” of the rule cannot be so.", name=field), field=field) from None
    if rule.cause not in causes:
        raise DecorError(msg("The field “{name}” of the rule cannot be so.", name="cause"))
    return rule
