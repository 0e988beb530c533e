"""States of a value and of a feed. Each has its own drawing and its own word."""

from __future__ import annotations

from enum import StrEnum
from math import ceil
from typing import Literal


class ValueState(StrEnum):
    """What a missing or special value means. Zero that was reported is ``OK`` with value 0."""

    OK = "ok"
    NO_REPORT = "no_report"
    INCOMPLETE = "incomplete"
    HIDDEN = "hidden"
    NOT_APPLICABLE = "not_applicable"


STATE_CODES = {
    ValueState.OK: "o",
    ValueState.NO_REPORT: "n",
    ValueState.INCOMPLETE: "i",
    ValueState.HIDDEN: "h",
    ValueState.NOT_APPLICABLE: "x",
}


STATE_OF = {letter: state for state, letter in STATE_CODES.items()}


class Flag(StrEnum):
    """An area against the whole city, by the area's own 95 % interval."""

    ABOVE = "above"
    BELOW = "below"
    WITHIN = "within"


class Scale(StrEnum):
    """What the classes of a map are made by: the declaration, or the spread of the values that are painted."""

    CLASSES = "classes"
    BOX = "box"
    PERCENTILE = "percentile"
    SD = "sd"
    EXCESS = "excess"

    @property
    def diverging(self) -> bool:
        """Whether it has a middle, from which values lie to either side."""
        return self in (Scale.SD, Scale.EXCESS)


class View(StrEnum):
    """How the areas of a map are shown."""

    MAP = "map"
    SCATTER = "scatter"
    PARALLEL = "parallel"
    MULTIPLES = "multiples"


Ramp = Literal["sequential", "diverging", "bivariate"]
BIVARIATE = "ABCDEFGHI"
"""Classes of two figures together, by thirds: the first grows from letter to letter, the second every three letters."""
TURNED = str.maketrans("12345", "54321")
DIVERGING = {"lower": str.maketrans("12345", "edcba"), "higher": str.maketrans("12345", "abcde")}


def ramp_steps(classes: str, direction: str, ramp: Ramp = "sequential") -> str:
    """Step of the colour ramp for each class: the bad end is the heaviest, or has the warning's colour.

    Parameters
    ----------
    classes : str
        One sign an area: 1 to 5 by value, 0 for zero, others for what has no class.
    direction : str
        Which way is better: "lower", "higher" or "none".
    ramp : str
        "sequential", "diverging" with a neutral middle, or "bivariate", whose classes are its steps.

    Returns
    -------
    str
        Sequential: 1 to 5, turned round where more is better. Diverging: a (far on the bad side) to e (far on the good
        side), c in the middle; where neither way is better the higher values take the bad side's colours. What has no
        class keeps its sign.

    Examples
    --------
    >>> ramp_steps("0125-", "lower"), ramp_steps("0125-", "higher")
    ('0125-', '0541-')
    >>> ramp_steps("0135-", "lower", "diverging")
    '0eca-'
    """
    if ramp == "bivariate":
        return classes
    if ramp == "diverging":
        return classes.translate(DIVERGING["higher" if direction == "higher" else "lower"])
    return classes.translate(TURNED) if direction == "higher" else classes


class Freshness(StrEnum):
    """Ladder of a feed, from its own cadence."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    LOST = "lost"


LOST_CADENCES = 7
"""After so many cadences without a delivery a feed is lost, and its last figure is no figure of today any more."""


def carried_days(cadence_hours: float) -> int:
    """Days that a last report stands for the days after it.

    Examples
    --------
    >>> carried_days(24), carried_days(744)
    (7, 217)
    """
    return ceil(LOST_CADENCES * cadence_hours / 24)


def freshness(age_hours: float | None, cadence_hours: float) -> Freshness:
    """Place on the ladder.

    Parameters
    ----------
    age_hours : float or None
        Hours since the feed last brought something; None when it never did.
    cadence_hours : float
        Hours between two deliveries as the contract promises them.

    Returns
    -------
    Freshness
        fresh up to 1.5 cadences, ageing up to 3, stale up to 7, then lost.

    Examples
    --------
    >>> freshness(30, 24)
    <Freshness.FRESH: 'fresh'>
    """
    if age_hours is None:
        return Freshness.LOST
    ratio = age_hours / cadence_hours
    if ratio <= 1.5:
        return Freshness.FRESH
    if ratio <= 3:
        return Freshness.AGEING
    return Freshness.STALE if ratio <= LOST_CADENCES else Freshness.LOST
