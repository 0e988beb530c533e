"""Messages and errors: a sentence's template and its parameters, worded by ``data.text``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Num:
    """A number inside a sentence, written with ``decimals`` in the reader's language.

    Attributes
    ----------
    words : bool
        Its size in words, as one reads a large amount aloud: "850 thousand".
    """

    value: float
    decimals: int = 0
    signed: bool = False
    words: bool = False

    def __str__(self) -> str:
        return f"{self.value:{'+' if self.signed else ''},.{self.decimals}f}"


def trimmed_num(value: float) -> Num:
    """A number with the decimals that it has, three at most.

    Examples
    --------
    >>> trimmed_num(850_000.0).decimals, trimmed_num(-6.6).decimals
    (0, 1)
    """
    return Num(value, len(f"{value:.3f}".rstrip("0").partition(".")[2]))


@dataclass(frozen=True)
class Span:
    """A span of days, both ends included."""

    first: date
    last: date


@dataclass(frozen=True)
class Words:
    """Words that somebody declared in both languages; they are shown as they are, never read as a template."""

    id: str
    en: str

    def __str__(self) -> str:
        return self.en


@dataclass(frozen=True)
class Message:
    """A sentence before it has a language.

    Attributes
    ----------
    text : str
        English template, also the key of the catalogue; ``{name}`` marks a parameter.
    params : dict
        Values by name: str, int, Num, date, Span, Words or another Message.
    """

    text: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.params)


def msg(text: str, /, **params: Any) -> Message:
    """Build a message; the literal is collected by the catalogue's test."""
    return Message(text, params)


def packed(message: Message) -> str:
    """A message as text for the database: it is worded when somebody reads it, in his language."""

    def plain(value: Any) -> Any:
        if isinstance(value, Words):
            return {"id": value.id, "en": value.en}
        if isinstance(value, Num):
            kept = {"number": value.value, "decimals": value.decimals, "signed": value.signed}
            return {**kept, "words": True} if value.words else kept
        return (
            {"text": value.text, "params": {k: plain(v) for k, v in value.params.items()}}
            if isinstance(value, Message)
            else str(value)
        )

    return json.dumps(plain(message), ensure_ascii=False)


def unpacked(text: str) -> Message:
    """The inverse of `packed`; a text that is none is shown as it is.

    Examples
    --------
    >>> str(unpacked(packed(msg("“{text}” is not a number, {n} are.", text="dua", n=Num(1_800)))))
    '“dua” is not a number, 1,800 are.'
    """

    def made(value: Any) -> Any:
        if isinstance(value, dict) and "en" in value:
            return Words(str(value["id"]), str(value["en"]))
        if isinstance(value, dict) and "number" in value:
            words = bool(value.get("words"))
            return Num(float(value["number"]), int(value["decimals"]), bool(value["signed"]), words)
        if isinstance(value, dict):
            return Message(str(value["text"]), {k: made(v) for k, v in value["params"].items()})
        return value

    try:
        return made(json.loads(text)) if text.startswith("{") else declared(text, text)
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError):
        return declared(text, text)


def declared(id_: str, en: str) -> Message:
    """A message of declared words; the English ones stand in where there are no others."""
    return Message("{words}", {"words": Words(id_ or en, en or id_)})


class DecorError(Exception):
    """Something a person can act on; carries one sentence.

    Attributes
    ----------
    field : str
        Field of a form that the sentence is about, which shows it there; "" for none.
    """

    def __init__(self, message: Message, *, field: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field


class NotFoundError(DecorError):
    """The thing asked for does not exist."""


class BadRequestError(DecorError):
    """The question cannot be understood."""
