"""What each side thinks of an action's delivery: a case an action and side, a step a statement."""

from __future__ import annotations

from data.domain.errors import msg
from data.domain.people import Right
from data.workflow.process import Process, Transition

CONFIDENCE = Process(
    id="delivery-confidence",
    title=msg("Confidence in delivery"),
    states={"said": msg("said")},
    start="said",
    transitions=(
        Transition(id="say", title=msg("Say it again"), sources=("said",), target="said", right=Right.REVIEW),
    ),
)
