"""Pick-ups by scheduled day."""

from __future__ import annotations

from typing import Any

import numpy.typing as npt

from data.domain.areas import Level
from data.indicators.panel import CountPanel, grid
from data.queries import services as queries
from data.service.counts import (
    CountBuilder,
    CountSet,
    Earlier,
    PanelContext,
    apportioned,
    counted,
    empty_panel,
)
from data.subjects.declaration import CountSource


def waste_panel(context: PanelContext) -> CountPanel:
    """Pick-ups by scheduled day; an area owes a report only on the days of its rounds."""
    names = ("scheduled", "done", "late", "collected_kg", "sorted_kg")
    rows = queries.stops_by_area_day(context.reader.whole(), context.known_on)
    if rows.empty:
        return empty_panel(context, Level.RW, names)
    columns, day = context.register.column(Level.RW, rows["area_id"]), rows["day"].to_numpy()
    first = int(day.min())
    home = context.register.crosswalk(Level.RW)
    shape = (int(day.max()) - first + 1, context.width(Level.RW))
    row, column, share = home.apportion(columns, day)
    counts: dict[str, npt.NDArray[Any]] = {
        name: counted(
            grid(day[row], column, apportioned(rows[name].to_numpy()[row], share, home), first=first, shape=shape)
        )
        for name in names
    }
    return CountPanel(first, Level.RW, counts, counts["scheduled"].astype(bool), daily=False)


def build(context: PanelContext, _source: CountSource, _earlier: Earlier | None) -> CountSet:
    """The panel of pick-ups."""
    return CountSet({"waste": waste_panel(context)})


BUILDERS = {"waste": CountBuilder(build)}
