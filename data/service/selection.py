"""A filter state made concrete against the data: which indicator, level, day and areas are shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from data.domain.access import coarser
from data.domain.areas import CITY, Level, ancestor_of, level_of, parent_of
from data.domain.dates import day_date, day_number
from data.domain.errors import Message, Num, Span, msg
from data.domain.filters import SPANS, FilterState
from data.domain.people import ForbiddenError, person
from data.domain.states import freshness
from data.domain.views import IndicatorInfo, Stamp
from data.indicators.declaration import Indicator
from data.indicators.evaluate import Matrix
from data.indicators.field import Field
from data.indicators.span import has_span
from data.service.city import City
from data.service.feeds import Feed
from data.subjects import registry

MOST_NAMED = 6
LEVEL_NAMES = {
    Level.KOTA: msg("city"),
    Level.KECAMATAN: msg("kecamatan"),
    Level.KELURAHAN: msg("kelurahan"),
    Level.RW: msg("RW"),
}


@dataclass(frozen=True)
class Selection:
    """What is shown.

    Attributes
    ----------
    asked : Level
        The level that was chosen; ``level`` is where the indicator exists.
    day : int
        Day number painted, inside the indicator's data.
    """

    city: City
    state: FilterState
    indicator: Indicator
    asked: Level
    level: Level
    day: int
    feeds: dict[str, Feed]

    @property
    def areas(self) -> tuple[str, ...]:
        """Selected codes that exist; empty is the whole city."""
        return tuple(code for code in self.state.areas if code in self.city.areas)

    @property
    def date(self) -> dt.date:
        """The painted day."""
        return day_date(self.day)

    @property
    def matrix(self) -> Matrix:
        """The indicator at the shown level."""
        return self.city.matrix(self.indicator.id, self.level)

    @property
    def pending(self) -> bool:
        """Whether the figure is still being computed for these data."""
        matrix = self.matrix
        return isinstance(matrix, Field) and matrix.pending

    @property
    def first_day(self) -> int:
        """First day number of the indicator's data, the same at every level."""
        return self.city.panel(self.indicator.panel).first

    @property
    def last_day(self) -> int:
        """Last day number of the indicator's data."""
        return self.city.panel(self.indicator.panel).last

    def summed(self, codes: tuple[str, ...]) -> tuple[Matrix, npt.NDArray[np.intp]]:
        """Where areas are taken together: a matrix and their columns in it.

        Sums are the same at every level, so the coarsest level that has all of them serves, which is a few columns
        instead of hundreds. What was computed is taken there too: a kelurahan has a figure of its own, which is not
        the mean of its RW's. What is cut to a scope has no level above it.

        Parameters
        ----------
        codes : tuple of str
            Areas; none is the whole city.
        """
        levels = [level_of(code) for code in (*(codes or (CITY,)), self.city.scope or CITY)]
        level = coarser(self.level, max(levels, key=lambda level: level.depth))
        return self.city.matrix(self.indicator.id, level), self.city.columns(codes, level)

    @property
    def not_known_yet(self) -> bool:
        """Whether the past is asked for and nothing of the dataset had come in by then."""
        city = self.city
        return city.known_on is not None and not city.panel(self.indicator.panel).days_reported.any()

    @property
    def complete_until(self) -> int:
        """Last day that no longer fills up."""
        return self.city.complete_until(self.indicator)

    @property
    def spanned(self) -> bool:
        """Whether the figure is one over a run of days that somebody chose."""
        return self.city is not self.city.declared and has_span(self.indicator)

    @property
    def run_days(self) -> int:
        """Days of the run that the figure is over; 0 where nobody chose one."""
        return int(self.indicator.window) if self.spanned else 0

    @property
    def by_day(self) -> Selection:
        """The same over the declared window: what the charts show of every day."""
        declared = self.city.declared
        return replace(self, city=declared, indicator=declared.catalogue[self.indicator.id])

    @property
    def period(self) -> dt.date | Span:
        """The days that the figure is about."""
        if isinstance(self.indicator.window, int) and self.indicator.window > 1:
            return Span(day_date(max(self.day - self.indicator.window + 1, self.first_day)), self.date)
        return self.date

    @property
    def daily(self) -> bool:
        """True where the figure moves by the day; monthly reports stand until the next."""
        panel = self.city.panel(self.indicator.panel)
        days = panel.days_reported
        return self.indicator.window != "latest" or bool(days[-60:].mean() > 0.5)

    def reported_on(self, day: int) -> int:
        """Day of the newest report up to a day (the day itself for a daily figure)."""
        if self.daily:
            return day
        panel = self.city.panel(self.indicator.panel)
        days = panel.days_reported
        rows = np.flatnonzero(days[: max(day - panel.first + 1, 0)])
        return panel.first + int(rows[-1]) if len(rows) else day

    @property
    def reported_day(self) -> int:
        """Day of the report that is shown."""
        return self.reported_on(self.day)

    @property
    def reported_date(self) -> dt.date:
        """The same as a date."""
        return day_date(self.reported_day)

    @property
    def visible(self) -> tuple[int, int]:
        """First and last day of the charts; the window never changes the indicator.

        Windows lie end to end from the newest day back, so that a day that is clicked leaves the chart where it is.
        """
        span = SPANS[self.state.window]
        first, last = self.first_day, self.last_day
        if span is None:
            return first, last
        end = last - max(last - self.day, 0) // span * span
        return max(first, end - span + 1), end

    @property
    def shown_areas(self) -> tuple[str, ...]:
        """The areas whose figures are shown: an area finer than the level counts as its parent there."""
        ancestors = (
            ancestor_of(code, min(level_of(code), self.level, key=lambda level: level.depth)) for code in self.areas
        )
        return tuple(code for code in dict.fromkeys(ancestors) if code != CITY)

    def areas_within(self, indicator: Indicator) -> tuple[str, ...]:
        """The selected areas as a panel of another indicator counts them: none finer than the person may see it."""
        finest = indicator.access.finest_for(person())
        ancestors = (ancestor_of(code, coarser(level_of(code), finest)) for code in self.areas)
        return tuple(code for code in dict.fromkeys(ancestors) if code != CITY)

    def area_names(self, areas: tuple[str, ...] | None = None) -> str | Message:
        """Names of the shown areas, or of others, in one phrase; many are counted."""
        codes = (self.shown_areas if areas is None else areas) or (CITY,)
        if len(codes) > MOST_NAMED:
            return msg("{n} areas", n=Num(len(codes)))
        names = [self.city.name(code) for code in codes]
        return ", ".join(names) if len(names) <= 3 else ", ".join(names[:3]) + f" +{len(names) - 3}"

    def stamp(self, indicator: Indicator | None = None) -> Stamp:
        """Freshness of the figure's feed."""
        chosen = indicator or self.indicator
        return stamp(self.city, self.feeds, chosen)

    def level_note(self) -> Message | None:
        """Said when the level asked for has no figure: names both."""
        if self.level is self.asked:
            return None
        return msg(
            "no figure at {asked} level, shown for the {shown}",
            asked=LEVEL_NAMES[self.asked],
            shown=LEVEL_NAMES[self.level],
        )

    def caption(self, what: str | Message) -> Message:
        """ "{what}, {period}", and the note where another level is shown."""
        return self.captioned(what, self.period)

    def moving_caption(self, what: str | Message) -> Message | None:
        """The caption with a place for the run of days that is being drawn; None where the figure knows no such run."""
        if self.city.known_on is not None or not has_span(self.by_day.indicator):
            return None
        return self.captioned(what, "{period}")

    def captioned(self, what: str | Message, period: object) -> Message:
        """The same with other words for the days."""
        note = self.level_note()
        if note:
            return msg("{what}, {period}; {note}", what=what, period=period, note=note)
        return msg("{what}, {period}", what=what, period=period)


def opening_indicator(city: City, subject: str) -> str | None:
    """What a page opens with: its declared default, else its first indicator that reaches into the scope, or None."""
    default = registry().default(subject)
    if default in city.catalogue:
        return default
    every = subject not in registry().by_id
    return next((indicator.id for indicator in city.catalogue.values() if every or indicator.subject == subject), None)


def default_indicator(city: City, subject: str) -> str:
    """What a page opens with.

    Raises
    ------
    ForbiddenError
        When the subject has no figures as fine as the area that the person may see.
    """
    opening = opening_indicator(city, subject)
    if opening is None:
        raise ForbiddenError(msg("This subject has no figures for your area."))
    return opening


def select(
    city: City, state: FilterState, feeds: dict[str, Feed], *, subject: str = "", indicator: str = ""
) -> Selection:
    """Resolve a filter state.

    Parameters
    ----------
    subject : str
        On a subject's page an indicator of another subject gives way to the page's own.
    indicator : str
        Overrides the state's indicator (tiles).
    """
    city = city.declared
    chosen = city.catalogue[indicator or state.indicator or default_indicator(city, subject)]
    if not indicator and subject in registry().by_id and chosen.subject != subject:
        chosen = city.catalogue[default_indicator(city, subject)]
    level = city.shown_level(chosen, _allowed(city, chosen, state.level))
    panel = city.panel(chosen.panel)
    wanted = day_number(state.date) if state.date else city.complete_until(chosen)
    day = min(max(wanted, panel.first), panel.last)
    if state.since is not None and has_span(chosen):
        days = day - max(day_number(state.since), panel.first) + 1
        if days > 0:
            city = city.over(days)
            chosen = city.catalogue[chosen.id]
    return Selection(city, state, chosen, state.level, level, day, feeds)


def _allowed(city: City, indicator: Indicator, level: Level) -> Level:
    """The level itself, or the finest that the person may see; never above the scope, which is all that there is.

    Raises
    ------
    ForbiddenError
        When the scope itself is finer than the person may see the indicator.
    """
    finest = indicator.access.finest_for(person())
    if city.scope is None:
        return coarser(level, finest)
    own = level_of(city.scope)
    if own.depth > finest.depth:
        raise ForbiddenError(msg("Your role does not see this figure for your area."))
    return max(coarser(level, finest), own, key=lambda choice: choice.depth)


def stamp(city: City, feeds: dict[str, Feed], indicator: Indicator) -> Stamp:
    """Data to, received, source and state of an indicator's feed."""
    data_to = city.data_to(indicator)
    return feed_stamp(city, feeds[indicator.dataset], None if data_to is None else day_date(data_to))


def feed_stamp(city: City, feed: Feed, as_of: dt.date | None) -> Stamp:
    """The same for a dataset that no indicator stands for."""
    return Stamp(
        dataset=feed.id,
        title=feed.title,
        as_of=as_of,
        received=feed.received,
        age_hours=feed.age_hours,
        source=feed.source,
        freshness=freshness(feed.age_hours, feed.cadence_hours),
        simulated=feed.simulated,
        outdated=feed.outdated,
        known_on=None if city.known_on is None else day_date(city.known_on),
    )


def info(indicator: Indicator) -> IndicatorInfo:
    """The declaration as a screen needs it."""
    return IndicatorInfo(
        id=indicator.id,
        subject=indicator.subject,
        title=indicator.title,
        short=indicator.short,
        unit=indicator.unit,
        decimals=indicator.decimals,
        direction=indicator.direction,
        level=indicator.level,
        percent=indicator.percent,
        ratio=indicator.ratio,
        count_unit=indicator.count_unit,
        signed=indicator.signed,
        basis_title=indicator.basis_title,
        unstable_below=indicator.unstable_below,
        shown_scale=indicator.shown_scale,
        shown_unit=indicator.shown_unit,
        ramp=indicator.ramp,
        categories=indicator.categories,
    )


def parent_for(code: str) -> str | None:
    """The area that a selected one is compared with: an RW with its kelurahan, a kecamatan with the city."""
    return None if level_of(code) is Level.KOTA else parent_of(code)
