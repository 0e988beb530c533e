"""A monitor's raw log: condensed to minutes by point and day, and to outages, before it is checked like any file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from data.domain.dates import day_number, minute_moment, minute_text, moment_minute
from data.domain.errors import DecorError, Message, Num, msg
from data.wifi.log import DAY, SERVICES, Log, continued, outages, read_log, service_days

DELIMITERS = (",", ";", "\t")
NEEDED = ("point", "time", *SERVICES)
KNOWN = (*NEEDED, "clients")
MOST_DAYS = 62
"""A log is about so many days before its newest line; older lines are left out."""
REASONS = {
    "without a point": msg("{n} lines without a point were left out."),
    "without a time": msg("{n} lines whose time cannot be read were left out."),
    "outside the window": msg("{n} lines were left out: after the room's clock, or more than 62 days before the last."),
}


@dataclass(frozen=True)
class Condensed:
    """What a raw file comes to.

    Attributes
    ----------
    rows, beside : DataFrame of str
        As the contracts' files would have them.
    notes : list of Message
        What was not used, and what became of the rest.
    """

    rows: pd.DataFrame
    beside: pd.DataFrame
    notes: list[Message]


def _heading(path: Path) -> tuple[str, list[str]]:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        first = file.readline(4_000).strip()
    delimiter = max(DELIMITERS, key=first.count)
    return delimiter, [name.strip().strip('"') for name in first.split(delimiter)]


def condense(path: Path, clock: datetime, running: pd.DataFrame) -> Condensed | None:
    """Read a raw log; None for a file that is none: its heading has no column ``time``.

    Parameters
    ----------
    clock : datetime
        Now; nothing is known after it.
    running : DataFrame
        Outages on record without an end: ``point, started_at, cause`` (and more).

    Raises
    ------
    DecorError
        When a column is missing or not the log's own (who was on line is nobody's business here), when a cell is
        neither 1, 0 nor empty, and when no line can be used.
    """
    if path.suffix.lower() not in (".csv", ".txt") or "time" not in _heading(path)[1]:
        return None
    log = _read(path, clock)
    if not len(log.minute):
        raise DecorError(msg("The log has no line that can be used."))
    # The monitor looks at the points in turn: after the newest line of all nothing is said to be silent yet.
    first, last = int(log.minute.min()), int(log.minute.max()) + 1
    known = minute_moment(last - 1).date()
    days = service_days(log, first=first, last=last)
    fell = continued(outages(log, first=first, last=last), running, log, first=first)
    notes = [Message(REASONS[reason].text, {"n": Num(number)}) for reason, number in log.refused.items() if number]
    notes.append(
        msg(
            "A raw log: {lines} minutes of {points} points became {days} days and {outages} outages.",
            lines=Num(len(log.minute)),
            points=Num(len(log.points)),
            days=Num(len(days)),
            outages=Num(len(fell)),
        )
    )
    return Condensed(_as_texts(days, known, ("since",)), _as_texts(fell, known, ("started_at", "ended_at")), notes)


def _read(path: Path, clock: datetime) -> Log:
    delimiter, heading = _heading(path)
    if missing := [name for name in NEEDED if name not in heading]:
        raise DecorError(
            msg(
                "The header lacks {missing}; it has {found}.",
                missing=", ".join(missing),
                found=", ".join(heading)[:120],
            )
        )
    if others := [name for name in heading if name not in KNOWN]:
        raise DecorError(
            msg("A log has no column {names}; who was on line is not kept.", names=", ".join(others)[:200])
        )
    types = dict.fromkeys(SERVICES, "float32") | {"point": "category", "time": "str", "clients": "float32"}
    try:
        lines = pd.read_csv(
            path, sep=delimiter, dtype=types, encoding="utf-8-sig", skipinitialspace=True, index_col=False
        )
    except (ValueError, pd.errors.ParserError) as error:
        raise DecorError(msg("The log cannot be read: services are 1, 0 or empty, clients a number.")) from error
    if not lines[list(SERVICES)].isin([0.0, 1.0]).where(lines[list(SERVICES)].notna(), True).all(axis=None):
        raise DecorError(msg("The log cannot be read: services are 1, 0 or empty, clients a number."))
    now = moment_minute(clock) + 1
    log = read_log(lines, first=day_number(date(2015, 1, 1)) * DAY, last=now)
    if not len(log.minute) or log.minute.min() >= (begin := int(log.minute.max()) - MOST_DAYS * DAY):
        return log
    return read_log(lines, first=begin, last=now)


def _as_texts(rows: pd.DataFrame, known: date, moments: tuple[str, ...]) -> pd.DataFrame:
    """Rows as the contract's file would have them; each was known on the day of the log's last minute."""
    cells = rows.assign(reported_on=known.isoformat())
    for name in cells.columns:
        if name in moments:
            cells[name] = cells[name].map(minute_text)
        elif name not in ("point", "cause", "reported_on"):
            cells[name] = cells[name].map(_whole)
    return cells.astype(object).astype(str)


def _whole(value: float) -> str:
    return "" if pd.isna(value) else str(int(value))
