"""Accounts, sessions, tokens and the audit log, for those who may read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, func, select

from data.queries.frames import records
from data.tables.people import Account, Audit, Login, Token

CHUNK = 2_000


def accounts(engine: Engine) -> list[dict[str, Any]]:
    """Every account by name: ``username, role, area, opd, active, must_change, seen_at``."""
    seen = select(Login.account_id, func.max(Login.seen_at).label("seen_at")).group_by(Login.account_id).subquery()
    names = (Account.username, Account.role, Account.area, Account.opd, Account.active, Account.must_change)
    question = select(*names, seen.c.seen_at)
    question = question.outerjoin(seen, seen.c.account_id == Account.id)
    return records(engine, question.order_by(Account.username))


def sessions(engine: Engine, username: str | None) -> list[dict[str, Any]]:
    """Open sessions, last used first: ``id, who, role, created_at, seen_at, expires_at, address, agent``."""
    now = func.coalesce(Account.username, Token.name)
    question = (
        select(
            Login.id,
            now.label("who"),
            func.coalesce(Account.role, Token.role).label("role"),
            Login.created_at,
            Login.seen_at,
            Login.expires_at,
            Login.address,
            Login.agent,
        )
        .outerjoin(Account, Account.id == Login.account_id)
        .outerjoin(Token, Token.id == Login.token_id)
        .where(Login.revoked_at.is_(None))
        .order_by(Login.seen_at.desc())
        .limit(500)
    )
    if username is not None:
        question = question.where(Account.username == username)
    return records(engine, question)


def tokens(engine: Engine) -> list[dict[str, Any]]:
    """Every token, newest first.

    Columns ``id, kind, name, role, area, opd, screen, owner, created_at, expires_at, revoked_at, seen_at``.
    """
    question = (
        select(
            Token.id,
            Token.kind,
            Token.name,
            Token.role,
            Token.area,
            Token.opd,
            Token.screen,
            Account.username.label("owner"),
            Token.created_at,
            Token.expires_at,
            Token.revoked_at,
            Token.seen_at,
        )
        .outerjoin(Account, Account.id == Token.account_id)
        .order_by(Token.id.desc())
    )
    return records(engine, question)


def audit_lines(engine: Engine, *, actor: str, action: str, before: int | None, most: int) -> list[dict[str, Any]]:
    """Lines of the log, newest first; empty ``actor`` and ``action`` mean all, ``before`` pages on."""
    question = select(Audit.id, Audit.at, Audit.actor, Audit.via, Audit.action, Audit.subject, Audit.detail)
    if actor:
        question = question.where(Audit.actor == actor)
    if action:
        question = question.where(Audit.action == action)
    if before is not None:
        question = question.where(Audit.id < before)
    return records(engine, question.order_by(Audit.id.desc()).limit(most))


def audit_words(engine: Engine) -> tuple[list[str], list[str]]:
    """Actors and actions that occur in the log."""
    with engine.connect() as connection:
        actors = connection.execute(select(Audit.actor).distinct().order_by(Audit.actor)).scalars().all()
        actions = connection.execute(select(Audit.action).distinct().order_by(Audit.action)).scalars().all()
    return list(actors), list(actions)


def audit_chain(engine: Engine) -> Iterator[dict[str, Any]]:
    """Every line with its digests in order, for the check of the chain."""
    last = -1
    while True:
        with engine.connect() as connection:
            question = select(Audit.__table__).where(Audit.id > last).order_by(Audit.id).limit(CHUNK)
            rows = connection.execute(question).mappings().all()
        yield from (dict(row) for row in rows)
        if len(rows) < CHUNK:
            return
        last = int(rows[-1]["id"])
