"""From a figure back: formula, numerator and denominator, loads and files."""

from __future__ import annotations

import math
from typing import Any

from data.domain.categories import written
from data.domain.desk_views import LineageView, LoadRow, MethodCardView, RunRow
from data.domain.errors import Num, msg
from data.text import day, moment, number, percent, say, show, trimmed
from layouts import elements as html
from layouts.components.panel import simulated
from layouts.drawn import Drawn
from layouts.ids import Table
from layouts.kit.cards import MethodCard, method_card
from layouts.kit.tables import table


def lineage(view: LineageView, lang: str) -> list[Any]:
    """The way of one figure, from the top: value, formula, parts, files."""
    info = view.indicator
    value = "–" if view.value is None else show(written(info, view.value), lang)
    head: list[Any] = [
        html.P(f"{say(info.title, lang)}, {say(info.unit, lang)}", className="kicker"),
        html.H2([value, html.Span(f" {say(info.unit, lang)}", className="unit")], id=Table.TITLE),
        html.P(f"{say(view.area, lang)} ({view.area_code}), {show(view.period, lang)}", className="muted"),
    ]
    if view.known_on is not None:
        head.append(html.P(say(msg("as known on {day}", day=day(view.known_on, lang)), lang), className="muted"))
    steps = [
        html.Li([html.B(say("Formula", lang)), html.P(say(view.card.formula, lang)), figure_card(view.card, lang)]),
        html.Li([html.B(say("Numerator and denominator", lang)), _parts(view, lang)]),
        html.Li([html.B(say("Loads and files behind it", lang)), _files(view.loads, lang)]),
    ]
    if view.runs:
        steps.insert(2, html.Li([html.B(say("Computed by the room", lang)), *(_run(run, lang) for run in view.runs)]))
    if view.simulated:
        head.append(simulated(lang))
    return [html.Div(head, className="lineage-head"), html.Ol(steps, className="lineage")]


def figure_card(card: MethodCardView, lang: str, *, formula: bool = False) -> Drawn:
    """What a figure says and does not say; with its formula where that does not stand above it."""
    texts = [card.why, card.limits, card.source, card.check, *([card.formula] if formula else [])]
    return method_card(MethodCard(*(say(text, lang) for text in texts)), "facts card", lang)


def _parts(view: LineageView, lang: str) -> Any:
    words = {"top": "numerator", "bottom": "denominator"}
    rows = [
        [
            say(words[term.side], lang),
            html.Code(("− " if term.sign < 0 else "") + term.name),
            trimmed(term.value, lang, 2),
        ]
        for term in view.terms
    ]
    name = say("Numerator and denominator", lang)
    terms = table([], rows, name=name, lang=lang, numbers={2}, kind="table plain", frame="")
    if view.numerator is None or view.value is None:
        why = msg("Nothing was reported for this area and period.")
        if view.numerator is not None and view.denominator:
            why = msg("There is no figure of these parts: it is being computed, or exists for one area at a time only.")
        return html.Div([terms, html.P(say(why, lang))])
    top = trimmed(view.numerator, lang, 2)
    if view.denominator is None:
        sum_ = f"= {top}"
    else:
        scale = f" × {number(view.scale, lang)}" if view.scale != 1 else ""
        bottom = trimmed(view.denominator, lang, 2)
        # A figure that was computed is no ratio; the ratio stands beside it.
        crude = view.value if view.limits is None else (view.numerator / (view.denominator or math.nan)) * view.scale
        sum_ = f"{top} / {bottom}"
        if not view.indicator.categories:  # of which the ratio alone is not the figure
            sum_ += f"{scale} = {number(crude, lang, max(view.indicator.decimals, 2))}"
    parts: list[Any] = [terms, html.P(html.B(sum_), className="lineage-sum")]
    if view.limits is not None:
        figures = (view.value, *view.limits)
        value, low, high = (Num(figure, max(view.indicator.decimals, 2)) for figure in figures)
        computed = msg("computed: {value}, 95 % from {low} to {high}", value=value, low=low, high=high)
        parts.append(html.P(say(computed, lang)))
    if view.reporting is not None:
        share = percent(view.reporting, lang, 1)
        parts.append(html.P(say(msg("{share} % of reports in", share=share), lang), className="muted"))
    return html.Div(parts)


def _run(run: RunRow, lang: str) -> Any:
    """One computation in a sentence, and the loads that it stood on."""
    words = msg(
        "{kind}: run {id} of {moment} on data version {version}, {seconds} s",
        kind=run.kind,
        id=str(run.id),
        moment=f"{day(run.computed.date(), lang)} {run.computed:%H.%M}",
        version=str(run.version),
        seconds=Num(run.seconds, 1),
    )
    parts: list[Any] = [html.P(say(words, lang)), html.P(html.Code(run.with_), className="muted")]
    if run.inputs:
        loads = "; ".join(f"{row.dataset}: {row.id}, {row.file_name}, {row.sha256[:12]}" for row in run.inputs)
        parts.append(html.P(f"{say('Newest loads it stood on', lang)}: {loads}"))
    return html.Div(parts)


def _files(loads: list[LoadRow], lang: str) -> Any:
    if not loads:
        return html.P(say("No file is behind it.", lang))
    words = ("No.", "Dataset", "File", "SHA-256", "Received", "By", "Rows")
    rows = [
        [
            str(row.id),
            row.dataset,
            row.file_name,
            html.Code(row.sha256[:12], title=row.sha256),
            f"{day(row.received.date(), lang)} {moment(row.received, lang).rsplit(' ', 1)[1]}",
            say(row.by, lang) if row.by == "process" else row.by,
            number(row.rows, lang),
        ]
        for row in loads
    ]
    name = say("Loads and files behind it", lang)
    return table([say(w, lang) for w in words], rows, name=name, lang=lang, numbers={6})
