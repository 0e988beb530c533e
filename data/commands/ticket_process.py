"""The way of a ticket to a provider; a repair counts when somebody else than who wrote it down has seen it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.domain.errors import Message, msg
from data.domain.people import Right
from data.domain.tickets import TICKET_STATES, TicketState
from data.workflow.process import Process, Transition

OPEN, ASSIGNED, FIXED, VERIFIED, WITHDRAWN = (state.value for state in TicketState)


def _by_somebody_else(data: Mapping[str, Any]) -> Message | None:
    if data.get("fixed_by") == data.get("verified_by"):
        return msg("You wrote down that it was fixed; somebody else has to verify it.")
    return None


TICKET = Process(
    id="wifi-ticket",
    title=msg("Ticket to a provider"),
    states={state.value: words for state, words in TICKET_STATES.items()},
    start=OPEN,
    transitions=(
        Transition(
            id="assign", title=msg("The provider has taken it"), sources=(OPEN,), target=ASSIGNED, right=Right.ALERTS
        ),
        Transition(
            id="fix",
            title=msg("The provider says it is fixed"),
            sources=(OPEN, ASSIGNED),
            target=FIXED,
            right=Right.ALERTS,
        ),
        Transition(
            id="verify",
            title=msg("I have seen that it works"),
            sources=(FIXED,),
            target=VERIFIED,
            right=Right.ALERTS,
            guard=_by_somebody_else,
        ),
        Transition(
            id="reopen", title=msg("It does not work"), sources=(FIXED, VERIFIED), target=OPEN, right=Right.ALERTS
        ),
        Transition(
            id="withdraw",
            title=msg("There was nothing to mend"),
            sources=(OPEN, ASSIGNED),
            target=WITHDRAWN,
            right=Right.ALERTS,
        ),
    ),
)
