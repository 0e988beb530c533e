"""Processes: what may be done from where, by whom; and histories that lead to their states."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.commands.alert_process import ALERT
from data.commands.delivery_process import DELIVERY
from data.domain.errors import msg
from data.domain.people import ForbiddenError, Person, Right, Role
from data.workflow.process import Process, StepRefusedError, Transition

STEWARD, OPERATOR = Person("s", Role.STEWARD), Person("o", Role.OPERATOR)


def process(*transitions: Transition, states: tuple[str, ...] = ("draft", "sent", "accepted")) -> Process:
    return Process(
        id="report",
        title=msg("Report"),
        states=dict.fromkeys(states, msg("open")),
        start="draft",
        transitions=transitions,
    )


def transition(name: str, sources: tuple[str, ...], target: str, **more: object) -> Transition:
    return Transition(id=name, title=msg("Load it"), sources=sources, target=target, **{"right": Right.LOAD, **more})  # type: ignore[arg-type]


SEND, ACCEPT = transition("send", ("draft",), "sent"), transition("accept", ("sent",), "accepted")
REPORT = process(SEND, ACCEPT)


@pytest.mark.parametrize(
    "transitions",
    [(SEND, SEND, ACCEPT), (SEND,), (SEND, ACCEPT, transition("lose", ("sent",), "gone"))],
    ids=["twice", "a state that nothing leads to", "an unknown state"],
)
def test_a_process_that_contradicts_itself_is_refused(transitions: tuple[Transition, ...]) -> None:
    with pytest.raises(ValueError, match="report"):
        process(*transitions)


def test_a_step_needs_its_state_its_right_and_its_guard() -> None:
    guarded = process(
        transition(
            "send", ("draft",), "sent", guard=lambda data: None if data.get("proof") else msg("This is needed.")
        ),
        ACCEPT,
    )
    assert guarded.checked("send", "draft", {"proof": 1}, STEWARD).target == "sent"
    with pytest.raises(StepRefusedError, match="This is needed"):
        guarded.checked("send", "draft", {}, STEWARD)
    with pytest.raises(StepRefusedError, match="cannot be done now"):
        guarded.checked("accept", "draft", {}, STEWARD)
    with pytest.raises(ForbiddenError):
        guarded.checked("send", "draft", {"proof": 1}, OPERATOR)
    with pytest.raises(ForbiddenError):
        guarded.checked("send", "draft", {"proof": 1}, None)
    with pytest.raises(StepRefusedError):
        guarded.checked("fly", "draft", {}, STEWARD)


def test_the_rooms_own_steps_are_nobody_elses() -> None:
    with pytest.raises(ForbiddenError):
        DELIVERY.checked("loaded", "loading", {}, Person("admin", Role.ADMIN))
    assert DELIVERY.checked("loaded", "loading", {}, None).target == "loaded"
    assert [step.id for step in DELIVERY.open_to("checked", STEWARD)] == ["check again", "confirm", "withdraw"]
    assert DELIVERY.open_to("checked", OPERATOR) == ()


@pytest.mark.parametrize("known", [DELIVERY, ALERT], ids=lambda known: known.id)
@given(data=st.data())
def test_any_sequence_of_allowed_steps_leads_where_its_history_says(known: Process, data: st.DataObject) -> None:
    state, history = known.start, []
    for _ in range(data.draw(st.integers(0, 12))):
        possible = [step for step in known.transitions if state in step.sources]
        if not possible:
            break
        step = data.draw(st.sampled_from(possible))
        history.append(step.id)
        state = step.target
    assert known.replayed(history) == state
    assert set(known.states) >= known.reachable() >= {state}


def test_a_history_with_a_gap_is_no_history() -> None:
    with pytest.raises(StepRefusedError):
        REPORT.replayed(["accept"])
