"""Messages and errors: a sentence's template and its parameters, worded by ``data.text``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Num:
    """A number inside a sentence, written with ``decimals`` in the reader's language."""

    value: float
    decimals: int = 0
    signed: bool = False

    def __str__(self) -> str:
        return f"{self.value:{'+' if self.signed else ''},.{self.decimals}f}"


@dataclass(frozen=True)
class Span:
    """A span of days, both ends included."""

    first: date
    last: date


@dataclass(frozen=True)
class Message:
    """A sentence before it has a language.

    Attributes
    ----------
    text : str
        English template, also the key of the catalogue; ``{name}`` marks a parameter.
    params : dict
        Values by name: str, int, Num, date, Span or another Message.
    """

    text: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.params)


def msg(text: str, /, **params: Any) -> Message:
    """Build a message; the literal is collected by the catalogue's test."""
    return Message(text, params)


class DecorError(Exception):
    """Something a person can act on; carries one sentence."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class NotFoundError(DecorError):
    """The thing asked for does not exist."""


class BadRequestError(DecorError):
    """The question cannot be understood."""
