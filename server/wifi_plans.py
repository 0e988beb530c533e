"""The page of plans and outages of Wi-Fi points: parse → ask → draw."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask, Response, request
from pydantic import ValidationError

from data.domain.errors import DecorError, msg
from data.domain.people import Right, person, require
from data.domain.wifi import SiteQuestion
from data.service.wifi_questions import WifiQuestions
from data.text import say
from layouts.documents import wifi as pages
from layouts.documents.wifi_tables import PlansView
from server.desk import Documents, Outcome
from server.wifi import SitesQuery

AT = "wifi/rencana"
FIRST_EVENTS = 25


def mount_wifi_plans(server: Flask, docs: Documents, wifi: WifiQuestions) -> None:
    """Add the page."""
    server.add_url_rule(f"{docs.prefix}{AT}", "wifi_plans", lambda: page(docs, wifi))


def page(docs: Documents, wifi: WifiQuestions) -> Response:
    """Where next, what if, what fell together, how far the programme is, who has seats."""
    require(Right.CITY)
    lang, outcome = docs.lang, Outcome()
    question = _question() or SiteQuestion()
    asked, down = "k" in request.args, request.args.get("down", "").strip()
    lost = plan = cover = None
    try:
        if _question() is None:
            outcome.problem = say(msg("One of the numbers of the plan cannot be understood."), lang)
        elif asked:
            plan = wifi.sites(question, patient=False)
        points = wifi.points(down) if down else []
        lost = wifi.what_if(points, question.radius) if down else None
        if down and "cover" in request.args and lost is not None and lost.working:
            cover = wifi.sites(replace(question, down=tuple(points)), patient=False)
    except DecorError as error:
        outcome.problem = say(error.message, lang)
    present = lost or wifi.what_if([], question.radius)
    events = wifi.events(None, None)
    view = PlansView(
        question=question,
        asked=asked and not outcome.problem,
        plan=plan,
        problem=bool(outcome.problem),
        down=down,
        lost=lost,
        cover_asked="cover" in request.args,
        cover=cover,
        critical=present.critical if present else None,
        events=None if events is None else events[:FIRST_EVENTS],
        event_count=0 if events is None else len(events),
        funnel=wifi.funnel(),
        access=wifi.access(),
        live=wifi.live_points() if plan else [],
        shapes=docs.room.map_files()["kelurahan"].body if plan else b"",
        names=docs.room.names(),
        at=f"{docs.prefix}{AT}",
        api=f"{docs.prefix}api/v1/wifi/sites",
        may_export=person().may(Right.EXPORT),
    )
    lead = say("Who loses what when points fail, where the next ones belong, and what fell together.", lang)
    return docs.answer(
        say("Wi-Fi: plans and outages", lang), pages.plans(view, lang), here="wifi", lead=lead, said=outcome
    )


def _question() -> SiteQuestion | None:
    """The form's question; None where a number of it cannot be understood."""
    names = {field.alias or name for name, field in SitesQuery.model_fields.items()} - {"lang"}
    given = {name: value for name, value in request.args.items() if name in names and value != ""}
    if "k" in request.args:
        # A box that is not ticked is not sent.
        given["refusals"] = given.get("refusals", "false")
    try:
        asked = SitesQuery.model_validate(given).model_dump(exclude={"lang", "format", "down"})
    except ValidationError:
        return None
    return SiteQuestion(**{**asked, "radius": int(asked["radius"])})
