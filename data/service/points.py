"""Wi-Fi points by status."""

from __future__ import annotations

import numpy as np

from data.domain.areas import Level
from data.domain.dates import day_date
from data.domain.views import PointCounts
from data.reference import fact
from data.service.city import City

ANNOUNCED_ON = "2020-11-24"


def point_statuses(city: City, day: int) -> str:
    """One letter a point in code order: l live, d down, r refused, w registered and waiting, - not yet registered."""
    state = city.wifi
    if not len(state.points):
        return ""
    row = min(max(day - state.first, 0), state.live.shape[1] - 1)
    refused_on = state.points["refused_on"].astype(float).fillna(np.inf).to_numpy()
    marks = np.where(state.registered[:, row], "w", "-")
    marks = np.where(refused_on <= state.first + row, "r", marks)
    marks = np.where(state.in_service[:, row], "d", marks)
    marks = np.where(state.live[:, row], "l", marks)
    return "".join(marks.tolist())


def points_inside(city: City, areas: tuple[str, ...]) -> list[bool]:
    """Whether each point, in code order, lies in the selected areas."""
    if not len(city.wifi.points):
        return []
    owner = city.frame.main_column(Level.RW, city.wifi.points["area_id"])
    return [bool(here) for here in np.isin(owner, city.columns(areas, Level.RW))]


def point_counts(city: City, day: int, areas: tuple[str, ...]) -> PointCounts:
    """Points by status and RW by the two-points rule, inside the selected areas."""
    statuses = np.array(list(point_statuses(city, day)))
    columns = city.columns(areas, Level.RW)
    if not len(statuses):
        return PointCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, len(columns))
    owner = city.frame.main_column(Level.RW, city.wifi.points["area_id"])
    refusing = np.isin(columns, owner[statuses == "r"])
    statuses = statuses[np.isin(owner, columns)]
    panel = city.panel("wifi")
    row = min(max(day - panel.first, 0), len(panel.reported) - 1)
    live, registered = (panel.counts[name][row, columns] for name in ("live", "rw_registered"))
    there = registered > 0
    announced = int(fact("wifi", "titik_diumumkan_pada_monev")) if day_date(day).isoformat() >= ANNOUNCED_ON else 0
    return PointCounts(
        announced=announced,
        registered=int((statuses != "-").sum()),
        live=int((statuses == "l").sum()),
        down=int((statuses == "d").sum()),
        refused=int((statuses == "r").sum()),
        waiting=int((statuses == "w").sum()),
        met=int((there & (live >= 2)).sum()),
        one_short=int((there & (live == 1) & ~refusing).sum()),
        none=int((there & (live == 0) & ~refusing).sum()),
        rw_refused=int((there & (live < 2) & refusing).sum()),
        not_in=int((~there).sum()),
    )
