"""Pages below the programme's: an action, a programme, and the figures for programs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Engine

from data.contracts import contract
from data.contracts.monev import programme_exports
from data.domain.areas import Level
from data.domain.dates import day_date, day_number, known_day
from data.domain.errors import Message, NotFoundError, msg
from data.domain.filters import FilterState
from data.domain.people import Right, require
from data.domain.programme import COMPONENTS, DIMENSION_NAMES
from data.domain.programme_systems import Cohort, ProgrammeView, SourceStatement
from data.domain.programme_views import (
    ActionRow,
    ActionView,
    Measured,
    Progress,
    ReportLine,
    WeightRow,
)
from data.monev.progress import planned
from data.queries import programme as queries
from data.queries import services as place_queries
from data.service.city import City
from data.service.programme_plan import Plan, plan_of
from data.service.room import RoomService
from data.service.workbooks import workbook
from data.text import say

CURVE = ["day", "planned"]
MISSIONS_FROM = day_number(date(2021, 1, 1))
KINDS = {"D'Comart": "dcomart", "Smart City Tour": "tour"}
"""Programmes whose places are on the map, and the kind of those places."""


def asked_plan(room: RoomService, day: date | None, known_on: date | None = None) -> tuple[City, Plan, int]:
    """The city, its plan and the day number that are asked for; only for who sees the whole city."""
    require(Right.CITY)
    city = room.filled_city(known_on)
    return city, plan_of(city), city.today if day is None else min(day_number(day), city.today)


def slug_of(programme: str) -> str:
    """A programme's name as a part of an address.

    Examples
    --------
    >>> slug_of("Sekolah Ayah Bunda (SAB, ESAB)"), slug_of("D'Comart")
    ('sekolah-ayah-bunda-sab-esab', 'd-comart')
    """
    return re.sub(r"[^a-z0-9]+", "-", programme.lower()).strip("-")


class ProgrammePages:
    """Questions about the action plan for who sees the whole city; thread-safe."""

    def __init__(self, engine: Engine, room: RoomService) -> None:
        self._engine = engine
        self._room = room

    def _asked(self, day: date | None, known_on: date | None = None) -> tuple[City, Plan, int]:
        return asked_plan(self._room, day, known_on)

    def progress(self, day: date | None, known_on: date | None = None) -> tuple[date, Progress | None, list[WeightRow]]:
        """The day, the headline, and every weight set; None and nothing before the first report."""
        _, plan, at = self._asked(day, known_on)
        if plan.empty or int(plan.data.reports["day"].min()) > at:
            return day_date(at), None, []
        state, official = plan.state(at), plan.headline.id
        rows = [
            WeightRow(rule.id, rule.name, plan.progress(state, rule.id), rule.id == official)
            for rule in plan.weight_sets
        ]
        return day_date(at), rows[0].progress, rows

    def actions(self, day: date | None, known_on: date | None = None) -> tuple[date, list[ActionRow]]:
        """Every action on a day, those that take most from the plan first."""
        _, plan, at = self._asked(day, known_on)
        return day_date(at), [] if plan.empty else plan.rows(plan.state(at))

    def action(self, code: str, state: FilterState) -> ActionView:
        """One action.

        Raises
        ------
        NotFoundError
            When the plan has no such action.
        """
        city, plan, at = self._asked(state.date, state.as_known_on)
        if plan.data.actions.empty or code not in plan.actions.index:
            raise NotFoundError(msg("The plan has no action “{code}”.", code=code[:20]))
        whole = plan.state(at)
        row = next(row for row in plan.rows(whole) if row.code == code)
        facts: Any = whole.loc[code]
        targets, first = (t[t["action_code"] == code] for t in (plan.data.targets, plan.data.first_targets))
        reports = plan.data.reports[(plan.data.reports["action_code"] == code) & (plan.data.reports["day"] <= at)]
        again = not targets[CURVE].reset_index(drop=True).equals(first[CURVE].reset_index(drop=True))
        days = np.unique(np.concatenate([targets["day"].to_numpy(int), first["day"].to_numpy(int)]))
        curves = [
            planned(plan.actions, each, days)[code].to_numpy(float).tolist() if len(days) else []
            for each in (targets, first)
        ]
        return ActionView(
            row=row,
            kind=str(facts["count_kind"]),
            unit=str(facts["unit"]),
            target=float(facts["target"]),
            baseline=_number(facts["baseline"]) or 0.0,
            post=_words(facts["post"]),
            partners=tuple(str(facts["partner"]).split(",")),
            component=str(facts["component"]),
            effort=_number(facts["effort"]),
            budget=_number(facts["budget_rp"]),
            start=day_date(int(facts["start_on"])),
            # The missions are those of 2021 to 2026; the plan is of 2019.
            mission=_words(facts["mission"]) if at >= MISSIONS_FROM else "",
            source=_words(facts["source"]),
            after=tuple(code for code in _words(facts["after_codes"]).split(",") if code),
            days=[day_date(int(day)) for day in days],
            planned=curves[0],
            first_planned=curves[1] if again else [],
            report_days=[day_date(int(day)) for day in reports["day"]],
            claimed=[float(v) for v in reports["actual"]],
            versions=[day_date(day) for day in queries.curve_versions(city.reader.whole(), code, city.known_on)],
            lines=self._lines(city, plan, code, at),
            measured=_measured(city, _words(facts["indicator"]), str(facts["unit"]), reports),
            slug=slug_of(row.programme),
            ends=[
                (name, known_day(interval.first), known_day(interval.last))
                for name, interval in plan.completions(at, code).items()
            ],
        )

    def _lines(self, city: City, plan: Plan, code: str, at: int) -> list[ReportLine]:
        """Every version of each report to a day, the newest first."""
        history = queries.report_history(city.reader.whole(), code)
        history = history[history["day"] <= at]
        if city.known_on is not None:
            history = history[history["known_on"] <= city.known_on]
        if history.empty:
            return []
        wanted = planned(plan.actions, plan.data.targets, history["day"].to_numpy(int))[code].to_numpy(float)
        lines = [_line(row, float(goal)) for row, goal in zip(history.to_dict("records"), wanted, strict=True)]
        lines.reverse()
        return sorted(lines, key=lambda line: (line.day, line.known_on), reverse=True)

    def exports(self) -> list[tuple[str, Message, Message]]:
        """Orders in which the reports are handed out: id, title, what it is and what it is not."""
        return [(each.id, each.title, each.note) for each in programme_exports()]

    def export(self, name: str, state: FilterState) -> tuple[list[str], list[list[Any]]]:
        """Headings and rows of the reports in one of the orders.

        Raises
        ------
        NotFoundError
            When there is no such order.
        """
        require(Right.EXPORT)
        _, plan, at = self._asked(state.date, state.as_known_on)
        order = next((each for each in programme_exports() if each.id == name), None)
        if order is None:
            raise NotFoundError(msg("There is no such page."))
        rows = [] if plan.data.actions.empty else self._export_rows(plan, at)
        rows.sort(key=lambda row: tuple(_rank(field, row[field]) for field in order.order))
        return [heading for heading, _ in order.columns], [[row[field] for _, field in order.columns] for row in rows]

    def _export_rows(self, plan: Plan, at: int) -> list[dict[str, Any]]:
        """Every field of every action on a day; missing where nothing was reported."""
        whole = plan.state(at)
        until = plan.data.reports[plan.data.reports["day"] <= at]
        newest = until.sort_values("day").groupby("action_code").last().to_dict("index")
        made = []
        for row in plan.rows(whole):
            facts: Any = whole.loc[row.code]
            report: Any = newest.get(row.code, {})
            own = {name: getattr(row, name) for name in ("dimension", "term", "programme", "name", "opd", "light")}
            numbers = {name: round(getattr(row, name), 4) for name in ("planned", "claimed", "evidenced", "verified")}
            said = {name: _words(report.get(name)) for name in ("obstacle", "next_step", "evidence")}
            money = {"budget_rp": _number(facts["budget_rp"]), "spent_rp": _number(report.get("spent_rp"))}
            made.append(
                {
                    **own,
                    **numbers,
                    **said,
                    **money,
                    "code": row.code,
                    "weight": row.weight,
                    "component": str(facts["component"]),
                    "unit": str(facts["unit"]),
                    "baseline": _number(facts["baseline"]) or 0.0,
                    "target": float(facts["target"]),
                    "actual": _number(report.get("actual")),
                    "day": day_date(int(report["day"])).isoformat() if report else None,
                    "reason": say(row.reason, "id"),
                }
            )
        return made

    def workbook(self, lang: str) -> bytes:
        """Plan, targets and reports as one workbook, as they are known now."""
        require(Right.EXPORT)
        city, plan, _ = self._asked(None)
        engine = city.reader.whole()
        targets = queries.newest_targets(engine, city.known_on)
        tables = {"actions": plan.data.actions, "action-targets": targets, "action-progress": plan.data.reports}
        return plan_workbook(tables, lang)

    def programme(self, slug: str, state: FilterState) -> ProgrammeView:
        """One programme.

        Raises
        ------
        NotFoundError
            When the plan has no such programme.
        """
        city, plan, at = self._asked(state.date, state.as_known_on)
        whole = pd.DataFrame() if plan.data.actions.empty else plan.state(at)
        own = whole[[slug_of(str(name)) == slug for name in whole["programme"]]] if len(whole) else whole
        if own.empty:
            raise NotFoundError(msg("The plan has no programme “{name}”.", name=slug[:60]))
        rows = [row for row in plan.rows(whole) if slug_of(row.programme) == slug]
        name = rows[0].programme
        kind = KINDS.get(name, "")
        places = place_queries.places(city.reader.whole()).to_dict("records") if kind else []
        reports = plan.data.reports
        return ProgrammeView(
            name=name,
            published=any(row.published_name for row in rows),
            sources=sorted({_words(source) for source in own["source"]} - {""}),
            progress=plan.progress(own, plan.headline.id),
            rows=rows,
            units=[
                (str(own.at[row.code, "unit"]), _last(reports, row.code, at), float(own["target"][row.code]))
                for row in rows
            ],
            places=[
                (str(p["name"]), str(p["area"]), float(p["lon"]), float(p["lat"])) for p in places if p["kind"] == kind
            ],
            statements=_statements(city, name, at),
            cohorts=_cohorts(city, name, at),
            areas=plan.areas_of([row.code for row in rows]),
            courses=[plan.course([row.code], at, name=row.name, code=row.code) for row in rows],
            measured=[
                made
                for row in rows
                if (
                    made := _measured(
                        city,
                        _words(own.at[row.code, "indicator"]),
                        str(own.at[row.code, "unit"]),
                        reports[(reports["action_code"] == row.code) & (reports["day"] <= at)],
                    )
                )
            ],
        )


SHEETS = ("actions", "action-targets", "action-progress")
"""Datasets of the plan's workbook, in the order in which they have to be loaded; a sheet each, by its id."""


def plan_workbook(tables: Mapping[str, pd.DataFrame], lang: str) -> bytes:
    """The plan as one workbook: what its columns mean, then a sheet a dataset that can be loaded as it is.

    Parameters
    ----------
    tables : mapping
        Dataset → rows with the columns of its table.
    """
    about, sheets = [], []
    for name in SHEETS:
        columns = contract(name).columns
        for column in columns:
            needed = say(msg("yes") if column.required else msg("no"), lang)
            meaning = say(column.note, lang) if column.note else ", ".join(column.choices)
            about.append([name, column.name, column.type, needed, meaning])
        rows = [[_cell(row[c.target], c.type) for c in columns] for row in tables[name].to_dict("records")]
        sheets.append((name, [column.name for column in columns], rows))
    heads = [say(word, lang) for word in ("Sheet", "Column", "Type", "Needed", "What it means")]
    return workbook([("petunjuk", heads, about), *sheets])


def _cell(value: Any, kind: str) -> Any:
    if value is None or pd.isna(value):
        return None
    if kind == "date":
        return day_date(int(value)).isoformat()
    return value


def _line(row: dict[Any, Any], goal: float) -> ReportLine:
    return ReportLine(
        day=day_date(int(row["day"])),
        known_on=day_date(int(row["known_on"])),
        actual=float(row["actual"]),
        planned=goal,
        numerator=_number(row["numerator"]),
        denominator=_number(row["denominator"]),
        spent=float(row["spent_rp"]),
        committed=_number(row["committed_rp"]),
        obstacle=_words(row["obstacle"]),
        obstacle_note=_words(row["obstacle_note"]),
        next_step=_words(row["next_step"]),
        evidence=str(row["evidence"]),
        evidence_ref=_words(row["evidence_ref"]),
        verified_by=_words(row["verified_by"]),
    )


def _statements(city: City, name: str, at: int) -> list[SourceStatement]:
    """What sources say of a programme to a day, the newest first."""
    rows = queries.programme_states(city.reader.whole(), city.known_on)
    own = rows[(rows["programme"] == name) & (rows["day"] <= at)] if len(rows) else rows
    made = [
        SourceStatement(
            day=day_date(int(row["day"])),
            state=str(row["state"]),
            text=str(row["statement"]),
            source=_words(row["source"]),
            published=row["status"] == "published",
        )
        for row in own.to_dict("records")
    ]
    return made[::-1]


def _cohorts(city: City, name: str, at: int) -> list[Cohort]:
    """Cohorts of a programme that ended to a day, the newest first."""
    rows = queries.programme_cohorts(city.reader.whole(), city.known_on)
    own = rows[(rows["programme"] == name) & (rows["ended_on"] <= at)] if len(rows) else rows
    made = [
        Cohort(
            name=str(row["cohort"]),
            kind=str(row["kind"]),
            ended=day_date(int(row["ended_on"])),
            couples=_number(row["couples"]),
            finished=_number(row["finished"]),
            source=_words(row["source"]),
            published=row["status"] == "published",
        )
        for row in own.to_dict("records")
    ]
    return made[::-1]


def _last(reports: pd.DataFrame, code: str, at: int) -> float | None:
    """The last value that an action reported to a day; None without one."""
    own = reports[(reports["action_code"] == code) & (reports["day"] <= at)]
    return None if own.empty else float(own["actual"].iloc[-1])


def _measured(city: City, name: str, unit: str, reports: pd.DataFrame) -> Measured | None:
    """What the room measures on the days of an action's reports; None without an indicator."""
    if name not in city.catalogue or reports.empty:
        return None
    indicator, matrix = city.catalogue[name], city.matrix(name, Level.KOTA)
    days: Sequence[int] = [int(day) for day in reports["day"]]
    values = [_value(matrix, day) for day in days]
    known = [value for value in values if value is not None]
    return Measured(
        indicator=name,
        title=indicator.title,
        unit=indicator.unit,
        decimals=indicator.decimals,
        days=[day_date(day) for day in days],
        values=values,
        newest=known[-1] if known else None,
        comparable=say(indicator.unit, "id") == unit,
    )


def _value(matrix: Any, day: int) -> float | None:
    if not 0 <= day - matrix.first < len(matrix.numerator):
        return None
    value = float(matrix.values(day - matrix.first)[0])
    return None if np.isnan(value) else value


def _rank(field: str, value: Any) -> Any:
    """Place of a value among its like: components and dimensions in their own order, the others by letters."""
    orders = {"component": list(COMPONENTS), "dimension": list(DIMENSION_NAMES)}
    return orders[field].index(value) if field in orders else str(value)


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _words(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)
