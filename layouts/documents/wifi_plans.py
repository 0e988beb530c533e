"""Plans of Wi-Fi points as a page: where the next ones belong, plans that are kept and compared, seats for pupils."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from dash import html

from data.domain.errors import Num, msg
from data.domain.forms import Filled
from data.domain.views import Stamp
from data.domain.wifi import MOST_SITES, SavedPlan, SiteQuestion, curve_percent, percent_without, plan_figures
from data.domain.wifi_forms import PlanName
from data.text import day, number, say
from layouts.documents.parts import columns, moment, panel, small_form, source, table
from layouts.documents.wifi_fields import (
    choice,
    computing,
    field,
    question_form,
    radius,
    tick,
    whole_number,
)
from layouts.kit.curves import Axes, CurveLine, curve_chart
from layouts.kit.forms import form_of
from layouts.kit.legends import Key, legend
from layouts.kit.maps import Dot, dotted_map

WEIGHED = {"people": msg("residents"), "pupils": msg("people of school age")}


@dataclass(frozen=True)
class PlansView:
    """What the page shows; None is what is being computed.

    Attributes
    ----------
    asked : bool
        Whether a plan was asked for.
    compared : tuple of SavedPlan
        Two plans beside each other, or none.
    shapes : bytes
        GeoJSON of the ground under a plan.
    names : mapping
        Area code → name.
    filled : Filled or None
        The form that keeps the plan; None for who may not.
    """

    question: SiteQuestion
    asked: bool
    plan: Mapping[str, Any] | None
    saved: Sequence[SavedPlan]
    compared: tuple[SavedPlan, SavedPlan] | None
    access: Sequence[Mapping[str, Any]] | None
    live: Sequence[tuple[str, float, float]]
    shapes: bytes
    names: Mapping[str, str]
    at: str
    api: str
    may_export: bool
    may_load: bool
    filled: Filled[PlanName] | None
    csrf: str
    stamp: Stamp


def plans(view: PlansView, lang: str) -> list[Any]:
    """The page's panels in two columns."""
    left = [_next_panel(view, lang), *([_compared(view, *view.compared, lang)] if view.compared else [])]
    right = [_saved_panel(view, lang), _access_panel(view, lang)]
    return [columns(left, right)]


def _next_panel(view: PlansView, lang: str) -> html.Section:
    """The form of a plan, and the plan."""
    asked = view.question
    whose = [(name, say(words, lang)) for name, words in WEIGHED.items()]
    form = question_form(
        view.at,
        [
            field(say("How many sites", lang), whole_number("k", asked.k, MOST_SITES)),
            field(say("For", lang), choice("for", asked.weigh, whose)),
            radius(asked, lang),
            field(say("Apart at least, m", lang), whole_number("spacing", asked.spacing, 1_000, 10)),
            field(say("Fibre within, m", lang), whole_number("fibre", asked.fibre, 50_000, 10)),
            field(say("Budget, Rp", lang), whole_number("budget", asked.budget, 10**12, 1_000_000)),
            tick("two_first", say("RW with fewer than two first", lang), on=asked.two_first),
            tick("refusals", say("without refused places", lang), on=asked.refusals),
        ],
        say("Choose sites", lang),
    )
    body: list[Any] = [form, html.P(say("0 sets no limit.", lang), className="note")]
    if view.asked:
        body += [computing(lang)] if view.plan is None else _plan(view, view.plan, lang)
    return panel(say("Where the next points belong", lang), [*body, source(view.stamp, lang)], kind="wide")


def _plan(view: PlansView, plan: Mapping[str, Any], lang: str) -> list[Any]:
    if not plan["sites"]:
        return [html.P(say("No site is left that keeps to the limits and reaches anybody.", lang), className="muted")]
    figures = plan_figures(plan)
    finding = msg(
        "{n} sites bring {more} {whom} within {m} m of a point in service: {before} % become {after} %",
        n=Num(len(plan["sites"])),
        more=Num(figures.added),
        whom=WEIGHED[view.question.weigh],
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
    dots = [Dot(lon, lat, "dot-live", radius=1.6) for _, lon, lat in view.live]
    dots += [
        Dot(site["lon"], site["lat"], "dot-site", f"{site['rank']}: {view.names.get(site['area'], '')}", radius=6.0)
        for site in plan["sites"]
    ]
    heads = [say(word, lang) for word in ("Rank", "RW", "Site", "Newly reached", "All together", "Cost, Rp")]
    rows = []
    for site, total in zip(plan["sites"], figures.running, strict=True):
        cost = "–" if site["cost_rupiah"] is None else number(site["cost_rupiah"], lang)
        name = view.names.get(site["area"], site["area"])
        rows.append([str(site["rank"]), name, site["candidate"], number(site["gain"], lang), number(total, lang), cost])
    links = [
        html.A(kind.upper(), href=f"{view.api}?{_query(view.question, format=kind)}", className="plain")
        for kind in (("csv", "geojson") if view.may_export else ())
    ]
    return [
        html.P(html.B(say(finding, lang))),
        html.P(f"{say(proof, lang)} {say(rival, lang)}", className="note"),
        dotted_map(view.shapes, dots, label=say(finding, lang)),
        *_gain(figures.running, lang),
        table(heads, rows, numeric=frozenset({0, 3, 4, 5})),
        html.P([piece for link in links for piece in (link, " ")]),
        *_keep_form(view, lang),
    ]


def _gain(running: Sequence[float], lang: str) -> list[Any]:
    """Who is reached by the first so many sites."""
    most = running[-1]
    axes = Axes(
        say("sites, the best first", lang),
        say("newly reached", lang),
        [(0, "0"), (len(running), number(len(running), lang))],
        [(0, "0"), (most / 2, number(most / 2, lang)), (most, number(most, lang))],
    )
    course = [(0.0, 0.0), *((float(rank), total) for rank, total in enumerate(running, 1))]
    label = say("Newly reached by the first so many sites", lang)
    return curve_chart([CurveLine(label, "first", course)], axes, label=label, lang=lang)


def _keep_form(view: PlansView, lang: str) -> list[Any]:
    if view.filled is None:
        return []
    action = f"{view.at}?{_query(view.question)}"
    return [form_of(view.filled, msg("Keep this plan"), action=action, csrf=view.csrf, lang=lang, focus="")]


def _query(question: SiteQuestion, **more: str) -> str:
    asked = {name: value for name, value in asdict(question).items() if name != "down"}
    asked["for"] = asked.pop("weigh")
    plain = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in asked.items()}
    return urlencode({**plain, **more})


def _saved_panel(view: PlansView, lang: str) -> html.Section:
    """Plans that are kept, two of which can be compared, and one made into proposals."""
    title = say("Kept plans", lang)
    if not view.saved:
        return panel(title, html.P(say("None yet.", lang), className="muted"))
    heads = [say(word, lang) for word in ("Plan", "Sites", "Newly reached", "Day of data", "By", "")]
    rows = [
        [
            html.A(plan.name, href=f"{view.at}?{_query(plan.question)}"),
            number(len(plan.plan["sites"]), lang),
            number(plan_figures(plan.plan).added, lang),
            day(plan.day, lang),
            f"{plan.by}, {moment(plan.at, lang)}",
            small_form(f"{view.at}/{plan.id}/usulan", say("Propose the points", lang), view.csrf)
            if view.may_load and plan.plan["sites"]
            else "",
        ]
        for plan in view.saved
    ]
    body: list[Any] = [table(heads, rows, numeric=frozenset({1, 2}))]
    if len(view.saved) > 1:
        options = [(str(plan.id), f"{plan.name} ({plan.id})") for plan in view.saved]
        chosen = [str(plan.id) for plan in view.compared or view.saved[:2]]
        fields = [field(name, choice(name.lower(), at, options)) for name, at in zip("AB", chosen, strict=True)]
        body.append(question_form(view.at, fields, say("Compare", lang)))
    return panel(title, body)


def _compared(view: PlansView, first: SavedPlan, second: SavedPlan, lang: str) -> html.Section:
    """Two plans: their figures, and where they agree."""
    both, sides = first.sites() & second.sites(), (first, second)
    finding = msg(
        "{n} sites are in both plans, {a} only in A, {b} only in B",
        n=Num(len(both)),
        a=Num(len(first.sites() - both)),
        b=Num(len(second.sites() - both)),
    )
    figures = [plan_figures(plan.plan) for plan in sides]
    lines = [
        ("Sites", [number(len(plan.plan["sites"]), lang) for plan in sides]),
        ("For", [say(WEIGHED[plan.question.weigh], lang) for plan in sides]),
        ("Radius", [f"{plan.question.radius} m" for plan in sides]),
        ("Newly reached", [number(each.added, lang) for each in figures]),
        ("Before, %", [number(each.before, lang, 1) for each in figures]),
        ("After, %", [number(each.after, lang, 1) for each in figures]),
        ("Cost, Rp", ["–" if plan.cost is None else number(plan.cost, lang) for plan in sides]),
        ("Day of data", [day(plan.day, lang) for plan in sides]),
    ]
    looks = {"dot-site": both, "dot-first": first.sites() - both, "dot-second": second.sites() - both}
    sites = {site["candidate"]: site for plan in sides for site in plan.plan["sites"]}
    dots = [
        Dot(sites[code]["lon"], sites[code]["lat"], look, view.names.get(sites[code]["area"], code), radius=6.0)
        for look, codes in looks.items()
        for code in sorted(codes)
    ]
    words = (say("in both", lang), f"A: {first.name}", f"B: {second.name}")
    keys = [Key(f"key {look}", name) for look, name in zip(looks, words, strict=True)]
    rows = [[say(name, lang), *values] for name, values in lines]
    body = [
        html.P(html.B(say(finding, lang))),
        legend(keys, "dot-keys", lang),
        dotted_map(view.shapes, dots, label=say(finding, lang)),
        table(["", f"A: {first.name}", f"B: {second.name}"], rows, numeric=frozenset({1, 2})),
    ]
    return panel(say("Two plans beside each other", lang), body, kind="wide", id="banding")


def _access_panel(view: PlansView, lang: str) -> html.Section:
    """How the seats for pupils change with what is assumed, and how unevenly they are spread."""
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
        *[drawn for each in view.access if each.get("curve") for drawn in _concentration(each, lang)],
        html.P(say(note, lang), className="note"),
        source(view.stamp, lang),
    ]
    return panel(title, body)


def _concentration(row: Mapping[str, Any], lang: str) -> list[Any]:
    course, half = curve_percent(row["curve"])
    finding = msg(
        "The half of the pupils with the fewest seats has {n} % of them ({radius} m, decay {decay} m)",
        n=Num(half, 1),
        radius=Num(row["radius"]),
        decay=Num(row["bandwidth"]),
    )
    quarters = [(share, number(share, lang)) for share in (0, 25, 50, 75, 100)]
    axes = Axes(say("% of pupils, RW with the fewest seats first", lang), say("% of seats", lang), quarters, quarters)
    lines = [
        CurveLine(say("seats", lang), "first", course),
        CurveLine(say("the same for all", lang), "threshold", [(0, 0), (100, 100)]),
    ]
    return [html.P(html.B(say(finding, lang))), *curve_chart(lines, axes, label=say(finding, lang), lang=lang)]
