"""The pages of plans, outages and register of Wi-Fi points: parse → ask → draw."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf
from pydantic import ValidationError

from data.domain.areas import Level
from data.domain.errors import DecorError, Num, msg
from data.domain.people import Right, person, require
from data.domain.wifi import SavedPlan, SiteQuestion
from data.domain.wifi_forms import PlanName, PointForm
from data.service import Services
from data.text import say
from layouts.documents import wifi_outages, wifi_plans, wifi_register
from server.desk import Documents, Outcome, attempt, whole
from server.forms import FormRoute, filled_in, sent_form, submit
from server.wifi import SitesQuery

PLANS, OUTAGES, REGISTER, TICKETS = "wifi/rencana", "wifi/gangguan", "wifi/daftar", "wifi/tiket"
FIRST_EVENTS = 25
GROUND = Level.KELURAHAN
SCRIPTS = ("pick.js",)


def mount_wifi_documents(server: Flask, docs: Documents, services: Services) -> None:
    """Add the pages."""
    add, at = server.add_url_rule, docs.prefix
    add(f"{at}{PLANS}", "wifi_plans", lambda: plans(docs, services))
    add(f"{at}{PLANS}", "wifi_plan_keep", lambda: kept(docs, services), methods=["POST"])
    add(
        f"{at}{PLANS}/<int:number>/usulan",
        "wifi_plan_propose",
        lambda number: proposed(docs, services, number),
        methods=["POST"],
    )
    add(f"{at}{OUTAGES}", "wifi_outages", lambda: outages(docs, services))
    add(f"{at}{REGISTER}", "wifi_register", lambda: register(docs, services))
    add(f"{at}{REGISTER}", "wifi_point", lambda: handed_in(docs, services), methods=["POST"])


def plans(docs: Documents, services: Services, outcome: Outcome | None = None) -> Response:
    """Where next, kept plans, who has seats."""
    require(Right.CITY)
    lang, said, wifi = docs.lang, outcome or Outcome(), services.wifi
    question, asked, plan = _question(), "k" in request.args, None
    try:
        if question is None:
            said.problem = said.problem or say(msg("One of the numbers of the plan cannot be understood."), lang)
        elif asked:
            plan = wifi.sites(question, patient=False)
    except DecorError as error:
        said.problem = said.problem or say(error.message, lang)
        asked = False
    saved, compared = services.wifi_plans.list(), _compared(services)
    view = wifi_plans.PlansView(
        question=question or SiteQuestion(),
        asked=asked and question is not None,
        plan=plan,
        saved=saved,
        compared=compared,
        access=wifi.access(),
        live=wifi.live_points() if plan else [],
        shapes=docs.shapes(GROUND) if plan or compared else b"",
        names=docs.room.names(),
        at=f"{docs.prefix}{PLANS}",
        api=f"{docs.prefix}api/v1/wifi/sites",
        may_export=person().may(Right.EXPORT),
        may_load=person().may(Right.LOAD),
        filled=filled_in(outcome, PlanName) if person().may(Right.NOTE) else None,
        csrf=generate_csrf(),
        stamp=docs.room.source("wifi-outages"),
    )
    lead = say("Where the next points belong, plans beside each other, and who has seats.", lang)
    return docs.answer(say("Wi-Fi: plans", lang), wifi_plans.plans(view, lang), here="wifi", lead=lead, said=said)


def _compared(services: Services) -> tuple[SavedPlan, SavedPlan] | None:
    """The two plans that the address names; None without them.

    Raises
    ------
    NotFoundError
        When it names one that is not there.
    """
    if not {"a", "b"} <= set(request.args):
        return None
    first, second = (services.wifi_plans.plan(whole(request.args[name])) for name in "ab")
    return first, second


def kept(docs: Documents, services: Services) -> Any:
    """Keep the plan that the address asks for."""

    def keep(form: PlanName) -> int:
        return services.wifi_plans.keep(form.name, _question())

    return submit(
        docs,
        FormRoute(
            PlanName,
            right=Right.NOTE,
            command=keep,
            done="The plan is kept.",
            show=lambda outcome: plans(docs, services, outcome),
            then=lambda _: PLANS,
        ),
    )


def proposed(docs: Documents, services: Services, number: int) -> Any:
    """Hand a plan's sites in as proposed points; the delivery's page asks for the confirmation."""
    require(Right.LOAD)
    outcome, handed = attempt(lambda: services.wifi_plans.propose(number), docs.lang, "")
    if handed is None:
        return plans(docs, services, outcome)
    delivery, left_out = handed
    words = msg("{n} sites are points of the register already and were left out.", n=Num(left_out))
    return docs.go(f"data/muat/{delivery}", say(words, docs.lang) if left_out else "")


def outages(docs: Documents, services: Services) -> Response:
    """What if, what fell together, what is missed most."""
    require(Right.CITY)
    lang, outcome, wifi = docs.lang, Outcome(), services.wifi
    question = _question() or SiteQuestion()
    down = request.args.get("down", "").strip() or ", ".join(docs.state().areas)
    lost = cover = None
    try:
        points = wifi.points(down) if down else []
        lost = wifi.what_if(points, question.radius) if down else None
        if down and "cover" in request.args and lost is not None and lost.working:
            cover = wifi.sites(replace(question, down=tuple(points)), patient=False)
    except DecorError as error:
        outcome.problem = say(error.message, lang)
    present = lost or wifi.what_if([], question.radius)
    events = wifi.events(None, None)
    view = wifi_outages.OutagesView(
        question=question,
        problem=bool(outcome.problem),
        down=down,
        lost=lost,
        cover_asked="cover" in request.args,
        cover=cover,
        critical=present.critical if present else None,
        events=None if events is None else events[:FIRST_EVENTS],
        event_count=0 if events is None else len(events),
        live=wifi.live_points(),
        shapes=docs.shapes(GROUND),
        names=docs.room.names(),
        at=f"{docs.prefix}{OUTAGES}",
        tickets=f"{docs.prefix}{TICKETS}",
        may_open=person().may(Right.ALERTS),
        stamp=docs.room.source("wifi-outages"),
    )
    lead = say("Who loses what when points fail, and what fell together.", lang)
    body = wifi_outages.outages(view, lang)
    return docs.answer(say("Wi-Fi: outages", lang), body, here="wifi", lead=lead, said=outcome, scripts=SCRIPTS)


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


def register(docs: Documents, services: Services, outcome: Outcome | None = None) -> Response:
    """Promise and truth, the counts of RW, the way to service, one point by hand."""
    require(Right.CITY)
    lang, said, names = docs.lang, outcome or Outcome(), docs.room.names()
    known, filled = request.args.get("titik", "")[:40], None
    if person().may(Right.LOAD):
        values = {"proposed_on": docs.room.clock().date().isoformat()}
        try:
            values = services.wifi_register.point(known) if known else values
        except DecorError as error:
            said.problem, known = said.problem or say(error.message, lang), ""
        filled = sent_form(said, PointForm) or filled_in(None, PointForm, **values)
    view = wifi_register.RegisterView(
        promised=services.wifi_register.promised(),
        rw_counts=services.wifi_register.rw_counts(),
        funnel=services.wifi.funnel(),
        filled=filled,
        known=known,
        live=services.wifi.live_points() if filled is not None else [],
        shapes=docs.shapes(GROUND) if filled is not None else b"",
        areas=[(code, name) for code, name in names.items() if code.startswith(known[:13]) and len(code) == 17]
        if known
        else [],
        at=f"{docs.prefix}{REGISTER}",
        csrf=generate_csrf(),
        stamp=docs.room.source("wifi-points"),
    )
    lead = say("What was promised, what is there, and what became of the rest.", lang)
    body = wifi_register.register(view, lang)
    return docs.answer(say("Wi-Fi: register", lang), body, here="wifi", lead=lead, said=said, scripts=SCRIPTS)


def handed_in(docs: Documents, services: Services) -> Any:
    """Hand one point in; the delivery's page shows its check and asks for the confirmation."""
    return submit(
        docs,
        FormRoute(
            PointForm,
            right=Right.LOAD,
            command=services.wifi_register.hand_in,
            done="",
            show=lambda outcome: register(docs, services, outcome),
            then=lambda number: f"data/muat/{number}",
        ),
    )
