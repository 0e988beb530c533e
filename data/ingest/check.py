"""A table of texts against its contract: typed columns, and one line for every refused cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.contracts import Contract, ContractColumn
from data.domain.dates import day_date
from data.domain.errors import DecorError, Message, Num, msg
from data.ingest.numbers import GROUPS, NumberForm, OpenNumber, exact, forms_of, open_number, two_ways
from data.ingest.parse import Known, RefusedError, Value, parse
from data.ingest.read import RawTable

Objects = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Rejected:
    """Why a row was not kept."""

    row: int
    column: str
    value: str
    reason: Message


@dataclass
class Checked:
    """The result of a check.

    Attributes
    ----------
    columns : dict
        Table column → values (object array, None where empty), good and bad rows alike.
    good : array of bool
        Rows that may be loaded.
    rejected : list of Rejected
    numbers : list of Message
        How numbers were read, with an example, and the greatest value of each column.
    open_number : OpenNumber or None
        A cell that means two numbers, of which the file does not say which; one of a column that may have decimals
        where there is any.
    """

    columns: dict[str, Objects]
    good: npt.NDArray[np.bool_]
    rejected: list[Rejected] = field(default_factory=list)
    numbers: list[Message] = field(default_factory=list)
    open_number: OpenNumber | None = None

    def refuse(self, index: int, row: int, column: str, value: str, reason: Message) -> None:
        """Leave a row out; ``index`` is its place among the rows, ``row`` its number in the file."""
        self.rejected.append(Rejected(row, column, value[:200], reason))
        self.good[index] = False

    @property
    def rows_rejected(self) -> int:
        """Number of rows (not cells) refused."""
        return len({line.row for line in self.rejected})


def check_table(table: RawTable, contract: Contract, known: Known, points: NumberForm = NumberForm.OPEN) -> Checked:
    """Check every cell, then the row rules, then duplicates.

    Parameters
    ----------
    points : NumberForm
        What points mean where the file leaves it open.

    Raises
    ------
    DecorError
        When required columns are missing from the header.
    """
    cells = table.cells.rename(columns=str.strip)
    missing = [c.name for c in contract.columns if c.required and c.name not in cells.columns]
    if missing:
        raise DecorError(
            msg(
                "The header lacks {missing}; it has {found}.",
                missing=", ".join(missing),
                found=", ".join(map(str, cells.columns))[:120],
            )
        )
    written = _written(cells, table, contract)
    texts_of = {name: pd.unique(texts[~exactly]) for name, (texts, exactly) in written.items()}
    limits = {
        column.name: (column.minimum, column.maximum)
        for column in contract.columns
        if column.minimum is not None and column.maximum is not None
    }
    forms = forms_of(texts_of, points, limits)
    result = Checked({}, np.ones(len(cells), dtype=bool))
    result.open_number = _open_number(texts_of, forms, contract)
    result.rejected += [Rejected(row, "", text, reason) for row, text, reason in table.broken]
    read: list[_Read] = []
    for column in contract.columns:
        texts = cells[column.name] if column.name in cells.columns else None
        if column.name in written:
            texts, exactly = written[column.name]
            texts = texts.mask(exactly, texts.map(exact))
            known = replace(known, form=forms[column.name])
        read.append(_check_column(texts, column, known, table.row_numbers, result))
    _say_exchanged(contract, result)
    _check_lives(known, table.row_numbers, result)
    _check_orders(contract, table.row_numbers, result)
    _check_needs(contract, table.row_numbers, result)
    _check_duplicates(contract, cells, table.row_numbers, result)
    result.numbers = [words for each in read if each.column.numeric for words in _words_of_numbers(each, result.good)]
    result.rejected.sort(key=lambda line: line.row)
    return result


def _open_number(
    texts: Mapping[str, Iterable[Any]], forms: Mapping[str, NumberForm], contract: Contract
) -> OpenNumber | None:
    whole = {column.name: column.type == "count" for column in contract.columns}
    for name in sorted(texts, key=lambda name: whole[name]):
        for text in texts[name]:
            if two_ways(str(text), forms[name], whole=whole[name]):
                return open_number(str(text), name, whole=whole[name])
    return None


def _written(
    cells: pd.DataFrame, table: RawTable, contract: Contract
) -> dict[str, tuple[pd.Series[Any], pd.Series[bool]]]:
    """Columns that hold numbers: their texts, and which of them a workbook holds as numbers."""
    names = [column.name for column in contract.columns if column.numeric and column.name in cells.columns]
    nothing = pd.Series(np.zeros(len(cells), dtype=bool), index=cells.index)
    exactly = {} if table.exact is None else {str(name).strip(): table.exact[name] for name in table.exact.columns}
    return {name: (cells[name].str.strip(), exactly.get(name, nothing)) for name in names}


@dataclass(frozen=True)
class _Read:
    """A column as it was read: its different texts with their values, and which of them each row has."""

    column: ContractColumn
    form: NumberForm
    positions: npt.NDArray[np.intp]
    texts: npt.NDArray[Any] | list[Any]
    values: list[Value]


def _check_column(
    texts: pd.Series[Any] | None, column: ContractColumn, known: Known, numbers: list[int], result: Checked
) -> _Read:
    if texts is None:
        result.columns[column.target] = np.full(len(numbers), None, dtype=object)
        return _Read(column, known.form, np.empty(0, dtype=np.intp), [], [])
    positions, uniques = pd.factorize(texts.to_numpy(dtype=object))
    values: list[Value] = []
    reasons: dict[int, Message] = {}
    for position, text in enumerate(uniques):
        try:
            values.append(parse(str(text), column, known))
        except RefusedError as refusal:
            values.append(None)
            reasons[position] = refusal.message
    lookup = np.empty(len(values), dtype=object)
    lookup[:] = values
    result.columns[column.target] = lookup[positions]
    read = _Read(column, known.form, np.asarray(positions, dtype=np.intp), uniques, values)
    if not reasons:
        return read
    bad = np.isin(positions, list(reasons))
    result.good &= ~bad
    for index in np.flatnonzero(bad):
        text = str(uniques[positions[index]])[:200]
        reason = reasons[int(positions[index])]
        result.rejected.append(Rejected(numbers[index], column.name, text, reason))
    return read


POINTS = {
    NumberForm.THOUSANDS: "Points were read as separators of thousands: “{text}” is {value}.",
    NumberForm.DECIMALS: "Points were read as decimal points: “{text}” is {value}.",
}


def _words_of_numbers(read: _Read, good: npt.NDArray[np.bool_]) -> list[Message]:
    """How a column's numbers were read in the rows that are kept: one that could have meant another, the greatest."""
    column, form = read.column, read.form
    if not len(read.positions):
        return []
    kept = ((read.values[at], str(read.texts[at]).strip()) for at in np.unique(read.positions[good]).tolist())
    known = [(float(value), text) for value, text in kept if isinstance(value, int | float)]
    if not known:
        return []
    greatest = max(known)[0]
    said = {"column": column.name, "value": Num(greatest, _decimals(greatest))}
    words = [msg("Largest value of {column}: {value}.", **said)]
    if greatest >= 1_000:
        size = Num(greatest, words=True)
        words = [msg("Largest value of {column}: {value}, that is {size}.", size=size, **said)]
    turned = max((pair for pair in known if GROUPS.match(pair[1])), default=None)
    if turned is not None and form in POINTS:
        number = Num(turned[0], _decimals(turned[0]))
        words.insert(0, msg(POINTS[form], text=turned[1], value=number))
    return words


def _decimals(value: float) -> int:
    return 0 if value.is_integer() else 3


def _check_lives(known: Known, numbers: list[int], result: Checked) -> None:
    """A row about an area must lie between the area's first and last day."""
    if not known.lives or not {"area_id", "day"} <= set(result.columns):
        return
    for index in np.flatnonzero(result.good):
        life = known.lives.get(result.columns["area_id"][index])
        day = result.columns["day"][index]
        if life is None or day is None:
            continue
        if life.last is not None and day > life.last:
            reason = msg(
                "{code} ended on {day}; since then it is {others}.",
                code=life.code,
                day=day_date(life.last).isoformat(),
                others=", ".join(life.successors) or "–",
            )
        elif life.first is not None and day < life.first:
            reason = msg("{code} exists only since {day}.", code=life.code, day=day_date(life.first).isoformat())
        else:
            continue
        result.rejected.append(Rejected(numbers[index], "area", life.code, reason))
        result.good[index] = False


def _check_orders(contract: Contract, numbers: list[int], result: Checked) -> None:
    targets = {column.name: column.target for column in contract.columns}
    for rule in contract.orders:
        low = _as_floats(result.columns[targets[rule.low]])
        high = _as_floats(result.columns[targets[rule.high]])
        with np.errstate(invalid="ignore"):
            wrong = (low > high) & result.good
        for index in np.flatnonzero(wrong):
            reason = msg("“{low}” must not exceed “{high}”.", low=rule.low, high=rule.high)
            result.rejected.append(Rejected(numbers[index], rule.low, f"{low[index]:g} > {high[index]:g}", reason))
        result.good &= ~wrong


def _check_needs(contract: Contract, numbers: list[int], result: Checked) -> None:
    filled = {column.name: pd.Series(result.columns[column.target]).notna().to_numpy() for column in contract.columns}
    for rule in contract.needs:
        asked = filled[rule.when] if rule.when else np.ones(len(numbers), dtype=bool)
        wrong = asked & ~np.logical_or.reduce([filled[name] for name in rule.any_of]) & result.good
        for index in np.flatnonzero(wrong):
            names = ", ".join(rule.any_of)
            reason = msg("“{when}” needs one of: {names}.", when=rule.when or contract.key[0], names=names)
            result.rejected.append(Rejected(numbers[index], rule.any_of[0], "", reason))
        result.good &= ~wrong


def _say_exchanged(contract: Contract, result: Checked) -> None:
    """Where longitude and latitude are both outside, and inside if exchanged, that is said; nothing is exchanged."""
    limits = {column.name: column for column in contract.columns if column.name in ("lon", "lat")}
    if len(limits) < 2:
        return
    wrong: dict[int, dict[str, str]] = {}
    for line in result.rejected:
        if line.column in limits:
            wrong.setdefault(line.row, {})[line.column] = line.value
    exchanged = {
        row: msg("lon and lat look exchanged: {lon}, {lat}.", **texts)
        for row, texts in wrong.items()
        if len(texts) == len(limits) and _inside(texts["lat"], limits["lon"]) and _inside(texts["lon"], limits["lat"])
    }
    result.rejected = [
        replace(line, reason=exchanged[line.row]) if line.column in limits and line.row in exchanged else line
        for line in result.rejected
    ]


def _inside(text: str, column: ContractColumn) -> bool:
    try:
        value = float(text)
    except ValueError:
        return False
    return (column.minimum is None or value >= column.minimum) and (column.maximum is None or value <= column.maximum)


def _as_floats(values: Objects) -> npt.NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _check_duplicates(contract: Contract, cells: pd.DataFrame, numbers: list[int], result: Checked) -> None:
    names = [next(c.target for c in contract.columns if c.name == key) for key in contract.key]
    if "known_on" in result.columns:
        names.append("known_on")
    keys = pd.DataFrame({name: pd.factorize(result.columns[name])[0] for name in names})
    keys = keys[result.good]
    again = keys.duplicated(keep="first")
    for index in again.index[again]:
        shown = ", ".join(str(cells[name].iloc[index]) for name in contract.key if name in cells)
        reason = msg("The key was already used in an earlier row of this file.")
        result.rejected.append(Rejected(numbers[index], contract.key[0], shown[:200], reason))
        result.good[index] = False


def kept_rows(checked: Checked, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """The good rows as tuples in the order of ``columns``."""
    return zip(*(checked.columns[name][checked.good].tolist() for name in columns), strict=True)
