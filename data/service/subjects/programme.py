"""The programme: S-curve, dimensions × terms, actions, the gap, what 75 % means, and the places on the map."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.domain.areas import CITY, Level
from data.domain.dates import day_date, known_day
from data.domain.desk_views import CheckRow
from data.domain.errors import Message, Num, msg
from data.domain.programme import DIMENSION_NAMES, LIGHTS, TERM_NAMES, TERM_WORDS
from data.domain.programme_views import (
    ActionListView,
    MatrixCell,
    ProgressMatrixView,
    SCurveView,
    WaterfallStep,
    WaterfallView,
    WeightRow,
    WeightsView,
)
from data.domain.views import Column, MapView, PanelHeader, TableView
from data.domain.wall import Row, Scene
from data.monev.progress import deviation_class
from data.monev.schedule import EarnedValue
from data.queries import services as queries
from data.service.cells import from_head
from data.service.checks import compared
from data.service.city import City
from data.service.features import feature, point
from data.service.own_views import OwnViews
from data.service.programme_plan import Plan, plan_of
from data.service.selection import Selection, info
from data.service.values import value_of
from data.subjects import indicator, registry

MOST_ROWS = 8
MOST_STEPS = 5
CITY_NAME = "Kota Depok"
NO_REPORT = msg("no progress report yet")


def _on_city(selection: Selection) -> Selection:
    return replace(selection, indicator=indicator("programme-progress"), level=Level.KOTA, asked=Level.KOTA)


def _header(selection: Selection, plan: Plan, finding: Message) -> PanelHeader:
    caption = msg(
        "{city}, 6 dimensions, {n} actions, {day}",
        city=CITY_NAME,
        n=Num(len(plan.data.actions)),
        day=selection.date,
    )
    return PanelHeader(info(selection.indicator), finding, caption, selection.stamp())


def s_curve(selection: Selection) -> SCurveView:
    """Plan, first baseline and the three percentages by month, and how far behind in points, days and money."""
    chosen, plan = _on_city(selection), plan_of(selection.city)
    if plan.empty:
        nothing: list[Any] = []
        head = _header(chosen, plan, NO_REPORT)
        return SCurveView(
            head, nothing, nothing, nothing, nothing, nothing, nothing, nothing, chosen.date, None, None, None, None
        )
    state, curves = plan.state(chosen.day), plan.curves(plan.headline.id, chosen.day)
    there = bool(len(curves.report_days))
    now = plan.progress(state, plan.headline.id) if there else None
    money = plan.earned_value(state, chosen.day) if there else None
    reached = {name: [float(v) for v in values] for name, values in curves.reached.items()}
    head = _header(chosen, plan, _progress_finding(now.claimed, now.deviation) if now else NO_REPORT)
    end = plan.completion(chosen.day, curves) if there else None
    ends = None if end is None else (known_day(end.first), known_day(end.last))
    return SCurveView(
        head=replace(head, caption=_with_end(_with_money(head.caption, money), ends)),
        days=[day_date(int(day)) for day in curves.days],
        planned=[float(v) for v in curves.planned],
        first_planned=[float(v) for v in curves.first_planned],
        report_days=[day_date(int(day)) for day in curves.report_days],
        claimed=reached["claimed"],
        evidenced=reached["evidenced"],
        verified=reached["verified"],
        marked=chosen.date,
        now=now,
        gap_days=curves.days_behind(),
        gap_money=None if money is None else -money.schedule_gap,
        cost_gap=None if money is None else -money.cost_gap,
        ends=ends,
    )


def _with_end(caption: Message, ends: tuple[date | None, date | None] | None) -> Message:
    """The caption with the interval in which the whole plan will be done."""
    if ends is None or ends[0] is None:
        return caption
    if ends[1] is None:
        words = "{what}; done on {first} or later, by its own pace; how much later cannot be said"
        return msg(words, what=caption, first=ends[0])
    words = "{what}; done between {first} and {last}, by its own pace (80 %)"
    return msg(words, what=caption, first=ends[0], last=ends[1])


def _with_money(caption: Message, money: EarnedValue | None) -> Message:
    """The caption with what was paid beyond what is done, or less."""
    if money is None:
        return caption
    words = "{what}; paid Rp {paid} billion of {budget}, for Rp {earned} billion of work"
    figures = {"paid": money.paid, "budget": money.budget, "earned": money.earned}
    return msg(words, what=caption, **{name: Num(value / 1e9, 1) for name, value in figures.items()})


def _progress_finding(now: float, gap: float) -> Message:
    if gap < 0:
        return msg("{now} % reached, {gap} points behind the plan", now=Num(now, 1), gap=Num(-gap, 1))
    return msg("{now} % reached, {gap} points ahead of the plan", now=Num(now, 1), gap=Num(gap, 1))


def progress_matrix(selection: Selection) -> ProgressMatrixView:
    """Weighted progress and deviation of each dimension in each term."""
    chosen, plan = _on_city(selection), plan_of(selection.city)
    cells = []
    if not plan.empty:
        state = plan.state(chosen.day)
        for (dimension, term), actions in _groups(state):
            made = plan.progress(actions, plan.headline.id)
            gap = made.deviation
            cells.append(MatrixCell(dimension, term, made.claimed, gap, deviation_class(gap), len(actions)))
    order = [(dimension, term) for dimension in DIMENSION_NAMES for term in TERM_NAMES]
    cells.sort(key=lambda cell: order.index((cell.dimension, cell.term)))
    return ProgressMatrixView(_header(chosen, plan, _matrix_finding(cells)), cells)


def _groups(state: pd.DataFrame) -> Iterator[tuple[tuple[str, str], pd.DataFrame]]:
    """Actions by dimension and term."""
    for (dimension, term), actions in state.groupby(["dimension", "term"], sort=False):
        yield (str(dimension), str(term)), actions


def dimension_progress(selection: Selection) -> list[tuple[Message, float, float]]:
    """Name, progress and plan to date of each dimension in percent, by the weights of the plan."""
    plan = plan_of(selection.city)
    if plan.empty:
        return []
    by_dimension = plan.state(selection.day).groupby("dimension")
    made = {str(name): plan.progress(actions, plan.headline.id) for name, actions in by_dimension}
    return [(words, made[name].claimed, made[name].planned) for name, words in DIMENSION_NAMES.items() if name in made]


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
    """Actions by what they take from the plan (weight × deviation), the largest loss first.

    With selected areas those that are carried out there, and those of the whole city.
    """
    chosen, plan = _on_city(selection), plan_of(selection.city)
    rows = [] if plan.empty else plan.rows(plan.state(chosen.day))
    if (there := plan.in_areas(selection.areas)) is not None:
        rows = [row for row in rows if row.code in there]
    counts = {light: sum(row.light == light for row in rows) for light in LIGHTS}
    finding = msg("{held} actions held, {watch} to watch", held=Num(counts["held"]), watch=Num(counts["watch"]))
    if counts["silent"]:
        finding = msg("{what}, {n} without a report", what=finding, n=Num(counts["silent"]))
    head = _header(chosen, plan, finding)
    if there is not None:
        local = sum(row.code in plan.placed for row in rows)
        words = "{area}: {n} actions in named kelurahan, {all} of the whole city, {day}"
        names = ", ".join(selection.city.name(code) for code in selection.areas)
        head = replace(head, caption=msg(words, area=names, n=Num(local), all=Num(len(rows) - local), day=chosen.date))
    return ActionListView(head, rows, len(rows), plan.light_rule)


def weights(selection: Selection) -> WeightsView:
    """The same reports under other weights and caps: "75 %" has no published formula."""
    chosen, plan = _on_city(selection), plan_of(selection.city)
    state = None if plan.empty else plan.state(chosen.day)
    if state is None or not (state["last_day"] >= 0).any():
        return WeightsView(_header(chosen, plan, NO_REPORT), [], [], None)
    official = plan.headline.id
    rows = [
        WeightRow(rule.id, rule.name, plan.progress(state, rule.id), rule.id == official) for rule in plan.weight_sets
    ]
    caps = [(cap.name, plan.progress(state, official, cap).claimed) for cap in plan.rules.caps]
    low, high = (end(row.progress.claimed for row in rows) for end in (min, max))
    finding = msg("Between {low} and {high} %, by the way of weighing", low=Num(low, 1), high=Num(high, 1))
    return WeightsView(_header(chosen, plan, finding), rows, caps, plan.review())


def waterfall(selection: Selection) -> WaterfallView:
    """From the plan to date to what is reached: who takes how much of it."""
    chosen, plan = _on_city(selection), plan_of(selection.city)
    state = None if plan.empty else plan.state(chosen.day)
    if state is None or not (state["last_day"] >= 0).any():
        return WaterfallView(_header(chosen, plan, NO_REPORT), 0.0, 0.0, [])
    now, rows = plan.progress(state, plan.headline.id), plan.rows(state)
    behind = [row for row in rows if row.pull < 0]
    first, rest = behind[:MOST_STEPS], behind[MOST_STEPS:]
    ahead = [row for row in rows if row.pull > 0]
    steps: list[WaterfallStep] = []
    left = now.planned
    for row in first:
        left += row.pull
        steps.append(WaterfallStep(row.code, msg("{name}", name=row.name), row.opd, row.pull, left))
    for group, words in ((rest, "{n} other actions behind"), (ahead, "{n} actions ahead")):
        if group:
            points = sum(row.pull for row in group)
            left += points
            steps.append(WaterfallStep("", msg(words, n=Num(len(group))), "", points, left))
    lost, most = -sum(row.pull for row in behind), -sum(row.pull for row in first)
    finding = msg(
        "{n} actions make {share} % of the {points} points behind",
        n=Num(len(first)),
        share=Num(100 * most / lost if lost else 0.0),
        points=Num(lost, 1),
    )
    if not behind:
        finding = msg("No action is behind the plan")
    return WaterfallView(_header(chosen, plan, finding), now.planned, now.claimed, steps)


def curve_table(selection: Selection) -> TableView:
    """Plan and progress at each report."""
    view = s_curve(selection)
    columns = [
        Column(msg("Date")),
        Column(msg("Plan, %"), True),
        Column(msg("First plan, %"), True),
        Column(msg("Reached, %"), True),
        Column(msg("Evidenced, %"), True),
        Column(msg("Verified, %"), True),
        Column(msg("Deviation, points"), True),
    ]
    plans = _on_days(view.days, view.planned, view.report_days)
    firsts = _on_days(view.days, view.first_planned or view.planned, view.report_days)
    reached = zip(view.report_days, view.claimed, view.evidenced, view.verified, plans, firsts, strict=True)
    rows: list[list[object]] = [
        [
            day,
            Num(planned, 1),
            Num(first, 1),
            Num(claimed, 1),
            Num(evidenced, 1),
            Num(verified, 1),
            Num(claimed - planned, 1, signed=True),
        ]
        for day, claimed, evidenced, verified, planned, first in reached
    ]
    return from_head(view.head, columns, rows[::-1])


def _on_days(days: list[Any], values: list[float], asked: list[Any]) -> list[float]:
    """A course straight between its points, on other days."""
    at, wanted = ([day.toordinal() for day in each] for each in (days, asked))
    return [float(v) for v in np.interp(wanted, at, values)] if at else []


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
    """Every action with state, reason and owner."""
    view = action_list(selection)
    columns = [
        Column(msg("Code")),
        Column(msg("Action")),
        Column(msg("Programme")),
        Column(msg("Name")),
        Column(msg("Dimension")),
        Column(msg("Term")),
        Column(msg("Owner")),
        Column(msg("Weight, %"), True),
        Column(msg("Due")),
        Column(msg("Plan, %"), True),
        Column(msg("Reached, %"), True),
        Column(msg("Evidenced, %"), True),
        Column(msg("Verified, %"), True),
        Column(msg("Deviation, points"), True),
        Column(msg("Points of the plan"), True),
        Column(msg("State")),
        Column(msg("Why")),
    ]
    rows: list[list[object]] = [
        [
            row.code,
            row.name,
            row.programme,
            msg("published") if row.published_name else msg("example"),
            DIMENSION_NAMES[row.dimension],
            TERM_NAMES[row.term],
            row.opd,
            Num(row.weight, 2),
            row.finish,
            Num(row.planned, 1),
            Num(row.claimed, 1),
            Num(row.evidenced, 1),
            Num(row.verified, 1),
            Num(row.deviation, 1, signed=True),
            Num(row.pull, 2, signed=True),
            LIGHTS[row.light],
            row.reason,
        ]
        for row in view.rows
    ]
    return from_head(view.head, columns, rows)


def weights_table(selection: Selection) -> TableView:
    """Progress under each weight set, then under each cap."""
    view = weights(selection)
    rows: list[list[object]] = [
        [
            row.name,
            Num(row.progress.claimed, 1),
            Num(row.progress.evidenced, 1),
            Num(row.progress.verified, 1),
            Num(row.progress.planned, 1),
        ]
        for row in view.rows
    ]
    rows += [[name, Num(value, 1), None, None, None] for name, value in view.caps[1:]]
    names = ("Weights", "Reached, %", "Evidenced, %", "Verified, %", "Plan, %")
    return from_head(view.head, [Column(msg(name), at > 0) for at, name in enumerate(names)], rows)


def waterfall_table(selection: Selection) -> TableView:
    """What takes how much of the plan to date."""
    view = waterfall(selection)
    columns = [
        Column(msg("Action")),
        Column(msg("Owner")),
        Column(msg("Points of the plan"), True),
        Column(msg("Left, %"), True),
    ]
    rows: list[list[object]] = [
        [step.name, step.opd or None, Num(step.points, 2, signed=True), Num(step.after, 1)] for step in view.steps
    ]
    return from_head(view.head, columns, [[msg("plan to date"), None, None, Num(view.planned, 1)], *rows])


def _reports(city: City) -> CheckRow | None:
    plan = plan_of(city)
    if plan.empty:
        return None
    reports = plan.data.reports
    last = reports[reports["day"] == reports["day"].max()]
    actions = float(len(plan.data.actions))
    return compared(msg("Actions in the last report, against the plan"), float(len(last)), actions, 0.0)


def programme_scene(selection: Selection) -> Scene:
    """Progress against the plan, and the six dimensions."""
    other = replace(selection, indicator=indicator("programme-deviation"))
    value, gap = value_of(selection, (), selection.day)[0], value_of(other, (), selection.day)[0]
    if math.isnan(value):
        return Scene(id="programme", title=selection.indicator.title, subtitle=NO_REPORT)
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
    chosen = (held or [row for row in view.rows if row.light == "watch"])[:MOST_ROWS]
    marks = {"held": "square", "watch": "triangle", "silent": "diamond", "on_plan": "circle"}
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
    views={
        "curve": s_curve,
        "matrix": progress_matrix,
        "actions": action_list,
        "weights": weights,
        "waterfall": waterfall,
    },
    tables={
        "curve": curve_table,
        "matrix": matrix_table,
        "actions": actions_table,
        "weights": weights_table,
        "waterfall": waterfall_table,
    },
    checks={"action-progress": (_reports,)},
    scenes={"programme": programme_scene, "monev": monev_scene},
    map_view=_with_places,
    layers={"places": place_features},
)
