"""Questions about Wi-Fi points that are not about one day's figure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import Any, Literal

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
