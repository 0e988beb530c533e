"""The programme: S-curve, dimensions × terms, actions, what 75 % means, and the places on the map."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from data.domain.areas import CITY, Level
from data.domain.dates import day_date
from data.domain.desk_views import CheckRow
from data.domain.errors import Message, Num, msg
from data.domain.programme import DIMENSIONS
from data.domain.views import (
    ActionListView,
    ActionRow,
    Column,
    MapView,
    MatrixCell,
    PanelHeader,
    ProgressMatrixView,
    SCurveView,
    TableView,
    WeightRow,
    WeightsView,
)
from data.domain.wall import Row, Scene
from data.indicators.programme import (
    TERMS,
    action_state,
    deviation_class,
    equal_groups,
    weighted_progress,
)
from data.queries import services as queries
from data.service.cells import from_head
from data.service.checks import compared
from data.service.city import City
from data.service.features import feature, point
from data.service.own_views import OwnViews
from data.service.selection import Selection, info
from data.service.values import value_of
from data.subjects import indicator, registry

MOST_ROWS = 8
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
    return replace(selection, indicator=indicator("programme-progress"), level=Level.KOTA, asked=Level.KOTA)


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
    head = PanelHeader(
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
    return queries.actions(selection.city.reader.whole(), selection.city.known_on)


def _state(selection: Selection) -> pd.DataFrame:
    city = selection.city
    progress = queries.progress_by_action_day(city.reader.whole(), city.known_on)
    return action_state(_actions(selection), progress, selection.day)


def progress_matrix(selection: Selection) -> ProgressMatrixView:
    """Weighted progress and deviation of each dimension in each term."""
    chosen = _on_city(selection)
    state = _state(chosen)
    cells = []
    for dimension in DIMENSIONS:
        for term in TERMS:
            actions = state[(state["dimension"] == dimension) & (state["term"] == term)]
            if not len(actions):
                continue
            actual = weighted_progress(actions, actions["weight"])
            gap = float((actions["deviation"] * actions["weight"]).sum() / actions["weight"].sum())
            cells.append(MatrixCell(dimension, term, actual, gap, deviation_class(gap), len(actions)))
    head = PanelHeader(info(chosen.indicator), _matrix_finding(cells), _caption(chosen, len(state)), chosen.stamp())
    return ProgressMatrixView(head, cells)


def dimension_progress(selection: Selection) -> list[tuple[Message, float, float]]:
    """Name, progress and plan to date of each dimension in percent, by the weights of the plan."""
    state = _state(_on_city(selection))
    progress = []
    for dimension, name in DIMENSION_NAMES.items():
        actions = state[state["dimension"] == dimension]
        if len(actions):
            actual = weighted_progress(actions, actions["weight"])
            progress.append(
                (
                    name,
                    actual,
                    actual - float((actions["deviation"] * actions["weight"]).sum() / actions["weight"].sum()),
                )
            )
    return progress


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
    head = PanelHeader(info(chosen.indicator), finding, _caption(chosen, len(state)), chosen.stamp())
    return ActionListView(head, rows, len(state))


def weights(selection: Selection) -> WeightsView:
    """The same reports under other weight sets: "75 %" has no published formula."""
    chosen = _on_city(selection)
    state = _state(chosen)
    if not len(state):
        return WeightsView(
            PanelHeader(info(chosen.indicator), msg("no progress report yet"), _caption(chosen, 0), chosen.stamp()), []
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
    head = PanelHeader(info(chosen.indicator), finding, _caption(chosen, len(state)), chosen.stamp())
    return WeightsView(head, rows)


def curve_table(selection: Selection) -> TableView:
    """Plan and progress at each report."""
    view = s_curve(selection)
    columns = [
        Column(msg("Date")),
        Column(msg("Plan, %"), True),
        Column(msg("Reached, %"), True),
        Column(msg("Deviation, points"), True),
    ]
    rows: list[list[object]] = []
    for day, planned, actual in zip(view.days, view.planned, view.actual, strict=True):
        gap = None if actual is None else Num(actual - planned, 1, signed=True)
        rows.append([day, Num(planned, 1), None if actual is None else Num(actual, 1), gap])
    return from_head(view.head, columns, rows[::-1])


def matrix_table(selection: Selection) -> TableView:
    """Dimension × term as rows."""
    view = progress_matrix(selection)
    columns = [
        Column(msg("Dimension")),
        Column(msg("Term")),
        Column(msg("Reached, %"), True),
        Column(msg("Deviation, points"), True),
        Column(msg("Actions"), True),
    ]
    rows: list[list[object]] = [
        [
            DIMENSION_NAMES[c.dimension],
            TERM_NAMES[c.term],
            Num(c.actual, 1),
            Num(c.deviation, 1, signed=True),
            Num(c.actions),
        ]
        for c in view.cells
    ]
    return from_head(view.head, columns, rows)


def actions_table(selection: Selection) -> TableView:
    """Every action with state and owner."""
    view = action_list(selection)
    columns = [
        Column(msg("Action")),
        Column(msg("Programme")),
        Column(msg("Name")),
        Column(msg("Dimension")),
        Column(msg("Term")),
        Column(msg("Owner")),
        Column(msg("Plan, %"), True),
        Column(msg("Reached, %"), True),
        Column(msg("Deviation, points"), True),
        Column(msg("State")),
    ]
    rows: list[list[object]] = [
        [
            row.name,
            row.programme,
            msg("published") if row.published_name else msg("example"),
            DIMENSION_NAMES[row.dimension],
            TERM_NAMES[row.term],
            row.opd,
            Num(row.planned, 1),
            Num(row.actual, 1),
            Num(row.deviation, 1, signed=True),
            LIGHT_NAMES[row.light],
        ]
        for row in view.rows
    ]
    return from_head(view.head, columns, rows)


def weights_table(selection: Selection) -> TableView:
    """Progress under each weight set."""
    view = weights(selection)
    rows: list[list[object]] = [[row.name, Num(row.value, 1)] for row in view.rows]
    return from_head(view.head, [Column(msg("Weights")), Column(msg("Reached, %"), True)], rows)


def _reports(city: City) -> CheckRow | None:
    actions = queries.actions(city.reader.whole(), city.known_on)
    progress = queries.progress_by_action_day(city.reader.whole(), city.known_on)
    if progress.empty or actions.empty:
        return None
    last = progress[progress["day"] == progress["day"].max()]
    return compared(msg("Actions in the last report, against the plan"), float(len(last)), float(len(actions)), 0.0)


def programme_scene(selection: Selection) -> Scene:
    """Progress against the plan, and the six dimensions."""
    other = replace(selection, indicator=indicator("programme-deviation"))
    value, gap = value_of(selection, (), selection.day)[0], value_of(other, (), selection.day)[0]
    if math.isnan(value):
        return Scene(id="programme", title=selection.indicator.title, subtitle=msg("no progress report yet"))
    stamp = selection.stamp()
    words = (
        msg("{points} points behind the plan", points=Num(-gap, 1))
        if gap < 0
        else msg("{points} points ahead of the plan", points=Num(gap, 1))
    )
    return Scene(
        id="programme",
        title=selection.indicator.title,
        subtitle=msg("Kota Depok, {day}", day=selection.reported_date),
        hero=msg("{value}", value=Num(value, 1)),
        hero_unit=selection.indicator.unit,
        change=words,
        direction=-1 if gap < 0 else 1,
        shares=tuple(dimension_progress(selection)),
        as_of=selection.reported_date,
        received=stamp.received,
        freshness=stamp.freshness,
        age_hours=stamp.age_hours,
        simulated=stamp.simulated,
    )


def monev_scene(selection: Selection) -> Scene:
    """Actions that hold the plan back."""
    view = action_list(selection)
    held = [row for row in view.rows if row.light == "held"]
    watch = sum(row.light == "watch" for row in view.rows)
    chosen = sorted(held or [row for row in view.rows if row.light == "watch"], key=lambda row: row.deviation)[
        :MOST_ROWS
    ]
    marks = {"held": "square", "watch": "triangle", "on_plan": "circle"}
    rows = tuple(
        Row(
            msg("{name}", name=row.name),
            msg("{name}", name=row.opd),
            msg("{points} points", points=Num(row.deviation, 1, signed=True)),
            mark=marks[row.light],
        )
        for row in chosen
    )
    stamp = view.head.stamp
    return Scene(
        id="monev",
        title=msg("{n} actions held", n=Num(len(held))),
        beyond=max(len(held) - MOST_ROWS, 0),
        subtitle=msg("{n} to watch, of {all}", n=Num(watch), all=Num(view.total)),
        rows=rows,
        as_of=selection.reported_date,
        received=stamp.received,
        freshness=stamp.freshness,
        age_hours=stamp.age_hours,
        simulated=stamp.simulated,
    )


def _with_places(view: MapView, selection: Selection) -> MapView:
    """The programme page's map shows places, not values."""
    city = selection.city
    finding = msg("{n} places, those of D'Comart simulated", n=Num(len(_places(city))))
    caption = msg("{what}, {period}", what=city.name(CITY), period=selection.date)
    note = selection.level_note()
    if note:
        caption = msg("{what}; {note}", what=caption, note=note)
    shown = replace(view.head.indicator, title=msg("Programme locations"), unit=msg("places"))
    head = replace(view.head, indicator=shown, finding=finding, caption=caption)
    return replace(view, layer=registry().by_id["programme"].page.layer, head=head)


def _places(city: City) -> list[dict[str, Any]]:
    """The programme's places; they are the whole city's."""
    if city.scope is not None:
        return []
    places: list[dict[str, Any]] = queries.places(city.reader.whole()).to_dict("records")  # type: ignore[assignment]
    return places


def place_features(city: City) -> list[dict[str, Any]]:
    """Every place with its kind and name."""
    return [feature(point(row["lon"], row["lat"]), k=row["kind"], n=row["name"]) for row in _places(city)]


def held_decisions(selection: Selection) -> tuple[Message, ...]:
    """The held actions that take most from the plan."""
    held = [row for row in action_list(selection).rows if row.light == "held"][:3]
    return tuple(
        msg(
            "Decide the follow-up: {action} ({owner}), {points} points",
            action=row.name,
            owner=row.opd,
            points=Num(row.deviation, 1, signed=True),
        )
        for row in held
    )


OWN = OwnViews(
    decisions=held_decisions,
    views={"curve": s_curve, "matrix": progress_matrix, "actions": action_list, "weights": weights},
    tables={"curve": curve_table, "matrix": matrix_table, "actions": actions_table, "weights": weights_table},
    checks={"action-progress": (_reports,)},
    scenes={"programme": programme_scene, "monev": monev_scene},
    map_view=_with_places,
    layers={"places": place_features},
)
