"""One legend: what each drawing means, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.text import number
from layouts.markup import Drawn, el


@dataclass(frozen=True)
class Key:
    """One line of a legend.

    Attributes
    ----------
    look : str
        Classes of the drawing; "" for words alone.
    words : str
        What it means.
    count : int or None
        How many there are; None where they are not counted.
    chooses : str
        What of the map is chosen by a click on it (`assets/js/lasso.js`); "" for nothing.
    """

    look: str
    words: str
    count: int | None = None
    chooses: str = ""


def legend(keys: Iterable[Key], look: str, lang: str, *, hide_empty: bool = False) -> Drawn:
    """The legend as a list.

    Parameters
    ----------
    hide_empty : bool
        Whether what there is none of is left out.
    """
    shown = [key for key in keys if not (hide_empty and key.count == 0)]
    return el("ul", *(_line(key, lang) for key in shown), cls=look)


def _line(key: Key, lang: str) -> Drawn:
    if not key.look:
        return el("li", key.words, cls="muted")
    drawing = el("i", cls=key.look, aria_hidden="true")
    if key.count is None:
        return el("li", drawing, key.words)
    said = (drawing, f"{key.words} ", el("b", number(key.count, lang)))
    if not key.chooses:
        return el("li", *said)
    return el("li", el("button", *said, type="button", data_choose=key.chooses))
