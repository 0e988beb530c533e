"""A list in a panel that changes a part of the address (`assets/js/state.js`)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from data.domain.filters import FilterState
from data.text import say
from layouts import elements as html
from layouts.drawn import Drawn


def choice(parameter: str, title: str, named: Iterable[tuple[str, str]], chosen: str, lang: str, **more: str) -> Drawn:
    """The list.

    Parameters
    ----------
    named : iterable of (value, words)
        What may be chosen, in the language.
    more : str
        Further attributes.
    """
    options = [
        html.Option(words, value=value, **({"selected": "selected"} if value == chosen else {}))
        for value, words in named
    ]
    return html.Select(options, **more, **{"aria-label": say(title, lang), "data-parameter": parameter})


def chooses(words: str, areas: tuple[str, ...]) -> Drawn:
    """A button that chooses some areas."""
    chosen = FilterState(areas=areas)
    named = {"area": "" if chosen.set else ",".join(chosen.areas), "set": chosen.set}
    return html.Button(words, type="button", **{"data-set": json.dumps(named)})
