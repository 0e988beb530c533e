"""The programme in the public edition."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Literal

from flask import Blueprint
from pydantic import BaseModel, Field

from data.domain.errors import msg
from data.public import PublicService, api
from data.public.pages import programme_page_view, programme_view, quarter_view
from data.text import day, number, say
from layouts.public.home import Card
from layouts.public.programme_page import programme_page
from layouts.public.programme_pages import one_programme, quarter_page
from layouts.public.site import Site
from layouts.public.words import PROGRESS
from server.public_endpoint import Body, EditionOut, Endpoint, edition_of
from server.public_parts import Made
from server.query import Query, read_query


class ProgressOut(BaseModel):
    """First plan, plan, claimed (`actual`), evidenced and verified of a dimension at a report, percent."""

    dimension: str
    date: dt.date
    first_planned: float
    planned: float
    actual: float
    evidenced: float
    verified: float
    actions: int


class ActionOut(BaseModel):
    """One action; `example` marks a made-up name."""

    code: str
    dimension: str
    term: str
    programme: str
    name: str
    example: bool
    opd: str
    partner: str = Field(description="by comma")
    component: str
    weight: float
    effort: float | None
    finish: dt.date
    planned: float
    actual: float
    evidenced: float
    verified: float
    light: Literal["on_plan", "watch", "held", "silent"]


class WeightingOut(BaseModel):
    """A weight set: percent at the newest report, and on the day of the ministry's review."""

    id: str
    name_id: str
    name_en: str
    planned: float
    value: float
    evidenced: float
    verified: float
    at_review: float | None
    review_on: dt.date
    published: float = Field(description="figure published for that day")


class FindingTallyOut(BaseModel):
    """Findings of monev in a dimension."""

    dimension: str
    open: int
    closed: int
    overdue: int


class ProgrammeOut(EditionOut):
    """The action plan."""

    findings: list[FindingTallyOut]
    weightings: list[WeightingOut]
    progress: list[ProgressOut]
    actions: list[ActionOut]


def page(service: PublicService, site: Site) -> Made:
    """The action plan."""
    view = programme_view(service, tuple(PROGRESS))
    words = say("How far the smart-city programme has come against its action plan, and what 75 % means.", site.lang)
    return Made(say("Smart-city programme", site.lang), words, programme_page(site, view))


def mount(routes: Blueprint, edition: Any) -> None:
    """Add the pages below the subject's own; a quarter's address stays the same for good."""
    at, add = "/program", routes.add_url_rule
    add(f"{at}/triwulan/<name>", "quarter", lambda name: edition.html(lambda s, site: quarter(s, site, name)))
    add(f"{at}/<slug>", "programme", lambda slug: edition.html(lambda s, site: programme(s, site, slug)))


def programme(service: PublicService, site: Site, slug: str) -> Made:
    """One programme of the plan."""
    view = programme_page_view(service, slug)
    words = say("A programme of the smart-city action plan.", site.lang)
    return Made(view.programme.name, words, one_programme(site, view))


def quarter(service: PublicService, site: Site, name: str) -> Made:
    """The plan at the end of a quarter."""
    view = quarter_view(service, name)
    title = say(msg("Action plan, quarter {name}", name=name), site.lang)
    return Made(
        title, say("The action plan as it was known at the end of a quarter.", site.lang), quarter_page(site, view)
    )


def addresses(service: PublicService) -> list[str]:
    """Pages below the subject's own, for the map of the site."""
    pages = [f"/program/{each.slug}" for each in service.programmes()]
    return pages + [f"/program/triwulan/{each.name}" for each in service.quarters()]


def card(service: PublicService, site: Site) -> Card | None:
    """The plan's progress at the newest report."""
    points, lang = service.progress(), site.lang
    if not points:
        return None
    value, to = number(points[-1].actual, lang, 1), day(points[-1].day, lang)
    return Card("/program", say("Action plan, progress", lang), say("% of the 2019 plan", lang), value, to)


def action_plan(service: PublicService) -> Body:
    """The action plan."""
    read_query(Query, strict=True)
    return json.dumps({**edition_of(service), **api.programme(service)}, ensure_ascii=False), "application/json"


ENDPOINTS = {"programme": Endpoint("The action plan: progress and actions", Query, ProgrammeOut, action_plan)}
"""Addresses of the open-data API."""
