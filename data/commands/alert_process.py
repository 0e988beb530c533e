"""The way of an alert, from the first sign to the review. Its steps stand in its own record, with day and value."""

from __future__ import annotations

from data.domain.alerts import STATE_NAMES, AlertState
from data.domain.errors import msg
from data.domain.people import Right
from data.workflow.process import Process, Transition

PENDING, FIRING, ACKNOWLEDGED, RECOVERING, RESOLVED, REVIEWED = (state.value for state in AlertState)


def _judged(name: str, sources: tuple[str, ...], target: str) -> Transition:
    """A step that an evaluation takes."""
    return Transition(id=name, title=STATE_NAMES[AlertState(target)], sources=sources, target=target, right=None)


ALERT = Process(
    id="alert",
    title=msg("Alert"),
    states={state.value: words for state, words in STATE_NAMES.items()},
    start=PENDING,
    transitions=(
        _judged("fires", (PENDING,), FIRING),
        _judged("fires again", (ACKNOWLEDGED, RECOVERING), FIRING),
        _judged("recovers", (FIRING, ACKNOWLEDGED), RECOVERING),
        _judged("holds", (RECOVERING, FIRING), ACKNOWLEDGED),
        _judged("resolves", (FIRING, ACKNOWLEDGED, RECOVERING), RESOLVED),
        Transition(
            id="take",
            title=msg("I take it"),
            sources=(FIRING, ACKNOWLEDGED),
            target=ACKNOWLEDGED,
            right=Right.ALERTS,
        ),
        # Taken while it recovers it goes on recovering; the record says who took it.
        Transition(
            id="take recovering", title=msg("I take it"), sources=(RECOVERING,), target=RECOVERING, right=Right.ALERTS
        ),
        Transition(id="review", title=msg("Review"), sources=(RESOLVED,), target=REVIEWED, right=Right.ALERTS),
    ),
)
