"""Kinds of jobs. A kind is declared here and nowhere else; what it does is a function named by its place."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from data.domain.errors import Message, msg
from data.settings import Settings

Lane = Literal["small", "large", "background"]
LANES: tuple[Lane, ...] = ("small", "large", "background")
"""What each does at one time; a long job in one does not hold up the others."""
Tell = Callable[[float | None, str], None]
"""Says how much is done (0 to 1, None where it cannot be said) and what comes next."""


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """A kind of job.

    Attributes
    ----------
    does : str
        ``module:function``, called with the settings, the job's arguments and `Tell` in a process of its own. Named,
        not imported: what needs a heavy library is loaded in that process only.
    most_seconds : float
        It is killed after so long.
    most_memory_mb : int
        It may take so much address space.
    most_attempts : int
        How often it is begun before it has failed.
    nice : int
        How far it lets everything else on the machine go first.
    warm : bool
        Whether somebody waits for it: the worker loads its module beforehand, which costs it memory.
    """

    id: str
    title: Message
    does: str
    lane: Lane
    most_seconds: float
    most_memory_mb: int
    most_attempts: int
    nice: int
    warm: bool

    def load(self) -> Callable[..., None]:
        """The function that does it."""
        module, _, name = self.does.partition(":")
        function: Callable[..., None] = getattr(importlib.import_module(module), name)
        return function

    def run(self, settings: Settings, arguments: dict[str, Any], tell: Tell) -> None:
        """Do it."""
        self.load()(settings, arguments, tell)


KINDS = {
    kind.id: kind
    for kind in (
        JobKind(
            id="publish",
            title=msg("Publish the public edition"),
            does="data.disclosure.job:publish_edition",
            lane="background",
            most_seconds=1_800,
            most_memory_mb=8_192,
            most_attempts=5,
            nice=10,
            warm=False,
        ),
        JobKind(
            id="results",
            title=msg("Compute results"),
            does="data.results.job:compute_results",
            lane="large",
            most_seconds=900,
            most_memory_mb=8_192,
            most_attempts=3,
            nice=15,
            warm=False,
        ),
        JobKind(
            id="sites",
            title=msg("Choose sites"),
            does="data.results.wifi_sites:choose_sites",
            lane="large",
            most_seconds=120,
            most_memory_mb=4_096,
            most_attempts=2,
            nice=5,
            warm=False,
        ),
        JobKind(
            id="alerts",
            title=msg("Judge the alerts"),
            does="data.service.alerts_job:evaluate_alerts",
            lane="small",
            most_seconds=300,
            most_memory_mb=4_096,
            most_attempts=3,
            nice=0,
            warm=True,
        ),
        JobKind(
            id="delivery",
            title=msg("Check or load a file"),
            does="data.commands.delivery_job:work_on_delivery",
            lane="small",
            most_seconds=900,
            most_memory_mb=6_144,
            most_attempts=3,
            nice=0,
            warm=True,
        ),
    )
}
"""Every kind by its id."""
