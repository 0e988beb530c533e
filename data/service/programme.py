"""The programme page: S-curve, dimensions × terms, actions, and what 75 % means."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from data.domain.areas import Level
from data.domain.dates import day_date
from data.domain.errors import Message, Num, msg
from data.domain.views import (
    ActionListView,
    ActionRow,
    MatrixCell,
    Panel,
    ProgressMatrixView,
    SCurveView,
    WeightRow,
    WeightsView,
)
from data.indicators.catalogue import BY_ID
from data.indicators.programme import DIMENSIONS, TERMS, action_state, equal_groups, weighted_progress
from data.queries import services as queries
from data.service.selection import Selection, info

DIMENSION_NAMES = {
    "government": msg("Governance"),
    "economy": msg("Economy"),
    "living": msg("Living"),
    "society": msg("Society"),
    "environment": msg("Environment"),
    "branding": msg("Branding"),
}
TERM_NAMES = {"short": msg("Short term"), "medium": msg("Medium term"), "long": msg("Long term")}
TERM_WORDS = {"short": msg("short term"), "medium": msg("medium term"), "long": msg("long term")}
LIGHT_NAMES = {"held": msg("held"), "watch": msg("watch"), "on_plan": msg("on plan")}
MOST_ACTIONS = 54
CITY_NAME = "Kota Depok"


def _on_city(selection: Selection) -> Selection:
    return replace(selection, indicator=BY_ID["programme-progress"], level=Level.KOTA, asked=Level.KOTA)


def s_curve(selection: Selection) -> SCurveView:
    """Planned and actual cumulative progress at each report."""
    chosen = _on_city(selection)
    panel = selection.city.panel("programme")
    rows = np.flatnonzero(panel.reported[:, 0])
    weight = np.maximum(panel.counts["weight"][rows, 0].astype(float), 1e-9)
    planned = panel.counts["planned"][rows, 0] / weight * 100
    actual = panel.counts["reached"][rows, 0] / weight * 100
    days = [day_date(panel.first + int(row)) for row in rows]
    known = [float(v) if panel.first + int(row) <= chosen.day else None for row, v in zip(rows, actual, strict=True)]
    matrix, deviation = chosen.matrix, selection.city.matrix("programme-deviation", Level.KOTA)
    row = matrix.row(chosen.day)
    now = float(matrix.values(row)[0])
    gap = float(deviation.values(row)[0])
    head = Panel(
        info(chosen.indicator), _progress_finding(now, gap), _caption(chosen, len(_actions(chosen))), chosen.stamp()
    )
    return SCurveView(head, days, [float(v) for v in planned], known, chosen.date, now - gap, now)


def _progress_finding(now: float, gap: float) -> Message:
    if np.isnan(now):
        return msg("no progress report yet")
    if gap < 0:
        return msg("{now} % reached, {gap} points behind the plan", now=Num(now, 1), gap=Num(-gap, 1))
    return msg("{now} % reached, {gap} points ahead of the plan", now=Num(now, 1), gap=Num(gap, 1))


def _caption(selection: Selection, actions: int) -> Message:
    return msg("{city}, 6 dimensions, {n} actions, {day}", city=CITY_NAME, n=Num(actions), day=selection.date)


def _actions(selection: Selection) -> pd.DataFrame:
    return queries.actions(selection.city.engine, selection.city.known_on)


def _state(selection: Selection) -> pd.DataFrame:
    city = selection.city
    progress = queries.progress_by_action_day(city.engine, city.known_on)
    return action_state(_actions(selection), progress, selection.day)


def progress_matrix(selection: Selection) -> ProgressMatrixView:
    """Weighted progress and deviation of each dimension in each term."""
    chosen = _on_city(selection)
    state = _state(chosen)
    cells = []
    for dimension in DIMENSIONS:
        for term in TERMS:
            part = state[(state["dimension"] == dimension) & (state["term"] == term)]
            if not len(part):
                continue
            actual = weighted_progress(part, part["weight"])
            gap = float((part["deviation"] * part["weight"]).sum() / part["weight"].sum())
            cells.append(MatrixCell(dimension, term, actual, gap, len(part)))
    head = Panel(info(chosen.indicator), _matrix_finding(cells), _caption(chosen, len(state)), chosen.stamp())
    return ProgressMatrixView(head, cells)


def dimension_progress(selection: Selection) -> list[tuple[Message, float, float]]:
    """Name, progress and plan to date of each dimension in percent, by the weights of the plan."""
    state = _state(_on_city(selection))
    found = []
    for dimension, name in DIMENSION_NAMES.items():
        part = state[state["dimension"] == dimension]
        if len(part):
            actual = weighted_progress(part, part["weight"])
            found.append(
                (name, actual, actual - float((part["deviation"] * part["weight"]).sum() / part["weight"].sum()))
            )
    return found


def _matrix_finding(cells: list[MatrixCell]) -> Message:
    if not cells:
        return msg("Progress by dimension and term")
    worst = min(cells, key=lambda cell: cell.deviation)
    if worst.deviation >= 0:
        return msg("Every dimension is on or ahead of its plan")
    return msg(
        "{dimension}, {term}: {gap} points behind, the most",
        dimension=DIMENSION_NAMES[worst.dimension],
        term=TERM_WORDS[worst.term],
        gap=Num(-worst.deviation, 1),
    )


def action_list(selection: Selection) -> ActionListView:
    """Actions by what they take from the plan (weight × deviation), the largest loss first."""
    chosen = _on_city(selection)
    state = _state(chosen)
    state["pull"] = state["weight"] * state["deviation"]
    ordered = state.sort_values("pull")
    rows = [
        ActionRow(
            code=str(code),
            name=str(row["name"]),
            programme=str(row["programme"]),
            dimension=str(row["dimension"]),
            term=str(row["term"]),
            opd=str(row["opd"]),
            planned=float(row["planned"]),
            actual=float(row["actual"]),
            deviation=float(row["deviation"]),
            light=str(row["light"]),
            published_name=row["name_status"] == "published",
        )
        for code, row in ordered.head(MOST_ACTIONS).iterrows()
    ]
    held = sum(row.light == "held" for row in rows)
    watch = sum(row.light == "watch" for row in rows)
    finding = msg("{held} actions held, {watch} to watch", held=Num(held), watch=Num(watch))
    head = Panel(info(chosen.indicator), finding, _caption(chosen, len(state)), chosen.stamp())
    return ActionListView(head, rows, len(state))


def weights(selection: Selection) -> WeightsView:
    """The same reports under other weight sets: "75 %" has no published formula."""
    chosen = _on_city(selection)
    state = _state(chosen)
    if not len(state):
        return WeightsView(
            Panel(info(chosen.indicator), msg("no progress report yet"), _caption(chosen, 0), chosen.stamp()), []
        )
    sets = [
        (msg("Weights of the 2019 plan"), state["weight"], True),
        (msg("Every action the same"), state["weight"] * 0 + 1, False),
        (msg("Six dimensions the same"), equal_groups(state, "dimension"), False),
        (msg("Three terms the same"), equal_groups(state, "term"), False),
    ]
    rows = [WeightRow(name, weighted_progress(state, weight), official) for name, weight, official in sets]
    low, high = min(row.value for row in rows), max(row.value for row in rows)
    finding = msg("Between {low} and {high} %, by the way of weighing", low=Num(low, 1), high=Num(high, 1))
    head = Panel(info(chosen.indicator), finding, _caption(chosen, len(state)), chosen.stamp())
    return WeightsView(head, rows)
