"""The room's service: the door through which every view and the API ask, as the person who acts."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from data.domain.area_sets import compact
from data.domain.areas import CITY, Area, Level, level_of
from data.domain.dates import day_date, day_number
from data.domain.errors import DecorError, Message, NotFoundError, msg
from data.domain.filters import MOST_AREAS, FilterState, Vocabulary
from data.domain.pages import Page, PanelKind
from data.domain.people import PROCESS, Right, acting, person, require, sees
from data.domain.tasks import Task
from data.domain.views import FeedView, IndicatorInfo, NoteMark, Stamp, StatusStrip, TableView
from data.indicators.declared import indicators_of
from data.queries import annotations as annotation_queries
from data.queries.cases import newest_step
from data.queries.declared import declarations
from data.queries.meta import Moment, versions_by_dataset
from data.service import area_views, geo, panels, questions
from data.service import city as cities
from data.service.blocks import version_of
from data.service.cache import VersionedCache
from data.service.city import City
from data.service.comparison import compared_with
from data.service.context import Contexts
from data.service.events import Event, events
from data.service.feeds import Feed, feeds
from data.service.results import StoredResults
from data.service.selection import Selection, default_indicator, feed_stamp, info, opening_indicator, select
from data.service.subjects import check_views, own_views
from data.settings import Settings
from data.subjects import OVERVIEW, registry
from data.text import show

LOG = logging.getLogger(__name__)
MOST_ANSWERS = 300
MOST_PAST_CITIES = 2
MOST_CUT_CITIES = 24
MOST_NOTES = 8
SEVERAL = frozenset({"map", "view"})
"""Panels that may show further indicators, as the address names them."""
MOST_PAGE_NOTES = 200
LINE = 130
"""Characters of the areas in a line of the audit log, which has room for 200."""
SHOWN_CADENCE_HOURS = 800

DOCUMENTS = (
    ("peringatan", "Alerts", Right.READ),
    ("ringkas", "Brief", Right.CITY),
    ("data", "Data", Right.CATALOGUE),
    ("layar", "Screens", Right.SCREENS),
    ("akun", "Accounts", Right.ACCOUNTS),
    ("jejak", "Audit log", Right.AUDIT),
)
"""Pages of the navigation that are no subject's."""


@dataclass(frozen=True)
class Facts:
    """What the filter bar needs to know once.

    Attributes
    ----------
    default_day : dict
        Last complete day by indicator id.
    options : list of (code, name)
        Areas for the search box, coarse to fine.
    """

    first: date
    last: date
    default_day: dict[str, date]
    default_indicator: str
    indicators: list[IndicatorInfo]
    options: list[tuple[str, str]]


class RoomService:
    """Answers for the room edition; thread-safe.

    An answer depends on the question, the selection without language and theme, the data version, the day, and the
    role and scope of who asks; it is kept by just these.
    """

    def __init__(self, engine: Engine, settings: Settings, note_read: Callable[[str], None] | None = None) -> None:
        check_views()
        self._engine = engine
        self._settings = settings
        self._note_read = note_read or (lambda _subject: None)
        self._lock = threading.RLock()
        self.contexts = Contexts(engine, settings)
        self._city: City | None = None
        self._past: OrderedDict[int, City] = OrderedDict()
        self._cut: OrderedDict[tuple[int | None, str], City] = OrderedDict()
        self._results = StoredResults(engine)
        self._answers = VersionedCache(MOST_ANSWERS)
        self._feeds = VersionedCache(1)
        self._happened = VersionedCache(1)
        self._files = VersionedCache(MOST_CUT_CITIES)
        self._dataset_versions = VersionedCache(1)
        self._noted: dict[tuple[object, ...], float] = {}
        self._waiting: Callable[[], list[Task]] = list
        self._sets: Callable[[], Sequence[tuple[str, str, int]]] = list

    def remind_by(self, waiting: Callable[[], list[Task]]) -> None:
        """Tell what waits for the person who acts; until then nothing does."""
        self._waiting = waiting

    def offer(self, sets: Callable[[], Sequence[tuple[str, str, int]]]) -> None:
        """Tell which named sets the person who acts may choose; until then there are none."""
        self._sets = sets

    def named_sets(self) -> Sequence[tuple[str, str, int]]:
        """Named sets for the person who acts: areas as an address has them, name, how many areas."""
        return self._sets()

    def waiting(self) -> list[Task]:
        """What waits for the person who acts."""
        return self._waiting()

    # -- what is current -----------------------------------------------------------------------

    def version(self) -> int:
        """Data version; grows with every load and rollback."""
        return self.contexts.current().version

    def clock(self) -> datetime:
        """Now in WIB."""
        return self.contexts.current().clock

    def moment(self) -> Moment:
        """What may have changed since somebody looked."""
        return self.contexts.current().moment

    def invalidate(self) -> None:
        """Something was just changed here: the next question reads what is current anew."""
        self.contexts.invalidate()

    def clock_runs(self) -> bool:
        """Whether the clock is the machine's own; a sample city's stands until somebody moves it."""
        return self._settings.clock is None and self.moment().stored is None

    def pulse_tag(self) -> str:
        """Changes with anything that an open page may show: data, alerts, notes, the clock's minute."""
        moment, clock = self.moment(), self.clock()
        return f"{moment.version}.{moment.alerts}.{moment.notes}.{moment.screens}.{moment.results}.{clock:%y%m%d%H%M}"

    def publication_reason(self) -> str:
        """What an edition is for: the data version, steps that change what is published, and the hour of the clock."""
        steps = newest_step(self._engine, registry().public_processes())
        return f"{self.version()}|{steps}|{self.clock():%Y-%m-%d %H}"

    def results_reason(self) -> str:
        """What results are for: the data version, and the day of the clock."""
        return f"{self.version()}|{self.clock():%Y-%m-%d}"

    def version_key(self, panel: str, state: FilterState, subject: str) -> str:
        """What a panel's picture depends on beside the selection: its datasets' versions and freshness, the day, notes.

        A load of another dataset leaves it as it is.
        """
        self._admit(panel, subject)
        if panel == "status":
            return f"{self.version()}|{self.clock():%Y-%m-%d %H:%M}"
        if panel == "news":
            return str(self.version())
        declaration = panels.panel_of(subject, panel)
        names = declaration.datasets if declaration is not None else ()
        if not names:
            chosen = select(self.city(state.as_known_on), state, self.feeds(), subject=subject)
            shown = questions.tile_names(chosen, subject) if panel == "tiles" else [chosen.indicator.id]
            if panel in SEVERAL:
                shown = [each.indicator.id for each in area_views.axes_of(chosen, subject)]
            known = chosen.city
            names = tuple(n for name in shown for n in known.source(known.catalogue[name]).datasets)
        layer = registry().pages[subject].layer
        if panel == PanelKind.MAP and layer is not None:
            names = (*names, *layer.datasets)
        base = (dataset.id for dataset in registry().base)
        current, versions, moment = self.feeds(), self.dataset_versions(), self.moment()
        keys = [f"{n}:{versions.get(n, 0)}{current[n].look}" for n in dict.fromkeys((*names, *base))]
        return f"{','.join(keys)}|{self.clock():%Y-%m-%d}|{moment.notes}|{moment.results}"

    def dataset_versions(self) -> dict[str, int]:
        """Newest version of each dataset."""
        return self._dataset_versions.get(self.version(), "", lambda: versions_by_dataset(self._engine))

    def block_version(self) -> str:
        """What all blocks share that are of the newest data, for the person who acts."""
        return version_of(self.city())

    def notes_version(self) -> int:
        """Number that grows with every note that is written or taken away."""
        return self.moment().notes

    def feeds(self) -> dict[str, Feed]:
        """Datasets with owner and freshness."""
        clock = self.clock()
        key = (self.version(), clock.replace(second=0, microsecond=0), self.moment().results)
        return self._feeds.get(key, "", lambda: feeds(self._engine, clock))

    def source(self, dataset: str) -> Stamp:
        """Where a dataset's figures come from; its day is that of its newest load."""
        feed = self.feeds()[dataset]
        return feed_stamp(self.city(), feed, None if feed.received is None else feed.received.date())

    # -- the city ------------------------------------------------------------------------------

    def city(self, known_on: date | None = None) -> City:
        """The city at the newest data version, as known on a day (None: now), as far as the person may see it."""
        who, whole = person(), self._whole(known_on)
        if who.area is None or whole.empty:
            return whole
        key = (whole.known_on, who.area)
        with self._lock:
            own = self._cut.get(key)
            if own is None or own.moment is not whole.moment:
                own = self._cut[key] = whole.cut(who.area)
                while len(self._cut) > MOST_CUT_CITIES:
                    self._cut.popitem(last=False)
            return own

    def _whole(self, known_on: date | None = None) -> City:
        context = self.contexts.current()
        version, clock = context.version, context.clock
        with self._lock:
            current = self._city
            if current is None or current.version != version or current.clock.date() != clock.date():
                moment = cities.Moment(version, clock, versions=self.dataset_versions())
                made = cities.open_city(self._engine, moment, self._catalogue(), results=self._results)
                if current is not None:
                    made.take_over(current)
                current = self._city = made
                self._past.clear()
            if known_on is None or known_on >= clock.date():
                return current
            day = day_number(known_on)
            if day not in self._past:
                moment = replace(current.moment, known_on=day)
                self._past[day] = cities.open_city(
                    self._engine, moment, current.whole_catalogue, current=current, results=self._results
                )
                while len(self._past) > MOST_PAST_CITIES:
                    self._past.popitem(last=False)
            return self._past[day]

    def _catalogue(self) -> cities.Catalogue:
        datasets = declarations(self._engine).values()
        declared = {name: indicator for dataset in datasets for name, indicator in indicators_of(dataset).items()}
        return cities.catalogue_with(declared, {dataset.contract.id: dataset.rules() for dataset in datasets})

    def filled_city(self, known_on: date | None = None) -> City:
        """The same, for a question that needs areas.

        Raises
        ------
        DecorError
            When none have been loaded.
        """
        city = self.city(known_on)
        if city.empty:
            raise DecorError(msg("No areas have been loaded yet; run “make sample” or load your own."))
        return city

    # -- what a person may open ----------------------------------------------------------------

    def pages(self) -> list[tuple[str, str]]:
        """Path and words of the pages that the person may open."""
        who = person()
        city, pages = self.city(), registry().pages.items()
        shown = [
            (page.slug, page.title.text)
            for subject, page in pages
            if who.may(page.right) and (city.empty or opening_indicator(city, subject) is not None)
        ]
        return [*shown, *((path, words) for path, words, right in DOCUMENTS if who.may(right))]

    def page(self, subject: str) -> Page:
        """A subject's page, for who may open it.

        Raises
        ------
        NotFoundError
            When no subject has that id.
        ForbiddenError
            When the role does not have the page's right.
        """
        page = registry().pages.get(subject)
        if page is None:
            raise NotFoundError(msg("There is no such page."))
        require(page.right)
        city = self.city()
        if not city.empty:
            default_indicator(city, subject)
        return page

    def shows(self, subject: str, panel: str) -> bool:
        """Whether the person may see a panel: some are about the whole city only."""
        return person().may(panels.right_of(subject, panel))

    # -- questions -----------------------------------------------------------------------------

    def ask(self, panel: str, state: FilterState, subject: str = OVERVIEW) -> Any:
        """The view model of a panel.

        Raises
        ------
        ForbiddenError
            When the person may not open the page or see the panel.
        NotFoundError
            When there is no such page or panel.
        """
        question = panels.question_of(subject, panel)
        self._admit(panel, subject)
        plain, city = self._asked(panel, subject, state), self.filled_city(state.as_known_on)
        self.note_read(city, state, subject, tiles=panel == "tiles", view=panel in SEVERAL)
        key = (panel, plain, subject, city.known_on, city.scope, person().role)

        def made() -> Any:
            return question(select(city, plain, self.feeds(), subject=subject), subject)

        # What stands below a panel says how fresh its data are: an answer lasts until a feed ages.
        fresh = tuple(feed.look for feed in self.feeds().values())
        stand = (city.version, city.clock.date(), fresh, self.moment().results)
        # A block is as large as all other answers together; a browser asks for it once.
        answer = made() if panel in panels.BLOCKS else self._answers.get(stand, key, made)
        return self._completed(panel, answer, state, subject)

    def _asked(self, panel: str, subject: str, state: FilterState) -> FilterState:
        """The part of a selection that a question is about: of a panel of its own what the subject declared."""
        declared = panels.panel_of(subject, panel)
        if declared is None or declared.kind is not PanelKind.OWN:
            return state.without_presentation()
        return state.only(*declared.depends).without_presentation()

    def _admit(self, panel: str, subject: str) -> None:
        self.page(subject)
        require(panels.right_of(subject, panel))

    def _completed(self, panel: str, answer: Any, state: FilterState, subject: str) -> Any:
        """What is not kept with the answer: problems of the address, notes on its days."""
        if panel == "sentence":
            return replace(answer, problems=state.problems)
        if hasattr(answer, "notes"):
            return replace(answer, notes=self._notes(state, subject, answer.days))
        return answer

    def table(self, state: FilterState, panel: str, subject: str = OVERVIEW) -> TableView:
        """The table behind a panel; up to a thousand rows, so it is not kept."""
        self._admit(panel, subject)
        city = self.filled_city(state.as_known_on)
        self.note_read(city, state, subject, tiles=panel == "tiles", view=panel in SEVERAL)
        asked = self._asked(panel, subject, state)
        return panels.table_of(select(city, asked, self.feeds(), subject=subject), panel, subject)

    def note_read(
        self,
        city: City,
        state: FilterState,
        subject: str,
        *,
        tiles: bool = False,
        view: bool = False,
        until: int = 0,
    ) -> None:
        """Reads of exact health figures below the kecamatan stand in the audit log, by indicator and area."""
        who = person()
        key = (who.name, who.key, state.without_presentation(), subject, tiles, view, until)
        if who.via == "process" or self._just_noted(key):
            return
        chosen = select(city, state, self.feeds(), subject=subject)
        shown = [chosen]
        if tiles:
            names = questions.tile_names(chosen, subject)
            shown = [select(city, state, chosen.feeds, indicator=name) for name in names]
        if view:
            names = [each.indicator.id for each in area_views.axes_of(chosen, subject)]
            shown = [select(city, state, chosen.feeds, indicator=name) for name in names]
        lines = read_lines(city, state, chosen.day, shown, until=until, tiles=tiles)
        for each in shown:
            other = compared_with(each) if state.vs else None
            if other is not None:
                there = other.selection
                lines += read_lines(city, there.state, there.day, [there], until=0, tiles=tiles)
        for line in dict.fromkeys(lines):
            self._note_read(line)

    def _just_noted(self, key: tuple[object, ...]) -> bool:
        """Whether the same read was noted within a second: a page asks six times for one change."""
        moment = time.monotonic()
        if moment - self._noted.get(key, -10.0) < 1.0:
            return True
        if len(self._noted) > MOST_ANSWERS:
            self._noted = {}
        self._noted[key] = moment
        return False

    def page_notes(self, subject: str, lang: str) -> list[dict[str, str]] | None:
        """Notes and events that the person may see on a page, in order: ``day, code, text, area, author``.

        None where there are too many for an answer.
        """
        marks = list(self._marks(subject, lang))
        if len(marks) > MOST_PAGE_NOTES:
            return None
        return [
            {"code": code, "day": mark.day.isoformat(), "text": mark.text, "area": mark.area, "author": mark.author}
            for code, mark in marks
        ]

    def _marks(self, subject: str, lang: str, days: Sequence[date] = ()) -> Iterator[tuple[str, NoteMark]]:
        """What stands on the charts of a page, with its area: people's notes, then what happened; newest first."""
        who, city = person(), self.city()
        first, last = (day_number(days[0]), day_number(days[-1])) if days else (None, None)
        rows = annotation_queries.notes(self._engine, first=first, last=last) if self.notes_version() else []
        noted = [
            (str(r["area"]), str(r["subject"]), day_date(int(r["day"])), str(r["text"]), str(r["author"])) for r in rows
        ]
        happened = [(e.area, e.subject, e.day, show(e.words, lang), e.source) for e in self._events()]
        for code, about, day, text, author in (*noted, *happened):
            if sees(who, code) and about in ("", subject):
                yield code, NoteMark(day, text, city.name(code) if code in city.areas else code, author)

    def _events(self) -> list[Event]:
        """Published events, and what the subjects' data show to have happened; newest first."""
        city = self._whole()

        def made() -> list[Event]:
            views = [] if city.empty else [own_views(subject) for subject in registry().by_id]
            shown = [event for own in views if own.events is not None for event in own.events(city)]
            return sorted((*events(), *shown), key=lambda event: event.day, reverse=True)

        return self._happened.get((city.version, city.clock.date(), self.moment().results), "", made)

    def _notes(self, state: FilterState, subject: str, days: list[date]) -> tuple[NoteMark, ...]:
        """Marks on the areas shown, on those above them and inside them; the newest ones of the days shown."""
        if not days:
            return ()
        wanted = [code for code in state.areas if code in self.city().areas] or [person().area or CITY]

        def near(code: str) -> bool:
            # From inside an area only what is one level finer: the city's chart does not list every RW's notes.
            return any(
                f"{own}.".startswith(f"{code}.")
                or (f"{code}.".startswith(f"{own}.") and code.count(".") == own.count(".") + 1)
                for own in wanted
            )

        marks = self._marks(subject, state.lang, days)
        return tuple([mark for code, mark in marks if days[0] <= mark.day <= days[-1] and near(code)][:MOST_NOTES])

    # -- the frame of a page -------------------------------------------------------------------

    def vocabulary(self) -> Vocabulary:
        """Area codes and indicator ids that the person may ask for."""
        city, who = self.city(), person()
        codes = city.areas if who.area is None else {code for code in city.areas if sees(who, code)}
        return Vocabulary(codes, city.catalogue)

    def _days(self) -> tuple[date, date] | None:
        """First day of any data, and today; None without data."""
        city = self.city()
        firsts = [city.panel(name).first for name in {indicator.panel for indicator in city.catalogue.values()}]
        return (day_date(min(firsts)), city.clock.date()) if firsts else None

    def state(self, query: str | None) -> FilterState:
        """A filter state from the address; cannot fail."""
        known = self.vocabulary()
        if isinstance(query, str) and any(f"{name}=" in query for name in ("date", "as_known_on", "span", "vs")):
            known = replace(known, days=self._days())
        return FilterState.from_query(query, known)

    def facts(self, subject: str) -> Facts:
        """What the filter bar of a page offers."""
        self.page(subject)
        city, who = self.city(), person()
        chosen = [indicator for indicator in city.catalogue.values() if subject in (OVERVIEW, indicator.subject)]
        count_panels = [city.panel(indicator.panel) for indicator in chosen]
        options = [(code, city.name(code)) for level in Level for code in city.tree.codes[level] if sees(who, code)]
        if who.area is not None:
            options = [(CITY, city.name(CITY)), *(option for option in options if option[0] != who.area)]
        return Facts(
            first=day_date(min(panel.first for panel in count_panels)),
            last=min(day_date(max(panel.last for panel in count_panels)), city.clock.date()),
            default_day={indicator.id: day_date(city.complete_until(indicator)) for indicator in chosen},
            default_indicator=default_indicator(city, subject),
            indicators=[info(indicator) for indicator in chosen],
            options=options,
        )

    def status(self) -> StatusStrip:
        """Freshness of the feeds that move and stand on a screen, and the data version.

        What the room computes itself is no feed.
        """
        shown = self._shown()
        views = [
            FeedView(feed.title, feed.freshness, feed.age_hours, feed.received)
            for feed in self.feeds().values()
            if feed.cadence_hours <= SHOWN_CADENCE_HOURS and not feed.derived and feed.id in shown
        ]
        return StatusStrip(views, self.version(), self.clock())

    def _shown(self) -> set[str]:
        """Datasets behind counts, indicators, panels and points; others have pages that say how old they are."""
        pages = registry().pages.values()
        panels = {name for page in pages for panel in page.panels for name in panel.datasets}
        points = {name for page in pages if page.layer is not None for name in page.layer.datasets}
        counted = {name for source in registry().sources.values() for name in source.datasets}
        return counted | panels | points | {indicator.dataset for indicator in self._whole().catalogue.values()}

    def health(self) -> dict[str, str | int | None]:
        """Whether there is data, its version, its last day, and the clock."""
        city = self._whole()
        chosen = [] if city.empty else city.catalogue.values()
        days = [day for indicator in chosen if (day := city.data_to(indicator)) is not None]
        return {
            "status": "empty" if city.empty else "ok",
            "data_version": city.version,
            "data_to": day_date(max(days)).isoformat() if days else None,
            "clock": self.clock().isoformat(),
        }

    def play(self, state: FilterState, subject: str, most: int) -> list[FilterState]:
        """The days of a play: from the chosen day on, or the visible span when that is the last one."""
        shown: Selection = self.ask("selection", state, subject)
        last = shown.complete_until
        first = shown.day if shown.day < last else max(shown.visible[0], last - most + 1)
        days = range(first, min(first + most - 1, last) + 1)
        # A run of days moves as a whole.
        before = None if state.since is None or state.date is None else state.date - state.since
        return [
            replace(state, date=day_date(day), since=None if before is None else day_date(day) - before) for day in days
        ]

    def map_files(self) -> dict[str, geo.MapFile]:
        """GeoJSON documents of the map by plain name."""
        city = self.city()
        return self._files.get(
            (city.version, city.clock.date()), city.scope, lambda: geo.map_files(city) if not city.empty else {}
        )

    def names(self) -> dict[str, str]:
        """Code → name that cannot be confused, of the areas that the person may see."""
        city, who = self.city(), person()
        return {code: city.name(code) for code in city.areas if sees(who, code)}

    def areas(self, level: Level | None) -> list[Area]:
        """Areas of one level, or all, by code."""
        who = person()
        return [area for area in self.city().areas.values() if level in (None, area.level) and sees(who, area.code)]

    # -- start ---------------------------------------------------------------------------------

    def warm(self) -> None:
        """Read what the first visitor needs, so that he does not wait for it; the other pages follow behind."""
        with acting(PROCESS):
            if self.city().empty:
                return
            self.map_files()
            self._warm((OVERVIEW,))
        threading.Thread(target=self._warm, args=(tuple(registry().by_id),), daemon=True).start()

    def _warm(self, subjects: tuple[str, ...]) -> None:
        with acting(PROCESS):
            for subject in subjects:
                for panel in ("tiles", "map", "ranking"):
                    try:
                        self.ask(panel, FilterState(), subject)
                    except Exception:
                        # The page says it when it is asked; one bad dataset must not keep the others from starting.
                        LOG.exception("warming %s", subject or "overview")


def read_lines(
    city: City, state: FilterState, day: int, shown: list[Selection], *, until: int, tiles: bool
) -> list[str]:
    """What the audit log says of a read: one line an indicator and six areas; nothing for what is not health data.

    Parameters
    ----------
    shown : list of Selection
        What the reader saw.
    until : int
        Last day of a range; 0 for a single day.
    tiles : bool
        Tiles show the selected areas whatever the level; then the finer of both counts.
    """
    areas = list(state.areas) or [city.scope or CITY]
    span = f", {day_date(day)} – {day_date(until)}" if until > day else ""
    known = f", as known on {state.as_known_on}" if state.as_known_on else ""
    lines, named = [], named_areas(areas)
    for selection in shown:
        finest = max(
            [selection.level, *(level_of(code) for code in areas)] if tiles else [selection.level],
            key=lambda n: n.depth,
        )
        if selection.indicator.access.audited(finest):
            lines += [f"{selection.indicator.id}, {selection.level.value}, {codes}{span}{known}" for codes in named]
    return lines


def named_areas(areas: list[str]) -> list[str]:
    """Areas as texts so short that none is cut off: a few one by one, many as sets."""
    if len(areas) <= MOST_AREAS:
        return [",".join(areas[start : start + 6]) for start in range(0, len(areas), 6)]
    texts: list[str] = []
    chunk: list[str] = []
    for code in sorted(areas):
        if chunk and len(compact([*chunk, code])) > LINE:
            texts.append(compact(chunk))
            chunk = []
        chunk.append(code)
    return [*texts, compact(chunk)]


def indicator_rows(room: RoomService) -> list[dict[str, object]]:
    """Every declaration as plain data for the API."""
    return [
        {
            "id": indicator.id,
            "subject": indicator.subject,
            "title": indicator.title,
            "unit": indicator.unit,
            "formula": Message(indicator.formula),
            "why": indicator.card.why,
            "limits": indicator.card.limits,
            "check": indicator.card.check,
            "source": Message(indicator.source),
            "categories": tuple(category.words for category in indicator.categories),
            "finest_level": indicator.level.value,
            "direction": indicator.direction,
            "decimals": indicator.decimals,
            "dataset": indicator.dataset,
            "disclosure": indicator.access.disclosure.value,
            "window_days": indicator.window if isinstance(indicator.window, int) else None,
        }
        for indicator in room.city().catalogue.values()
    ]


def indicator_in(city: City, name: str) -> None:
    """Refuse an indicator that does not exist for who asks.

    Raises
    ------
    NotFoundError
        Names it.
    """
    if name not in city.catalogue:
        raise NotFoundError(msg("There is no indicator “{name}”.", name=name[:60]))
