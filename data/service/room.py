"""The room's service: every question a view or the API may ask."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from data.domain.areas import CITY, Area, Level, level_of
from data.domain.dates import day_date, day_number
from data.domain.desk_views import LineageView
from data.domain.errors import BadRequestError, DecorError, NotFoundError, msg
from data.domain.filters import FilterState, Vocabulary
from data.domain.people import PROCESS, ForbiddenError, Right, acting, person, require, sees
from data.domain.views import (
    ActionListView,
    FeedView,
    IndicatorInfo,
    MapView,
    NoteMark,
    ProgressMatrixView,
    RankingView,
    ReasonsView,
    ReleasesView,
    SCurveView,
    Sentence,
    Stamp,
    StatusStrip,
    StatusView,
    TableView,
    TilesView,
    TrendView,
    WeightsView,
    WifiPanelView,
)
from data.indicators.catalogue import SUBJECT_DEFAULTS, Indicator
from data.indicators.declared import indicators_of
from data.queries import together as together_queries
from data.queries.declared import declarations
from data.queries.meta import Moment, clock_of, moment_of, versions_by_dataset
from data.service import geo, programme, questions, subjects, tables
from data.service.city import BASE_DATASETS, City, datasets_of
from data.service.feeds import Feed, feeds
from data.service.lineage import lineage
from data.service.narrow import OwnCity
from data.service.selection import Selection, info, select
from data.settings import Settings

LOG = logging.getLogger(__name__)
MOST_ANSWERS = 2_000
MOST_PAST_CITIES = 2
MOST_OWN_CITIES = 24
MOST_VALUES = 200_000
MOST_NOTES = 8
SHOWN_CADENCE_HOURS = 800
ONE_ANSWER_SECONDS = 0.05


PAGES = (
    ("", "Overview", Right.READ),
    ("covid", "COVID", Right.READ),
    ("wifi", "Wi-Fi", Right.READ),
    ("sampah", "Waste", Right.READ),
    ("program", "Programme", Right.CITY),
    ("peringatan", "Alerts", Right.READ),
    ("ringkas", "Brief", Right.CITY),
    ("data", "Data", Right.CATALOGUE),
    ("layar", "Screens", Right.SCREENS),
    ("akun", "Accounts", Right.ACCOUNTS),
    ("jejak", "Audit log", Right.AUDIT),
)
CITY_PANELS = frozenset({"stage", "curve", "matrix", "actions", "weights", "statuses", "releases"})
PANEL_DATASETS: dict[str, tuple[str, ...]] = {
    "statuses": ("covid-daily",),
    "releases": ("covid-daily", "covid-release"),
    "points": ("wifi-points", "wifi-outages"),
    "reasons": ("waste-pickups",),
}
PROGRAMME_DATASETS = ("actions", "action-progress", "programme-places")


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
    """Answers for the room edition; thread-safe, memoised by (question, filter state, data version)."""

    def __init__(self, engine: Engine, settings: Settings, note_read: Callable[[str], None] | None = None) -> None:
        self._engine = engine
        self._note_read = note_read or (lambda _subject: None)
        self._settings = settings
        self._lock = threading.RLock()
        self._city: City | None = None
        self._past: OrderedDict[int, City] = OrderedDict()
        self._own: OrderedDict[tuple[int | None, str], OwnCity] = OrderedDict()
        self._feeds: tuple[tuple[int, datetime] | None, dict[str, Feed]] = (None, {})
        self._answers: OrderedDict[Any, Any] = OrderedDict()
        self._files: dict[tuple[int, str | None], dict[str, geo.MapFile]] = {}
        self._seen: tuple[float, Moment, datetime] | None = None
        self._noted: dict[tuple[object, ...], float] = {}
        self._dataset_versions: tuple[int, dict[str, int]] = (-1, {})

    # -- state of the data ---------------------------------------------------------------------

    def version(self) -> int:
        """Data version; grows with every load and rollback."""
        return self._now()[0].version

    def clock(self) -> datetime:
        """Now in WIB."""
        return self._now()[1]

    def clock_runs(self) -> bool:
        """Whether the clock is the machine's own; a sample city's stands until somebody moves it."""
        return self._settings.clock is None and self.moment().stored is None

    def _now(self) -> tuple[Moment, datetime]:
        """What is current, and the clock, read once for the questions of one answer (for a twentieth of a second)."""
        seen, moment = self._seen, time.monotonic()
        if seen is None or moment - seen[0] > ONE_ANSWER_SECONDS:
            found = moment_of(self._engine)
            seen = self._seen = (moment, found, clock_of(self._settings, found.stored))
        return seen[1], seen[2]

    def moment(self) -> Moment:
        """What may have changed since somebody looked."""
        return self._now()[0]

    def pulse_tag(self) -> str:
        """Changes with anything that an open page may show: data, alerts, notes, the clock's minute."""
        found, clock = self._now()
        return f"{found.version}.{found.alerts}.{found.notes}.{found.screens}.{clock:%y%m%d%H%M}"

    def stand(self) -> tuple[int, str]:
        """What a publication depends on: the data version, and the hour of the clock."""
        found, clock = self._now()
        return found.version, clock.strftime("%Y-%m-%d %H")

    def panel_stand(self, panel: str, state: FilterState, subject: str) -> str:
        """What a panel's picture depends on beside the selection: its datasets' versions and freshness, the day, notes.

        A load of another dataset leaves it as it is.
        """
        if panel == "status":
            return f"{self.version()}|{self.clock():%Y-%m-%d %H:%M}"
        city, feeds, versions = self.city(state.as_known_on), self.feeds(), self._versions()
        names: Iterable[str]
        if panel in PANEL_DATASETS:
            names = PANEL_DATASETS[panel]
        elif subject == "program" and panel != "tiles":
            names = PROGRAMME_DATASETS
        else:
            chosen = select(city, state, feeds, subject=subject)
            shown = questions.tile_names(chosen, subject) if panel == "tiles" else [chosen.indicator.id]
            names = [name for one in shown for name in datasets_of(city.catalogue[one])]
        told = [
            f"{name}:{versions.get(name, 0)}{feeds[name].freshness.value[0]}"
            for name in dict.fromkeys((*names, *BASE_DATASETS))
        ]
        return f"{','.join(told)}|{self.clock():%Y-%m-%d}|{self.notes_version()}"

    def _versions(self) -> dict[str, int]:
        version = self.version()
        known = self._dataset_versions
        if known[0] != version:
            known = self._dataset_versions = (version, versions_by_dataset(self._engine))
        return known[1]

    def look_again(self) -> None:
        """Something was just changed here: the next answer asks for the data version anew."""
        self._seen = None

    def city(self, known_on: date | None = None) -> City:
        """The city at the newest data version, as known on a day (None: now), as far as the person may see it."""
        who = person()
        whole = self._whole(known_on)
        if who.area is None or whole.empty:
            return whole
        key = (whole.known_on, who.area)
        with self._lock:
            own = self._own.get(key)
            if own is None or own.version != whole.version or own.clock.date() != whole.clock.date():
                own = self._own[key] = OwnCity(whole, who.area)
                while len(self._own) > MOST_OWN_CITIES:
                    self._own.popitem(last=False)
            return own

    def _whole(self, known_on: date | None = None) -> City:
        version, clock = self.version(), self.clock()
        with self._lock:
            current = self._city
            if current is None or current.version != version or current.clock.date() != clock.date():
                current = self._city = City(
                    self._engine,
                    version=version,
                    clock=clock,
                    declared=self._declared(),
                    versions=self._versions(),
                    before=current,
                )
                self._past.clear()
                self._answers.clear()
            if known_on is None or known_on >= clock.date():
                return current
            day = day_number(known_on)
            if day not in self._past:
                past = City(
                    self._engine,
                    version=version,
                    clock=clock,
                    known_on=day,
                    history=current.history,
                    colours=current,
                    declared=self._declared(),
                )
                self._past[day] = past
                while len(self._past) > MOST_PAST_CITIES:
                    self._past.popitem(last=False)
            return self._past[day]

    def _declared(self) -> dict[str, Indicator]:
        found: dict[str, Indicator] = {}
        for dataset in declarations(self._engine).values():
            found |= indicators_of(dataset)
        return found

    def feeds(self) -> dict[str, Feed]:
        """Datasets with owner and freshness."""
        found, clock = self._now()
        key = (found.version, clock.replace(second=0, microsecond=0))
        if self._feeds[0] != key:
            self._feeds = (key, feeds(self._engine, clock))
        return self._feeds[1]

    def vocabulary(self) -> Vocabulary:
        """Area codes and indicator ids that the person may ask for."""
        city, who = self.city(), person()
        if who.area is None:
            return Vocabulary(city.areas, city.catalogue)
        return Vocabulary({code for code in city.areas if sees(who, code)}, city.catalogue)

    def state(self, query: str | None) -> FilterState:
        """A filter state from the address; cannot fail."""
        return FilterState.from_query(query, self.vocabulary())

    def facts(self, subject: str) -> Facts:
        """What the filter bar of a page offers."""
        self.check_page(subject)
        city = self.city()
        chosen = [one for one in city.catalogue.values() if subject in ("", one.subject)]
        who = person()
        panels = [city.panel(one.panel) for one in chosen]
        options = [(code, city.name(code)) for level in Level for code in city.tree.codes[level] if sees(who, code)]
        if who.area is not None:
            options = [(CITY, city.name(CITY)), *(option for option in options if option[0] != who.area)]
        return Facts(
            first=day_date(min(panel.first for panel in panels)),
            last=min(day_date(max(panel.last for panel in panels)), city.clock.date()),
            default_day={one.id: day_date(city.complete_until(one)) for one in chosen},
            default_indicator=SUBJECT_DEFAULTS.get(subject, FilterState().indicator),
            indicators=[info(one) for one in chosen],
            options=options,
        )

    def warm(self) -> None:
        """Read what the first visitor needs, so that he does not wait for it; the other pages follow behind."""
        with acting(PROCESS):
            if self.city().empty:
                return
            self.map_files()
            self._warm(("",))
        threading.Thread(target=self._warm, args=(("covid", "wifi", "sampah", "program"),), daemon=True).start()

    def _warm(self, subjects: tuple[str, ...]) -> None:
        with acting(PROCESS):
            for subject in subjects:
                for ask in (self.tiles, self.map, self.ranking):
                    try:
                        ask(FilterState(), subject)
                    except Exception:
                        # The page says it when it is asked; one bad dataset must not keep the others from starting.
                        LOG.exception("warming %s", subject or "overview")

    # -- what a person may open ----------------------------------------------------------------

    def pages(self) -> list[tuple[str, str]]:
        """Path and words of the pages that the person may open."""
        who = person()
        return [(path, words) for path, words, right in PAGES if who.may(right)]

    def shows(self, panel: str) -> bool:
        """Whether the person may see a panel: some are about the whole city only."""
        return panel not in CITY_PANELS or person().may(Right.CITY)

    def check_page(self, subject: str) -> None:
        """Refuse a page that the person may not open.

        Raises
        ------
        ForbiddenError
            When the role does not have the page's right.
        """
        require(next((right for path, _, right in PAGES if path == subject), Right.READ))

    # -- questions of the panels ---------------------------------------------------------------

    def _ask(self, name: str, state: FilterState, subject: str, answer: Callable[[Selection], Any]) -> Any:
        self.check_page(subject)
        city = self._filled_city(state.as_known_on)
        self._write_down(city, state, subject, tiles="tiles" in name)
        key = (name, state, subject, city.version, city.clock.date(), city.scope, person().finest_health)
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        result = answer(select(city, state, self.feeds(), subject=subject))
        if name.startswith("table"):
            return result  # up to a thousand rows each; asked for once
        with self._lock:
            self._answers[key] = result
            while len(self._answers) > MOST_ANSWERS:
                self._answers.popitem(last=False)
        return result

    def _write_down(self, city: City, state: FilterState, subject: str, *, tiles: bool = False, until: int = 0) -> None:
        """Reads of exact health figures below the kecamatan stand in the audit log, by indicator and area."""
        who = person()
        if who.via == "process" or self._just_noted((who.name, who.key, state, subject, tiles, until)):
            return
        chosen = select(city, state, self.feeds(), subject=subject)
        shown = (
            [select(city, state, chosen.feeds, indicator=one) for one in questions.tile_names(chosen, subject)]
            if tiles
            else [chosen]
        )
        places = list(state.areas) or [city.scope or CITY]
        span = f", {day_date(chosen.day)} – {day_date(until)}" if until > chosen.day else ""
        known = f", as known on {state.as_known_on}" if state.as_known_on else ""
        for one in shown:
            fine = max([one.level.depth, *(level_of(code).depth for code in places)]) if tiles else one.level.depth
            if one.indicator.disclosure != "health" or fine < Level.KELURAHAN.depth:
                continue
            # In pieces, so that none is cut off.
            for start in range(0, len(places), 6):
                part = ",".join(places[start : start + 6])
                self._note_read(f"{one.indicator.id}, {one.level.value}, {part}{span}{known}")

    def _just_noted(self, key: tuple[object, ...]) -> bool:
        """Whether the same read was noted within a second: a page asks six times for one change."""
        moment = time.monotonic()
        if moment - self._noted.get(key, -10.0) < 1.0:
            return True
        if len(self._noted) > MOST_ANSWERS:
            self._noted = {}
        self._noted[key] = moment
        return False

    def _filled_city(self, known_on: date | None) -> City:
        city = self.city(known_on)
        if city.empty:
            raise DecorError(msg("No areas have been loaded yet; run “make sample” or load your own."))
        return city

    def sentence(self, state: FilterState, subject: str = "") -> Sentence:
        """The words under the filter bar."""
        result: Sentence = self._ask("sentence", state, subject, questions.sentence)
        return replace(result, problems=state.problems)

    def map(self, state: FilterState, subject: str = "") -> MapView:
        """Values by area; on the Wi-Fi page the points' statuses."""
        result: MapView = self._ask("map", state, subject, lambda s: questions.map_view(s, subject))
        return result

    def trend(self, state: FilterState, subject: str = "") -> TrendView:
        """Selected areas against their parent."""
        result: TrendView = self._ask("trend", state, subject, questions.trend_view)
        return replace(result, notes=self._notes(state, subject, result.days))

    def ranking(self, state: FilterState, subject: str = "") -> RankingView:
        """Areas by value."""
        result: RankingView = self._ask("ranking", state, subject, questions.ranking_view)
        return result

    def tiles(self, state: FilterState, subject: str = "") -> TilesView:
        """Key figures of the page."""
        result: TilesView = self._ask("tiles", state, subject, lambda s: questions.tiles_view(s, subject))
        return result

    def table(self, state: FilterState, panel: str, subject: str = "") -> TableView:
        """The table behind a panel."""
        if panel in CITY_PANELS:
            require(Right.CITY)
        result: TableView = self._ask(f"table {panel}", state, subject, lambda s: tables.table_view(s, panel, subject))
        return result

    def s_curve(self, state: FilterState) -> SCurveView:
        """Plan against actual."""
        result: SCurveView = self._ask("curve", state, "program", programme.s_curve)
        return replace(result, notes=self._notes(state, "program", result.days))

    def progress_matrix(self, state: FilterState) -> ProgressMatrixView:
        """Dimension × term."""
        result: ProgressMatrixView = self._ask("matrix", state, "program", programme.progress_matrix)
        return result

    def actions(self, state: FilterState) -> ActionListView:
        """Actions with state and owner."""
        result: ActionListView = self._ask("actions", state, "program", programme.action_list)
        return result

    def weights(self, state: FilterState) -> WeightsView:
        """What 75 % means."""
        result: WeightsView = self._ask("weights", state, "program", programme.weights)
        return result

    def statuses(self, state: FilterState) -> StatusView:
        """Case statuses before and after 13 July 2020."""
        require(Right.CITY)
        result: StatusView = self._ask("statuses", state, "covid", subjects.statuses)
        return result

    def releases(self, state: FilterState) -> ReleasesView:
        """Published totals as a second source."""
        require(Right.CITY)
        result: ReleasesView = self._ask("releases", state, "covid", subjects.releases)
        return result

    def lineage(self, state: FilterState, subject: str = "") -> LineageView:
        """From the figure of a selection back to the files."""
        result: LineageView = self._ask("lineage", state, subject, lineage)
        return result

    def _notes(self, state: FilterState, subject: str, days: list[date]) -> tuple[NoteMark, ...]:
        """Notes on the areas shown, on those above them and inside them; the newest ones of the days shown."""
        if not days or not self.notes_version():
            return ()
        who, city = person(), self.city()
        wanted = [code for code in state.areas if code in city.areas] or [who.area or CITY]
        rows = together_queries.notes(self._engine, first=day_number(days[0]), last=day_number(days[-1]))
        found = []
        for row in rows:
            code = str(row["area"])
            # From inside an area only what is one level finer: a city's chart is not every RW's notebook.
            near = any(
                f"{one}.".startswith(f"{code}.")
                or (f"{code}.".startswith(f"{one}.") and code.count(".") == one.count(".") + 1)
                for one in wanted
            )
            if near and sees(who, code) and row["subject"] in ("", subject):
                found.append(
                    NoteMark(
                        day_date(int(row["day"])),
                        str(row["text"]),
                        city.name(code) if code in city.areas else code,
                        str(row["author"]),
                    )
                )
        return tuple(found[:MOST_NOTES])

    def notes_version(self) -> int:
        """Number that grows with every note that is written or taken away."""
        return self._now()[0].notes

    def stamp(self, state: FilterState, subject: str = "") -> Stamp:
        """Source and freshness of the figure that a selection shows."""
        result: Stamp = self._ask("stamp", state, subject, lambda selection: selection.stamp())
        return result

    def wifi_counts(self, state: FilterState) -> WifiPanelView:
        """Announced, registered, live."""
        result: WifiPanelView = self._ask("points", state, "wifi", subjects.wifi_counts)
        return result

    def reasons(self, state: FilterState) -> ReasonsView:
        """Missed stops by reason."""
        result: ReasonsView = self._ask("reasons", state, "sampah", subjects.missed_reasons)
        return result

    def status(self) -> StatusStrip:
        """Freshness of the feeds that move, and the data version."""
        found = self.feeds()
        views = [
            FeedView(feed.title, feed.freshness, feed.age_hours, feed.received)
            for feed in found.values()
            if feed.cadence_hours <= SHOWN_CADENCE_HOURS
        ]
        return StatusStrip(views, self.version(), self.clock())

    def health(self) -> dict[str, str | int | None]:
        """Whether there is data, its version, its last day, and the clock."""
        city = self._whole()
        chosen = [] if city.empty else city.catalogue.values()
        days = [day for one in chosen if (day := city.data_to(one)) is not None]
        return {
            "status": "empty" if city.empty else "ok",
            "data_version": city.version,
            "data_to": day_date(max(days)).isoformat() if days else None,
            "clock": self.clock().isoformat(),
        }

    def play(self, state: FilterState, subject: str, most: int) -> list[FilterState]:
        """The days of a play: from the chosen day on, or the visible span when that is the last one."""
        shown: Selection = self._ask("play", state, subject, lambda selection: selection)
        last = shown.complete_until
        first = shown.day if shown.day < last else max(shown.visible[0], last - most + 1)
        days = range(first, min(first + most - 1, last) + 1)
        return [replace(state, date=day_date(day)) for day in days]

    # -- map files and the API -----------------------------------------------------------------

    def map_files(self) -> dict[str, geo.MapFile]:
        """GeoJSON documents of the map by plain name."""
        city = self.city()
        key = (city.version, city.scope)
        with self._lock:
            if key not in self._files:
                old = {one: files for one, files in self._files.items() if one[0] == city.version}
                self._files = dict(list(old.items())[-MOST_OWN_CITIES:])
                self._files[key] = geo.map_files(city) if not city.empty else {}
            return self._files[key]

    def indicators(self) -> list[dict[str, object]]:
        """Every declaration as plain data."""
        return [
            {
                "id": one.id,
                "subject": one.subject,
                "title": one.title,
                "unit": one.unit,
                "formula": one.formula,
                "finest_level": one.level.value,
                "direction": one.direction,
                "decimals": one.decimals,
                "dataset": one.dataset,
                "disclosure": one.disclosure,
                "window_days": one.window if isinstance(one.window, int) else None,
            }
            for one in self.city().catalogue.values()
        ]

    def names(self) -> dict[str, str]:
        """Code → name that cannot be confused, of the areas that the person may see."""
        city, who = self.city(), person()
        return {code: city.name(code) for code in city.areas if sees(who, code)}

    def areas(self, level: Level | None) -> list[Area]:
        """Areas of one level, or all, by code."""
        who = person()
        return [area for area in self.city().areas.values() if level in (None, area.level) and sees(who, area.code)]

    def values(
        self,
        name: str,
        level: Level,
        *,
        day: date | None,
        until: date | None,
        areas: tuple[str, ...],
        known_on: date | None,
    ) -> tuple[Selection, list[dict[str, object]]]:
        """Values of an indicator by area, for one day or a range of days.

        Raises
        ------
        NotFoundError
            For an unknown indicator.
        BadRequestError
            For an unknown area, a range that ends before it starts, or one that is too long.
        """
        city, who = self._filled_city(known_on), person()
        if name not in city.catalogue:
            raise NotFoundError(msg("There is no indicator “{name}”.", name=name[:60]))
        beyond = [code for code in areas if not sees(who, code)]
        if beyond:
            raise ForbiddenError(msg("You may see {own} only, not {code}.", own=who.area, code=beyond[0][:40]))
        unknown = [code for code in areas if code not in city.areas]
        if unknown:
            raise BadRequestError(msg("“{code}” is not a known area code.", code=unknown[0][:40]))
        state = FilterState(
            areas=tuple(a for a in areas if a != CITY), level=level, date=day, indicator=name, as_known_on=known_on
        )
        selection = select(city, state, self.feeds())
        self._write_down(city, state, "", until=day_number(until) if until else 0)
        first = day_number(day) if day else selection.day
        last = day_number(until) if until else first
        if last < first:
            raise BadRequestError(msg("The range ends before it starts."))
        count = len(city.columns(selection.areas, selection.level)) * (last - first + 1)
        if count > MOST_VALUES:
            raise BadRequestError(
                msg(
                    "{n} values are more than one answer may hold ({most}); ask for fewer days or areas.",
                    n=str(count),
                    most=str(MOST_VALUES),
                )
            )
        return selection, tables.values_table(selection, first, last)
