"""Accounts and their passwords."""

from __future__ import annotations

import re
import secrets
from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, Connection, Engine, insert, select, update

from data.commands import audit
from data.domain.errors import DecorError, NotFoundError, msg
from data.domain.people import Person, Role, checked_opd, checked_scope
from data.tables.engine import writing
from data.tables.people import Account, Login, Token

# OWASP's second choice: 19 MiB, two passes; a sign-in takes about 30 ms and little memory.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
NAME = re.compile(r"^[a-z][a-z0-9._-]{1,31}$")
SHORTEST, LONGEST = 12, 200
RESERVED = frozenset({"server", "console", "process", "sample"})
DEMO = {
    "operator": (Role.OPERATOR, None),
    "official": (Role.OFFICIAL, "Bappeda"),
    "diskominfo": (Role.OFFICIAL, "Diskominfo"),
    "council": (Role.COUNCIL, None),
    "steward": (Role.STEWARD, None),
    "admin": (Role.ADMIN, None),
}
"""Accounts of the first start with their offices: one a role, and a second official who reports to the first."""


@lru_cache
def nobodys_hash() -> str:
    """A hash that no password fits: an unknown name costs the same work as a wrong password."""
    return HASHER.hash(secrets.token_urlsafe(32))


def fits(stored: str, password: str) -> bool:
    """Whether a password belongs to a stored hash; takes the same time either way."""
    try:
        return HASHER.verify(stored, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False


def checked_password(password: str, username: str) -> str:
    """A new password, if it is long enough and not the name.

    Raises
    ------
    DecorError
        With what is wrong.
    """
    if len(password) < SHORTEST:
        raise DecorError(msg("A password needs at least {n} characters.", n=SHORTEST), field="new")
    if len(password) > LONGEST:
        raise DecorError(msg("A password may have at most {n} characters.", n=LONGEST), field="new")
    if username in password.lower() or len(set(password)) < 5:
        raise DecorError(msg("This password is too easy to guess."), field="new")
    return password


def make_account(
    engine: Engine,
    who: Person,
    username: str,
    role: Role,
    *,
    password: str | None = None,
    area: str | None = None,
    opd: str | None = None,
    demo: bool = False,
) -> str:
    """Add an account.

    Parameters
    ----------
    password : str or None
        None makes a one-time password, which has to be replaced at the first sign-in.
    demo : bool
        The password was set by whoever starts the server; he answers for it, and it is not judged.

    Returns
    -------
    str
        The password; it cannot be read again.

    Raises
    ------
    DecorError
        When the name is taken or not well formed, or the role and the area do not fit.
    """
    if not NAME.match(username):
        raise DecorError(
            msg("A name has 2 to 32 small letters, digits, dots or dashes and starts with a letter."), field="username"
        )
    if username in RESERVED:
        raise DecorError(msg("There already is an account “{name}”.", name=username), field="username")
    if role is Role.DEVICE:
        raise DecorError(msg("A device has a token, not an account."), field="role")
    values = {
        "username": username,
        "role": role.value,
        "area": checked_scope(role, area),
        "opd": checked_opd(role, opd),
        "must_change": password is None,
        "active": True,
        "created_at": audit.now(),
        "created_by": who.name,
    }
    word = secrets.token_urlsafe(12) if password is None else password
    if password is not None and not demo:
        checked_password(password, username)
    values["password_hash"] = HASHER.hash(word)
    with writing(engine) as connection:
        if connection.execute(select(Account.id).where(Account.username == username)).first():
            raise DecorError(msg("There already is an account “{name}”.", name=username), field="username")
        connection.execute(insert(Account).values(**values))
        audit.append(connection, [audit.line(who, "account made", username, role=role.value, area=area, opd=opd)])
    return word


def make_demo_accounts(engine: Engine, who: Person, password: str | None) -> dict[str, str]:
    """On the first start the accounts of `DEMO`; name → password, empty when accounts exist already.

    Parameters
    ----------
    password : str or None
        The same for all (not to be changed at the first sign-in); None gives each its own one-time password.
    """
    with engine.connect() as connection:
        if connection.execute(select(Account.id)).first():
            return {}
    made: dict[str, str] = {}
    for username, (role, opd) in DEMO.items():
        made[username] = make_account(engine, who, username, role, password=password, opd=opd, demo=True)
    return made


def set_opd(engine: Engine, who: Person, username: str, opd: str | None) -> None:
    """Give an official another office, or none.

    Raises
    ------
    NotFoundError
        When there is no such account.
    DecorError
        When its role has no office.
    """
    with writing(engine) as connection:
        row = account(connection, username)
        if row is None:
            raise NotFoundError(msg("There is no account “{name}”.", name=username[:40]))
        name = checked_opd(Role(row.role), opd)
        connection.execute(update(Account).where(Account.id == row.id).values(opd=name))
        audit.append(connection, [audit.line(who, "office changed", username, before=row.opd, opd=name)])


def account(connection: Connection, username: str) -> Any:
    """The account's row, None where there is none."""
    return connection.execute(select(Account.__table__).where(Account.username == username)).first()


def change_password(engine: Engine, who: Person, username: str, password: str, *, current: str | None) -> None:
    """Set a person's own password; every other session of the account ends.

    Parameters
    ----------
    current : str or None
        The password so far; None where the caller has the right to set it (command line).

    Raises
    ------
    DecorError
        When the current password is wrong or the new one too weak.
    """
    with engine.connect() as connection:
        row = account(connection, username)
    if row is None:
        raise NotFoundError(msg("There is no account “{name}”.", name=username[:40]))
    if current is not None and not fits(row.password_hash, current):
        raise DecorError(msg("The current password is wrong."), field="current")
    if current is not None and password == current:
        raise DecorError(msg("The new password is the old one."), field="new")
    hashed = HASHER.hash(checked_password(password, username))
    with writing(engine) as connection:
        connection.execute(update(Account).where(Account.id == row.id).values(password_hash=hashed, must_change=False))
        end_sessions(connection, Login.account_id == row.id, but=who.key)
        audit.append(connection, [audit.line(who, "password changed", username)])


def reset_password(engine: Engine, who: Person, username: str) -> str:
    """Give an account a new one-time password; all its sessions end."""
    word = secrets.token_urlsafe(12)
    with writing(engine) as connection:
        row = account(connection, username)
        if row is None:
            raise NotFoundError(msg("There is no account “{name}”.", name=username[:40]))
        connection.execute(
            update(Account).where(Account.id == row.id).values(password_hash=HASHER.hash(word), must_change=True)
        )
        end_sessions(connection, Login.account_id == row.id)
        audit.append(connection, [audit.line(who, "password reset", username)])
    return word


def set_active(engine: Engine, who: Person, username: str, *, active: bool) -> None:
    """Close an account (its sessions and tokens end at once) or open it again.

    Raises
    ------
    DecorError
        When it would close the last administrator.
    """
    with writing(engine) as connection:
        row = account(connection, username)
        if row is None:
            raise NotFoundError(msg("There is no account “{name}”.", name=username[:40]))
        others = select(Account.id).where(
            Account.role == Role.ADMIN.value, Account.active.is_(True), Account.id != row.id
        )
        if not active and row.role == Role.ADMIN.value and connection.execute(others).first() is None:
            raise DecorError(msg("The last administrator cannot be closed."))
        connection.execute(update(Account).where(Account.id == row.id).values(active=active))
        if not active:
            end_sessions(connection, Login.account_id == row.id)
            end_tokens(connection, Token.account_id == row.id)
        audit.append(connection, [audit.line(who, "account opened" if active else "account closed", username)])


def end_sessions(connection: Connection, which: ColumnElement[bool], *, but: str = "") -> None:
    """End the sessions that a condition names, except one ("s12")."""
    keep = int(but[1:]) if but.startswith("s") and but[1:].isdecimal() else -1
    connection.execute(
        update(Login).where(which, Login.revoked_at.is_(None), Login.id != keep).values(revoked_at=audit.now())
    )


def end_tokens(connection: Connection, which: ColumnElement[bool]) -> None:
    """End the tokens that a condition names."""
    connection.execute(update(Token).where(which, Token.revoked_at.is_(None)).values(revoked_at=audit.now()))
