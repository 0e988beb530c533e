"""Waste: why stops were missed, and the tonnes that were weighed."""

from __future__ import annotations

import numpy as np

from data.domain.areas import Level
from data.domain.dates import day_date
from data.domain.desk_views import CheckRow
from data.domain.errors import Message, Num, Span, msg
from data.domain.views import (
    Column,
    PanelHeader,
    ReasonRow,
    ReasonsView,
    TableView,
)
from data.queries import services as queries
from data.service.cells import from_head
from data.service.checks import compared
from data.service.city import City
from data.service.own_views import OwnViews
from data.service.selection import Selection, info
from data.subjects import indicator

ACCEPTED = frozenset({"holiday", "access"})
REASON_NAMES = {
    "truck": msg("truck broken or missing"),
    "crew": msg("no crew"),
    "weather": msg("flood or storm"),
    "access": msg("road closed (accepted)"),
    "holiday": msg("public holiday (accepted)"),
}


def missed_reasons(selection: Selection) -> ReasonsView:
    """Missed stops of the last 28 days by reason, accepted reasons apart."""
    city = selection.city
    chosen = indicator("waste-missed-per-10k")
    last = min(selection.day, city.panel("waste").last)
    first = last - 27
    areas = selection.areas_within(chosen)
    columns = city.columns(areas, Level.RW)
    ids = city.member_ids(columns) if areas or city.scope else None
    table = queries.missed_by_reason(city.reader, first, last, ids, city.known_on)
    rows = [ReasonRow(str(r["reason"]), int(r["missed"]), r["reason"] in ACCEPTED) for r in table.to_dict("records")]
    rows.sort(key=lambda row: (row.accepted, -row.missed))
    panel = city.panel("waste")
    days = slice(max(first - panel.first, 0), max(last - panel.first + 1, 0))
    scheduled = int(np.asarray(panel.counts["scheduled"])[days][:, columns].sum())
    caption = msg("{what}, {period}", what=selection.area_names(areas), period=Span(day_date(first), day_date(last)))
    return ReasonsView(
        PanelHeader(info(chosen), _reason_finding(rows), caption, selection.stamp(chosen)), rows, scheduled
    )


def _reason_finding(rows: list[ReasonRow]) -> Message:
    total = sum(row.missed for row in rows)
    if not total:
        return msg("No stop was missed")
    top = max(rows, key=lambda row: row.missed)
    share = Num(top.missed / total * 100)
    return msg("Of the stops that were missed, {share} %: {reason}", share=share, reason=REASON_NAMES[top.reason])


def reasons_table(selection: Selection) -> TableView:
    """Missed stops by reason."""
    view = missed_reasons(selection)
    rows: list[list[object]] = [
        [REASON_NAMES[row.reason], Num(row.missed), Num(row.missed / max(view.scheduled, 1) * 10_000, 1)]
        for row in view.rows
    ]
    columns = [Column(msg("Reason")), Column(msg("missed stops"), True), Column(msg("per 10,000 stops"), True)]
    return from_head(view.head, columns, rows)


def _collected(city: City) -> CheckRow | None:
    table = queries.tonnage_by_day(city.reader.whole(), city.known_on)
    panel = city.panel("waste")
    table = table[(table["day"] <= panel.last) & (table["day"] > panel.last - 28)]
    if not len(table):
        return None
    days = table["day"].to_numpy(dtype=int) - panel.first
    ours = float(np.asarray(panel.counts["collected_kg"])[days].sum()) / 1000
    theirs = float(table[["landfill_kg", "sorting_unit_kg", "waste_bank_kg"]].to_numpy(dtype=float).sum()) / 1000
    return compared(msg("Tonnes collected in 28 days, against what was weighed in"), ours, theirs, 5.0)


def _balance(city: City) -> CheckRow | None:
    table = queries.tonnage_by_day(city.reader.whole(), city.known_on).tail(28)
    if not len(table):
        return None
    handled = float(table[["landfill_kg", "sorting_unit_kg", "waste_bank_kg"]].to_numpy(dtype=float).sum()) / 1000
    made = float(table["generated_kg"].sum()) / 1000
    return compared(
        msg("Tonnes handled in 28 days, against tonnes generated (the rest is not collected)"), handled, made, None
    )


OWN = OwnViews(
    views={"reasons": missed_reasons},
    tables={"reasons": reasons_table},
    checks={"waste-pickups": (_collected,), "waste-tonnage": (_balance,)},
)
