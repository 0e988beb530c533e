"""Programme parts: dimension × term, actions, the gap, weight sets."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from data.domain.errors import Message, Num, msg
from data.domain.programme import DIMENSION_NAMES, LIGHTS, TERM_NAMES, TERM_WORDS
from data.domain.programme_systems import ActionFilter
from data.domain.programme_views import ActionListView, ActionRow, ProgressMatrixView, WaterfallView, WeightsView
from data.text import day, number, say
from layouts import elements as html
from layouts.components.panel import whole_rows
from layouts.drawn import Drawn
from layouts.lengths import length

SHAPES = {"held": "square", "watch": "triangle", "silent": "diamond", "on_plan": "circle"}
ACTION, LIST = "program/aksi/", "program/daftar"


def matrix(view: ProgressMatrixView, *, lang: str) -> Drawn:
    """Progress in large figures, deviation small and as colour."""
    by_dimension_and_term = {(cell.dimension, cell.term): cell for cell in view.cells}
    header = html.Tr(
        [
            html.Th(html.Span(say("Dimension", lang), className="unseen")),
            *(html.Th(say(words, lang), scope="col") for words in TERM_NAMES.values()),
        ]
    )
    rows = []
    for dimension, words in DIMENSION_NAMES.items():
        cells: list[Any] = [html.Th([html.I(className=f"dimension {dimension}"), say(words, lang)], scope="row")]
        for term in TERM_NAMES:
            cell = by_dimension_and_term.get((dimension, term))
            if cell is None:
                cells.append(html.Td("–"))
                continue
            figures = [html.B(f"{number(cell.actual, lang)} %"), html.Span(number(cell.deviation, lang, signed=True))]
            own = urlencode(ActionFilter(dimension=dimension, term=term).to_query())
            words_of = f"{say(words, lang)}, {say(TERM_WORDS[term], lang)}"
            link = html.A(figures, href=f"{LIST}?{own}", title=words_of)
            cells.append(html.Td(link, className=f"deviation-{cell.klass}"))
        rows.append(html.Tr(cells))
    return html.Table([html.Thead(header), html.Tbody(rows)], className="matrix")


def light(name: str, lang: str, reason: Message | None = None) -> Drawn:
    """Traffic light: square held, triangle watch, diamond silent, circle on plan; always with the word."""
    mark = html.I(className=f"light {SHAPES[name]}", **{"aria-hidden": "true"})
    more = {} if reason is None else {"title": say(reason, lang)}
    return html.Span([mark, say(LIGHTS[name], lang)], className="light-word", **more)


def actions(view: ActionListView, *, lang: str) -> Drawn:
    """The list of actions with owner, due day, the three percentages and state; the rule stands under it."""
    header = html.Tr(
        [
            html.Th(say("Action", lang)),
            html.Th(say("Owner", lang)),
            html.Th(say("Due", lang)),
            html.Th(say("Plan", lang), className="num"),
            html.Th(say("Claimed", lang), className="num"),
            html.Th(say("Evidenced", lang), className="num"),
            html.Th(say("Verified", lang), className="num"),
            html.Th(say("Points of the plan", lang), className="num"),
            html.Th(say("State", lang), title=say(view.rule, lang)),
        ]
    )
    body = [_action(row, lang) for row in view.rows]
    shown = html.Table([html.Thead(header), html.Tbody(body)], className="plain actions")
    return whole_rows(shown, name="action-rows", row=29, head=28)


def _action(row: ActionRow, lang: str) -> Drawn:
    name: list[Any] = [html.I(className=f"dimension {row.dimension}"), html.A(row.name, href=f"{ACTION}{row.code}")]
    name.append(html.Small(row.programme))
    if not row.published_name:
        name.append(html.Small(say("example", lang), className="simulated small"))
    return html.Tr(
        [
            html.Td(name, className="action"),
            html.Td(row.opd, className="muted"),
            html.Td(day(row.finish, lang, "MMM y"), className="muted"),
            html.Td(f"{number(row.planned, lang)} %", className="num"),
            html.Td(html.B(f"{number(row.claimed, lang)} %"), className="num"),
            html.Td(f"{number(row.evidenced, lang)} %", className="num"),
            html.Td(f"{number(row.verified, lang)} %", className="num"),
            html.Td(number(row.pull, lang, 2, signed=True), className=f"num pull deviation-word-{row.klass}"),
            html.Td(light(row.light, lang, row.reason)),
        ]
    )


def weights(view: WeightsView, *, lang: str) -> Drawn:
    """The same reports under other weights: what is verified, evidenced, claimed and planned, on one scale."""
    if not view.rows:
        return html.Div(className="dots")
    rows = [
        html.Tr(
            [
                html.Th(html.B(say(row.name, lang)) if row.official else say(row.name, lang), scope="row"),
                html.Td(
                    _bars(row.progress.verified, row.progress.evidenced, row.progress.claimed, row.progress.planned)
                ),
                html.Td(html.B(number(row.progress.claimed, lang, 1)), className="num"),
                html.Td(number(row.progress.evidenced, lang, 1), className="num"),
                html.Td(number(row.progress.verified, lang, 1), className="num"),
            ]
        )
        for row in view.rows
    ]
    header = html.Tr(
        [
            html.Th(html.Span(say("Weights", lang), className="unseen")),
            html.Th(html.Span(say("Bar", lang), className="unseen")),
            *(html.Th(say(words, lang), className="num") for words in ("Claimed", "Evidenced", "Verified")),
        ]
    )
    caps = ", ".join(say(msg("{rule}: {value}", rule=name, value=Num(value, 1)), lang) for name, value in view.caps[1:])
    below = [html.P(html.B(say(view.review, lang)), className="note")] if view.review else []
    below.append(html.P(caps, className="note"))
    table = html.Table([html.Thead(header), html.Tbody(rows)], className="plain weight-sets")
    return html.Div([table, *below], className="weights-body")


def _bars(verified: float, evidenced: float, claimed: float, planned: float) -> Drawn:
    """Nested bars from 0 to 100 with the plan as a line."""
    layers = (("claimed", claimed), ("evidenced", evidenced), ("verified", verified))
    bars: list[Any] = [html.I(className=name, style={"width": length(value, 100)}) for name, value in layers]
    bars.append(html.I(className="planned", style={"left": length(planned, 100)}))
    return html.Span(bars, className="three-bars", **{"aria-hidden": "true"})


def waterfall(view: WaterfallView, *, lang: str) -> Drawn:
    """From the plan down to what is reached, a bar a step."""
    if not view.steps:
        return html.Div(className="waterfall")
    ends = [view.planned, view.claimed, *(step.after for step in view.steps)]
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0

    def bar(first: float, last: float, look: str) -> Drawn:
        left, right = sorted((first, last))
        style = {"left": length(left - low, span), "width": length(right - left, span)}
        return html.Td(html.Span(html.I(className=look, style=style), className="fall-track"), className="fall")

    def end(words: str, value: float) -> Drawn:
        cells = [html.Th(html.B(say(words, lang)), scope="row"), bar(low, value, "whole")]
        return html.Tr([*cells, html.Td(html.B(f"{number(value, lang, 1)} %"), className="num")])

    rows, before = [end("plan to date", view.planned)], view.planned
    for step in view.steps:
        name: Any = say(step.name, lang)
        if step.code:
            name = [html.A(name, href=f"{ACTION}{step.code}"), html.Small(step.opd)]
        rows.append(
            html.Tr(
                [
                    html.Th(name, scope="row"),
                    bar(before, step.after, "lost" if step.points < 0 else "won"),
                    html.Td(number(step.points, lang, 1, signed=True), className="num"),
                ]
            )
        )
        before = step.after
    rows.append(end("claimed", view.claimed))
    return html.Table(html.Tbody(rows), className="plain waterfall")
