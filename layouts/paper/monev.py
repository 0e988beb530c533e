"""A closed quarter, and a meeting's agenda and minutes, as PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from data.domain.errors import Message, Num, msg
from data.domain.monev import FINDING_STATES, OPTIONS, Decision, MeetingView
from data.domain.programme import LIGHTS
from data.text import day, number, say
from layouts.paper.sheet import MARGIN, MUTED, WIDTH, Sheet

FULL = WIDTH - 2 * MARGIN
Column = tuple[str, float, bool]


def _table(sheet: Sheet, columns: Sequence[Column], rows: Sequence[Sequence[str]], foot: tuple[str, str]) -> None:
    """Rows under their heads; goes on over as many pages as it needs, the head again on each."""

    def head() -> None:
        x = MARGIN
        for title, width, right in columns:
            sheet.text(title, x=x, width=width - 1, size=7.5, colour=MUTED, right=right)
            x += width
        sheet.y += 4
        sheet.rule()

    head()
    for row in rows:
        if sheet.room_left() < 6:
            sheet.next_page(*foot)
            head()
        x = MARGIN
        for (_, width, right), cell in zip(columns, row, strict=True):
            sheet.text(cell, x=x, width=width - 1, size=8, right=right)
            x += width
        sheet.y += 4.6


def snapshot_pdf(content: Mapping[str, Any]) -> bytes:
    """A closed quarter in Indonesian; the same content gives the same bytes.

    Parameters
    ----------
    content : mapping
        As a snapshot holds it.
    """
    lang = "id"
    title = say(msg("Quarter {name}, smart-city programme", name=content["quarter"]), lang)
    sheet = Sheet(title, lang)
    sheet.made_at(datetime.fromisoformat(content["taken_at"]))
    foot = (
        say(
            msg(
                "Closed by {who}, {office}, on {at}; as known on {known}. Sample figures are simulated.",
                who=content["taken_by"],
                office=content["office"] or "–",
                at=content["taken_at"].replace("T", " "),
                known=content["known_on"],
            ),
            lang,
        ),
        f"DeCOR · {content['quarter']}",
    )
    progress = content["progress"]
    sheet.rule(strong=True)
    sheet.line(title, size=15, bold=True)
    words = msg(
        "Claimed {claimed} %, evidenced {evidenced} %, verified {verified} %, planned {planned} %.",
        **{name: Num(progress[name], 1) for name in ("claimed", "evidenced", "verified", "planned")},
    )
    sheet.line(say(words, lang), size=11)
    sheet.wrapped(content["rule"], most=3, size=8, colour=MUTED)
    sheet.y += 2
    figures = ("claimed", "evidenced", "verified", "planned")
    heads = [say(word, lang) for word in ("Claimed, %", "Evidenced, %", "Verified, %", "Plan, %")]
    columns: list[Column] = [(say("Weights", lang), FULL - 88, False), *((head, 22.0, True) for head in heads)]
    rows = [[row["name"], *(number(row[name], lang, 1) for name in figures)] for row in content["weight_sets"]]
    _table(sheet, columns, rows, foot)
    sheet.y += 3
    columns = [
        (say("Code", lang), 17, False),
        (say("Action", lang), 66, False),
        (say("Office", lang), 25, False),
        *((head, 16.0, True) for head in heads),
        (say("State", lang), 14, False),
    ]
    rows = [
        [
            row["code"],
            row["name"],
            row["opd"],
            *(number(row[name], lang, 1) for name in figures),
            say(LIGHTS[row["light"]], lang),
        ]
        for row in content["actions"]
    ]
    _table(sheet, columns, rows, foot)
    if content["findings"]:
        sheet.y += 3
        columns = [
            (say("Finding", lang), 20, False),
            (say("What was found", lang), FULL - 96, False),
            (say("Office", lang), 28, False),
            (say("Due", lang), 24, False),
            (say("State", lang), 24, False),
        ]
        rows = [
            [row["code"], row["text"], row["opd"], row["due"], say(FINDING_STATES[row["state"]], lang)]
            for row in content["findings"]
        ]
        _table(sheet, columns, rows, foot)
    sheet.foot(*foot)
    return bytes(sheet.pdf.output())


def _options_note(view: MeetingView) -> Message:
    day_ = view.options[0][0].day
    return msg(
        "The whole plan on {day} in per cent; in brackets the points from what the plan would then want.", day=day_
    )


def _decided(row: Decision, lang: str) -> str:
    if not row.option:
        return row.text
    chosen = f"{row.text} ({say(OPTIONS[row.option], lang)}"
    return f"{chosen})" if row.forecast is None else f"{chosen}: {number(row.forecast.reached, lang, 1)} %)"


def meeting_pdf(view: MeetingView, *, at: datetime, lang: str) -> bytes:
    """Agenda (the gap, what waits) and minutes (what was decided) of a meeting."""
    title = say(msg("Monev meeting, {day}", day=day(view.day, lang, "d MMMM y")), lang)
    sheet = Sheet(title, lang)
    sheet.made_at(at)
    foot = (say("Agenda and minutes; sample figures are simulated.", lang), f"DeCOR · {at:%Y-%m-%d %H:%M}")
    sheet.rule(strong=True)
    sheet.line(title, size=15, bold=True)
    if view.progress is not None:
        names = ("claimed", "evidenced", "verified", "planned")
        words = msg(
            "Claimed {claimed} %, evidenced {evidenced} %, verified {verified} %, planned {planned} %.",
            **{name: Num(getattr(view.progress, name), 1) for name in names},
        )
        sheet.line(say(words, lang), size=11)
    if view.review is not None:
        sheet.wrapped(say(view.review, lang), most=2, size=8.5, colour=MUTED)
    sheet.y += 2
    sheet.line(say("1. What makes the gap", lang), size=11, bold=True)
    columns: list[Column] = [
        (say("Action", lang), 76, False),
        (say("Office", lang), 28, False),
        (say("Due", lang), 24, False),
        (say("Plan, %", lang), 18, True),
        (say("Claimed, %", lang), 20, True),
        (say("Points of the plan", lang), 20, True),
    ]
    rows = [
        [
            row.name,
            row.opd,
            day(row.finish, lang),
            number(row.planned, lang, 1),
            number(row.claimed, lang, 1),
            number(row.pull, lang, 2, signed=True),
        ]
        for row in view.gap
    ]
    _table(sheet, columns, rows, foot)
    sheet.y += 3
    if view.options:
        sheet.line(say("2. What can be decided", lang), size=11, bold=True)
        sheet.line(say(_options_note(view), lang), size=8, colour=MUTED)
        columns = [(say("Action", lang), FULL - 4 * 30, False), *((say(w, lang), 30.0, True) for w in OPTIONS.values())]
        rows = [
            [
                row.name,
                *(f"{number(e.reached, lang, 1)} ({number(e.gap, lang, 1, signed=True)})" for e in effects),
            ]
            for row, effects in zip(view.gap, view.options, strict=True)
        ]
        _table(sheet, columns, rows, foot)
        sheet.y += 3
    sheet.line(say("3. Findings that wait", lang), size=11, bold=True)
    columns = [
        (say("Finding", lang), 20, False),
        (say("What was found", lang), FULL - 76, False),
        (say("Office", lang), 30, False),
        (say("Due", lang), 26, False),
    ]
    rows = [[f.code, f.text, f.opd, day(f.due, lang)] for f in view.findings]
    _table(sheet, columns, rows, foot)
    sheet.y += 3
    sheet.line(say("4. Decisions", lang), size=11, bold=True)
    columns = [
        ("", 14, False),
        (say("Decision", lang), FULL - 96, False),
        (say("Office", lang), 28, False),
        (say("Due", lang), 24, False),
        (say("Done", lang), 30, False),
    ]
    rows = [
        [f"K-{d.id}", _decided(d, lang), d.opd, day(d.due, lang), "–" if d.done is None else day(d.done.date(), lang)]
        for d in view.decisions
    ]
    _table(sheet, columns, rows, foot)
    sheet.foot(*foot)
    return bytes(sheet.pdf.output())
