"""The wall over HTTP: its page, pulse and pictures for screens; state, setup and commands for people."""

from __future__ import annotations

import hashlib
import json
import math
import re
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, request, send_from_directory, session
from flask_wtf.csrf import generate_csrf

from data.domain.errors import BadRequestError, msg
from data.domain.people import Right, Role, person, require
from data.domain.room_forms import ScreenSetup
from data.domain.wall import ALARM, Scene, Screen
from data.service import Services
from data.service.wall import scene_titles
from data.text import day, say
from layouts.documents import people as people_pages
from layouts.documents import screens as pages
from layouts.markup import Tree
from layouts.wall import page as frame
from layouts.wall import scene as scenes
from layouts.wall.shapes import NO_SHAPES, Shapes, definitions, shapes
from server.desk import Documents, Outcome, attempt
from server.forms import FormRoute, asked_first, filled_in, submit

ROOT = Path(__file__).parents[1]
SEEN_BY_SCREENS = (
    "assets/wall/wall.css",
    "assets/wall/wall.js",
    "assets/wall/worker.js",
    "assets/css/00_tokens.css",
    "assets/js/draw.js",
    "layouts/wall/scene.py",
    "layouts/wall/page.py",
    "layouts/wall/shapes.py",
)
HAVE = re.compile(r"^([a-z]{2,12}):([0-9a-f]{12})$")
WORDS = {
    "lost": "no contact with the room since",
    "over": "This screen's token is not good any more.",
    "again": "Ask an administrator for a new one; the screen goes on by itself.",
    "alarm": "Alert",
}


def build_of() -> str:
    """A hash of everything that a screen's page is made of: a new one makes the screens load themselves again."""
    digest = hashlib.sha256()
    for name in SEEN_BY_SCREENS:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()[:16]


class WallPages:
    """What screens ask for; drawn pictures are kept until something changes."""

    def __init__(self, docs: Documents, services: Services) -> None:
        self._docs = docs
        self._wall = services.wall
        self._people = services.people
        self._room = services.room
        self._build = build_of()
        self._lock = threading.Lock()
        self._drawn: dict[tuple[str, str], tuple[Scene, str, Tree]] = {}

    # -- for screens ---------------------------------------------------------------------------

    def shapes(self) -> Shapes:
        """The city's shapes on the wall's plane."""
        files = self._room.map_files()
        names = ("kelurahan", "kecamatan", "kota", "labels-kelurahan")
        if not all(name in files for name in names):
            return NO_SHAPES
        return shapes(*(files[name].body for name in names))

    def page(self, slug: str) -> Response:
        """The wall's page with its first picture in it."""
        screen = self._wall.screen(slug)
        pulse = self._wall.pulse(slug)
        first = ALARM if pulse.alarm else (screen.pinned or screen.playlist[0][0])
        picture = self._picture(screen, first) or self._picture(screen, screen.playlist[0][0])
        words = {name: say(text, screen.lang) for name, text in WORDS.items()}
        at = f"{self._docs.prefix}layar/{slug}"
        shown = picture[1] if picture else ""
        body = frame.wall(
            screen,
            shown,
            definitions(self.shapes()),
            at=at,
            build=self._build,
            words={**words, "first": first, "page": _page_of(screen)},
        )
        if person().role is Role.DEVICE:
            session.modified = (
                True  # the cookie is given anew, so that a screen that starts now and then never times out
            )
        text = frame.page(screen, body, files=f"{self._docs.prefix}assets/", build=self._build)
        return Response(text, mimetype="text/html")

    def pulse(self, slug: str) -> Response:
        """Everything that tells a screen what to do, under one ETag; the clock travels beside it."""
        pulse = self._wall.pulse(slug)
        self._wall.said(
            slug,
            scene=request.args.get("s", "")[:20],
            size=request.args.get("w", "")[:20],
            version=request.args.get("v", "")[:20],
        )
        screen = pulse.screen
        instructions = {
            "tag": pulse.tag,
            "build": self._build,
            "play": screen.playlist,
            "paused": screen.paused,
            "pinned": screen.pinned,
            "command": [screen.command, screen.verb, screen.scene],
            "alarm": pulse.alarm,
            "page": _page_of(screen),
            "t": round(screen.text_px, 1),
            "size": [screen.width_px, screen.height_px],
            "running": pulse.running,
        }
        body = json.dumps(instructions, separators=(",", ":"))
        tag = hashlib.sha256(body.encode()).hexdigest()[:16]
        answer = Response(body, mimetype="application/json")
        answer.set_etag(tag)
        answer.headers["X-Clock"] = pulse.clock.isoformat(timespec="seconds")
        answer.headers["X-Day"] = _header(_long_day(pulse.clock, screen.lang))
        answer.headers["Cache-Control"] = "no-store"
        answer.make_conditional(request)
        return answer

    def pictures(self, slug: str) -> Response:
        """The pictures that a screen does not have yet; ``have`` names those it has."""
        screen, tag = self._wall.screen(slug), self._wall.pulse(slug).tag
        parts = request.args.get("have", "")[:600].split(",")
        held = {match[1]: match[2] for entry in parts if (match := HAVE.match(entry))}
        made: dict[str, Any] = {}
        kept: list[str] = []
        for name in (*scene_titles(), ALARM):
            if name != ALARM and name not in dict(screen.playlist) and name not in (screen.pinned, screen.scene):
                continue
            picture = self._picture(screen, name)
            if picture is None:
                made[name] = None
            elif held.get(name) != picture[0]:
                made[name] = {"tag": picture[0], "tree": picture[1]}
            else:
                kept.append(name)
        return Response(
            json.dumps({"tag": tag, "play": screen.playlist, "kept": kept, "scenes": made}, ensure_ascii=False),
            mimetype="application/json",
        )

    def _picture(self, screen: Screen, name: str) -> tuple[str, Tree] | None:
        view = self._wall.scene(screen.slug, name)
        if view is None:
            return None
        key = (f"{screen.profile}|{screen.lang}|{screen.lines:.3f}", name)
        with self._lock:
            kept = self._drawn.get(key)
        if kept is not None and kept[0] is view:
            return kept[1], kept[2]
        tree = scenes.scene(view, screen, self.shapes())
        tag = hashlib.sha256(json.dumps(tree, ensure_ascii=False).encode()).hexdigest()[:12]
        with self._lock:
            self._drawn[key] = (view, tag, tree)
        return tag, tree

    def calibration(self, slug: str) -> Response:
        """Lengths and letters to check a screen with."""
        screen = self._wall.screen(slug)
        lang = screen.lang if person().role is Role.DEVICE else self._docs.lang
        text = frame.page(
            screen,
            frame.calibration(screen, lang=lang),
            files=f"{self._docs.prefix}assets/",
            build=self._build,
            scripts=False,
        )
        return Response(text, mimetype="text/html")

    def worker(self) -> Response:
        """The service worker; its scope is the folder of the wall's pages."""
        answer = send_from_directory(ROOT / "assets" / "wall", "worker.js", mimetype="text/javascript")
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    # -- for people ----------------------------------------------------------------------------

    def overview(self, outcome: Outcome | None = None) -> Response:
        """Every screen and its state; a device is led to its own."""
        who = person()
        if who.role is Role.DEVICE:
            return redirect(f"{self._docs.prefix}layar/{who.screen}", 303)  # type: ignore[return-value]
        require(Right.SCREENS)
        said, lang = outcome or Outcome(), self._docs.lang
        states, prefix = self._wall.states(), self._docs.prefix
        filled = filled_in(outcome, ScreenSetup, profile="public", language="id", **NEW_SIZE)
        body = pages.screens(states, filled, scenes=scene_titles(), prefix=prefix, csrf=generate_csrf(), lang=lang)
        return self._docs.answer(say("Screens", lang), body, here="layar", said=said)

    def setup(self, slug: str, outcome: Outcome | None = None) -> Response:
        """One screen's setup."""
        require(Right.SCREENS)
        said, lang = outcome or Outcome(), self._docs.lang
        screen = self._wall.screen(slug)
        state = next((state for state in self._wall.states() if state.screen.slug == slug), None)
        body = pages.setup(
            screen,
            state,
            filled_in(outcome, ScreenSetup, **_shown(screen)),
            scenes=scene_titles(),
            prefix=self._docs.prefix,
            csrf=generate_csrf(),
            lang=lang,
            may_token=person().may(Right.ACCOUNTS),
            secret=said.once,
        )
        return self._docs.answer(say("Screens", lang), body, here="layar", said=said)

    def changed(self, slug: str) -> Any:
        """Keep a screen's setup."""
        return submit(
            self._docs,
            FormRoute(
                ScreenSetup,
                right=Right.SCREENS,
                command=lambda form: self._wall.save(slug, _values(form), new=False),
                done="The screen is set up; it follows within a second.",
                show=lambda outcome: self.setup(slug, outcome),
                then=lambda _: f"layar/{slug}/atur",
            ),
        )

    def added(self) -> Any:
        """Set up a new screen."""
        slug = request.form.get("slug", "").strip().lower()[:40]
        return submit(
            self._docs,
            FormRoute(
                ScreenSetup,
                right=Right.SCREENS,
                command=lambda form: self._wall.save(slug, _values(form), new=True),
                done="The screen is set up; make its token and sign it in.",
                show=self.overview,
                then=lambda _: f"layar/{slug}/atur",
            ),
        )

    def removed(self, slug: str) -> Any:
        """Take a screen down."""
        question = msg("“{name}” shows nothing any more, and its tokens end.", name=self._wall.screen(slug).name)
        words = "Remove the screen and its tokens"
        if (asked := asked_first(self._docs, Right.SCREENS, question, words, f"layar/{slug}/atur")) is not None:
            return asked
        outcome, _ = attempt(lambda: self._wall.remove(slug), self._docs.lang, "The screen is taken down.")
        return self._docs.go("layar", outcome.notice or outcome.problem)

    def token(self, slug: str) -> Response:
        """Make a device's token for a screen."""
        self._wall.screen(slug)
        lang = self._docs.lang
        name = f"{slug} {datetime.now().astimezone():%Y%m%d%H%M%S}"
        outcome, secret = attempt(
            lambda: self._people.make_token(name, "device", "device", None, None, slug), lang, "The token is made."
        )
        if secret:
            outcome.once = people_pages.secret(say("Token:", lang), secret, lang)
        return self.setup(slug, outcome)

    def command(self, slug: str = "") -> Any:
        """Direct one screen, or all."""
        what, scene = request.form.get("what", "")[:20], request.form.get("scene", "")[:20]
        outcome, _ = attempt(
            lambda: self._wall.command(slug, what, scene), self._docs.lang, "Done; the screen follows within a second."
        )
        return self.overview(outcome) if outcome.problem else self._docs.go("layar", outcome.notice)


def _header(text: str) -> str:
    """A text that a header can carry."""
    return text.encode("ascii", "replace").decode()


def _page_of(screen: Screen) -> str:
    """What the page itself is made for: another profile or language needs another page."""
    return f"{screen.profile}-{screen.lang}"


def _long_day(clock: datetime, lang: str) -> str:
    return day(clock.date(), lang, "EEEE d MMM")


def _number(name: str) -> float:
    text = request.form.get(name, "").strip().replace(",", ".")[:12]
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > 1e6:
        raise BadRequestError(msg("“{text}” is not a number.", text=text))
    return value


NEW_SIZE = {"inches": 55, "distance_m": 8, "width_px": 1920, "height_px": 1080}


def _shown(screen: Screen) -> dict[str, Any]:
    """A screen's setup as it stands in its form."""
    sizes = {name: f"{getattr(screen, name):g}" for name in NEW_SIZE}
    return {"slug": screen.slug, "name": screen.name, "profile": screen.profile, "language": screen.lang, **sizes}


def _values(form: ScreenSetup) -> dict[str, Any]:
    named = [name for name in scene_titles() if f"order-{name}" in request.form]
    rows = sorted((_number(f"order-{name}"), name, _number(f"seconds-{name}")) for name in named)
    return {
        **form.model_dump(exclude={"slug", "language"}),
        "lang": form.language,
        "playlist": [(name, int(seconds)) for _, name, seconds in rows if seconds],
    }


def mount_wall(server: Flask, docs: Documents, services: Services) -> None:
    """Add the routes; those whose name begins with ``wall_`` are a device's, the others people's."""
    pages_ = WallPages(docs, services)
    at = f"{docs.prefix}layar"

    def add(rule: str, endpoint: str, view: Callable[..., Any], *, post: bool = False) -> None:
        server.add_url_rule(f"{at}{rule}", endpoint, view, methods=["POST"] if post else ["GET"])

    add("", "wall_home", pages_.overview)
    add("/", "wall_home_slash", lambda: redirect(at, 308))
    add("/pekerja.js", "wall_worker", pages_.worker)
    add("/<slug>", "wall_page", pages_.page)
    add("/<slug>/denyut", "wall_pulse", pages_.pulse)
    add("/<slug>/gambar", "wall_pictures", pages_.pictures)
    add("/<slug>/kalibrasi", "wall_calibration", pages_.calibration)
    add("/<slug>/atur", "screen_setup", pages_.setup)
    add("/<slug>/atur", "screen_changed", pages_.changed, post=True)
    add("/<slug>/perintah", "screen_command", pages_.command, post=True)
    add("/<slug>/token", "screen_token", pages_.token, post=True)
    add("/<slug>/hapus", "screen_removed", pages_.removed, post=True)
    add("/perintah", "screens_command", pages_.command, post=True)
    add("/baru", "screen_added", pages_.added, post=True)
