"""The legend that counts: bars over the class colours, labels on the class edges, four states drawn."""

from __future__ import annotations

from typing import Any

from data.domain.area_views import THIRDS
from data.domain.areas import Level
from data.domain.pages import PointLayer
from data.domain.states import BIVARIATE, Scale
from data.domain.views import MapView, SecondValues
from data.text import number, say
from layouts import elements as html
from layouts.components.choice import choice
from layouts.drawn import Drawn
from layouts.kit.legends import Key
from layouts.kit.legends import legend as keyed

SCALES = {
    Scale.CLASSES: "classes",
    Scale.BOX: "quartiles and outliers",
    Scale.PERCENTILE: "percentiles",
    Scale.SD: "standard deviations",
    Scale.EXCESS: "times the city",
}
CHOOSES = {"zero": "step:0", "no_report": "state:n", "incomplete": "state:i"}
STATES = (("zero", "Zero, reported"), ("no_report", "No report"), ("incomplete", "Incomplete"), ("hidden", "Hidden"))


def legend(view: MapView, *, lang: str) -> list[Any]:
    """The legend of the map: classes with counts, or the points' statuses."""
    if view.layer is not None:
        return [_points(view, view.layer, lang), _lines(view, lang)]
    if view.second is not None:
        return [_bivariate(view, view.second, lang), _states(view, lang), _lines(view, lang)]
    classes = _categories if view.head.indicator.categories else _classes
    return [classes(view, lang), _states(view, lang), _lines(view, lang)]


def _classes(view: MapView, lang: str) -> Drawn:
    info = view.head.indicator
    high = max(view.tally) or 1
    looks = [f"class-{step}" for step in info.steps("12345")]
    columns = [
        html.Button(
            [
                html.Span(number(count, lang)),
                html.I(style={"height": f"{count / high * 44:.0f}px"}, className=look),
            ],
            className="tally",
            type="button",
            title=say("Choose these areas", lang),
            **{"data-choose": f"step:{look.removeprefix('class-')}"},
        )
        for look, count in zip(looks, view.tally, strict=True)
    ]
    edges = [
        html.Span(number(edge, lang, view.edge_decimals), style={"left": f"{position * 20}%"})
        for position, edge in enumerate(view.breaks, 1)
    ]
    strip = [html.I(className=look) for look in looks]
    return html.Div(
        [
            _title(view, lang),
            html.Div(columns, className="tallies"),
            html.Div(strip, className="strip"),
            html.Div(edges, className="edges"),
        ],
        className="legend-classes",
    )


def _title(view: MapView, lang: str) -> Drawn:
    """What is counted, and by which scale; another one is chosen here."""
    named = ((scale.value, say(words, lang)) for scale, words in SCALES.items())
    chosen = choice("scale", "Scale of the map", named, view.scale.value, lang)
    unit = say(view.head.indicator.unit, lang)
    scale = [f"{say('Areas by', lang)} ", chosen, html.Br()]
    second = [*_second(view, lang), html.Br()] if view.others else []
    return html.P([*scale, *second, unit], className="kicker")


def _second(view: MapView, lang: str) -> list[Any]:
    """The list of indicators by which the areas may be shown together with the mapped one."""
    chosen = view.second.indicator.id if view.second else ""
    named = [("", "–"), *((other.id, say(other.short, lang)) for other in view.others)]
    return [f"{say('together with', lang)} ", choice("by", "Second indicator", named, chosen, lang)]


def _bivariate(view: MapView, second: SecondValues, lang: str) -> Drawn:
    """Nine classes as a square: the mapped figure grows to the right, the second upwards; each chooses its areas."""
    first = view.valued or view.head.indicator
    cells = []
    for down in (2, 1, 0):
        for across in (0, 1, 2):
            step, count = BIVARIATE[3 * down + across], view.tally[3 * down + across]
            words = ", ".join(
                f"{say(info.short, lang)} {say(THIRDS[third], lang)}"
                for info, third in ((first, across), (second.indicator, down))
            )
            cells.append(
                html.Button(
                    number(count, lang),
                    type="button",
                    className=f"class-{step}",
                    title=words,
                    **{"aria-label": f"{words}: {number(count, lang)}", "data-choose": f"step:{step}"},
                )
            )
    return html.Div(
        [
            html.P(_second(view, lang), className="kicker"),
            html.P(f"↑ {say(second.indicator.short, lang)}", className="bivariate-axis"),
            html.Div(cells, className="bivariate"),
            html.P(f"{say(first.short, lang)} →", className="bivariate-axis"),
        ],
        className="legend-classes",
    )


def _categories(view: MapView, lang: str) -> Drawn:
    info = view.head.indicator
    keys = [
        Key(
            f"swatch class-{info.steps(str(number))}",
            say(category.words, lang),
            view.tally[number - 1],
            f"step:{info.steps(str(number))}",
        )
        for number, category in enumerate(info.categories, 1)
    ]
    title = f"{say('Number of areas by category', lang)}, {say(info.unit, lang)}"
    return html.Div([html.P(title, className="kicker"), keyed(keys, "legend-states", lang)], className="legend-classes")


def _states(view: MapView, lang: str) -> Drawn:
    keys = [
        Key(f"swatch {state}", say(words, lang), view.state_tally.get(state, 0), CHOOSES.get(state, ""))
        for state, words in STATES
    ]
    return keyed(keys, "legend-states", lang)


def _points(view: MapView, layer: PointLayer, lang: str) -> Drawn:
    """The layer's marks; where they are counted each with its number, and chooses the areas where there are such."""
    keys = [
        Key(mark.look, say(mark.title, lang), view.point_tally.get(mark.letter, 0), f"point:{mark.letter}")
        if layer.counted
        else Key(mark.look, say(mark.title, lang))
        for mark in layer.marks
    ]
    if layer.note is not None:
        keys.append(Key("", say(layer.note, lang)))
    return keyed(keys, "legend-points", lang)


def _lines(view: MapView, lang: str) -> Drawn:
    keys = [Key("rule real", say("kelurahan border, real", lang))]
    if view.level is Level.RW:
        keys.append(Key("rule dotted", say("RW cell, simulated", lang)))
    return keyed(keys, "legend-lines", lang)
