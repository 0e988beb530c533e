"""View models about people and what they leave: accounts, sessions, the audit log, saved views, notes, exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from data.domain.errors import Message
from data.domain.views import TableView


@dataclass(frozen=True)
class AccountRow:
    """One account; ``area`` is also the office of an official, ``seen_at`` None when it never signed in."""

    username: str
    role: Message
    area: str | None
    active: bool
    must_change: bool
    seen_at: datetime | None


@dataclass(frozen=True)
class TokenRow:
    """One device or API token."""

    id: int
    kind: str
    name: str
    role: Message
    area: str | None
    owner: str | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True)
class SessionRow:
    """One open session; ``here`` marks the one that asks."""

    id: int
    who: str
    role: Message
    created_at: datetime
    seen_at: datetime
    expires_at: datetime | None
    address: str
    agent: str
    here: bool


@dataclass(frozen=True)
class PeopleView:
    """What an administrator sees of people."""

    accounts: list[AccountRow]
    tokens: list[TokenRow]
    sessions: list[SessionRow]


@dataclass(frozen=True)
class AuditView:
    """A page of the audit log.

    Attributes
    ----------
    lines : list of dict
        ``id, at, actor, via, action, subject, detail``.
    more : int or None
        Number after which the next page begins.
    broken : int or None
        First line whose chain does not hold; None when it holds.
    """

    lines: list[dict[str, object]]
    actors: list[str]
    actions: list[str]
    actor: str
    action: str
    more: int | None
    count: int
    broken: int | None
    head: str


@dataclass(frozen=True)
class SavedViewRow:
    """A link with a name; ``own`` may be deleted by the person who asks.

    Attributes
    ----------
    areas : int
        Areas of a named set, which goes with every page; 0 for a view of one page.
    """

    id: int
    name: str
    page: str
    query: str
    owner: str
    shared: bool
    created: datetime
    own: bool
    areas: int = 0


@dataclass(frozen=True)
class NoteRow:
    """A note on a day and an area."""

    id: int
    day: date
    area: str
    name: str
    subject: str
    text: str
    author: str
    created: datetime
    own: bool


@dataclass(frozen=True)
class ExportView:
    """A panel's table with the facts that are printed on it."""

    table: TableView
    facts: list[tuple[Message, object]]
