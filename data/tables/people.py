"""Accounts, sessions, tokens, the audit log, and what people leave for each other.

Times are naive WIB, as everywhere in the database. Secrets are never stored: passwords as Argon2
hashes, session and token secrets as SHA-256 (they are random and long).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.schema import ROW_ID, Base


class Account(Base):
    """Somebody who may sign in; ``area`` is the only area of an officer, ``opd`` the office of an official."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    role: Mapped[str] = mapped_column(String(12))
    area: Mapped[str | None] = mapped_column(String(20))
    opd: Mapped[str | None] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool]
    active: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(DateTime)
    created_by: Mapped[str] = mapped_column(String(60))


class Token(Base):
    """A device's or a program's way in; revoking it also ends the sessions it opened.

    ``screen`` is the only screen of the wall that a device's token opens.
    """

    __tablename__ = "token"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(12))
    area: Mapped[str | None] = mapped_column(String(20))
    opd: Mapped[str | None] = mapped_column(String(60))
    secret_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    screen: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(DateTime)
    expires_at: Mapped[datetime | None] = mapped_column(DateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime)
    seen_at: Mapped[datetime | None] = mapped_column(DateTime)


class Login(Base):
    """A session: of an account, or of a device that came in with its token."""

    __tablename__ = "login"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    token_id: Mapped[int | None] = mapped_column(ForeignKey("token.id"), index=True)
    secret_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(DateTime)
    seen_at: Mapped[datetime] = mapped_column(DateTime)
    expires_at: Mapped[datetime | None] = mapped_column(DateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime)
    address: Mapped[str] = mapped_column(String(60))
    agent: Mapped[str] = mapped_column(String(200))


class FormPost(Base):
    """A form that was sent, by the number it was drawn with, so that it does its work once."""

    __tablename__ = "form_post"
    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime, index=True)


class Audit(Base):
    """One line of the audit log; a trigger refuses changes, the digest chains it to the line before."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(60), index=True)
    via: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class DeliveryRow(Base):
    """A file that was handed in, from its receipt to what became of it.

    ``state``: waiting, checking, checked, refused, loading, loaded, failed, rolled_back, withdrawn.
    ``seen_version`` is the dataset's version that the check looked at; ``points`` what points mean in its numbers,
    where the file leaves it open and somebody said.
    """

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("owner", "idempotency_key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    dataset: Mapped[str] = mapped_column(String(60), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(Integer)
    owner: Mapped[str] = mapped_column(String(60))
    received_at: Mapped[datetime] = mapped_column(DateTime)
    idempotency_key: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(12))
    seen_version: Mapped[int]
    load_id: Mapped[int | None]
    report: Mapped[str | None] = mapped_column(Text)
    problem: Mapped[str | None] = mapped_column(Text)
    points: Mapped[str | None] = mapped_column(String(10))


class Declaration(Base):
    """A dataset that was declared without code: its contract and indicators as TOML; the newest counts."""

    __tablename__ = "declaration"
    id: Mapped[int] = mapped_column(primary_key=True)
    dataset: Mapped[str] = mapped_column(String(60), index=True)
    body: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(60))
    declared_at: Mapped[datetime] = mapped_column(DateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime)


class Crosswalk(Base):
    """Which part (by people) of an area that ended lives in which area that began."""

    __tablename__ = "crosswalk"
    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    load_id: Mapped[int] = mapped_column(ForeignKey("load.id"), index=True)
    from_area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    to_area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    valid_from: Mapped[int]
    share: Mapped[float]


class SavedView(Base):
    """A link with a name."""

    __tablename__ = "saved_view"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    page: Mapped[str] = mapped_column(String(20))
    query: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(60), index=True)
    shared: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(DateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime)


class Annotation(Base):
    """A note on a day and an area; it appears on the charts of that area (and of what lies inside it)."""

    __tablename__ = "annotation"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[int]
    area: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(DateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime)
    deleted_by: Mapped[str | None] = mapped_column(String(60))
