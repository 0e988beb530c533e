"""Plans and outages of Wi-Fi points as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from dash import html

from data.domain.errors import Num, msg
from data.domain.wifi import MOST_SITES, RADII, SiteQuestion, WhatIf, plan_figures
from data.text import number, say
from layouts.documents.parts import columns, panel, table
from layouts.documents.wifi_tables import (
    PlansView,
    access_panel,
    computing,
    critical_panel,
    events_panel,
    funnel_panel,
)
from layouts.drawn import Element
from layouts.kit.maps import Dot, dotted_map

MOST_ROWS = 15


def plans(view: PlansView, lang: str) -> list[Any]:
    """The page's panels in two columns."""
    left = [_next_panel(view, lang), _what_if_panel(view, lang), funnel_panel(view, lang)]
    right = [events_panel(view, lang), critical_panel(view, lang), access_panel(view, lang)]
    return [columns(left, right)]


def _field(words: str, control: Any) -> html.Label:
    return html.Label([html.Span(words), control], className="field")


def _number(name: str, value: int, most: int, step: int = 1) -> Element:
    given = {"type": "number", "name": name, "value": str(value), "min": "0", "max": str(most), "step": str(step)}
    return Element("input", given)


def _choice(name: str, chosen: str, options: Sequence[tuple[str, str]]) -> Element:
    made = [
        Element("option", {"value": value, **({"selected": "selected"} if value == chosen else {})}, words)
        for value, words in options
    ]
    return Element("select", {"name": name}, made)


def _tick(name: str, words: str, *, on: bool) -> html.Label:
    box = {"type": "checkbox", "name": name, "value": "true", **({"checked": "checked"} if on else {})}
    return html.Label([Element("input", box), html.Span(words)], className="tick")


def _radius(question: SiteQuestion, lang: str) -> html.Label:
    options = [(str(metres), f"{metres} m") for metres in RADII]
    return _field(say("Radius", lang), _choice("radius", str(question.radius), options))


def _get(at: str, fields: Sequence[Any], words: str) -> html.Form:
    send = html.Button(words, type="submit", className="button")
    return html.Form([*fields, send], action=at, method="get", className="form plan-form")


def _next_panel(view: PlansView, lang: str) -> html.Section:
    """The form of a plan, and the plan."""
    asked = view.question
    whose = [("people", say("residents", lang)), ("pupils", say("people of school age", lang))]
    form = _get(
        view.at,
        [
            _field(say("How many sites", lang), _number("k", asked.k, MOST_SITES)),
            _field(say("For", lang), _choice("for", asked.weigh, whose)),
            _radius(asked, lang),
            _field(say("Apart at least, m", lang), _number("spacing", asked.spacing, 1_000, 10)),
            _field(say("Fibre within, m", lang), _number("fibre", asked.fibre, 50_000, 10)),
            _field(say("Budget, Rp", lang), _number("budget", asked.budget, 10**12, 1_000_000)),
            _tick("two_first", say("RW with fewer than two first", lang), on=asked.two_first),
            _tick("refusals", say("without refused places", lang), on=asked.refusals),
        ],
        say("Choose sites", lang),
    )
    body: list[Any] = [form, html.P(say("0 sets no limit.", lang), className="note")]
    if view.asked:
        body += [computing(lang)] if view.plan is None else _plan(view, view.plan, lang)
    return panel(say("Where the next points belong", lang), body, kind="wide")


def _plan(view: PlansView, plan: Mapping[str, Any], lang: str) -> list[Any]:
    if not plan["sites"]:
        return [html.P(say("No site is left that keeps to the limits and reaches anybody.", lang), className="muted")]
    figures = plan_figures(plan)
    finding = msg(
        "{n} sites bring {more} people within {m} m of a point in service: {before} % become {after} %",
        n=Num(len(plan["sites"])),
        more=Num(figures.added),
        m=Num(view.question.radius),
        before=Num(figures.before, 1),
        after=Num(figures.after, 1),
    )
    rival = msg("The best site each time reaches {greedy}.", greedy=Num(figures.greedy_added))
    if figures.gap is None:
        proof = msg("How much more is possible is not proven.")
    else:
        words = "At most {gap} % more is possible with as many of {all} sites."
        proof = msg(words, gap=Num(figures.gap, 2), all=Num(plan["candidates"]))
    dots = [Dot(lon, lat, "dot-live", radius=1.6) for lon, lat in view.live]
    dots += [
        Dot(site["lon"], site["lat"], "dot-site", f"{site['rank']}: {view.names.get(site['area'], '')}", radius=6.0)
        for site in plan["sites"]
    ]
    heads = [say(word, lang) for word in ("Rank", "RW", "Site", "People added", "All together", "Cost, Rp")]
    rows = []
    for site, total in zip(plan["sites"], figures.running, strict=True):
        cost = "–" if site["cost_rupiah"] is None else number(site["cost_rupiah"], lang)
        name = view.names.get(site["area"], site["area"])
        rows.append([str(site["rank"]), name, site["candidate"], number(site["gain"], lang), number(total, lang), cost])
    asked = asdict(view.question)
    asked["for"] = asked.pop("weigh")
    links = [
        html.A(kind.upper(), href=f"{view.api}?{urlencode({**_plain(asked), 'format': kind})}", className="plain")
        for kind in (("csv", "geojson") if view.may_export else ())
    ]
    return [
        html.P(html.B(say(finding, lang))),
        html.P(f"{say(proof, lang)} {say(rival, lang)}", className="note"),
        dotted_map(view.shapes, dots, label=say(finding, lang)),
        table(heads, rows, numeric=frozenset({0, 3, 4, 5})),
        html.P([piece for link in links for piece in (link, " ")]),
    ]


def _plain(asked: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in asked.items()}


def _what_if_panel(view: PlansView, lang: str) -> html.Section:
    """Points or areas that fail, and who loses the last point."""
    text = {"type": "text", "name": "down", "value": view.down, "maxlength": "4000", "required": "required"}
    text["placeholder"] = "32.76.05, 32.76.02.1010.012-W1"
    form = _get(
        view.at,
        [_field(say("Points or areas, by comma", lang), Element("input", text)), _radius(view.question, lang)],
        say("What if they fail?", lang),
    )
    return panel(
        say("What if", lang),
        [form, *(_loss(view, lang) if view.down and not view.problem else [])],
        kind="wide",
        id="what-if",
    )


def _loss(view: PlansView, lang: str) -> list[Any]:
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


def _cover(view: PlansView, lost: WhatIf, lang: str) -> list[Any]:
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
