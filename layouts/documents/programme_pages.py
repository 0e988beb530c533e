"""An action, a programme, and all programmes as pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

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
    SYSTEM_STATES,
    TERM_NAMES,
)
from data.domain.programme_systems import ProgrammeView
from data.domain.programme_views import (
    ActionRow,
    ActionView,
    Confidence,
    Measured,
    Progress,
    ReportLine,
)
from data.domain.reports import ConfidenceForm
from data.domain.views import Stamp
from data.text import day, number, say
from layouts.components.programme import light
from layouts.documents.parts import address, columns, example_mark, panel, source, table
from layouts.documents.programme_overview import Ground, course_chart
from layouts.kit.curves import Axes, CurveLine, curve_chart
from layouts.kit.forms import form_of
from layouts.kit.maps import Dot, svg_map
from layouts.kit.multiples import small_multiples

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
    example = [] if row.published_name else [" ", example_mark(lang)]
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


def programme(view: ProgrammeView, ground: Ground, *, prefix: str, stamps: Mapping[str, Stamp], lang: str) -> list[Any]:
    """One programme: its state, progress and actions, what sources say, its cohorts, where it is carried out."""
    foot = source(stamps["action-progress"], lang)
    courses = [course_chart(row, f"{prefix}{AT}/aksi/{row.code}", lang) for row in view.courses]
    left = [
        panel(say("Actions", lang), [_action_table(view, prefix, lang), foot], kind="wide"),
        panel(say("Plan and claim of each action", lang), [small_multiples(courses, high=100.0), foot], kind="wide"),
        *(_measured_panel(seen, lang) for seen in view.measured if any(value is not None for value in seen.values)),
        panel(
            _state_title(view, lang), [_statements(view, lang), source(stamps["programme-states"], lang)], kind="wide"
        ),
    ]
    right = [panel(say("Progress of this programme", lang), [_three(view.progress, lang), _sources(view, lang)])]
    if view.cohorts:
        right.append(panel(say("Cohorts", lang), [_cohorts(view, lang), source(stamps["programme-cohorts"], lang)]))
    if view.areas or view.places:
        body = [*_where(view, ground, lang), source(stamps["programme-places"], lang)]
        right.append(panel(say("Where it is carried out", lang), body))
    return [columns(left, right)]


def _measured_panel(seen: Measured, lang: str) -> Any:
    title = say(msg("Measured by the room: {title}", title=seen.title), lang)
    known = [value for value in seen.values if value is not None]
    axes = _axes(seen.days, known, say(seen.unit, lang), lang)
    lines = [CurveLine(say("measured", lang), "third", _pairs(seen.days, seen.values))]
    return panel(title, list(curve_chart(lines, axes, label=title, lang=lang)), kind="wide")


def _state_title(view: ProgrammeView, lang: str) -> str:
    if not view.state:
        return say("No source says how far it is", lang)
    newest = view.statements[0]
    return say(msg("What sources say: {state}, {day}", state=SYSTEM_STATES[view.state], day=newest.day), lang)


def _statements(view: ProgrammeView, lang: str) -> Any:
    rows = [
        [
            day(each.day, lang),
            say(SYSTEM_STATES[each.state], lang),
            each.text,
            address(each.source, _host(each.source)) if each.published else example_mark(lang),
        ]
        for each in view.statements
    ]
    heads = [say(word, lang) for word in ("Day", "State", "What it says", "Source")]
    return table(heads, rows, empty=say("Nothing yet.", lang))


def _host(text: str) -> str:
    return urlsplit(text).hostname or text


def _cohorts(view: ProgrammeView, lang: str) -> Any:
    def couples(value: float | None) -> str:
        return "–" if value is None else number(value, lang)

    rows = [
        [
            html.Span([each.name, "" if each.published else " ", "" if each.published else example_mark(lang)]),
            each.kind,
            day(each.ended, lang),
            couples(each.couples),
            couples(each.finished),
            address(each.source, _host(each.source)) if each.source else "–",
        ]
        for each in view.cohorts
    ]
    words = ("Cohort", "Kind", "Ended", "Couples", "Finished", "Source")
    return table([say(word, lang) for word in words], rows, numeric=frozenset({3, 4}))


def _where(view: ProgrammeView, ground: Ground, lang: str) -> list[Any]:
    """Kelurahan of its actions and its places on a map, and the same in words."""
    dots = [Dot(lon, lat, "dot-site", name, 6.0) for name, _, lon, lat in view.places]
    look = dict.fromkeys(view.areas, "many many-3")
    names = {code: ground.names.get(code, code) for code in view.areas}
    label = say("Where the actions of the programme are carried out", lang)
    drawn = svg_map(ground.shapes, look, names, label=label, width=640.0, dots=dots)
    words = msg("{n} kelurahan, {places} places", n=Num(len(view.areas)), places=Num(len(view.places)))
    rows = [
        [name, ground.names.get(area, area), f"{number(lat, lang, 4)}, {number(lon, lang, 4)}"]
        for name, area, lon, lat in view.places
    ]
    heads = [say(word, lang) for word in ("Place", "RW", "Latitude, longitude")]
    listed = html.P(", ".join(sorted(names.values())), className="note")
    return [html.P(say(words, lang)), drawn, *([table(heads, rows)] if rows else []), listed]


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
