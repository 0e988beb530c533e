"""Two pages of the room beside each other (`assets/js/split.js` keeps their clocks and the address)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from data.text import say
from layouts.drawn import Element


def split_page(sides: Sequence[str], *, together: bool, prefix: str, lang: str) -> list[Any]:
    """Both sides as pages of their own, and whether a day chosen on one is chosen on the other.

    Parameters
    ----------
    sides : sequence of str
        Address below the prefix of the left and of the right page.
    together : bool
        Both sides have one clock.
    """
    clocks = ((1, say("one clock", lang)), (2, say("two clocks", lang)))
    options = [
        Element("option", {"value": str(n), **({"selected": "selected"} if together == (n == 1) else {})}, text)
        for n, text in clocks
    ]
    words = f"{say('Day and run of days', lang)} "
    label = html.Label([words, Element("select", {"id": "clocks", "class": "choice"}, options)])
    back = html.A(say("Back to the room", lang), href=f"{prefix}{sides[0]}", id="split-end")
    titles = (say("Left side", lang), say("Right side", lang))
    frames = [
        Element("iframe", {"src": f"{prefix}{address}", "title": title, "class": "split-side"})
        for address, title in zip(sides, titles, strict=True)
    ]
    return [html.Div([label, back], className="split-tools"), html.Div(frames, className="split-sides")]
