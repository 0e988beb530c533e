"""The one guard: who comes in, the token of every state-changing call, and the headers of every answer.

Everything is shut unless its endpoint stands in `OPEN`; a new route cannot be forgotten. What a
person may do behind the door is checked in the service (`data.domain.people.require`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, urlsplit

from flask import Flask, Response, g, redirect, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.exceptions import Forbidden, HTTPException, Unauthorized
from wtforms import ValidationError

from data.domain.errors import msg
from data.domain.people import ForbiddenError, NobodyError, Person, Right, Role, bind_person, unbind_person
from data.service import People
from data.text import say

OPEN = frozenset({"health", "sign_in", "front_file"})
"""Endpoints that anybody may ask, beside the public edition; everything else needs a person."""

PUBLIC = "public."
"""Endpoints of the public edition (`server.public`): open, because the product is all that they can reach."""

LARGE = frozenset({"hand_in_file", "api.load_post"})
"""Endpoints that take a file, from those who may load; all others take a megabyte."""

SPLIT = "split"
"""Endpoint of the page that shows two pages of the room beside each other (`server.split`)."""

UNFRAMED = "frame-ancestors 'none'"
OWN_FRAMES = "frame-ancestors 'self'; frame-src 'self'"

ATTACHING = frozenset({"programme_evidence"})
"""Endpoints that take a file of evidence, from those who may report."""

WALL = "wall_"
"""Endpoints of a screen of the wall (`server.wall`): all that a device may ask, beside the files of its page."""

MOST_UPLOAD_BYTES = 130 * 1024 * 1024
MOST_ATTACHED_BYTES = 21 * 1024 * 1024
SIGN_IN = "/masuk"
OWN_PAGE = "saya"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
CSRF_COOKIE = "_csrf_token"


@dataclass(frozen=True)
class Guest(UserMixin):
    """A person as Flask-Login wants it."""

    person: Person
    secret: str

    def get_id(self) -> str:
        """The session's secret: it, not the name, is what the cookie carries."""
        return self.secret


class CarefulCookies(SecureCookieSessionInterface):
    """Cookies are for HTTPS only, except where the server is spoken to on its own machine."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the answer's cookies carry ``Secure``."""
        return secure_cookies()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie; never on a public answer or a shared file: those are the same for everybody."""
        if not is_public() and "shared_file" not in g:
            super().save_session(app, session, response)


def secure_cookies() -> bool:
    """False only for plain HTTP to the machine itself."""
    return request.is_secure or (urlsplit(f"//{request.host}").hostname or "") not in LOCAL


def install(server: Flask, people: People, prefix: str, *, secret: str, hashes: Callable[[], Sequence[str]]) -> None:
    """Put the guard before everything that the server answers.

    Parameters
    ----------
    secret : str
        Signs the cookies.
    hashes : callable
        Gives the hashes of Dash's own inline scripts for the content-security policy.
    """
    server.secret_key = secret
    server.session_interface = CarefulCookies()
    server.config.update(
        SESSION_COOKIE_NAME="decor",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=400 * 86_400,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    manager = LoginManager(server)
    manager.session_protection = None
    manager.user_loader(lambda stored: _guest(people, "session", stored))
    manager.request_loader(lambda asked: _bearer(people, asked.headers.get("Authorization", "")))
    policy = _policy_of(hashes)
    server.before_request(lambda: _check(people, prefix))
    server.after_request(lambda answer: _headers(answer, policy()))
    server.teardown_request(lambda _error: unbind_person(g.pop("before")) if "before" in g else None)


def _guest(people: People, kind: str, secret: str) -> Guest | None:
    holder = people.person_of(kind, secret, request.remote_addr or "") if isinstance(secret, str) else None
    return None if holder is None else Guest(holder, secret)


def _bearer(people: People, header: str) -> Guest | None:
    kind, _, secret = header.partition(" ")
    return _guest(people, "token", secret.strip()) if kind.lower() == "bearer" and secret else None


def _check(people: People, prefix: str) -> Any:
    started = time.perf_counter()
    g.before = bind_person(None)
    if request.endpoint in OPEN or is_public():
        return None
    behind = f"{request.path}/".startswith(prefix)
    if not behind and request.endpoint is None:
        return None  # nothing is there: 404
    # A token in the header is what the caller means, whatever cookie comes along.
    guest = _bearer(people, request.headers["Authorization"]) if "Authorization" in request.headers else current_user
    if guest is None or not guest.is_authenticated:
        return _refuse(people, prefix)
    caller = cast(Guest, guest).person
    bind_person(caller)
    if caller.role is Role.DEVICE and not _is_a_screens(prefix):
        raise ForbiddenError(msg("A screen opens its own page of the wall only."))
    if request.endpoint in LARGE and caller.may(Right.LOAD):
        request.max_content_length = MOST_UPLOAD_BYTES
    if request.endpoint in ATTACHING and caller.may(Right.REPORT):
        request.max_content_length = MOST_ATTACHED_BYTES
    if request.method not in SAFE and caller.via != "token":
        _check_origin(people, caller)
    g.guard_seconds = time.perf_counter() - started
    if caller.must_change and not _may_before_change(prefix):
        return redirect(f"{prefix}{OWN_PAGE}", 303)
    return None


def _is_a_screens(prefix: str) -> bool:
    """Whether a device asks for what a screen needs: it reads its own page, and nothing of the room."""
    if request.method not in SAFE:
        return request.path == f"{prefix}keluar"
    return (request.endpoint or "").startswith(WALL) or request.path.startswith(f"{prefix}assets/")


def is_public() -> bool:
    """Whether the public edition is asked."""
    return (request.endpoint or "").startswith(PUBLIC)


def _may_before_change(prefix: str) -> bool:
    return request.path.startswith((f"{prefix}{OWN_PAGE}", f"{prefix}keluar", f"{prefix}assets/"))


def _refuse(people: People, prefix: str) -> Any:
    """A page leads to the sign-in and back; anything else is told in one sentence."""
    if request.headers.get("Authorization") or session.get("_user_id"):
        people.note_refusal(None, request.path, "a session or token that is not good")
    page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    if page and not any(segment in request.path for segment in ("/api/", "/_dash", "/peta/", "/assets/")):
        back = quote(request.full_path.rstrip("?"), safe="/")
        return redirect(f"{SIGN_IN}?next={back}", 302)
    raise NobodyError(msg("Sign in first."))


def _check_origin(people: People, caller: Person) -> None:
    token = request.headers.get("X-CSRFToken") or request.form.get("csrf_token")
    try:
        validate_csrf(token)
    except ValidationError:
        people.note_refusal(caller, request.path, "no token against cross-site calls")
        raise Forbidden("csrf") from None
    refuse_other_sites(people, caller)


def refuse_other_sites(people: People, caller: Person | None) -> None:
    """A browser says where a call comes from; from another site it is refused.

    Raises
    ------
    Forbidden
        When the call comes from another site.
    """
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
    if (origin and _host(origin) != request.host) or site not in ("same-origin", "none"):
        people.note_refusal(caller, request.path, "a call from another site")
        raise Forbidden("origin")


def _host(origin: str) -> str:
    """Host of an address; one that cannot be read is nobody's."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def give_csrf_cookie(answer: Response) -> None:
    """The token against cross-site calls where Dash's renderer looks for it."""
    answer.set_cookie(CSRF_COOKIE, generate_csrf(), samesite="Strict", secure=secure_cookies(), httponly=False)


def _policy_of(hashes: Callable[[], Sequence[str]]) -> Callable[[], str]:
    computed: list[str] = []

    def policy() -> str:
        if not computed:
            scripts = " ".join(["'self'", *hashes()])
            # Dash and Plotly write style attributes; scripts are only ours and the renderer's one line.
            computed.append(
                f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' "
                "data: blob:; "
                "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
                + UNFRAMED
            )
        return computed[0]

    return policy


def _framed() -> bool:
    """Whether it is a page of Dash, whose endpoints are named by their address, or the page that shows two of them."""
    return request.endpoint == SPLIT or (request.url_rule is not None and request.endpoint == request.url_rule.rule)


def _headers(answer: Response, policy: str) -> Response:
    if is_public():
        return answer  # it has headers of its own, which let anybody keep it
    started = time.perf_counter()
    # The room's pages can stand beside each other (`server.split`); nothing else shows them or is shown.
    framed = _framed()
    answer.headers["Content-Security-Policy"] = policy.replace(UNFRAMED, OWN_FRAMES) if framed else policy
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.is_secure:
        answer.headers["Strict-Transport-Security"] = "max-age=31536000"
    # Scripts, styles and map files are the same for everybody: the browser keeps them, whatever its cookie becomes.
    if "shared_file" not in g:
        kept = answer.headers.get("Cache-Control", "")
        answer.headers["Cache-Control"] = kept.replace("public", "private") if "max-age" in kept else "no-store"
        answer.vary.add("Cookie")
    if request.endpoint not in OPEN and answer.mimetype == "text/html" and session.get("_user_id"):
        give_csrf_cookie(answer)
    if "guard_seconds" in g:
        spent = g.guard_seconds + time.perf_counter() - started
        answer.headers["Server-Timing"] = f"guard;dur={spent * 1_000:.3f}"
    return answer


def refusal(error: Exception) -> tuple[int, str] | None:
    """Status and sentence of the guard's own refusals; None for other errors."""
    lang = "en" if request.args.get("lang") == "en" else "id"
    if isinstance(error, NobodyError | Unauthorized):
        return 401, say(msg("Sign in first."), lang)
    if isinstance(error, HTTPException) and error.code == 403:
        return 403, say(msg("This call did not come from this site; open the page again."), lang)
    return None
