"""The wall: screens, scenes, and how large a letter must be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from data.domain.errors import Message, msg
from data.domain.states import Freshness
from data.domain.views import FeedView

ALARM = "alarm"
PROFILES = {"public": msg("public rules"), "operator": msg("operator")}
MOST_SCREENS = 60
SHORTEST_SECONDS, LONGEST_SECONDS = 5, 600
ARC_MINUTES = 16.0
CAP_HEIGHT = 0.74
PREEMPTING_STAGE = 3
ALIVE_SECONDS, LOST_SECONDS = 15.0, 60.0


def pitch_mm(inches: float, width_px: int, height_px: int) -> float:
    """Distance of two pixels in mm.

    Examples
    --------
    >>> round(pitch_mm(55, 1920, 1080), 3)
    0.634
    """
    return inches * 25.4 / math.hypot(width_px, height_px)


def font_px(inches: float, width_px: int, height_px: int, distance_m: float, *, minutes: float = ARC_MINUTES) -> float:
    """Font size in pixels whose capitals are so many arc-minutes high.

    Cap height = 2 × distance × tan(angle / 2); font = cap height / pixel pitch / 0.74 (Encode Sans). Source: LOOK,
    "size for 16′" (ISO 9241-303 asks for 16′ at least, 20′ to 22′ are preferred).

    Examples
    --------
    >>> round(font_px(55, 1920, 1080, 8.0))
    79
    """
    capital = 2 * distance_m * 1_000 * math.tan(math.radians(minutes / 60) / 2)
    return capital / pitch_mm(inches, width_px, height_px) / CAP_HEIGHT


def minutes_of(px: float, inches: float, width_px: int, height_px: int, distance_m: float) -> float:
    """The inverse of `font_px`: how many arc-minutes a font size gives."""
    capital = cap_mm(px, pitch_mm(inches, width_px, height_px))
    return math.degrees(2 * math.atan(capital / (2 * distance_m * 1_000))) * 60


def cap_mm(px: float, pitch: float) -> float:
    """Height of the capitals of a font size, mm; ``pitch`` as `pitch_mm` gives it."""
    return px * CAP_HEIGHT * pitch


@dataclass(frozen=True)
class Screen:
    """A screen as it is set up.

    Attributes
    ----------
    playlist : tuple of (scene, seconds)
        Shown in turn.
    pinned : str or None
        The only scene that is shown.
    command, verb, scene : int, str, str
        The last command: its number, what it says, and about which scene.
    """

    slug: str
    name: str
    profile: str
    lang: str
    playlist: tuple[tuple[str, int], ...]
    inches: float
    width_px: int
    height_px: int
    distance_m: float
    paused: bool = False
    pinned: str | None = None
    command: int = 0
    verb: str = "none"
    scene: str = ""

    @property
    def smallest_px(self) -> float:
        """Font size for 16 arc-minutes."""
        return font_px(self.inches, self.width_px, self.height_px, self.distance_m)

    @property
    def text_px(self) -> float:
        """Size of running text: never under 16 arc-minutes, larger where the screen has room.

        A scene needs about 13 lines; a screen that is too small for its distance gets as much as fits, and the state
        page says how much is missing.
        """
        wanted = max(self.smallest_px, self.height_px / 21)
        return min(wanted, self.height_px / 13, self.width_px / 21)

    @property
    def minutes(self) -> float:
        """Arc-minutes that running text really has."""
        return minutes_of(self.text_px, self.inches, self.width_px, self.height_px, self.distance_m)

    @property
    def too_small(self) -> bool:
        """Whether running text has less than 16 arc-minutes, rounded to a tenth."""
        return self.minutes < ARC_MINUTES - 0.05

    @property
    def lines(self) -> float:
        """Lines of text that fit one below the other."""
        return self.height_px / self.text_px


@dataclass(frozen=True)
class Heartbeat:
    """What a screen last said of itself; ``at`` is real time."""

    at: datetime | None = None
    scene: str = ""
    size: str = ""
    version: str = ""


@dataclass(frozen=True)
class ScreenState:
    """A screen and how it is.

    Attributes
    ----------
    age_seconds : float or None
        Since it last said something; None when it never did.
    """

    screen: Screen
    said: Heartbeat
    age_seconds: float | None
    current: bool
    tokens: int

    @property
    def age_hours(self) -> float | None:
        """The same in hours."""
        return None if self.age_seconds is None else self.age_seconds / 3600

    @property
    def contact(self) -> Freshness:
        """On the ladder of every feed: alive, late, gone."""
        if self.age_seconds is None or self.age_seconds > LOST_SECONDS:
            return Freshness.LOST
        return Freshness.FRESH if self.age_seconds <= ALIVE_SECONDS else Freshness.STALE

    @property
    def fits(self) -> bool:
        """Whether the screen reports the size that it is set up with."""
        return not self.said.size or self.said.size == f"{self.screen.width_px}x{self.screen.height_px}"


def lost_screens(states: Iterable[ScreenState]) -> int:
    """How many screens are without contact."""
    return sum(state.contact is Freshness.LOST for state in states)


@dataclass(frozen=True)
class Rank:
    """A place in a list: area code (for its disc on the map), name, value in words."""

    code: str
    name: str
    value: Message


@dataclass(frozen=True)
class Row:
    """A line of a list scene.

    Attributes
    ----------
    stage : int
        1–5 for a numbered chip, 0 for none.
    mark : str
        A class of the stylesheet for what stands at the left ("fresh", "square"), or "".
    solid : bool
        Nobody has it yet.
    feed : FeedView or None
        Its freshness and age are the row's value.
    """

    title: Message
    detail: Message | None = None
    value: Message | None = None
    stage: int = 0
    mark: str = ""
    solid: bool = False
    feed: FeedView | None = None


@dataclass(frozen=True)
class Scene:
    """One picture of the wall: five to seven facts.

    Attributes
    ----------
    hero : Message or None
        The large figure; ``hero_unit`` below it.
    spark : tuple of float or None
        The last weeks; None where missing.
    classes : mapping
        Kelurahan code → class 0–5, "-" without a value, "h" hidden; empty without a map.
    better : str
        Which way the map's values are better: "lower", "higher" or "none".
    beyond : int
        How many more there are than ``rows``.
    shares : tuple of (name, value, planned)
        Bars in percent with a mark at the plan.
    stages : tuple of (subject's name, stage)
        Small gauges.
    """

    id: str
    title: Message
    subtitle: Message
    hero: Message | None = None
    hero_unit: Message | None = None
    change: Message | None = None
    direction: int = 0
    spark: tuple[float | None, ...] = ()
    ranks: tuple[Rank, ...] = ()
    rank_title: Message | None = None
    classes: Mapping[str, str] = field(default_factory=dict)
    breaks: tuple[float, ...] = ()
    better: str = "none"
    rows: tuple[Row, ...] = ()
    more: Message | None = None
    beyond: int = 0
    shares: tuple[tuple[Message, float, float], ...] = ()
    stages: tuple[tuple[Message, int], ...] = ()
    stage: int = 0
    stage_word: Message | None = None
    as_of: date | None = None
    received: datetime | None = None
    freshness: Freshness | None = None
    age_hours: float | None = None
    today: date | None = None
    simulated: bool = False
    note: Message | None = None

    @property
    def has_course(self) -> bool:
        """Whether ``spark`` has two values that a line can join."""
        return len(self.spark) - self.spark.count(None) > 1
