"""Small panels of single subjects: releases, Wi-Fi counts, reasons."""

from __future__ import annotations

from typing import Any

from data.domain.views import ReasonsView, ReleasesView, WifiPanelView
from data.text import day, number, say
from layouts import elements as html
from layouts.drawn import Drawn
from layouts.kit.tables import table
from layouts.lengths import length

REASONS = {
    "truck": "truck broken or missing",
    "crew": "no crew",
    "weather": "flood or storm",
    "access": "road closed (accepted)",
    "holiday": "public holiday (accepted)",
}


def releases(view: ReleasesView, *, lang: str) -> Any:
    """Published totals, newest first; a release that does not add up is marked."""
    rows = []
    for row in reversed(view.rows):
        if row.published is None:
            continue
        gap = (
            ""
            if not row.identity_gap
            else f"{say('does not add up', lang)}, {number(row.identity_gap, lang, signed=True)}"
        )
        ours = "–" if row.reported_total is None else number(row.reported_total, lang)
        rows.append(
            [day(row.day, lang), number(row.published, lang), ours, html.Span(gap, className="gap", title=row.note)]
        )
    columns = [say(words, lang) for words in ("Date", "Published", "RW reports", "Identity gap")]
    name = say("City releases", lang)
    return table(columns, rows, name=name, lang=lang, numbers={1, 2, 3}, kind="table plain releases", frame="")


def wifi_counts(view: WifiPanelView, *, lang: str) -> Drawn:
    """Announced, registered, live as three bars; RW by the two-points rule below."""
    counts = view.counts
    high = max(counts.announced if view.whole else 0, counts.registered, 1)
    bars = [
        _bar(say(words, lang), value, high, kind, lang)
        for words, value, kind in (
            *([("announced", counts.announced, "open")] if view.whole else []),
            ("registered", counts.registered, "class-3"),
            ("live", counts.live, "point-live"),
            ("down", counts.down, "point-down"),
            *([("not known", counts.unknown, "point-unknown")] if counts.unknown else []),
            ("refused by residents", counts.refused, "point-refused"),
        )
    ]
    total = max(counts.rws, 1)
    rules = [
        _bar(say(words, lang), value, total, kind, lang)
        for words, value, kind in (
            ("RW with two live points", counts.met, "class-4"),
            ("RW one short", counts.one_short, "class-3"),
            ("RW with none", counts.none, "class-2"),
            ("RW where residents refused", counts.rw_refused, "point-refused"),
            ("RW not in the programme", counts.not_in, "open"),
        )
    ]
    return html.Div([*bars, html.Hr(), *rules], className="bars")


def reasons(view: ReasonsView, *, lang: str) -> Drawn:
    """Missed stops by reason; accepted reasons are open bars below."""
    high = max((row.missed for row in view.rows), default=1) or 1
    bars = [
        _bar(say(REASONS[row.reason], lang), row.missed, high, "open" if row.accepted else "class-3", lang)
        for row in view.rows
    ]
    total = number(view.missed, lang)
    note = html.P(
        f"{total} {say('of', lang)} {number(view.scheduled, lang)} {say('scheduled stops', lang)}", className="note"
    )
    return html.Div([*bars, note], className="bars")


def _bar(name: str, value: int, high: int, kind: str, lang: str) -> Drawn:
    return html.Div(
        [
            html.Span(name),
            html.Span(html.I(className=kind, style={"width": length(value, high)}), className="track"),
            html.B(number(value, lang)),
        ],
        className="bar-row",
    )
