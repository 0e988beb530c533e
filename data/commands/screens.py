"""Writes about the screens of the wall. One transaction and one audit line each; heartbeats only the row."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select, update

from data.commands import audit
from data.commands.alerts import grow
from data.commands.sessions import revoke_screen
from data.domain.errors import BadRequestError, NotFoundError, msg
from data.domain.people import Person
from data.domain.wall import MOST_SCREENS, Heartbeat, Screen
from data.tables.alerts import ScreenRow
from data.tables.engine import writing


def _values(screen: Screen, who: Person) -> dict[str, Any]:
    kept = {k: v for k, v in asdict(screen).items() if k not in ("command", "verb", "scene", "paused", "pinned")}
    return {**kept, "playlist": json.dumps(screen.playlist), "changed_by": who.name, "changed_at": audit.now()}


def add_screen(engine: Engine, who: Person, screen: Screen) -> None:
    """Set up a screen.

    Raises
    ------
    BadRequestError
        When its short name is taken, or there are too many.
    """
    with writing(engine) as connection:
        if connection.execute(select(ScreenRow.id).where(ScreenRow.slug == screen.slug)).first():
            raise BadRequestError(msg("There already is a screen “{name}”.", name=screen.slug), field="slug")
        if connection.execute(select(func.count(ScreenRow.id))).scalar_one() >= MOST_SCREENS:
            raise BadRequestError(msg("There are {n} screens already.", n=MOST_SCREENS))
        rest = {"paused": False, "pinned": None, "command": 0, "verb": "none", "scene": ""}
        connection.execute(insert(ScreenRow).values(**_values(screen, who), **rest))
        grow(connection, "screens")
        audit.append(connection, [audit.line(who, "screen added", screen.slug, profile=screen.profile)])


def change_screen(engine: Engine, who: Person, screen: Screen) -> None:
    """Set a screen up anew; what it shows now goes on.

    Raises
    ------
    NotFoundError
        When there is none.
    """
    values = _values(screen, who)
    with writing(engine) as connection:
        _needed(connection, screen.slug)
        connection.execute(update(ScreenRow).where(ScreenRow.slug == screen.slug).values(**values))
        grow(connection, "screens")
        detail = {
            name: values[name] for name in ("profile", "playlist", "inches", "width_px", "height_px", "distance_m")
        }
        audit.append(connection, [audit.line(who, "screen changed", screen.slug, **detail)])


def remove_screen(engine: Engine, who: Person, slug: str) -> None:
    """Take a screen down; its tokens are revoked."""
    with writing(engine) as connection:
        _needed(connection, slug)
        revoke_screen(connection, slug)
        connection.execute(delete(ScreenRow).where(ScreenRow.slug == slug))
        grow(connection, "screens")
        audit.append(connection, [audit.line(who, "screen removed", slug)])


def command_screen(engine: Engine, who: Person, slug: str, *, what: str, scene: str = "") -> None:
    """Direct a screen.

    Parameters
    ----------
    what : str
        "pause", "resume", "pin", "unpin", "step", "back" or "show".
    """
    fixed: dict[str, dict[str, Any]] = {
        "pause": {"paused": True},
        "resume": {"paused": False},
        "pin": {"pinned": scene},
        "unpin": {"pinned": None},
    }
    values = fixed.get(what, {"verb": what, "scene": scene})
    with writing(engine) as connection:
        _needed(connection, slug)
        more = {"command": ScreenRow.command + 1} if "verb" in values else {}
        connection.execute(update(ScreenRow).where(ScreenRow.slug == slug).values(**values, **more))
        grow(connection, "screens")
        audit.append(connection, [audit.line(who, "screen directed", slug, what=what, scene=scene or None)])


def _needed(connection: Any, slug: str) -> None:
    if connection.execute(select(ScreenRow.id).where(ScreenRow.slug == slug)).first() is None:
        raise NotFoundError(msg("There is no screen “{name}”.", name=slug[:40]))


def note_heartbeats(engine: Engine, said: Iterable[tuple[str, Heartbeat]]) -> None:
    """Write what screens last said of themselves."""
    with writing(engine) as connection:
        for slug, heartbeat in said:
            values = {
                "said_at": heartbeat.at,
                "said_scene": heartbeat.scene[:20],
                "said_size": heartbeat.size[:20],
                "said_version": heartbeat.version[:40],
            }
            connection.execute(update(ScreenRow).where(ScreenRow.slug == slug).values(**values))
