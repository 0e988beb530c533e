"""Sessions, findings, snapshots and the meeting as pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html

from data.domain.errors import Num, msg
from data.domain.forms import Filled, Options
from data.domain.monev import (
    FINDING_STATES,
    OPTIONS,
    ActionChange,
    CloseQuarter,
    Decision,
    DecisionStep,
    Finding,
    FindingEvent,
    FindingStep,
    MeetingView,
    NewDecision,
    NewFinding,
    NewSession,
    OptionEffect,
    Session,
    SessionsView,
    SnapshotsView,
    SnapshotView,
)
from data.domain.programme import DIMENSION_NAMES
from data.domain.survival import SurvivalSteps
from data.domain.views import Stamp
from data.text import day, number, say
from layouts.components.programme import light
from layouts.documents.parts import address, columns, folded, moment, panel, source, table
from layouts.kit.curves import Axes, CurveLine, curve_chart, stepped
from layouts.kit.forms import form_of
from layouts.kit.gantt import GanttRow, gantt
from layouts.kit.legends import Key, legend

DAYS = (0, 90, 180, 270, 360)
"""Shown on the axis of the ageing curve."""


@dataclass(frozen=True)
class Where:
    """Addresses of the programme's pages, the token of its forms, the language."""

    prefix: str
    csrf: str
    lang: str

    def at(self, page: str) -> str:
        """Address of a page below the programme's."""
        return f"{self.prefix}program/{page}"


def sessions(
    view: SessionsView,
    where: Where,
    *,
    session: Filled[NewSession] | None,
    finding: Filled[NewFinding] | None,
    actions: Sequence[tuple[str, str]],
    stamps: Sequence[Stamp],
) -> list[Any]:
    """Sessions with their scores, findings with the oldest open ones first, how long they stay open."""
    lang = where.lang
    words = msg("{n} findings are open, {late} of them overdue", n=Num(len(view.open)), late=Num(view.overdue))
    empty = say("No finding is open.", lang)
    left = [
        panel(say(words, lang), [findings_table(view.open, where, empty), source(stamps[1], lang)], kind="wide"),
        panel(say("Sessions", lang), [_sessions(view.sessions, where), source(stamps[0], lang)], kind="wide"),
        panel(
            say("Closed findings, newest first", lang),
            [findings_table(view.closed, where, say("None yet.", lang)), source(stamps[1], lang)],
            kind="wide",
        ),
    ]
    left.insert(2, panel(_timeline_title(view, lang), [*_timeline(view, where), source(stamps[1], lang)], kind="wide"))
    right = [
        panel(say("How long a finding stays open", lang), [*_ageing(view.ageing, lang), source(stamps[1], lang)]),
        panel(say("By dimension", lang), _by_dimension(view, lang)),
    ]
    if finding is not None:
        chosen: Options = {
            "session": [("", "–"), *((s.code, f"{day(s.day, lang)}, {s.assessor}") for s in view.sessions)],
            "action": [("", "–"), *actions],
            "dimension": [("", "–"), *((name, say(words_, lang)) for name, words_ in DIMENSION_NAMES.items())],
        }
        body = form_of(
            finding, msg("Put the finding"), action=where.at("temuan"), csrf=where.csrf, lang=lang, options=chosen
        )
        right.insert(0, panel(say("New finding", lang), body, id="temuan"))
    if session is not None:
        body = form_of(session, msg("Write the session down"), action=where.at("sesi"), csrf=where.csrf, lang=lang)
        right.append(panel(say("New session", lang), body))
    return [columns(left, right)]


def _timeline_title(view: SessionsView, lang: str) -> str:
    late = Num(view.beyond_due)
    words = msg("{late} of {n} findings stayed open beyond their day", late=late, n=Num(view.shown))
    return say(words, lang)


def _timeline(view: SessionsView, where: Where) -> list[Any]:
    """Every finding from its day to its closing, the newest at the bottom; the short line is its due day."""
    lang = where.lang
    shown = sorted((*view.open, *view.closed), key=lambda row: (row.found, row.code))
    if not shown:
        return [html.P(say("No finding is open.", lang), className="muted")]
    rows = [
        GanttRow(
            f"{row.code} {row.text}",
            f"{where.at('temuan')}/{row.case}" if row.case is not None else where.at(f"aksi/{row.action}"),
            start=row.found,
            end=row.closed or view.today,
            first_end=row.due,
            share=1.0,
            look="closed" if row.closed else "held" if row.overdue else "watch",
        )
        for row in shown
    ]
    years = range(min(row.found for row in shown).year + 1, view.today.year + 1)
    ticks = [(date(year, 1, 1), str(year)) for year in years]
    label = _timeline_title(view, lang)
    note = "From the day it was found to its closing; the short line is the day it was due."
    keys = [
        Key(f"key bar {look}", say(words, lang))
        for look, words in (("closed", "closed"), ("watch", "open"), ("held", "overdue"))
    ]
    chart = gantt(rows, today=view.today, ticks=ticks, label=label)
    return [chart, legend(keys, "course-keys", lang), html.P(say(note, lang), className="note")]


def findings_table(rows: Sequence[Finding], where: Where, empty: str) -> Any:
    """Findings with their recommendation, who follows them up, and how far that is."""
    lang = where.lang
    words = ("Finding", "What was found", "Recommendation", "Dimension", "Office", "Found", "Due", "State", "Days")
    shown = [
        [
            html.A(row.code, href=f"{where.at('temuan')}/{row.case}", className="nowrap")
            if row.case is not None
            else html.Span(row.code, className="nowrap"),
            html.Span([row.text, *_of_action(row, where)]),
            row.recommendation,
            say(DIMENSION_NAMES[row.dimension], lang),
            row.opd,
            day(row.found, lang),
            html.B(day(row.due, lang)) if row.overdue else day(row.due, lang),
            _state(row, lang),
            number(row.age_days, lang),
        ]
        for row in rows
    ]
    return table([say(word, lang) for word in words], shown, numeric=frozenset({8}), empty=empty)


def _of_action(row: Finding, where: Where) -> list[Any]:
    return [" ", html.A(row.action, href=where.at(f"aksi/{row.action}"))] if row.action else []


def _state(row: Finding, lang: str) -> str:
    state = say(FINDING_STATES[row.state], lang)
    if row.overdue:
        return f"{state}, {say('overdue', lang)}"
    return f"{state}, {row.closed_by}" if row.closed_by else state


def _sessions(rows: Sequence[Session], where: Where) -> Any:
    lang = where.lang
    heads = [say(word, lang) for word in ("Session", "Date", "Assessor", "Scope", "Published, %")]
    heads += [say(words, lang) for words in DIMENSION_NAMES.values()]
    heads += [say(word, lang) for word in ("Findings", "Still open")]
    shown = [
        [
            address(row.source, row.code) if row.source else row.code,
            day(row.day, lang),
            row.assessor,
            row.scope,
            "–" if row.published is None else number(row.published, lang, 1),
            *("–" if score is None else number(score, lang, 1) for score in row.scores.values()),
            number(row.findings, lang),
            number(row.open, lang),
        ]
        for row in rows
    ]
    return table(heads, shown, numeric=frozenset(range(4, 13)), empty=say("None yet.", lang))


def _ageing(curve: SurvivalSteps, lang: str) -> list[Any]:
    if len(curve.time) < 2:
        return [html.P(say("No finding has been closed yet.", lang), className="muted")]
    words = msg("Fewer than half of the findings are closed by a second office")
    if curve.median is not None:
        words = msg("Half of the findings are closed within {n} days", n=Num(curve.median))
    course, low, high = curve.percent(float(DAYS[-1]))
    axes = Axes(
        say("days since it was found", lang),
        say("% open", lang),
        [(at, number(at, lang)) for at in DAYS],
        [(share, number(share, lang)) for share in (0, 25, 50, 75, 100)],
    )
    lines = [CurveLine(say("open", lang), "first", stepped(course))]
    chart = curve_chart(lines, axes, label=say(words, lang), lang=lang, band=(stepped(low), stepped(high)))
    note = say("The band is the 95 % interval; open findings count as open (Kaplan and Meier).", lang)
    heads = [say(word, lang) for word in ("Days", "% open", "from", "to")]
    cells = [[number(value, lang) for value in values] for values in curve.percent_at(DAYS)]
    beside = folded(say("The same as a table", lang), table(heads, cells, numeric=frozenset(range(4))))
    return [html.P(html.B(say(words, lang))), *chart, html.P(note, className="note"), beside]


def _by_dimension(view: SessionsView, lang: str) -> Any:
    rows = [
        [say(DIMENSION_NAMES[name], lang), number(still, lang), number(closed, lang)]
        for name, still, closed in view.by_dimension
    ]
    heads = [say(word, lang) for word in ("Dimension", "Still open", "Closed")]
    return table(heads, rows, numeric=frozenset({1, 2}), empty=say("None yet.", lang))


def finding(
    row: Finding,
    record: Sequence[FindingEvent],
    where: Where,
    *,
    filled: Filled[FindingStep] | None,
    steps: Sequence[tuple[str, str]],
) -> list[Any]:
    """One finding of the room: what it says, its record, and the step that may follow."""
    lang = where.lang
    facts: list[tuple[str, Any]] = [
        ("State", html.B(_state(row, lang))),
        ("What was found", row.text),
        ("Recommendation", row.recommendation),
        ("Action", html.A(row.action, href=where.at(f"aksi/{row.action}")) if row.action else "–"),
        ("Dimension", say(DIMENSION_NAMES[row.dimension], lang)),
        ("Office", row.opd),
        ("Session", row.session or "–"),
        ("Found", day(row.found, lang)),
        ("Due", day(row.due, lang)),
        ("Days", number(row.age_days, lang)),
    ]
    listed = [piece for name, value in facts for piece in (html.Dt(say(name, lang)), html.Dd(value))]
    heads = [say(word, lang) for word in ("When", "Who", "State", "Note")]
    lines = [[moment(each.at, lang), each.actor, say(each.after, lang), each.note or "–"] for each in record]
    left = [
        panel(row.code, html.Dl(listed, className="facts")),
        panel(say("Record", lang), table(heads, lines), kind="wide"),
    ]
    right = []
    if filled is not None and steps:
        here = f"{where.at('temuan')}/{row.case}"
        body = form_of(filled, msg("Do it"), action=here, csrf=where.csrf, lang=lang, options={"step": steps})
        note = html.P(say("Who did it does not close it; another office does.", lang), className="note")
        right.append(panel(say("What is done", lang), [body, note]))
    return [columns(left, right)]


def snapshots(view: SnapshotsView, where: Where, *, filled: Filled[CloseQuarter] | None, export: bool) -> list[Any]:
    """Closed quarters with their hashes, files to print again, and two of them beside each other."""
    lang, at = where.lang, where.at("potret")
    heads = [say(word, lang) for word in ("Number", "Quarter", "Claimed, %", "Evidenced, %", "Verified, %", "Plan, %")]
    heads += [say(word, lang) for word in ("Closed by", "Closed on", "Hash", "Files")]
    rows = [[*_snapshot_cells(row, at, lang), _files(row, at, lang) if export else "–"] for row in view.rows]
    empty = say("No quarter is closed yet.", lang)
    left = [
        panel(
            say("Closed quarters", lang), table(heads, rows, numeric=frozenset({2, 3, 4, 5}), empty=empty), kind="wide"
        )
    ]
    right = []
    if filled is not None:
        options: Options = {"quarter": [(name, name) for name in view.closable]}
        form = form_of(filled, msg("Close the quarter"), action=at, csrf=where.csrf, lang=lang, options=options)
        note = say("Closing freezes what is known now; reports of the quarter change no more, by no route.", lang)
        body = form if view.closable else html.P(say("No quarter can be closed now.", lang), className="muted")
        right.append(panel(say("Close a quarter", lang), [body, html.P(note, className="note")]))
    if len(view.rows) > 1:
        links = [
            html.Li(html.A(f"{old.quarter} → {new.quarter}", href=f"{at}/beda?a={old.id}&b={new.id}"))
            for new, old in zip(view.rows, view.rows[1:], strict=False)
        ]
        right.append(panel(say("What changed from one to the next", lang), html.Ul(links)))
    return [columns(left, right)]


def _snapshot_cells(row: SnapshotView, at: str, lang: str) -> list[Any]:
    progress: Mapping[str, float] = row.content["progress"]
    return [
        html.A(f"P-{row.id}", href=f"{at}/{row.id}"),
        row.quarter,
        *(number(progress[name], lang, 1) for name in ("claimed", "evidenced", "verified", "planned")),
        row.by,
        moment(row.at, lang),
        html.Code(row.sha256[:16]),
    ]


def _files(row: SnapshotView, at: str, lang: str) -> Any:
    del lang
    return html.Span([html.A("PDF", href=f"{at}/{row.id}.pdf"), " ", html.A("XLSX", href=f"{at}/{row.id}.xlsx")])


def snapshot(view: SnapshotView, where: Where) -> list[Any]:
    """One closed quarter as it was known."""
    lang, content = where.lang, view.content
    words = ("Code", "Action", "Office", "Weight, %", "Plan, %", "Claimed, %", "Evidenced, %", "Verified, %", "State")
    rows = [
        [
            html.A(row["code"], href=where.at(f"aksi/{row['code']}")),
            row["name"],
            row["opd"],
            number(row["weight"], lang, 2),
            *(number(row[name], lang, 1) for name in ("planned", "claimed", "evidenced", "verified")),
            light(row["light"], lang),
        ]
        for row in content["actions"]
    ]
    actions = table([say(word, lang) for word in words], rows, numeric=frozenset({3, 4, 5, 6, 7}))
    sets = [
        [row["name"], *(number(row[name], lang, 1) for name in ("claimed", "evidenced", "verified", "planned"))]
        for row in content["weight_sets"]
    ]
    heads = [say(word, lang) for word in ("Weights", "Claimed, %", "Evidenced, %", "Verified, %", "Plan, %")]
    facts = [
        ("Quarter", view.quarter),
        ("Closed by", f"{view.by}, {content['office']}"),
        ("Closed on", moment(view.at, lang)),
        ("Known on", content["known_on"]),
        ("Data version", str(content["data_version"])),
        ("Reports", f"{content['reports']} ({content['verified_reports']} {say('verified', lang)})"),
        ("Hash", html.Code(view.sha256)),
        ("PDF", html.Code(content["files"]["pdf"])),
        ("XLSX", html.Code(content["files"]["xlsx"])),
    ]
    listed = [piece for name, value in facts for piece in (html.Dt(say(name, lang)), html.Dd(value))]
    right = [
        panel(say("What was frozen", lang), html.Dl(listed, className="facts")),
        panel(say("Under each way of weighing", lang), table(heads, sets, numeric=frozenset({1, 2, 3, 4}))),
    ]
    return [columns([panel(say("Actions as they were known", lang), actions, kind="wide")], right)]


def changes(before: SnapshotView, after: SnapshotView, rows: Sequence[ActionChange], where: Where) -> list[Any]:
    """Two closed quarters by action."""
    lang = where.lang
    words = ("Code", "Action", "Office", "Claimed before, %", "Claimed after, %", "Change, points")
    heads = [say(word, lang) for word in (*words, "Verified before, %", "Verified after, %")]

    def cell(value: float | None, *, signed: bool = False) -> str:
        return "–" if value is None else number(value, lang, 1, signed=signed)

    shown = [
        [
            html.A(row.code, href=where.at(f"aksi/{row.code}")),
            row.name,
            row.opd,
            cell(row.before),
            cell(row.after),
            cell(row.change, signed=True),
            cell(row.verified_before),
            cell(row.verified_after),
        ]
        for row in rows
    ]
    title = msg("{before} and {after} by action, the largest change first", before=before.quarter, after=after.quarter)
    return [panel(say(title, lang), table(heads, shown, numeric=frozenset({3, 4, 5, 6, 7})), kind="wide")]


def meeting(
    view: MeetingView,
    where: Where,
    *,
    filled: Filled[NewDecision] | None,
    done: Filled[DecisionStep] | None,
    actions: Sequence[tuple[str, str]],
    offices: Sequence[str],
    stamp: Stamp,
) -> list[Any]:
    """For the two seats: the gap in large letters, what waits, what was decided; one PDF.

    Parameters
    ----------
    done : Filled or None
        The form that writes a decision's end down; None for who may not.
    """
    lang, at = where.lang, where.at("rapat")
    pdf = html.P(html.A(say("Agenda and minutes as PDF", lang), href=f"{at}.pdf", className="button"))
    left = [
        panel(_headline(view, lang), [_sets(view, lang), pdf], kind="wide meeting-head"),
        panel(_gap_title(view, lang), [_gap(view, where), source(stamp, lang)], kind="wide meeting-gap"),
        panel(
            say(msg("{n} findings wait, the overdue ones first", n=Num(len(view.findings))), lang),
            findings_table(view.findings[:10], where, say("No finding is open.", lang)),
            kind="wide",
        ),
    ]
    if view.gap:
        body = [*_options(view, where), source(stamp, lang)]
        left.insert(2, panel(_options_title(view, lang), body, kind="wide"))
    right = [panel(say("Decision log", lang), _decisions(view.decisions, where, done))]
    if filled is not None:
        options: Options = {
            "action": [("", "–"), *actions],
            "option": [("", "–"), *((name, say(words, lang)) for name, words in OPTIONS.items())],
            "opd": [(name, name) for name in offices],
        }
        body = form_of(
            filled, msg("Write the decision down"), action=at, csrf=where.csrf, lang=lang, options=options, focus="text"
        )
        right.insert(0, panel(say("New decision", lang), body))
    return [columns(left, right)]


def _headline(view: MeetingView, lang: str) -> str:
    now = view.progress
    if now is None:
        return say("no progress report yet", lang)
    words = msg(
        "{day}: {claimed} % claimed, {evidenced} % evidenced, {verified} % verified; {planned} % planned",
        day=view.day,
        claimed=Num(now.claimed, 1),
        evidenced=Num(now.evidenced, 1),
        verified=Num(now.verified, 1),
        planned=Num(now.planned, 1),
    )
    return say(words, lang)


def _sets(view: MeetingView, lang: str) -> html.P:
    made = ", ".join(f"{say(row.name, lang)} {number(row.progress.claimed, lang, 1)}" for row in view.weight_sets)
    return html.P([made, *([html.Br(), say(view.review, lang)] if view.review else [])], className="note")


def _gap_title(view: MeetingView, lang: str) -> str:
    if not view.gap:
        return say("No action is behind the plan", lang)
    words = msg("{n} actions make most of the {points} points behind", n=Num(len(view.gap)), points=Num(view.lost, 1))
    return say(words, lang)


def _gap(view: MeetingView, where: Where) -> Any:
    lang = where.lang
    words = ("Action", "Office", "Due", "Plan, %", "Claimed, %", "Points of the plan", "With it on plan, %", "Why")
    rows = [
        [
            html.A(row.name, href=where.at(f"aksi/{row.code}")),
            row.opd,
            day(row.finish, lang),
            number(row.planned, lang, 1),
            number(row.claimed, lang, 1),
            number(row.pull, lang, 2, signed=True),
            number(after, lang, 1),
            html.Span([light(row.light, lang), " ", say(row.reason, lang)]),
        ]
        for row, after in zip(view.gap, view.without, strict=True)
    ]
    return table([say(word, lang) for word in words], rows, numeric=frozenset({3, 4, 5, 6}), empty="–")


def _chosen(row: Decision, lang: str) -> list[Any]:
    """The option that was chosen, and what was forecast for it then."""
    if not row.option:
        return []
    name = say(msg("{action}: {option}", action=row.action, option=OPTIONS[row.option]), lang)
    if row.forecast is None:
        return [html.P(name)]
    words = msg(
        "{what}; forecast for {day}: {reached} % ({gap} points)",
        what=name,
        day=row.forecast.day,
        reached=Num(row.forecast.reached, 1),
        gap=Num(row.forecast.gap, 1, signed=True),
    )
    return [html.P(say(words, lang))]


def _options_title(view: MeetingView, lang: str) -> str:
    words = msg("To be decided: the plan on {day} under each option", day=view.options[0][0].day)
    return say(words, lang)


def _options(view: MeetingView, where: Where) -> list[Any]:
    """A row an action, a column an option: the plan's forecast, and how far it then is from what is wanted."""
    lang = where.lang
    heads = [say("Action", lang), *(say(words, lang) for words in OPTIONS.values())]
    rows = [
        [html.A(row.name, href=where.at(f"aksi/{row.code}")), *(_effect(each, lang) for each in effects)]
        for row, effects in zip(view.gap, view.options, strict=True)
    ]
    note = msg(
        "Each figure is the whole plan on that day, every other action going on at its pace of the last {n} months; "
        "in brackets the points from what the plan would then want.",
        n=Num(6),
    )
    return [table(heads, rows), html.P(say(note, lang), className="note")]


def _effect(each: OptionEffect, lang: str) -> Any:
    words = say(msg("{reached} % ({gap})", reached=Num(each.reached, 1), gap=Num(each.gap, 1, signed=True)), lang)
    if each.option not in ("continue", "move"):
        return words
    end = msg("done {day}", day=each.end) if each.end else msg("stands still")
    return html.Span([words, html.Br(), html.Small(say(end, lang), className="muted")])


def _decisions(rows: Sequence[Decision], where: Where, done: Filled[DecisionStep] | None) -> Any:
    lang = where.lang
    if not rows:
        return html.P(say("Nothing was decided yet.", lang), className="muted")
    made = []
    for row in rows:
        state = say("open", lang)
        if row.done is not None:
            state = f"{say('done', lang)} {moment(row.done, lang)}: {row.note}"
        elif row.overdue:
            state = say("overdue", lang)
        about = msg(
            "{opd}, due {due}; decided {made} by {by}, as known on {known}",
            opd=row.opd,
            due=row.due,
            made=moment(row.made, lang),
            by=row.by,
            known=row.known_on,
        )
        parts: list[Any] = [
            html.P([html.B(f"K-{row.id} "), row.text]),
            *_chosen(row, lang),
            html.P(say(about, lang), className="note"),
            html.P(html.B(state)),
        ]
        if done is not None and row.done is None:
            own = Filled(done.model, {**done.values, "seen": str(row.version)}, done.errors)
            here = f"{where.at('rapat')}/{row.id}"
            parts.append(form_of(own, msg("It is done"), action=here, csrf=where.csrf, lang=lang, key=str(row.id)))
        made.append(html.Li(parts))
    return html.Ul(made, className="decisions")
