"""Who may see how much of a dataset. Required of every dataset; what is not said is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.domain.areas import Level
from data.domain.people import RIGHTS, Person, Right, Role


class Disclosure(StrEnum):
    """What a dataset may be used for, from the least to the most protected.

    ``open``: published at every level. ``internal``: inside the room, never published. ``health``: inside the room,
    fine levels for those who may see health data, reads below the kecamatan in the audit log, never published exactly.
    """

    OPEN = "open"
    INTERNAL = "internal"
    HEALTH = "health"

    @property
    def rank(self) -> int:
        """0 for open to 2 for health."""
        return list(Disclosure).index(self)


def coarser(a: Level, b: Level) -> Level:
    """The coarser of two levels.

    Examples
    --------
    >>> coarser(Level.RW, Level.KELURAHAN)
    <Level.KELURAHAN: 'kelurahan'>
    """
    return min(a, b, key=lambda level: level.depth)


@dataclass(frozen=True)
class Access:
    """A dataset's protection: its class, and the finest level at which each role may see it.

    Attributes
    ----------
    finest : mapping
        Every role → level; a role that is missing sees the city's figure only.
    """

    disclosure: Disclosure
    finest: Mapping[Role, Level]

    def finest_for(self, who: Person) -> Level:
        """The finest level that a person may see."""
        return self.finest.get(who.role, Level.KOTA)

    @property
    def published(self) -> bool:
        """Whether it may leave the room as it is."""
        return self.disclosure is Disclosure.OPEN

    @property
    def health(self) -> bool:
        """Whether it is health data: reads are written down, the wall's public profile has it from the product only."""
        return self.disclosure is Disclosure.HEALTH

    def audited(self, level: Level) -> bool:
        """Whether a read at a level stands in the audit log."""
        return self.health and level.depth >= Level.KELURAHAN.depth

    def narrowed(self, disclosure: Disclosure | None = None, finest: Mapping[Role, Level] | None = None) -> Access:
        """The same or less: never a lower class, never a finer level.

        Raises
        ------
        ValueError
            When the class would be lower.
        """
        chosen = disclosure or self.disclosure
        if chosen.rank < self.disclosure.rank:
            raise ValueError(f"“{chosen}” is less protected than its dataset, which is “{self.disclosure}”")
        below = access_of(chosen, finest or {})
        return Access(chosen, {role: coarser(self.finest[role], below.finest[role]) for role in Role})


def _finest(disclosure: Disclosure, role: Role) -> Level:
    if disclosure is Disclosure.HEALTH and Right.HEALTH not in RIGHTS[role]:
        return Level.KELURAHAN
    return Level.RW


def access_of(disclosure: Disclosure, finest: Mapping[Role, Level] | None = None) -> Access:
    """The protection of a class; ``finest`` may only make it coarser for some roles.

    Examples
    --------
    >>> access_of(Disclosure.HEALTH, {Role.OPERATOR: Level.KELURAHAN}).finest[Role.OPERATOR]
    <Level.KELURAHAN: 'kelurahan'>
    """
    levels = finest or {}
    return Access(disclosure, {r: coarser(_finest(disclosure, r), levels.get(r, Level.RW)) for r in Role})


CLOSED = Access(Disclosure.HEALTH, dict.fromkeys(Role, Level.KOTA))
"""What an indicator has before its dataset is known: the city's figure, in the room only."""


def strictest(accesses: Iterable[Access]) -> Access:
    """The protection of a figure that is made of several datasets: the highest class, the coarsest levels.

    Examples
    --------
    >>> strictest([access_of(Disclosure.OPEN), access_of(Disclosure.HEALTH)]).disclosure
    <Disclosure.HEALTH: 'health'>
    """
    sources = list(accesses)
    if not sources:
        return CLOSED
    top = max((source.disclosure for source in sources), key=lambda disclosure: disclosure.rank)
    levels = {}
    for role in Role:
        levels[role] = min((source.finest[role] for source in sources), key=lambda level: level.depth)
    return access_of(top, levels)
