"""The room's service: every question a view or the API may ask."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from data.domain.areas import CITY, Area, Level
from data.domain.dates import day_date, day_number
from data.domain.errors import BadRequestError, DecorError, msg
from data.domain.filters import FilterState, Vocabulary
from data.domain.views import (
    ActionListView,
    FeedView,
    IndicatorInfo,
    MapView,
    ProgressMatrixView,
    RankingView,
    ReasonsView,
    ReleasesView,
    SCurveView,
    Sentence,
    StatusStrip,
    StatusView,
    TableView,
    TilesView,
    TrendView,
    WeightsView,
    WifiPanelView,
)
from data.indicators.catalogue import BY_ID, INDICATORS, SUBJECT_DEFAULTS, indicator
from data.queries.database import open_database
from data.queries.meta import clock_now, data_version
from data.service import geo, programme, questions, subjects, tables
from data.service.city import City
from data.service.feeds import Feed, feeds
from data.service.selection import Selection, info, select
from data.settings import Settings

LOG = logging.getLogger(__name__)
MOST_ANSWERS = 2_000
MOST_PAST_CITIES = 2
MOST_VALUES = 200_000
SHOWN_CADENCE_HOURS = 800
ONE_ANSWER_SECONDS = 0.05


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

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        self._lock = threading.RLock()
        self._city: City | None = None
        self._past: OrderedDict[int, City] = OrderedDict()
        self._feeds: tuple[tuple[int, datetime] | None, dict[str, Feed]] = (None, {})
        self._answers: OrderedDict[Any, Any] = OrderedDict()
        self._files: tuple[int, dict[str, geo.MapFile]] = (-1, {})
        self._seen: tuple[float, int, datetime] | None = None

    # -- state of the data ---------------------------------------------------------------------

    def version(self) -> int:
        """Data version; grows with every load and rollback."""
        return self._now()[0]

    def clock(self) -> datetime:
        """Now in WIB."""
        return self._now()[1]

    def _now(self) -> tuple[int, datetime]:
        """Version and clock, read once for the questions of one answer (for a twentieth of a second)."""
        seen, moment = self._seen, time.monotonic()
        if seen is None or moment - seen[0] > ONE_ANSWER_SECONDS:
            seen = (moment, data_version(self._engine), clock_now(self._engine, self._settings))
            self._seen = seen
        return seen[1], seen[2]

    def city(self, known_on: date | None = None) -> City:
        """The city at the newest data version, as known on a day (None: now)."""
        version, clock = self.version(), self.clock()
        with self._lock:
            current = self._city
            if current is None or current.version != version or current.clock.date() != clock.date():
                current = self._city = City(self._engine, version=version, clock=clock)
                self._past.clear()
                self._answers.clear()
            if known_on is None or known_on >= clock.date():
                return current
            day = day_number(known_on)
            if day not in self._past:
                past = City(
                    self._engine, version=version, clock=clock, known_on=day, history=current.history, colours=current
                )
                self._past[day] = past
                while len(self._past) > MOST_PAST_CITIES:
                    self._past.popitem(last=False)
            return self._past[day]

    def feeds(self) -> dict[str, Feed]:
        """Datasets with owner and freshness."""
        version, clock = self._now()
        key = (version, clock.replace(second=0, microsecond=0))
        if self._feeds[0] != key:
            self._feeds = (key, feeds(self._engine, clock))
        return self._feeds[1]

    def vocabulary(self) -> Vocabulary:
        """Known area codes and indicator ids."""
        return Vocabulary(self.city().areas, BY_ID)

    def state(self, query: str | None) -> FilterState:
        """A filter state from the address; cannot fail."""
        return FilterState.from_query(query, self.vocabulary())

    def facts(self, subject: str) -> Facts:
        """What the filter bar of a page offers."""
        city = self.city()
        chosen = [one for one in INDICATORS if subject in ("", one.subject)]
        panels = [city.panel(one.panel) for one in chosen]
        options = [(code, city.name(code)) for level in Level for code in city.tree.codes[level]]
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
        if self.city().empty:
            return
        self.map_files()
        self._warm(("",))
        threading.Thread(target=self._warm, args=(("covid", "wifi", "sampah", "program"),), daemon=True).start()

    def _warm(self, subjects: tuple[str, ...]) -> None:
        for subject in subjects:
            state = FilterState()
            for ask in (self.tiles, self.map, self.ranking):
                try:
                    ask(state, subject)
                except Exception:
                    # The page says it when it is asked; one bad dataset must not keep the others from starting.
                    LOG.exception("warming %s", subject or "overview")

    # -- questions of the panels ---------------------------------------------------------------

    def _ask(self, name: str, state: FilterState, subject: str, answer: Callable[[Selection], Any]) -> Any:
        city = self._filled_city(state.as_known_on)
        key = (name, state, subject, city.version, city.clock.date())
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        result = answer(select(city, state, self.feeds(), subject=subject))
        with self._lock:
            self._answers[key] = result
            while len(self._answers) > MOST_ANSWERS:
                self._answers.popitem(last=False)
        return result

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
        return result

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
        result: TableView = self._ask(f"table {panel}", state, subject, lambda s: tables.table_view(s, panel, subject))
        return result

    def s_curve(self, state: FilterState) -> SCurveView:
        """Plan against actual."""
        result: SCurveView = self._ask("curve", state, "program", programme.s_curve)
        return result

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
        result: StatusView = self._ask("statuses", state, "covid", subjects.statuses)
        return result

    def releases(self, state: FilterState) -> ReleasesView:
        """Published totals as a second source."""
        result: ReleasesView = self._ask("releases", state, "covid", subjects.releases)
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
        city = self.city()
        days = [] if city.empty else [day for one in INDICATORS if (day := city.data_to(one)) is not None]
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
        with self._lock:
            if self._files[0] != city.version:
                self._files = (city.version, geo.map_files(city) if not city.empty else {})
            return self._files[1]

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
            for one in INDICATORS
        ]

    def areas(self, level: Level | None) -> list[Area]:
        """Areas of one level, or all, by code."""
        return [area for area in self.city().areas.values() if level in (None, area.level)]

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
        indicator(name)
        city = self._filled_city(known_on)
        unknown = [code for code in areas if code not in city.areas]
        if unknown:
            raise BadRequestError(msg("“{code}” is not a known area code.", code=unknown[0][:40]))
        state = FilterState(
            areas=tuple(a for a in areas if a != CITY), level=level, date=day, indicator=name, as_known_on=known_on
        )
        selection = select(city, state, self.feeds())
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


def open_room(settings: Settings) -> RoomService:
    """Open the database, bring it to the newest schema, and make the service."""
    return RoomService(open_database(settings.database_url), settings)
