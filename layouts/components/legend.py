"""The legend that counts: bars over the class colours, labels on the class edges, four states drawn."""

from __future__ import annotations

from typing import Any

from data.domain.areas import Level
from data.domain.pages import PointLayer
from data.domain.states import ramp_steps
from data.domain.views import MapView
from data.text import number, say
from layouts import elements as html
from layouts.drawn import Drawn

STATES = (("zero", "Zero, reported"), ("no_report", "No report"), ("incomplete", "Incomplete"), ("hidden", "Hidden"))


def legend(view: MapView, *, lang: str) -> list[Any]:
    """The legend of the map: classes with counts, or the points' statuses."""
    if view.layer is not None:
        return [_points(view, view.layer, lang), _lines(view, lang)]
    return [_classes(view, lang), _states(view, lang), _lines(view, lang)]


def _classes(view: MapView, lang: str) -> Drawn:
    info = view.head.indicator
    high = max(view.tally) or 1
    looks = [f"class-{step}" for step in ramp_steps("12345", info.direction)]
    columns = [
        html.Div(
            [
                html.Span(number(count, lang)),
                html.I(style={"height": f"{count / high * 44:.0f}px"}, className=look),
            ],
            className="tally",
        )
        for look, count in zip(looks, view.tally, strict=True)
    ]
    edges = [
        html.Span(number(edge, lang, view.edge_decimals), style={"left": f"{position * 20}%"})
        for position, edge in enumerate(view.breaks, 1)
    ]
    title = f"{say('Number of areas by class', lang)}, {say(info.unit, lang)}"
    strip = [html.I(className=look) for look in looks]
    return html.Div(
        [
            html.P(title, className="kicker"),
            html.Div(columns, className="tallies"),
            html.Div(strip, className="strip"),
            html.Div(edges, className="edges"),
        ],
        className="legend-classes",
    )


def _states(view: MapView, lang: str) -> Drawn:
    items = [
        html.Li(
            [
                html.I(className=f"swatch {state}"),
                f"{say(words, lang)} ",
                html.B(number(view.state_tally.get(state, 0), lang)),
            ]
        )
        for state, words in STATES
    ]
    return html.Ul(items, className="legend-states")


def _points(view: MapView, layer: PointLayer, lang: str) -> Drawn:
    """The layer's marks, each with its number where they are counted."""
    items = []
    for mark in layer.marks:
        words = say(mark.title, lang)
        count = [f"{words} ", html.B(number(view.point_tally.get(mark.letter, 0), lang))] if layer.counted else [words]
        items.append(html.Li([html.I(className=mark.look), *count]))
    if layer.note is not None:
        items.append(html.Li(say(layer.note, lang), className="muted"))
    return html.Ul(items, className="legend-points")


def _lines(view: MapView, lang: str) -> Drawn:
    lines = [("real", "kelurahan border, real")]
    if view.level is Level.RW:
        lines.append(("dotted", "RW cell, simulated"))
    return html.Ul(
        [html.Li([html.I(className=f"rule {kind}"), say(words, lang)]) for kind, words in lines],
        className="legend-lines",
    )
