"""One text → one value, by the contract's column type; a refusal is a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from data.contracts import ContractColumn
from data.domain.areas import Level, Life, level_of
from data.domain.dates import day_number, moment_minute
from data.domain.errors import Message, msg, trimmed_num
from data.ingest.numbers import NumberForm, number_of, two_ways
from data.settings import WIB

Value = int | float | str | None

ISO_DAY = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
SERIAL = re.compile(r"^[34]\d{4}(\.\d+)?$")
EARLIEST = date(1990, 1, 1)
LARGEST_COUNT = 100_000_000
LARGEST_AMOUNT = 1e15


@dataclass(frozen=True)
class Known:
    """What a row may refer to: area ids by code, loaded keys by "table.column", today.

    ``lives`` has the first and last day of areas that began or ended with a new version, by area id; ``form`` is how
    the file writes its numbers.
    """

    areas: Mapping[str, int]
    refs: Mapping[str, frozenset[str]]
    today: date
    lives: Mapping[int, Life] = field(default_factory=dict)
    form: NumberForm = NumberForm.OPEN


class RefusedError(ValueError):
    """A cell that cannot be kept."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def parse(text: str, column: ContractColumn, known: Known) -> Value:
    """Read one cell.

    Parameters
    ----------
    text : str
        The cell; "" is empty.

    Returns
    -------
    int, float, str or None
        None only where the contract lets the cell be empty.

    Raises
    ------
    RefusedError
        With the reason as a sentence.
    """
    text = text.strip()
    if text == "":
        if column.required:
            raise RefusedError(msg("The cell is empty; a value is required."))
        return None
    return PARSERS[column.type](text, column, known)


def _area(text: str, column: ContractColumn, known: Known) -> Value:
    if text not in known.areas:
        raise RefusedError(msg("“{code}” is not a known area code.", code=text[:40]))
    if column.level is not None and level_of(text) is not column.level:
        wanted = Level(column.level).value
        raise RefusedError(
            msg("“{code}” is a {got}, this column wants {want}.", code=text, got=level_of(text).value, want=wanted)
        )
    return known.areas[text]


def _date(text: str, column: ContractColumn, known: Known) -> Value:
    if SERIAL.match(text):
        raise RefusedError(
            msg("“{text}” is an Excel serial number; format the column as a date (YYYY-MM-DD).", text=text)
        )
    try:
        day = date.fromisoformat(text if ISO_DAY.match(text) else "")
    except ValueError:
        raise RefusedError(msg("“{text}” is not a date; write YYYY-MM-DD.", text=text[:40])) from None
    if day < EARLIEST:
        raise RefusedError(msg("{day} is implausibly early.", day=day.isoformat()))
    if column.past and day > known.today:
        raise RefusedError(
            msg("{day} lies in the future (today is {today}).", day=day.isoformat(), today=known.today.isoformat())
        )
    return day_number(day)


def _datetime(text: str, column: ContractColumn, known: Known) -> Value:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo:
            moment = moment.astimezone(WIB).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise RefusedError(msg("“{text}” is not a time; write YYYY-MM-DD HH:MM.", text=text[:40])) from None
    if moment.date() < EARLIEST:
        raise RefusedError(msg("{day} is implausibly early.", day=text[:40]))
    if column.past and moment.date() > known.today:
        raise RefusedError(msg("{day} lies in the future (today is {today}).", day=text, today=known.today.isoformat()))
    return moment_minute(moment)


def _number(text: str, column: ContractColumn, known: Known) -> Value:
    if two_ways(text, known.form, whole=column.type == "count"):
        together = text.replace(".", "")
        raise RefusedError(
            msg(
                "“{text}” can be read in two ways, as {thousands} or with a decimal point; write thousands without a "
                "separator, or decimals with a comma.",
                text=text[:40],
                thousands=together[:40],
            )
        )
    value = number_of(text, known.form)
    if value is None:
        raise RefusedError(msg("“{text}” is not a number.", text=text[:40]))
    if not abs(value) <= LARGEST_AMOUNT:
        raise RefusedError(msg("{text} is implausibly large for one row.", text=text[:40]))
    low = column.minimum if column.minimum is not None else (0.0 if column.type != "number" else value)
    if value < low:
        reason = "{text} is negative." if low == 0 else "{text} is below {low}."
        raise RefusedError(msg(reason, text=text[:40], low=trimmed_num(low)))
    if column.maximum is not None and value > column.maximum:
        raise RefusedError(msg("{text} is above {high}.", text=text, high=trimmed_num(column.maximum)))
    return value


def _count(text: str, column: ContractColumn, known: Known) -> Value:
    if text.isascii() and text.isdigit() and len(text) < 9:
        return int(text)
    value = float(_number(text, column, known) or 0)
    if not value.is_integer():
        raise RefusedError(msg("“{text}” is not a whole number.", text=text[:40]))
    if abs(value) > LARGEST_COUNT:
        raise RefusedError(msg("{text} is implausibly large for one row.", text=text[:40]))
    return int(value)


def _choice(text: str, column: ContractColumn, known: Known) -> Value:
    if column.several:
        chosen = [word.strip() for word in text.split(",")]
        return ",".join(dict.fromkeys(_chosen(word, column) for word in chosen if word))
    return _chosen(text, column)


def _chosen(text: str, column: ContractColumn) -> str:
    if text not in column.choices:
        raise RefusedError(msg("“{text}” is not one of {choices}.", text=text[:40], choices=", ".join(column.choices)))
    return text


def _ref(text: str, column: ContractColumn, known: Known) -> Value:
    if text not in known.refs.get(column.ref or "", frozenset()):
        raise RefusedError(msg("“{text}” has not been loaded before (see {ref}).", text=text[:40], ref=column.ref))
    return text


def _text(text: str, column: ContractColumn, known: Known) -> Value:
    if not text.isprintable():
        raise RefusedError(msg("The text holds signs that cannot be printed."))
    if len(text) > 400:
        raise RefusedError(msg("The text is longer than 400 characters."))
    return text


PARSERS: dict[str, Callable[[str, ContractColumn, Known], Value]] = {
    "area": _area,
    "date": _date,
    "datetime": _datetime,
    "count": _count,
    "amount": _number,
    "number": _number,
    "text": _text,
    "choice": _choice,
    "ref": _ref,
}
