"""The frame of a page: navigation, filter bar, sentence, status strip."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from data.domain.areas import CITY
from data.domain.errors import Message
from data.domain.filters import FilterState, address_rules
from data.domain.views import IndicatorInfo
from data.text import say
from layouts.components.drawer import drawer
from layouts.components.notices import notices
from layouts.components.shortcuts import shortcuts
from layouts.components.top import TopView, top
from layouts.document import ICON
from layouts.ids import Frame, Shortcuts, Table

LEVELS = {"kota": "City", "kecamatan": "Kecamatan", "kelurahan": "Kelurahan", "rw": "RW"}
WINDOWS = {"28": "28 d", "90": "90 d", "all": "all"}


@dataclass(frozen=True)
class FrameView:
    """What the frame shows once.

    Attributes
    ----------
    default_day : dict
        Day by indicator id that is shown when the address names none.
    documents : tuple of (address, title)
        Pages below this one.
    state : FilterState
        What the controls show at first; from then on the browser keeps them and the address equal.
    """

    prefix: str
    path: str
    subject: str
    lang: str
    first: date
    last: date
    default_day: dict[str, date]
    default_indicator: str
    indicators: list[IndicatorInfo]
    options: list[tuple[str, str]]
    sets: Sequence[tuple[str, str, int]]
    bar: TopView
    state: FilterState
    documents: tuple[tuple[str, Message], ...] = ()


SET = "set:"
"""Before the areas of a named set among the areas of the search (`assets/js/frame.js`)."""


def root(children: list[Any]) -> html.Div:
    """What the browser gets first: the address and the frame."""
    return html.Div(
        [dcc.Location(id=Frame.LOCATION, refresh=False), html.Div(children, id=Frame.FRAME, className="frame")],
        className="root",
    )


def frame(view: FrameView, page: Any) -> list[Any]:
    """The whole frame around a page."""
    lang = view.lang
    return [
        html.A(say("Skip to the content", lang), href=f"#{Frame.PAGE}", className="skip"),
        top(view.bar),
        html.Div(_filters(view), className="filters", role="search"),
        html.Div(
            [html.Div(id=Frame.SENTENCE, className="sentence-words"), _actions(view)],
            className="sentence",
        ),
        html.P(id=Frame.SPOKEN, className="unseen", role="status"),
        html.Main(page, id=Frame.PAGE, className="page-body", tabIndex=-1),
        html.Footer(id=Frame.STATUS, className="status"),
        drawer(lang),
        notices(lang),
        shortcuts(lang),
        dcc.Store(id=Frame.FACTS, data=facts(view)),
        dcc.Store(id=Table.ASKED),
        dcc.Store(id=Table.DRAWN),
        dcc.Store(id=Frame.PAGE_WANTED),
        dcc.Store(id=Frame.ASK),
        dcc.Store(id=Frame.PULSE),
    ]


def facts(view: FrameView) -> dict[str, Any]:
    """Constants for the controls in the browser; no copy of the filters."""
    slug = view.path.removeprefix(view.prefix)
    words = {
        "several": "{n} areas",
        "search": "Find an area",
        "copied": "The link is copied",
        "cleared": "The selection of {n} areas is gone",
    }
    return {
        "days": {name: day_.isoformat() for name, day_ in view.default_day.items()},
        "shown": [view.subject, view.lang],
        "path": view.path,
        "links": {
            Frame.VIEWS: f"{view.prefix}tampilan/{slug}",
            Frame.NOTES: f"{view.prefix}catatan/{slug}",
            Frame.SPLIT: f"{view.prefix}belah",
            Frame.CSV: f"{view.prefix}api/v1/values",
        },
        "indicator": view.default_indicator,
        "first": view.first.isoformat(),
        "last": view.last.isoformat(),
        "frames": f"{view.prefix}peta/putar",
        "words": {name: say(text, view.lang) for name, text in words.items()},
    }


def _field(words: str, control: Any, lang: str, *, kind: str = "", target: str = "") -> html.Div:
    label = html.Label(say(words, lang), htmlFor=target) if target else html.Span(say(words, lang), className="label")
    return html.Div([label, control], className=f"field {kind}".strip())


def _filters(view: FrameView) -> list[Any]:
    lang = view.lang
    options = [{"value": code, "label": name, "search": f"{name} {code}"} for code, name in view.options]
    options[1:1] = [
        {"value": f"{SET}{areas}", "label": f"▦ {name} ({n})", "search": name} for areas, name, n in view.sets
    ]
    labels = {"search": say("Search", lang), "no_options_found": say("Nothing found", lang)}
    picker = {
        "min_date_allowed": view.first.isoformat(),
        "max_date_allowed": view.last.isoformat(),
        "display_format": "D MMM YYYY",
        "placeholder": say("Date", lang),
        "first_day_of_week": 1,
    }
    state, several = view.state, len(view.state.areas) > 1
    indicator = state.indicator if state.indicator in view.default_day else view.default_indicator
    shown = state.date or view.default_day.get(indicator)
    known = state.as_known_on.isoformat() if state.as_known_on else None
    search = say("{n} areas", lang).replace("{n}", str(len(state.areas))) if several else say("Find an area", lang)
    dates = html.Div(
        [
            _day_button("‹", Frame.DATE_BACK, "a day back", lang),
            dcc.DatePickerSingle(id=Frame.DATE, date=shown.isoformat() if shown else None, **picker),
            _day_button("›", Frame.DATE_ON, "a day on", lang),
            _day_button("▷", Frame.PLAY, "play the days", lang, **{"aria-pressed": "false"}),
            *(
                dbc.Tooltip(say(words, lang), target=target, placement="bottom")
                for target, words in (
                    (Frame.DATE_BACK, "a day back"),
                    (Frame.DATE_ON, "a day on"),
                    (Frame.PLAY, "play the days"),
                )
            ),
        ],
        className="dates",
    )
    return [
        _field(
            "Area",
            dcc.Dropdown(
                id=Frame.AREA,
                options=options,
                value=None if several else next(iter(state.areas), CITY),
                clearable=False,
                maxHeight=360,
                labels=labels,
                placeholder=search,
            ),
            lang,
            kind="area",
        ),
        _field(
            "Level",
            _segment(Frame.LEVEL, LEVELS, state.level.value, lang),
            lang,
            kind="level",
        ),
        _field("Date", dates, lang, kind="date"),
        _field(
            "Span",
            _segment(Frame.WINDOW, WINDOWS, state.window, lang),
            lang,
            kind="span",
        ),
        _field(
            "Indicator",
            dcc.Dropdown(
                id=Frame.INDICATOR,
                options=indicator_options(view.indicators, lang),
                value=indicator,
                clearable=False,
                searchable=False,
                maxHeight=480,
            ),
            lang,
            kind="indicator",
        ),
        _field(
            "As known on",
            dcc.DatePickerSingle(
                id=Frame.KNOWN, date=known, clearable=True, **{**picker, "placeholder": say("latest", lang)}
            ),
            lang,
            kind="known",
        ),
        dbc.Progress(id=Frame.PROGRESS, value=0, class_name="play-progress", hide_label=True),
    ]


def _day_button(mark: str, name: Frame, words: str, lang: str, **more: str) -> html.Button:
    return html.Button(mark, id=name, type="button", **{"aria-label": say(words, lang), **more})


def indicator_options(indicators: list[IndicatorInfo], lang: str) -> list[dict[str, str]]:
    """Options of the indicator's dropdown."""
    return [{"value": info.id, "label": say(info.short, lang)} for info in indicators]


def _segment(name: Frame, words: dict[str, str], value: str, lang: str) -> dcc.RadioItems:
    options = [{"value": option, "label": say(text, lang)} for option, text in words.items()]
    return dcc.RadioItems(id=name, options=options, value=value, className="segment", inline=True)


def _actions(view: FrameView) -> html.Span:
    """What can be done with what is shown; the browser keeps the addresses (`callbacks.browser`)."""
    lang = view.lang
    below = [html.A(say(title, lang), href=f"{view.prefix}{address}") for address, title in view.documents]
    keys = html.Button("?", id=Shortcuts.OPEN, type="button", className="help", **{"aria-label": say("Keys", lang)})
    return html.Span(
        [
            *below,
            *_history(lang),
            html.A(say("Views", lang), id=Frame.VIEWS, href=""),
            html.A(say("Notes", lang), id=Frame.NOTES, href=""),
            html.A(say("Split", lang), id=Frame.SPLIT, href="", title=say("Two selections beside each other", lang)),
            html.Button(say("Copy link", lang), id=Frame.COPY, type="button", className="copy"),
            html.A(say("Download CSV", lang), id=Frame.CSV, href="", download="nilai.csv"),
            keys,
            dbc.Tooltip(say("Keys", lang), target=Shortcuts.OPEN, placement="bottom"),
        ],
        className="actions",
    )


def _history(lang: str) -> list[html.Button]:
    """Undo and redo: the browser's own history, since every choice is an address."""
    steps = ((-1, "↶", "undo the last choice", "u"), (1, "↷", "do it again", "Shift + u"))
    return [
        html.Button(
            sign,
            type="button",
            className="help",
            title=f"{say(words, lang)} ({key})",
            **{"aria-label": say(words, lang), "data-history": str(step)},
        )
        for step, sign, words, key in steps
    ]


FIRST = "%FIRST%"
"""Where the first picture goes."""
EARLY = ("layout", "dependencies")
SOON = ("dash/dcc/async-dropdown", "dash/dcc/async-datepicker", "dash/dcc/async-graph", "dash_leaflet/async-GeoJSON")
INDEX = """<!doctype html>
<html lang="id" data-theme="dark">
<head>
{%metas%}
<title>{%title%}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="%ICON%">
<meta name="address" content="%ADDRESS%">
%PLOTLY%
%PRELOAD%
{%css%}
</head>
<body>
{%app_entry%}
%FIRST%
<div class="entry">{%config%}{%scripts%}{%renderer%}</div>
</body>
</html>"""


def index(prefix: str, plotly: str | None) -> str:
    """The page around everything.

    What Dash asks first is fetched while its scripts are read; `assets/js/charts.js` reads which Plotly it is,
    `assets/js/state.js` how an address is written.
    """
    early = (f'<link rel="preload" as="fetch" href="{prefix}_dash-{name}" crossorigin>' for name in EARLY)
    soon = (f'<link rel="preload" as="script" href="{prefix}_dash-component-suites/{name}.js">' for name in SOON)
    own = f'<meta name="plotly" content="{plotly}">' if plotly else ""
    address = escape(json.dumps(address_rules(), separators=(",", ":")))
    page = INDEX.replace("%ICON%", ICON).replace("%ADDRESS%", address)
    return page.replace("%PLOTLY%", own).replace("%PRELOAD%", "".join([*early, *soon]))
