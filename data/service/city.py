"""The city at one data version, as known on one day: areas, panels and matrices, loaded once and shared."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Engine

from data.domain.areas import CITY, Area, Level, full_name, parent_of
from data.domain.dates import day_date, day_number
from data.indicators.breaks import class_breaks
from data.indicators.catalogue import BY_ID, Indicator
from data.indicators.crosswalk import Harmony, Link
from data.indicators.evaluate import Matrix, evaluate
from data.indicators.panel import AreaTree, Array, Panel
from data.queries import areas as area_queries
from data.queries import services as queries
from data.service import panels
from data.service.panels import CovidHistory, Frame, WifiState

MOST_FINE_MATRICES = 8
MOST_SELECTIONS = 500
# Every panel stands on the areas and their people, and on these.
BASE_DATASETS = ("areas", "population")
DATASETS: dict[str, tuple[str, ...]] = {
    "covid_by_event": ("covid-daily",),
    "covid_by_report": ("covid-daily",),
    "wifi": ("wifi-points", "wifi-outages"),
    "waste": ("waste-pickups",),
    "programme": ("actions", "action-progress"),
}


def datasets_of(indicator: Indicator) -> tuple[str, ...]:
    """Every dataset an indicator's panel is built from; one declared without code has its own."""
    return DATASETS.get(indicator.panel, (indicator.dataset,))


def _harmony(links: pd.DataFrame, columns: npt.NDArray[np.int64], width: int) -> Harmony:
    """Links of a level as columns; ended areas get columns after those of today (written into ``columns``)."""
    extra = 0
    for number in (*links["from_area_id"], *links["to_area_id"]):
        if columns[int(number)] < 0:
            columns[int(number)] = width + extra
            extra += 1
    found = []
    for key, part in links.groupby(["valid_from", "from_area_id"], sort=True):
        day, source = (int(str(number)) for number in key)
        targets = tuple((int(columns[int(row["to_area_id"])]), float(row["share"])) for row in part.to_dict("records"))
        found.append(Link(int(columns[source]), day, targets))
    return Harmony(width, extra, tuple(found))


class City:
    """Everything the questions read.

    Parameters
    ----------
    clock : datetime
        Now, in WIB.
    known_on : int or None
        Day number for "as known on", None for now.
    history : CovidHistory or None
        The reporting history of the same data version, if another city has read it already.
    colours : City or None
        The city whose history gives the class edges, so that a colour means the same as known on any day.
    declared : mapping or None
        Indicators that were declared without code.
    versions : mapping or None
        Newest version of each dataset.
    before : City or None
        The city at an older data version: what a load did not touch is taken over from it.

    Attributes
    ----------
    scope : str or None
        The only area that is in it (`data.service.narrow`); None for the whole.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        version: int,
        clock: datetime,
        known_on: int | None = None,
        history: CovidHistory | None = None,
        colours: City | None = None,
        declared: Mapping[str, Indicator] | None = None,
        versions: Mapping[str, int] | None = None,
        before: City | None = None,
    ) -> None:
        self.scope: str | None = None
        self.catalogue: dict[str, Indicator] = {**BY_ID, **(declared or {})}
        self.engine = engine
        self.version = version
        self.clock = clock
        self.known_on = known_on
        self.colours = colours
        self._lock = threading.RLock()
        self._matrices: OrderedDict[tuple[str, Level], Matrix] = OrderedDict()
        self._panels: dict[str, Panel] = {}
        self._columns: dict[tuple[tuple[str, ...], Level], npt.NDArray[np.intp]] = {}
        self._breaks: dict[tuple[str, Level], tuple[float, ...]] = {}
        table = area_queries.areas_on(engine, day_number(clock.date()))
        self.ids = dict(zip(table["code"], table["id"], strict=True))
        codes = {level: table.loc[table["level"] == level.value, "code"].tolist() for level in Level}
        self.tree = AreaTree(codes)
        links = area_queries.crosswalk(engine)
        highest = area_queries.highest_id(engine)
        columns, harmony = {}, {}
        for level, found in codes.items():
            columns[level] = np.full(int(highest) + 1, -1, dtype=np.int64)
            columns[level][[self.ids[code] for code in found]] = np.arange(len(found))
            harmony[level] = _harmony(links[links["level"] == level.value], columns[level], len(found))
        minute = day_number(clock.date()) * 1440 + clock.hour * 60 + clock.minute
        self.frame = Frame(engine, self.tree, columns, minute, known_on, harmony)
        self._history = history
        self._versions = dict(versions or {})
        self._older: tuple[CovidHistory, int] | None = None
        self.areas = self._areas(table)
        if before is not None and versions is not None:
            self._take_over(before)

    def _take_over(self, before: City) -> None:
        """Panels, matrices and the reporting history of an older version, as far as they are still true."""
        same = all(self._versions.get(name) == before._versions.get(name) for name in BASE_DATASETS)
        if not same or self.tree.codes != before.tree.codes or self.known_on is not None or before.known_on is not None:
            return
        with before._lock:
            if "history" in before.__dict__:
                self._older = (before.history, max(before._versions.values(), default=0))
            for name, panel in before._panels.items():
                if self._unchanged(before, name):
                    self._panels[name] = panel
            if "wifi" in self._panels and "wifi" in before.__dict__:
                self.__dict__["wifi"] = before.wifi
            for key, matrix in before._matrices.items():
                if self.catalogue.get(key[0]) is matrix.indicator and matrix.indicator.panel in self._panels:
                    self._matrices[key] = matrix
            for key, found in before._breaks.items():
                if key[0] in self.catalogue and self.catalogue[key[0]].panel in self._panels:
                    self._breaks[key] = found

    def _unchanged(self, before: City, panel: str) -> bool:
        """Whether an older version's panel would be built the same now: its datasets, and the clock's day or minute."""
        datasets = DATASETS.get(panel, (panel,))
        if any(self._versions.get(name) != before._versions.get(name) for name in datasets) or panel.startswith(
            "covid"
        ):
            return False
        if panel == "waste":
            return True
        if panel == "wifi":
            return self.frame.clock_minute == before.frame.clock_minute
        return self.frame.today == before.frame.today

    def _areas(self, table: pd.DataFrame) -> dict[str, Area]:
        people = self._people_now()
        result = {}
        for row in table.to_dict("records"):
            code = str(row["code"])
            level = Level(str(row["level"]))
            valid_to = row["valid_to"]
            result[code] = Area(
                code=code,
                name=str(row["name"]),
                level=level,
                parent=parent_of(code),
                valid_from=day_date(int(str(row["valid_from"]))),
                valid_to=None if valid_to is None or valid_to != valid_to else day_date(int(float(str(valid_to)))),
                area_km2=float(str(row["area_km2"])),
                simulated=row["simulated"] == "1",
                people=people.get(code),
            )
        return result

    def _people_now(self) -> dict[str, int]:
        if not self.tree.codes[Level.RW]:
            return {}
        nothing = np.zeros((1, len(self.tree.codes[Level.RW])), dtype=bool)
        today = Panel(self.frame.today, Level.RW, {}, nothing)
        people = panels.people_by_day(self.frame, today)
        result: dict[str, int] = {}
        for level in Level:
            rolled = self.tree.roll_up(people, Level.RW, level)[0]
            result |= {code: round(n) for code, n in zip(self.tree.codes[level], rolled, strict=True) if n}
        return result

    @property
    def empty(self) -> bool:
        """True when no areas have been loaded."""
        return CITY not in self.areas

    def name(self, code: str) -> str:
        """Name that cannot be confused: "RW 006 Mekarsari", "Curug, Cimanggis"."""
        area = self.areas[code]
        parent = self.areas.get(area.parent or "")
        if parent is None:
            return full_name(area, None)
        return full_name(area, self.name(parent.code) if area.level is Level.RW else parent.name)

    @cached_property
    def history(self) -> CovidHistory:
        """The COVID reporting history."""
        if self._history is not None:
            return self._history
        older, self._older = self._older, None
        return panels.covid_history(self.frame, *older) if older else panels.covid_history(self.frame)

    @cached_property
    def _covid(self) -> tuple[Panel, Panel, int]:
        return panels.covid_panels(self.frame, self.history)

    @property
    def lag(self) -> int:
        """Days until 95 % of the COVID cases of a day are reported."""
        return self._covid[2]

    @cached_property
    def wifi(self) -> WifiState:
        """Wi-Fi points by day."""
        return panels.wifi_state(self.frame)

    @cached_property
    def places(self) -> int:
        """Number of programme places on the map."""
        return len(queries.places(self.engine))

    def panel(self, name: str) -> Panel:
        """The counts behind indicators, by the panel's name."""
        with self._lock:
            if name not in self._panels:
                self._panels[name] = self._build(name)
            return self._panels[name]

    def _build(self, name: str) -> Panel:
        match name:
            case "covid_by_event":
                return self._covid[0]
            case "covid_by_report":
                return self._covid[1]
            case "wifi":
                return self.wifi.panel
            case "waste":
                return panels.waste_panel(self.frame)
            case "programme":
                return panels.programme_panel(self.frame)
        level = next(indicator.level for indicator in self.catalogue.values() if indicator.panel == name)
        return panels.measure_panel(self.frame, name, level)

    def matrix(self, name: str, level: Level) -> Matrix:
        """An indicator at a level (the nearest coarser one where it does not exist)."""
        indicator = self.catalogue[name]
        shown = self.shown_level(indicator, level)
        key = (name, shown)
        with self._lock:
            if key not in self._matrices:
                panel = self.panel(indicator.panel)
                people = self._people(panel) if indicator.denominator == (("people", 1),) else np.zeros((1, 1))
                self._matrices[key] = evaluate(indicator, panel, people, self.tree, shown)
                self._forget_old()
            self._matrices.move_to_end(key)
            return self._matrices[key]

    def _forget_old(self) -> None:
        fine = [key for key in self._matrices if key[1] is Level.RW]
        for key in fine[: max(0, len(fine) - MOST_FINE_MATRICES)]:
            del self._matrices[key]

    def member_ids(self, columns: npt.NDArray[np.intp]) -> list[int]:
        """Ids of RW and of former RW whose counts went to them in part or whole."""
        known = self.frame.columns[Level.RW]
        sources = self.frame.home(Level.RW).sources(columns)
        return [int(n) for n in np.flatnonzero((known >= 0) & sources[np.maximum(known, 0)])]

    def _people(self, panel: Panel) -> Array:
        return panels.people_by_day(self.frame, panel)

    @staticmethod
    def shown_level(indicator: Indicator, level: Level) -> Level:
        """The level itself, or the nearest parent at which the indicator exists."""
        return level if level.depth <= indicator.level.depth else indicator.level

    def complete_until(self, indicator: Indicator) -> int:
        """Last day that is no longer filling up."""
        last = self.panel(indicator.panel).last
        return last - self.lag if indicator.panel == "covid_by_event" else last

    def data_to(self, indicator: Indicator) -> int | None:
        """Last day with a report; None when nothing was loaded."""
        panel = self.panel(indicator.panel)
        rows = np.flatnonzero(panel.reported.any(axis=1))
        return panel.first + int(rows[-1]) if len(rows) else None

    def breaks(self, indicator: Indicator, level: Level) -> tuple[float, ...]:
        """Class edges of an indicator at a level."""
        if indicator.rw_breaks and level is Level.RW:
            return indicator.rw_breaks
        if indicator.breaks:
            return indicator.breaks
        if self.colours is not None:
            return self.colours.breaks(indicator, level)
        key = (indicator.id, level)
        if key not in self._breaks:
            matrix = self.matrix(indicator.id, level)
            sample = matrix.values(slice(None, None, 9))
            self._breaks[key] = class_breaks(sample)
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
            part = self.tree.inside(own, level)
            wanted |= set(range(part.start, part.stop))
        return np.array(sorted(wanted), dtype=np.intp)
