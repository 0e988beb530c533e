"""The way of a progress report: written by its office, checked, verified by another office, accepted or returned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.contracts.monev import programme_rules
from data.domain.errors import Message, msg
from data.domain.people import Right, same_office
from data.domain.reports import REPORT_STATES
from data.workflow.process import Process, Transition

DRAFT, SUBMITTED, CHECKED, VERIFIED, ACCEPTED, RETURNED = REPORT_STATES


def _own_office(data: Mapping[str, Any]) -> Message | None:
    if same_office(data.get("step_opd"), data.get("opd")):
        return None
    return msg("This action is {opd}'s; only its officials report it.", opd=str(data.get("opd")))


def _other_office(data: Mapping[str, Any]) -> Message | None:
    """Nobody reviews his own report, and no office its own."""
    if not data.get("step_opd"):
        return msg("Your account has no office; an administrator gives it one.")
    if same_office(data["step_opd"], data.get("opd")):
        return msg("{opd} reports this action; another office has to review it.", opd=str(data.get("opd")))
    if data.get("step_by") == data.get("reported_by"):
        return msg("You wrote this report; somebody else has to review it.")
    return None


def _review_office(data: Mapping[str, Any]) -> Message | None:
    offices = programme_rules().review_offices
    if not programme_rules().reviews(data.get("step_opd")):
        return msg("{offices} check and accept reports.", offices=", ".join(offices))
    return _other_office(data)


def _returned(data: Mapping[str, Any]) -> Message | None:
    if not str(data.get("reason", "")).strip():
        return msg("Say what is wrong with it.")
    return _other_office(data)


REPORT = Process(
    id="programme-report",
    title=msg("Progress report"),
    states=REPORT_STATES,
    start=DRAFT,
    transitions=(
        Transition(
            id="edit",
            title=msg("Keep as a draft"),
            sources=(DRAFT, RETURNED),
            target=DRAFT,
            right=Right.REPORT,
            guard=_own_office,
        ),
        Transition(
            id="submit", title=msg("Submit"), sources=(DRAFT,), target=SUBMITTED, right=Right.REPORT, guard=_own_office
        ),
        Transition(
            id="withdraw",
            title=msg("Take back"),
            sources=(SUBMITTED,),
            target=DRAFT,
            right=Right.REPORT,
            guard=_own_office,
        ),
        Transition(
            id="check",
            title=msg("It is complete"),
            sources=(SUBMITTED,),
            target=CHECKED,
            right=Right.REVIEW,
            guard=_review_office,
        ),
        Transition(
            id="verify",
            title=msg("I have seen the evidence"),
            sources=(CHECKED,),
            target=VERIFIED,
            right=Right.REVIEW,
            guard=_other_office,
        ),
        Transition(
            id="accept",
            title=msg("Accept and lock"),
            sources=(VERIFIED,),
            target=ACCEPTED,
            right=Right.REVIEW,
            guard=_review_office,
        ),
        Transition(
            id="return",
            title=msg("Return it with a reason"),
            sources=(SUBMITTED, CHECKED, VERIFIED),
            target=RETURNED,
            right=Right.REVIEW,
            guard=_returned,
        ),
    ),
)
