"""Sessions and tokens: who has come in, and with what."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, insert, or_, select, update

from data.commands import audit
from data.commands.accounts import NAME, account, end_sessions, end_tokens, fits, nobodys_hash
from data.domain.errors import DecorError, NotFoundError, msg
from data.domain.people import Person, Role, checked_opd, checked_scope
from data.tables.engine import writing
from data.tables.people import Account, Login, Token

SESSION_HOURS = 12
TOKEN_ROLES = {"device": (Role.DEVICE,), "api": (Role.OPERATOR, Role.OFFICIAL, Role.STEWARD)}


@dataclass(frozen=True)
class Entrance:
    """What came in: the person, and the secret of the session that was opened (only now in the clear)."""

    person: Person
    secret: str


def fingerprint(secret: str) -> str:
    """SHA-256 of a random secret; that is what the database keeps."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sign_in(engine: Engine, username: str, password: str, *, address: str, agent: str) -> Entrance | None:
    """Open a session; None for a wrong password, an unknown name or a closed account alike.

    The work is the same in all cases, so that the time says nothing about which names exist.
    """
    with engine.connect() as connection:
        row = account(connection, username) if NAME.match(username) else None
    stored = row.password_hash if row is not None else nobodys_hash()
    right = fits(stored, password)
    if row is None or not right or not row.active:
        stranger = Person("–", Role.DEVICE, via="sign-in", address=address)
        # What was typed as a name may be a password that slipped: only a known name is written down.
        known = row.username if row is not None else "unknown name"
        audit.note(engine, audit.line(stranger, "sign-in refused", known))
        return None
    secret = secrets.token_urlsafe(32)
    with writing(engine) as connection:
        key = _open(connection, secret, address, agent, account_id=row.id)
        made = Person(
            row.username,
            Role(row.role),
            row.area,
            key=key,
            must_change=row.must_change,
            address=address,
            opd=row.opd,
        )
        audit.append(connection, [audit.line(made, "signed in")])
    return Entrance(made, secret)


def _open(connection: Connection, secret: str, address: str, agent: str, **owner: int) -> str:
    moment = audit.now()
    values = {
        "secret_sha256": fingerprint(secret),
        "created_at": moment,
        "seen_at": moment,
        "expires_at": moment + timedelta(hours=SESSION_HOURS) if "account_id" in owner else None,
        "address": address[:60],
        "agent": agent[:200],
        **owner,
    }
    return f"s{connection.execute(insert(Login).values(**values).returning(Login.id)).scalar_one()}"


def device_sign_in(engine: Engine, secret: str, *, address: str, agent: str) -> Entrance | None:
    """Open a session without an end for a device that shows its token; None when the token is not good."""
    device = person_of_token(engine, secret, address=address)
    if device is None or device.role is not Role.DEVICE:
        stranger = Person("–", Role.DEVICE, via="sign-in", address=address)
        audit.note(engine, audit.line(stranger, "sign-in refused", "device token"))
        return None
    opened = secrets.token_urlsafe(32)
    with writing(engine) as connection:
        key = _open(connection, opened, address, agent, token_id=int(device.key[1:]))
        made = replace(device, via="session", key=key)
        audit.append(connection, [audit.line(made, "signed in", "device")])
    return Entrance(made, opened)


def person_of_session(engine: Engine, secret: str, *, address: str) -> Person | None:
    """Whose session a cookie belongs to; None when it has ended, was revoked, or never was."""
    moment = audit.now()
    question = (
        select(
            Login.id,
            Account.username,
            Account.role,
            Account.area,
            Account.must_change,
            Account.opd,
            Token.name,
            Token.role.label("token_role"),
            Token.area.label("token_area"),
            Token.screen,
        )
        .outerjoin(Account, Account.id == Login.account_id)
        .outerjoin(Token, Token.id == Login.token_id)
        .where(Login.secret_sha256 == fingerprint(secret), Login.revoked_at.is_(None))
        .where(or_(Login.expires_at.is_(None), Login.expires_at > moment))
        .where(or_(Account.active.is_(True), Token.id.is_not(None)))
        .where(Token.revoked_at.is_(None), or_(Token.expires_at.is_(None), Token.expires_at > moment))
    )
    with engine.connect() as connection:
        row = connection.execute(question).first()
    if row is None:
        return None
    if row.username is None:
        return Person(
            f"{row.name} (token)",
            Role(row.token_role),
            row.token_area,
            key=f"s{row.id}",
            address=address,
            screen=row.screen,
        )
    key = f"s{row.id}"
    return Person(row.username, Role(row.role), row.area, "session", key, row.must_change, address=address, opd=row.opd)


def person_of_token(engine: Engine, secret: str, *, address: str) -> Person | None:
    """Whose token it is; None when it was revoked, has ended, or never was."""
    moment = audit.now()
    question = (
        select(Token.id, Token.name, Token.role, Token.area, Token.screen, Token.opd)
        .outerjoin(Account, Account.id == Token.account_id)
        .where(Token.secret_sha256 == fingerprint(secret), Token.revoked_at.is_(None))
        .where(or_(Token.expires_at.is_(None), Token.expires_at > moment))
        .where(or_(Account.id.is_(None), Account.active.is_(True)))
    )
    with engine.connect() as connection:
        row = connection.execute(question).first()
    if row is None:
        return None
    name, key = f"{row.name} (token)", f"t{row.id}"
    return Person(name, Role(row.role), row.area, "token", key, False, address, row.screen, row.opd)


def make_token(
    engine: Engine,
    who: Person,
    name: str,
    kind: str,
    role: Role,
    *,
    area: str | None = None,
    opd: str | None = None,
    days: int | None = None,
    screen: str | None = None,
    signed: Callable[[str], str] = str,
) -> str:
    """Make a device or API token.

    Parameters
    ----------
    days : int or None
        None never ends (devices).
    screen : str or None
        Short name of the screen that a device's token opens; a device needs one, nothing else has one.
    signed : callable
        Adds the server's signature, so that a made-up token is refused before the database is asked.

    Returns
    -------
    str
        The secret; it cannot be read again.

    Raises
    ------
    DecorError
        When the role does not fit the kind, or the name is empty.
    """
    if kind not in TOKEN_ROLES or (role not in TOKEN_ROLES[kind] and not (kind == "api" and role is Role.OFFICER)):
        raise DecorError(msg("A token of this kind cannot have this role."), field="role")
    if (kind == "device") is not bool(screen):
        raise DecorError(msg("A device's token is made for one screen."), field="kind")
    if not name.strip() or len(name) > 50 or not name.isprintable():
        raise DecorError(msg("A token needs a name of at most 50 characters."), field="name")
    secret = signed(f"decor_{kind}_{secrets.token_urlsafe(32)}")
    moment = audit.now()
    values = {
        "kind": kind,
        "name": name.strip(),
        "role": role.value,
        "area": checked_scope(role, area),
        "opd": checked_opd(role, opd),
        "screen": screen,
        "secret_sha256": fingerprint(secret),
        "created_at": moment,
        "expires_at": None if days is None else moment + timedelta(days=days),
    }
    with writing(engine) as connection:
        twice = select(Token.id).where(Token.name == name.strip(), Token.revoked_at.is_(None))
        if connection.execute(twice).first():
            raise DecorError(msg("There already is a token “{name}”.", name=name.strip()), field="name")
        owner = account(connection, who.name)
        connection.execute(insert(Token).values(**values, account_id=None if owner is None else owner.id))
        audit.append(
            connection,
            [
                audit.line(
                    who, "token made", name.strip(), kind=kind, role=role.value, area=area, opd=opd, screen=screen
                )
            ],
        )
    return secret


def revoke_token(engine: Engine, who: Person, number: int) -> None:
    """End a token and the sessions it opened."""
    with writing(engine) as connection:
        name = connection.execute(select(Token.name).where(Token.id == number)).scalar()
        if name is None:
            raise NotFoundError(msg("There is no such token."))
        end_tokens(connection, Token.id == number)
        end_sessions(connection, Login.token_id == number)
        audit.append(connection, [audit.line(who, "token revoked", name)])


def revoke_screen(connection: Connection, screen: str) -> None:
    """End the tokens of a screen, and the sessions they opened."""
    numbers = [row.id for row in connection.execute(select(Token.id).where(Token.screen == screen))]
    end_tokens(connection, Token.screen == screen)
    end_sessions(connection, Login.token_id.in_(numbers))


def revoke_session(engine: Engine, who: Person, number: int, *, own: bool) -> None:
    """End a session.

    Parameters
    ----------
    own : bool
        True where only a session of the person's own account may be ended.
    """
    question = (
        select(Login.id, Account.username).outerjoin(Account, Account.id == Login.account_id).where(Login.id == number)
    )
    with writing(engine) as connection:
        login = connection.execute(question).first()
        if login is None or (own and login.username != who.name):
            raise NotFoundError(msg("There is no such session."))
        end_sessions(connection, Login.id == number)
        audit.append(connection, [audit.line(who, "session ended", login.username or "device", session=f"s{number}")])


def sign_out(engine: Engine, who: Person) -> None:
    """End the person's own session."""
    if not who.key.startswith("s"):
        raise DecorError(msg("A token cannot sign out; it is revoked."))
    with writing(engine) as connection:
        end_sessions(connection, Login.id == int(who.key[1:]))
        audit.append(connection, [audit.line(who, "signed out")])


def note_seen(engine: Engine, seen: Iterable[tuple[str, datetime]]) -> None:
    """Write when sessions ("s12") and tokens ("t3") were last used."""
    with writing(engine) as connection:
        for key, moment in seen:
            table = Login if key.startswith("s") else Token
            connection.execute(update(table).where(table.id == int(key[1:])).values(seen_at=moment))
