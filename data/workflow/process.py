"""A process: its states, and who may lead a case from one to another, when, and with what effect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from data.domain.errors import DecorError, Message, msg
from data.domain.people import ForbiddenError, Person, Right

Guard = Callable[[Mapping[str, Any]], Message | None]
Effect = Callable[[Any, int], None]


class StepRefusedError(DecorError):
    """A step that cannot be taken from where the case is."""


@dataclass(frozen=True, kw_only=True)
class Transition:
    """A step that a process knows.

    Attributes
    ----------
    title : Message
        What somebody does, as a button says it.
    sources, target : tuple of str, str
        States from which it leads, and where to.
    right : Right or None
        What one needs for it; None is the room itself, and nobody else.
    guard : callable or None
        Says of a case's data why the step cannot be taken; None where it can.
    effect : callable or None
        Called with the connection and the case's number inside the step's transaction.
    """

    id: str
    title: Message
    sources: tuple[str, ...]
    target: str
    right: Right | None
    guard: Guard | None = None
    effect: Effect | None = None


@dataclass(frozen=True, kw_only=True)
class Process:
    """States and the transitions between them.

    Attributes
    ----------
    states : mapping
        State → its name.
    start : str
        State of a new case.

    Raises
    ------
    ValueError
        When a transition names an unknown state, two have one name, or a state cannot be reached.
    """

    id: str
    title: Message
    states: Mapping[str, Message]
    start: str
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        names = [transition.id for transition in self.transitions]
        used = {state for t in self.transitions for state in (*t.sources, t.target)} | {self.start}
        if len(set(names)) < len(names) or used - set(self.states):
            raise ValueError(f"{self.id}: a transition is there twice, or names an unknown state")
        if lost := set(self.states) - self.reachable():
            raise ValueError(f"{self.id}: nothing leads to {sorted(lost)}")

    def reachable(self) -> set[str]:
        """States that a case can be in."""
        known, before = {self.start}, set[str]()
        while known != before:
            before = set(known)
            known |= {t.target for t in self.transitions if known & set(t.sources)}
        return known

    def transition(self, name: str) -> Transition:
        """A transition by its id.

        Raises
        ------
        StepRefusedError
            When the process does not know it.
        """
        for transition in self.transitions:
            if transition.id == name:
                return transition
        raise StepRefusedError(msg("There is no step “{name}”.", name=name[:40]))

    def between(self, before: str, after: str) -> Transition:
        """The transition from one state to another, for what says where it went and not by which step.

        Raises
        ------
        StepRefusedError
            When none leads there.
        """
        for transition in self.transitions:
            if before in transition.sources and transition.target == after:
                return transition
        raise StepRefusedError(msg("No step leads from “{before}” to “{after}”.", before=before, after=after))

    def open_to(self, state: str, who: Person) -> tuple[Transition, ...]:
        """The steps that a person may take from a state, whatever a guard says."""
        return tuple(t for t in self.transitions if state in t.sources and t.right is not None and who.may(t.right))

    def offered(self, state: str, data: Mapping[str, Any], who: Person) -> tuple[Transition, ...]:
        """The steps that a person may take from a state and whose guards agree."""
        return tuple(t for t in self.open_to(state, who) if t.guard is None or t.guard(data) is None)

    def checked(self, name: str, state: str, data: Mapping[str, Any], who: Person | None) -> Transition:
        """A step that may be taken now.

        Parameters
        ----------
        who : Person or None
            Who takes it; None is the room itself.

        Raises
        ------
        StepRefusedError
            From this state, or with these data, it cannot be taken.
        ForbiddenError
            The person may not take it.
        """
        transition = self.transition(name)
        if (who is None) != (transition.right is None):
            raise ForbiddenError(msg("This step is not yours to take."))
        if who is not None and transition.right is not None and not who.may(transition.right):
            raise ForbiddenError(msg("Your role may not do this: {step}.", step=transition.title))
        if state not in transition.sources:
            raise StepRefusedError(
                msg("“{step}” cannot be done now; it is “{state}”.", step=transition.title, state=self.states[state])
            )
        if transition.guard is not None and (why := transition.guard(data)) is not None:
            raise StepRefusedError(why)
        return transition

    def replayed(self, steps: Iterable[str]) -> str:
        """The state that a history of steps leads to, from the start.

        Raises
        ------
        StepRefusedError
            When a step could not be taken where it stands.
        """
        state = self.start
        for name in steps:
            transition = self.transition(name)
            if state not in transition.sources:
                raise StepRefusedError(msg("No step “{name}” leads on from “{state}”.", name=name, state=state))
            state = transition.target
        return state


def step_data(who: Person) -> dict[str, Any]:
    """What a guard reads of who takes a step: the account and its office."""
    return {"step_by": who.name, "step_opd": who.opd}
