"""The first picture: a page as it will look, which the browser shows while Dash's scripts are still being read.

It is made from the same components as the page itself. What Dash would mount (dropdowns, pickers, the chart, the map)
has a stand-in of the same size; ids become slots, which the browser fills with the page's first answer, and nothing in
it can be used. `assets/js/first.js` puts it up, draws the areas, and takes it away when the page itself is painted.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from dash.development.base_component import Component
from plotly.utils import PlotlyJSONEncoder

from data.text import day
from layouts import elements as html
from layouts.drawn import Drawn, attributes_of, drawn, listed, written
from layouts.markup import Tree

SCRIPTS = ("draw", "looks", "patterns", "first")
"""Files of `assets/js` that the first picture needs, before all others."""
DROPPED = ("data-panel", "data-cells", "data-lang")


def still(content: Any, lang: str) -> Tree:
    """A component with everything in it as a tree without ids, for looking at only.

    Parameters
    ----------
    content : component, text, or list of them
    lang : str
        "id" or "en"; dates are written in it.
    """
    if isinstance(content, Drawn) or content is None or isinstance(content, str | int | float):
        return drawn(content)
    if isinstance(content, list | tuple):
        return [tree for tree in (still(child, lang) for child in content if child is not None) if tree]
    if content._namespace == "dash_html_components":
        named = attributes_of(content)
        slot = named.pop("id", None)
        attributes = written({name: value for name, value in named.items() if name not in DROPPED})
        if slot is not None:
            attributes["data-slot"] = str(slot)
        inner = still(listed(getattr(content, "children", None)), lang)
        return [type(content).__name__.lower(), attributes, inner]
    return STAND_INS.get(type(content).__name__, _nothing)(content, lang)


def _nothing(_content: Component, _lang: str) -> Tree:
    return []


def _dropdown(content: Any, _lang: str) -> Tree:
    label = next((option["label"] for option in content.options if option["value"] == content.value), None)
    text = label or getattr(content, "placeholder", "")
    return html.Div(html.Div(html.Span(text, className="dash-dropdown-value"), className="dash-dropdown still"))


def _segment(content: Any, _lang: str) -> Tree:
    return html.Div(
        [
            html.Span(option["label"], **{"aria-pressed": "true" if option["value"] == content.value else "false"})
            for option in content.options
        ],
        className="segment",
    )


def _picker(content: Any, lang: str) -> Tree:
    chosen = getattr(content, "date", None)
    text = day(date.fromisoformat(chosen), lang, "d MMM y") if chosen else content.placeholder
    wrapper = html.Div(
        html.Span(text, className="dash-datepicker-input still"), className="dash-datepicker-input-wrapper"
    )
    return html.Div(wrapper)


def _chart(_content: Component, _lang: str) -> Tree:
    return html.Div(className="graph")


def _map(_content: Component, _lang: str) -> Tree:
    return html.Div(html.Div(className="leaflet-frame leaflet-container", **{"data-slot": "first-cells"}))


def _menu(content: Any, lang: str) -> Tree:
    toggle = ["span", {"class": "panel-menu-toggle"}, still(content.label, lang)]
    return ["div", {"class": "panel-menu"}, [toggle]]


STAND_INS: dict[str, Callable[[Any, str], Tree]] = {
    "Dropdown": _dropdown,
    "RadioItems": _segment,
    "DatePickerSingle": _picker,
    "Graph": _chart,
    "MapContainer": _map,
    "DropdownMenu": _menu,
}


def first_picture(frame: list[Any], answer: dict[str, Any], *, theme: str, lang: str, scripts: list[str]) -> str:
    """HTML that shows it: an empty place, its data, and the addresses of `SCRIPTS`.

    Parameters
    ----------
    answer : dict
        What the page is painted with (`callbacks.panels.Answers.first`); the page itself takes it from here, too.
    """
    data = {"theme": theme, "lang": lang, "frame": still(frame, lang), "answer": answer}
    # Inside a script element only the end tag could be read as HTML.
    text = json.dumps(data, cls=PlotlyJSONEncoder, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    lines = "".join(f'<script src="{address}"></script>' for address in scripts)
    holder = '<div id="first" class="frame" inert></div>'
    return f'{holder}<script type="application/json" id="first-data">{text}</script>{lines}'
