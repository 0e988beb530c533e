"""An action, a programme, and all programmes as pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html

from data.domain.errors import Message, Num, msg
from data.domain.forms import Filled
from data.domain.programme import (
    COMPONENTS,
    CONFIDENCE,
    COUNT_KINDS,
    DIMENSION_NAMES,
    EVIDENCE,
    OBSTACLES,
    PARTNER_NAMES,
    SIDES,
    TERM_NAMES,
)
from data.domain.programme_views import (
    ActionRow,
    ActionView,
    Confidence,
    Measured,
    ObstacleShare,
    OfficeStanding,
    ProgrammeSummary,
    ProgrammeView,
    Progress,
    ReportLine,
    Schedule,
)
from data.domain.reports import ConfidenceForm
from data.domain.views import Stamp
from data.text import day, number, say
from layouts.components.programme import light
from layouts.documents.parts import address, columns, panel, source, table
from layouts.kit.curves import Axes, CurveLine, curve_chart
from layouts.kit.forms import form_of
from layouts.kit.gantt import GanttRow, gantt

MISSIONS = {
    "1": "Meningkatkan pembangunan infrastruktur berbasis teknologi dan berwawasan lingkungan",
    "2": "Meningkatkan tata kelola pemerintahan dan pelayanan publik yang modern dan partisipatif",
    "3": "Mewujudkan masyarakat yang religius dan berbudaya berbasis kebhinekaan dan ketahanan keluarga",
    "4": "Mewujudkan masyarakat yang sejahtera, mandiri dan berdaya saing",
    "5": "Mewujudkan kota yang sehat, aman, tertib dan nyaman",
}
"""Missions of the RPJMD 2021-2026 as their draft of February 2021 words them; official texts stay Indonesian."""
AT = "program"


@dataclass(frozen=True)
class Asked:
    """What sides think of an action's delivery, and the form of who may say it.

    Attributes
    ----------
    filled : Filled or None
        None for who speaks for no side.
    """

    said: Sequence[Confidence]
    filled: Filled[ConfidenceForm] | None
    csrf: str


def action(
    view: ActionView, asked: Asked, *, prefix: str, report: str, finding: str, stamp: Stamp, lang: str
) -> list[Any]:
    """One action: where it stands and why, its curve, what was reported, what the room measures.

    Parameters
    ----------
    report : str
        Address of the form for a report; "" for who may not write one.
    finding : str
        Address of the form for a finding about what was measured; "" for who may not put one.
    """
    about = [*_curve(view, lang), _three(view.row, lang), *_ends(view, lang), source(stamp, lang)]
    pair = [panel(_standing(view.row, lang), about)]
    if view.measured is not None:
        put = html.P(html.A(say("Make a finding of it", lang), href=finding, className="button")) if finding else ""
        pair.append(panel(_gap(view, lang), [*_measured(view, view.measured, lang), put]))
    left = [
        html.Div(pair, className="document-pair"),
        panel(say("What was reported", lang), [_history(view, lang), source(stamp, lang)], kind="wide"),
    ]
    go = [html.P(html.A(say("Report this action", lang), href=report, className="button"))] if report else []
    right = [
        panel(say("The plan", lang), [*_facts(view, prefix, lang), *go]),
        panel(say(_agreement(asked.said), lang), _confidence(view, asked, prefix, lang)),
    ]
    return [columns(left, right)]


def _agreement(said: Sequence[Confidence]) -> Message:
    """Whether the sides think the same; never a mean of them."""
    levels = sorted(each.level for each in said)
    if len(levels) < 2:
        return msg("Confidence in delivery")
    if levels[0] == levels[-1]:
        return msg("Confidence in delivery: all say “{level}”", level=CONFIDENCE[levels[0]])
    return msg(
        "Confidence in delivery: from “{low}” to “{high}”", low=CONFIDENCE[levels[0]], high=CONFIDENCE[levels[-1]]
    )


def _confidence(view: ActionView, asked: Asked, prefix: str, lang: str) -> list[Any]:
    known = {each.side: each for each in asked.said}
    rows = []
    for side, words in SIDES.items():
        each = known.get(side)
        cells = [say(CONFIDENCE[each.level], lang), each.why, each.by, day(each.on, lang)] if each else ["–"] * 4
        rows.append([say(words, lang), *cells])
    heads = [say(word, lang) for word in ("Asked", "It will be delivered", "Why", "Office", "Day")]
    parts: list[Any] = [table(heads, rows)]
    if asked.filled is not None:
        options = {"level": [("", "–"), *((name, say(words, lang)) for name, words in CONFIDENCE.items())]}
        at = f"{prefix}{AT}/aksi/{view.row.code}"
        parts.append(form_of(asked.filled, msg("Say it"), action=at, csrf=asked.csrf, lang=lang, options=options))
    return parts


def _standing(row: ActionRow, lang: str) -> str:
    words = msg(
        "{claimed} % claimed of {planned} % planned: {reason}",
        claimed=Num(row.claimed, 1),
        planned=Num(row.planned, 1),
        reason=row.reason,
    )
    return say(words, lang)


def _three(row: Progress | ActionRow, lang: str) -> html.P:
    words = msg(
        "Claimed {claimed} %, evidenced {evidenced} %, verified {verified} %, planned {planned} %.",
        claimed=Num(row.claimed, 1),
        evidenced=Num(row.evidenced, 1),
        verified=Num(row.verified, 1),
        planned=Num(row.planned, 1),
    )
    return html.P(say(words, lang))


def _curve(view: ActionView, lang: str) -> list[Any]:
    if not view.days:
        return [html.P(say("The plan has no targets by month for it.", lang), className="muted")]
    lines = [CurveLine(say("plan", lang), "second", _pairs(view.days, view.planned))]
    if view.first_planned:
        lines.append(CurveLine(say("first plan", lang), "fourth", _pairs(view.days, view.first_planned)))
    lines.append(CurveLine(say("claimed", lang), "first", _pairs(view.report_days, view.claimed)))
    values = [view.baseline, view.target, *view.planned, *view.claimed]
    axes = _axes([*view.days, *view.report_days], values, view.unit, lang)
    label = say(msg("Plan and reports of “{name}”", name=view.row.name), lang)
    return list(curve_chart(lines, axes, label=label, lang=lang))


def _pairs(days: Sequence[date], values: Sequence[float | None]) -> list[tuple[float, float | None]]:
    return [(float(at.toordinal()), value) for at, value in zip(days, values, strict=True)]


def _axes(days: Sequence[date], values: Sequence[float], unit: str, lang: str) -> Axes:
    first, last = min(days), max(days)
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    x = [(float(first.toordinal()), day(first, lang, "MMM y"))]
    x += [(float(at.toordinal()), str(at.year)) for at in years if (last - at).days > 150 and (at - first).days > 150]
    x.append((float(last.toordinal()), day(last, lang, "MMM y")))
    low, high = min(0.0, *values), max(*values, 1.0)
    ticks = [low, (low + high) / 2, high]
    return Axes("", unit, x, [(tick, number(tick, lang, 0 if high >= 10 else 1)) for tick in ticks])


METHODS = {"own": msg("by its own pace"), "similar": msg("by similar actions")}


def _ends(view: ActionView, lang: str) -> list[Any]:
    """When it will be done, by each method that says something."""
    made = []
    for method, first, last in view.ends:
        if first is None:
            made.append(html.P(say(msg("Not within ten years, {how}", how=METHODS[method]), lang)))
            continue
        words = msg("Done between {first} and {last}, {how} (80 %)", first=first, last=last, how=METHODS[method])
        if last is None:
            open_end = "Done on {first} or later, {how}; how much later cannot be said"
            words = msg(open_end, first=first, how=METHODS[method])
        made.append(html.P(say(words, lang)))
    return made


def _gap(view: ActionView, lang: str) -> str:
    seen = view.measured
    if seen is None or seen.newest is None:
        return say("The room has not measured it yet", lang)
    if not seen.comparable or not view.claimed:
        return say(msg("What the room measures beside it: {title}", title=seen.title), lang)
    words = msg(
        "{claimed} {unit} claimed, {seen} measured",
        claimed=Num(view.claimed[-1]),
        unit=view.unit,
        seen=Num(seen.newest, seen.decimals),
    )
    return say(words, lang)


def _measured(view: ActionView, seen: Measured, lang: str) -> list[Any]:
    """Claim and measurement as lines on one scale, or the measurement alone where they count different things."""
    known = [value for value in seen.values if value is not None]
    if not known:
        return [html.P(say("No value of this indicator is known for these days.", lang), className="muted")]
    lines = [CurveLine(say("measured", lang), "third", _pairs(seen.days, seen.values))]
    values = known
    if seen.comparable:
        lines.append(CurveLine(say("claimed", lang), "first", _pairs(view.report_days, view.claimed)))
        values = [*known, *view.claimed]
    axes = _axes(seen.days, values, say(seen.unit, lang), lang)
    label = say(msg("{title}, as the room measures it", title=seen.title), lang)
    words = "Claim and measurement count the same." if seen.comparable else "It counts something else than the action."
    note = html.P(f"{say(seen.title, lang)}. {say(words, lang)}", className="note")
    return [*curve_chart(lines, axes, label=label, lang=lang), note]


def _history(view: ActionView, lang: str) -> Any:
    words = (
        "Day",
        "Known since",
        "Reached",
        "Plan",
        "Evidence",
        "Verified by",
        "Paid, Rp million",
        "Obstacle",
        "Next step",
    )
    rows = [_report(line, lang) for line in view.lines]
    return table(
        [say(word, lang) for word in words], rows, numeric=frozenset({2, 3, 6}), empty=say("Nothing yet.", lang)
    )


def _report(line: ReportLine, lang: str) -> list[Any]:
    reached = number(line.actual, lang, _decimals(line.actual))
    if line.numerator is not None and line.denominator is not None:
        reached += f" ({number(line.numerator, lang)} / {number(line.denominator, lang)})"
    evidence = say(EVIDENCE[line.evidence], lang)
    obstacle = "–" if line.obstacle in ("", "none") else say(OBSTACLES[line.obstacle], lang)
    return [
        day(line.day, lang),
        day(line.known_on, lang),
        reached,
        number(line.planned, lang, _decimals(line.planned)),
        f"{evidence}: {line.evidence_ref}" if line.evidence_ref else evidence,
        line.verified_by or "–",
        number(line.spent_million, lang),
        f"{obstacle}: {line.obstacle_note}" if line.obstacle_note else obstacle,
        line.next_step or "–",
    ]


def _decimals(value: float) -> int:
    return 0 if abs(value) >= 100 or value == int(value) else 1


def _facts(view: ActionView, prefix: str, lang: str) -> list[Any]:
    row = view.row
    example = [] if row.published_name else [" ", html.Small(say("example", lang), className="simulated small")]
    missions = f"{view.mission}. {MISSIONS[view.mission]}" if view.mission else "–"
    after = [html.A(code, href=f"{prefix}{AT}/aksi/{code}") for code in view.after]
    target = msg("{baseline} → {target} {unit}", baseline=Num(view.baseline), target=Num(view.target), unit=view.unit)
    facts: list[tuple[str, Any]] = [
        ("State", light(row.light, lang)),
        ("Programme", [html.A(row.programme, href=f"{prefix}{AT}/{view.slug}"), *example]),
        ("Dimension", say(DIMENSION_NAMES[row.dimension], lang)),
        ("Term", say(TERM_NAMES[row.term], lang)),
        ("Owner", row.opd),
        ("Responsible post", view.post or "–"),
        ("Partners", ", ".join(say(PARTNER_NAMES[name], lang) for name in view.partners)),
        ("From baseline to target", say(target, lang)),
        ("Kind of count", say(COUNT_KINDS[view.kind], lang)),
        ("Brings", say(COMPONENTS[view.component], lang)),
        ("Weight, %", number(row.weight, lang, 2)),
        ("Effort, person-months", "–" if view.effort is None else number(view.effort, lang)),
        ("Budget, Rp", "–" if view.budget is None else number(view.budget, lang)),
        ("Start", day(view.start, lang)),
        ("Due", day(row.finish, lang)),
        ("Curve set on", ", ".join(day(at, lang) for at in view.versions) or "–"),
        ("Waits for", after or "–"),
        ("Mission of the RPJMD 2021–2026", missions),
        ("Source of the name", address(view.source) if view.source else "–"),
    ]
    listed = [piece for name, value in facts for piece in (html.Dt(say(name, lang)), html.Dd(value))]
    return [html.Dl(listed, className="facts")]


def programme(view: ProgrammeView, *, prefix: str, names: Any, stamps: Sequence[Stamp], lang: str) -> list[Any]:
    """One programme: its progress, its actions, what the room measures of them, its places."""
    stamp, place_stamp = stamps
    left = [panel(say("Actions", lang), [_action_table(view, prefix, lang), source(stamp, lang)], kind="wide")]
    for seen in view.measured:
        title = say(msg("Measured by the room: {title}", title=seen.title), lang)
        known = [value for value in seen.values if value is not None]
        if known:
            axes = _axes(seen.days, known, say(seen.unit, lang), lang)
            lines = [CurveLine(say("measured", lang), "third", _pairs(seen.days, seen.values))]
            left.append(panel(title, list(curve_chart(lines, axes, label=title, lang=lang)), kind="wide"))
    right = [panel(say("Progress of this programme", lang), [_three(view.progress, lang), _sources(view, lang)])]
    if view.places:
        rows = [
            [name, names.get(area, area), f"{number(lat, lang, 4)}, {number(lon, lang, 4)}"]
            for name, area, lon, lat in view.places
        ]
        heads = [say(word, lang) for word in ("Place", "RW", "Latitude, longitude")]
        right.append(panel(say("Places", lang), [table(heads, rows), source(place_stamp, lang)]))
    return [columns(left, right)]


def _sources(view: ProgrammeView, lang: str) -> html.P:
    if not view.published:
        return html.P(
            html.Small(say("An example, composed from what the sources describe", lang), className="simulated")
        )
    if not view.sources:
        return html.P(say("A published programme; its actions and targets are simulated.", lang), className="note")
    links = [piece for text in view.sources for piece in (address(text), html.Br())]
    words = say("A published programme; its actions and targets are simulated. Named in:", lang)
    return html.P([words, html.Br(), *links], className="note")


def _action_table(view: ProgrammeView, prefix: str, lang: str) -> Any:
    words = ("Action", "Owner", "Due", "Reached", "Claimed, %", "Evidenced, %", "Verified, %", "Plan, %", "State")
    rows = []
    for row, (unit, reached, target) in zip(view.rows, view.units, strict=True):
        amount = "–" if reached is None else number(reached, lang, _decimals(reached))
        rows.append(
            [
                html.A(row.name, href=f"{prefix}{AT}/aksi/{row.code}"),
                row.opd,
                day(row.finish, lang),
                f"{amount} / {number(target, lang)} {unit}",
                *(number(value, lang, 1) for value in (row.claimed, row.evidenced, row.verified, row.planned)),
                light(row.light, lang, row.reason),
            ]
        )
    return table([say(word, lang) for word in words], rows, numeric=frozenset({4, 5, 6, 7}))


def _league(rows: Sequence[OfficeStanding], lang: str) -> Any:
    words = ("Office", "Actions", "Weight, %", "Claimed, %", "Verified, %", "Points behind", "Held")
    shown = [
        [
            row.opd,
            number(row.actions, lang),
            number(row.weight, lang, 1),
            number(row.progress.claimed, lang, 1),
            number(row.progress.verified, lang, 1),
            number(row.lost, lang, 2),
            number(row.held, lang),
        ]
        for row in rows
    ]
    return table([say(word, lang) for word in words], shown, numeric=frozenset(range(1, 7)))


def _obstacles(rows: Sequence[ObstacleShare], lang: str) -> Any:
    words = ("Obstacle", "Actions", "Points behind", "Up to here, %")
    shown = [
        [
            say(OBSTACLES[row.name], lang),
            number(row.actions, lang),
            number(row.lost, lang, 2),
            number(row.cumulated, lang),
        ]
        for row in rows
    ]
    empty = say("No action that is behind names an obstacle.", lang)
    return table([say(word, lang) for word in words], shown, numeric=frozenset({1, 2, 3}), empty=empty)


def _exports(exports: Sequence[tuple[str, Message, Message]], prefix: str, lang: str) -> html.Ul:
    """The same reports in other orders, each as workbook and CSV, with what it is and what it is not."""
    rows = []
    for name, title, note in exports:
        at = f"{prefix}{AT}/ekspor/{name}"
        links = [html.A("XLSX", href=f"{at}.xlsx"), " ", html.A("CSV", href=f"{at}.csv")]
        rows.append(html.Li([html.B(say(title, lang)), ": ", *links, html.Br(), html.Small(say(note, lang))]))
    return html.Ul(rows, className="note")


@dataclass(frozen=True)
class Overview:
    """Every programme, every office, every obstacle."""

    programmes: Sequence[ProgrammeSummary]
    offices: Sequence[OfficeStanding]
    obstacles: Sequence[ObstacleShare]
    schedule: Schedule


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
    return [chart, html.P(say(note, lang), className="note")]


def programmes(
    view: Overview, *, prefix: str, exports: Sequence[tuple[str, Message, Message]], stamp: Stamp, lang: str
) -> list[Any]:
    """Every programme by name, offices by what they are behind, and what stands in their way."""
    rows = view.programmes
    words = ("Programme", "Offices", "Actions", "Claimed, %", "Evidenced, %", "Verified, %", "Plan, %", "Name")
    shown = [
        [
            html.A(row.name, href=f"{prefix}{AT}/{row.slug}"),
            ", ".join(row.opds),
            number(row.actions, lang),
            number(row.progress.claimed, lang, 1),
            number(row.progress.evidenced, lang, 1),
            number(row.progress.verified, lang, 1),
            number(row.progress.planned, lang, 1),
            say("published", lang) if row.published else html.Small(say("example", lang), className="simulated small"),
        ]
        for row in rows
    ]
    body = table([say(word, lang) for word in words], shown, numeric=frozenset(range(2, 7)))
    note = say("Plan, targets and reports as one workbook; each of its sheets can be handed in again.", lang)
    file = html.A(say("Plan as XLSX", lang), href=f"{prefix}{AT}/rencana.xlsx", className="button")
    link = html.P([file, " ", note], className="note")
    parts = [body, *([link, _exports(exports, prefix, lang)] if exports else []), source(stamp, lang)]
    right = [
        panel(say("Offices, by the points they are behind", lang), [_league(view.offices, lang), source(stamp, lang)]),
        panel(say("What stands in the way, by points", lang), [_obstacles(view.obstacles, lang), source(stamp, lang)]),
    ]
    left = [panel(say(msg("{n} programmes", n=Num(len(rows))), lang), parts, kind="wide")]
    if view.schedule.spans:
        left.append(
            panel(say("Actions in time", lang), [*_gantt(view, prefix, lang), source(stamp, lang)], kind="wide")
        )
    return [columns(left, right)]
