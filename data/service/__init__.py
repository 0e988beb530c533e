"""One method per question that a view asks; the cache lives here; the only door into data."""

from __future__ import annotations

from dataclasses import dataclass

from data.queries.database import open_database
from data.service.alerts import Alerts
from data.service.desk import Desk
from data.service.evaluator import Evaluator
from data.service.people import People
from data.service.publisher import Publisher
from data.service.room import RoomService
from data.service.together import Together
from data.settings import Settings, from_environment

__all__ = [
    "Alerts",
    "Desk",
    "Evaluator",
    "People",
    "Publisher",
    "RoomService",
    "Services",
    "Together",
    "open_people",
    "open_services",
]


@dataclass(frozen=True)
class Services:
    """Every door into data over one database."""

    room: RoomService
    people: People
    desk: Desk
    together: Together
    alerts: Alerts


def open_services(settings: Settings) -> Services:
    """Open the database, bring it to the newest schema, and make the services."""
    engine = open_database(settings.database_url)
    people = People(engine)
    room = RoomService(engine, settings, people.note_read)
    alerts = Alerts(engine, room, people.note_read)
    return Services(room, people, Desk(engine, settings, room), Together(engine, room, people), alerts)


def open_people() -> People:
    """The accounts of the database that the environment names."""
    return People(open_database(from_environment().database_url))
