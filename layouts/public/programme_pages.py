"""Public pages below the programme's: one programme, and the plan at the end of a quarter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from data.domain.programme import SYSTEM_STATES
from data.domain.public_pages import ProgrammePageView, QuarterView
from data.domain.public_views import ProgressPoint, PublicAction, PublicCohort, Quarter
from data.text import day, number, say
from layouts.markup import Tree, el
from layouts.public.charts import s_curve
from layouts.public.site import Site, crumbs, search
from layouts.public.tables import Cell, folded, section, table
from layouts.public.words import LIGHTS, PROGRESS, around, stamp

SENTENCE = (
    "{figure} % is claimed on {day}, {evidenced} % with evidence, {verified} % verified by a second office; "
    "{planned} % was planned."
)
VIEWS = ("actual", "evidenced", "verified", "planned")
HEADS = ("Claimed, %", "Evidenced, %", "Verified, %", "Planned, %")


def one_programme(site: Site, view: ProgrammePageView) -> list[Tree]:
    """One programme: its three percentages, what sources say, its actions and cohorts."""
    lang, own = site.lang, view.programme
    note = stamp(view.datasets.get("action-progress"), lang)
    last = view.points[-1] if view.points else None
    label = say("{name}: reached and planned by month", lang).format(name=own.name)
    top = el(
        "div",
        search(site),
        crumbs(site, ("/program", say("Programme", lang)), here=own.name),
        el("h1", own.name),
        el("p", *_said(last, lang), cls="lead"),
        el("p", say("An example, composed from what the sources describe", lang), cls="simulated")
        if own.example
        else [],
        cls="top",
    )
    curve = folded(say("The same as a table", lang), _points(view.points, label, lang))
    parts = [
        top,
        _statements(view, lang),
        section(say("Reached against planned", lang), s_curve(view.points, label, lang), curve, id_="kurva", note=note),
        section(say("Every action", lang), _actions(view.actions, lang), id_="aksi", note=note),
    ]
    if view.cohorts:
        words = stamp(view.datasets.get("programme-cohorts"), lang)
        parts.append(section(say("Cohorts", lang), _cohorts(view.cohorts, lang), id_="angkatan", note=words))
    return parts


def _said(point: ProgressPoint | None, lang: str) -> list[Tree]:
    if point is None:
        return [say("no progress report yet", lang)]
    return _sentence(point, point.day, lang)


def _sentence(figures: ProgressPoint | Quarter, on: date, lang: str) -> list[Tree]:
    """The three percentages and the plan on a day."""
    others = {name: number(getattr(figures, name), lang, 1) for name in VIEWS[1:]}
    return around(say(SENTENCE, lang), number(figures.actual, lang, 1), day=day(on, lang, "d MMMM y"), **others)


def _points(points: Sequence[ProgressPoint], label: str, lang: str) -> Tree:
    rows = [
        [
            Cell(day(p.day, lang), p.day.isoformat()),
            *(Cell(number(getattr(p, name), lang, 1), getattr(p, name)) for name in VIEWS),
        ]
        for p in reversed(points)
    ]
    heads: list[Tree] = [say(words, lang) for words in ("Report", *HEADS)]
    return table(label, heads, rows, numbers=(1, 2, 3, 4), lang=lang)


def _statements(view: ProgrammePageView, lang: str) -> Tree:
    statements = view.statements
    if not statements:
        return section(say("No source says how far it is", lang), id_="sumber")
    state = say(SYSTEM_STATES[statements[0].state], lang)
    title = say("What sources say: {state}, {day}", lang).format(state=state, day=day(statements[0].date, lang))
    shown = [
        [
            Cell(day(each.date, lang), each.date.isoformat()),
            say(SYSTEM_STATES[each.state], lang),
            each.words,
            _source(each.source, lang, example=each.example),
        ]
        for each in statements
    ]
    heads: list[Tree] = [say(words, lang) for words in ("Day", "State", "What it says", "Source")]
    note = stamp(view.datasets.get("programme-states"), lang)
    return section(title, table(say("Sources", lang), heads, shown, lang=lang), id_="sumber", note=note)


def _source(text: str, lang: str, *, example: bool) -> Tree:
    if example or not text.startswith(("https://", "http://")):
        return el("span", say("example", lang), cls="simulated") if example else text or "–"
    return el("a", urlsplit(text).hostname or text, href=text, rel="noopener")


def _actions(actions: Sequence[PublicAction], lang: str) -> Tree:
    rows = [
        [
            Cell(
                [each.name, el("span", say("example name", lang), cls="simulated") if each.example else []], each.name
            ),
            [el("i", cls=f"light {each.light}", aria_hidden="true"), " ", say(LIGHTS[each.light], lang)],
            *(Cell(number(getattr(each, name), lang, 1), getattr(each, name)) for name in VIEWS),
            each.opd,
            Cell(day(each.finish, lang), each.finish.isoformat()),
        ]
        for each in actions
    ]
    heads: list[Tree] = [say(words, lang) for words in ("Action", "State", *HEADS, "Department", "Due")]
    return table(say("Actions of the programme", lang), heads, rows, numbers=(2, 3, 4, 5), lang=lang)


def _cohorts(cohorts: Sequence[PublicCohort], lang: str) -> Tree:
    def couples(value: int | None) -> str:
        return "–" if value is None else number(value, lang)

    rows = [
        [
            each.cohort,
            each.kind,
            Cell(day(each.ended, lang), each.ended.isoformat()),
            couples(each.couples),
            couples(each.finished),
            _source(each.source, lang, example=each.example),
        ]
        for each in cohorts
    ]
    words = ("Cohort", "Kind", "Ended", "Couples", "Finished", "Source")
    return table(say("The newest first", lang), [say(each, lang) for each in words], rows, numbers=(3, 4), lang=lang)


def quarter_page(site: Site, view: QuarterView) -> list[Tree]:
    """The plan at the end of a quarter: frozen with its number and hash, or as it is known now."""
    lang, own = site.lang, view.quarter
    title = say("Action plan, quarter {name}", lang).format(name=own.name)
    said = _sentence(own, own.ends_on, lang)
    if own.closed_on is None:
        state = say("The quarter is not closed yet: reports that come in still change these figures.", lang)
    else:
        state = say("Closed on {day} as snapshot P-{number}; these figures change no more. Hash {hash}.", lang).format(
            day=day(own.closed_on, lang), number=own.number, hash=own.sha256
        )
    rows = [
        [
            Cell(say(PROGRESS[each.dimension], lang)),
            *(Cell(number(getattr(each, name), lang, 1), getattr(each, name)) for name in VIEWS),
            Cell(number(each.actions, lang), each.actions),
        ]
        for each in view.dimensions
    ]
    heads: list[Tree] = [say(words, lang) for words in ("Dimension", *HEADS, "Actions")]
    note = stamp(view.datasets.get("action-progress"), lang)
    six = table(say("Progress by dimension", lang), heads, rows, numbers=(1, 2, 3, 4, 5), lang=lang)
    return [
        el(
            "div",
            search(site),
            crumbs(site, ("/program", say("Programme", lang)), here=own.name),
            el("h1", title),
            el("p", *said, cls="lead"),
            el("p", state),
            cls="top",
        ),
        section(say("The six dimensions", lang), six, id_="dimensi", note=note),
        section(say("Other quarters", lang), quarter_links(site, view.others, own.name), id_="triwulan"),
    ]


def quarter_links(site: Site, quarters: Sequence[Quarter], here: str = "") -> Tree:
    """Every quarter by its permanent address; closed ones say so."""
    lang = site.lang
    items = []
    for each in quarters:
        closed = f" ({say('closed', lang)})" if each.closed_on else ""
        words = f"{each.name}: {number(each.actual, lang, 1)} %{closed}"
        items.append(el("li", words if each.name == here else site.a(f"/program/triwulan/{each.name}", words)))
    return el("ul", *items, cls="plain columns")
