"""Wi-Fi points and their outages spread over days."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.domain.areas import Level
from data.indicators.panel import CountPanel
from data.indicators.wifi import PointDays, point_days, rw_counts
from data.queries import services as queries
from data.service.counts import (
    CountBuilder,
    CountSet,
    Earlier,
    PanelContext,
    counted,
)
from data.service.register import Register
from data.subjects.declaration import CountSource


@dataclass(frozen=True)
class WifiState:
    """Points with their days, for the map and the counts."""

    points: pd.DataFrame
    live: npt.NDArray[np.bool_]
    up: npt.NDArray[np.int16]
    down: npt.NDArray[np.int16]
    silent: npt.NDArray[np.bool_]
    in_service: npt.NDArray[np.bool_]
    registered: npt.NDArray[np.bool_]
    first: int


def wifi_state(context: PanelContext) -> tuple[WifiState, CountPanel]:
    """Points and outages by day, and the counts by RW, from 2 March 2020 or the first registration after it."""
    points = queries.wifi_points(context.reader.whole(), context.known_on)
    outages = queries.wifi_outages(context.reader.whole(), context.known_on)
    enrolled = points["registered_on"].astype(float).fillna(np.inf).to_numpy()
    first = max(float(enrolled.min(initial=context.today)), 18_323.0)
    first = min(int(first), context.today)
    outages = outages[outages["point_code"].isin(set(points["point_code"]))]
    last_minute = min(context.clock_minute, context.today * 1440 + 1439)
    days = point_days(points, outages, first=first, clock_minute=last_minute)
    axis = np.arange(first, context.today + 1)
    # Who was refused stays registered; who was given to another place or removed does not.
    left = points[["reallocated_on", "removed_on"]].astype(float).min(axis=1).fillna(np.inf).to_numpy()
    registered = axis[None, :] >= enrolled[:, None]
    registered &= axis[None, :] < left[:, None]
    panel = _wifi_panel(context, points, days, registered, first)
    up, down = days.up.astype(np.int16), days.down.astype(np.int16)
    return WifiState(points, days.live, up, down, days.silent, days.in_service, registered, first), panel


def _wifi_panel(
    context: PanelContext, points: pd.DataFrame, days: PointDays, registered: npt.NDArray[np.bool_], first: int
) -> CountPanel:
    """Daily Wi-Fi counts by RW."""
    areas = context.width(Level.RW)
    column = context.register.main_column(Level.RW, points["area_id"]) if len(points) else np.empty(0, np.int64)
    counts = rw_counts(days, column.astype(np.intp), registered, areas)
    takes_part = counts["registered"] > 0
    return CountPanel(
        first, Level.RW, {name: counted(values) for name, values in counts.items()}, takes_part, takes_part, daily=False
    )


def inside(state: WifiState, register: Register) -> WifiState:
    """The points inside a register's areas."""
    if not len(state.points):
        return state
    here = register.main_column(Level.RW, state.points["area_id"]) >= 0
    return replace(
        state,
        points=state.points[here].reset_index(drop=True),
        live=state.live[here],
        up=state.up[here],
        down=state.down[here],
        silent=state.silent[here],
        in_service=state.in_service[here],
        registered=state.registered[here],
    )


def build(context: PanelContext, _source: CountSource, _earlier: Earlier | None) -> CountSet:
    """The panel of counts; the points are its detail."""
    state, panel = wifi_state(context)
    return CountSet({"wifi": panel}, state)


BUILDERS = {"wifi": CountBuilder(build, cut=inside)}
