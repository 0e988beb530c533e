"""From a figure back: its formula, its parts, and the files behind them, as known on any day."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from data.contracts import Contract
from data.domain.areas import CITY, Level
from data.domain.dates import day_date
from data.domain.errors import Span
from data.domain.views import LineageView, LoadRow, TermRow
from data.indicators.catalogue import Indicator
from data.indicators.evaluate import rolling_sum
from data.queries import desk as queries
from data.queries.declared import contracts_of
from data.service.questions import value_of
from data.service.selection import Selection, info

DATASETS = {
    "covid_by_event": ("covid-daily",),
    "covid_by_report": ("covid-daily",),
    "wifi": ("wifi-points", "wifi-outages"),
    "waste": ("waste-pickups",),
    "programme": ("actions", "action-progress"),
}


def lineage(selection: Selection) -> LineageView:
    """The way of one figure."""
    city, indicator = selection.city, selection.indicator
    value, top, bottom = value_of(selection, selection.areas, selection.day)
    first = _first_day(selection)
    matrix = selection.matrix
    columns = city.columns(selection.areas, selection.level)
    share = matrix.share[matrix.row(selection.day), columns].astype(float)
    known = share[~np.isnan(share)]
    period = selection.date if first is None or first == selection.day else Span(day_date(first), selection.date)
    loads = _loads(selection, first)
    return LineageView(
        indicator=info(indicator),
        value=None if math.isnan(value) else value,
        area_code=",".join(selection.areas) or (city.scope or CITY),
        area=selection.area_names(),
        period=period,
        formula=indicator.formula,
        definition=indicator.source,
        known_on=selection.state.as_known_on,
        numerator=None if math.isnan(top) else top,
        denominator=None if math.isnan(bottom) or not indicator.ratio else bottom,
        scale=indicator.scale,
        terms=_terms(selection),
        reporting=float(known.mean()) if len(known) else None,
        loads=loads,
        simulated=any(load.simulated for load in loads),
    )


def _first_day(selection: Selection) -> int | None:
    """First day whose rows are in the figure; None where everything up to the date is."""
    window = selection.indicator.window
    if isinstance(window, int):
        return max(selection.day - window + 1, selection.matrix.first)
    return None


def _terms(selection: Selection) -> list[TermRow]:
    """Each count of numerator and denominator, summed over area and window."""
    indicator, city = selection.indicator, selection.city
    found = [TermRow(name, sign, _sum(selection, name), "top") for name, sign in indicator.numerator]
    if indicator.denominator == (("people", 1),):
        _, _, bottom = value_of(selection, selection.areas, selection.day)
        found.append(TermRow("people", 1, bottom, "bottom"))
    else:
        found += [TermRow(name, sign, _sum(selection, name), "bottom") for name, sign in indicator.denominator]
    return found if not city.empty else []


def _sum(selection: Selection, name: str) -> float:
    panel = selection.city.panel(selection.indicator.panel)
    if name not in panel.counts:
        return 0.0
    level = min(panel.level, selection.level, key=lambda one: one.depth)
    columns = selection.city.columns(selection.areas, panel.level if level is panel.level else selection.level)
    counts = np.asarray(panel.counts[name], dtype=float)
    if level is not panel.level:
        counts = selection.city.tree.roll_up(counts, panel.level, selection.level)
    row = min(max(selection.day - panel.first, 0), len(counts) - 1)
    chosen = counts[:, columns]
    match selection.indicator.window:
        case "to_date":
            return float(chosen[: row + 1].sum())
        case "latest":
            return _latest(panel.reported[: row + 1], counts[: row + 1], columns, selection.indicator)
        case int(days):
            return float(rolling_sum(chosen[: row + 1], days)[-1].sum())
    raise AssertionError(selection.indicator.window)


def _latest(reported: Any, counts: Any, columns: Any, indicator: Indicator) -> float:
    """The last report of each area."""
    total = 0.0
    for column in columns:
        rows = np.flatnonzero(reported[:, column] if reported.shape[1] == counts.shape[1] else [])
        if len(rows):
            total += float(counts[rows[-1], column])
    return total


def _loads(selection: Selection, first: int | None) -> list[LoadRow]:
    city, indicator = selection.city, selection.indicator
    known = contracts_of(city.engine)
    names = list(DATASETS.get(indicator.panel, (indicator.dataset,)))
    by_people = indicator.denominator == (("people", 1),)
    found: list[LoadRow] = []
    ids = _area_ids(selection)
    for name in [*names, *(["population"] if by_people else [])]:
        days = (None, selection.day) if name == "population" else (first, selection.day)
        found += _rows(selection, known[name], ids, days)
    return found


def _area_ids(selection: Selection) -> list[int] | None:
    """Ids of the areas inside the selection at every level; None for the whole city."""
    city = selection.city
    if not selection.areas and city.scope is None:
        return None
    wanted = selection.areas or (city.scope or CITY,)
    return city.member_ids(city.columns(wanted, Level.RW)) + [
        city.ids[code]
        for level in (Level.KOTA, Level.KECAMATAN, Level.KELURAHAN)
        for code in city.tree.codes[level]
        if any(code == one or code.startswith(f"{one}.") for one in wanted)
    ]


def _rows(
    selection: Selection, rules: Contract, ids: list[int] | None, days: tuple[int | None, int | None]
) -> list[LoadRow]:
    table = queries.loads_behind(
        selection.city.engine, rules, area_ids=ids, first=days[0], last=days[1], as_known_on=selection.city.known_on
    )
    return [
        LoadRow(
            id=int(r["id"]), dataset=rules.id, file_name=r["file_name"], sha256=r["sha256"], received=r["received_at"],
            read=0, kept=0, rejected=0, state=r["state"], simulated=bool(r["simulated"]), by=r["loaded_by"], note="",
            back_by="", rows=int(r["rows"]),
        )
        for r in table.to_dict("records")
    ]  # fmt: skip
