"""The public page of the programme."""

from __future__ import annotations

from data.domain.public_pages import ProgrammeView
from data.text import day, number, say
from layouts.markup import Tree, el
from layouts.public.charts import s_curve
from layouts.public.maps import Paint, area_map, around_box, legend
from layouts.public.programme_pages import quarter_links
from layouts.public.site import Site, search
from layouts.public.tables import Cell, folded, section, table
from layouts.public.words import (
    LIGHTS,
    PROGRESS,
    around,
    stamp,
)

TERMS = {"short": "Short term", "medium": "Medium term", "long": "Long term"}


def programme_page(site: Site, view: ProgrammeView) -> list[Tree]:
    """Progress of the action plan, and what 75 % means."""
    lang = site.lang
    points = view.series.get("all", [])
    last = points[-1] if points else None
    lead: list[Tree] = [say("no progress report yet", lang)]
    if last is not None:
        lead = around(
            say(
                "{figure} % of the 2019 action plan is claimed on {day}, {evidenced} % with evidence, {verified} % "
                "verified by a second office; {planned} % was planned.",
                lang,
            ),
            number(last.actual, lang, 1),
            day=day(last.day, lang, "d MMMM y"),
            evidenced=number(last.evidenced, lang, 1),
            verified=number(last.verified, lang, 1),
            planned=number(last.planned, lang, 1),
        )
    note = stamp(view.datasets.get("action-progress"), lang)
    label = say("Action plan: reached and planned by month", lang)
    rows = [
        [
            Cell(day(p.day, lang), p.day.isoformat()),
            *(
                Cell(number(value, lang, 1), value)
                for value in (p.actual, p.evidenced, p.verified, p.planned, p.first_planned)
            ),
            Cell(number(p.deviation, lang, 1, signed=True), p.deviation),
        ]
        for p in reversed(points)
    ]
    words = ("Report", "Claimed, %", "Evidenced, %", "Verified, %", "Planned, %", "First plan, %", "Difference, points")
    heads: list[Tree] = [say(each, lang) for each in words]
    return [
        el("div", search(site), el("h1", say("Smart-city programme", lang)), el("p", *lead, cls="lead"), cls="top"),
        section(
            say("Reached against planned", lang),
            s_curve(points, label, lang),
            folded(say("The same as a table", lang), table(label, heads, rows, numbers=(1, 2, 3, 4, 5, 6), lang=lang)),
            id_="kurva",
            note=note,
        ),
        section(
            say("What 75 % means", lang),
            el(
                "p",
                say(
                    "At the ministry's review on 24 November 2020 the city reported 75 %. No formula was "
                    "published with it. We add up how far every action has come towards its final target, each "
                    "by its weight in the plan; more than the target counts as reached.",
                    lang,
                ),
            ),
            _weightings(view, lang),
            id_="arti",
        ),
        _dimensions(site, view),
        _findings(site, view),
        _actions(site, view),
        _quarters(site, view),
        _places(site, view),
    ]


def _weightings(view: ProgrammeView, lang: str) -> Tree:
    """What every weight set gives, and which of them gives the published figure."""
    sets = view.weightings
    if not sets:
        return []
    fitting = [row.name(lang) for row in sets if row.at_review is not None and round(row.at_review, 1) == row.published]
    words = say("None of these ways of weighing gives {figure} % for {day}.", lang)
    if fitting:
        words = say("“{set}” gives {figure} % for {day}; with other weights it is another figure:", lang)
    said = words.format(
        set=fitting[0] if fitting else "",
        figure=number(sets[0].published, lang, 1),
        day=day(sets[0].review_on, lang, "d MMMM y"),
    )
    at_review = [
        ("–", "") if row.at_review is None else (number(row.at_review, lang, 1), row.at_review) for row in sets
    ]
    heads = ("Weights", "On that day, %", "Claimed, %", "Evidenced, %", "Verified, %", "Planned, %")
    rows = [
        [
            row.name(lang),
            Cell(*then),
            *(Cell(number(value, lang, 1), value) for value in (row.value, row.evidenced, row.verified, row.planned)),
        ]
        for row, then in zip(sets, at_review, strict=True)
    ]
    title = say("Progress under each way of weighing", lang)
    return [
        el("p", said),
        table(title, [say(each, lang) for each in heads], rows, numbers=(1, 2, 3, 4, 5), lang=lang),
        el(
            "p",
            say(
                "Claimed is what offices report. Evidenced is the last report with measured or audited evidence. "
                "Verified is the last report that a second office accepted.",
                lang,
            ),
            cls="muted",
        ),
    ]


def _dimensions(site: Site, view: ProgrammeView) -> Tree:
    lang = site.lang
    rows = []
    for name, points in view.series.items():
        if name == "all" or not points:
            continue
        p = points[-1]
        bar = el(
            "svg",
            el("rect", x=0, y=2, width=100, height=8, cls="lane"),
            el("rect", x=0, y=2, width=round(p.actual, 1), height=8, cls="bar-exact"),
            view_box="0 0 100 12",
            aria_hidden="true",
            cls="bar",
            preserveAspectRatio="none",
        )
        rows.append(
            [
                Cell(say(PROGRESS[name], lang), say(PROGRESS[name], lang)),
                bar,
                *(Cell(number(value, lang, 1), value) for value in (p.actual, p.evidenced, p.verified, p.planned)),
                Cell(number(p.actions, lang), p.actions),
            ]
        )
    heads: list[Tree] = [
        say("Dimension", lang),
        "",
        *(say(each, lang) for each in ("Claimed, %", "Evidenced, %", "Verified, %", "Planned, %", "Actions")),
    ]
    heads[1] = el("span", say("Bar", lang), cls="unseen")
    return section(
        say("The six dimensions", lang),
        table(say("Progress by dimension", lang), heads, rows, numbers=(2, 3, 4, 5, 6), lang=lang),
        id_="dimensi",
        note=stamp(view.datasets.get("action-progress"), lang),
    )


def _findings(site: Site, view: ProgrammeView) -> Tree:
    lang = site.lang
    rows = [
        [
            Cell(say(PROGRESS[row.dimension], lang), say(PROGRESS[row.dimension], lang)),
            *(Cell(number(value, lang), value) for value in (row.open, row.overdue, row.closed)),
        ]
        for row in view.findings
    ]
    words = say("What reviews found; a finding is closed when a second office has seen that it is done.", lang)
    heads: list[Tree] = [say(each, lang) for each in ("Dimension", "Still open", "Of these overdue", "Closed")]
    body: Tree = table(say("Findings of monev", lang), heads, rows, numbers=(1, 2, 3), lang=lang)
    return section(
        say("Findings of monev", lang),
        el("p", words),
        body if rows else el("p", say("None yet.", lang)),
        id_="temuan",
        note=stamp(view.datasets.get("monev-findings"), lang),
    )


def _quarters(site: Site, view: ProgrammeView) -> Tree:
    lang = site.lang
    words = say("Each quarter has an address of its own; once it is closed its figures change no more.", lang)
    listed = quarter_links(site, view.quarters) if view.quarters else el("p", say("None yet.", lang))
    note = stamp(view.datasets.get("action-progress"), lang)
    return section(say("By quarter", lang), el("p", words), listed, id_="triwulan", note=note)


def _actions(site: Site, view: ProgrammeView) -> Tree:
    lang = site.lang
    rows = [
        [
            Cell(
                [
                    site.a(f"/program/{view.slugs[action.programme]}", action.programme),
                    el("span", f" {action.name}", cls="where"),
                    el("span", say("example name", lang), cls="simulated") if action.example else [],
                ],
                action.programme,
            ),
            Cell(
                [el("i", cls=f"light {action.light}", aria_hidden="true"), " ", say(LIGHTS[action.light], lang)],
                list(LIGHTS).index(action.light),
            ),
            *(
                Cell(number(value, lang, 1), value)
                for value in (action.actual, action.evidenced, action.verified, action.planned)
            ),
            Cell(number(action.weight, lang, 2), action.weight),
            Cell(say(TERMS[action.term], lang), list(TERMS).index(action.term)),
            Cell(action.opd),
        ]
        for action in view.actions
    ]
    heads = [
        say("Programme and action", lang),
        say("State", lang),
        *(say(each, lang) for each in ("Claimed, %", "Evidenced, %", "Verified, %", "Planned, %", "Weight, %")),
        say("Term", lang),
        say("Department", lang),
    ]
    rule = el("p", say("State by rule: {rule}.", lang).format(rule=view.light_rule.get(lang, "–")), cls="muted")
    return section(
        say("Every action", lang),
        rule,
        table(say("Actions of the plan", lang), heads, rows, numbers=(2, 3, 4, 5, 6), lang=lang),
        id_="aksi",
        note=stamp(view.datasets.get("action-progress"), lang),
    )


def _places(site: Site, view: ProgrammeView) -> Tree:
    lang, inside, tally = site.lang, view.places_by_area, view.kinds
    ground = {
        area.code: Paint(
            "ground",
            say("{n} programme places", lang).format(n=number(inside[area.code], lang)),
        )
        for area in view.areas.kelurahan
    }
    names = view.names
    kinds = {"dcomart": "D'Comart", "tour": "Smart City Tour"}
    items = [(f"place {kind}", name, tally[kind]) for kind, name in kinds.items()]
    rows = [
        [p.name, Cell(kinds.get(p.kind, p.kind)), Cell(site.a(f"/rw/{p.area}", names.get(p.area, p.area)))]
        for p in view.places
    ]
    return section(
        say("Places on the map", lang),
        *area_map(
            say("Map of the programme places", lang),
            view.areas.kelurahan,
            ground,
            lambda code: site.to(f"/wilayah/{code}#program"),
            box=around_box([view.areas.city], 0.01),
            lang=lang,
            outlines=[*view.areas.kecamatan, view.areas.city],
            labels=view.areas.kecamatan,
            places=view.places,
            id_="peta-program",
        ),
        legend(say("Places; where D'Comart stands is simulated, the others are real", lang), items, lang),
        folded(
            say("The same as a table", lang),
            table(say("Programme places", lang), [say("Place", lang), say("Programme", lang), "RW"], rows, lang=lang),
        ),
        id_="tempat",
        note=stamp(view.datasets.get("programme-places"), lang),
    )
