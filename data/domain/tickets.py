"""Tickets to the providers of Wi-Fi points: what was asked, how far it is, how long it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data.domain.errors import Message, msg
from data.domain.survival import SurvivalSteps

CONTRACT = 0.998
"""Share of known time that the provider's contract asks for."""
REPORT_DAYS = 7
REPEATED, REPEATED_DAYS = 3, 90
"""A point with so many tickets in so many days is asked about again and again."""


class TicketState(StrEnum):
    """Where a ticket is."""

    OPEN = "open"
    ASSIGNED = "assigned"
    FIXED = "fixed"
    VERIFIED = "verified"
    WITHDRAWN = "withdrawn"


TICKET_STATES = {
    TicketState.OPEN: msg("open"),
    TicketState.ASSIGNED: msg("assigned"),
    TicketState.FIXED: msg("said to be fixed"),
    TicketState.VERIFIED: msg("repair verified"),
    TicketState.WITHDRAWN: msg("nothing to mend"),
}
CAUSES = {"power": msg("power"), "fibre": msg("fibre"), "device": msg("device"), "unknown": msg("not known yet")}


@dataclass(frozen=True)
class Ticket:
    """A ticket.

    Attributes
    ----------
    code : str
        As its source names it.
    case : int or None
        The room's own number; None for a ticket of a file.
    points : tuple of str
        Codes of the points.
    opened, assigned, fixed, verified : datetime or None
        WIB; None where it has not happened, and where it was undone since.
    verified_by : str
        Account or post.
    seconds : float
        From the opening to the verified repair; of one that is not verified so far.
    """

    code: str
    case: int | None
    points: tuple[str, ...]
    area: str
    provider: str
    cause: str
    state: TicketState
    opened: datetime
    assigned: datetime | None
    fixed: datetime | None
    verified: datetime | None
    verified_by: str
    seconds: float

    @property
    def hours(self) -> float:
        """The same in hours."""
        return self.seconds / 3600.0

    @property
    def unrepaired(self) -> bool:
        """Whether the provider has something to mend still."""
        return self.state in (TicketState.OPEN, TicketState.ASSIGNED)

    @property
    def running(self) -> bool:
        """Whether somebody has to do something still."""
        return self.unrepaired or self.state is TicketState.FIXED


@dataclass(frozen=True)
class TicketEvent:
    """A line of a ticket's record."""

    at: datetime
    actor: str
    step: str
    after: Message
    note: str


@dataclass(frozen=True)
class ProviderRepairs:
    """What a provider's tickets and points say.

    Attributes
    ----------
    provider : str
        "" for all of them.
    median_hours : float
        From opening to verified repair, open ones counted as open; NaN where half are open still.
    within_day : float
        Per cent repaired and verified within 24 hours, by the same curve; NaN without tickets.
    points : int
        In service now.
    availability : float
        Per cent up of the known time of the last 30 days; NaN where nothing is known.
    beyond_minutes : float
        Minutes down beyond what the contract allows, point by point.
    """

    provider: str
    tickets: int
    running: int
    median_hours: float
    within_day: float
    points: int
    availability: float
    down_minutes: float
    beyond_minutes: float


@dataclass(frozen=True)
class ServiceTime:
    """A service of the points in the monitor's log.

    Attributes
    ----------
    share, unknown : float
        Per cent up of the known time, and per cent of the watched time of which nothing is known; NaN without any.
    under : int
        Points under the contract's share, of ``points`` of which something is known.
    """

    service: str
    share: float
    unknown: float
    under: int
    points: int


@dataclass(frozen=True)
class TicketsView:
    """The page of the tickets.

    Attributes
    ----------
    repeated : list of (point, area, tickets)
        Points with `REPEATED` or more in `REPEATED_DAYS`, most first.
    curve : SurvivalSteps
        Hours to the verified repair.
    number : int
        All tickets; ``newest`` are those that are listed.
    reported : list of (point, area, reports)
        Points that citizens reported often enough to be shown; ``reports`` are all reports of the same days.
    """

    unrepaired: Sequence[Ticket]
    unverified: Sequence[Ticket]
    newest: Sequence[Ticket]
    number: int
    providers: Sequence[ProviderRepairs]
    services: Sequence[ServiceTime]
    curve: SurvivalSteps
    repeated: Sequence[tuple[str, str, int]]
    reported: Sequence[tuple[str, str, int]]
    reports: int
