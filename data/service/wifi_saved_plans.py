"""Plans of sites that somebody keeps, compares, and turns into proposed points."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Engine

from data.commands.snapshots import freeze, frozen
from data.commands.texts import checked_text
from data.domain.errors import BadRequestError, NotFoundError, msg
from data.domain.people import Right, require
from data.domain.wifi import SavedPlan, SiteQuestion
from data.queries.services import wifi_candidates
from data.queries.snapshots import snapshot, snapshots
from data.service.desk import DataDesk, Handed
from data.service.room import RoomService
from data.service.wifi_questions import WifiQuestions
from data.service.wifi_state import wifi_state

KIND = "wifi-plan"
MOST_LISTED = 20
PLACE_TYPES = {"rw_hall": "rw_hall", "mosque": "mosque", "school": "school"}
"""Kinds of sites that the register of points has too."""


class WifiSavedPlans:
    """Kept plans for who may see the whole city; thread-safe."""

    def __init__(self, engine: Engine, room: RoomService, questions: WifiQuestions, desk: DataDesk) -> None:
        self._engine = engine
        self._room = room
        self._questions = questions
        self._desk = desk

    def keep(self, name: str, question: SiteQuestion | None) -> int:
        """Keep a plan that was chosen, with the day of its data; gives its number.

        Raises
        ------
        BadRequestError
            For a question that cannot be understood, and while the plan is still being chosen.
        """
        who = require(Right.NOTE)
        if question is None:
            raise BadRequestError(msg("One of the numbers of the plan cannot be understood."))
        plan = self._questions.sites(question, patient=False)
        if plan is None:
            raise BadRequestError(msg("The plan is still being chosen; keep it when it is shown."))
        city = self._room.city()
        content = {"question": asdict(question), "plan": plan, "day": city.clock.date(), "version": city.version}
        return freeze(self._engine, who, KIND, checked_text(name, 60, what="name"), content)

    def list(self) -> list[SavedPlan]:
        """The newest plans."""
        require(Right.CITY)
        return [self._plan(row) for row in snapshots(self._engine, KIND, MOST_LISTED)]

    def plan(self, number: int) -> SavedPlan:
        """A plan.

        Raises
        ------
        NotFoundError
            When none has that number.
        """
        require(Right.CITY)
        row = snapshot(self._engine, KIND, number)
        if row is None:
            raise NotFoundError(msg("There is no plan {id}.", id=str(number)))
        return self._plan(row)

    def propose(self, number: int) -> tuple[int, int]:
        """Hand the sites of a plan in as proposed points of the register.

        The delivery is checked like every file and loaded when somebody confirms it. A delivery of the plan that waits
        for its decision is taken again.

        Returns
        -------
        tuple of int
            Number of the delivery, and how many sites were left out because they are points of the register already.

        Raises
        ------
        BadRequestError
            When all of them are.
        """
        require(Right.LOAD)
        saved, city = self.plan(number), self._room.city()
        known = set(wifi_state(city).points["point_code"])
        sites = [site for site in saved.plan["sites"] if site["candidate"] not in known]
        left_out = len(saved.plan["sites"]) - len(sites)
        if not sites:
            raise BadRequestError(msg("Every site of this plan is a point of the register already."))
        name = f"usulan-{number}.csv"
        for delivery in self._desk.deliveries():
            if delivery.file_name == name and (delivery.busy or delivery.state == "checked"):
                return delivery.id, left_out
        kinds = wifi_candidates(city.reader.whole(), city.known_on).set_index("candidate_code")["kind"]
        names = ("point", "area", "lon", "lat", "place_type", "proposed_on", "reported_on")
        today, text = city.clock.date().isoformat(), io.StringIO()
        writer = csv.DictWriter(text, names)
        writer.writeheader()
        for site in sites:
            kind = PLACE_TYPES.get(str(kinds.get(site["candidate"], "")), "")
            about = {"point": site["candidate"], "place_type": kind, "proposed_on": today, "reported_on": today}
            writer.writerow({**about, **{name: site[name] for name in ("area", "lon", "lat")}})
        return self._desk.hand_in(Handed("wifi-points", name, iter([text.getvalue().encode()]))), left_out

    def _plan(self, row: dict[str, Any]) -> SavedPlan:
        content = frozen(self._engine, row["id"])
        asked = {**content["question"], "down": tuple(content["question"]["down"])}
        return SavedPlan(
            id=row["id"],
            name=row["key"],
            by=row["taken_by"],
            at=row["taken_at"],
            day=date.fromisoformat(content["day"]),
            question=SiteQuestion(**asked),
            plan=content["plan"],
        )
