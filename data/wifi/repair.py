"""How long repairs took, and what was lost beyond the contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from data.domain.tickets import CONTRACT, REPEATED, ProviderRepairs, ServiceTime, Ticket, TicketState
from data.epi.survival import SurvivalCurve, survival_curve
from data.indicators.panel import Array

DAY_HOURS = 24.0


def repair_curve(tickets: Sequence[Ticket]) -> SurvivalCurve:
    """Share of tickets without a verified repair by hours since they were opened; withdrawn ones are left out."""
    counted = [ticket for ticket in tickets if ticket.state is not TicketState.WITHDRAWN]
    hours = np.array([ticket.hours for ticket in counted], dtype=float)
    return survival_curve(hours, np.array([ticket.state is TicketState.VERIFIED for ticket in counted], dtype=bool))


def provider_repairs(tickets: Sequence[Ticket], points: pd.DataFrame) -> list[ProviderRepairs]:
    """The tickets and minutes of every provider, then of all together.

    Parameters
    ----------
    points : DataFrame
        ``provider`` (missing where nobody says), ``in_service`` (bool), ``up`` and ``down`` (minutes of the window).
    """
    names = sorted({*points["provider"].dropna(), *(ticket.provider for ticket in tickets if ticket.provider)})
    rows = [
        _repairs(name, [t for t in tickets if t.provider == name], points[points["provider"] == name]) for name in names
    ]
    return [*rows, _repairs("", tickets, points)]


def _repairs(provider: str, tickets: Sequence[Ticket], points: pd.DataFrame) -> ProviderRepairs:
    curve = repair_curve(tickets)
    up, down = (points[name].to_numpy(dtype=float) for name in ("up", "down"))
    known = float(up.sum() + down.sum())
    counted = any(ticket.state is not TicketState.WITHDRAWN for ticket in tickets)
    return ProviderRepairs(
        provider=provider,
        tickets=len(tickets),
        running=sum(ticket.running for ticket in tickets),
        median_hours=curve.median,
        within_day=100.0 * (1.0 - share_after(curve, DAY_HOURS)) if counted else float("nan"),
        points=int(points["in_service"].sum()),
        availability=100.0 * float(up.sum()) / known if known else float("nan"),
        down_minutes=float(down.sum()),
        beyond_minutes=beyond_contract(up, down),
    )


def service_times(minutes: pd.DataFrame, services: Sequence[str]) -> list[ServiceTime]:
    """Each service against the contract.

    Parameters
    ----------
    minutes : DataFrame
        Stretches of the log: ``point, since, watched`` (minutes) and, of each service, ``<service>_up`` and
        ``<service>_down``. Of stretches of a point that overlap (the same hours handed in twice) the longest counts.
    """
    minutes = without_overlaps(minutes).groupby("point").sum()
    result = []
    for service in services:
        up, down = (minutes[f"{service}_{state}"].to_numpy(dtype=float) for state in ("up", "down"))
        known, watched = up + down, float(minutes["watched"].sum())
        seen = known > 0
        result.append(
            ServiceTime(
                service=service,
                share=100.0 * float(up.sum() / known.sum()) if seen.any() else float("nan"),
                unknown=100.0 * float(1.0 - known.sum() / watched) if watched else float("nan"),
                under=int((up[seen] < CONTRACT * known[seen]).sum()),
                points=int(seen.sum()),
            )
        )
    return result


def without_overlaps(stretches: pd.DataFrame) -> pd.DataFrame:
    """Stretches of which no two of a point overlap; the longest stay.

    Parameters
    ----------
    stretches : DataFrame
        ``point, since, watched``, and more.
    """
    rows = stretches.sort_values(["point", "since"], ignore_index=True)
    ends = rows["since"] + rows["watched"]
    latest = ends.groupby(rows["point"]).cummax().groupby(rows["point"]).shift()
    touched = rows["point"].isin(set(rows.loc[latest > rows["since"], "point"]))
    dropped: list[int] = []
    for _, own in rows[touched].groupby("point"):
        kept: list[tuple[int, int]] = []
        for at in own.sort_values("watched", ascending=False, kind="stable").index:
            begin, end = int(rows["since"][at]), int(ends[at])
            if any(begin < other_end and other < end for other, other_end in kept):
                dropped.append(at)
            else:
                kept.append((begin, end))
    return rows.drop(index=dropped)


def share_after(curve: SurvivalCurve, time: float) -> float:
    """The share that lasts longer than a time."""
    return float(curve.share[np.searchsorted(curve.time, time, side="right") - 1])


def beyond_contract(up: Array, down: Array) -> float:
    """Minutes down beyond the contract's share of the known time of each point; what one saves no other may spend.

    Examples
    --------
    >>> beyond_contract(np.array([998.0, 900.0]), np.array([2.0, 100.0]))
    98.0
    """
    allowed = (1.0 - CONTRACT) * (up + down)
    return float(np.round(np.maximum(down - allowed, 0.0).sum(), 6))


def repeated_points(tickets: Iterable[Ticket]) -> list[tuple[str, int]]:
    """Points with at least `REPEATED` of some tickets, most first."""
    counts = Counter(point for ticket in tickets for point in ticket.points)
    rows = [(point, number) for point, number in counts.items() if number >= REPEATED]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
