"""Days as integers (days since 1970-01-01), the key of every observation."""

from __future__ import annotations

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


def minute_moment(minute: int) -> datetime:
    """Moment (WIB, without a zone) of a minute since 1970 WIB.

    Examples
    --------
    >>> minute_moment(1440 + 61)
    datetime.datetime(1970, 1, 2, 1, 1)
    """
    return datetime(1970, 1, 1) + timedelta(minutes=minute)
