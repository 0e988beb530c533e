"""Figures in words: the same wording in sentence, table, map and chart."""

from __future__ import annotations

from data.domain.programme import DIMENSIONS
from data.domain.public_views import CovidFigure, PublicDataset, PublicValue
from data.domain.states import Freshness
from data.text import day, number, say, span
from layouts.markup import Tree, el
from layouts.public.site import tag

STREAMS = {"organic": "Organic", "inorganic": "Inorganic", "residue": "Residue"}
ROUND = {"done": "collected", "late": "collected late", "missed": "not collected"}
STATUSES = {
    "live": "Live",
    "down": "Down",
    "unknown": "Not known",
    "refused": "Refused by residents",
    "waiting": "Not installed",
    "proposed": "Proposed",
}
LIGHTS = {"on_plan": "on plan", "silent": "no report", "watch": "watch", "held": "held"}
PROGRESS = {"all": "All dimensions", **DIMENSIONS}
"""Name by id of what has a progress of its own."""


DELIVERIES = {
    Freshness.FRESH: "deliveries on time",
    Freshness.AGEING: "a delivery is late",
    Freshness.STALE: "deliveries very late",
    Freshness.LOST: "no deliveries any more",
}


def fresh_words(freshness: Freshness, lang: str) -> str:
    """How the deliveries of a dataset come in; how old its newest day is stands beside it."""
    return say(DELIVERIES[freshness], lang)


def count_words(figure: CovidFigure | None, lang: str) -> str:
    """ "367", "0–4" or "20 or more"; a dash where nothing was reported."""
    if figure is None or not figure.known:
        return "–"
    if figure.value is not None:
        return number(figure.value, lang)
    low = number(figure.low or 0, lang)
    if figure.high is None:
        return say("{n} or more", lang).format(n=low)
    return f"{low}–{number(figure.high, lang)}"


def cases_words(figure: CovidFigure, lang: str) -> str:
    """The same inside a sentence: "367 new COVID cases", "5 to 9 new COVID cases"."""
    if figure.value is not None:
        return say("{n} new COVID cases", lang).format(n=number(figure.value, lang))
    low = number(figure.low or 0, lang)
    if figure.high is None:
        return say("{n} or more new COVID cases", lang).format(n=low)
    return say("{low} to {high} new COVID cases", lang).format(low=low, high=number(figure.high, lang))


def around(template: str, bold: str, **other: str) -> list[Tree]:
    """A sentence whose ``{figure}`` is bold."""
    before, _, after = template.format(figure="\0", **other).partition("\0")
    return [before, el("b", bold), after]


def period_words(figure: CovidFigure, lang: str) -> str:
    """Days of a figure: "31 Jan–6 Feb 2022"."""
    return span(figure.starts_on, figure.ends_on, lang)


def value_words(value: PublicValue | None, decimals: int, lang: str) -> str:
    """A value of an open indicator; a dash where there is none."""
    return "–" if value is None or value.value is None else number(value.value, lang, decimals)


def stamp(dataset: PublicDataset | None, lang: str, *, data_to: str = "", published: str = "") -> Tree:
    """The foot of a section: freshness column, data to, published, source, simulated."""
    if dataset is None:
        return []
    column = {Freshness.FRESH: "full", Freshness.AGEING: "half", Freshness.STALE: "quarter", Freshness.LOST: "empty"}
    to = data_to or (day(dataset.data_to, lang) if dataset.data_to else "")
    parts = [say("Data to {day}", lang).format(day=to)] if to else []
    if published:
        parts.append(say("published {day}", lang).format(day=published))
    elif dataset.received:
        parts.append(say("received {day}", lang).format(day=day(dataset.received.date(), lang)))
    parts.append(say("source {name}", lang).format(name=dataset.source))
    # A register without a last day of data is neither fresh nor stale.
    mark: Tree = []
    if to:
        parts.append(fresh_words(dataset.freshness, lang))
        mark = el("i", cls=f"column {column[dataset.freshness]}", aria_hidden="true")
    parts[0] = parts[0][:1].upper() + parts[0][1:]
    made = tag(lang) if dataset.simulated else []
    return el("p", mark, el("span", ", ".join(parts)), made, cls="stamp")
