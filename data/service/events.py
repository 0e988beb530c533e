"""What happened in the city that charts over days may show: restrictions, feasts, changes of a rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from data.domain.errors import Words
from data.reference import rows


@dataclass(frozen=True)
class Event:
    """Something that happened on a day.

    Attributes
    ----------
    area : str
        Code of the area that it is about; the city for what is about all of it.
    subject : str
        Subject whose charts show it; "" for every one.
    source : str
        Decree, table or address that says so.
    """

    day: date
    area: str
    subject: str
    words: Words
    source: str


@lru_cache
def events() -> tuple[Event, ...]:
    """Published events, newest first (`data/reference/events.csv`), and the RW that were restricted by name."""
    known = [
        Event(
            date.fromisoformat(row["hari"]), row["kode"], row["pokok"], Words(id=row["id"], en=row["en"]), row["sumber"]
        )
        for row in rows("events")
    ]
    restricted = [
        Event(
            date.fromisoformat(row["berlaku_mulai"]),
            f"{row['kode']}.{int(row['rw']):03}",
            "",
            Words(id="PSKS mulai, 14 hari", en="Restricted (PSKS), 14 days"),
            row["sumber"],
        )
        for row in rows("psks_rw")
    ]
    return tuple(sorted((*known, *restricted), key=lambda event: (event.day, event.area), reverse=True))
