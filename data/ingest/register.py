"""A register of areas as a whole: what a new version does to the one in force.

A file of areas is a version valid from its dates: its rows take the place of rows of the same code from
their ``valid_from`` on, and ``from_codes`` says which former areas (and which part of their people) an area
comes from. A former area that does not go on ends on the day before. Everything is judged before anything
is loaded.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from sqlalchemy import Engine, select

from data.domain.areas import Level, level_of, parent_of
from data.domain.dates import day_date
from data.domain.errors import Message, msg
from data.ingest.check import Checked, Rejected
from data.ingest.read import RawTable
from data.tables.schema import AreaVersion

PART = re.compile(r"^(?P<code>[0-9.]+)(?::(?P<share>[01](\.[0-9]{1,6})?))?$")
SLIVER_HA = 0.1
LEAST_HA = 0.01
KM2_SHARE = 0.005
M2_PER_DEGREE = 111_195.0**2
GAPS = msg("{name}: {n} gaps between its {level}, {hectares} ha.")
OVERLAPS = msg("{name}: {n} overlaps between its {level}, {hectares} ha.")
OUTSIDE = msg("{name}: {n} parts of its {level} outside it, {hectares} ha.")
SLIVERS = msg("{name}: {n} slivers under {limit} ha, {hectares} ha together.")
NAMES = {Level.KECAMATAN: "kecamatan", Level.KELURAHAN: "kelurahan", Level.RW: "RW"}


@dataclass(frozen=True)
class Origin:
    """Where an area comes from: a former code and the part of its people."""

    code: str
    share: float


@dataclass
class Register:
    """What a version does.

    Attributes
    ----------
    origins : dict
        New code → where it comes from.
    closing : dict
        Id of a row in force → last day it is valid.
    findings : list of Message
        Gaps, overlaps, slivers, sums, for the person who decides.
    """

    origins: dict[str, list[Origin]] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    closing: dict[int, int] = field(default_factory=dict)
    findings: list[Message] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    id: int
    code: str
    name: str
    valid_from: int
    valid_to: int | None
    km2: float
    geometry: Any

    @cached_property
    def shape(self) -> Any:
        """The polygon."""
        from shapely.geometry import shape

        return shape(json.loads(self.geometry) if isinstance(self.geometry, str) else self.geometry)


def read_origins(text: str) -> list[Origin] | Message:
    """``32.76.02.1010.006:0.6;32.76.02.1010.007`` as origins; a sentence when it cannot be read.

    Examples
    --------
    >>> read_origins("32.76.02.1010.006:0.6")
    [Origin(code='32.76.02.1010.006', share=0.6)]
    """
    origins = []
    for entry in (piece.strip() for piece in text.split(";")):
        match = PART.match(entry)
        if not match:
            return msg("“{text}” is not a list of former areas; write code:share;code:share.", text=text[:60])
        share = float(match["share"]) if match["share"] else 1.0
        if not 0 < share <= 1:
            return msg("A share lies between 0 and 1: “{text}”.", text=entry[:40])
        origins.append(Origin(match["code"], share))
    return origins


def judge(engine: Engine, table: RawTable, checked: Checked) -> Register:
    """Check a version against the register in force; rejects rows and says what it finds."""
    result = Register()
    before = _in_force(engine)
    _origins(table, checked, before, result)
    _sums(checked, table, before, result)
    _ends(checked, table, before, result)
    rows = _rows(table, checked)
    _closing(rows, before, result)
    _shapes(rows, before, result)
    return result


def _ends(checked: Checked, table: RawTable, before: list[_Row], result: Register) -> None:
    """An area that ends leaves its people to somebody; versions come in the order of their days."""
    heirs = {origin.code for origins in result.origins.values() for origin in origins}
    starts: dict[str, list[int]] = defaultdict(list)
    for index in map(int, np.flatnonzero(checked.good)):
        starts[str(checked.columns["code"][index])].append(int(checked.columns["valid_from"][index]))
    for index in map(int, np.flatnonzero(checked.good)):
        code, start = str(checked.columns["code"][index]), int(checked.columns["valid_from"][index])
        end = checked.columns["valid_to"][index]
        if end is not None and code not in heirs and not any(later > start for later in starts[code]):
            why = msg("{code} ends without a successor; name where its people are then.", code=code)
            _reject(checked, table, index, "valid_to", day_date(int(end)).isoformat(), why)
            continue
        newer = [row.valid_from for row in before if row.code == code and row.valid_from > start]
        if newer:
            why = msg(
                "A version of {code} from {day} is in force already; take it back first.",
                code=code,
                day=day_date(max(newer)).isoformat(),
            )
            _reject(checked, table, index, "valid_from", day_date(start).isoformat(), why)


def _in_force(engine: Engine) -> list[_Row]:
    columns = [
        getattr(AreaVersion, name) for name in ("id", "code", "name", "valid_from", "valid_to", "area_km2", "geometry")
    ]
    with engine.connect() as connection:
        versions = connection.execute(select(*columns).where(AreaVersion.superseded_on.is_(None))).all()
    return [_Row(*row) for row in versions]


def _reject(checked: Checked, table: RawTable, index: int, column: str, value: str, why: Message) -> None:
    checked.good[index] = False
    checked.rejected.append(Rejected(table.row_numbers[index], column, value[:200], why))


def _origins(table: RawTable, checked: Checked, before: list[_Row], result: Register) -> None:
    """Read the column ``from_codes``; a former area must be in force on the day before."""
    for index in map(int, np.flatnonzero(checked.good)):
        text = checked.columns["from_codes"][index]
        if not text:
            continue
        code, start = str(checked.columns["code"][index]), int(checked.columns["valid_from"][index])
        origins = read_origins(str(text))
        if isinstance(origins, Message):
            _reject(checked, table, index, "from_codes", str(text), origins)
            continue
        alive = {
            row.code for row in before if row.valid_from < start and (row.valid_to is None or row.valid_to >= start)
        }
        unknown = [origin.code for origin in origins if origin.code not in alive]
        if unknown:
            why = msg(
                "“{code}” is not an area in force on {day}.", code=unknown[0][:40], day=day_date(start - 1).isoformat()
            )
            _reject(checked, table, index, "from_codes", str(text), why)
            continue
        if len({origin.code for origin in origins}) < len(origins):
            why = msg("An area is named twice among the origins.")
            _reject(checked, table, index, "from_codes", str(text), why)
            continue
        if any(level_of(origin.code) is not level_of(code) for origin in origins):
            why = msg("An area comes from areas of its own level.")
            _reject(checked, table, index, "from_codes", str(text), why)
            continue
        result.origins[code], result.starts[code] = origins, start


def _rows(table: RawTable, checked: Checked) -> list[_Row]:
    shapes = table.geometry or [None] * len(table.row_numbers)
    columns = checked.columns
    return [
        _Row(
            -1,
            str(columns["code"][i]),
            str(columns["name"][i]),
            int(columns["valid_from"][i]),
            None if columns["valid_to"][i] is None else int(columns["valid_to"][i]),
            float(columns["area_km2"][i]),
            shapes[i],
        )
        for i in np.flatnonzero(checked.good)
    ]


def _closing(rows: list[_Row], before: list[_Row], result: Register) -> None:
    """Rows in force that end: a newer row of the code, or its people live elsewhere."""
    latest = {row.code: row.valid_from for row in rows}
    for origins_of, origins in result.origins.items():
        for origin in origins:
            if origin.code not in latest:
                latest.setdefault(origin.code, result.starts[origins_of])
    for row in before:
        start = latest.get(row.code)
        if start is not None and row.valid_from < start and (row.valid_to is None or row.valid_to >= start):
            result.closing[row.id] = start - 1


def _sums(checked: Checked, table: RawTable, before: list[_Row], result: Register) -> None:
    """The parts of a former area that ends must make a whole; an area that appears needs an origin."""
    total: dict[str, float] = defaultdict(float)
    for origins in result.origins.values():
        for origin in origins:
            total[origin.code] += origin.share
    wrong = {code for code, share in total.items() if abs(share - 1) > 0.001}
    for index in map(int, np.flatnonzero(checked.good)):
        code = str(checked.columns["code"][index])
        for origin in result.origins.get(code, []):
            if origin.code in wrong:
                why = msg(
                    "The parts of {code} add up to {share}, not to 1.",
                    code=origin.code,
                    share=f"{total[origin.code]:.3f}",
                )
                _reject(checked, table, index, "from_codes", code, why)
                break
    known = {row.code for row in before}
    if known:
        new = [
            str(c)
            for c, good in zip(checked.columns["code"], checked.good, strict=True)
            if good and str(c) not in known
        ]
        orphans = [code for code in new if code not in result.origins]
        if orphans:
            result.findings.append(
                msg(
                    "{n} new areas do not say where they come from; their past will be empty: {which}.",
                    n=len(orphans),
                    which=_some(orphans),
                )
            )
    there = {str(c) for c, good in zip(checked.columns["code"], checked.good, strict=True) if good}
    ended = [code for code in total if code not in wrong and code not in there]
    for code, origins in result.origins.items():
        # Shares that miss a whole by a rounding are brought to one.
        result.origins[code] = [Origin(origin.code, origin.share / total[origin.code]) for origin in origins]
    if ended:
        result.findings.append(
            msg(
                "{n} areas end; their history goes to their successors by people: {which}.",
                n=len(ended),
                which=_some(ended),
            )
        )


def _some(codes: list[str]) -> str:
    return ", ".join(sorted(codes)[:6]) + (" …" if len(codes) > 6 else "")


def _current(rows: list[_Row], before: list[_Row], result: Register) -> dict[str, _Row]:
    """The register on the version's last first day, by code."""
    start = max(row.valid_from for row in rows)
    alive = [r for r in before if r.valid_from <= start and (r.valid_to is None or r.valid_to >= start)]
    lasting = {r.code: r for r in alive if result.closing.get(r.id, start) >= start}
    return lasting | {row.code: row for row in rows if row.valid_to is None or row.valid_to >= start}


def _shapes(rows: list[_Row], before: list[_Row], result: Register) -> None:
    """Gaps, overlaps and slivers of the children of every parent that the version touches, and their sums."""
    if not rows:
        return
    current = _current(rows, before, result)
    children: dict[str, list[str]] = defaultdict(list)
    for code in current:
        if (parent := parent_of(code)) is not None:
            children[parent].append(code)
    closed = [row.code for row in before if row.id in result.closing]
    touched = {p for code in [*closed, *(row.code for row in rows)] for p in (parent_of(code), code) if p in children}
    lonely = sorted({parent for code in closed if (parent := parent_of(code))} - set(children))
    if lonely:
        result.findings.append(msg("{n} areas are left without children: {which}.", n=len(lonely), which=_some(lonely)))
    for parent in sorted(touched & set(current)):
        _judge_parent(current[parent], [current[code] for code in children[parent]], result)


def _judge_parent(parent: _Row, children: list[_Row], result: Register) -> None:
    whole, parts = parent.shape, [child.shape for child in children]
    union = _union(parts)
    gaps = [_hectares(polygon) for polygon in _pieces(whole.difference(union))]
    outside = [_hectares(polygon) for polygon in _pieces(union.difference(whole))]
    level = NAMES[level_of(children[0].code)]
    _say(result, parent.name, level, gaps, _overlaps(parts), outside)
    km2 = sum(child.km2 for child in children)
    if parent.km2 and abs(km2 - parent.km2) / parent.km2 > KM2_SHARE:
        own = f"{parent.km2:.3f}"
        words = msg(
            "{name}: its {level} add up to {km2} km², it has {own} km².",
            name=parent.name,
            level=level,
            km2=f"{km2:.3f}",
            own=own,
        )
        result.findings.append(words)


def _overlaps(parts: list[Any]) -> list[float]:
    """Hectares of the ground on which two or more lie; where three do it counts once."""
    from shapely.strtree import STRtree

    twice = []
    for i, j in STRtree(parts).query(parts, predicate="intersects").T:
        if i < j and (both := parts[i].intersection(parts[j])).area > 0:
            twice.append(both)
    return [_hectares(polygon) for polygon in _pieces(_union(twice))] if twice else []


def _union(parts: list[Any]) -> Any:
    from shapely import unary_union

    return unary_union(parts)


def _pieces(shape: Any) -> list[Any]:
    return [polygon for polygon in getattr(shape, "geoms", [shape]) if not polygon.is_empty and polygon.area > 0]


def _hectares(shape: Any) -> float:
    """Area of a small shape at Depok's latitude."""
    latitude = shape.centroid.y
    return float(shape.area * M2_PER_DEGREE * np.cos(np.radians(latitude)) / 10_000)


def _say(
    result: Register, name: str, level: str, gaps: list[float], overlaps: list[float], outside: list[float]
) -> None:
    slivers = [size for size in (*gaps, *overlaps, *outside) if LEAST_HA / 100 < size < SLIVER_HA]
    for words, sizes in ((GAPS, gaps), (OVERLAPS, overlaps), (OUTSIDE, outside)):
        large = [size for size in sizes if size >= SLIVER_HA]
        if large:
            params = {"name": name, "n": len(large), "level": level, "hectares": f"{sum(large):.2f}"}
            result.findings.append(Message(words.text, params))
    if sum(slivers) >= LEAST_HA:
        params = {"name": name, "n": len(slivers), "limit": f"{SLIVER_HA}", "hectares": f"{sum(slivers):.3f}"}
        result.findings.append(Message(SLIVERS.text, params))
