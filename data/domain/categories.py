"""A figure that is a category: which words and which colour a value stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from data.domain.errors import Message, Num

Tone = Literal["worst", "bad", "neutral", "good", "best"]
STEPS: dict[Tone, str] = {"worst": "a", "bad": "b", "neutral": "c", "good": "d", "best": "e"}
"""Steps of the diverging ramp, so that a colour means the same for a category as for a number."""


@dataclass(frozen=True)
class Category:
    """One value of a figure that is no amount.

    Attributes
    ----------
    words : Message
        Read before the indicator's unit: "above" the city's rate.
    tone : str
        What it means, and with it its colour: "worst", "bad", "neutral", "good" or "best".
    """

    words: Message
    tone: Tone


class Written(Protocol):
    """What says how a value is written: a declaration, or what a screen knows of it."""

    @property
    def decimals(self) -> int:
        """Decimals of an amount."""

    @property
    def signed(self) -> bool:
        """Whether an amount has its sign, also a plus."""

    @property
    def categories(self) -> Sequence[Category]:
        """Words of 1, 2, …; empty for an amount."""


def written(figure: Written, value: float) -> Num | Message:
    """A value as it stands in a sentence: a number, or a category's words.

    Parameters
    ----------
    value : float
        Of a category its number, 1 the first.

    Raises
    ------
    IndexError
        When no category has that number: nothing else may be shown for it.
    """
    if not figure.categories:
        return Num(value, figure.decimals, signed=figure.signed)
    if value not in range(1, len(figure.categories) + 1):
        raise IndexError(value)
    return figure.categories[int(value) - 1].words


def category_edges(categories: Sequence[Category]) -> tuple[float, ...]:
    """Four class edges that put every category into a class of its own.

    Examples
    --------
    >>> category_edges(())
    (1.5, 2.5, 3.5, 4.5)
    """
    most = max(len(categories), 5)
    return tuple(number + 0.5 for number in range(1, most))


def category_steps(classes: str, categories: Sequence[Category]) -> str:
    """Colour step of each area: its category's tone; what has no class keeps its sign."""
    steps = {str(number): STEPS[category.tone] for number, category in enumerate(categories, 1)}
    return "".join(steps.get(mark, mark) for mark in classes)
