"""A panel: rule on top, kicker, finding, caption, body, foot."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html as dash_html

from data.domain.errors import Message, msg
from data.domain.views import PanelHeader, Stamp
from data.text import age, day, moment, say
from layouts import elements as html
from layouts.drawn import Drawn, drawn
from layouts.ids import menu_id
from layouts.markup import Tree


def shell(panel_id: str, children: list[Any], *, kind: str = "", name: str = "", title: str = "") -> dash_html.Section:
    """The frame of a panel; ``name`` becomes ``data-panel``."""
    extra: dict[str, Any] = {"data-panel": name} if name else {}
    return dash_html.Section(children, id=panel_id, className=f"panel {kind}".strip(), **{"aria-label": title}, **extra)


def menu(panel: str, lang: str, *, origin: bool = True, picture: bool = False) -> dbc.DropdownMenu:
    """A panel's menu: its table, where its figure comes from, its picture.

    Parameters
    ----------
    panel : str
        The panel's question; its table bears the same name.
    origin : bool
        Whether the panel shows one figure whose way can be told.
    picture : bool
        Whether the person may take it away as a picture.
    """
    shown = [
        ("table", "Table"),
        *([("origin", "Origin")] if origin else []),
        ("full", "Whole window"),
        *([("png", "Picture (PNG)")] * picture),
    ]
    items = [dbc.DropdownMenuItem(say(words, lang), id=menu_id(panel, what)) for what, words in shown]
    label = [dash_html.Span("⋯", **{"aria-hidden": "true"}), dash_html.Span(say("Menu", lang), className="unseen")]
    return dbc.DropdownMenu(
        items, label=label, caret=False, align_end=True, class_name="panel-menu", toggle_class_name="panel-menu-toggle"
    )


def head(panel: PanelHeader, lang: str) -> list[Any]:
    """Kicker (indicator and unit), finding, caption."""
    return [
        html.P(kicker(panel, lang), className="kicker"),
        html.H2(say(panel.finding, lang)),
        html.P(say(panel.caption, lang), className="panel-caption", **moving(panel.moving, lang)),
    ]


def moving(words: Message | None, lang: str) -> dict[str, str]:
    """The words that an element takes while a run of days is drawn (`assets/js/brush.js`)."""
    return {} if words is None else {"data-moving": say(words, lang)}


def filled(panel_id: str, panel: PanelHeader, body: Any, lang: str) -> dict[str, Tree]:
    """The parts of a page's own panel by their ids; ``body`` None leaves it to a chart."""
    parts = {f"{panel_id}-head": drawn(head(panel, lang)), f"{panel_id}-foot": drawn(foot(panel.stamp, lang))}
    return parts if body is None else parts | {f"{panel_id}-body": [drawn(body)]}


def kicker(panel: PanelHeader, lang: str) -> str:
    """Indicator and unit."""
    info = panel.indicator
    return f"{say(info.title, lang)}, {say(info.unit, lang)}"


def bar(freshness: str) -> Drawn:
    """The 7 × 14 px freshness column; the word stands beside it."""
    return html.Span(className=f"column {freshness}", **{"aria-hidden": "true"})


def foot(stamp: Stamp, lang: str, *, credit: str = "") -> list[Any]:
    """Data to, received, source, simulation tag."""
    as_of = day(stamp.as_of, lang) if stamp.as_of else say("nothing yet", lang)
    received = (
        f"{say('received', lang)} {moment(stamp.received, lang)}" if stamp.received else say("never received", lang)
    )
    if stamp.known_on is not None:
        received = say(msg("as known on {day}", day=stamp.known_on), lang)
    word = say(f"feed {stamp.freshness.value}", lang)
    parts: list[Any] = [
        html.Span(
            [
                bar(stamp.freshness.value),
                html.Span(f"{word}, ", className="unseen"),
                html.Span(f"{say('Data to', lang)} ", className="long-form"),
                html.B(as_of),
            ],
            title=f"{word}, {age(stamp.age_hours, lang)}",
        ),
        html.Span(received),
        html.Span(f"{say('source', lang)} {stamp.source}" + (f"; {credit}" if credit else ""), className="source"),
    ]
    if stamp.outdated:
        parts.append(html.Span(say("older than the data", lang), className="outdated"))
    if stamp.simulated:
        parts.append(simulated(lang))
    return parts


def whole_rows(rows: Any, *, name: str, row: int, head: int = 0, listed: bool = False) -> Drawn:
    """A list that fills its panel and ends with a whole row; the others are scrolled to.

    Parameters
    ----------
    row, head : int
        Height of a row, and of what stands above the rows, in pixels.
    listed : bool
        Whether the rows are items of a list.
    """
    holder = html.Ul if listed else html.Div
    scrolled = holder(rows, className=name, style={"--row": f"{row}px", "--head": f"{head}px"}, tabIndex=0)
    return html.Div(scrolled, className="rows")


def simulated(lang: str) -> Drawn:
    """Dotted is simulated."""
    return html.Span(
        [
            html.Span(say("Simulated data", lang), className="long-form"),
            html.Span(say("simulation", lang), className="short-form"),
        ],
        className="simulated",
    )
