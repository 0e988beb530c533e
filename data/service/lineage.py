"""From a figure back: its formula, its parts, and the files behind them, as known on any day."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from data.contracts import Contract
from data.domain.area_sets import compact
from data.domain.areas import CITY, Level
from data.domain.dates import day_date
from data.domain.desk_views import LineageView, LoadRow, MethodCardView, RunRow, TermRow
from data.domain.errors import Message, Span
from data.domain.filters import MOST_AREAS
from data.domain.results import ResultRun
from data.indicators.declaration import PEOPLE, Indicator
from data.indicators.evaluate import latest_rows, rolling_sum
from data.queries import desk as queries
from data.queries import results as result_queries
from data.service.city import City
from data.service.selection import Selection, info
from data.service.values import limits_on, value_of
from data.subjects import registry


def lineage(selection: Selection) -> LineageView:
    """The way of one figure."""
    city, indicator, shown = selection.city, selection.indicator, selection.shown_areas
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
        area_code=(compact(shown) if len(shown) > MOST_AREAS else ",".join(shown)) or (city.scope or CITY),
        area=selection.area_names(),
        period=period,
        card=method_card(indicator),
        known_on=selection.state.as_known_on,
        numerator=None if math.isnan(top) else top,
        denominator=None if math.isnan(bottom) or not indicator.ratio else bottom,
        scale=indicator.scale,
        terms=_terms(selection),
        reporting=float(known.mean()) if len(known) else None,
        loads=loads,
        simulated=any(load.simulated for load in loads),
        limits=limits_on(selection),
        runs=_runs(selection, loads),
    )


def method_card(indicator: Indicator) -> MethodCardView:
    """What a figure is, for who reads it."""
    card = indicator.card
    return MethodCardView(Message(indicator.formula), card.why, card.limits, Message(indicator.source), card.check)


def _first_day(selection: Selection) -> int | None:
    """First day whose rows are in the figure; None where everything up to the date is."""
    window = selection.indicator.window
    if isinstance(window, int):
        return max(selection.day - window + 1, selection.first_day)
    return None


def _terms(selection: Selection) -> list[TermRow]:
    """Each count of numerator and denominator, summed over area and window."""
    indicator, city = selection.indicator, selection.city
    terms = [TermRow(name, sign, _sum(selection, name), "top") for name, sign in indicator.numerator]
    if indicator.denominator == PEOPLE:
        _, _, bottom = value_of(selection, selection.areas, selection.day)
        terms.append(TermRow("people", 1, bottom, "bottom"))
    else:
        terms += [TermRow(name, sign, _sum(selection, name), "bottom") for name, sign in indicator.denominator]
    return terms if not city.empty else []


def _sum(selection: Selection, name: str) -> float:
    """A count summed over the areas shown and the window, on the panel's own level."""
    indicator, city = selection.indicator, selection.city
    panel = city.panel(indicator.panel)
    if name not in panel.counts:
        return 0.0
    columns = city.columns(selection.shown_areas, panel.level)
    row = min(max(selection.day - panel.first, 0), len(panel.reported) - 1)
    counts = np.asarray(panel.counts[name][: row + 1, columns], dtype=float)
    match indicator.window:
        case "to_date":
            return float(counts.sum())
        case "latest":
            latest = latest_rows(indicator, panel)[row, columns]
            return float(counts[latest[latest >= 0], np.flatnonzero(latest >= 0)].sum())
        case int(days):
            return float(rolling_sum(counts, days)[-1].sum())
    raise AssertionError(indicator.window)


def _loads(selection: Selection, first: int | None) -> list[LoadRow]:
    city, indicator = selection.city, selection.indicator
    known = city.whole_catalogue.contracts
    columns = city.columns(selection.shown_areas, Level.RW)
    asked = queries.Behind(
        rw_ids=city.member_ids(columns),
        area_ids=_area_ids(selection),
        first=first,
        last=selection.day,
        days=_last_days(selection) if indicator.window == "latest" else None,
        known_on=city.known_on,
        measures=tuple(name for name, _ in (*indicator.numerator, *indicator.denominator)),
    )
    if indicator.panel in city.source(indicator).by_report:
        # What was said up to the date: rows as they were known then.
        known_on = selection.day if city.known_on is None else min(selection.day, city.known_on)
        asked = replace(asked, known_on=known_on, first=None, last=None)
    rows = [row for name in city.source(indicator).datasets for row in _rows(city, known[name], asked)]
    if indicator.denominator == PEOPLE:
        rows += _rows(city, known["population"], replace(asked, first=None, days=None, last=selection.day))
    return rows


def _last_days(selection: Selection) -> list[int]:
    """Days of the reports that a latest figure stands on."""
    panel = selection.city.panel(selection.indicator.panel)
    if not selection.city.source(selection.indicator).dated:
        return []
    columns = selection.city.columns(selection.shown_areas, panel.level)
    row = min(max(selection.day - panel.first, 0), len(panel.reported) - 1)
    latest = latest_rows(selection.indicator, panel)[row, columns]
    return sorted({panel.first + int(latest_row) for latest_row in latest if latest_row >= 0})


def _area_ids(selection: Selection) -> list[int]:
    """Ids of the shown areas and of what lies inside them, above the RW."""
    city = selection.city
    wanted = selection.shown_areas or (city.scope or CITY,)
    return [
        city.ids[code]
        for level in (Level.KOTA, Level.KECAMATAN, Level.KELURAHAN)
        for code in city.tree.codes[level]
        if any(code == area or code.startswith(f"{area}.") for area in wanted)
    ]


def _rows(city: City, rules: Contract, asked: queries.Behind) -> list[LoadRow]:
    return [_load_row(rules.id, row) for row in queries.loads_behind(city.reader, rules, asked)]


def _load_row(dataset: str, row: Mapping[str, Any]) -> LoadRow:
    """A load as far as a figure's lineage shows it."""
    return LoadRow(
        id=int(row["id"]),
        dataset=dataset,
        file_name=row["file_name"],
        sha256=row["sha256"],
        received=row["received_at"],
        read=0,
        kept=0,
        rejected=0,
        state=row["state"],
        simulated=bool(row["simulated"]),
        by=row["loaded_by"],
        note="",
        back_by="",
        rows=int(row["rows"]),
    )


def _runs(selection: Selection, loads: list[LoadRow]) -> list[RunRow]:
    """What was computed on the way: the figure's own run, and those whose rows are among the loads."""
    city, indicator = selection.city, selection.indicator
    own = city.results.run(city.result_key(indicator, indicator.id, indicator.method)) if indicator.method else None
    runs = [] if own is None else [_run_row(own, [])]
    inputs = {derived.dataset: derived.inputs for subject in registry().subjects for derived in subject.derived}
    numbers = [load.id for load in loads if load.dataset in inputs]
    for run in result_queries.runs_of_loads(city.reader.engine, numbers) if numbers else []:
        rows = queries.newest_loads(city.reader.engine, inputs[run.key.kind], run.key.data_version)
        runs.append(_run_row(run, [_load_row(row["dataset"], row) for row in rows]))
    return runs


def _run_row(run: ResultRun, inputs: list[LoadRow]) -> RunRow:
    packages = ", ".join(f"{name} {number}" for name, number in run.parameters.items())
    words = f"{run.key.method} ({run.key.code_version}), {packages}"
    return RunRow(run.id, run.key.kind, run.key.data_version, run.computed_at, run.seconds, words, inputs)
