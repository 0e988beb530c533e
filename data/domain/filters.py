"""The one selection: what the address bar says, and nothing else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

from data.domain.area_sets import compact, expanded, named
from data.domain.areas import CITY, CODE_PATTERN, Level
from data.domain.errors import Message, msg
from data.domain.states import Scale, View

ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
SPANS: dict[str, int | None] = {"28": 28, "90": 90, "all": None}
LANGUAGES = ("id", "en")
THEMES = ("dark", "light")
MOST_AREAS = 12
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 1, 1)
NAMES = {
    "area": msg("area"),
    "set": msg("set of areas"),
    "level": msg("level"),
    "date": msg("date"),
    "span": msg("run of days"),
    "window": msg("span"),
    "indicator": msg("indicator"),
    "vs": msg("comparison"),
    "scale": msg("scale"),
    "view": msg("view"),
    "by": msg("indicator"),
    "as_known_on": msg("date"),
    "lang": msg("language"),
    "theme": msg("theme"),
}
"""Parameters of an address, in the order in which it is written."""


class Versus(StrEnum):
    """Comparisons that need no name: the same a week and a year (52 weeks) before, and what lies around."""

    WEEK = "week"
    YEAR = "year"
    NEIGHBOURS = "neighbours"


def versus_parts(text: str) -> tuple[str, list[str]]:
    """The areas of a comparison as they are written ("" for those of the selection), and its days.

    Examples
    --------
    >>> versus_parts("32.76.06,2022-01-10,2022-01-20"), versus_parts("2022-01-10"), versus_parts("32.76.06,32.76.03")
    (('32.76.06', ['2022-01-10', '2022-01-20']), ('', ['2022-01-10']), ('32.76.06,32.76.03', []))
    """
    written = text.split(",")
    days = [each for each in written if ISO.fullmatch(each)]
    return ",".join(written[: len(written) - len(days)]), days


@dataclass(frozen=True)
class Vocabulary:
    """What a query may name: known area codes and indicator ids, and days.

    Attributes
    ----------
    days : tuple of date or None
        First day of any data, and today; None takes any day.
    """

    areas: Collection[str]
    indicators: Collection[str]
    days: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True)
class FilterState:
    """One selection, shared by every page.

    Attributes
    ----------
    areas : tuple of str
        Selected area codes; empty means the whole city. An address names up to `MOST_AREAS` of them one by one, more as
        a set (`data.domain.area_sets`).
    date : date or None
        None means the last complete day of the indicator.
    since : date or None
        First day of a run that ends on ``date``: what is a sum over days is summed over these. None takes each
        indicator's own window.
    window : str
        Visible span of the charts in days ("28", "90", "all"); never changes an indicator.
    indicator : str
        Empty means the page's own.
    vs : str
        What the selection is compared with: a `Versus`; or codes or a set, a day or a run of days, or both with a comma
        between; empty for nothing. What it does not name is as in the selection, and moves with it.
    scale : Scale
        What the map's classes are made by.
    view : View
        How the areas are shown.
    by : str
        Second indicator of a scatter, or the two that make rows and columns of small maps, with a comma between; empty
        for the page's own.
    as_known_on : date or None
        None means as known now.
    problems : tuple of Message
        What the query asked for and could not get; not part of equality.
    """

    areas: tuple[str, ...] = ()
    level: Level = Level.RW
    date: dt.date | None = None
    since: dt.date | None = None
    window: str = "90"
    indicator: str = ""
    vs: str = ""
    scale: Scale = Scale.CLASSES
    view: View = View.MAP
    by: str = ""
    as_known_on: dt.date | None = None
    lang: str = "id"
    theme: str = "dark"
    problems: tuple[Message, ...] = field(default=(), compare=False)

    @classmethod
    def from_query(cls, query: str | None, vocabulary: Vocabulary) -> FilterState:
        """Read a query string. Cannot fail: a bad value falls back and is reported.

        Parameters
        ----------
        query : str or None
            With or without the leading question mark.
        vocabulary : Vocabulary
            Known codes and ids.
        """
        text = query if isinstance(query, str) else ""
        pairs = dict(parse_qsl(text.lstrip("?")[:8000], max_num_fields=None))
        reader = _Reader(pairs)
        default = cls()
        since, until = reader.run("span", vocabulary.days) or (None, reader.inside("date", vocabulary.days))
        areas = tuple(
            code
            for code in dict.fromkeys(pairs.get("area", "").split(","))
            if code and code != CITY and reader.known("area", code, vocabulary.areas)
        )
        state = cls(
            areas=tuple(dict.fromkeys([*areas[:MOST_AREAS], *reader.set_of("set", vocabulary.areas)])),
            level=Level(reader.choice("level", [*Level], default.level)),
            date=until,
            since=since,
            window=reader.choice("window", [*SPANS], default.window),
            indicator=reader.choice("indicator", vocabulary.indicators, default.indicator),
            vs=reader.versus("vs", vocabulary),
            view=View(reader.choice("view", [*View], default.view)),
            by=reader.axes("by", vocabulary.indicators),
            scale=Scale(reader.choice("scale", [*Scale], default.scale)),
            as_known_on=reader.inside("as_known_on", vocabulary.days and (EARLIEST, vocabulary.days[1])),
            lang=reader.choice("lang", LANGUAGES, default.lang),
            theme=reader.choice("theme", THEMES, default.theme),
        )
        return replace(state, problems=tuple(reader.problems))

    @property
    def set(self) -> str:
        """The areas as a set where they are too many to be named one by one; "" else."""
        return compact(self.areas) if len(self.areas) > MOST_AREAS else ""

    @property
    def span(self) -> str:
        """The run of days as an address writes it; "" for none."""
        return "" if self.since is None else f"{self.since},{self.date}"

    def to_query(self) -> str:
        """Canonical query string: fixed order, defaults omitted, no leading question mark."""
        default = FilterState()
        pairs: dict[str, Any] = {}
        if self.areas and not self.set:
            pairs["area"] = ",".join(self.areas)
        for name in [name for name in NAMES if name != "area"]:
            value = getattr(self, name)
            # A run of days says its last day itself.
            if value != getattr(default, name) and not (name == "date" and self.since):
                pairs[name] = str(value)
        return urlencode(pairs, safe=",~")

    def without_presentation(self) -> FilterState:
        """The selection alone: language, theme and what the address got wrong change no answer."""
        default = FilterState()
        return replace(self, lang=default.lang, theme=default.theme, problems=())

    def only(self, *names: str) -> FilterState:
        """The named parts, everything else as when nothing was chosen."""
        return FilterState(**{name: getattr(self, name) for name in names})

    def key(self, *names: str) -> str:
        """The named parts as text: equal keys mean the same picture."""
        return "|".join(str(getattr(self, name)) for name in names)


def address_rules() -> dict[str, Any]:
    """How an address is written, for the scripts: order of its parameters, defaults, city, form of a code."""
    default = FilterState()
    written = ("level", "window", "scale", "view", "lang", "theme")
    return {
        "order": list(NAMES),
        "defaults": {name: str(getattr(default, name)) for name in written},
        "city": CITY,
        "code": CODE_PATTERN.pattern,
        "most": MOST_AREAS,
    }


class _Reader:
    """Reads one parameter at a time and notes what it had to refuse."""

    def __init__(self, pairs: dict[str, str]) -> None:
        self.pairs = pairs
        self.problems: list[Message] = []

    def known(self, name: str, value: str, allowed: Collection[str]) -> bool:
        if value in allowed:
            return True
        self.problems.append(
            msg("“{value}” is not a known {name}; it was left out.", value=value[:40], name=NAMES[name])
        )
        return False

    def set_of(self, name: str, allowed: Collection[str]) -> list[str]:
        """The codes of a set that are known; those that are not are counted in one word."""
        text = self.pairs.get(name, "")
        codes = expanded(text) if text else []
        if codes is None:
            self.known(name, text, ())
            return []
        kept = [code for code in codes if code in allowed]
        if len(kept) < len(codes):
            self.problems.append(
                msg("{n} areas of the set are not known; they were left out.", n=len(codes) - len(kept))
            )
        return kept

    def choice(self, name: str, allowed: Collection[str], default: str) -> str:
        value = self.pairs.get(name)
        return value if value is not None and self.known(name, value, allowed) else default

    def axes(self, name: str, allowed: Collection[str]) -> str:
        """One indicator, or two different ones with a comma between; empty for none."""
        named = self.pairs.get(name, "").split(",")
        if named == [""] or not all(self.known(name, each, allowed) for each in named):
            return ""
        return ",".join(list(dict.fromkeys(named))[:2])

    def inside(self, name: str, days: tuple[dt.date, dt.date] | None, text: str | None = None) -> dt.date | None:
        """A day between two; one outside is left out with a word, never moved to another."""
        day = self.day(name, text)
        if day is None or days is None or days[0] <= day <= days[1]:
            return day
        beyond = (
            msg("{day} has not come yet; it was left out.", day=day)
            if day > days[1]
            else msg("{day} lies before the data, which begin on {first}; it was left out.", day=day, first=days[0])
        )
        self.problems.append(beyond)
        return None

    def versus(self, name: str, vocabulary: Vocabulary) -> str:
        """A comparison as it is written; what is none, or of areas that are not known, is left out with a word."""
        text = self.pairs.get(name, "")
        if text in ("", *Versus):
            return text
        areas, days = versus_parts(text)
        codes = named(areas) if areas else ()
        there = codes is not None and all(code == CITY or code in vocabulary.areas for code in codes)
        if not there or len(days) > 2 or days != sorted(days):
            self.known(name, text, ())
            return ""
        return "" if None in [self.inside(name, vocabulary.days, day) for day in days] else text

    def run(self, name: str, days: tuple[dt.date, dt.date] | None) -> tuple[dt.date, dt.date] | None:
        """Two days with a comma, the first not after the second; None where there is no such run inside the data."""
        value = self.pairs.get(name)
        if value is None:
            return None
        texts = value.split(",")
        days_named = [_iso(text) for text in texts]
        if len(texts) != 2 or None in days_named or texts[0] > texts[1]:
            self.known(name, value, ())
            return None
        first, last = (self.inside(name, days, text) for text in texts)
        return (first, last) if first and last else None

    def day(self, name: str, text: str | None = None) -> dt.date | None:
        value = self.pairs.get(name) if text is None else text
        if value is None:
            return None
        day = _iso(value)
        if day is None or not EARLIEST <= day <= LATEST:
            self.known(name, value, ())
            return None
        return day


def _iso(text: str) -> dt.date | None:
    """YYYY-MM-DD as a day; None for anything else."""
    try:
        return dt.date.fromisoformat(text) if ISO.fullmatch(text) else None
    except ValueError:
        return None
