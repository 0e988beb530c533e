"""The city as an area officer may see it: cut from the whole, so that nothing else is there to be shown.

The areas above his own stand for it alone: "the whole" of this city is his area, and is named so.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from functools import cached_property

import numpy as np

from data.domain.areas import Level, level_of
from data.domain.errors import msg
from data.domain.people import ForbiddenError
from data.indicators.catalogue import Indicator
from data.indicators.panel import AreaTree, Array, Panel
from data.service.city import City
from data.service.panels import Frame, WifiState


class OwnCity(City):
    """One kelurahan or RW as a city of its own.

    Parameters
    ----------
    scope : str
        Code of the area.

    Raises
    ------
    ForbiddenError
        When the area is not in the register.
    """

    def __init__(self, whole: City, scope: str) -> None:
        if scope not in whole.areas:
            raise ForbiddenError(msg("Your area {code} is not in the register.", code=scope))
        self._whole = whole
        self.scope = scope
        self.engine, self.version, self.clock, self.known_on = whole.engine, whole.version, whole.clock, whole.known_on
        self.colours = None
        self._lock = threading.RLock()
        self._matrices, self._panels, self._columns, self._breaks = OrderedDict(), {}, {}, {}
        parts = scope.split(".")
        above = {".".join(parts[: n + 2]): None for n in range(level_of(scope).depth)}
        codes = {
            level: [code for code in whole.tree.codes[level] if code in above or self._mine(code)] for level in Level
        }
        self.tree = AreaTree(codes)
        self.ids = {code: whole.ids[code] for found in codes.values() for code in found}
        columns = {}
        for level, found in codes.items():
            columns[level] = np.full(len(whole.frame.columns[level]), -1, dtype=np.int64)
            place = {whole.tree.position[code]: n for n, code in enumerate(found) if self._mine(code)}
            home = whole.frame.home(level).main()
            for number in np.flatnonzero(whole.frame.columns[level] >= 0):
                columns[level][number] = place.get(int(home[whole.frame.columns[level][number]]), -1)
        self.frame = Frame(self.engine, self.tree, columns, whole.frame.clock_minute, whole.known_on)
        own = whole.areas[scope]
        self.areas = {
            code: whole.areas[code]
            if self._mine(code)
            else replace(whole.areas[code], name=own.name, people=own.people)
            for code in self.ids
        }
        self.catalogue = {name: one for name, one in whole.catalogue.items() if self._exists(one)}

    def _mine(self, code: str) -> bool:
        return code == self.scope or code.startswith(f"{self.scope}.")

    def _exists(self, indicator: Indicator) -> bool:
        return indicator.level.depth >= level_of(self.scope or "").depth

    def name(self, code: str) -> str:
        """Name of an area; what lies above the own area is the own area."""
        return self._whole.name(code if self._mine(code) else self.scope or code)

    @property
    def lag(self) -> int:
        """Days until 95 % of the COVID cases of a day are reported, in the whole city."""
        return self._whole.lag

    @cached_property
    def wifi(self) -> WifiState:
        """The points inside the area."""
        state = self._whole.wifi
        if not len(state.points):
            return replace(state, panel=self._cut(state.panel))
        here = self.frame.main_column(Level.RW, state.points["area_id"]) >= 0
        return replace(
            state,
            points=state.points[here].reset_index(drop=True),
            live=state.live[here],
            in_service=state.in_service[here],
            registered=state.registered[here],
            panel=self._cut(state.panel),
        )

    @cached_property
    def places(self) -> int:
        """Programme places are the city's."""
        return 0

    def _people(self, panel: Panel) -> Array:
        part = self._whole.tree.inside(self.scope or "", panel.level)
        return self._whole._people(panel)[:, part]

    def _build(self, name: str) -> Panel:
        return self._cut(self._whole.panel(name))

    def _cut(self, panel: Panel) -> Panel:
        part = self._whole.tree.inside(self.scope or "", panel.level)
        return replace(
            panel,
            counts={name: counts[:, part] for name, counts in panel.counts.items()},
            reported=panel.reported[:, part],
            expected=None if panel.expected is None else panel.expected[:, part],
        )
