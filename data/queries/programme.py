"""The action plan: actions, their curves of targets, what was reported."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Engine, false, func, select
from sqlalchemy.sql.elements import ColumnElement

from data.queries.frames import frame, known_on
from data.tables.schema import (
    Action,
    ActionArea,
    ActionProgress,
    ActionTarget,
    AreaRow,
    ProgrammeCohort,
    ProgrammeState,
)

ACTION_COLUMNS = (
    "action_code",
    "dimension",
    "term",
    "programme",
    "name",
    "name_status",
    "source",
    "opd",
    "post",
    "partner",
    "weight",
    "effort",
    "budget_rp",
    "component",
    "count_kind",
    "target",
    "baseline",
    "unit",
    "start_on",
    "finish_on",
    "mission",
    "indicator",
    "after_codes",
    "dropped_on",
)
REPORT_COLUMNS = (
    "action_code",
    "day",
    "known_on",
    "actual",
    "numerator",
    "denominator",
    "committed_rp",
    "spent_rp",
    "obstacle",
    "obstacle_note",
    "next_step",
    "evidence",
    "evidence_ref",
    "verified_by",
)


def actions(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """Actions of the plan by code: `ACTION_COLUMNS`; days as numbers, missing where the plan says nothing.

    One that is known to be dropped is no action of the plan; as it was known before, it still is.
    """
    question = select(*(getattr(Action, name) for name in ACTION_COLUMNS)).where(known_on(Action, as_known_on))
    question = question.where(Action.dropped_on.is_(None))
    return frame(engine, question.order_by(Action.action_code))


def progress_by_action_day(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """Reports by day and action: `REPORT_COLUMNS`; ``known_on`` is the day since which the report is as it is."""
    question = select(*(getattr(ActionProgress, name) for name in REPORT_COLUMNS))
    question = question.where(known_on(ActionProgress, as_known_on))
    return frame(engine, question.order_by(ActionProgress.day, ActionProgress.action_code))


def report_history(engine: Engine, action: str) -> pd.DataFrame:
    """Everything that was ever reported of an action, as it became known: `REPORT_COLUMNS`."""
    question = select(*(getattr(ActionProgress, name) for name in REPORT_COLUMNS))
    question = question.where(ActionProgress.action_code == action, _in_force(ActionProgress))
    return frame(engine, question.order_by(ActionProgress.day, ActionProgress.known_on, ActionProgress.id))


def replaced_reports(engine: Engine, loads: Sequence[int]) -> pd.DataFrame:
    """What others had reported where some loads put their rows, by day and action: `REPORT_COLUMNS`."""
    question = select(*(getattr(ActionProgress, name) for name in REPORT_COLUMNS))
    question = question.where(ActionProgress.superseded_by.in_(list(loads)), _in_force(ActionProgress))
    question = question.where(ActionProgress.load_id.not_in(list(loads)))
    return frame(engine, question.order_by(ActionProgress.day, ActionProgress.action_code))


def first_reports(engine: Engine, since: int) -> pd.DataFrame:
    """When each report about a day from ``since`` on came in for the first time: ``action_code, day, known_on``."""
    known = func.min(ActionProgress.known_on).label("known_on")
    question = select(ActionProgress.action_code, ActionProgress.day, known)
    question = question.where(ActionProgress.day >= since, _in_force(ActionProgress))
    return frame(engine, question.group_by(ActionProgress.action_code, ActionProgress.day))


def plan_curves(engine: Engine, as_known_on: int | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The first and the newest version of every action's curve.

    Returns
    -------
    tuple of DataFrame
        ``action_code, day, planned, budget_rp`` by action and day; money is missing where the plan has none. The same
        twice where a curve was never set anew.
    """
    names = ("action_code", "day", "planned", "budget_rp", "known_on", "load_id")
    question = select(*(getattr(ActionTarget, name) for name in names)).where(_in_force(ActionTarget))
    if as_known_on is not None:
        question = question.where(ActionTarget.known_on <= as_known_on)
    rows = frame(engine, question.order_by(ActionTarget.action_code, ActionTarget.day, ActionTarget.load_id))
    columns = list(names[:4])
    versions = rows.groupby("action_code")["known_on"]
    first = rows[rows["known_on"] == versions.transform("min")].drop_duplicates(["action_code", "day"])
    newest = rows[rows["known_on"] == versions.transform("max")].drop_duplicates(["action_code", "day"], keep="last")
    return first[columns].reset_index(drop=True), newest[columns].reset_index(drop=True)


def newest_targets(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """Targets in force by action and day: ``action_code, day, known_on, planned, budget_rp``."""
    names = ("action_code", "day", "known_on", "planned", "budget_rp")
    question = select(*(getattr(ActionTarget, name) for name in names)).where(known_on(ActionTarget, as_known_on))
    return frame(engine, question.order_by(ActionTarget.action_code, ActionTarget.day))


def action_areas(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """Where actions are carried out: ``action_code, area`` (of a kelurahan); one of the whole city has none."""
    question = select(ActionArea.action_code, AreaRow.code.label("area")).join(
        AreaRow, AreaRow.id == ActionArea.area_id
    )
    question = question.where(known_on(ActionArea, as_known_on))
    return frame(engine, question.order_by(ActionArea.action_code, AreaRow.code))


def programme_states(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """What sources say of programmes by day: ``programme, day, state, statement, source, status``."""
    names = ("programme", "day", "state", "statement", "source", "status")
    question = select(*(getattr(ProgrammeState, name) for name in names))
    question = question.where(known_on(ProgrammeState, as_known_on))
    return frame(engine, question.order_by(ProgrammeState.programme, ProgrammeState.day))


def programme_cohorts(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """Cohorts by their end: ``programme, cohort, kind, ended_on, couples, finished, source, status``."""
    names = ("programme", "cohort", "kind", "ended_on", "couples", "finished", "source", "status")
    question = select(*(getattr(ProgrammeCohort, name) for name in names))
    question = question.where(known_on(ProgrammeCohort, as_known_on))
    return frame(engine, question.order_by(ProgrammeCohort.ended_on, ProgrammeCohort.cohort))


def curve_versions(engine: Engine, action: str, as_known_on: int | None) -> list[int]:
    """Days on which an action's curve was set, oldest first."""
    question = select(ActionTarget.known_on).where(ActionTarget.action_code == action, _in_force(ActionTarget))
    if as_known_on is not None:
        question = question.where(ActionTarget.known_on <= as_known_on)
    rows = frame(engine, question.distinct().order_by(ActionTarget.known_on))
    return [int(day) for day in rows["known_on"]]


def _in_force(table: type[ActionTarget] | type[ActionProgress]) -> ColumnElement[bool]:
    """Rows of loads that were not taken back, superseded or not; a row that was ends on the day it began."""
    ended_at_once = (table.superseded_by == table.load_id) & (table.superseded_on == table.known_on)
    return func.coalesce(ended_at_once, false()).is_(false())
