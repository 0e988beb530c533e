"""Clusters of COVID: a row each, which chooses its RW."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from data.domain.covid import ClusterRow, ClustersView, ClusterTier
from data.domain.errors import Num, msg
from data.text import number, say
from layouts import elements as html
from layouts.components.choice import chooses
from layouts.drawn import Drawn
from layouts.kit.tables import table

STATES = {"new": msg("{n} new"), "continuing": msg("{n} continuing"), "fading": msg("{n} fading")}


def clusters(view: ClustersView, *, lang: str) -> Any:
    """The day's clusters, and below them how many RW lie in a pocket of high rates."""
    rows = [_row(row, lang) for row in view.rows]
    columns = [say(words, lang) for words in ("Around", "Days", "Cases", "Expected", "Times", "Once in days")]
    name = say("Clusters", lang)
    drawn = table(columns, rows, name=name, lang=lang, numbers={1, 2, 3, 4, 5}, kind="table plain clusters", frame="")
    return html.Div([_pockets(view, lang), drawn]) if view.rows else html.Div()


def _row(row: ClusterRow, lang: str) -> list[Any]:
    words = say(msg("{name}, {n} RW", name=row.name, n=Num(len(row.areas))), lang)
    once = number(row.recurrence_days, lang) if row.recurrence_days < 1_000_000 else say("more than a million", lang)
    kind = "cluster-tier beyond" if row.tier is ClusterTier.ALERT else "cluster-tier"
    return [
        chooses(words, row.areas),
        number(row.days, lang),
        number(row.cases, lang),
        number(row.expected, lang, 1),
        number(row.risk, lang, 1),
        html.Span(once, className=kind),
    ]


def _pockets(view: ClustersView, lang: str) -> Drawn:
    """How many RW lie in a pocket of high rates (local Moran), and since when."""
    if not view.states:
        return html.P("", className="note")
    counts = [say(replace(words, params={"n": Num(view.states[state])}), lang) for state, words in STATES.items()]
    text = say(msg("RW in a pocket of high rates: {states}", states=", ".join(counts)), lang)
    choose = ["  ·  ", chooses(say("choose them", lang), view.hot)]
    return html.P([html.Span(text), *(choose if view.hot else [])], className="note")
