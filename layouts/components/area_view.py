"""What is shown in place of the map: a scatter, parallel coordinates, months; each area leads to itself."""

from __future__ import annotations

import json
from typing import Any

from data.domain.area_views import THIRDS, AreaView
from data.domain.areas import Level
from data.domain.categories import written
from data.domain.errors import msg
from data.domain.filters import FilterState
from data.domain.states import View
from data.text import day, number, say, show
from layouts import elements as html
from layouts.components.choice import choice
from layouts.drawn import Drawn
from layouts.kit.area_plots import parallel, scatter

VIEWS = {
    View.MAP: "Map",
    View.SCATTER: "Scatter",
    View.PARALLEL: "Parallel axes",
    View.MULTIPLES: "Small maps",
}


def choices(view: AreaView, lang: str) -> list[Drawn]:
    """The list of the views; none where the figure has no amounts below the city, and so no other view."""
    if view.level is Level.KOTA or view.axes[0].categories:
        return []
    named = ((each.value, say(words, lang)) for each, words in VIEWS.items())
    return [choice("view", "View", named, view.view.value, lang)]


def area_view(view: AreaView, *, lang: str) -> list[Any]:
    """The picture and its sentence; nothing for the map."""
    if view.view is View.MAP:
        return []
    small = _conditioned if view.conditioned else _months
    made = {View.SCATTER: scatter, View.PARALLEL: parallel, View.MULTIPLES: small}[view.view](view, lang)
    words: list[Any] = [say(view.sentence, lang)]
    if view.view is View.SCATTER:
        named = ((other.id, say(other.short, lang)) for other in view.others)
        words += [" ", choice("by", "Second indicator", named, view.axes[1].id, lang)]
    if view.view is View.MULTIPLES:
        words += [" ", *_pair(view, lang)]
    return [html.P(words, className="view-words"), made]


def _pair(view: AreaView, lang: str) -> list[Drawn]:
    """The way from twelve months to nine maps by two other indicators and back, and the two lists of those."""
    if len(view.axes) < 3:
        return []
    _, across, down = (axis.id for axis in view.axes)
    if not view.conditioned:
        by = json.dumps({"by": f"{across},{down}"})
        return [html.Button(say("By two other indicators", lang), type="button", **{"data-set": by})]
    named = [(other.id, say(other.short, lang)) for other in view.others if other.id != view.axes[0].id]
    columns = [(f"{name},{down}", words) for name, words in named if name != down]
    rows = [(f"{across},{name}", words) for name, words in named if name != across]
    return [
        html.Span(
            [
                html.Label([f"{say('Columns', lang)}: ", choice("by", "Columns", columns, f"{across},{down}", lang)]),
                html.Label([f"{say('Rows', lang)}: ", choice("by", "Rows", rows, f"{across},{down}", lang)]),
                html.Button(say("Twelve months", lang), type="button", **{"data-set": json.dumps({"by": ""})}),
            ],
            className="pair-choice",
        )
    ]


def _conditioned(view: AreaView, lang: str) -> Drawn:
    """Nine maps, each with its figure; its words choose its areas."""
    figure, across, down = view.axes
    maps = []
    for each in view.conditioned:
        value = say("no areas", lang) if each.value is None else show(written(figure, each.value), lang)
        names = (say(across.short, lang), say(THIRDS[each.across], lang))
        where = f"{names[0]} {names[1]}, {say(down.short, lang)} {say(THIRDS[each.down], lang)}"
        chosen = FilterState(areas=each.codes)
        change = {"area": "" if chosen.set else ",".join(chosen.areas), "set": chosen.set}
        words = [html.B(value), f" · {number(len(each.codes), lang)}"]
        maps.append(
            html.Div(
                [
                    html.Button(words, type="button", title=where, **{"aria-label": f"{where}: {value}"}),
                    html.Div(className="month-map"),
                ],
                className="month",
                **{
                    **({"data-set": json.dumps(change)} if each.codes else {}),
                    "data-steps": each.steps,
                    "data-states": each.states,
                },
            )
        )
    heads = [html.Span(f"{say(across.short, lang)}: {say(words, lang)}") for words in THIRDS]
    sides = [html.Span(say(words, lang), title=say(down.short, lang)) for words in reversed(THIRDS)]
    grid = html.Div(
        maps,
        className="months nine",
        role="group",
        **{"aria-label": say(msg("{n} maps", n=len(maps)), lang), "data-level": view.level.value},
    )
    return html.Div(
        [html.Div(heads, className="nine-across"), html.Div(sides, className="nine-down"), grid], className="nine-maps"
    )


def _months(view: AreaView, lang: str) -> Drawn:
    """Places for the maps, which the browser draws from the polygons that it has (`assets/js/views.js`)."""
    maps = [
        html.Div(
            [html.Button(day(month.day, lang), type="button"), html.Div(className="month-map")],
            className="month",
            **{
                "data-set": json.dumps({"date": month.day.isoformat()}),
                "data-steps": month.steps,
                "data-states": month.states,
            },
        )
        for month in view.months
    ]
    label = say(msg("{n} maps", n=len(maps)), lang)
    return html.Div(
        maps,
        className="months pair" if len(maps) == 2 else "months",
        role="group",
        **{"aria-label": label, "data-level": view.level.value},
    )
