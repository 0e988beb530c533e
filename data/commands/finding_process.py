"""The way of a finding: open, follow-up planned, said to be done, closed by a second office; and of a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.domain.errors import Message, msg
from data.domain.monev import FINDING_STATES
from data.domain.people import Right, same_office
from data.workflow.process import Process, Transition

OPEN, PLANNED, DONE, CLOSED = FINDING_STATES


def _own_office(data: Mapping[str, Any]) -> Message | None:
    if not same_office(data.get("step_opd"), data.get("opd")):
        return msg("{opd} follows this finding up; only its officials write that down.", opd=str(data.get("opd")))
    return None if str(data.get("said", "")).strip() else msg("Say what is done about it.")


def _second_office(data: Mapping[str, Any]) -> Message | None:
    """Who did it does not close it."""
    if not data.get("step_opd"):
        return msg("Your account has no office; an administrator gives it one.")
    if same_office(data["step_opd"], data.get("opd")):
        return msg("{opd} did the follow-up; another office closes it.", opd=str(data.get("opd")))
    if data.get("step_by") == data.get("done_by"):
        return msg("You wrote down that it is done; somebody else closes it.")
    return None


FINDING = Process(
    id="monev-finding",
    title=msg("Finding of monev"),
    states=FINDING_STATES,
    start=OPEN,
    transitions=(
        Transition(
            id="plan",
            title=msg("We will do this"),
            sources=(OPEN, PLANNED),
            target=PLANNED,
            right=Right.REPORT,
            guard=_own_office,
        ),
        Transition(
            id="do",
            title=msg("It is done, with this evidence"),
            sources=(OPEN, PLANNED),
            target=DONE,
            right=Right.REPORT,
            guard=_own_office,
        ),
        Transition(
            id="close",
            title=msg("I have seen that it is done"),
            sources=(DONE,),
            target=CLOSED,
            right=Right.REVIEW,
            guard=_second_office,
        ),
        Transition(
            id="reopen",
            title=msg("It is not done, or came back"),
            sources=(DONE, CLOSED),
            target=OPEN,
            right=Right.FINDINGS,
        ),
        *(
            Transition(
                id=f"comment-{state}",
                title=msg("Comment"),
                sources=(state,),
                target=state,
                right=Right.FINDINGS,
            )
            for state in FINDING_STATES
        ),
    ),
)
SESSION = Process(
    id="monev-session", title=msg("Monev session"), states={"held": msg("held")}, start="held", transitions=()
)
DECISION = Process(
    id="programme-decision",
    title=msg("Decision"),
    states={"open": msg("open"), "done": msg("done")},
    start="open",
    transitions=(
        Transition(id="do", title=msg("It is done"), sources=("open",), target="done", right=Right.REPORT),
        Transition(id="reopen", title=msg("It is not done"), sources=("done",), target="open", right=Right.REVIEW),
    ),
)
