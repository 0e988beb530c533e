"""The area register on one day: areas, names, columns, and how former areas became those of today."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Engine

from data.domain.areas import CITY, Area, Level, full_names, level_of, parent_of
from data.domain.dates import day_date
from data.domain.errors import msg
from data.domain.people import ForbiddenError
from data.indicators.crosswalk import AreaCrosswalk, Link
from data.indicators.panel import AreaTree
from data.queries import areas as queries

Columns = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Register:
    """Areas of one day.

    Attributes
    ----------
    tree : AreaTree
        Codes by level, sorted.
    ids : mapping
        Code → database id.
    columns : mapping
        Level → array that maps an area's database id to its column, −1 elsewhere; areas that have ended have columns
        after those of today.
    crosswalks : mapping
        Level → how rows about former areas are apportioned to those of today.
    areas : mapping
        Code → area, without its people (`with_people`).
    names : mapping
        Code → name that cannot be confused: "RW 006 Mekarsari", "Curug, Cimanggis".
    scope : str or None
        The only area that is in it, with what lies inside; the areas above stand for it alone.
    """

    tree: AreaTree
    ids: Mapping[str, int]
    columns: Mapping[Level, Columns]
    crosswalks: Mapping[Level, AreaCrosswalk]
    areas: Mapping[str, Area]
    names: Mapping[str, str]
    scope: str | None = None

    @property
    def empty(self) -> bool:
        """True when no areas have been loaded."""
        return CITY not in self.areas

    def crosswalk(self, level: Level) -> AreaCrosswalk:
        """How rows about former areas of a level become rows of today."""
        return self.crosswalks.get(level) or AreaCrosswalk(len(self.tree.codes[level]))

    def column(self, level: Level, ids: pd.Series) -> Columns:
        """Columns of area ids at a level."""
        return np.asarray(self.columns[level][ids.to_numpy(dtype=np.int64)])

    def main_column(self, level: Level, ids: pd.Series) -> Columns:
        """Columns of today: for an area that has ended the one where most of its people live; −1 elsewhere."""
        successors, columns = self.crosswalk(level).successors(), self.column(level, ids)
        return np.where(columns >= 0, successors[np.maximum(columns, 0)], -1)

    def with_people(self, people: Mapping[str, int]) -> Register:
        """The same with residents."""
        return replace(self, areas={code: replace(a, people=people.get(code)) for code, a in self.areas.items()})

    def cut(self, scope: str) -> Register:
        """The register of one area: only it, what lies inside it, and the areas above, which stand for it alone.

        Raises
        ------
        ForbiddenError
            When the area is not in the register.
        """
        if scope not in self.areas:
            raise ForbiddenError(msg("Your area {code} is not in the register.", code=scope))
        steps = scope.split(".")
        above = {".".join(steps[: n + 2]) for n in range(level_of(scope).depth)}
        mine = {code for code in self.areas if code == scope or code.startswith(f"{scope}.")}
        codes = {level: [c for c in self.tree.codes[level] if c in above or c in mine] for level in Level}
        kept = [code for level in Level for code in codes[level]]
        own = self.areas[scope]
        return Register(
            tree=AreaTree(codes),
            ids={code: self.ids[code] for code in kept},
            columns={level: self._cut_columns(level, codes[level], mine) for level in Level},
            crosswalks={},
            areas={
                c: self.areas[c] if c in mine else replace(self.areas[c], name=own.name, people=own.people)
                for c in kept
            },
            names={c: self.names[c if c in mine else scope] for c in kept},
            scope=scope,
        )

    def _cut_columns(self, level: Level, codes: Sequence[str], mine: Collection[str]) -> Columns:
        """Columns of the cut register: ids of former areas too, as far as they became one's own."""
        new_columns = {self.tree.position[code]: n for n, code in enumerate(codes) if code in mine}
        known = self.columns[level]
        successors = self.crosswalk(level).successors()
        columns = np.full(len(known), -1, dtype=np.int64)
        for number in np.flatnonzero(known >= 0):
            columns[number] = new_columns.get(int(successors[known[number]]), -1)
        return columns


def load_register(engine: Engine, day: int) -> Register:
    """The register as it is on a day."""
    table, links = queries.areas_on(engine, day), queries.crosswalk(engine)
    ids = {str(code): int(number) for code, number in zip(table["code"], table["id"], strict=True)}
    codes = {level: table.loc[table["level"] == level.value, "code"].tolist() for level in Level}
    highest = int(queries.highest_id(engine))
    columns, crosswalks = {}, {}
    for level, level_codes in codes.items():
        columns[level] = np.full(highest + 1, -1, dtype=np.int64)
        columns[level][[ids[code] for code in level_codes]] = np.arange(len(level_codes))
        crosswalks[level] = _crosswalk(links[links["level"] == level.value], columns[level], len(level_codes))
    areas = _areas(table)
    return Register(AreaTree(codes), ids, columns, crosswalks, areas, full_names(areas))


def _crosswalk(links: pd.DataFrame, columns: Columns, width: int) -> AreaCrosswalk:
    """Links of a level as columns; ended areas get columns after those of today (written into ``columns``)."""
    extra = 0
    for number in (*links["from_area_id"], *links["to_area_id"]):
        if columns[int(number)] < 0:
            columns[int(number)] = width + extra
            extra += 1
    column_links = []
    for key, group in links.groupby(["valid_from", "from_area_id"], sort=True):
        day, source = (int(str(number)) for number in key)
        rows = group.to_dict("records")
        targets = tuple((int(columns[int(row["to_area_id"])]), float(row["share"])) for row in rows)
        column_links.append(Link(int(columns[source]), day, targets))
    return AreaCrosswalk(width, extra, tuple(column_links))


def _areas(table: pd.DataFrame) -> dict[str, Area]:
    result = {}
    for row in table.to_dict("records"):
        code, valid_to = str(row["code"]), row["valid_to"]
        result[code] = Area(
            code=code,
            name=str(row["name"]),
            level=Level(str(row["level"])),
            parent=parent_of(code),
            valid_from=day_date(int(str(row["valid_from"]))),
            valid_to=None if valid_to is None or valid_to != valid_to else day_date(int(float(str(valid_to)))),
            area_km2=float(str(row["area_km2"])),
            simulated=row["simulated"] == "1",
        )
    return result
