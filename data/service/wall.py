"""The door for the wall: screens and their state, commands, the pulse, the pictures of the scenes."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from data.commands import audit
from data.commands import screens as commands
from data.commands.texts import checked_text
from data.domain.areas import Level
from data.domain.errors import BadRequestError, DecorError, Message, NotFoundError, msg
from data.domain.filters import FilterState
from data.domain.people import PROCESS, ForbiddenError, Person, Right, Role, acting, person, require
from data.domain.wall import (
    ALARM,
    LONGEST_SECONDS,
    PROFILES,
    SHORTEST_SECONDS,
    Heartbeat,
    Scene,
    Screen,
    ScreenState,
)
from data.public import NotPublishedError, PublicService
from data.queries import alerts as queries
from data.queries import people as people_queries
from data.service import scenes
from data.service.alerts import Alerts
from data.service.room import RoomService
from data.service.selection import select
from data.service.subjects import own_views
from data.subjects import registry
from data.subjects.declaration import Subject, WallScene

# Everything on the wall is seen as by a device: health figures by kelurahan at the finest, whoever looks.
WALL = Person("wall", Role.DEVICE, via="process")
LOG = logging.getLogger(__name__)
SLUG = re.compile(r"^[a-z][a-z0-9-]{1,39}$")
RESERVED = frozenset({"baru", "pekerja.js"})
SAID_EVERY = 5.0
COMMANDS = frozenset({"pause", "resume", "pin", "unpin", "step", "back", "show"})


def scene_titles() -> dict[str, Message]:
    """Every scene of the rotation with its name: the city's, the subjects', the feeds'."""
    own = {scene.id: scene.title for subject in registry().subjects for scene in subject.scenes}
    return {"stage": msg("City stage"), "alerts": msg("Alerts"), **own, "freshness": msg("Freshness of data")}


def first_playlist() -> tuple[tuple[str, int], ...]:
    """What a new screen shows: every scene for 20 s."""
    return tuple((name, 20) for name in scene_titles())


@dataclass(frozen=True)
class Pulse:
    """What a screen asks for every second.

    Attributes
    ----------
    tag : str
        Changes with everything that a picture may show.
    alarm : str
        Which alerts pre-empt the rotation; "" for none.
    """

    tag: str
    screen: Screen
    alarm: str
    clock: datetime
    running: bool


class Wall:
    """Answers and commands about the wall; thread-safe."""

    def __init__(
        self, engine: Engine, room: RoomService, alerts: Alerts, public: PublicService, note_read: Callable[[str], None]
    ) -> None:
        self._engine = engine
        self._room = room
        self._alerts = alerts
        self._public = public
        self._note_read = note_read
        self._lock = threading.Lock()
        self._screens: tuple[int, dict[str, tuple[Screen, Heartbeat]]] | None = None
        self._said: dict[str, Heartbeat] = {}
        self._written = time.monotonic()
        self._scenes: dict[tuple[str, str], tuple[str, Scene]] = {}
        self._alarms: dict[tuple[str, str], str] = {}

    # -- screens -------------------------------------------------------------------------------

    def _known(self) -> dict[str, tuple[Screen, Heartbeat]]:
        version = self._room.moment().screens
        with self._lock:
            if self._screens is None or self._screens[0] != version:
                self._screens = (version, {row["slug"]: _screen(row) for row in queries.screens(self._engine)})
            return self._screens[1]

    def screen(self, slug: str) -> Screen:
        """One screen, for who may open it: its own device, or a person who may see the whole city.

        Raises
        ------
        NotFoundError
            When there is no such screen.
        ForbiddenError
            When the device belongs to another screen.
        """
        who = person()
        if who.role is Role.DEVICE and who.screen != slug:
            raise ForbiddenError(msg("This token is for another screen."))
        require(Right.CITY)
        if slug not in self._known():
            self._room.invalidate()  # it may have been set up a moment ago
        known = self._known().get(slug)
        if known is None:
            raise NotFoundError(msg("There is no screen “{name}”.", name=slug[:40]))
        return known[0]

    def states(self) -> list[ScreenState]:
        """Every screen with how it is."""
        require(Right.SCREENS)
        moment, tag = audit.now(), {name: self.tag(name) for name in PROFILES}
        tokens = [row["screen"] for row in people_queries.tokens(self._engine) if row["revoked_at"] is None]
        states = []
        # What the screens said is not counted as a change of a screen: it is read anew.
        rows = {row["slug"]: _screen(row) for row in queries.screens(self._engine)}
        for slug, (screen, stored) in rows.items():
            said = max((stored, self._said.get(slug, Heartbeat())), key=lambda heartbeat: heartbeat.at or datetime.min)
            age = None if said.at is None else max((moment - said.at).total_seconds(), 0.0)
            states.append(
                ScreenState(screen, said, age, said.version == own_tag(tag[screen.profile], screen), tokens.count(slug))
            )
        return states

    def save(self, slug: str, values: Mapping[str, Any], *, new: bool) -> None:
        """Set a screen up.

        Raises
        ------
        BadRequestError
            When a value cannot be.
        """
        who = require(Right.SCREENS)
        screen = checked_screen(slug, values)
        if new:
            commands.add_screen(self._engine, who, screen)
        else:
            commands.change_screen(self._engine, who, screen)
        self._room.invalidate()

    def remove(self, slug: str) -> None:
        """Take a screen down."""
        commands.remove_screen(self._engine, require(Right.SCREENS), slug)
        self._room.invalidate()

    def command(self, slug: str, what: str, scene: str = "") -> None:
        """Pause, resume, step, pin, unpin or show a scene on a screen ("" for all of them)."""
        who = require(Right.SCREENS)
        if what not in COMMANDS or (what in ("pin", "show") and scene not in scene_titles()):
            raise BadRequestError(msg("A screen cannot do this."))
        for name in [slug] if slug else sorted(self._known()):
            commands.command_screen(self._engine, who, name, what=what, scene=scene)
        self._room.invalidate()

    def make_first(self) -> list[str]:
        """On the first start two screens that show what the wall can do; gives their short names."""
        with acting(PROCESS):
            if self._known():
                return []
            first = (
                (
                    "dinding-utama",
                    {
                        "name": "Dinding utama",
                        "profile": "operator",
                        "inches": 110.0,
                        "width_px": 3840,
                        "height_px": 2160,
                    },
                ),
                (
                    "lobi",
                    {
                        "name": "Lobi balai kota",
                        "profile": "public",
                        "inches": 55.0,
                        "width_px": 1920,
                        "height_px": 1080,
                        "distance_m": 5.0,
                    },
                ),
            )
            for slug, values in first:
                base = {"lang": "id", "distance_m": 8.0, "playlist": first_playlist()}
                commands.add_screen(self._engine, PROCESS, checked_screen(slug, {**base, **values}))
        self._room.invalidate()
        return [slug for slug, _ in first]

    # -- the pulse -----------------------------------------------------------------------------

    def tag(self, profile: str) -> str:
        """Changes with everything that a scene of a profile may show."""
        room = self._room
        moment, clock = room.moment(), room.clock()
        parts = [profile, moment.version, moment.alerts, self._alerts.key(), f"{clock:%Y-%m-%d %H:%M}"]
        if profile == "public":
            parts.append(self._edition())
        return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]

    def _edition(self) -> str:
        try:
            return self._public.stamp()
        except NotPublishedError:
            return ""

    def pulse(self, slug: str) -> Pulse:
        """What a screen asks for every second; from memory while nothing changes."""
        screen, clock = self.screen(slug), self._room.clock()
        tag = self.tag(screen.profile)
        with self._lock:
            alarm = self._alarms.get((screen.profile, tag))
        if alarm is None:
            with acting(WALL):
                wanted = scenes.preempting(self._alerts.view(), public=screen.profile == "public")
            alarm = ",".join(map(str, wanted))
            with self._lock:
                self._alarms = {k: v for k, v in self._alarms.items() if k[0] != screen.profile} | {
                    (screen.profile, tag): alarm
                }
        return Pulse(own_tag(tag, screen), screen, alarm, clock, self._room.clock_runs())

    def said(self, slug: str, *, scene: str, size: str, version: str) -> None:
        """A device tells how it is; written every few seconds, for all screens at once."""
        if person().role is not Role.DEVICE:
            return  # a look from a desk is no screen
        shown = scene if scene in scene_titles() or scene == ALARM else ""
        size = size if re.fullmatch(r"\d{1,5}x\d{1,5}", size) else ""
        version = version if re.fullmatch(r"[0-9a-f]{16}", version) else ""
        moment = time.monotonic()
        with self._lock:
            self._said[slug] = Heartbeat(audit.now(), shown, size, version)
            due = moment - self._written > SAID_EVERY
            heartbeats = list(self._said.items()) if due else []
            if due:
                self._written = moment
        if heartbeats:
            threading.Thread(target=self._write_heartbeats, args=(heartbeats,), daemon=True).start()

    def _write_heartbeats(self, heartbeats: list[tuple[str, Heartbeat]]) -> None:
        try:
            commands.note_heartbeats(self._engine, heartbeats)
        except DecorError:
            # A load is being written; the next heartbeat tells the same.
            LOG.info("heartbeats wait for a load")

    # -- pictures ------------------------------------------------------------------------------

    def scene(self, slug: str, name: str) -> Scene | None:
        """A scene as a screen shows it; None for an alarm when nothing is wrong."""
        screen = self.screen(slug)
        if name not in scene_titles() and name != ALARM:
            raise NotFoundError(msg("There is no scene “{name}”.", name=name[:20]))
        key, tag = (screen.profile, name), self.tag(screen.profile)
        if screen.profile == "operator" and person().via != "process":
            self._note_read(f"wall {slug}, kelurahan")
        with self._lock:
            kept = self._scenes.get(key)
        if kept is not None and kept[0] == tag:
            return kept[1] if kept[1].id else None
        made = self._made(name, public=screen.profile == "public")
        with self._lock:
            self._scenes[key] = (tag, made or NOTHING)
        return made

    def _made(self, name: str, *, public: bool) -> Scene | None:
        with acting(WALL):
            try:
                made = self._make(name, public=public)
                return None if made is None else replace(made, today=self._room.clock().date())
            except Exception:
                # One scene that cannot be drawn must not blank a wall.
                LOG.exception("scene %s", name)
                return Scene(
                    id=name,
                    title=scene_titles().get(name, msg("Alerts")),
                    subtitle=msg("This scene cannot be shown; it has been noted."),
                )

    def _make(self, name: str, *, public: bool) -> Scene | None:
        room, alerts = self._room, self._alerts
        if room.city().empty:
            return Scene(
                id=name, title=scene_titles().get(name, msg("Alerts")), subtitle=msg("No data have been loaded yet.")
            )
        match name:
            case "stage":
                return scenes.stage_scene(alerts.any_stage(), public=public)
            case "alerts":
                return scenes.alerts_scene(alerts.view(), public=public)
            case "freshness":
                status = room.status()
                return scenes.freshness_scene(status.feeds, any(feed.simulated for feed in room.feeds().values()))
        for subject in registry().subjects:
            for scene in subject.scenes:
                if scene.id == name:
                    return self._subject_scene(subject, scene, public=public)
        return scenes.alarm_scene(alerts.view(), public=public)

    def _subject_scene(self, subject: Subject, scene: WallScene, *, public: bool) -> Scene:
        """A subject's scene; for everybody only what its datasets allow, or what the published product holds."""
        own = own_views(subject.id)
        if public and scene.id in own.public_scenes:
            return own.public_scenes[scene.id](self._public, self._room.city())
        shown = self._room.city().catalogue.get(scene.indicator)
        access = registry().access_to_subject(subject) if shown is None else shown.access
        if public and not access.published:
            return _closed(scene)
        if scene.indicator:
            return scenes.map_scene(self._room, scene)
        state = FilterState(level=Level.KOTA, indicator=subject.default)
        return own.scenes[scene.id](select(self._room.city(), state, self._room.feeds(), subject=subject.id))


def _closed(scene: WallScene) -> Scene:
    return Scene(id=scene.id, title=scene.title, subtitle=msg("This subject is for the operators' screens."), note=None)


def own_tag(tag: str, screen: Screen) -> str:
    """A profile's tag with the setup of one screen: a changed playlist, pin, language or size makes new pictures."""
    parts = (tag, screen.profile, screen.lang, screen.playlist, screen.pinned, screen.scene, round(screen.text_px, 1))
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


NOTHING = Scene(id="", title=msg("–"), subtitle=msg("–"))


def _screen(row: Mapping[str, Any]) -> tuple[Screen, Heartbeat]:
    playlist = tuple((str(name), int(seconds)) for name, seconds in json.loads(row["playlist"]))
    kept = {field.name: row[field.name] for field in fields(Screen) if field.name != "playlist"}
    said = Heartbeat(row["said_at"], row["said_scene"] or "", row["said_size"] or "", row["said_version"] or "")
    return Screen(playlist=playlist, **kept), said


def checked_screen(slug: str, values: Mapping[str, Any]) -> Screen:
    """A screen from a form.

    Raises
    ------
    BadRequestError
        With what cannot be.
    """
    if not SLUG.match(slug) or slug in RESERVED:
        raise BadRequestError(
            msg("A short name has 2 to 40 small letters, digits and hyphens, and begins with a letter."),
            field="slug",
        )
    name = checked_text(str(values.get("name", "")), 60, what="name", shortest=2)
    playlist = tuple((str(scene), int(seconds)) for scene, seconds in values["playlist"])
    if not playlist or any(
        scene not in scene_titles() or not SHORTEST_SECONDS <= s <= LONGEST_SECONDS for scene, s in playlist
    ):
        raise BadRequestError(
            msg(
                "A playlist has at least one scene, each for {low} to {high} seconds.",
                low=SHORTEST_SECONDS,
                high=LONGEST_SECONDS,
            )
        )
    if values.get("profile") not in PROFILES or values.get("lang") not in ("id", "en"):
        raise BadRequestError(msg("Choose a profile and a language."), field="profile")
    limits: dict[str, tuple[float, float, Message]] = {
        "inches": (5, 1_000, msg("inches")),
        "width_px": (320, 20_000, msg("pixels across")),
        "height_px": (240, 20_000, msg("pixels down")),
        "distance_m": (0.3, 60, msg("metres to the reader")),
    }
    numbers = {}
    for field, (low, high, words) in limits.items():
        value = values.get(field)
        if not isinstance(value, int | float) or not low <= value <= high:
            raise BadRequestError(msg("{what}: between {low} and {high}.", what=words, low=low, high=high), field=field)
        numbers[field] = value
    return Screen(
        slug=slug,
        name=name,
        profile=str(values["profile"]),
        lang=str(values["lang"]),
        playlist=playlist,
        inches=float(numbers["inches"]),
        width_px=int(numbers["width_px"]),
        height_px=int(numbers["height_px"]),
        distance_m=float(numbers["distance_m"]),
    )
