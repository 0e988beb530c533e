"""Tables of the page of plans: what fell together, what is missed most, how far the programme is, who has seats."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import html

from data.domain.errors import Num, msg
from data.domain.wifi import Critical, Funnel, SiteQuestion, Stage, WhatIf, event_figures, percent_without
from data.text import number, say
from layouts.documents.parts import moment, panel, table

STAGE_WORDS = {
    "proposed_on": "proposed",
    "surveyed_on": "surveyed",
    "validated_on": "validated",
    "installed_on": "installed",
    "live_on": "gone live",
}
CAUSES = {"power": "power", "fibre": "fibre", "device": "device"}


@dataclass(frozen=True)
class PlansView:
    """What the page shows; None is what is being computed.

    Attributes
    ----------
    asked : bool
        Whether a plan was asked for.
    shapes : bytes
        GeoJSON of the ground under the plan.
    names : mapping
        Area code → name.
    """

    question: SiteQuestion
    asked: bool
    plan: Mapping[str, Any] | None
    problem: bool
    down: str
    lost: WhatIf | None
    cover_asked: bool
    cover: Mapping[str, Any] | None
    critical: Sequence[Critical] | None
    events: Sequence[Mapping[str, Any]] | None
    event_count: int
    funnel: Sequence[Funnel]
    access: Sequence[Mapping[str, Any]] | None
    live: Sequence[tuple[float, float]]
    shapes: bytes
    names: Mapping[str, str]
    at: str
    api: str
    may_export: bool


def computing(lang: str) -> Any:
    """What stands where something is being computed."""
    return html.P(say("This is being computed; the page shows it as soon as it is there.", lang), className="muted")


def critical_panel(view: PlansView, lang: str) -> html.Section:
    """The live points that most people have alone."""
    if view.critical is None:
        return panel(say("Ten most critical points", lang), [computing(lang)])
    heads = [say(word, lang) for word in ("Point", "RW", "People who have no other")]
    rows = [
        [
            html.A(each.point, href=f"{view.at}?{urlencode({'down': each.point})}#what-if"),
            view.names.get(each.area, each.area),
            number(each.people, lang),
        ]
        for each in view.critical
    ]
    body = table(heads, rows, numeric=frozenset({2}), empty=say("No live point is the only one of anybody.", lang))
    return panel(say("Ten most critical points", lang), body)


def events_panel(view: PlansView, lang: str) -> html.Section:
    """Outages that belong together, newest first."""
    title = say("What fell together", lang)
    if view.events is None:
        return panel(title, [computing(lang)])
    heads = [say(word, lang) for word in ("Began", "Lasted", "Points", "Likely cause", "People", "Seat-hours")]
    rows = [
        [
            html.A(
                moment(each["started_at"], lang),
                href=f"{view.at}?{urlencode({'down': ','.join(each['points'])})}#what-if",
            ),
            _lasted(each, lang),
            number(len(each["points"]), lang),
            f"{say(CAUSES.get(each['cause'], each['cause']), lang)} {number(event_figures(each)[1], lang)} %",
            number(each["people"], lang),
            number(each["seat_hours"], lang),
        ]
        for each in view.events
    ]
    note = msg(
        "{n} events in all. People: those whose every point in service within 100 m fell. The share is of the outages "
        "reported with this cause.",
        n=Num(view.event_count),
    )
    return panel(title, [table(heads, rows, numeric=frozenset({2, 4, 5})), html.P(say(note, lang), className="note")])


def _lasted(event: Mapping[str, Any], lang: str) -> str:
    hours = number(event_figures(event)[0], lang, 1)
    words = msg("{n} h, lasts", n=hours) if event["ended_at"] is None else msg("{n} h", n=hours)
    return say(words, lang)


def funnel_panel(view: PlansView, lang: str) -> html.Section:
    """How far the points have come, and how long each stage took."""
    names = list(STAGE_WORDS)
    heads = [say("Area", lang), say("registered", lang), *(say(STAGE_WORDS[name], lang) for name in names)]
    heads.append(say("refused", lang))
    rows = [
        [
            row.name,
            number(row.registered, lang),
            *(_stage(stage, lang) for stage in row.stages),
            number(row.refused, lang),
        ]
        for row in view.funnel
    ]
    note = (
        "Points that reached each stage, and the median days since the stage before; those that still wait count as "
        "open. A stage whose day the register does not say is not counted."
    )
    numeric = frozenset(range(1, len(heads)))
    body = [table(heads, rows, numeric=numeric), html.P(say(note, lang), className="note")]
    return panel(say("From proposal to service", lang), body, kind="wide")


def _stage(stage: Stage, lang: str) -> str:
    if math.isnan(stage.median_days):
        return number(stage.reached, lang)
    return f"{number(stage.reached, lang)} · {say(msg('{n} d', n=Num(stage.median_days)), lang)}"


def access_panel(view: PlansView, lang: str) -> html.Section:
    """How the seats for pupils change with what is assumed."""
    title = say("Seats for pupils, by what is assumed", lang)
    if view.access is None:
        return panel(title, [computing(lang)])
    heads = [say(word, lang) for word in ("Radius", "Decay", "Without a seat", "Concentration", "Crowding")]
    rows = [
        [
            f"{each['radius']} m",
            f"{each['bandwidth']:.0f} m",
            f"{number(percent_without(each), lang, 1)} %",
            number(each["concentration"], lang, 2),
            "–" if each["crowding"] is None else number(each["crowding"], lang, 2),
        ]
        for each in view.access
    ]
    note = (
        "Share of people of school age with no seat of a live point within the radius; concentration of seats over RW, "
        "0 equal to 1 all in one; crowding by the rational agent model, low is good. People of school age are "
        "simulated."
    )
    body = [
        table(heads, rows, numeric=frozenset({2, 3, 4}), empty=say("Nobody has said how many pupils there are.", lang)),
        html.P(say(note, lang), className="note"),
    ]
    return panel(title, body)
