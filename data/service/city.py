"""The city at one data version, as known on one day and as far as one may see it: areas, counts and matrices."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine

from data.contracts import Contract
from data.domain.access import coarser
from data.domain.areas import CITY, Area, Level, level_of
from data.domain.categories import category_edges
from data.domain.dates import day_number, moment_minute
from data.domain.results import ResultKey
from data.indicators.breaks import class_breaks
from data.indicators.declaration import PEOPLE, Indicator
from data.indicators.evaluate import Matrix, combined, evaluate, rolling_sum
from data.indicators.field import Field
from data.indicators.panel import AreaTree, Array, CountPanel
from data.indicators.reporting import completed
from data.indicators.span import DailySums, daily_sums, has_span, over_days
from data.queries.reader import Reader
from data.service.builders import BUILDERS
from data.service.counts import Counts, CountSet, CutCounts, DatabaseCounts, Earlier, PanelContext
from data.service.register import Register, load_register
from data.service.results import CutResults, ResultReader, StoredResults, code_version
from data.subjects import registry
from data.subjects.declaration import CountSource, DerivedDataset, DerivedDocument, Moves, measure_source

MOST_FINE_MATRICES = 8
MOST_SPANS, MOST_FINE_SUMS = 4, 2
MOST_SELECTIONS = 500


@dataclass(frozen=True)
class Catalogue:
    """What can be asked: the subjects' declarations and those that were made without code.

    Attributes
    ----------
    sources : mapping
        Count source by the name of each of its panels.
    """

    indicators: Mapping[str, Indicator]
    sources: Mapping[str, CountSource]
    contracts: Mapping[str, Contract]


def catalogue_with(declared: Mapping[str, Indicator], contracts: Mapping[str, Contract]) -> Catalogue:
    """The registry's declarations and the declared ones.

    Parameters
    ----------
    contracts : mapping
        Contracts of the datasets that were declared without code.
    """
    known = registry()
    return Catalogue(
        {**known.indicators, **declared},
        {**known.sources, **{name: measure_source(contract) for name, contract in contracts.items()}},
        {**known.contracts, **contracts},
    )


@dataclass(frozen=True)
class Moment:
    """When a city is looked at.

    Attributes
    ----------
    version : int
        Data version.
    clock : datetime
        Now, in WIB.
    known_on : int or None
        Day number for "as known on"; None for now.
    versions : mapping
        Newest version of each dataset.
    """

    version: int
    clock: datetime
    known_on: int | None = None
    versions: Mapping[str, int] = field(default_factory=dict)

    @property
    def minute(self) -> int:
        """The clock in minutes since 1970 WIB."""
        return moment_minute(self.clock)


class City:
    """Everything the questions read.

    Parameters
    ----------
    colours : City or None
        The city whose history gives the class edges, so that a colour means the same on any day that it is known on.
    """

    def __init__(
        self,
        reader: Reader,
        moment: Moment,
        *,
        register: Register,
        counts: Counts,
        catalogue: Catalogue,
        results: ResultReader,
        colours: City | None = None,
    ) -> None:
        self.reader = reader
        self.moment = moment
        self.register = register
        self.counts = counts
        self.whole_catalogue = catalogue
        self.results = results
        self.colours = colours
        self.catalogue = {n: indicator for n, indicator in catalogue.indicators.items() if self._may_exist(indicator)}
        self._lock = threading.RLock()
        self._matrices: OrderedDict[tuple[str, Level], Matrix] = OrderedDict()
        self._columns: dict[tuple[tuple[str, ...], Level], npt.NDArray[np.intp]] = {}
        self._breaks: dict[tuple[str, Level], tuple[float, ...]] = {}
        self._finals: dict[tuple[str, Level], Array] = {}
        self._daily: OrderedDict[tuple[str, Level], DailySums] = OrderedDict()
        self._spans: OrderedDict[int, SpanCity] = OrderedDict()
        self.adjacency: dict[Level, dict[str, set[str]]] = {}

    def _may_exist(self, indicator: Indicator) -> bool:
        """Whether an indicator has figures inside the scope."""
        return self.scope is None or indicator.level.depth >= level_of(self.scope).depth

    # -- what it is -----------------------------------------------------------------------------

    @property
    def scope(self) -> str | None:
        """The only area that is in it; None for the whole city."""
        return self.register.scope

    @property
    def version(self) -> int:
        """Data version."""
        return self.moment.version

    @property
    def clock(self) -> datetime:
        """Now, in WIB."""
        return self.moment.clock

    @property
    def known_on(self) -> int | None:
        """Day number for "as known on"; None for now."""
        return self.moment.known_on

    @property
    def today(self) -> int:
        """Last day anything can be about."""
        today = self.moment.minute // 1440
        return today if self.known_on is None else min(today, self.known_on)

    @property
    def tree(self) -> AreaTree:
        """Codes of every level."""
        return self.register.tree

    @property
    def areas(self) -> Mapping[str, Area]:
        """Areas by code."""
        return self.register.areas

    @property
    def ids(self) -> Mapping[str, int]:
        """Code → database id."""
        return self.register.ids

    @property
    def empty(self) -> bool:
        """True when no areas have been loaded."""
        return self.register.empty

    def name(self, code: str) -> str:
        """Name that cannot be confused: "RW 006 Mekarsari", "Curug, Cimanggis"."""
        return self.register.names.get(code, code)

    # -- counts ---------------------------------------------------------------------------------

    def source(self, indicator: Indicator) -> CountSource:
        """What an indicator is counted from."""
        return self.whole_catalogue.sources[indicator.panel]

    def counts_of(self, panel: str) -> CountSet:
        """The counts of a panel's source, with their detail."""
        return self.counts.of(self.whole_catalogue.sources[panel])

    def panel(self, name: str) -> CountPanel:
        """The counts behind indicators, by the panel's name."""
        return self.counts_of(name).panels[name]

    def matrix(self, name: str, level: Level) -> Matrix:
        """An indicator at a level, or the nearest coarser one where it exists; a `Field` where a job computes it."""
        indicator, sums = self.catalogue[name], self.sums(name, level)
        if not indicator.method:
            return sums
        estimate = self.results.estimate(self.result_key(indicator, name, indicator.method), sums.level)
        return Field(**vars(sums), estimate=estimate)

    def result_key(self, indicator: Indicator, kind: str, method: str) -> ResultKey:
        """What identifies a result that is computed from an indicator's counts, for exactly this city."""
        code = code_version(method, indicator.definition)
        return self._key(kind, method, code, self.source(indicator).datasets, self.panel(indicator.panel).last)

    def derived_key(self, declared: DerivedDataset) -> ResultKey:
        """What identifies the rows that a derived dataset should have, for exactly this city."""
        panel = self.panel(self.catalogue[declared.indicator].panel)
        return self._key(declared.dataset, declared.method, code_version(declared.method), declared.inputs, panel.last)

    def document_key(self, declared: DerivedDocument) -> ResultKey:
        """What identifies a document that a job computes, for exactly this city."""
        panel = self.panel(self.catalogue[declared.indicator].panel)
        return self._key(declared.id, declared.method, code_version(declared.method), declared.inputs, panel.last)

    def document(self, declared: DerivedDocument) -> bytes | None:
        """A document of the whole city; None while it is being computed, which asks for it."""
        return self.results.document(self.document_key(declared))

    def _key(self, kind: str, method: str, code: str, datasets: tuple[str, ...], last_day: int) -> ResultKey:
        behind = (*datasets, *(dataset.id for dataset in registry().base))
        return ResultKey(
            kind=kind,
            method=method,
            data_version=max((self.moment.versions.get(name, 0) for name in behind), default=0),
            code_version=code,
            known_on=self.known_on,
            last_day=last_day,
        )

    def sums(self, name: str, level: Level) -> Matrix:
        """The sums behind an indicator at a level, and their ratio."""
        indicator = self.catalogue[name]
        shown = self.shown_level(indicator, level)
        key = (name, shown)
        with self._lock:
            if key not in self._matrices:
                panel = self.panel(indicator.panel)
                people = self.counts.people(panel) if indicator.denominator == PEOPLE else np.zeros((1, 1))
                self._matrices[key] = evaluate(indicator, panel, people, self.tree, shown)
                self._forget_old()
            self._matrices.move_to_end(key)
            return self._matrices[key]

    def _forget_old(self) -> None:
        _keep_newest(self._matrices, MOST_FINE_MATRICES)

    def daily_sums(self, name: str, level: Level) -> DailySums:
        """What an indicator that is a sum over days is made from at a level, day by day."""
        indicator = self.catalogue[name]
        key = (name, self.shown_level(indicator, level))
        with self._lock:
            if key not in self._daily:
                panel = self.panel(indicator.panel)
                people = self.counts.people(panel) if indicator.denominator == PEOPLE else np.zeros((1, 1))
                self._daily[key] = daily_sums(indicator, panel, people, self.tree, key[1])
                _keep_newest(self._daily, MOST_FINE_SUMS)
            self._daily.move_to_end(key)
            return self._daily[key]

    def over(self, days: int) -> SpanCity:
        """The city as its figures are over so many days."""
        with self._lock:
            if days not in self._spans:
                self._spans[days] = SpanCity(self, days)
                if len(self._spans) > MOST_SPANS:
                    self._spans.popitem(last=False)
            self._spans.move_to_end(days)
            return self._spans[days]

    @property
    def declared(self) -> City:
        """The city with every indicator over its declared window."""
        return self

    def member_ids(self, columns: npt.NDArray[np.intp]) -> list[int]:
        """Ids of RW and of former RW whose counts went to them in part or whole."""
        known = self.register.columns[Level.RW]
        sources = self.register.crosswalk(Level.RW).sources(columns)
        return [int(n) for n in np.flatnonzero((known >= 0) & sources[np.maximum(known, 0)])]

    @staticmethod
    def shown_level(indicator: Indicator, level: Level) -> Level:
        """The level itself, or the nearest parent at which the indicator exists."""
        return coarser(level, indicator.level)

    def final_sums(self, name: str, level: Level) -> Array | None:
        """The window sums behind an indicator as they will be when all reports are in; days × areas.

        None where reports are not late, too little is known of the delays, or the lateness cancels in the figure.
        """
        indicator = self.catalogue[name]
        panel = self.panel(indicator.panel)
        if panel.arrived is None or indicator.relative or not isinstance(indicator.window, int):
            return None
        key = (name, self.shown_level(indicator, level))
        if key not in self._finals:
            counts = self.tree.roll_up(combined(panel, indicator.numerator), panel.level, key[1])
            self._finals[key] = rolling_sum(completed(counts, panel.arrived), indicator.window)
        return self._finals[key]

    def complete_until(self, indicator: Indicator) -> int:
        """Last day that is no longer filling up."""
        panel = self.panel(indicator.panel)
        return panel.last - panel.filling

    def data_to(self, indicator: Indicator) -> int | None:
        """Last day with a report; None when nothing was loaded."""
        panel = self.panel(indicator.panel)
        rows = np.flatnonzero(panel.days_reported)
        return panel.first + int(rows[-1]) if len(rows) else None

    def breaks(self, indicator: Indicator, level: Level) -> tuple[float, ...]:
        """Class edges of an indicator at a level."""
        if indicator.categories:
            return category_edges(indicator.categories)
        if indicator.rw_breaks and level is Level.RW:
            return indicator.rw_breaks
        if indicator.breaks:
            return indicator.breaks
        if self.colours is not None:
            return self.colours.breaks(indicator, level)
        key = (indicator.id, level)
        if key not in self._breaks:
            matrix = self.matrix(indicator.id, level)
            self._breaks[key] = class_breaks(matrix.values(slice(None, None, 9)))
        return self._breaks[key]

    def columns(self, codes: tuple[str, ...], level: Level) -> npt.NDArray[np.intp]:
        """Columns at ``level`` that make up a set of areas, each once; areas finer than it count as their parent."""
        key = (codes, level)
        if key not in self._columns:
            if len(self._columns) > MOST_SELECTIONS:
                self._columns.clear()
            self._columns[key] = self._find_columns(codes, level)
        return self._columns[key]

    def _find_columns(self, codes: tuple[str, ...], level: Level) -> npt.NDArray[np.intp]:
        wanted: set[int] = set()
        for code in codes or (CITY,):
            depth = min(level.depth, code.count(".") - 1)
            own = ".".join(code.split(".")[: depth + 2])
            inside = self.tree.inside(own, level)
            wanted |= set(range(inside.start, inside.stop))
        return np.array(sorted(wanted), dtype=np.intp)

    # -- other views of it ----------------------------------------------------------------------

    def cut(self, scope: str) -> City:
        """The city as who may see only one area sees it: nothing else is there to be shown.

        Raises
        ------
        ForbiddenError
            When the area is not in the register.
        """
        register = self.register.cut(scope)
        return City(
            self.reader.narrowed(scope),
            self.moment,
            register=register,
            counts=CutCounts(self.counts, self.tree, register, BUILDERS),
            catalogue=self.whole_catalogue,
            results=CutResults(self.results, self.tree, scope),
        )

    def take_over(self, before: City) -> None:
        """Counts, matrices and class edges of an older version, as far as they are still true."""
        if not isinstance(self.counts, DatabaseCounts) or not isinstance(before.counts, DatabaseCounts):
            return
        base = (dataset.id for dataset in registry().base)
        same = all(self.moment.versions.get(name) == before.moment.versions.get(name) for name in base)
        if not same or self.tree.codes != before.tree.codes or self.known_on is not None or before.known_on is not None:
            return
        with before._lock, before.counts.lock:
            newest = max(before.moment.versions.values(), default=0)
            for source in {listed.id: listed for listed in self.whole_catalogue.sources.values()}.values():
                made = before.counts.made.get(source.id)
                if made is None:
                    continue
                if self._unchanged(before, source):
                    self.counts.made[source.id] = made
                elif source.id in BUILDERS and BUILDERS[source.id].incremental:
                    self.counts.earlier[source.id] = Earlier(made, newest)
            kept = {panel for name in self.counts.made for panel in self.counts.made[name].panels}
            for key, matrix in before._matrices.items():
                if self.catalogue.get(key[0]) is matrix.indicator and matrix.indicator.panel in kept:
                    self._matrices[key] = matrix
            for key, edges in before._breaks.items():
                if key[0] in self.catalogue and self.catalogue[key[0]].panel in kept:
                    self._breaks[key] = edges

    def _unchanged(self, before: City, source: CountSource) -> bool:
        """Whether the counts would be made the same now: the source's datasets, and the clock's day or minute."""
        if any(self.moment.versions.get(n) != before.moment.versions.get(n) for n in source.datasets):
            return False
        match source.moves:
            case Moves.LOAD:
                return True
            case Moves.MINUTE:
                return self.moment.minute == before.moment.minute
        return self.today == before.today


class SpanCity(City):
    """A city in which every indicator that is a sum over days is one over so many days; the others are as declared."""

    def __init__(self, declared: City, days: int) -> None:
        catalogue = declared.whole_catalogue
        taken = {name: over_days(each, days) if has_span(each) else each for name, each in catalogue.indicators.items()}
        super().__init__(
            declared.reader,
            declared.moment,
            register=declared.register,
            counts=declared.counts,
            catalogue=replace(catalogue, indicators=taken),
            results=declared.results,
            colours=declared.colours,
        )
        self._declared, self.days = declared, days

    @property
    def declared(self) -> City:
        """The city with every indicator over its declared window."""
        return self._declared

    def sums(self, name: str, level: Level) -> Matrix:
        """The sums over the days, and their ratio."""
        if not has_span(self.catalogue[name]):
            return self._declared.sums(name, level)
        key = (name, self.shown_level(self.catalogue[name], level))
        with self._lock:
            if key not in self._matrices:
                self._matrices[key] = self._declared.daily_sums(*key).over(self.days)
                _keep_newest(self._matrices, MOST_FINE_SUMS)
            return self._matrices[key]

    def breaks(self, indicator: Indicator, level: Level) -> tuple[float, ...]:
        """The declared class edges; of a plain count for as many days as are summed."""
        declared = self._declared.catalogue[indicator.id]
        edges = self._declared.breaks(declared, level)
        if not has_span(declared) or declared.ratio:
            return edges
        return tuple(edge * self.days / int(declared.window) for edge in edges)

    def over(self, days: int) -> SpanCity:
        """The city over another number of days."""
        return self._declared.over(days)


def _keep_newest(kept: OrderedDict[tuple[str, Level], Any], most: int) -> None:
    """Of what is kept of the RW level the oldest go."""
    fine = [key for key in kept if key[1] is Level.RW]
    for key in fine[: max(0, len(fine) - most)]:
        del kept[key]


def open_city(
    engine: Engine,
    moment: Moment,
    catalogue: Catalogue,
    *,
    current: City | None = None,
    results: ResultReader | None = None,
) -> City:
    """A whole city.

    Parameters
    ----------
    results : ResultReader or None
        Computed results; None reads them from the same database.
    current : City or None
        For a city as known on an earlier day: the one of now, which gives colours and what was read already.
    """
    reader = Reader(engine)
    register = load_register(engine, day_number(moment.clock.date()))
    context = PanelContext(reader, register, moment.minute, moment.known_on)
    counts = DatabaseCounts(context, BUILDERS)
    if current is not None and isinstance(current.counts, DatabaseCounts):
        for name, made in list(current.counts.made.items()):
            if name in BUILDERS and BUILDERS[name].incremental:
                counts.earlier[name] = Earlier(made, max(current.moment.versions.values(), default=0))
    city = City(
        reader,
        moment,
        register=register,
        counts=counts,
        catalogue=catalogue,
        results=results or StoredResults(engine),
        colours=current,
    )
    city.register = register.with_people(_people_now(city))
    return city


def _people_now(city: City) -> dict[str, int]:
    """Residents of every area on the city's day."""
    codes = city.tree.codes
    if not codes[Level.RW]:
        return {}
    nothing = np.zeros((1, len(codes[Level.RW])), dtype=bool)
    people = city.counts.people(CountPanel(city.today, Level.RW, {}, nothing))
    result: dict[str, int] = {}
    for level in Level:
        rolled = city.tree.roll_up(people, Level.RW, level)[0]
        result |= {code: round(n) for code, n in zip(codes[level], rolled, strict=True) if n}
    return result
