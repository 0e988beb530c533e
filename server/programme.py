"""The read API's questions about the action plan."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, jsonify
from pydantic import BaseModel, Field

from data.domain.programme_views import ActionRow
from data.service import Services
from data.service.programme_pages import ProgrammePages
from data.text import say
from server.query import Day, Query, read_query


class PlanQuery(Query):
    """`GET programme/actions`."""

    date_: Day | None = Field(None, alias="date", description="the day; today when left out")
    as_known_on: Day | None = Field(None, description="as known at the end of this day")


class WeightSetOut(BaseModel):
    """Progress and plan under a weight set, percent."""

    id: str
    name: str
    progress: float
    evidenced: float
    verified: float
    planned: float


class ProgressOut(BaseModel):
    """The headline, and the same under every weight set; null before the first report."""

    date: dt.date
    claimed: float | None
    evidenced: float | None
    verified: float | None
    planned: float | None
    weight_sets: list[WeightSetOut]


class ActionStateOut(BaseModel):
    """An action on a day; percent of the way from its baseline to its target."""

    code: str
    name: str
    example: bool
    programme: str
    dimension: str
    term: str
    opd: str
    weight: float
    due: dt.date
    planned: float
    claimed: float
    evidenced: float
    verified: float
    deviation: float
    points: float = Field(description="what it takes from the plan's progress, in points")
    light: str
    reason: str


class ActionsOut(BaseModel):
    """Every action, those that take most from the plan first."""

    date: dt.date
    actions: list[ActionStateOut]


PROGRAMME_ENDPOINTS: dict[str, tuple[str, type[Query], type[BaseModel]]] = {
    "programme/progress": ("The action plan's progress under every weight set", PlanQuery, ProgressOut),
    "programme/actions": ("Every action of the plan with its state", PlanQuery, ActionsOut),
}


def mount_programme_api(api: Blueprint, services: Services) -> None:
    """Add the endpoints."""
    pages = services.programme
    api.add_url_rule("/programme/progress", "programme_progress", lambda: progress(pages))
    api.add_url_rule("/programme/actions", "programme_actions", lambda: actions(pages))


def progress(pages: ProgrammePages) -> Response:
    """The headline and every weight set."""
    query = read_query(PlanQuery)
    day, now, rows = pages.progress(query.date_, query.as_known_on)
    sets = [
        WeightSetOut(
            id=row.id,
            name=say(row.name, query.lang),
            progress=round(row.progress.claimed, 4),
            evidenced=round(row.progress.evidenced, 4),
            verified=round(row.progress.verified, 4),
            planned=round(row.progress.planned, 4),
        )
        for row in rows
    ]
    names = ("claimed", "evidenced", "verified", "planned")
    head = {name: None if now is None else round(getattr(now, name), 4) for name in names}
    return jsonify(ProgressOut(date=day, weight_sets=sets, **head).model_dump(mode="json"))


def actions(pages: ProgrammePages) -> Response:
    """Every action with its state."""
    query = read_query(PlanQuery)
    day, rows = pages.actions(query.date_, query.as_known_on)
    return jsonify(ActionsOut(date=day, actions=[_action(row, query.lang) for row in rows]).model_dump(mode="json"))


def _action(row: ActionRow, lang: str) -> ActionStateOut:
    return ActionStateOut(
        code=row.code,
        name=row.name,
        example=not row.published_name,
        programme=row.programme,
        dimension=row.dimension,
        term=row.term,
        opd=row.opd,
        weight=row.weight,
        due=row.finish,
        planned=round(row.planned, 4),
        claimed=round(row.claimed, 4),
        evidenced=round(row.evidenced, 4),
        verified=round(row.verified, 4),
        deviation=round(row.deviation, 4),
        points=round(row.pull, 4),
        light=row.light,
        reason=say(row.reason, lang),
    )
