"""A list in a panel that changes a part of the address (`assets/js/state.js`)."""

from __future__ import annotations

from collections.abc import Iterable

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
