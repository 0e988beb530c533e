"""A against B: what a selection is compared with, and how the two differ."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace

from data.domain.area_sets import named
from data.domain.areas import CITY, Level, level_of
from data.domain.errors import Message, Num, Span, msg
from data.domain.filters import FilterState, Versus, versus_parts
from data.geo.adjacency import touching
from data.indicators.findings import gap_message
from data.indicators.rate_ratio import RateRatio, counts_events, rate_ratio
from data.queries import areas as area_queries
from data.service.city import City
from data.service.selection import Selection, select
from data.service.values import value_of


@dataclass(frozen=True)
class Comparison:
    """What a selection is compared with.

    Attributes
    ----------
    name : str or Message
        What it is called: an area, a day, the neighbours.
    selection : Selection
        The same indicator for it.
    shift : int
        Days by which it lies before the selection; 0 where it is of other areas.
    per : int
        Areas by which a plain count is divided: of neighbours the mean is meant.
    """

    name: str | Message
    selection: Selection
    shift: int
    per: int = 1

    def value(self) -> tuple[float, float, float]:
        """Its value, numerator and denominator; NaN where missing."""
        own, top, bottom = value_of(self.selection, self.selection.areas, self.selection.day)
        return (own if self.selection.indicator.ratio else own / self.per), top, bottom


def compared_with(selection: Selection) -> Comparison | None:
    """What the address says after ``vs``, for this indicator; None where it says nothing, or nothing that is there."""
    text = selection.state.vs
    if not text:
        return None
    if text == Versus.WEEK or text == Versus.YEAR:
        return _earlier(selection, selection.date - dt.timedelta(days=7 if text == Versus.WEEK else 364))
    if text == Versus.NEIGHBOURS:
        codes = neighbours(selection)
        if len(selection.shown_areas) > 1 and not selection.indicator.ratio:
            return None  # a sum of several is no mean of one
        around = _others(selection, codes, msg("the mean of {n} neighbours", n=Num(len(codes))))
        return replace(around, per=len(codes)) if codes else None
    areas, days = versus_parts(text)
    if not areas:
        return _earlier(selection, dt.date.fromisoformat(days[-1]), days=days)
    codes = tuple(code for code in named(areas) or () if code != CITY and code in selection.city.areas)
    if not codes and areas != CITY:
        return None
    shown = _others(selection, codes, "")
    there = shown.selection
    same = set(there.shown_areas) == set(selection.shown_areas)
    earlier = _earlier(there, dt.date.fromisoformat(days[-1]), days=days) if days else None
    if days:
        if earlier is None or (same and not earlier.shift and earlier.selection.run_days == selection.run_days):
            return None
        return replace(earlier, name=msg("{areas}, {period}", areas=there.area_names(), period=earlier.name))
    return None if same else replace(shown, name=there.area_names())


def _others(selection: Selection, codes: tuple[str, ...], name: str | Message) -> Comparison:
    return Comparison(name, _again(selection, replace(selection.state, areas=codes)), 0)


def _again(selection: Selection, state: FilterState) -> Selection:
    return select(selection.city, state, selection.feeds, indicator=selection.indicator.id)


def _earlier(selection: Selection, date: dt.date, days: list[str] | None = None) -> Comparison | None:
    """Another day, or a run of days that ends on it and is as long as the chosen one, or as long as it says."""
    state = selection.state
    if days is not None and len(days) == 2:
        since: dt.date | None = dt.date.fromisoformat(days[0])
    else:
        since = None if state.since is None else date - (selection.date - state.since)
    other = _again(selection, replace(state, date=date, since=since))
    if other.date != date:
        return None  # there are no figures of that day
    if other.run_days != selection.run_days and (days is None or len(days) < 2 or not selection.indicator.ratio):
        return None  # the data begin within the earlier run, or two sums are of different length
    name = other.period if isinstance(other.period, Span) else other.date
    return Comparison(msg("{period}", period=name), other, selection.day - other.day)


def neighbours(selection: Selection) -> tuple[str, ...]:
    """Areas that touch the shown ones, of their level, without them."""
    codes = selection.shown_areas
    if not codes or len({level_of(code) for code in codes}) > 1:
        return ()
    around = city_neighbours(selection.city, level_of(codes[0]))
    beside = set().union(*(around.get(code, set()) for code in codes)) - set(codes)
    return tuple(sorted(code for code in beside if code in selection.city.areas))


def city_neighbours(city: City, level: Level) -> dict[str, set[str]]:
    """Neighbours of every area of a level, reckoned once for a state of the borders."""
    kept = city.declared.adjacency
    if level not in kept:
        shapes = area_queries.geometry_by_code(city.reader, level.value, city.moment.minute // 1440)
        kept[level] = touching({code: json.loads(text) for code, text in shapes.items()})
    return kept[level]


def difference(selection: Selection, other: Comparison) -> tuple[Message, int]:
    """How far the selection is from what it is compared with: words and direction.

    A rate of counted events by residents also has the interval of its ratio.
    """
    own, top, bottom = value_of(selection, selection.areas, selection.day)
    there, other_top, other_bottom = other.value()
    times = _interval(selection, other, (top, bottom, other_top, other_bottom))
    return gap_message(selection.indicator, own, there, other.name, times)


def _interval(selection: Selection, other: Comparison, sums: tuple[float, float, float, float]) -> RateRatio | None:
    """Of events counted among residents; residents for as many days as their window or run has."""
    indicator = selection.indicator
    if (
        not counts_events(indicator)
        or not isinstance(other.selection.indicator.window, int)
        or _shared(selection, other)
    ):
        return None
    top, bottom, other_top, other_bottom = sums
    return rate_ratio(top, bottom * int(indicator.window), other_top, other_bottom * other.selection.indicator.window)


def _shared(selection: Selection, other: Comparison) -> bool:
    """Whether some events are on both sides: the same areas and days that overlap, or one area inside the other."""
    if other.shift:
        begins = selection.day - int(selection.indicator.window) + 1
        return other.selection.day >= begins and selection.day >= other.selection.day
    own, there = (set(each.city.columns(each.areas, each.level).tolist()) for each in (selection, other.selection))
    return bool(own & there)


def other_name(other: Comparison) -> Message:
    """What the comparison is called on a line of the trend; another time is moved to the chosen one."""
    if other.shift:
        return msg("{when}, moved", when=other.name)
    return other.name if isinstance(other.name, Message) else msg("{name}", name=other.name)
