"""Outages of Wi-Fi points as a page: who loses what when points fail, what fell together, what is missed most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import html

from data.domain.errors import Num, msg
from data.domain.tickets import CAUSES
from data.domain.views import Stamp
from data.domain.wifi import Critical, SiteQuestion, WhatIf, event_figures, plan_figures
from data.text import number, say
from layouts.documents.parts import columns, moment, panel, source, table
from layouts.documents.wifi_fields import computing, field, question_form, radius
from layouts.drawn import Element
from layouts.kit.maps import Dot, Pick, dotted_map

MOST_ROWS = 15
FORM = "what-if-form"


@dataclass(frozen=True)
class OutagesView:
    """What the page shows; None is what is being computed.

    Attributes
    ----------
    down : str
        Points or areas that fail, as they were asked for.
    cover : mapping or None
        The sites that would cover who loses the last point.
    """

    question: SiteQuestion
    problem: bool
    down: str
    lost: WhatIf | None
    cover_asked: bool
    cover: Mapping[str, Any] | None
    critical: Sequence[Critical] | None
    events: Sequence[Mapping[str, Any]] | None
    event_count: int
    live: Sequence[tuple[str, float, float]]
    shapes: bytes
    names: Mapping[str, str]
    at: str
    tickets: str
    may_open: bool
    stamp: Stamp


def outages(view: OutagesView, lang: str) -> list[Any]:
    """The page's panels in two columns."""
    right = [_events_panel(view, lang), _critical_panel(view, lang)]
    return [columns([_what_if_panel(view, lang)], right)]


def _what_if_panel(view: OutagesView, lang: str) -> html.Section:
    """Points or areas that fail, and who loses the last point."""
    text = {"type": "text", "name": "down", "value": view.down, "maxlength": "12000", "required": "required"}
    text["placeholder"] = "32.76.05, 32.76.02.1010.012-W1"
    form = question_form(
        view.at,
        [field(say("Points or areas, by comma", lang), Element("input", text)), radius(view.question, lang)],
        say("What if they fail?", lang),
        id=FORM,
    )
    help_words = "Touch a live point, or draw around several; they go into the field. Touch it again to take it out."
    label = say(msg("Live points, {n}", n=Num(len(view.live))), lang)
    dots = [Dot(lon, lat, "dot-live", radius=2.6, code=code) for code, lon, lat in view.live]
    return panel(
        say("What if", lang),
        [
            form,
            html.P(say(help_words, lang), className="note"),
            dotted_map(view.shapes, dots, label=label, pick=Pick("points", FORM)),
            *(_loss(view, lang) if view.down and not view.problem else []),
            source(view.stamp, lang),
        ],
        kind="wide",
        id="what-if",
    )


def _loss(view: OutagesView, lang: str) -> list[Any]:
    lost = view.lost
    if lost is None:
        return [computing(lang)]
    finding = msg(
        "{n} people lose their last live point within {m} m; {rw} RW fall under two",
        n=Num(lost.people),
        m=Num(lost.radius),
        rw=Num(len(lost.under_two)),
    )
    count = msg(
        "{working} of {asked} points are live now; the others change nothing.", working=lost.working, asked=lost.asked
    )
    heads = [say(word, lang) for word in ("RW", "People", "Pupils", "Live now", "Then")]
    rows = [
        [
            each.name,
            number(each.people, lang),
            "–" if each.pupils is None else number(each.pupils, lang),
            str(each.live_before),
            str(each.live_after),
        ]
        for each in lost.areas[:MOST_ROWS]
    ]
    rest = lost.areas[MOST_ROWS:]
    note = [html.P(say(msg("{n} more RW", n=Num(len(rest))), lang), className="note")] if rest else []
    return [
        html.P(html.B(say(finding, lang))),
        html.P(say(count, lang), className="note"),
        table(heads, rows, numeric=frozenset({1, 2, 3, 4}), empty=say("Nobody loses a point.", lang)),
        *note,
        *_cover(view, lost, lang),
    ]


def _cover(view: OutagesView, lost: WhatIf, lang: str) -> list[Any]:
    """The fewest sites that would cover who loses the last point, asked for by a link."""
    if not lost.working:
        return []
    if not view.cover_asked:
        query = urlencode({"down": view.down, "radius": view.question.radius, "cover": 1})
        return [html.P(html.A(say("Which sites would cover them?", lang), href=f"{view.at}?{query}#what-if"))]
    if view.cover is None:
        return [computing(lang)]
    sites = view.cover["sites"]
    figures = plan_figures(view.cover)
    finding = msg(
        "{n} sites are the fewest that cover {people} of them (backup covering set, LSCP-B)",
        n=Num(len(sites)),
        people=Num(figures.added),
    )
    heads = [say(word, lang) for word in ("Rank", "RW", "Site", "People added")]
    rows = [
        [str(site["rank"]), view.names.get(site["area"], site["area"]), site["candidate"], number(site["gain"], lang)]
        for site in sites[:MOST_ROWS]
    ]
    return [html.P(html.B(say(finding, lang))), table(heads, rows, numeric=frozenset({0, 3}))]


def _critical_panel(view: OutagesView, lang: str) -> html.Section:
    """The live points that most people have alone."""
    title = say("Ten most critical points", lang)
    if view.critical is None:
        return panel(title, [computing(lang)])
    heads = [say(word, lang) for word in ("Point", "RW", "People who have no other")]
    rows = [
        [
            html.A(each.point, href=_asked(view, each.point)),
            view.names.get(each.area, each.area),
            number(each.people, lang),
        ]
        for each in view.critical
    ]
    empty = say("No live point is the only one of anybody.", lang)
    return panel(title, [table(heads, rows, numeric=frozenset({2}), empty=empty), source(view.stamp, lang)])


def _asked(view: OutagesView, points: str) -> str:
    return f"{view.at}?{urlencode({'down': points})}#what-if"


def _events_panel(view: OutagesView, lang: str) -> html.Section:
    """Outages that belong together, newest first."""
    title = say("What fell together", lang)
    if view.events is None:
        return panel(title, [computing(lang)])
    words = ("Began", "Lasted", "Points", "Likely cause", "People", "Seat-hours", *([""] if view.may_open else []))
    heads = [say(word, lang) if word else "" for word in words]
    rows = [
        [
            html.A(moment(each["started_at"], lang), href=_asked(view, ",".join(each["points"]))),
            _lasted(each, lang),
            number(len(each["points"]), lang),
            f"{say(CAUSES.get(each['cause'], each['cause']), lang)} {number(event_figures(each)[1], lang)} %",
            number(each["people"], lang),
            number(each["seat_hours"], lang),
            *([_ticket(view, each, lang)] if view.may_open else []),
        ]
        for each in view.events
    ]
    note = msg(
        "{n} events in all. People: those whose every point in service within 100 m fell. The share is of the outages "
        "reported with this cause.",
        n=Num(view.event_count),
    )
    body = [table(heads, rows, numeric=frozenset({2, 4, 5})), html.P(say(note, lang), className="note")]
    return panel(title, [*body, source(view.stamp, lang)])


def _ticket(view: OutagesView, event: Mapping[str, Any], lang: str) -> Any:
    """The form of a ticket about an event that lasts."""
    if event["ended_at"] is not None:
        return ""
    query = urlencode({"points": ", ".join(event["points"]), "cause": event["cause"]})
    return html.A(say("Open a ticket", lang), href=f"{view.tickets}?{query}#baru")


def _lasted(event: Mapping[str, Any], lang: str) -> str:
    hours = number(event_figures(event)[0], lang, 1)
    words = msg("{n} h, lasts", n=hours) if event["ended_at"] is None else msg("{n} h", n=hours)
    return say(words, lang)
