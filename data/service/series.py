"""Values of an indicator by area and day, as the API asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.domain.areas import CITY, Level
from data.domain.dates import day_date, day_number
from data.domain.errors import BadRequestError, Message, msg
from data.domain.filters import FilterState
from data.domain.people import ForbiddenError, person, sees
from data.domain.views import Stamp
from data.service import tables
from data.service.room import RoomService, indicator_in
from data.service.selection import select

MOST_VALUES = 200_000


@dataclass(frozen=True)
class ValuesQuestion:
    """What is asked: an indicator at a level, for one day, a range or over a run of days, for some areas or all."""

    indicator: str
    level: Level
    day: date | None = None
    until: date | None = None
    areas: tuple[str, ...] = ()
    known_on: date | None = None
    span: tuple[date, date] | None = None


@dataclass(frozen=True)
class ValuesAnswer:
    """Rows ``area, name, date, value, numerator, denominator, state``, and what they are.

    Attributes
    ----------
    level : Level
        Where the figure exists and may be seen; it may be coarser than what was asked.
    day : date
        The day that was asked for; without one the day that is shown by itself.
    first, last : date
        First and last day of the indicator's data; a day outside has no rows, and ``problem`` says so.
    computing : bool
        Whether the values are missing because they are still being computed for these data.
    """

    indicator: str
    unit: Message
    level: Level
    day: date
    first: date
    last: date
    problem: Message | None
    version: int
    stamp: Stamp
    computing: bool
    rows: list[dict[str, object]]


def values(room: RoomService, asked: ValuesQuestion) -> ValuesAnswer:
    """Values of an indicator by area, for one day or a range of days.

    Raises
    ------
    NotFoundError
        For an unknown indicator.
    BadRequestError
        For an unknown area, a range that ends before it starts, one that is too long, or a run beside a day.
    ForbiddenError
        For an area that the person may not see.
    """
    if asked.span and (asked.day or asked.until):
        raise BadRequestError(msg("Ask for a run of days or for a day, not for both."))
    since, day = asked.span or (None, asked.day)
    city, who = room.filled_city(asked.known_on), person()
    indicator_in(city, asked.indicator)
    if beyond := [code for code in asked.areas if not sees(who, code)]:
        raise ForbiddenError(msg("You may see {own} only, not {code}.", own=who.area, code=beyond[0][:40]))
    if unknown := [code for code in asked.areas if code not in city.areas]:
        raise BadRequestError(msg("“{code}” is not a known area code.", code=unknown[0][:40]))
    state = FilterState(
        areas=tuple(code for code in asked.areas if code != CITY),
        level=asked.level,
        date=day,
        since=since,
        indicator=asked.indicator,
        as_known_on=asked.known_on,
    )
    selection = select(city, state, room.feeds())
    room.note_read(city, state, "", until=day_number(asked.until) if asked.until else 0)
    first = day_number(day) if day else selection.day
    last = day_number(asked.until) if asked.until else first
    if last < first:
        raise BadRequestError(msg("The range ends before it starts."))
    count = len(city.columns(selection.areas, selection.level)) * (last - first + 1)
    if count > MOST_VALUES:
        raise BadRequestError(
            msg(
                "{n} values are more than one answer may hold ({most}); ask for fewer days or areas.",
                n=str(count),
                most=str(MOST_VALUES),
            )
        )
    rows = tables.values_table(selection, first, last)
    indicator = selection.indicator
    data_to = city.data_to(indicator)
    known = day_date(selection.first_day), day_date(selection.last_day if data_to is None else data_to)
    outside = first < selection.first_day or last > selection.last_day
    missing = msg("Not every day has figures; the data go from {first} to {last}.", first=known[0], last=known[1])
    return ValuesAnswer(
        indicator.id,
        indicator.unit,
        selection.level,
        day_date(last),
        *known,
        missing if outside or not rows else None,
        city.version,
        selection.stamp(),
        selection.pending,
        rows,
    )
