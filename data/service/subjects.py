"""What single subjects add: case statuses and releases, Wi-Fi counts, reasons of missed stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from data.domain.areas import CITY, Level
from data.domain.dates import day_date
from data.domain.errors import Message, Num, Span, msg
from data.domain.views import (
    Panel,
    ReasonRow,
    ReasonsView,
    ReleaseRow,
    ReleasesView,
    StatusView,
    WifiPanelView,
)
from data.indicators.catalogue import BY_ID
from data.queries import covid as covid_queries
from data.queries import services as queries
from data.service.points import point_counts
from data.service.selection import Selection, info, stamp

DEFINITIONS_CHANGED = date(2020, 7, 13)
STATUS_NAMES = {
    "odp_active": "ODP",
    "pdp_active": "PDP",
    "otg_active": "OTG",
    "suspect_active": "Suspek",
    "probable_active": "Probable",
    "contact_active": "Kontak erat",
}
ACCEPTED = frozenset({"holiday", "access"})
REASON_NAMES = {
    "truck": msg("truck broken or missing"),
    "crew": msg("no crew"),
    "weather": msg("flood or storm"),
    "access": msg("road closed (accepted)"),
    "holiday": msg("public holiday (accepted)"),
}


def statuses(selection: Selection) -> StatusView:
    """City stocks of the case statuses: the old definitions and the new, two sets that are never joined."""
    city = selection.city
    table = covid_queries.statuses_by_day(city.engine, city.known_on)
    before: list[tuple[str, list[date], list[int]]] = []
    after: list[tuple[str, list[date], list[int]]] = []
    for column, name in STATUS_NAMES.items():
        part = table[table[column].notna()]
        line = (name, [day_date(d) for d in part["day"]], [int(v) for v in part[column]])
        (before if len(part) and line[1][0] < DEFINITIONS_CHANGED else after).append(line)
    chosen = BY_ID["covid-active"]
    head = Panel(
        info(chosen),
        msg("Two sets of definitions, never joined"),
        msg("{city}, definitions changed on {day}", city=city.name(CITY), day=DEFINITIONS_CHANGED),
        stamp(city, selection.feeds, chosen),
    )
    return StatusView(head, DEFINITIONS_CHANGED, before, after)


def releases(selection: Selection) -> ReleasesView:
    """Published city totals beside what the loaded reports add up to by report date."""
    city = selection.city
    table = covid_queries.releases_by_day(city.engine)
    matrix = city.matrix("covid-confirmed-total", Level.KOTA)
    rows = []
    for record in table.to_dict("records"):
        day = int(record["day"])
        inside = matrix.first <= day <= matrix.last
        ours = int(matrix.numerator[day - matrix.first, 0]) if inside else None
        rows.append(
            ReleaseRow(
                day=day_date(day),
                published=_whole(record["confirmed_total"]),
                simulated=ours,
                identity_gap=_whole(record["identity_gap"]),
                note=str(record["note"] or ""),
            )
        )
    if city.known_on is not None:
        rows = [row for row in rows if row.day <= day_date(city.known_on or 0)]
    checkable = [row for row in rows if row.identity_gap is not None]
    wrong = sum(1 for row in checkable if row.identity_gap)
    chosen = BY_ID["covid-confirmed-total"]
    feed = selection.feeds["covid-release"]
    mark = replace(
        stamp(city, selection.feeds, chosen),
        dataset="covid-release",
        title=feed.title,
        received=feed.received,
        age_hours=feed.age_hours,
        freshness=feed.freshness,
        source=feed.source,
        as_of=rows[-1].day if rows else None,
        simulated=False,
    )
    finding = msg("{n} of {all} releases do not add up", n=Num(wrong), all=Num(len(checkable)))
    caption = msg("{city}, published totals and the sum of the RW reports", city=city.name(CITY))
    return ReleasesView(Panel(info(chosen), finding, caption, mark), rows)


def _whole(value: object) -> int | None:
    return None if value is None or value != value else int(float(str(value)))


def wifi_counts(selection: Selection) -> WifiPanelView:
    """Announced, registered and live are three different numbers."""
    counts = point_counts(selection.city, selection.day, selection.areas)
    finding = msg(
        "{live} of {registered} registered points live", live=Num(counts.live), registered=Num(counts.registered)
    )
    caption = msg("{what}, {period}", what=selection.area_names(), period=selection.date)
    chosen = BY_ID["wifi-live"]
    whole = not selection.areas and selection.city.scope is None  # only the whole city was ever announced
    return WifiPanelView(Panel(info(chosen), finding, caption, selection.stamp(chosen)), counts, whole)


def missed_reasons(selection: Selection) -> ReasonsView:
    """Missed stops of the last 28 days by reason, accepted reasons apart."""
    city = selection.city
    chosen = BY_ID["waste-missed-per-10k"]
    last = min(selection.day, city.panel("waste").last)
    first = last - 27
    columns = city.columns(selection.areas, Level.RW)
    ids = city.member_ids(columns) if selection.areas or city.scope else None
    table = queries.missed_by_reason(city.engine, first, last, ids, city.known_on)
    rows = [ReasonRow(str(r["reason"]), int(r["missed"]), r["reason"] in ACCEPTED) for r in table.to_dict("records")]
    rows.sort(key=lambda row: (row.accepted, -row.missed))
    panel = city.panel("waste")
    part = slice(max(first - panel.first, 0), max(last - panel.first + 1, 0))
    scheduled = int(np.asarray(panel.counts["scheduled"])[part][:, columns].sum())
    caption = msg("{what}, {period}", what=selection.area_names(), period=Span(day_date(first), day_date(last)))
    return ReasonsView(Panel(info(chosen), _reason_finding(rows), caption, selection.stamp(chosen)), rows, scheduled)


def _reason_finding(rows: list[ReasonRow]) -> Message:
    total = sum(row.missed for row in rows)
    if not total:
        return msg("No stop was missed")
    top = max(rows, key=lambda row: row.missed)
    share = Num(top.missed / total * 100)
    return msg("{share} % of missed stops: {reason}", share=share, reason=REASON_NAMES[top.reason])
