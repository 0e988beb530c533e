"""The shift: what happened in it, what stands open, and what one shift tells the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from data.commands import alerts as commands
from data.domain.alert_views import ShiftLine, ShiftView
from data.domain.alerts import FEED, STATE_NAMES, AlertState, shift_at
from data.domain.errors import Num, declared, msg
from data.domain.people import Right, person, require
from data.queries import alerts as queries
from data.service.alert_reader import FEED_CAUSE
from data.service.alerts import MOST_SHOWN, Alerts
from data.service.city import City
from data.service.room import RoomService
from data.subjects import registry
from data.workflow.steps import ROOM

LOAD_STATES = {"loaded": msg("in force"), "rolled_back": msg("taken back")}


class Shifts:
    """The handover sheets; thread-safe."""

    def __init__(self, engine: Engine, room: RoomService, alerts: Alerts) -> None:
        self._engine = engine
        self._room = room
        self._alerts = alerts

    def leave_message(self, text: str) -> None:
        """Tell the next shift something."""
        commands.leave_message(self._engine, require(Right.NOTE), text, now=self._alerts.now())
        self._room.invalidate()

    def shift(self, start: datetime | None = None) -> ShiftView:
        """The handover sheet of the shift that a moment lies in (None: the current one)."""
        who, now, city = person(), self._alerts.now(), self._room.city()
        current = shift_at(now)
        shift = current if start is None else shift_at(min(start, now))
        view = self._alerts.view()
        steps = self._alerts.reader.steps_of(shift, who)
        loads = queries.loads_between(self._engine, shift.start, shift.end) if who.may(Right.CITY) else []
        feeds = self._room.feeds()
        return ShiftView(
            shift=shift,
            current=shift == current,
            now=now,
            stage=self._alerts.stage() if who.may(Right.CITY) else None,
            counts=self._alerts.reader.counts(shift, who, steps),
            lines=tuple(self._line(city, row) for row in steps[-MOST_SHOWN:]),
            open=view.groups,
            shelved=view.shelved,
            loads=tuple(
                ShiftLine(
                    r["received_at"],
                    msg(
                        "{dataset}: {kept} rows kept, {rejected} rejected ({state})",
                        dataset=feeds[r["dataset"]].title if r["dataset"] in feeds else r["dataset"],
                        kept=Num(r["kept"]),
                        rejected=Num(r["rejected"]),
                        state=LOAD_STATES.get(r["state"], r["state"]),
                    ),
                    r["loaded_by"],
                    r["file_name"],
                )
                for r in loads[-30:]
            ),
            feeds=tuple(self._room.status().feeds),
            messages=tuple(
                ShiftLine(r["at"], declared(r["text"], r["text"]), r["author"], "")
                for r in queries.messages_between(self._engine, shift.before.start, shift.end)
            ),
            simulated=view.simulated,
        )

    def starting(self, text: str) -> datetime | None:
        """A shift's start from an address; what cannot be read is the current one."""
        try:
            start = datetime.fromisoformat(text[:25])
        except ValueError:
            return None
        return (
            start.replace(tzinfo=None)
            if datetime(2000, 1, 1) < start.replace(tzinfo=None) < datetime(2100, 1, 1)
            else None
        )

    def _line(self, city: City, row: Mapping[str, Any]) -> ShiftLine:
        rule, area = self._alerts.rules.in_force().get(row["rule"]), str(row["area"])
        feed = self._room.feeds().get(str(row["rule"]).removeprefix(FEED))
        name = city.name(area) if area in city.areas else area
        what: Any = registry().causes[rule.cause] if rule is not None else FEED_CAUSE
        where: Any = feed.title if feed is not None else name
        text = msg("{cause}, {area}: {state}", cause=what, area=where, state=STATE_NAMES[AlertState(row["after"])])
        return ShiftLine(row["at"], text, "" if row["actor"] == ROOM else row["actor"], row["note"] or "")
