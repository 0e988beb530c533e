"""The officials' brief on one page."""

from __future__ import annotations

from collections.abc import Sequence

from data.domain.alert_views import BriefView, Mover, TargetView
from data.domain.errors import Message, Num, msg
from data.text import day, number, say
from layouts.components.stage import finding, lowering
from layouts.documents.brief import NOW_WORDS, target_plot, target_words, verdict
from layouts.documents.parts import moment
from layouts.kit.plots import counted, runs
from layouts.paper.sheet import INK, MARGIN, MUTED, WIDTH, Sheet
from layouts.theme.tokens import THEMES

HALF = (WIDTH - 2 * MARGIN - 6) / 2
RIGHT = MARGIN + HALF + 6
LIGHT = THEMES["light"]


def brief_pdf(view: BriefView, *, lang: str) -> bytes:
    """The sheet as a PDF."""
    sheet = Sheet(say("Brief for officials", lang), lang)
    sheet.rule(strong=True)
    sheet.line("DeCOR · " + say("Brief for officials", lang), size=9, colour=MUTED)
    sheet.wrapped(say(view.sentence, lang), most=2, size=15, bold=True)
    sheet.wrapped(say(view.conditions, lang), most=1, size=9, colour=MUTED)
    sheet.y += 1
    sheet.mark("square", x=MARGIN, y=sheet.y, size=7, colour=LIGHT[f"alarm-{view.stage.stage}"])
    sheet.text(
        str(view.stage.stage),
        x=MARGIN + 2.2,
        width=6,
        size=12,
        bold=True,
        colour=LIGHT[f"on-alarm-{view.stage.stage}"],
        y=sheet.y + 0.9,
    )
    sheet.line(say(finding(view.stage), lang), x=MARGIN + 10, width=WIDTH - 2 * MARGIN - 10, size=11, bold=True)
    sheet.wrapped(
        " ".join(lowering(view.stage, lang)), most=1, x=MARGIN + 10, width=WIDTH - 2 * MARGIN - 10, size=9, colour=MUTED
    )
    if view.past:
        sheet.line(say(NOW_WORDS, lang), size=8.5, colour=MUTED)
    sheet.y += 2.5
    _targets(sheet, view.targets, lang)
    _four(sheet, view, lang)
    _foot(sheet, view, lang)
    return sheet.bytes()


def _targets(sheet: Sheet, targets: Sequence[TargetView], lang: str) -> None:
    top = sheet.y
    for number_, target in enumerate(targets):
        sheet.y = top + (number_ // 2) * 50
        _target(sheet, target, MARGIN if number_ % 2 == 0 else RIGHT, lang)
    sheet.y = top + (len(targets) + 1) // 2 * 50


def _target(sheet: Sheet, target: TargetView, x: float, lang: str) -> None:
    sheet.rule(x=x, width=HALF, strong=True)
    sheet.line(f"{say(target.subject, lang)} · {say(target.title, lang)}", x=x, width=HALF, size=8.5, colour=MUTED)
    value = "–" if target.value is None else number(target.value, lang, target.decimals)
    sheet.line(f"{value} {say(target.unit, lang)}", x=x, width=HALF, size=14, bold=True)
    shape, colour = (
        ("circle", LIGHT["fresh"])
        if target.held
        else (("square", LIGHT["stale"]) if target.held is False else ("triangle", LIGHT["ageing"]))
    )
    sheet.mark(shape, x=x, y=sheet.y + 0.6, size=2.6, colour=colour)
    sheet.line(f"{say(verdict(target), lang)}; {say(target_words(target), lang)}", x=x + 4, width=HALF - 4, size=9)
    plot = target_plot(target, HALF - 4, 15)
    for run in runs(plot, counted(target.targets)):
        sheet.curve(run, x=x + 1, y=sheet.y + 1, colour=MUTED, dashed=True, width=0.35)
    for run in runs(plot, counted(target.values)):
        sheet.curve(run, x=x + 1, y=sheet.y + 1, colour=INK, width=0.6)
    sheet.y += 18
    span = f"{day(target.days[0], lang)} – {day(target.days[-1], lang)}; " if target.days else ""
    sheet.line(span + say(target.target_source, lang), x=x, width=HALF, size=7.5, colour=MUTED)


def _four(sheet: Sheet, view: BriefView, lang: str) -> None:
    top = sheet.y + 1
    rising = say("Five up (worse)" if view.worse_up else "Five up", lang)
    falling = say("Five down (better)" if view.worse_up else "Five down", lang)
    ends = []
    for x, title, movers in ((MARGIN, rising, view.up), (RIGHT, falling, view.down)):
        sheet.y = top
        _movers(sheet, x, title, movers, view, lang)
        ends.append(sheet.y)
    top = max(ends) + 2.5
    for x, title, texts in (
        (MARGIN, say("Open findings", lang), view.findings),
        (RIGHT, say("Decisions needed", lang), view.decisions),
    ):
        sheet.y = top
        _list(sheet, x, title, texts, lang)


def _movers(sheet: Sheet, x: float, title: str, movers: Sequence[Mover], view: BriefView, lang: str) -> None:
    sheet.rule(x=x, width=HALF, strong=True)
    sheet.line(title, x=x, width=HALF, size=11, bold=True)
    sheet.line(
        say(msg("{what}; {unit}", what=view.moved, unit=view.unit), lang), x=x, width=HALF, size=7.5, colour=MUTED
    )
    if not movers:
        sheet.line(say("None.", lang), x=x, width=HALF)
    for mover in movers:
        sheet.text(mover.name, x=x, width=HALF - 40)
        sheet.text(number(mover.value, lang, view.decimals), x=x + HALF - 40, width=20, right=True)
        sheet.line(
            number(mover.change, lang, view.decimals, signed=True), x=x + HALF - 20, width=20, right=True, bold=True
        )


def _list(sheet: Sheet, x: float, title: str, texts: Sequence[Message], lang: str) -> None:
    sheet.rule(x=x, width=HALF, strong=True)
    sheet.line(title, x=x, width=HALF, size=11, bold=True)
    if not texts:
        sheet.line(say("None.", lang), x=x, width=HALF)
    for position, text in enumerate(texts, 1):
        if sheet.room_left() < 9:
            sheet.line(
                say(msg("and {n} more, in the room", n=Num(len(texts) - position + 1)), lang),
                x=x,
                width=HALF,
                size=8.5,
                colour=MUTED,
            )
            return
        sheet.text(str(position), x=x, width=5, colour=MUTED)
        sheet.wrapped(say(text, lang), most=2, x=x + 5, width=HALF - 5, size=9)


def _foot(sheet: Sheet, view: BriefView, lang: str) -> None:
    sources = say(msg("Sources: {names}.", names="; ".join(view.sources)), lang)
    if view.simulated:
        sources += " " + say("Contains simulated data.", lang)
    sheet.foot(sources, f"{moment(view.clock, lang)} WIB · v{view.version}")
