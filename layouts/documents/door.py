"""What stands before the door: the sign-in, and what went wrong."""

from __future__ import annotations

from typing import Any

from dash import html

from data.text import say
from layouts.documents.parts import button, field
from layouts.drawn import Element


def sign_in(lang: str, *, after: str, problem: str = "", username: str = "") -> list[Any]:
    """The form for name and password, and the one for a device's token."""
    hidden = Element("input", {"type": "hidden", "name": "next", "value": after})
    said = [html.P(problem, className="problem-line", role="alert")] if problem else []
    people = html.Form(
        [
            hidden,
            field(
                say("Name", lang),
                "username",
                value=username,
                autocomplete="username",
                required=True,
                autofocus=True,
                maxlength=40,
                autocapitalize="none",
                spellcheck="false",
            ),
            field(
                say("Password", lang),
                "password",
                kind="password",
                autocomplete="current-password",
                required=True,
                maxlength=200,
            ),
            button(say("Sign in", lang)),
        ],
        method="post",
        action=f"/masuk?lang={lang}",
        className="form",
    )
    device = html.Details(
        [
            html.Summary(say("This is a wall or another device", lang)),
            html.Form(
                [
                    hidden,
                    field(
                        say("Device token", lang),
                        "token",
                        kind="password",
                        autocomplete="off",
                        required=True,
                        maxlength=120,
                    ),
                    button(say("Open the room", lang)),
                ],
                method="post",
                action=f"/masuk?lang={lang}",
                className="form",
            ),
        ]
    )
    return [
        html.Main(
            [_brand(lang), html.H1(say("Sign in", lang)), *said, people, device, _languages(lang, "/masuk")],
            className="door",
        )
    ]


def failure(words: str, code: int, *, back: str, lang: str) -> list[Any]:
    """What went wrong in one sentence, and the way back."""
    return [
        html.Main(
            [
                _brand(lang),
                html.H1(words),
                html.P(str(code), className="muted"),
                html.P(
                    html.A(
                        say("Back to the room" if back != "/" else "To the front page", lang),
                        href=back,
                        className="button",
                    )
                ),
            ],
            className="failure",
        )
    ]


def _brand(lang: str) -> html.P:
    return html.P(
        [
            html.I(className="logo", **{"aria-hidden": "true"}),
            html.B("DeCOR"),
            html.Span(say("Depok City Operating Room", lang), className="muted"),
        ],
        className="brand",
    )


def _languages(lang: str, path: str) -> html.P:
    links = [
        html.A(name, href=f"{path}?lang={code}", lang=code, **{"aria-current": "true" if code == lang else "false"})
        for code, name in (("id", "Bahasa Indonesia"), ("en", "English"))
    ]
    return html.P([links[0], " · ", links[1]], className="muted")
