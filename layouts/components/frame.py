"""What changes in a page's frame: the sentence under the filters, the strip at the bottom."""

from __future__ import annotations

from typing import Any

from data.domain.errors import msg
from data.domain.views import Sentence, StatusStrip
from data.text import age, moment, say
from layouts import elements as html
from layouts.components.panel import bar, moving
from layouts.drawn import Drawn


def sentence(view: Sentence, lang: str) -> list[Any]:
    """One sentence: bold finding, muted conditions; what was refused."""
    problems = [html.Span(say(problem, lang), className="problem") for problem in view.problems]
    bold = html.B(say(view.bold, lang), **moving(view.moving, lang))
    return [html.H1([bold, " ", html.Span(say(view.muted, lang)), *problems])]


def news(view: StatusStrip, lang: str) -> str:
    """What came last, for a notice; also where a load was taken back nothing false is said."""
    received = [(feed.received, feed.title) for feed in view.feeds if feed.received is not None]
    if not received:
        return say("The data have changed", lang)
    last, title = max(received, key=lambda pair: pair[0])
    words = msg("The data have changed; received last: {title}, {time}", title=title, time=moment(last, lang))
    return say(words, lang)


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
