"""One card of a figure: what it is, what it is for, what it does not say, where it is defined, how it was checked."""

from __future__ import annotations

from dataclasses import dataclass

from data.text import say
from layouts.markup import Drawn, el


@dataclass(frozen=True)
class MethodCard:
    """Its texts in the reader's language; without a formula where that stands elsewhere."""

    why: str
    limits: str
    source: str
    check: str
    formula: str = ""


def method_card(card: MethodCard, look: str, lang: str) -> Drawn:
    """The card as a list of terms."""
    rows = (
        (say("How it is reckoned", lang), card.formula),
        (say("What it is for", lang), card.why),
        (say("What it does not say", lang), card.limits),
        (say("Definition from", lang), card.source),
        (say("Checked", lang), card.check),
    )
    return el("dl", *(el("div", el("dt", word), el("dd", text)) for word, text in rows if text), cls=look)
