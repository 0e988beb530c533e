"""Confidence in an action's delivery, asked of its office, of another and of a review office, each by itself."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from data.commands import cases as commands
from data.commands.confidence_process import CONFIDENCE
from data.commands.texts import checked_text
from data.contracts.monev import programme_rules
from data.domain.errors import BadRequestError, NotFoundError, msg
from data.domain.people import ForbiddenError, Person, Right, person, require, same_office
from data.domain.programme import CONFIDENCE as LEVELS
from data.domain.programme import SIDES
from data.domain.programme_views import Confidence
from data.domain.reports import ConfidenceForm
from data.queries.cases import cases
from data.service.programme_plan import plan_of
from data.service.room import RoomService


class DeliveryConfidence:
    """Statements for who sees the whole city; officials make them for their side."""

    def __init__(self, engine: Engine, room: RoomService) -> None:
        self._engine = engine
        self._room = room

    def of(self, action: str, known_on: date | None = None) -> list[Confidence]:
        """The last statement of each side about an action, as known on a day (None: now); no average of them."""
        require(Right.CITY)
        made = []
        for case in cases(self._engine, CONFIDENCE.id):
            own, _, side = case.key.rpartition(":")
            said = Confidence(
                side, case.data["level"], case.data["why"], case.data["by"], date.fromisoformat(case.data["on"])
            )
            if own == action and (known_on is None or said.on <= known_on):
                made.append(said)
        return sorted(made, key=lambda each: list(SIDES).index(each.side))

    def side(self, action: str) -> str:
        """For which side the person may speak; "" for none."""
        who = person()
        owner = self._owner(action)
        if not who.may(Right.REVIEW) or not who.opd or not owner:
            return ""
        if same_office(who.opd, owner):
            return "owner"
        return "bappeda" if programme_rules().reviews(who.opd) else "reviewer"

    def version(self, action: str) -> int:
        """Version of what the person's side has said; 0 for nothing yet."""
        key = f"{action}:{self.side(action)}"
        return next((case.version for case in cases(self._engine, CONFIDENCE.id) if case.key == key), 0)

    def say(self, action: str, form: ConfidenceForm) -> None:
        """Write a statement down.

        Raises
        ------
        BadRequestError
            For a level that is none.
        ForbiddenError
            When the person speaks for no side.
        NotFoundError
            When the plan has no such action.
        OvertakenError
            When his side said something else meanwhile.
        """
        who: Person = require(Right.REVIEW)
        if not self._owner(action):
            raise NotFoundError(msg("The plan has no action “{code}”.", code=action[:20]))
        side = self.side(action)
        if not side:
            raise ForbiddenError(msg("Your account has no office; an administrator gives it one."))
        if form.level not in LEVELS:
            raise BadRequestError(msg("Choose one of the list."), field="level")
        on = self._room.clock().date().isoformat()
        why = checked_text(form.why, 300)
        data = {"level": form.level, "why": why, "by": who.opd, "on": on}
        key = f"{action}:{side}"
        case = next((case for case in cases(self._engine, CONFIDENCE.id) if case.key == key), None)
        if case is None:
            commands.open_case(self._engine, CONFIDENCE, who, key, data, note=why)
        else:
            commands.lead_on(self._engine, CONFIDENCE, who, case.id, "say", seen=form.seen, data=data, note=why)

    def _owner(self, action: str) -> str:
        plan = plan_of(self._room.filled_city())
        known = not plan.data.actions.empty and action in plan.actions.index
        return str(plan.actions.at[action, "opd"]) if known else ""
