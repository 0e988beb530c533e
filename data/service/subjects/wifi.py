"""Wi-Fi: points by status, the three numbers, and the points on the map."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.domain.areas import Level
from data.domain.dates import day_date
from data.domain.desk_views import CheckRow
from data.domain.errors import Message, Num, Span, msg
from data.domain.views import (
    Column,
    MapView,
    PanelHeader,
    PointCounts,
    Series,
    TableView,
    TrendView,
    WifiPanelView,
)
from data.reference import fact
from data.service.cells import from_head
from data.service.checks import compared
from data.service.city import City
from data.service.features import feature, point
from data.service.own_views import OwnViews
from data.service.selection import Selection, info
from data.service.wifi_coverage import METRES, coverage, coverage_table, outside
from data.service.wifi_events import wifi_events
from data.service.wifi_state import wifi_state
from data.subjects import indicator, registry

ANNOUNCED_ON = "2020-11-24"


def point_letters(city: City, rows: slice | list[int]) -> npt.NDArray[np.str_]:
    """One letter a point and day, points in code order; days as rows of the Wi-Fi state.

    l known to be live, d down, u not known, r refused, w registered and waiting, p proposed and not registered,
    - neither yet, or no longer.

    Returns
    -------
    array of str (points × days)
    """
    state = wifi_state(city)
    days = (
        state.points[["refused_on", "proposed_on", "registered_on", "reallocated_on", "removed_on"]]
        .astype(float)
        .fillna(np.inf)
    )
    refused, proposed, registered = (days[[f"{step}_on"]].to_numpy() for step in ("refused", "proposed", "registered"))
    left = days[["refused_on", "reallocated_on", "removed_on"]].min(axis=1).to_numpy()[:, np.newaxis]
    at = state.first + np.arange(state.live.shape[1])[np.newaxis, rows]
    enrolled = state.registered[:, rows]
    marks = np.where(enrolled, "w", np.where((proposed <= at) & (at < left) & (registered > at), "p", "-"))
    marks = np.where((refused <= at) & enrolled, "r", marks)
    for letter, held in (("d", state.in_service), ("u", state.silent), ("l", state.live)):
        marks = np.where(held[:, rows], letter, marks)
    return marks


def point_statuses(city: City, day: int) -> str:
    """One letter a point in code order on a day (`point_letters`); outside the data as on the nearest one."""
    state = wifi_state(city)
    if not len(state.points):
        return ""
    row = min(max(day - state.first, 0), state.live.shape[1] - 1)
    return "".join(point_letters(city, [row])[:, 0].tolist())


def point_days(city: City) -> dict[str, Any]:
    """Every point's letters from the first day on as runs ("w120l340d2"), and the RW that it stands in."""
    state = wifi_state(city)
    if not len(state.points):
        return {"first": day_date(state.first).isoformat(), "days": 0, "runs": [], "areas": []}
    letters = point_letters(city, slice(None))
    owner = city.register.main_column(Level.RW, state.points["area_id"])
    codes = city.tree.codes[Level.RW]
    return {
        "first": day_date(state.first).isoformat(),
        "days": letters.shape[1],
        "runs": ["".join(f"{letter}{len(list(run))}" for letter, run in groupby(row)) for row in letters.tolist()],
        "areas": [codes[column] if column >= 0 else "" for column in owner.tolist()],
    }


def points_inside(city: City, areas: tuple[str, ...]) -> list[bool]:
    """Whether each point, in code order, lies in the selected areas."""
    if not len(wifi_state(city).points):
        return []
    owner = city.register.main_column(Level.RW, wifi_state(city).points["area_id"])
    return [bool(here) for here in np.isin(owner, city.columns(areas, Level.RW))]


def point_counts(city: City, day: int, areas: tuple[str, ...]) -> PointCounts:
    """Points by status and RW by the two-points rule, inside the selected areas."""
    statuses = np.array(list(point_statuses(city, day)))
    columns = city.columns(areas, Level.RW)
    if not len(statuses):
        return PointCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, len(columns))
    owner = city.register.main_column(Level.RW, wifi_state(city).points["area_id"])
    refusing = np.isin(columns, owner[statuses == "r"])
    statuses = statuses[np.isin(owner, columns)]
    panel = city.panel("wifi")
    row = min(max(day - panel.first, 0), len(panel.reported) - 1)
    live, registered = (panel.counts[name][row, columns] for name in ("live", "rw_registered"))
    there = registered > 0
    announced = int(fact("wifi", "titik_diumumkan_pada_monev")) if day_date(day).isoformat() >= ANNOUNCED_ON else 0
    return PointCounts(
        announced=announced,
        registered=int((~np.isin(statuses, ["-", "p"])).sum()),
        live=int((statuses == "l").sum()),
        down=int((statuses == "d").sum()),
        unknown=int((statuses == "u").sum()),
        refused=int((statuses == "r").sum()),
        waiting=int((statuses == "w").sum()),
        met=int((there & (live >= 2)).sum()),
        one_short=int((there & (live == 1) & ~refusing).sum()),
        none=int((there & (live == 0) & ~refusing).sum()),
        rw_refused=int((there & (live < 2) & refusing).sum()),
        not_in=int((~there).sum()),
    )


def wifi_counts(selection: Selection) -> WifiPanelView:
    """Announced, registered and live are three different numbers."""
    chosen = indicator("wifi-live")
    areas = selection.areas_within(chosen)
    counts = point_counts(selection.city, selection.day, areas)
    finding = msg(
        "{live} of {registered} registered points live", live=Num(counts.live), registered=Num(counts.registered)
    )
    if counts.unknown:
        finding = msg("{what}, {n} not known", what=finding, n=Num(counts.unknown))
    caption = msg("{what}, {period}", what=selection.area_names(areas), period=selection.date)
    whole = not areas and selection.city.scope is None  # only the whole city was ever announced
    return WifiPanelView(PanelHeader(info(chosen), finding, caption, selection.stamp(chosen)), counts, whole)


def points_table(selection: Selection) -> TableView:
    """Points and RW by class."""
    view = wifi_counts(selection)
    names = {
        "announced": msg("announced"),
        "registered": msg("registered"),
        "live": msg("live"),
        "down": msg("down"),
        "unknown": msg("not known"),
        "refused": msg("refused by residents"),
        "waiting": msg("not installed"),
        "met": msg("RW with two live points"),
        "one_short": msg("RW one short"),
        "none": msg("RW with none"),
        "rw_refused": msg("RW where residents refused"),
        "not_in": msg("RW not in the programme"),
    }
    rows: list[list[object]] = [[label, Num(getattr(view.counts, name))] for name, label in names.items()]
    return from_head(view.head, [Column(msg("Count")), Column(msg("Number"), True)], rows)


def pipeline(selection: Selection) -> TrendView:
    """Points announced, registered, installed and known to be live, by day up to the date; what the difference is."""
    city, chosen = selection.city, indicator("wifi-live")
    areas = selection.areas_within(chosen)
    state, inside = wifi_state(city), np.array(points_inside(city, areas), dtype=bool)
    length = min(max(selection.day - state.first + 1, 1), state.live.shape[1])
    days = [day_date(state.first + number) for number in range(length)]
    stages = [("Registered", state.registered), ("Installed", state.in_service), ("Live", state.live)]
    series = [
        Series(name, "self" if name == "Live" else "parent", marks[inside, :length].sum(axis=0).astype(float))
        for name, marks in stages
    ]
    if not areas and city.scope is None:  # only the whole city was ever announced
        promised = fact("wifi", "titik_diumumkan_pada_monev")
        since = np.array([day.isoformat() >= ANNOUNCED_ON for day in days])
        series.insert(0, Series("Announced", "parent", np.where(since, promised, np.nan)))
    caption = msg("{what}, {period}", what=selection.area_names(areas), period=Span(days[0], days[-1]))
    head = PanelHeader(info(chosen), _difference(city, selection.day, areas), caption, selection.stamp(chosen))
    return TrendView(head=head, days=days, series=series, bars=None, incomplete_from=None, marked=selection.date)


def _difference(city: City, day: int, areas: tuple[str, ...]) -> Message:
    """What registered points that are not known to be live are."""
    counts = point_counts(city, day, areas)
    missing = counts.registered - counts.live
    if not missing:
        return msg("Every registered point is live")
    stages = (
        (counts.down, msg("{n} down", n=Num(counts.down))),
        (counts.waiting, msg("{n} not installed", n=Num(counts.waiting))),
        (counts.refused, msg("{n} refused", n=Num(counts.refused))),
        (counts.unknown, msg("{n} not known", n=Num(counts.unknown))),
    )
    known = [words for number, words in stages if number]
    what = known[0]
    for words in known[1:]:
        what = msg("{what}, {more}", what=what, more=words)
    return msg("{n} registered points are not live: {what}", n=Num(missing), what=what)


def pipeline_table(selection: Selection) -> TableView:
    """The same, newest day first."""
    view = pipeline(selection)
    columns = [Column(msg("Date")), *(Column(Message(str(series.name)), True) for series in view.series)]
    rows: list[list[object]] = [
        [view.days[at], *(None if np.isnan(series.values[at]) else Num(series.values[at]) for series in view.series)]
        for at in range(len(view.days) - 1, -1, -1)
    ]
    return from_head(view.head, columns, rows)


def _wifi_register(city: City) -> CheckRow | None:
    announced = fact("wifi", "titik_diumumkan_pada_monev")
    return compared(
        msg("Points registered, against the points announced"),
        float(wifi_state(city).points["registered_on"].notna().sum()),
        announced,
        0.0,
    )


def _enrolled(city: City) -> pd.DataFrame:
    """Points that are in the register; a proposal is not."""
    points = wifi_state(city).points
    return points[points["registered_on"].notna()]


def _wifi_places(city: City) -> CheckRow | None:
    """Two ids at the very same place are mostly one mast that was written down twice."""
    points = _enrolled(city)
    places = len(points[["lon", "lat"]].drop_duplicates())
    return compared(msg("Places of points, against the points"), float(places), float(len(points)), 0.0)


def _wifi_rw(city: City) -> CheckRow | None:
    """RW with a point: 917 took part, of the 924 of the register; 7 did not apply."""
    published = fact("wifi", "rw_peserta_program")
    taking_part = _enrolled(city)["area_id"].nunique()
    return compared(msg("RW with a registered point, against the RW published"), float(taking_part), published, 0.0)


def _points_caption(points: object, names: str | Message, unknown: object | None, period: object) -> Message:
    """How many points there are, where, and of how many nothing is known."""
    what = msg("{n} points, {areas}", n=points, areas=names)
    if unknown is not None:
        what = msg("{what}, {n} not known", what=what, n=unknown)
    return msg("{what}, {period}", what=what, period=period)


def _with_points(view: MapView, selection: Selection) -> MapView:
    """Points by status; counted inside the selected areas."""
    city = selection.city
    statuses = point_statuses(city, selection.day)
    areas = selection.areas_within(indicator("wifi-live"))
    inside = points_inside(city, areas)
    tally = Counter(mark for mark, here in zip(statuses, inside, strict=True) if here)
    down, registered = tally["d"], sum(tally.values()) - tally["-"] - tally["p"]
    farther = outside(selection)
    if farther is not None:
        finding = farther
    elif not down:
        finding = msg("No point is down")
    elif selection.day == selection.last_day:
        finding = msg("{n} points down now", n=Num(down))
    else:
        finding = msg("{n} points down at the end of the day", n=Num(down))
    names = selection.area_names(areas)
    caption = _points_caption(Num(registered), names, Num(tally["u"]) if tally["u"] else None, selection.date)
    shown = replace(view.head.indicator, title=msg("Wi-Fi points by status"), unit=msg("points"))
    head = replace(view.head, indicator=shown, finding=finding, caption=caption)
    return replace(
        view,
        valued=view.head.indicator,
        points=statuses,
        reach_metres=METRES.get(selection.indicator.id, 0),
        point_tally=dict(tally),
        point_captions=tuple(_points_caption("{n}", names, none, "{period}") for none in (None, "{unknown}")),
        point_areas=areas,
        layer=registry().by_id["wifi"].page.layer,
        head=head,
    )


def point_features(city: City) -> list[dict[str, Any]]:
    """Every point with its code and its place among the statuses."""
    points = wifi_state(city).points.to_dict("records")
    return [feature(point(row["lon"], row["lat"]), c=row["point_code"], i=index) for index, row in enumerate(points)]


OWN = OwnViews(
    views={"points": wifi_counts, "pipeline": pipeline, "coverage": coverage},
    tables={"points": points_table, "pipeline": pipeline_table, "coverage": coverage_table},
    checks={"wifi-points": (_wifi_register, _wifi_rw, _wifi_places)},
    map_view=_with_points,
    layers={"wifi": point_features},
    layer_days={"wifi": point_days},
    events=wifi_events,
)
