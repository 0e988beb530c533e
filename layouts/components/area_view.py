"""What is shown in place of the map: a scatter, parallel coordinates, months; each area leads to itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from data.domain.area_views import AreaView
from data.domain.areas import Level
from data.domain.errors import msg
from data.domain.states import View
from data.text import day, say
from layouts import elements as html
from layouts.drawn import Drawn
from layouts.kit.area_plots import parallel, scatter

VIEWS = {
    View.MAP: "Map",
    View.SCATTER: "Scatter",
    View.PARALLEL: "Parallel axes",
    View.MULTIPLES: "Twelve months",
}


def choices(view: AreaView, lang: str) -> list[Drawn]:
    """The list of the views; none where the figure has no amounts below the city, and so no other view."""
    if view.level is Level.KOTA or view.axes[0].categories:
        return []
    named = ((each.value, say(words, lang)) for each, words in VIEWS.items())
    return [_list("view", "View", named, view.view.value, lang)]


def _list(parameter: str, title: str, named: Iterable[tuple[str, str]], chosen: str, lang: str) -> Drawn:
    options = [
        html.Option(words, value=value, **({"selected": "selected"} if value == chosen else {}))
        for value, words in named
    ]
    return html.Select(options, **{"aria-label": say(title, lang), "data-parameter": parameter})


def area_view(view: AreaView, *, lang: str) -> list[Any]:
    """The picture and its sentence; nothing for the map."""
    if view.view is View.MAP:
        return []
    made = {View.SCATTER: scatter, View.PARALLEL: parallel, View.MULTIPLES: _months}[view.view](view, lang)
    words: list[Any] = [say(view.sentence, lang)]
    if view.view is View.SCATTER:
        named = ((other.id, say(other.short, lang)) for other in view.others)
        words += [" ", _list("by", "Second indicator", named, view.axes[1].id, lang)]
    return [html.P(words, className="view-words"), made]


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
