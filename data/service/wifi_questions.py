"""Questions about Wi-Fi points that are not a figure of a day: what if, events, the next sites."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine

from data.domain.areas import Level
from data.domain.dates import day_number, minute_moment
from data.domain.errors import BadRequestError, NotFoundError, msg
from data.domain.people import Right, require
from data.domain.results import ResultKey
from data.domain.wifi import MOST_SITES, RADII, AreaLoss, Critical, Funnel, SiteQuestion, WhatIf
from data.geo.faces import Faces
from data.geo.packed import unpack_faces
from data.indicators.panel import Array
from data.jobs import queue
from data.jobs.registry import KINDS
from data.service.city import City
from data.service.room import RoomService
from data.service.wifi_people import people_today, pupils_today
from data.service.wifi_plans import plan_key
from data.service.wifi_state import wifi_state
from data.subjects import registry
from data.subjects.declaration import DerivedDocument
from data.wifi.outage import loss, people_only_by
from data.wifi.stages import stages_on

MOST_DOWN, MOST_LOST, MOST_CRITICAL, TARGET = 2_000, 400, 10, 2
PATIENCE_SECONDS, LOOK_SECONDS = 8.0, 0.1
MOST_WAITING = 2
"""So many threads wait for a plan at a time; others are told to ask again."""
MOST_OPEN, AGAIN_SECONDS = 4, 300.0
"""So many plans wait or are being chosen; the same is asked for again after so long."""


class WifiQuestions:
    """Answers for who may see the whole city; thread-safe."""

    def __init__(self, engine: Engine, room: RoomService) -> None:
        self._engine = engine
        self._room = room
        self._lock = threading.RLock()
        self._waiting = threading.Semaphore(MOST_WAITING)
        self._asked: dict[str, float] = {}
        self._ground: tuple[object, dict[str, Faces]] | None = None

    def points(self, text: str) -> list[str]:
        """Codes of points or areas in a list by comma as codes of points.

        Raises
        ------
        NotFoundError
            Names the first that is neither.
        """
        require(Right.CITY)
        city = self._city()
        points = wifi_state(city).points
        owner = city.register.main_column(Level.RW, points["area_id"])
        known, codes = set(points["point_code"]), []
        for code in [word.strip() for word in text.split(",") if word.strip()]:
            if code in known:
                codes.append(code)
            elif code in city.areas:
                inside = np.isin(owner, city.columns((code,), Level.RW))
                codes += points["point_code"][inside].tolist()
            else:
                raise NotFoundError(msg("There is no point and no area “{code}”.", code=code[:40]))
        return list(dict.fromkeys(codes))

    def what_if(self, down: list[str], radius: int = 100) -> WhatIf | None:
        """What is lost when points fail now; None while the ground is being computed.

        Raises
        ------
        BadRequestError
            For another radius, and for too many points.
        """
        require(Right.CITY)
        if radius not in RADII:
            raise BadRequestError(msg("The radius is one of {choices} m.", choices=_choices()))
        if len(down) > MOST_DOWN:
            raise BadRequestError(msg("At most {n} points at a time.", n=MOST_DOWN))
        city = self._city()
        ground = self._ground_of(city)
        if ground is None:
            return None
        state = wifi_state(city)
        working = state.live[:, -1] if len(state.points) else np.zeros(0, dtype=bool)
        codes = state.points["point_code"].to_numpy().astype(str)
        failing = np.flatnonzero(np.isin(codes, down))
        faces, people, pupils = ground[str(radius)], people_today(city), pupils_today(city)
        pupils = None if pupils is None else np.nan_to_num(pupils)
        lost = loss(faces, working, failing).lost
        owner = city.register.main_column(Level.RW, state.points["area_id"])
        before = np.bincount(owner[working & (owner >= 0)], minlength=len(people))
        left = working.copy()
        left[failing] = False
        after = np.bincount(owner[left & (owner >= 0)], minlength=len(people))
        names = city.tree.codes[Level.RW]
        alone = people_only_by(faces, working, people)
        return WhatIf(
            radius=radius,
            asked=len(down),
            working=int(working[failing].sum()),
            people=float((lost * people).sum()),
            pupils=None if pupils is None else float((lost * pupils).sum()),
            areas=_losses(city, lost, people, pupils, before, after),
            under_two=[names[at] for at in np.flatnonzero((before >= TARGET) & (after < TARGET))],
            critical=[
                Critical(str(codes[at]), names[owner[at]] if owner[at] >= 0 else "", float(alone[at]))
                for at in np.argsort(-alone, kind="stable")[:MOST_CRITICAL].tolist()
                if alone[at] > 0
            ],
        )

    def funnel(self) -> list[Funnel]:
        """How far the points of each kecamatan and of the city have come, on the city's day."""
        require(Right.CITY)
        city = self._city()
        state = wifi_state(city)
        points = state.points
        owner = city.register.main_column(Level.RW, points["area_id"])
        result = []
        for code in (*city.tree.codes[Level.KECAMATAN], *city.tree.codes[Level.KOTA]):
            inside = np.isin(owner, city.columns((code,), Level.RW))
            own, registered = points[inside], int(state.registered[inside, -1].sum()) if len(points) else 0
            enrolled = own[own["registered_on"].notna()]
            refused = int((enrolled["refused_on"].astype(float) <= city.today).sum())
            result.append(Funnel(code, city.name(code), registered, refused, stages_on(own, city.today)))
        return result

    def access(self) -> list[dict[str, Any]] | None:
        """Seats for pupils by radius and decay (`data.results.wifi_access`); None while it is being computed."""
        require(Right.CITY)
        body = self._city().document(_document("wifi-access-table"))
        return None if body is None else json.loads(body)

    def live_points(self) -> list[tuple[str, float, float]]:
        """Code, longitude and latitude of the points that are live now."""
        require(Right.CITY)
        state = wifi_state(self._city())
        if not len(state.points):
            return []
        live = state.points[state.live[:, -1]]
        return list(zip(live["point_code"], live["lon"].tolist(), live["lat"].tolist(), strict=True))

    def events(self, first: date | None, last: date | None) -> list[dict[str, Any]] | None:
        """Outages that belong together and touch a span of days, newest first; None while they are being computed."""
        require(Right.CITY)
        city = self._city()
        body = city.document(_document("wifi-events"))
        if body is None:
            return None
        begin = day_number(first) * 1440 if first else -np.inf
        end = (day_number(last) + 1) * 1440 if last else np.inf
        rows = [
            row
            for row in json.loads(body)
            if row["started_at"] < end and (row["ended_at"] is None or row["ended_at"] >= begin)
        ]
        return [
            {
                **row,
                "started_at": minute_moment(row["started_at"]),
                "ended_at": None if row["ended_at"] is None else minute_moment(row["ended_at"]),
                "minutes": (row["ended_at"] or row["as_of"]) - row["started_at"],
            }
            for row in sorted(rows, key=lambda row: -row["started_at"])
        ]

    def sites(self, question: SiteQuestion, *, patient: bool = True) -> dict[str, Any] | None:
        """The next sites; None while they are being chosen, which is asked for.

        Parameters
        ----------
        patient : bool
            Whether to wait some seconds for them.

        Raises
        ------
        BadRequestError
            For a number or a radius out of range.
        """
        require(Right.CITY)
        if not 1 <= question.k <= MOST_SITES or question.radius not in RADII:
            raise BadRequestError(msg("1 to {n} sites, within {choices} m.", n=MOST_SITES, choices=_choices()))
        if len(question.down) > MOST_LOST:
            raise BadRequestError(msg("At most {n} points at a time.", n=MOST_LOST))
        if question.weigh == "pupils" and pupils_today(self._city()) is None:
            raise BadRequestError(msg("Nobody has said how many pupils there are."))
        key = plan_key(self._city(), question)
        plan = self._plan(key)
        if plan is None:
            self._ask(question, f"{key.data_version}.{key.last_day}.{question.kind}")
            if patient and self._waiting.acquire(blocking=False):
                try:
                    plan = self._wait_for(key)
                finally:
                    self._waiting.release()
        return plan

    def _ask(self, question: SiteQuestion, name: str) -> None:
        """Ask for a plan, once in a while and not beside many others.

        Raises
        ------
        BadRequestError
            While so many are being chosen.
        """
        now = time.monotonic()
        with self._lock:
            if now - self._asked.get(name, -AGAIN_SECONDS) < AGAIN_SECONDS:
                return  # one that failed is to be seen on the page of jobs, not begun for ever
            if queue.open_number(self._engine, KINDS["sites"]) >= MOST_OPEN:
                raise BadRequestError(msg("Too many plans are being chosen; ask again in a minute."))
            self._asked[name] = now
            queue.ask(self._engine, KINDS["sites"], name, {"question": asdict(question)})

    def _wait_for(self, key: ResultKey) -> dict[str, Any] | None:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            if (plan := self._plan(key)) is not None:
                return plan
            time.sleep(LOOK_SECONDS)
        return None

    def _plan(self, key: ResultKey) -> dict[str, Any] | None:
        body = self._city().results.kept_document(key)
        return None if body is None else json.loads(body)

    def _city(self) -> City:
        return self._room.city()

    def _ground_of(self, city: City) -> dict[str, Faces] | None:
        """The faces by radius, unpacked once for the same points."""
        declared = _document("wifi-ground")
        key = city.document_key(declared)
        with self._lock:
            if self._ground is None or self._ground[0] != key:
                body = city.document(declared)
                if body is None:
                    return None
                self._ground = key, unpack_faces(body)
            return self._ground[1]


def _choices() -> str:
    return ", ".join(map(str, RADII))


def _document(name: str) -> DerivedDocument:
    return registry().by_id["wifi"].document(name)


def _losses(
    city: City,
    lost: Array,
    people: Array,
    pupils: Array | None,
    before: npt.NDArray[np.int64],
    after: npt.NDArray[np.int64],
) -> list[AreaLoss]:
    """RW that lose people or points, most people first."""
    codes = city.tree.codes[Level.RW]
    touched = np.flatnonzero((lost * people > 0.5) | (before != after))
    order = touched[np.argsort(-(lost * people)[touched], kind="stable")]
    return [
        AreaLoss(
            area=codes[at],
            name=city.name(codes[at]),
            people=float(lost[at] * people[at]),
            pupils=None if pupils is None else float(lost[at] * pupils[at]),
            live_before=int(before[at]),
            live_after=int(after[at]),
        )
        for at in order.tolist()
    ]
