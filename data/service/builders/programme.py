"""Weight points of the action plan by report day."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data.domain.areas import Level
from data.indicators.panel import CountPanel
from data.indicators.programme import weighted_points
from data.queries import services as queries
from data.service.counts import (
    CountBuilder,
    CountSet,
    Earlier,
    PanelContext,
    empty_panel,
)
from data.subjects.declaration import CountSource


def programme_panel(context: PanelContext) -> CountPanel:
    """Weight points of the whole city by report day."""
    names = ("reached", "planned", "weight")
    actions = queries.actions(context.reader.whole(), context.known_on)
    progress = queries.progress_by_action_day(context.reader.whole(), context.known_on)
    if progress.empty or actions.empty:
        return empty_panel(context, Level.KOTA, names)
    points = weighted_points(actions, progress)
    first = int(points.index.min())
    length = max(context.today, int(points.index.max())) - first + 1
    reported = np.zeros((length, 1), dtype=bool)
    rows = points.index.to_numpy(dtype=np.int64) - first
    reported[rows] = True
    counts: dict[str, npt.NDArray[np.generic]] = {}
    for name in names:
        counts[name] = np.zeros((length, 1))
        counts[name][rows, 0] = points[name].to_numpy()
    return CountPanel(first, Level.KOTA, counts, reported, daily=False)


def build(context: PanelContext, _source: CountSource, _earlier: Earlier | None) -> CountSet:
    """The panel of weight points."""
    return CountSet({"programme": programme_panel(context)})


BUILDERS = {"programme": CountBuilder(build)}
