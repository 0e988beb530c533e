"""What stands before the door: the sign-in, and what went wrong."""

from __future__ import annotations

from typing import Any

from dash import html

from data.domain.errors import msg
from data.domain.forms import Filled
from data.domain.room_forms import DeviceSignIn, SignIn
from data.text import say
from layouts.kit.forms import form_of


def sign_in(people: Filled[SignIn], device: Filled[DeviceSignIn], lang: str, *, problem: str = "") -> list[Any]:
    """The form for name and password, and the one for a device's token."""
    said = [html.P(problem, className="problem-line", role="alert")] if problem else []
    action = f"/masuk?lang={lang}"
    # No session yet, so no token against cross-site calls: the browser says where the call comes from.
    own = form_of(people, msg("Sign in"), action=action, csrf="", lang=lang, focus="username")
    other = form_of(device, msg("Open the room"), action=action, csrf="", lang=lang)
    folded = html.Details(
        [html.Summary(say("This is a wall or another device", lang)), other],
        **({"open": True} if device.errors else {}),
    )
    return [
        html.Main(
            [_brand(lang), html.H1(say("Sign in", lang)), *said, own, folded, _languages(lang, "/masuk")],
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
