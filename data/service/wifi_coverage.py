"""Wi-Fi: who is near a live point, at every radius and through time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.domain.dates import day_date
from data.domain.errors import Message, Num, Span, msg
from data.domain.views import Band, Column, PanelHeader, Series, TableView, TrendView
from data.domain.wifi import RADII
from data.service.cells import from_head
from data.service.selection import Selection, info
from data.service.values import course_of, value_of
from data.subjects import indicator

LINES = (
    ("wifi-people-150m", "150 m"),
    ("wifi-people-100m", "100 m"),
    ("wifi-people-effective-100m", "Effective 100 m"),
)
"""Indicator and the name of its line; the smallest and the largest radius are the band around them."""
TWO = ("wifi-k2-people-100m", "Two within 100 m")
LOWEST, HIGHEST = ("wifi-people-50m", "50 m"), ("wifi-people-200m", "200 m")
MIDDLE = "wifi-people-100m"
METRES = {f"wifi-people-{metres}m": metres for metres in RADII}
"""Radius of the circles that the map shows with an indicator."""


def _on(selection: Selection, name: str) -> Selection:
    """The same areas and day with another indicator."""
    return replace(selection, indicator=indicator(name))


def coverage(selection: Selection) -> TrendView:
    """People near a live point by radius, by uptime and near two, for the selected areas taken together."""
    middle = _on(selection, MIDDLE)
    areas = selection.areas_within(middle.indicator)
    first, last = _span(selection)
    days = [day_date(day) for day in range(first, last + 1)]
    series = [
        Series(name, "self" if line == MIDDLE else "parent", _course(_on(selection, line), areas, first, last))
        for line, name in LINES
    ]
    caption = msg("{what}, {period}", what=selection.area_names(areas), period=Span(days[0], days[-1]))
    caption = msg("{what}; grey: {range}", what=caption, range=msg("from 50 m to 200 m"))
    low, high = (_course(_on(selection, line), areas, first, last) for line, _ in (LOWEST, HIGHEST))
    head = PanelHeader(info(middle.indicator), _finding(selection, areas), caption, middle.stamp())
    head = replace(head, indicator=replace(head.indicator, title=msg("People near a live Wi-Fi point, by radius")))
    band = Band(msg("from 50 m to 200 m"), low, high)
    return TrendView(
        head=head, days=days, series=series, bars=None, incomplete_from=None, marked=selection.date, band=band
    )


def _span(selection: Selection) -> tuple[int, int]:
    """From the first day on which anything is known to the date, or the last day of the data before it."""
    middle = _on(selection, MIDDLE)
    return middle.first_day, max(min(selection.day, middle.last_day), middle.first_day)


def _course(other: Selection, areas: tuple[str, ...], first: int, last: int) -> np.ndarray:
    """Values from day to day; missing before the indicator's own first day."""
    values = np.full(last - first + 1, np.nan)
    begin = max(first, other.first_day)
    if begin <= min(last, other.last_day):
        known = course_of(other, areas, begin, last)
        values[begin - first : begin - first + len(known)] = known
    return values


def _finding(selection: Selection, areas: tuple[str, ...]) -> Message:
    """How many people are near, between the smallest and the largest radius."""
    shares = [value_of(_on(selection, name), areas, selection.day)[0] for name in METRES]
    if np.isnan(shares).any():
        return msg("Nobody knows yet how many people are near a live point")
    return msg(
        "{n} % live within 100 m of a live point; {low} % within 50 m, {high} % within 200 m",
        n=Num(shares[1], 1),
        low=Num(shares[0], 1),
        high=Num(shares[3], 1),
    )


def coverage_table(selection: Selection) -> TableView:
    """The same on the last day of every month and on the date, newest first: share, and people within 100 m."""
    view = coverage(selection)
    assert view.band is not None  # noqa: S101 - it has just been made
    last = len(view.days) - 1
    wider, near, effective = view.series
    twice = _course(_on(selection, TWO[0]), selection.areas_within(indicator(TWO[0])), *_span(selection))
    low, high = (
        Series(name, "", values) for name, values in ((LOWEST[1], view.band.lower), (HIGHEST[1], view.band.upper))
    )
    lines = [low, near, wider, high, effective, Series(TWO[1], "", twice)]
    ends = [at for at, day in enumerate(view.days) if at == last or view.days[at + 1].month != day.month]
    columns = [Column(msg("Date")), *(Column(Message(str(series.name)), True) for series in lines)]
    rows: list[list[object]] = [
        [view.days[at], *(None if np.isnan(s.values[at]) else Num(s.values[at], 1) for s in lines)]
        for at in reversed(ends)
    ]
    return from_head(view.head, columns, rows)


def outside(selection: Selection) -> Message | None:
    """How many people live farther from a live point than the indicator's radius; None for other indicators."""
    metres = METRES.get(selection.indicator.id)
    if metres is None:
        return None
    share, near, people = value_of(selection, selection.areas_within(selection.indicator), selection.day)
    if np.isnan(share):
        return None
    return msg("{n} people live farther than {m} m from a live point", n=Num(people - near), m=Num(metres))
