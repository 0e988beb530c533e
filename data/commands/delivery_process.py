"""The way of a delivery, from a file that was handed in to rows in force."""

from __future__ import annotations

from data.domain.errors import msg
from data.domain.people import Right
from data.workflow.process import Process, Transition

NOT_LOADED = ("waiting", "checking", "checked", "refused", "failed")


STATES = {
    "waiting": msg("waiting"),
    "checking": msg("checking"),
    "checked": msg("checked"),
    "loading": msg("loading"),
    "loaded": msg("loaded"),
    "rolled_back": msg("taken back"),
    "refused": msg("refused"),
    "failed": msg("failed"),
    "withdrawn": msg("withdrawn"),
}


def _room(name: str, sources: tuple[str, ...], target: str) -> Transition:
    """A step of the room's own."""
    return Transition(id=name, title=STATES[target], sources=sources, target=target, right=None)


DELIVERY = Process(
    id="delivery",
    title=msg("Delivery"),
    states=STATES,
    start="waiting",
    transitions=(
        _room("begin check", NOT_LOADED, "checking"),
        _room("checked", ("checking",), "checked"),
        _room("accepted", ("checking",), "loading"),
        _room("refused", ("checking", "loading"), "refused"),
        _room("loaded", ("loading",), "loaded"),
        _room("failed", ("waiting", "checking", "loading"), "failed"),
        _room("interrupted", ("loading",), "checked"),
        Transition(
            id="check again",
            title=msg("Check again"),
            sources=("checked", "refused", "failed"),
            target="waiting",
            right=Right.LOAD,
        ),
        Transition(id="confirm", title=msg("Load it"), sources=("checked",), target="loading", right=Right.LOAD),
        Transition(id="withdraw", title=msg("Withdraw"), sources=NOT_LOADED, target="withdrawn", right=Right.LOAD),
        Transition(id="take back", title=msg("Take back"), sources=("loaded",), target="rolled_back", right=Right.LOAD),
    ),
)
