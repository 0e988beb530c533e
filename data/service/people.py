"""The door for everything about people: coming in, accounts, sessions, tokens, the audit log."""

from __future__ import annotations

import atexit
import hashlib
import logging
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsdangerous import Signer
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import Engine

from data.commands import accounts, audit, sessions
from data.commands.sessions import Entrance as Entrance
from data.commands.sessions import fingerprint
from data.domain.errors import DecorError, msg
from data.domain.people import PROCESS, ROLE_NAMES, Person, Right, Role, person, require
from data.domain.people_views import AccountRow, AuditView, PeopleView, SessionRow, TokenRow
from data.queries import people as queries

LOG = logging.getLogger(__name__)
PER_NAME = RateLimitItemPerMinute(20)
PER_ADDRESS = RateLimitItemPerMinute(60)
REMEMBERED_SECONDS = 1.0
FLUSH_SECONDS = 2.0
MINUTE = 60.0
MOST_LINES = 200
MOST_REFUSALS = 1_000


class TooManyError(DecorError):
    """Too many wrong passwords in a short time."""


@dataclass
class _Read:
    """Reads of one kind by one person that are not written yet."""

    who: Person
    subject: str
    first: datetime
    times: int = 1


class People:
    """Answers and commands about people; thread-safe.

    Parameters
    ----------
    secret : str
        The server's key; signs devices' tokens.
    """

    def __init__(self, engine: Engine, secret: str) -> None:
        self._engine = engine
        self._signer = Signer(secret, salt="device-token", digest_method=hashlib.sha256)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, Person]] = {}
        self._seen: dict[str, datetime] = {}
        self._reads: dict[tuple[str, str, str], _Read] = {}
        self._flusher: threading.Thread | None = None
        self._flusher_done = True
        self._written: dict[tuple[str, str, str], float] = {}
        self._open = True

    # -- coming in -----------------------------------------------------------------------------

    def sign_in(self, username: str, password: str, *, address: str, agent: str) -> Entrance | None:
        """Open a session; None when name and password do not fit.

        Raises
        ------
        TooManyError
            After twenty wrong passwords a minute for a name from one address, or sixty from one address. (A limit on
            the name alone would let anybody lock somebody else out.)
        """
        keys = ((PER_NAME, username[:40], address), (PER_ADDRESS, address))
        if not all(self._limiter.test(limit, *key) for limit, *key in keys):
            raise TooManyError(msg("Too many wrong passwords; wait a minute and try again."))
        entrance = sessions.sign_in(self._engine, username, password, address=address, agent=agent)
        if entrance is None:
            for limit, *key in keys:
                self._limiter.hit(limit, *key)
        return entrance

    def device_sign_in(self, secret: str, *, address: str, agent: str) -> Entrance | None:
        """Open a session for a device with its token; None when the token is not good."""
        if not self._limiter.test(PER_ADDRESS, address):
            raise TooManyError(msg("Too many wrong passwords; wait a minute and try again."))
        genuine = self._genuine(secret)
        entrance = sessions.device_sign_in(self._engine, secret if genuine else "", address=address, agent=agent)
        if entrance is None:
            self._limiter.hit(PER_ADDRESS, address)
        return entrance

    def person_of(self, kind: str, secret: str, address: str) -> Person | None:
        """Whose session or token a secret is; asked of the database at most once a second."""
        key, moment = f"{kind} {address} {fingerprint(secret)}", time.monotonic()
        with self._lock:
            known = self._known.get(key)
        if known and moment - known[0] < REMEMBERED_SECONDS:
            return known[1]
        ask = sessions.person_of_token if kind == "token" else sessions.person_of_session
        owner = ask(self._engine, secret, address=address) if kind != "token" or self._genuine(secret) else None
        with self._lock:
            if owner is None:
                self._known.pop(key, None)
                return None
            if len(self._known) > 2_000:
                self._known.clear()
            self._known[key] = (moment, owner)
            self._seen[owner.key] = audit.now()
        self._wake()
        return owner

    def _genuine(self, secret: str) -> bool:
        """Whether a device's token carries this server's signature; tokens of programs have none."""
        return not secret.startswith("decor_device_") or self._signer.validate(secret)

    def sign_out(self) -> None:
        """End the acting person's session."""
        sessions.sign_out(self._engine, person())
        self._forget()

    def _forget(self) -> None:
        with self._lock:
            self._known.clear()

    # -- accounts ------------------------------------------------------------------------------

    def make_demo_accounts(self, password: str | None) -> dict[str, str]:
        """On the first start one account a role; name → password."""
        return accounts.make_demo_accounts(self._engine, PROCESS, password)

    def make_account(
        self, username: str, role: str, area: str | None, password: str | None = None, *, opd: str | None = None
    ) -> str:
        """Add an account; gives its one-time password."""
        who = require(Right.ACCOUNTS)
        return accounts.make_account(
            self._engine, who, username, _role(role), password=password, area=area or None, opd=opd
        )

    def set_opd(self, username: str, opd: str) -> None:
        """Give an official another office, or none; it holds from the next call on."""
        accounts.set_opd(self._engine, require(Right.ACCOUNTS), username, opd or None)
        self._forget()

    def change_password(self, current: str, new: str) -> None:
        """Set the acting person's own password."""
        who = person()
        if who.via != "session" or who.role is Role.DEVICE:
            raise DecorError(msg("A device has a token, not an account."))
        key = (PER_NAME, f"own {who.name}")
        if not self._limiter.test(*key):
            raise TooManyError(msg("Too many wrong passwords; wait a minute and try again."))
        try:
            accounts.change_password(self._engine, who, who.name, new, current=current)
        except DecorError:
            self._limiter.hit(*key)
            self._gather(who, "refused", "change of the own password")
            raise
        self._forget()

    def set_password(self, username: str, password: str) -> None:
        """Set another person's password (command line)."""
        accounts.change_password(self._engine, require(Right.ACCOUNTS), username, password, current=None)
        self._forget()

    def reset_password(self, username: str) -> str:
        """Give an account a new one-time password."""
        word = accounts.reset_password(self._engine, require(Right.ACCOUNTS), username)
        self._forget()
        return word

    def set_active(self, username: str, *, active: bool) -> None:
        """Close an account or open it again."""
        accounts.set_active(self._engine, require(Right.ACCOUNTS), username, active=active)
        self._forget()

    def make_token(
        self,
        name: str,
        kind: str,
        role: str,
        area: str | None,
        days: int | None,
        screen: str | None = None,
        *,
        opd: str | None = None,
    ) -> str:
        """Make a device or API token; gives its secret. A device's token opens one screen of the wall."""
        who = require(Right.ACCOUNTS)
        return sessions.make_token(
            self._engine,
            who,
            name,
            kind,
            _role(role),
            area=area or None,
            opd=opd,
            days=days,
            screen=screen or None,
            signed=self._signed if kind == "device" else str,
        )

    def _signed(self, text: str) -> str:
        return self._signer.sign(text).decode()

    def revoke_token(self, number: int) -> None:
        """End a token."""
        sessions.revoke_token(self._engine, require(Right.ACCOUNTS), number)
        self._forget()

    def revoke_session(self, number: int) -> None:
        """End a session: any for an administrator, one's own for everybody."""
        who = person()
        sessions.revoke_session(self._engine, who, number, own=not who.may(Right.ACCOUNTS))
        self._forget()

    # -- lists ---------------------------------------------------------------------------------

    def overview(self) -> PeopleView:
        """Accounts, tokens and open sessions of everybody."""
        require(Right.ACCOUNTS)
        self.flush()
        return PeopleView(
            [
                AccountRow(
                    r["username"],
                    ROLE_NAMES[Role(r["role"])],
                    r["area"] or r["opd"],
                    bool(r["active"]),
                    bool(r["must_change"]),
                    r["seen_at"],
                )
                for r in queries.accounts(self._engine)
            ],
            [
                TokenRow(
                    r["id"],
                    r["kind"],
                    r["name"],
                    ROLE_NAMES[Role(r["role"])],
                    r["area"] or r["opd"],
                    r["owner"],
                    r["created_at"],
                    r["expires_at"],
                    r["revoked_at"],
                    r["seen_at"],
                )
                for r in queries.tokens(self._engine)
            ],
            self._sessions(None),
        )

    def own_sessions(self) -> list[SessionRow]:
        """Open sessions of the acting person."""
        self.flush()
        return self._sessions(person().name)

    def _sessions(self, username: str | None) -> list[SessionRow]:
        here = person().key
        return [
            SessionRow(
                r["id"],
                r["who"],
                ROLE_NAMES[Role(r["role"])],
                r["created_at"],
                r["seen_at"],
                r["expires_at"],
                r["address"],
                r["agent"],
                here == f"s{r['id']}",
            )
            for r in queries.sessions(self._engine, username)
        ]

    # -- audit log -----------------------------------------------------------------------------

    def audit_log(self, *, actor: str = "", action: str = "", before: int | None = None) -> AuditView:
        """A page of the log, newest first, and whether its chain holds."""
        require(Right.AUDIT)
        self.flush()
        rows = queries.audit_lines(self._engine, actor=actor, action=action, before=before, most=MOST_LINES + 1)
        actors, actions = queries.audit_words(self._engine)
        count, broken, head = self.verify()
        more = int(rows[MOST_LINES - 1]["id"]) if len(rows) > MOST_LINES else None
        return AuditView(rows[:MOST_LINES], actors, actions, actor, action, more, count, broken, head)

    def verify(self) -> tuple[int, int | None, str]:
        """Lines in the log, the first line whose chain is broken (None: it holds), and the newest digest."""
        previous, count = audit.START, 0
        for row in queries.audit_chain(self._engine):
            count += 1
            if row["id"] != count or row["previous"] != previous or row["digest"] != audit.digest_of(row):
                return count, int(row["id"]), previous
            previous = row["digest"]
        return count, None, previous

    def note(self, action: str, subject: str = "", **detail: Any) -> None:
        """Write a line about the acting person at once (an export, a refusal)."""
        audit.note(self._engine, audit.line(person(), action, subject, **detail))

    def note_refusal(self, who: Person | None, path: str, reason: str) -> None:
        """Write that somebody was refused; many of the same in a row become one line."""
        if who is None:
            # Anybody may send anything here: what he wrote is not worth a line each.
            self._gather(Person("–", Role.DEVICE, via="nobody"), "refused", reason)
            return
        self._gather(who, "refused", f"{path[:120]}: {reason}"[:200])

    def note_read(self, subject: str) -> None:
        """Write that the acting person read unsuppressed health data; a minute's reads of one kind are one line."""
        self._gather(person(), "health data read", subject)

    def _gather(self, who: Person, action: str, subject: str) -> None:
        if who.via == "process":
            return
        key = (f"{who.name} {who.key}", action, subject)
        with self._lock:
            if key in self._reads:
                self._reads[key].times += 1
            elif action != "refused" or len(self._reads) < MOST_REFUSALS:
                self._reads[key] = _Read(who, subject, audit.now())
        self._wake()

    def _wake(self) -> None:
        with self._lock:
            if not self._open or not self._flusher_done:
                return
            self._flusher_done = False
            if self._flusher is None:
                atexit.register(self.flush)
            self._flusher = threading.Thread(target=self._flush_later, daemon=True)
            self._flusher.start()

    def _flush_later(self) -> None:
        while self._open:
            time.sleep(FLUSH_SECONDS)
            if self._open:
                self.flush(everything=False)
            with self._lock:
                if not self._reads and not self._seen:
                    self._flusher_done = True
                    return

    def close(self) -> None:
        """Write what was gathered, nothing any more, and let the database go."""
        self.flush()
        self._open = False
        self._engine.dispose()

    def flush(self, *, everything: bool = True) -> None:
        """Write what was gathered (or only what is due); a load that is being written only delays it."""
        moment = time.monotonic()
        with self._lock:
            # The first of a kind is written at once, what follows within a minute together at its end.
            reads = {
                key: read
                for key, read in self._reads.items()
                if everything or moment - self._written.get(key, -MINUTE) >= MINUTE
            }
            self._reads = {key: read for key, read in self._reads.items() if key not in reads}
            self._written = {key: at for key, at in self._written.items() if moment - at < MINUTE} | dict.fromkeys(
                reads, moment
            )
            seen, self._seen = self._seen, {}
        lines = [
            audit.line(read.who, key[1], read.subject, since=read.first.isoformat(timespec="seconds"), times=read.times)
            for key, read in reads.items()
        ]
        try:
            if lines:
                audit.note(self._engine, *lines)
            if seen:
                sessions.note_seen(self._engine, seen.items())
        except Exception:
            LOG.exception("audit lines are kept for the next try")
            with self._lock:
                self._reads = {**reads, **self._reads}


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        raise DecorError(msg("There is no role “{name}”.", name=name[:20])) from None
