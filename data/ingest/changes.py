"""What a checked file would change against what is current today; nothing is written."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Engine, select

from data.contracts import Contract
from data.domain.dates import day_date, day_number
from data.ingest.load import Prepared
from data.ingest.supersede import key_columns
from data.tables.schema import AreaRow, Base

MOST_LINES = 300
MOST_COLUMNS = 4
PLACES = frozenset({"lon", "lat", "area_km2"})


@dataclass
class Changes:
    """A comparison.

    Attributes
    ----------
    new, changed, same, older : int
        Rows: without a current one, different from it, equal to it, or known earlier than it (kept as
        history, they change nothing). Each key counts once, by its last revision in the file.
    earlier : int
        Further revisions of keys that stand several times in the file; kept as history.
    columns : list of str
        Numeric columns that differ anywhere.
    by_area : dict
        Column → area code → sum of the differences (a new row counts in full).
    lines : list
        ``[area, key, column, today, then]`` as texts, the largest differences first.
    first, last : str
        Days the file is about; "" without a day.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    older: int = 0
    earlier: int = 0
    columns: list[str] = field(default_factory=list)
    by_area: dict[str, dict[str, float]] = field(default_factory=dict)
    lines: list[list[str]] = field(default_factory=list)
    first: str = ""
    last: str = ""

    def plain(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def compare(engine: Engine, prepared: Prepared) -> Changes:
    """Compare the good rows of a file with the rows that are current now; without a good row nothing is read."""
    rules, good = prepared.rules, prepared.checked.good
    if not good.any():
        return Changes()
    keys = key_columns(rules)
    values = [c.target for c in rules.columns if c.target not in (*keys, "known_on")]
    names = [name for name in (*keys, *values, "known_on") if name in prepared.checked.columns]
    then = pd.DataFrame({name: prepared.checked.columns[name][good] for name in names}, dtype=object)
    if rules.kind == "measures":
        then["dataset"] = rules.id
    if rules.kind == "areas":
        shapes = [json.dumps(shape, separators=(",", ":")) for shape in prepared.table.geometry]
        then["geometry"] = np.array(shapes, dtype=object)[good]
        values.append("geometry")
    if "known_on" not in then:
        then["known_on"] = day_number(prepared.delivery.received.date())
    today = _current(engine, rules, then, [*keys, *values])
    merged = then.merge(today, how="left", on=keys, suffixes=("", " today"), indicator=True)
    known = (merged["_merge"] == "both").to_numpy()
    # Of several revisions of a key in one file the last one counts; the others are its history.
    order = merged.assign(place=np.arange(len(merged))).sort_values(["known_on", "place"], kind="stable")
    last = np.zeros(len(merged), dtype=bool)
    last[order.drop_duplicates(keys, keep="last")["place"].to_numpy(dtype=int)] = True
    older = known & last & (_floats(merged["known_on today"]) > _floats(merged["known_on"]))
    result = Changes(new=int((~known & last).sum()), older=int(older.sum()), earlier=int((~last).sum()))
    differs = np.zeros(len(merged), dtype=bool)
    codes = _codes(engine, merged)
    parts = []
    for name in values:
        now, before = merged[name], merged[f"{name} today"]
        other = ~((now == before) | (now.isna() & before.isna())).to_numpy(dtype=bool) & ~older & last
        differs |= other & known
        numeric = any(c.numeric for c in rules.columns if c.target == name)
        parts.append((name, other, numeric))
        if numeric and rules.kind == "measures":
            for measure in sorted(set(merged["measure"])):
                chosen = other & (merged["measure"] == measure).to_numpy()
                _add_by_area(result, str(measure), chosen, _floats(now), _floats(before), codes)
        elif numeric and name not in PLACES:
            _add_by_area(result, name, other, _floats(now), _floats(before), codes)
    result.changed = int((differs & known).sum())
    result.same = int((known & last & ~differs & ~older).sum())
    result.lines = _lines(merged, keys, codes, parts)
    if "day" in then:
        result.first, result.last = (day_date(int(d)).isoformat() for d in (then["day"].min(), then["day"].max()))
    return result


def _floats(column: pd.Series) -> np.ndarray:
    return pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)


def _current(engine: Engine, rules: Contract, then: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    table = Base.metadata.tables[rules.table]
    question = select(*(table.c[name] for name in names), table.c.known_on).where(table.c.superseded_on.is_(None))
    if rules.kind == "measures":
        question = question.where(table.c.dataset == rules.id)
    if "day" in names:
        question = question.where(table.c.day.between(int(then["day"].min()), int(then["day"].max())))
    with engine.connect() as connection:
        result = connection.execute(question)
        return pd.DataFrame(result.fetchall(), columns=list(result.keys()), dtype=object)


def _codes(engine: Engine, merged: pd.DataFrame) -> list[str]:
    """Area code of each row; "" where rows are not about areas."""
    if "code" in merged:
        return [str(code) for code in merged["code"]]
    if "area_id" not in merged:
        return [""] * len(merged)
    with engine.connect() as connection:
        known = {row.id: row.code for row in connection.execute(select(AreaRow.id, AreaRow.code))}
    return [known.get(int(number), "") for number in merged["area_id"]]


def _add_by_area(
    result: Changes, name: str, other: np.ndarray, now: np.ndarray, before: np.ndarray, codes: list[str]
) -> None:
    if not other.any() or len(result.columns) >= MOST_COLUMNS:
        return
    gap = np.where(other, np.nan_to_num(now) - np.nan_to_num(before), 0.0)
    sums = pd.Series(gap).groupby(pd.Series(codes, dtype=str)).sum()
    sums = sums[sums != 0]
    if len(sums):
        result.columns.append(name)
        result.by_area[name] = {str(code): round(float(value), 6) for code, value in sums.items() if code}


def _lines(
    merged: pd.DataFrame, keys: list[str], codes: list[str], parts: list[tuple[str, np.ndarray, bool]]
) -> list[list[str]]:
    """The differing cells of rows that exist today, then cells of new rows; the largest differences first."""
    known = (merged["_merge"] == "both").to_numpy()
    differences: list[tuple[float, list[str]]] = []
    for name, other, numeric in parts:
        rows = np.flatnonzero(other)
        now, before = merged[name], merged[f"{name} today"]
        size = np.abs(np.nan_to_num(_floats(now)) - np.nan_to_num(_floats(before))) if numeric else np.ones(len(merged))
        order = rows[np.argsort(-(size[rows] + np.where(known[rows], 1e12, 0)))][:MOST_LINES]
        for row in order:
            key = ", ".join(_text(key, merged[key].iloc[row]) for key in keys if key not in ("area_id", "dataset"))
            line = [
                codes[row],
                key,
                name,
                _text(name, before.iloc[row]) if known[row] else "",
                _text(name, now.iloc[row]),
            ]
            differences.append((float(size[row]) + (1e12 if known[row] else 0), line))
    differences.sort(key=lambda item: -item[0])
    return [line for _, line in differences[:MOST_LINES]]


def _text(name: str, value: object) -> str:
    if value is None or value != value:
        return "–"
    if name == "geometry":
        return f"{len(str(value))} B"
    if name in ("day", "valid_from", "valid_to") or name.endswith("_on"):
        return day_date(int(float(str(value)))).isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:80]
