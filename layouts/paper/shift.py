"""The shift's handover sheet on one page."""

from __future__ import annotations

from data.domain.alert_views import GroupView, ShiftLine, ShiftView
from data.domain.errors import Num, msg
from data.text import age, say
from layouts.components.alerts import state_words, title, when
from layouts.components.stage import finding
from layouts.documents.alerts import shift_title
from layouts.documents.parts import moment
from layouts.paper.sheet import MARGIN, MUTED, WIDTH, Sheet
from layouts.theme.tokens import THEMES

LIGHT = THEMES["light"]
FULL = WIDTH - 2 * MARGIN


def shift_pdf(view: ShiftView, *, lang: str) -> bytes:
    """The sheet as a PDF."""
    sheet = Sheet(say("Shift sheet", lang), lang)
    sheet.rule(strong=True)
    sheet.line("DeCOR · " + say("Shift sheet", lang), size=9, colour=MUTED)
    sheet.line(shift_title(view.shift, lang), size=15, bold=True)
    counts = view.counts
    words = msg(
        "{a} started, {b} taken, {c} resolved, {d} put aside, {e} still open",
        a=Num(counts.started),
        b=Num(counts.acknowledged),
        c=Num(counts.resolved),
        d=Num(counts.shelved),
        e=Num(len(view.open)),
    )
    sheet.line(say(words, lang), size=10)
    if view.stage is not None:
        sheet.line(say(finding(view.stage), lang), size=10)
    sheet.y += 2
    _head(sheet, say("Open now, for the next shift", lang))
    _groups(sheet, view, lang)
    for words_, lines, most in (
        ("Messages to the next shift", view.messages, 6),
        ("What happened", tuple(reversed(view.lines)), 14),
        ("Data that came in", tuple(reversed(view.loads)), 8),
    ):
        sheet.y += 2
        _head(sheet, say(words_, lang))
        _lines(sheet, lines, most, lang)
    sheet.y += 2
    _head(sheet, say("Freshness of data", lang))
    for feed in view.feeds:
        if sheet.room_left() < 5:
            break
        sheet.text(say(feed.title, lang), width=80)
        sheet.line(
            f"{say('feed ' + feed.freshness.value, lang)}, {age(feed.age_hours, lang)}",
            x=MARGIN + 80,
            width=FULL - 80,
            colour=MUTED,
        )
    note = say("Contains simulated data.", lang) if view.simulated else ""
    sheet.foot(note, f"{moment(view.now, lang)} WIB")
    return sheet.bytes()


def _head(sheet: Sheet, text: str) -> None:
    sheet.rule(strong=True)
    sheet.line(text, size=11, bold=True)


def _groups(sheet: Sheet, view: ShiftView, lang: str) -> None:
    if not view.open:
        sheet.line(say("Nothing is open.", lang))
    for position, group in enumerate(view.open):
        if sheet.room_left() < 60:
            sheet.line(say(msg("and {n} more, in the room", n=Num(len(view.open) - position)), lang), colour=MUTED)
            return
        _group(sheet, group, view, lang)


def _group(sheet: Sheet, group: GroupView, view: ShiftView, lang: str) -> None:
    sheet.mark("square", x=MARGIN, y=sheet.y, size=4.4, colour=LIGHT[f"alarm-{group.stage}"])
    sheet.text(
        str(group.stage),
        x=MARGIN + 1.1,
        width=4,
        size=8,
        bold=True,
        colour=LIGHT[f"on-alarm-{group.stage}"],
        y=sheet.y + 0.5,
    )
    who = ", ".join(
        words
        for words in (state_words(group, lang), group.acked_by or "", when(group.ack_until, view.now, lang))
        if words
    )
    sheet.text(who, x=WIDTH - MARGIN - 60, width=60, right=True, colour=MUTED)
    sheet.line(title(group, lang), x=MARGIN + 7, width=FULL - 70, bold=True)
    sheet.line(f"{say(group.summary, lang)} · {group.owner}", x=MARGIN + 7, width=FULL - 7, size=8.5, colour=MUTED)


def _lines(sheet: Sheet, lines: tuple[ShiftLine, ...], most: int, lang: str) -> None:
    if not lines:
        sheet.line(say("Nothing in this shift.", lang), colour=MUTED)
    for position, line in enumerate(lines):
        if position >= most or sheet.room_left() < 26:
            sheet.line(
                say(msg("and {n} more, in the room", n=Num(len(lines) - position)), lang), size=8.5, colour=MUTED
            )
            return
        sheet.text(moment(line.at, lang), width=34, size=8.5, colour=MUTED)
        words = " · ".join(text for text in (say(line.text, lang), line.note, line.actor) if text)
        sheet.line(words, x=MARGIN + 34, width=FULL - 34, size=8.5)
