"""Where COVID clusters and how it spreads, from what jobs have computed: the panels and the API ask here."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from data.domain.areas import CITY
from data.domain.covid import ClusterRow, ClustersView, ClusterTier, SpreadRow, SpreadView
from data.domain.dates import day_date, day_number
from data.domain.errors import Message, Num, msg
from data.domain.views import Column, PanelHeader, TableView
from data.service.cells import from_head
from data.service.city import City
from data.service.selection import Selection, info, stamp
from data.subjects import indicator, registry

FEWEST_CASES = 12
"""Of a window, below which no reproduction number is shown."""
RECORD_DAYS = 56
REMEMBERED_DAYS = 14
ALERT_DAYS = 50.0
"""A cluster that chance alone brings once in so many days, or more rarely, calls for action (`make score-covid`)."""


def document(city: City, name: str) -> dict[str, Any] | None:
    """A document of the subject; None while it is computed, for an officer of one area, and for the past."""
    if city.known_on is not None or city.scope is not None:
        return None
    body = city.document(registry().by_id["covid"].document(name))
    return None if body is None else _parsed(body)


@lru_cache(maxsize=4)
def _parsed(body: bytes) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(body)
    return made


def _not_there(city: City) -> Message:
    """Why there is no document."""
    if city.known_on is not None:
        return msg("Computed from what is known now only")
    return msg("Being computed for the newest data")


# -- spread ---------------------------------------------------------------------------------------


def spread(selection: Selection) -> SpreadView:
    """The reproduction number of the city up to the last complete day, and the kecamatan where it is highest.

    It depends on no choice: a choice is answered in the browser, which has no more of it.
    """
    city = selection.city
    rate = replace(
        info(indicator("covid-incidence-7d")), title=msg("Reproduction number of COVID"), unit=msg("cases per case")
    )
    mark = stamp(city, selection.feeds, indicator("covid-incidence-7d"))
    body = document(city, "covid-spread")
    if body is None:
        head = PanelHeader(rate, _not_there(city), msg("{name}", name=city.name(CITY)), mark)
        return SpreadView(head, [], [], [], [], [], [])
    first, last = (dt.date.fromisoformat(body[name]) for name in ("first", "last"))
    begin, end = selection.visible
    rows = range(max(begin - day_number(first), 0), min(end, day_number(last)) - day_number(first) + 1)
    series, weekly = (gated(body["areas"][CITY][name]) for name in ("chosen", "weekly"))
    mean, low, high = ([series[name][row] for row in rows] for name in ("mean", "low", "high"))
    areas = [_spread_row(code, city.name(code), own) for code, own in body["areas"].items()]
    return SpreadView(
        head=PanelHeader(rate, _spread_finding(areas[0]), _spread_caption(body["areas"][CITY], areas, last), mark),
        days=[day_date(day_number(first) + row) for row in rows],
        mean=mean,
        low=low,
        high=high,
        weekly=[weekly["mean"][row] for row in rows],
        areas=areas,
    )


def _spread_row(code: str, name: str, own: dict[str, Any]) -> SpreadRow:
    """What holds of an area on the last day."""
    series, cases = gated(own["chosen"]), own["chosen"]["cases"]
    mean, low, high = (series[each][-1] if series[each] else float("nan") for each in ("mean", "low", "high"))
    return SpreadRow(code, name, mean, low, high, own["window"], cases[-1] if cases else 0)


def gated(series: dict[str, list[float | None]]) -> dict[str, list[float]]:
    """Mean and limits; NaN where the window has too few cases."""
    enough = [cases is not None and cases >= FEWEST_CASES for cases in series["cases"]]

    def shown(values: list[float | None]) -> list[float]:
        pairs = zip(values, enough, strict=True)
        return [value if value is not None and there else float("nan") for value, there in pairs]

    return {name: shown(series[name]) for name in ("mean", "low", "high")}


def _spread_finding(row: SpreadRow) -> Message:
    if np.isnan(row.mean):
        return msg("{area}: too few cases for a reproduction number", area=row.name)
    numbers = {"area": row.name, "value": Num(row.mean, 2), "low": Num(row.low, 2), "high": Num(row.high, 2)}
    if row.low > 1:
        return msg("{area}: growing, a case infects {value} others ({low} to {high})", **numbers)
    if row.high < 1:
        return msg("{area}: receding, a case infects {value} others ({low} to {high})", **numbers)
    return msg("{area}: neither growing nor receding for sure, {value} ({low} to {high})", **numbers)


def _spread_caption(own: dict[str, Any], areas: list[SpreadRow], last: dt.date) -> Message:
    """Window and day, the kecamatan where it is highest, and how much of what was foretold held."""
    what = msg("To {day}, window of {n} days; dotted: 7 days", day=last, n=Num(own["window"]))
    known = [row for row in areas[1:] if not np.isnan(row.mean)]
    if known:
        top = max(known, key=lambda row: row.mean)
        what = msg("{what}; highest {name}, {value}", what=what, name=top.name, value=Num(top.mean, 2))
    held = [each for each in own["held"][-RECORD_DAYS:] if each is not None]
    if not held:
        return what
    share = Num(100 * sum(held) / len(held))
    return msg(
        "{what}; of the last 8 weeks {share} % lay within what was foretold (should be 95)", what=what, share=share
    )


def spread_table(selection: Selection) -> TableView:
    """The reproduction number of the city and every kecamatan on the last complete day."""
    view = spread(selection)
    names = (msg("Mean"), msg("from"), msg("to"), msg("Window, days"), msg("Cases"))
    columns = [Column(msg("Area")), *(Column(words, True) for words in names)]
    rows: list[list[object]] = [
        [
            row.name,
            *(None if np.isnan(value) else Num(value, 2) for value in (row.mean, row.low, row.high)),
            Num(row.window),
            Num(row.cases),
        ]
        for row in view.areas
    ]
    return replace(from_head(view.head, columns, rows), codes=[row.area for row in view.areas])


# -- clusters -------------------------------------------------------------------------------------


def clusters(selection: Selection) -> ClustersView:
    """Clusters of the scan on the last complete day, and the RW that lie in a pocket of high rates."""
    city = selection.city
    cases = replace(info(indicator("covid-new-7d")), title=msg("COVID clusters"), unit=msg("cases"))
    mark = stamp(city, selection.feeds, indicator("covid-new-7d"))
    body = document(city, "covid-clusters")
    if body is None:
        return ClustersView(PanelHeader(cases, _not_there(city), msg("{name}", name=city.name(CITY)), mark), [], (), {})
    day = dt.date.fromisoformat(body["last"])
    rows = cluster_rows(city, body, day)
    if not body["reported"]:
        finding = msg("No RW reported in the week up to {day}", day=day)
        return ClustersView(PanelHeader(cases, finding, msg("{name}", name=city.name(CITY)), mark), [], (), {})
    alerts = sum(row.tier is ClusterTier.ALERT for row in rows)
    finding = (
        msg("{n} clusters beyond chance, {m} to watch", n=Num(alerts), m=Num(len(rows) - alerts))
        if alerts
        else msg("No cluster beyond chance, {m} to watch", m=Num(len(rows)))
    )
    memory = memory_of(body, day)
    hot = tuple(code for code, (state, _) in memory.items() if state != "fading")
    caption = msg(
        "{area}, space-time scan to {day}; beyond chance: once in {n} days by chance, or more rarely",
        area=city.name(CITY),
        day=day,
        n=Num(ALERT_DAYS),
    )
    return ClustersView(PanelHeader(cases, finding, caption, mark), rows, hot, _states(memory))


def cluster_rows(city: City, body: dict[str, Any], day: dt.date) -> list[ClusterRow]:
    """The scan's clusters of a day, the likeliest first."""
    return [
        ClusterRow(
            centre=each["centre"],
            name=city.name(each["centre"]),
            radius_m=each["radius_m"],
            areas=tuple(each["areas"]),
            days=each["days"],
            cases=each["cases"],
            expected=each["expected"],
            risk=each["risk"],
            p=each["p"],
            recurrence_days=each["recurrence_days"],
            tier=ClusterTier.ALERT if each["recurrence_days"] >= ALERT_DAYS else ClusterTier.WATCH,
        )
        for each in body["clusters"].get(day.isoformat(), [])
    ]


def memory_of(body: dict[str, Any], day: dt.date) -> dict[str, tuple[str, int]]:
    """RW in a pocket of high rates in the last two weeks: "new", "continuing" or "fading", and on how many days.

    Notes
    -----
    New: on this day and none before; fading: on a day before but not on this one.
    """
    days = [(day - dt.timedelta(days=back)).isoformat() for back in range(REMEMBERED_DAYS)]
    known = [body["hotspots"][each]["kind"] for each in days if each in body["hotspots"]]
    now = body["hotspots"].get(day.isoformat())
    result: dict[str, tuple[str, int]] = {}
    for column, code in enumerate(body["codes"]):
        times = sum(kinds[column] == "high-high" for kinds in known)
        if times:
            inside = now is not None and now["kind"][column] == "high-high"
            result[code] = ("fading" if not inside else "new" if times == 1 else "continuing", times)
    return result


def _states(memory: dict[str, tuple[str, int]]) -> dict[str, int]:
    states = [state for state, _ in memory.values()]
    return {state: states.count(state) for state in ("new", "continuing", "fading")}


def clusters_table(selection: Selection) -> TableView:
    """Clusters of the scan with all that is known of them."""
    view = clusters(selection)
    columns = [
        Column(msg("Around")),
        *(
            Column(words, True)
            for words in (
                msg("Metres"),
                msg("RW"),
                msg("Days"),
                msg("Cases"),
                msg("Expected"),
                msg("Relative risk"),
                msg("Once in days"),
            )
        ),
        Column(msg("Tier")),
    ]
    rows: list[list[object]] = [
        [
            row.name,
            Num(row.radius_m),
            Num(len(row.areas)),
            Num(row.days),
            Num(row.cases),
            Num(row.expected, 1),
            Num(row.risk, 2),
            Num(row.recurrence_days),
            TIER_WORDS[row.tier],
        ]
        for row in view.rows
    ]
    return replace(from_head(view.head, columns, rows), codes=[row.centre for row in view.rows])


TIER_WORDS = {ClusterTier.ALERT: msg("beyond chance"), ClusterTier.WATCH: msg("to watch")}
