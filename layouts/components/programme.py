"""Programme parts: dimension × term, actions, weight sets."""

from __future__ import annotations

from typing import Any

from data.domain.programme import DIMENSIONS
from data.domain.views import ActionListView, ActionRow, ProgressMatrixView, WeightsView
from data.text import number, say
from layouts import elements as html
from layouts.components.panel import whole_rows
from layouts.drawn import Drawn
from layouts.lengths import length

TERMS = {"short": "Short term", "medium": "Medium term", "long": "Long term"}
LIGHTS = {"held": ("square", "held"), "watch": ("triangle", "watch"), "on_plan": ("circle", "on plan")}


def matrix(view: ProgressMatrixView, *, lang: str) -> Drawn:
    """Progress in large figures, deviation small and as colour."""
    by_dimension_and_term = {(cell.dimension, cell.term): cell for cell in view.cells}
    header = html.Tr(
        [
            html.Th(html.Span(say("Dimension", lang), className="unseen")),
            *(html.Th(say(words, lang), scope="col") for words in TERMS.values()),
        ]
    )
    rows = []
    for dimension, words in DIMENSIONS.items():
        cells: list[Any] = [html.Th([html.I(className=f"dimension {dimension}"), say(words, lang)], scope="row")]
        for term in TERMS:
            cell = by_dimension_and_term.get((dimension, term))
            if cell is None:
                cells.append(html.Td("–"))
                continue
            cells.append(
                html.Td(
                    [html.B(f"{number(cell.actual, lang)} %"), html.Span(number(cell.deviation, lang, signed=True))],
                    className=f"deviation-{cell.klass}",
                )
            )
        rows.append(html.Tr(cells))
    return html.Table([html.Thead(header), html.Tbody(rows)], className="matrix")


def light(row_light: str, lang: str) -> Drawn:
    """Traffic light: square held, triangle watch, circle on plan; always with the word."""
    shape, words = LIGHTS[row_light]
    return html.Span(
        [html.I(className=f"light {shape}", **{"aria-hidden": "true"}), say(words, lang)], className="light-word"
    )


def actions(view: ActionListView, *, lang: str) -> Drawn:
    """The list of actions with owner, deviation bar and state; the rule stands in the column head."""
    header = html.Tr(
        [
            html.Th(say("Action", lang)),
            html.Th(say("Owner", lang)),
            html.Th(say("Plan", lang), className="num"),
            html.Th(say("Reached", lang), className="num"),
            html.Th(html.Span(say("Deviation", lang), className="unseen")),
            html.Th(say("Deviation", lang), className="num"),
            html.Th(say("State, rule: ≤ −15 held, ≤ −3 watch", lang)),
        ]
    )
    reach = max((abs(row.deviation) for row in view.rows), default=1) or 1
    body = [_action(row, reach, lang) for row in view.rows]
    shown = html.Table([html.Thead(header), html.Tbody(body)], className="plain actions")
    return whole_rows(shown, name="action-rows", row=29, head=28)


def _action(row: ActionRow, reach: float, lang: str) -> Drawn:
    width = abs(row.deviation) / reach * 50
    left = 50 - width if row.deviation < 0 else 50
    bar = html.Span(
        html.I(style={"left": f"{left:.1f}%", "width": f"{width:.1f}%"}, className=f"deviation-{row.klass}"),
        className="two-way",
    )
    name: list[Any] = [html.I(className=f"dimension {row.dimension}"), html.Span(row.name)]
    name.append(html.Small(row.programme))
    if not row.published_name:
        name.append(html.Small(say("example", lang), className="simulated small"))
    return html.Tr(
        [
            html.Td(name, className="action"),
            html.Td(row.opd, className="muted"),
            html.Td(f"{number(row.planned, lang)} %", className="num"),
            html.Td(html.B(f"{number(row.actual, lang)} %"), className="num"),
            html.Td(bar),
            html.Td(number(row.deviation, lang, signed=True), className="num"),
            html.Td(light(row.light, lang)),
        ]
    )


def weights(view: WeightsView, *, lang: str) -> Drawn:
    """The same reports under other weights, as dots on one scale."""
    if not view.rows:
        return html.Div(className="dots")
    low = min(row.value for row in view.rows) // 5 * 5 - 5
    rows = []
    for row in view.rows:
        at = length(row.value - low, 100 - low)
        dot = html.Span(
            [
                html.I(className="dot official" if row.official else "dot", style={"left": at}),
                html.Span(number(row.value, lang, 1), className="at", style={"left": at}),
            ],
            className="dot-track",
        )
        name = say(row.name, lang)
        rows.append(html.Div([html.Span(html.B(name) if row.official else name), dot], className="dot-row"))
    scale = html.Div([html.Span(f"{number(low, lang)} %"), html.Span("100 %")], className="dot-scale")
    return html.Div([*rows, scale], className="dots")
