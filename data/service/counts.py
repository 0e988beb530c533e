"""Count panels: made from the database by their subject's builder, kept once, cut to an area for who sees only that."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from data.domain.areas import Level, level_of
from data.indicators.crosswalk import AreaCrosswalk
from data.indicators.panel import AreaTree, Array, CountPanel, grid
from data.queries import areas as area_queries
from data.queries import services as queries
from data.queries.reader import Reader
from data.service.register import Register
from data.subjects.declaration import CountSource


@dataclass(frozen=True)
class PanelContext:
    """What every builder needs.

    Attributes
    ----------
    reader : Reader
        The database, uncut: panels are made whole and cut afterwards.
    clock_minute : int
        Now, in minutes since 1970 WIB.
    known_on : int or None
        As known on this day; None means now.
    """

    reader: Reader
    register: Register
    clock_minute: int
    known_on: int | None

    @property
    def today(self) -> int:
        """Last day anything can be about."""
        today = self.clock_minute // 1440
        return today if self.known_on is None else min(today, self.known_on)

    def width(self, level: Level) -> int:
        """Number of areas of a level."""
        return len(self.register.tree.codes[level])


@dataclass(frozen=True)
class CountSet:
    """What a builder makes.

    Attributes
    ----------
    panels : mapping
        Count panels by name.
    detail : object
        What the subject's own panels read beside the counts (points, a reporting history); None for nothing.
    """

    panels: Mapping[str, CountPanel]
    detail: Any = None


@dataclass(frozen=True)
class Earlier:
    """What was made at an older data version, for a builder that reads only what is new.

    Attributes
    ----------
    version : int
        Newest load that is in it.
    """

    counts: CountSet
    version: int


Build = Callable[[PanelContext, CountSource, Earlier | None], CountSet]
CutDetail = Callable[[Any, Register], Any]


@dataclass(frozen=True)
class CountBuilder:
    """How a source's counts are made.

    Attributes
    ----------
    cut : callable or None
        Cuts the detail to the areas of a register; without it the detail is for the whole city only.
    incremental : bool
        Builds on what was made at an older data version, and has to be asked at every load.
    """

    build: Build
    cut: CutDetail | None = None
    incremental: bool = False


class Counts(Protocol):
    """Where a city's counts come from."""

    def of(self, source: CountSource) -> CountSet:
        """The counts of a source."""

    def people(self, panel: CountPanel) -> Array:
        """Residents of each area of the panel's level on each of its days; 0 where unknown."""


@dataclass
class DatabaseCounts:
    """Counts made from the database, each source once."""

    context: PanelContext
    builders: Mapping[str, CountBuilder]
    made: dict[str, CountSet] = field(default_factory=dict)
    earlier: dict[str, Earlier] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def of(self, source: CountSource) -> CountSet:
        """The counts of a source."""
        with self.lock:
            if source.id not in self.made:
                builder = self.builders.get(source.id, CountBuilder(measure_counts))
                self.made[source.id] = builder.build(self.context, source, self.earlier.pop(source.id, None))
            return self.made[source.id]

    def people(self, panel: CountPanel) -> Array:
        """Residents, rolled up to the panel's level."""
        return people_by_day(self.context, panel)


@dataclass
class CutCounts:
    """The counts of another city, cut to one area."""

    whole: Counts
    tree_of_whole: AreaTree
    register: Register
    builders: Mapping[str, CountBuilder]
    made: dict[str, CountSet] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def of(self, source: CountSource) -> CountSet:
        """The counts of a source inside the area; a detail that cannot be cut is not there."""
        with self.lock:
            if source.id not in self.made:
                whole, builder = self.whole.of(source), self.builders.get(source.id)
                cut = builder.cut if builder else None
                detail = None if cut is None or whole.detail is None else cut(whole.detail, self.register)
                finest = level_of(str(self.register.scope)).depth
                # What exists above the area only is not the area's own.
                panels = {n: self._cut(p) for n, p in whole.panels.items() if p.level.depth >= finest}
                self.made[source.id] = CountSet(panels, detail)
            return self.made[source.id]

    def people(self, panel: CountPanel) -> Array:
        """Residents of the areas inside the scope."""
        return self.whole.people(panel)[:, self._columns(panel.level)]

    def _columns(self, level: Level) -> slice:
        return self.tree_of_whole.inside(str(self.register.scope), level)

    def _cut(self, panel: CountPanel) -> CountPanel:
        own = self._columns(panel.level)
        return replace(
            panel,
            counts={name: counts[:, own] for name, counts in panel.counts.items()},
            reported=panel.reported[:, own],
            expected=None if panel.expected is None else panel.expected[:, own],
        )


def apportioned(values: npt.NDArray[Any], share: Array, crosswalk: AreaCrosswalk) -> npt.NDArray[Any]:
    """Values of the rows' parts; untouched where no area ever changed."""
    return values * share if crosswalk.links else values


def counted(counts: Array) -> npt.NDArray[Any]:
    """The same numbers in the least space that holds them; parts of an area that was split are no whole numbers.

    Sums of them do not overflow: NumPy adds small integers up in 64 bits.
    """
    if not counts.size or not np.array_equal(counts, np.rint(counts)):
        return counts
    most = max(-float(counts.min()), float(counts.max()))
    fitting = (kind for kind in (np.int16, np.int32, np.int64) if most < np.iinfo(kind).max)
    return counts.astype(next(fitting))


def empty_panel(context: PanelContext, level: Level, names: tuple[str, ...]) -> CountPanel:
    """One day on which nothing was reported."""
    shape = (1, context.width(level))
    return CountPanel(context.today, level, {name: np.zeros(shape) for name in names}, np.zeros(shape, dtype=bool))


def measure_counts(context: PanelContext, source: CountSource, _earlier: Earlier | None) -> CountSet:
    """Any dataset of measures: they become counts without code of their own, at the level of its areas."""
    dataset, level = source.datasets[0], source.level
    rows = queries.measures_by_area_day(context.reader.whole(), dataset, context.known_on)
    if rows.empty:
        return CountSet({dataset: empty_panel(context, level, ())})
    first = int(rows["day"].min())
    register, crosswalk = context.register, context.register.crosswalk(level)
    shape = (max(context.today, int(rows["day"].max())) - first + 1, context.width(level))
    day = rows["day"].to_numpy()
    row, column, share = crosswalk.apportion(register.column(level, rows["area_id"]), day)
    measures, values = rows["measure"].to_numpy()[row], rows["value"].to_numpy(dtype=float)[row] * share
    counts: dict[str, npt.NDArray[np.generic]] = {}
    for name in sorted(set(measures.tolist())):
        chosen = measures == name
        counts[name] = counted(grid(day[row][chosen], column[chosen], values[chosen], first=first, shape=shape))
    reported = grid(day[row], column, None, first=first, shape=shape) > 0
    return CountSet({dataset: CountPanel(first, level, counts, reported, daily=False)})


def people_by_day(context: PanelContext, panel: CountPanel) -> Array:
    """Residents of each area on each of the panel's days (days × areas); 0 where unknown."""
    rows = area_queries.people_by_area_day(context.reader.whole(), context.known_on)
    days = np.arange(panel.first, panel.last + 1)
    crosswalk = context.register.crosswalk(Level.RW)
    figures = np.zeros((len(days), crosswalk.width + crosswalk.extra))
    since = np.full(figures.shape, -1)
    columns = context.register.column(Level.RW, rows["area_id"]) if len(rows) else np.empty(0, np.int64)
    for column, day, people in zip(columns.tolist(), rows.get("day", []), rows.get("people", []), strict=False):
        if column < 0:
            continue
        # The earliest figure also serves the days before it: there is no older one.
        later = (days >= day) if figures[:, column].any() else slice(None)
        figures[later, column], since[later, column] = people, day
    return context.register.tree.roll_up(crosswalk.people(figures, since, panel.first), Level.RW, panel.level)
