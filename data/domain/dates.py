"""Days as integers (days since 1970-01-01), the key of every observation."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01.

    Examples
    --------
    >>> day_number(date(1970, 1, 2))
    1
    """
    return (day - EPOCH).days


def day_date(number: int) -> date:
    """The inverse of `day_number`."""
    return EPOCH + timedelta(days=int(number))


def moment_minute(moment: datetime) -> int:
    """Minutes since 1970 WIB of a moment in WIB; the inverse of `minute_moment`.

    Examples
    --------
    >>> moment_minute(datetime(1970, 1, 2, 1, 1))
    1501
    """
    return day_number(moment.date()) * 1440 + moment.hour * 60 + moment.minute


def minute_text(minute: float) -> str:
    """A minute since 1970 WIB as files write it; "" for a missing one.

    Examples
    --------
    >>> minute_text(1501), minute_text(float("nan"))
    ('1970-01-02 01:01', '')
    """
    return "" if math.isnan(minute) else f"{minute_moment(int(minute)):%Y-%m-%d %H:%M}"


def minute_moment(minute: int) -> datetime:
    """Moment (WIB, without a zone) of a minute since 1970 WIB.

    Examples
    --------
    >>> minute_moment(1440 + 61)
    datetime.datetime(1970, 1, 2, 1, 1)
    """
    return datetime(1970, 1, 1) + timedelta(minutes=minute)


def quarter_of(day: date) -> str:
    """Name of the quarter that a day lies in.

    Examples
    --------
    >>> quarter_of(date(2020, 11, 24))
    '2020-Q4'
    """
    return f"{day.year}-Q{(day.month + 2) // 3}"


def quarter_days(name: str) -> tuple[date, date]:
    """First and last day of a quarter.

    Raises
    ------
    ValueError
        When it is not the name of a quarter.

    Examples
    --------
    >>> quarter_days("2020-Q4")
    (datetime.date(2020, 10, 1), datetime.date(2020, 12, 31))
    """
    year, mark, number = name.partition("-Q")
    if not mark or number not in ("1", "2", "3", "4"):
        raise ValueError(name)
    first = date(int(year), 3 * int(number) - 2, 1)
    years, months = divmod(first.month + 2, 12)
    return first, date(first.year + years, months + 1, 1) - timedelta(days=1)


def next_quarter_end(day: date) -> date:
    """The last day of the quarter after a day's own.

    Examples
    --------
    >>> next_quarter_end(date(2022, 2, 16)), next_quarter_end(date(2021, 10, 1))
    (datetime.date(2022, 6, 30), datetime.date(2022, 3, 31))
    """
    months = day.year * 12 + (day.month - 1) // 3 * 3 + 6
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def known_day(number: float) -> date | None:
    """The day of a day number; None for NaN."""
    return None if math.isnan(number) else day_date(int(number))


def month_ends(clock: date, months: int) -> list[date]:
    """Ends of the last months before a day, the newest first.

    Examples
    --------
    >>> month_ends(date(2022, 3, 16), 2)
    [datetime.date(2022, 2, 28), datetime.date(2022, 1, 31)]
    """
    made, day = [], clock.replace(day=1)
    for _ in range(months):
        made.append(day - timedelta(days=1))
        day = made[-1].replace(day=1)
    return made
