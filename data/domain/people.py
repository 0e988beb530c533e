"""Who acts: roles, rights, and the person of the running request.

The guard in ``server/`` says who acts; the services ask `person` or `require`, which refuse when
nobody does. So a door that was forgotten stays shut.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from enum import StrEnum

from data.domain.areas import Level, level_of
from data.domain.errors import DecorError, Message, msg


class Role(StrEnum):
    """Roles of accounts and tokens."""

    OPERATOR = "operator"
    OFFICIAL = "official"
    STEWARD = "steward"
    ADMIN = "admin"
    OFFICER = "officer"
    COUNCIL = "council"
    DEVICE = "device"


class Right(StrEnum):
    """What a role may do."""

    READ = "read"
    CITY = "city"
    HEALTH = "health"
    EXPORT = "export"
    CATALOGUE = "catalogue"
    NOTE = "note"
    LOAD = "load"
    ALERTS = "alerts"
    RULES = "rules"
    SCREENS = "screens"
    ACCOUNTS = "accounts"
    AUDIT = "audit"
    REPORT = "report"
    REVIEW = "review"
    FINDINGS = "findings"


MOST_OPD = 60
RIGHT_NAMES = {
    Right.READ: msg("read"),
    Right.CITY: msg("see the whole city"),
    Right.HEALTH: msg("see health data by RW"),
    Right.EXPORT: msg("export"),
    Right.CATALOGUE: msg("see the data catalogue"),
    Right.NOTE: msg("save views and write notes"),
    Right.LOAD: msg("load data"),
    Right.ALERTS: msg("handle alerts and tickets"),
    Right.RULES: msg("change alert rules"),
    Right.SCREENS: msg("direct the screens of the wall"),
    Right.ACCOUNTS: msg("manage accounts"),
    Right.AUDIT: msg("read the audit log"),
    Right.REPORT: msg("report on one's own office's actions"),
    Right.REVIEW: msg("review reports of other offices"),
    Right.FINDINGS: msg("put findings of monev"),
}
ROLE_NAMES = {
    Role.OPERATOR: msg("operator"),
    Role.OFFICIAL: msg("official"),
    Role.STEWARD: msg("data steward"),
    Role.ADMIN: msg("administrator"),
    Role.OFFICER: msg("area officer"),
    Role.COUNCIL: msg("smart-city council"),
    Role.DEVICE: msg("device"),
}

_ALL_READERS = frozenset({Right.READ, Right.CITY, Right.EXPORT, Right.CATALOGUE})
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OPERATOR: _ALL_READERS | {Right.HEALTH, Right.NOTE, Right.ALERTS, Right.SCREENS},
    Role.OFFICIAL: _ALL_READERS | {Right.NOTE, Right.REPORT, Right.REVIEW, Right.FINDINGS},
    Role.STEWARD: _ALL_READERS | {Right.HEALTH, Right.NOTE, Right.LOAD, Right.ALERTS, Right.RULES},
    Role.ADMIN: _ALL_READERS | {Right.ACCOUNTS, Right.AUDIT, Right.SCREENS},
    Role.OFFICER: frozenset({Right.READ, Right.HEALTH, Right.EXPORT, Right.NOTE, Right.ALERTS}),
    Role.COUNCIL: _ALL_READERS | {Right.NOTE, Right.FINDINGS},
    Role.DEVICE: frozenset({Right.READ, Right.CITY}),
}


@dataclass(frozen=True)
class Person:
    """Somebody (or a device, or a program) who has come in.

    Attributes
    ----------
    name : str
        Account's name; for a token ``<name> (token)``.
    area : str or None
        The only area an officer may see, with what lies inside it.
    via : str
        "session", "token" or "process" (the command line and the server's own warm-up).
    key : str
        Identifies the session or token in lists; never the secret.
    must_change : bool
        The password was given by somebody else and has to be replaced first.
    screen : str or None
        The only screen of the wall that a device opens.
    opd : str or None
        The office that an official acts for; without one he reports and reviews nothing.
    """

    name: str
    role: Role
    area: str | None = None
    via: str = "session"
    key: str = ""
    must_change: bool = False
    address: str = ""
    screen: str | None = None
    opd: str | None = None

    def may(self, right: Right) -> bool:
        """Whether the role has a right."""
        return right in RIGHTS[self.role]


class ForbiddenError(DecorError):
    """The person has come in but may not do this."""


class NobodyError(DecorError):
    """Nobody has come in."""


PROCESS = Person("server", Role.OPERATOR, via="process")
_ACTING: ContextVar[Person | None] = ContextVar("acting", default=None)


def bind_person(who: Person | None) -> Token[Person | None]:
    """Say who acts from here on in this thread; the answer is for `unbind_person`."""
    return _ACTING.set(who)


def unbind_person(before: Token[Person | None]) -> None:
    """Who acted before acts again."""
    _ACTING.reset(before)


@contextmanager
def acting(who: Person) -> Iterator[Person]:
    """Act as a person inside the block."""
    before = _ACTING.set(who)
    try:
        yield who
    finally:
        _ACTING.reset(before)


def somebody() -> bool:
    """Whether anybody acts."""
    return _ACTING.get() is not None


def person() -> Person:
    """The person who acts.

    Raises
    ------
    NobodyError
        When nobody has come in.
    """
    who = _ACTING.get()
    if who is None:
        raise NobodyError(msg("Sign in first."))
    return who


def require(right: Right) -> Person:
    """The person who acts, if he has a right.

    Raises
    ------
    NobodyError
        When nobody has come in.
    ForbiddenError
        When the role does not have the right.
    """
    who = person()
    if not who.may(right):
        raise ForbiddenError(
            msg("Your role ({role}) may not do this: {right}.", role=ROLE_NAMES[who.role], right=RIGHT_NAMES[right])
        )
    return who


def sees(who: Person, code: str) -> bool:
    """Whether an area lies inside what the person may see.

    Examples
    --------
    >>> sees(Person("rt", Role.OFFICER, area="32.76.02.1010"), "32.76.02.1010.006")
    True
    >>> sees(Person("rt", Role.OFFICER, area="32.76.02.1010"), "32.76.02.1011.006")
    False
    """
    return who.area is None or code == who.area or code.startswith(f"{who.area}.")


def same_office(a: object, b: object) -> bool:
    """Whether two names are of one office, however they are written; nobody's office is no office's.

    Examples
    --------
    >>> same_office("Dinas  Satu", "DINAS SATU"), same_office(None, None), same_office("", "")
    (True, False, False)
    """
    first, second = (" ".join(str(name or "").split()).casefold() for name in (a, b))
    return bool(first) and first == second


def checked_opd(role: Role, opd: str | None) -> str | None:
    """The office of a new account: only officials have one.

    Raises
    ------
    DecorError
        With what is wrong.
    """
    name = " ".join((opd or "").split())
    if not name:
        return None
    if role is not Role.OFFICIAL:
        raise DecorError(msg("Only an official has an office."), field="opd")
    if len(name) > MOST_OPD or not name.isprintable():
        raise DecorError(msg("An office has a name of at most {n} characters.", n=MOST_OPD), field="opd")
    return name


def checked_scope(role: Role, area: str | None) -> str | None:
    """The area of a new account: officers need a kelurahan or RW, nobody else may have one.

    Raises
    ------
    DecorError
        With what is wrong.
    """
    if role is not Role.OFFICER:
        if area:
            raise DecorError(msg("Only an area officer has an area."), field="area")
        return None
    problem: Message = msg("An area officer needs the code of a kelurahan or an RW.")
    try:
        level = level_of(area or "")
    except ValueError:
        raise DecorError(problem, field="area") from None
    if level not in (Level.KELURAHAN, Level.RW):
        raise DecorError(problem, field="area")
    return area
