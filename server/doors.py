"""Coming in and going out: the sign-in and the files that it needs."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Flask, Response, abort, redirect, request, send_from_directory, session
from flask_login import login_user, logout_user

from data.domain.areas import Level
from data.domain.errors import Message, msg
from data.domain.forms import Filled, empty, read_form
from data.domain.people import Role, bind_person
from data.domain.room_forms import DeviceSignIn, SignIn
from data.service import People
from data.service.people import Entrance, TooManyError
from data.text import say
from layouts.document import document
from layouts.documents import door
from server.guard import SIGN_IN, Guest, refuse_other_sites, secure_cookies

FRONT = "/muka/"
LONGEST_PATH = 2_000
FRONT_FILES = frozenset(
    {
        "css/00_tokens.css",
        "css/10_base.css",
        "css/20_panels.css",
        "css/40_small.css",
        "css/50_documents.css",
        "img/belimbing.svg",
        "fonts/encode-sans-latin-standard-normal.woff2",
    }
)


def mount_doors(server: Flask, people: People, prefix: str) -> None:
    """Add the routes before the door."""
    server.add_url_rule(SIGN_IN, "sign_in", lambda: sign_in(people, prefix), methods=["GET", "POST"])
    server.add_url_rule(f"{FRONT}<path:name>", "front_file", front_file)
    server.add_url_rule(f"{prefix}keluar", "sign_out", lambda: sign_out(people), methods=["POST"])


def _lang() -> str:
    return "en" if request.args.get("lang") == "en" else "id"


def _page(title: str, body: list[Any], code: int = 200) -> Response:
    text = document(
        title,
        body,
        lang=_lang(),
        theme="light" if request.args.get("theme") == "light" else "dark",
        files=FRONT,
        kind="before",
    )
    return Response(text, status=code, mimetype="text/html")


def front_file(name: str) -> Response:
    """One of the few files that a page before the door needs."""
    if name not in FRONT_FILES:
        abort(404)
    answer = send_from_directory("assets", name, max_age=3_600)
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def safe_path(wanted: str | None, prefix: str) -> str:
    """Where to go after the sign-in: a path inside the room, nothing else.

    Examples
    --------
    >>> safe_path("/ruang/covid?area=32.76.02", "/ruang/")
    '/ruang/covid?area=32.76.02'
    >>> safe_path("//elsewhere.example/ruang/", "/ruang/")
    '/ruang/'
    """
    try:
        parts = urlsplit((wanted or "").replace("\\", "/"))
    except ValueError:
        return prefix
    if len(wanted or "") > LONGEST_PATH:
        return prefix
    good = not parts.scheme and not parts.netloc and parts.path.startswith(prefix) and ".." not in parts.path
    if not good or not (wanted or "").isprintable() or not (wanted or "").startswith(prefix):
        return prefix
    return parts.path + (f"?{parts.query}" if parts.query else "")


def opening(after: str, prefix: str) -> str:
    """The same path; the room's first page opens the whole city by kelurahan, as rates by RW are mostly chance there.

    What the address chooses itself stays as it is.

    Examples
    --------
    >>> opening("/ruang/?lang=en", "/ruang/")
    '/ruang/?level=kelurahan&lang=en'
    >>> opening("/ruang/?area=32.76.02", "/ruang/")
    '/ruang/?area=32.76.02'
    """
    path, _, query = after.partition("?")
    if path != prefix or {"level", "area", "set"} & set(parse_qs(query)):
        return after
    return f"{path}?level={Level.KELURAHAN}" + (f"&{query}" if query else "")


def sign_in(people: People, prefix: str) -> Any:
    """The form, and what it sends: ``username`` and ``password``, or a device's ``token``."""
    lang = _lang()
    after = safe_path(request.values.get("next"), prefix)
    if request.method == "GET":
        return _door(empty(SignIn, next=after), empty(DeviceSignIn, next=after))
    # No session exists yet whose token could be asked for; the browser itself says where the call comes from.
    refuse_other_sites(people, None)
    by_token = "token" in request.form
    sent = {**request.form, "next": after}
    own = empty(SignIn, next=after) if by_token else read_form(SignIn, sent)
    device = read_form(DeviceSignIn, sent) if by_token else empty(DeviceSignIn, next=after)
    try:
        entrance = _sign_in(people)
    except TooManyError as error:
        return _door(own, device, error.message, 429)
    if entrance is None:
        wrong = msg("This token is not good.") if by_token else msg("Name and password do not fit.")
        return _door(own, device, wrong, 401)
    session.clear()
    session.permanent = entrance.person.role is Role.DEVICE
    login_user(Guest(entrance.person, entrance.secret))
    if entrance.person.screen is not None:
        after = f"{prefix}layar/{entrance.person.screen}"
    return redirect(f"{prefix}saya?lang={lang}" if entrance.person.must_change else opening(after, prefix), 303)


def _door(
    own: Filled[SignIn], device: Filled[DeviceSignIn], problem: Message | None = None, code: int = 200
) -> Response:
    lang = _lang()
    shown = door.sign_in(own, device, lang, problem="" if problem is None else say(problem, lang))
    return _page(say("Sign in", lang), shown, code)


def _sign_in(people: People) -> Entrance | None:
    """Every attempt is judged and counted, also one that no form would let through."""
    where = {"address": request.remote_addr or "", "agent": request.user_agent.string}
    if token := request.form.get("token", ""):
        return people.device_sign_in(token[:200], **where)
    name = request.form.get("username", "").strip().lower()
    return people.sign_in(name[:60], request.form.get("password", "")[:1_000], **where)


def sign_out(people: People) -> Any:
    """End the session."""
    people.sign_out()
    logout_user()
    session.clear()
    bind_person(None)
    answer = redirect(SIGN_IN, 303)
    answer.delete_cookie("_csrf_token", samesite="Strict", secure=secure_cookies())
    return answer
