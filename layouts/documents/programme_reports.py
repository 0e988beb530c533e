"""Progress reports as pages: what is owed, what waits, one report with its record and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from data.domain.errors import Message, Num, msg
from data.domain.forms import Filled, Options, fields_of
from data.domain.programme import EVIDENCE, OBSTACLES
from data.domain.reports import (
    REPORT_STATES,
    THEN,
    EvidenceFile,
    EvidenceRow,
    ReportFile,
    ReportForm,
    ReportRow,
    ReportStep,
    ReportsView,
    ReportView,
)
from data.domain.views import Stamp
from data.text import day, number, say
from layouts.documents.parts import columns, moment, panel, source, table
from layouts.kit.forms import form_of

PDF = "application/pdf"
IMAGES = frozenset({"image/png", "image/jpeg"})


@dataclass(frozen=True)
class Place:
    """Where the page is: addresses of the reports and of actions, the token of its forms."""

    at: str
    actions: str
    csrf: str
    lang: str


def reports(
    view: ReportsView,
    where: Place,
    *,
    filled: Filled[ReportForm] | None,
    many: Filled[ReportFile] | None,
    own: Sequence[tuple[str, str]],
    stamp: Stamp,
) -> list[Any]:
    """What the person has to do, what is owed, how punctual offices are.

    Parameters
    ----------
    filled, many : Filled or None
        The forms of a new report and of a workbook with many; None for who may not write one.
    own : sequence of (code, name)
        Actions that the person's office reports.
    """
    lang = where.lang
    left = []
    if view.mine or view.opd:
        title = say(msg("{n} drafts and returned reports of {opd}", n=Num(len(view.mine)), opd=view.opd), lang)
        left.append(panel(title, _rows(view.mine, where, say("None.", lang)), kind="wide"))
    title = say(msg("{n} reports wait for you", n=Num(len(view.waiting))), lang)
    left.append(panel(title, _rows(view.waiting, where, say("Nothing waits for you.", lang)), kind="wide"))
    left.append(panel(say(_owed(view), lang), _due(view, where), kind="wide"))
    left.append(
        panel(say("Other reports, newest first", lang), _rows(view.others, where, say("None yet.", lang)), kind="wide")
    )
    right = [
        panel(say("Late reports by office, last twelve months", lang), [_offices(view, lang), source(stamp, lang)])
    ]
    if filled is not None:
        body: Any = form_of(
            filled, msg("Keep as a draft"), action=where.at, csrf=where.csrf, lang=lang, options=options(own, lang)
        )
        right.insert(0, panel(say("New report", lang), body, id="baru"))
    if many is not None:
        right.insert(1, panel(say("Many reports at once", lang), _many(many, where), id="berkas"))
    return [columns(left, right)]


def _many(many: Filled[ReportFile], where: Place) -> list[Any]:
    lang = where.lang
    blank = html.A(say("Workbook to fill in", lang), href=f"{where.at}/isian.xlsx", className="button quiet")
    note = html.P([blank, " ", say("It has a row for every report that is owed.", lang)], className="note")
    given: Options = {"then": [(name, say(words, lang)) for name, words in THEN.items()]}
    action = f"{where.at}/berkas"
    body = form_of(many, msg("Hand it in"), action=action, csrf=where.csrf, lang=lang, options=given, key="berkas")
    return [note, body]


def options(own: Sequence[tuple[str, str]], lang: str) -> Options:
    """What may be chosen in the form of a report."""
    evidence = [(name, say(words, lang)) for name, words in EVIDENCE.items() if name != "audited"]
    obstacles = [(name, say(words, lang)) for name, words in OBSTACLES.items()]
    return {"action": list(own), "evidence": evidence, "obstacle": obstacles}


def _owed(view: ReportsView) -> Message:
    return msg("{n} reports are owed, {late} of them late", n=Num(len(view.due)), late=Num(view.late))


def _rows(rows: Sequence[ReportRow], where: Place, empty: str) -> Any:
    lang = where.lang
    words = ("Number", "Action", "Office", "To the day", "Reached", "State", "Changed")
    shown = [
        [
            html.A(f"L-{row.id}", href=f"{where.at}/{row.id}"),
            row.name,
            row.opd,
            day(row.day, lang),
            f"{number(row.actual, lang, 0 if float(row.actual).is_integer() else 2)} {row.unit}",
            [say(REPORT_STATES[row.state], lang), *([" ", html.B(say("late", lang))] if row.late else [])],
            moment(row.changed_at, lang),
        ]
        for row in rows
    ]
    return table(
        [say(word, lang) for word in words], [_cells(row) for row in shown], numeric=frozenset({4}), empty=empty
    )


def _cells(row: Sequence[Any]) -> list[Any]:
    return [html.Span(cell) if isinstance(cell, list) else cell for cell in row]


def _due(view: ReportsView, where: Place) -> Any:
    lang = where.lang
    rows = [
        [
            html.A(each.name, href=f"{where.actions}/{each.action}"),
            each.opd,
            day(each.day, lang),
            day(each.due, lang),
            html.B(say("late", lang)) if each.late else say("not yet late", lang),
        ]
        for each in view.due
    ]
    heads = [say(word, lang) for word in ("Action", "Office", "Month's end", "Due", "State")]
    return table(heads, rows, empty=say("Every report of last month is there.", lang))


def _offices(view: ReportsView, lang: str) -> Any:
    rows = [
        [
            row.opd,
            number(row.actions, lang),
            number(row.reports, lang),
            number(row.late, lang),
            number(row.share, lang, 1),
        ]
        for row in view.offices
    ]
    heads = [say(word, lang) for word in ("Office", "Actions", "Reports due", "Late", "Late, %")]
    return table(heads, rows, numeric=frozenset({1, 2, 3, 4}), empty="–")


def report(
    view: ReportView,
    where: Place,
    *,
    draft: Filled[ReportForm] | None,
    step: Filled[ReportStep] | None,
    file: Filled[EvidenceFile] | None,
) -> list[Any]:
    """One report: what it says, its evidence, its record, and the step that may follow."""
    lang, row = where.lang, view.row
    here = f"{where.at}/{row.id}"
    left = [panel(say("What it says", lang), _said(view, where))]
    if view.reason:
        left.insert(0, panel(say(msg("Returned: {why}", why=view.reason), lang), []))
    left.append(panel(say("Evidence", lang), _evidence(view.evidence, here, lang)))
    left.append(panel(say("Record", lang), _record(view, lang), kind="wide"))
    right = []
    if step is not None and view.steps:
        seen = [("", "–"), *((name, say(words, lang)) for name, words in EVIDENCE.items())]
        given: Options = {"step": [(name, say(words, lang)) for name, words in view.steps], "evidence": seen}
        body = form_of(step, msg("Do it"), action=here, csrf=where.csrf, lang=lang, options=given)
        note = html.P(say("Nobody reviews his own report, and no office its own.", lang), className="note")
        right.append(panel(say("What is done", lang), [body, note]))
    if draft is not None:
        own = [(row.action, f"{row.action} {row.name}")]
        body = form_of(
            draft,
            msg("Keep as a draft"),
            action=where.at,
            csrf=where.csrf,
            lang=lang,
            options=options(own, lang),
            key=str(row.id),
        )
        right.append(panel(say("Change the draft", lang), body))
    if file is not None:
        body = form_of(file, msg("Add the file"), action=f"{here}/bukti", csrf=where.csrf, lang=lang)
        right.append(panel(say("Add evidence", lang), body))
    return [columns(left, right)]


def _said(view: ReportView, where: Place) -> Any:
    lang, row, values = where.lang, view.row, view.values
    reached = f"{number(row.actual, lang, 0 if float(row.actual).is_integer() else 2)} {row.unit}"
    if values.get("numerator") is not None and values.get("denominator") is not None:
        reached += f" ({number(values['numerator'], lang)} / {number(values['denominator'], lang)})"
    facts: list[tuple[str, Any]] = [
        ("State", html.B(say(REPORT_STATES[row.state], lang))),
        ("Action", html.A(f"{row.action} {row.name}", href=f"{where.actions}/{row.action}")),
        ("Office", row.opd),
        ("To the day", day(row.day, lang)),
        ("Reached", reached),
        ("Paid to date, Rp", number(float(values["spent_rp"]), lang)),
        ("Under contract to date, Rp", _amount(values.get("committed_rp"), lang)),
        ("Obstacle", say(OBSTACLES[str(values["obstacle"])], lang)),
        ("What stands in the way", values.get("obstacle_note") or "–"),
        ("Next step", values.get("next_step") or "–"),
        ("Evidence", say(EVIDENCE[str(values["evidence"])], lang)),
        ("What the evidence is", values.get("evidence_ref") or "–"),
    ]
    listed = [piece for name, value in facts for piece in (html.Dt(say(name, lang)), html.Dd(value))]
    return html.Dl(listed, className="facts")


def _amount(value: Any, lang: str) -> str:
    return "–" if value is None else number(float(value), lang)


def _evidence(rows: Sequence[EvidenceRow], here: str, lang: str) -> Any:
    shown = [
        [
            html.Span(
                [
                    html.A(row.name, href=f"{here}/bukti/{row.id}"),
                    *(
                        [" ", html.A(say("read", lang), href=f"{here}/bukti/{row.id}/lihat", target="_blank")]
                        if row.media_type == PDF
                        else []
                    ),
                ]
            ),
            row.media_type.rpartition("/")[2].rpartition(".")[2],
            number(row.size / 1024, lang),
            html.Code(row.sha256[:16]),
            row.added_by,
            moment(row.added_at, lang),
        ]
        for row in rows
    ]
    heads = [say(word, lang) for word in ("File", "Kind", "kB", "Hash", "By", "Added")]
    body = [table(heads, shown, numeric=frozenset({2}), empty=say("No file.", lang))]
    body += [
        html.Img(src=f"{here}/bukti/{row.id}/gambar", alt=row.name, className="evidence")
        for row in rows
        if row.media_type in IMAGES
    ]
    return body


def _label(name: str, lang: str) -> str:
    """A field's label as the form has it."""
    labels = {shown.name: shown.input.label for shown in fields_of(ReportForm)}
    return say(labels.get(name, msg("Verified by")), lang)


def _value(name: str, value: str, lang: str) -> str:
    words = {"evidence": EVIDENCE, "obstacle": OBSTACLES}.get(name, {})
    return say(words[value], lang) if value in words else value


def _record(view: ReportView, lang: str) -> Any:
    rows = [
        [
            moment(each.at, lang),
            each.actor,
            f"{say(each.before, lang)} → {say(each.after, lang)}" if each.before else say(each.after, lang),
            "; ".join(f"{_label(name, lang)}: {_value(name, value, lang)}" for name, value in each.changes) or "–",
            each.note or "–",
        ]
        for each in view.record
    ]
    return table([say(word, lang) for word in ("When", "Who", "From what to what", "What it said", "Note")], rows)
