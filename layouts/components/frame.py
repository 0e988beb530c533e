"""What changes in a page's frame: the sentence under the filters, the strip at the bottom."""

from __future__ import annotations

from typing import Any

from data.domain.views import Sentence, StatusStrip
from data.text import age, say
from layouts import elements as html
from layouts.components.panel import bar
from layouts.drawn import Drawn
from layouts.ids import Frame


def sentence(view: Sentence, *, lang: str, csv: str, views: str, notes: str) -> list[Any]:
    """One sentence: bold finding, muted conditions; what was refused; copy and download."""
    problems = [html.Span(say(problem, lang), className="problem") for problem in view.problems]
    return [
        html.H1([html.B(say(view.bold, lang)), " ", html.Span(say(view.muted, lang)), *problems]),
        html.Span(
            [
                html.A(say("Views", lang), href=views, **{"data-keep": "true"}),
                html.A(say("Notes", lang), href=notes, **{"data-keep": "true"}),
                html.Button(say("Copy link", lang), type="button", className="copy", **{"data-copy": "address"}),
                html.A(say("Download CSV", lang), id=Frame.CSV, href=csv, download="nilai.csv"),
            ],
            className="actions",
        ),
    ]


def unseen(text: str) -> Drawn:
    """A sentence for readers who do not see the chart."""
    return html.P(text, className="unseen")


def status(view: StatusStrip, lang: str) -> list[Any]:
    """Every feed with its column, name and age."""
    feeds = [
        html.Span(
            [
                bar(feed.freshness.value),
                html.B(say(feed.title, lang)),
                html.Span(f" {age(feed.age_hours, lang)}", className=f"age {feed.freshness.value}"),
                html.Span(
                    f" ({say('feed ' + feed.freshness.value, lang)})",
                    className="unseen" if feed.freshness.value == "fresh" else "",
                ),
            ],
            title=age(feed.age_hours, lang),
        )
        for feed in view.feeds
    ]
    return [
        html.B(say("Freshness of data", lang)),
        *feeds,
        html.Span(say("Kelurahan borders real, RW cells simulated", lang), className="right"),
        html.Span(f"{say('Data version', lang)} {view.version}"),
    ]
