"""Questions about Wi-Fi points that are not about one day's figure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Any, Literal

from data.domain.views import PointCounts

MOST_SITES = 50
RADII = (50, 100, 150, 200)
Weigh = Literal["people", "pupils"]


@dataclass(frozen=True, kw_only=True)
class SiteQuestion:
    """Where the next points belong.

    Attributes
    ----------
    k : int
        How many, 1 to `MOST_SITES`.
    weigh : str
        "people" or "pupils": whose newly reached are counted.
    radius : int
        Metres, one of `RADII`.
    two_first : bool
        RW with fewer than two points in service go first.
    refusals : bool
        Sites where residents refused a point are left out.
    spacing : int
        Metres that points must be apart; 0 for any.
    budget : int
        Rupiah for all of them; 0 for any.
    fibre : int
        Metres within which fibre must be; 0 for any.
    down : tuple of str
        Points that fail: then the fewest sites that cover the people who lose their last point are asked for, and
        ``k``, ``two_first`` and ``budget`` are of no concern.
    """

    k: int = 20
    weigh: Weigh = "people"
    radius: int = 100
    two_first: bool = False
    refusals: bool = True
    spacing: int = 0
    budget: int = 0
    fibre: int = 0
    down: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The question as one short word, for the result's key."""
        words = [str(int(v) if isinstance(v, bool) else v) for name, v in asdict(self).items() if name != "down"]
        if self.down:
            words.append(hashlib.sha256(",".join(sorted(self.down)).encode()).hexdigest()[:12])
        return ":".join(["wifi-sites", *words])


@dataclass(frozen=True)
class PlanFigures:
    """A plan's figures as they are said.

    Attributes
    ----------
    added : float
        People newly reached.
    before, after : float
        Per cent of all people that are reached.
    gap : float or None
        Per cent that the best choice could reach more, at most; None where nothing is proven.
    greedy_added : float
        People newly reached by taking the best site each time.
    running : tuple of float
        People newly reached by the first so many sites.
    """

    added: float
    before: float
    after: float
    gap: float | None
    greedy_added: float
    running: tuple[float, ...]


def plan_figures(plan: Mapping[str, Any]) -> PlanFigures:
    """The figures of a plan as a job has kept it."""
    people = max(plan["people"], 1.0)
    return PlanFigures(
        added=plan["covered_after"] - plan["covered_before"],
        before=100.0 * plan["covered_before"] / people,
        after=100.0 * plan["covered_after"] / people,
        gap=None if plan["gap"] is None else 100.0 * plan["gap"],
        greedy_added=plan["greedy_covered_after"] - plan["covered_before"],
        running=tuple(accumulate(site["gain"] for site in plan["sites"])),
    )


def event_figures(event: Mapping[str, Any]) -> tuple[float, float]:
    """How many hours an event lasted, and the per cent of its outages that agree on its cause."""
    return event["minutes"] / 60.0, 100.0 * event["agree"]


def percent_without(row: Mapping[str, Any]) -> float:
    """Per cent of the people of school age who have no live point near."""
    return 100.0 * float(row["without"])


def curve_percent(curve: Sequence[Sequence[float]]) -> tuple[list[tuple[float, float]], float]:
    """A concentration curve in per cent, and what its poorer half has.

    Examples
    --------
    >>> curve_percent([[0, 0], [0.4, 0.1], [0.6, 0.3], [1, 1]])
    ([(0.0, 0.0), (40.0, 10.0), (60.0, 30.0), (100.0, 100.0)], 20.0)
    """
    points = [(100.0 * x, 100.0 * y) for x, y in curve]
    before = max((p for p in points if p[0] <= 50.0), key=lambda p: p[0])
    after = min((p for p in points if p[0] >= 50.0), key=lambda p: p[0])
    way = (50.0 - before[0]) / (after[0] - before[0]) if after[0] > before[0] else 0.0
    return points, before[1] + way * (after[1] - before[1])


@dataclass(frozen=True)
class AreaLoss:
    """What an RW loses: people without a point, and how many live points it had and has."""

    area: str
    name: str
    people: float
    pupils: float | None
    live_before: int
    live_after: int


@dataclass(frozen=True)
class Critical:
    """A live point and the people who have no other."""

    point: str
    area: str
    people: float


@dataclass(frozen=True)
class WhatIf:
    """What happens when points fail.

    Attributes
    ----------
    working : int
        Of the points asked about, those that are live now; the others change nothing.
    areas : list of AreaLoss
        RW that lose people or points, most people first.
    under_two : list of str
        RW that had two live points and then have fewer.
    critical : list of Critical
        The live points whose failure would cost most people their last one, as things are now.
    """

    radius: int
    asked: int
    working: int
    people: float
    pupils: float | None
    areas: list[AreaLoss]
    under_two: list[str]
    critical: list[Critical]


@dataclass(frozen=True)
class Stage:
    """A stage of some points.

    Attributes
    ----------
    name : str
        Column of the stage's day.
    reached : int
        Points that have reached it by the day.
    median_days : float
        Median days since the stage before, open ones counted as open; NaN where half are open still.
    waiting : int
        Points that reached the stage before, not this one, and are not refused, given away or removed.
    """

    name: str
    reached: int
    median_days: float
    waiting: int


@dataclass(frozen=True)
class Funnel:
    """The points of an area by stage (`data.wifi.stages`)."""

    area: str
    name: str
    registered: int
    refused: int
    stages: list[Stage]


@dataclass(frozen=True)
class SavedPlan:
    """A plan that somebody keeps.

    Attributes
    ----------
    day : date
        The city's day when it was chosen.
    plan : mapping
        As `plan_figures` reads it.
    """

    id: int
    name: str
    by: str
    at: datetime
    day: date
    question: SiteQuestion
    plan: Mapping[str, Any]

    @property
    def cost(self) -> float | None:
        """Rupiah for all of its sites; None where the cost of one is not known."""
        costs = [site["cost_rupiah"] for site in self.plan["sites"]]
        return None if any(cost is None for cost in costs) else float(sum(costs))

    def sites(self) -> frozenset[str]:
        """Codes of its sites."""
        return frozenset(site["candidate"] for site in self.plan["sites"])


@dataclass(frozen=True)
class PointsOfArea:
    """The points of an area by what became of them."""

    area: str
    name: str
    counts: PointCounts

    @property
    def promised(self) -> int:
        """Two points for every RW that takes part."""
        return 2 * self.taking_part

    @property
    def taking_part(self) -> int:
        """RW with a registered point."""
        return self.counts.met + self.counts.one_short + self.counts.none + self.counts.rw_refused


@dataclass(frozen=True)
class RwCount:
    """A published count of the city's RW.

    Attributes
    ----------
    what : mapping
        Language → what it counts.
    ours : int or None
        What the room has for the same; None where it can have nothing.
    """

    rw: int
    day: date
    what: Mapping[str, str]
    source: str
    ours: int | None
