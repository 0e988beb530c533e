"""Weight points of the action plan by report day, and the plan behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.contracts.monev import programme_rules
from data.domain.areas import Level
from data.indicators.panel import CountPanel
from data.monev.progress import VIEWS, weighted_points
from data.queries import programme as queries
from data.service.counts import (
    CountBuilder,
    CountSet,
    Earlier,
    PanelContext,
    empty_panel,
)
from data.subjects.declaration import CountSource

COUNTS = (*VIEWS, "planned", "weight")


@dataclass(frozen=True)
class PlanData:
    """The action plan as it is known.

    Attributes
    ----------
    actions, reports : DataFrame
        From `data.queries.programme`.
    first_targets, targets : DataFrame
        First and newest version of every action's curve.
    areas : DataFrame
        ``action_code, area``: kelurahan in which an action is carried out; one of the whole city has none.
    shared : dict
        What is reckoned from them once for everybody who asks (`data.service.programme_plan`).
    """

    actions: pd.DataFrame
    reports: pd.DataFrame
    first_targets: pd.DataFrame
    targets: pd.DataFrame
    areas: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["action_code", "area"]))
    shared: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


def programme_panel(context: PanelContext, plan: PlanData) -> CountPanel:
    """Weight points of the whole city by report day."""
    if plan.reports.empty or plan.actions.empty:
        return empty_panel(context, Level.KOTA, COUNTS)
    points = weighted_points(plan.actions, plan.reports, plan.targets, programme_rules())
    first = int(points.index.min())
    length = max(context.today, int(points.index.max())) - first + 1
    there = np.zeros((length, 1), dtype=bool)
    rows = points.index.to_numpy(dtype=np.int64) - first
    there[rows] = True
    counts: dict[str, npt.NDArray[np.generic]] = {}
    for name in COUNTS:
        counts[name] = np.zeros((length, 1))
        counts[name][rows, 0] = points[name].to_numpy()
    return CountPanel(first, Level.KOTA, counts, there, daily=False)


def build(context: PanelContext, _source: CountSource, _earlier: Earlier | None) -> CountSet:
    """The panel of weight points."""
    engine, known_on = context.reader.whole(), context.known_on
    first, newest = queries.plan_curves(engine, known_on)
    plan = PlanData(
        queries.actions(engine, known_on),
        queries.progress_by_action_day(engine, known_on),
        first,
        newest,
        queries.action_areas(engine, known_on),
    )
    return CountSet({"programme": programme_panel(context, plan)}, detail=plan)


BUILDERS = {"programme": CountBuilder(build)}
