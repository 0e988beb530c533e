"""Fields of the questions about Wi-Fi points: forms that ask by GET and keep what was asked in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from data.domain.wifi import RADII, SiteQuestion
from data.text import say
from layouts.drawn import Element


def field(words: str, control: Any) -> html.Label:
    """A control under its label."""
    return html.Label([html.Span(words), control], className="field")


def whole_number(name: str, value: int, most: int, step: int = 1) -> Element:
    """A field for a number from 0 on."""
    given = {"type": "number", "name": name, "value": str(value), "min": "0", "max": str(most), "step": str(step)}
    return Element("input", given)


def choice(name: str, chosen: str, options: Sequence[tuple[str, str]]) -> Element:
    """A choice of values with their words."""
    made = [
        Element("option", {"value": value, **({"selected": "selected"} if value == chosen else {})}, words)
        for value, words in options
    ]
    return Element("select", {"name": name}, made)


def tick(name: str, words: str, *, on: bool) -> html.Label:
    """A box with its words."""
    box = {"type": "checkbox", "name": name, "value": "true", **({"checked": "checked"} if on else {})}
    return html.Label([Element("input", box), html.Span(words)], className="tick")


def radius(question: SiteQuestion, lang: str) -> html.Label:
    """The radii that can be asked for."""
    options = [(str(metres), f"{metres} m") for metres in RADII]
    return field(say("Radius", lang), choice("radius", str(question.radius), options))


def question_form(at: str, fields: Sequence[Any], words: str, **more: Any) -> html.Form:
    """A form that asks."""
    send = html.Button(words, type="submit", className="button")
    return html.Form([*fields, send], action=at, method="get", className="form plan-form", **more)


def computing(lang: str) -> Any:
    """What stands where something is being computed."""
    return html.P(say("This is being computed; the page shows it as soon as it is there.", lang), className="muted")
