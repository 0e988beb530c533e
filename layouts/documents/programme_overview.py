"""All programmes and lists of their actions as pages: each chart leads to the actions behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import html

from data.domain.areas import CITY
from data.domain.errors import Message, Num, msg
from data.domain.programme import DIMENSION_NAMES, LIGHTS, OBSTACLES, SYSTEM_STATES, TERM_NAMES
from data.domain.programme_systems import (
    PARAMETERS,
    ActionCourse,
    ActionFilter,
    ActionListing,
    ObstacleShare,
    OfficeStanding,
    ProgrammeSummary,
    Schedule,
)
from data.domain.programme_views import ActionRow
from data.domain.views import Stamp
from data.text import day, number, say
from layouts.components.programme import light
from layouts.documents.parts import columns, example_mark, folded, panel, source, table
from layouts.kit.gantt import GanttRow, gantt
from layouts.kit.legends import Key, legend
from layouts.kit.maps import svg_map
from layouts.kit.multiples import SmallChart, small_multiples
from layouts.lengths import length

AT = "program"
LIST = f"{AT}/daftar"
MAP_CLASSES = 5
AS_TABLE = "The same as a table"


@dataclass(frozen=True)
class Overview:
    """Every programme, office and obstacle, every action in time, and where the actions are carried out."""

    programmes: Sequence[ProgrammeSummary]
    offices: Sequence[OfficeStanding]
    obstacles: Sequence[ObstacleShare]
    schedule: Schedule
    courses: Sequence[ActionCourse]
    listing: ActionListing


@dataclass(frozen=True)
class Ground:
    """What the maps stand on.

    Attributes
    ----------
    shapes : bytes
        GeoJSON of the kelurahan.
    names : mapping
        Area code → full name.
    selected : tuple of str
        Codes of the one selection.
    """

    shapes: bytes
    names: Mapping[str, str]
    selected: tuple[str, ...]


def listed(prefix: str, asked: ActionFilter, **more: str) -> str:
    """Address of the actions that a filter leaves."""
    query = urlencode({**asked.to_query(), **more})
    return f"{prefix}{LIST}" + (f"?{query}" if query else "")


def programmes(
    view: Overview,
    ground: Ground,
    *,
    prefix: str,
    exports: Sequence[tuple[str, Message, Message]],
    stamp: Stamp,
    lang: str,
) -> list[Any]:
    """Every programme by name, offices by what they are behind, what stands in their way, and where it happens."""
    note = say("Plan, targets and reports as one workbook; each of its sheets can be handed in again.", lang)
    file = html.A(say("Plan as XLSX", lang), href=f"{prefix}{AT}/rencana.xlsx", className="button")
    link = html.P([file, " ", note], className="note")
    files = [link, _exports(exports, prefix, lang)] if exports else []
    foot = source(stamp, lang)
    title = say(msg("{n} programmes", n=Num(len(view.programmes))), lang)
    league = say("Offices, by the points they are behind", lang)
    left = [
        panel(title, [_summaries(view.programmes, prefix, lang), *files, foot], kind="wide"),
        panel(league, [_league(view.offices, prefix, lang), foot], kind="wide"),
    ]
    if view.schedule.spans:
        left.append(panel(say("Actions in time", lang), [*_gantt(view, prefix, lang), foot], kind="wide"))
    right = [
        panel(_obstacles_title(view.obstacles, lang), [_obstacles(view.obstacles, prefix, lang), foot]),
        panel(say("Where actions are carried out", lang), [*action_map(view.listing, ground, prefix, lang), foot]),
    ]
    if view.courses:
        right.append(panel(_courses_title(view.courses, lang), [*_courses(view.courses, prefix, lang), foot]))
    return [columns(left, right)]


def listing(view: ActionListing, ground: Ground, *, prefix: str, stamp: Stamp, lang: str) -> list[Any]:
    """Actions that a filter and the selected areas leave, with the form that asks for others."""
    foot = source(stamp, lang)
    rows = action_table(view.rows, prefix, lang)
    left = [panel(_listing_title(view, ground, lang), [rows, foot], kind="wide")]
    right = [
        panel(say("Which actions", lang), _filter_form(view, prefix, lang)),
        panel(say("Where actions are carried out", lang), [*action_map(view, ground, prefix, lang), foot]),
    ]
    return [columns(left, right)]


def _listing_title(view: ActionListing, ground: Ground, lang: str) -> str:
    parts = [say(words, lang) for words in view.asked.words()]
    parts += [ground.names.get(code, code) for code in ground.selected if code != CITY]
    words = msg("{n} of {all} actions", n=Num(len(view.rows)), all=Num(view.total))
    return ": ".join([say(words, lang), *([", ".join(parts)] if parts else [])])


def _filter_form(view: ActionListing, prefix: str, lang: str) -> list[Any]:
    asked, anyone = view.asked, say("any", lang)
    choices: list[tuple[str, str, Sequence[tuple[str, str]]]] = [
        ("dimension", "Dimension", [(name, say(words, lang)) for name, words in DIMENSION_NAMES.items()]),
        ("term", "Term", [(name, say(words, lang)) for name, words in TERM_NAMES.items()]),
        ("opd", "Office", [(name, name) for name in view.offices]),
        ("light", "State", [(name, say(words, lang)) for name, words in LIGHTS.items()]),
        ("obstacle", "Obstacle", [(name, say(words, lang)) for name, words in OBSTACLES.items()]),
    ]
    fields = []
    for name, words, options in choices:
        key = f"filter-{PARAMETERS[name]}"
        made = [
            html.Option(shown, value=value, **({"selected": True} if value == getattr(asked, name) else {}))
            for value, shown in [("", anyone), *options]
        ]
        box = html.Select(made, id=key, name=PARAMETERS[name])
        fields.append(html.Div([html.Label(say(words, lang), htmlFor=key), box], className="form-field"))
    send = html.Button(say("Show", lang), type="submit", className="button")
    clear = html.A(say("All actions", lang), href=f"{prefix}{LIST}?area={CITY}", className="button quiet")
    form = html.Form([*fields, html.Div([send, " ", clear])], action=f"{prefix}{LIST}", method="get", className="form")
    return [form, html.P(say("Areas are those of the one selection; the map chooses one.", lang), className="note")]


def action_map(view: ActionListing, ground: Ground, prefix: str, lang: str) -> list[Any]:
    """Kelurahan by how many of the actions are carried out there; a click selects one and lists its actions."""
    most = max(view.areas.values(), default=0)
    local = len(view.rows) - view.everywhere
    words = msg("{n} actions in named kelurahan, {all} in the whole city", n=Num(local), all=Num(view.everywhere))
    head = html.P(say(words, lang))
    if not most:
        return [head]

    def shade(n: int) -> str:
        return f"many many-{min(MAP_CLASSES, -(-n * MAP_CLASSES // most))}"

    classes, titles, links = {}, {}, {}
    for code, n in view.areas.items():
        chosen = " chosen" if code in ground.selected else ""
        classes[code] = f"{shade(n)}{chosen}"
        titles[code] = say(msg("{name}: {n} actions", name=ground.names.get(code, code), n=Num(n)), lang)
        links[code] = listed(prefix, view.asked, area=code)
    label = say("Kelurahan by the number of actions that are carried out there", lang)
    drawn = svg_map(ground.shapes, classes, titles, label=label, width=640.0, links=links)
    steps = sorted({-(-most * at // MAP_CLASSES) for at in range(1, MAP_CLASSES + 1)})
    keys = [Key(f"key {shade(n)}", number(n, lang)) for n in steps]
    rows = [
        [html.A(ground.names.get(code, code), href=links[code]), number(n, lang)]
        for code, n in sorted(view.areas.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    heads = [say(word, lang) for word in ("Kelurahan", "Actions")]
    beside = folded(say(AS_TABLE, lang), table(heads, rows, numeric=frozenset({1})))
    return [head, drawn, legend(keys, "course-keys", lang), beside]


def action_table(rows: Sequence[ActionRow], prefix: str, lang: str) -> Any:
    """Actions with owner, due day, the three percentages, their share of the gap and their state."""
    words = ("Action", "Programme", "Owner", "Due", "Weight, %", "Plan, %", "Claimed, %", "Evidenced, %", "Verified, %")
    heads = [say(word, lang) for word in (*words, "Points of the plan", "State")]
    shown = [
        [
            html.A(row.name, href=f"{prefix}{AT}/aksi/{row.code}"),
            row.programme,
            row.opd,
            day(row.finish, lang),
            number(row.weight, lang, 2),
            *(number(value, lang, 1) for value in (row.planned, row.claimed, row.evidenced, row.verified)),
            number(row.pull, lang, 2, signed=True),
            light(row.light, lang, row.reason),
        ]
        for row in rows
    ]
    return table(heads, shown, numeric=frozenset(range(4, 10)), empty=say("No action is like this.", lang))


def _summaries(rows: Sequence[ProgrammeSummary], prefix: str, lang: str) -> Any:
    words = (
        "Programme",
        "System",
        "Offices",
        "Actions",
        "Claimed, %",
        "Evidenced, %",
        "Verified, %",
        "Plan, %",
        "Name",
    )
    shown = [
        [
            html.A(row.name, href=f"{prefix}{AT}/{row.slug}"),
            say(SYSTEM_STATES[row.state], lang) if row.state else "–",
            ", ".join(row.opds),
            number(row.actions, lang),
            *(number(getattr(row.progress, name), lang, 1) for name in ("claimed", "evidenced", "verified", "planned")),
            say("published", lang) if row.published else example_mark(lang),
        ]
        for row in rows
    ]
    return table([say(word, lang) for word in words], shown, numeric=frozenset(range(3, 8)))


def _courses_title(rows: Sequence[ActionCourse], lang: str) -> str:
    behind = [row for row in rows if row.behind]
    return say(msg("{n} of {all} offices are behind their plan", n=Num(len(behind)), all=Num(len(rows))), lang)


def _courses(rows: Sequence[ActionCourse], prefix: str, lang: str) -> list[Any]:
    """Every office as a small chart, and the same as a table."""
    links = {row.name: listed(prefix, ActionFilter(opd=row.name)) for row in rows}
    last = max((row.report_days[-1] for row in rows if row.report_days), default=date.min)
    charts = [course_chart(row, links[row.name], lang) for row in rows]
    keys = [Key("key second", say("plan", lang)), Key("key first", say("claimed", lang))]
    cells = [
        [
            html.A(row.name, href=links[row.name]),
            *(number(value, lang, 1) for value in (row.claimed[-1], row.verified[-1], row.planned_now)),
        ]
        for row in rows
        if row.claimed
    ]
    heads = [say(word, lang) for word in ("Office", "Claimed, %", "Verified, %", "Plan, %")]
    return [
        small_multiples(charts, high=100.0, marked=float(last.toordinal())),
        legend(keys, "course-keys", lang),
        folded(say(AS_TABLE, lang), table(heads, cells, numeric=frozenset({1, 2, 3}))),
    ]


def course_chart(row: ActionCourse, href: str, lang: str) -> SmallChart:
    """Plan and claim of an action or an office as a small chart."""
    words = say("no progress report yet", lang)
    if row.claimed:
        figures = {"claimed": Num(row.claimed[-1], 1), "planned": Num(row.planned_now, 1)}
        words = say(msg("{claimed} % claimed, {planned} % planned", **figures), lang)
    points = [
        [(float(at.toordinal()), value) for at, value in zip(days, values, strict=True)]
        for days, values in ((row.days, row.planned), (row.report_days, row.claimed))
    ]
    return SmallChart(row.name, href, words, [("second", points[0]), ("first", points[1])])


def _league(rows: Sequence[OfficeStanding], prefix: str, lang: str) -> Any:
    words = ("Office", "Actions", "Weight, %", "Claimed, %", "Verified, %", "Points behind", "Held", "Late, %")
    shown = [
        [
            html.A(row.opd, href=listed(prefix, ActionFilter(opd=row.opd))),
            number(row.actions, lang),
            number(row.weight, lang, 1),
            number(row.progress.claimed, lang, 1),
            number(row.progress.verified, lang, 1),
            number(row.lost, lang, 2),
            number(row.held, lang),
            "–" if row.late_share is None else number(row.late_share, lang),
        ]
        for row in rows
    ]
    return table([say(word, lang) for word in words], shown, numeric=frozenset(range(1, 8)))


def _obstacles_title(rows: Sequence[ObstacleShare], lang: str) -> str:
    if not rows:
        return say("What stands in the way, by points", lang)
    most = next((at for at, row in enumerate(rows, 1) if row.cumulated >= 50), len(rows))
    names = ", ".join(say(OBSTACLES[row.name], lang) for row in rows[:most])
    return say(msg("In the way, half of the points: {names}", names=names), lang)


def _obstacles(rows: Sequence[ObstacleShare], prefix: str, lang: str) -> Any:
    """The Pareto chart: a bar an obstacle, the mark where the sum up to it stands."""
    words = ("Obstacle", "Points, and the sum up to here", "Actions", "Points behind", "Up to here, %")
    shown = [
        [
            html.A(say(OBSTACLES[row.name], lang), href=listed(prefix, ActionFilter(obstacle=row.name))),
            html.Span(
                [
                    html.I(className="lost", style={"left": "0", "width": length(row.share, 100.0)}),
                    html.I(className="up-to", style={"left": length(row.cumulated, 100.0)}),
                ],
                className="fall-track pareto",
                **{"aria-hidden": "true"},
            ),
            number(row.actions, lang),
            number(row.lost, lang, 2),
            number(row.cumulated, lang),
        ]
        for row in rows
    ]
    empty = say("No action that is behind names an obstacle.", lang)
    return table([say(word, lang) for word in words], shown, numeric=frozenset({2, 3, 4}), empty=empty)


def _exports(exports: Sequence[tuple[str, Message, Message]], prefix: str, lang: str) -> html.Ul:
    """The same reports in other orders, each as workbook and CSV, with what it is and what it is not."""
    rows = []
    for name, title, note in exports:
        at = f"{prefix}{AT}/ekspor/{name}"
        links = [html.A("XLSX", href=f"{at}.xlsx"), " ", html.A("CSV", href=f"{at}.csv")]
        rows.append(html.Li([html.B(say(title, lang)), ": ", *links, html.Br(), html.Small(say(note, lang))]))
    return html.Ul(rows, className="note")


def _gantt(view: Overview, prefix: str, lang: str) -> list[Any]:
    rows = [
        GanttRow(
            each.name,
            f"{prefix}{AT}/aksi/{each.code}",
            start=each.start,
            end=each.end,
            first_end=each.first_end,
            share=each.share,
            look=each.light,
        )
        for each in view.schedule.spans
    ]
    ticks = [(date(year, 1, 1), str(year)) for year in view.schedule.years]
    moved = Num(view.schedule.moved)
    words = msg("{n} actions in time, {moved} of them with an end that was moved", n=Num(len(rows)), moved=moved)
    note = "Light: planned; full: claimed; the short line is the first end, the long one today."
    chart = gantt(rows, today=view.schedule.today, ticks=ticks, label=say(words, lang))
    heads = [say(word, lang) for word in ("Action", "Start", "First end", "End", "Claimed, %", "State")]
    cells = [
        [
            html.A(each.name, href=f"{prefix}{AT}/aksi/{each.code}"),
            day(each.start, lang),
            day(each.first_end or each.end, lang),
            day(each.end, lang),
            number(each.claimed, lang, 1),
            light(each.light, lang),
        ]
        for each in view.schedule.spans
    ]
    beside = folded(say(AS_TABLE, lang), table(heads, cells, numeric=frozenset({4})))
    return [chart, html.P(say(note, lang), className="note"), beside]
