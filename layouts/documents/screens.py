"""The screens of the wall: how they are, what they show, and how they are set up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from data.domain.errors import Message, Num, msg
from data.domain.forms import Filled
from data.domain.room_forms import ScreenSetup
from data.domain.wall import ALARM, PROFILES, Screen, ScreenState, lost_screens
from data.text import age, number, say
from layouts.components.panel import bar
from layouts.documents.parts import button, columns, form, panel, small_form, table
from layouts.drawn import Element
from layouts.kit.forms import hidden_parts, inputs_of

Scenes = Mapping[str, Message]
"""Names of the rotation's scenes by id."""


def scene_name(name: str, scenes: Scenes, lang: str) -> str:
    """Name of a scene."""
    return say(scenes[name], lang) if name in scenes else (say("Alert", lang) if name == ALARM else "–")


def screens(
    states: Sequence[ScreenState],
    filled: Filled[ScreenSetup],
    *,
    scenes: Scenes,
    prefix: str,
    csrf: str,
    lang: str,
) -> list[Any]:
    """Every screen, and what directs them all."""
    heads = [
        say(word, lang) for word in ("Screen", "State", "Shows", "Newest data", "Size", "Letters", "Direct it", "Setup")
    ]
    rows = [_row(state, scenes, prefix=prefix, csrf=csrf, lang=lang) for state in states]
    lead = say(msg("{n} screens, {gone} without contact", n=Num(len(states)), gone=Num(lost_screens(states))), lang)
    everywhere = html.Div(
        [
            small_form(f"{prefix}layar/perintah", say("Pause all", lang), csrf, what="pause"),
            small_form(f"{prefix}layar/perintah", say("Go on everywhere", lang), csrf, what="resume"),
            _push(f"{prefix}layar/perintah", scenes, csrf, lang),
        ],
        className="form row",
    )
    left = [
        panel(
            lead,
            [table(heads, rows, empty=say("No screen is set up yet.", lang)), everywhere],
            kind="wide",
            kicker=say("Wall", lang),
        ),
    ]
    new = screen_form(None, filled, scenes, prefix=prefix, csrf=csrf, lang=lang)
    return [*left, panel(say("New screen", lang), new, kind="wide")]


def _row(state: ScreenState, scenes: Scenes, *, prefix: str, csrf: str, lang: str) -> list[Any]:
    screen = state.screen
    at = f"{prefix}layar/{screen.slug}"
    word = say({"fresh": "alive", "stale": "late", "lost": "no contact"}[state.contact.value], lang)
    seen = say("never seen", lang) if state.age_hours is None else age(state.age_hours, lang)
    minutes = f"{number(screen.minutes, lang, 1)}′"
    letters = html.Span(minutes, className="short" if screen.too_small else "")
    size = state.said.size or f"{screen.width_px}x{screen.height_px}"
    shown = scene_name(state.said.scene, scenes, lang)
    marks = [say(text, lang) for text, on in (("paused", screen.paused), ("pinned", screen.pinned is not None)) if on]
    return [
        html.Span(
            [
                html.A(html.B(screen.name), href=at),
                html.Br(),
                html.Small(f"{screen.slug}, {say(PROFILES[screen.profile], lang)}", className="muted"),
            ]
        ),
        html.Span([bar(state.contact.value), f"{word}, {seen}"]),
        html.Span([shown, *([html.Br(), html.Small(", ".join(marks), className="muted")] if marks else [])]),
        say("yes", lang) if state.current else say("no", lang),
        html.Span(size.replace("x", " × "), className="" if state.fits else "short"),
        letters,
        _controls(screen, scenes, at, csrf, lang),
        html.Span(
            [
                html.A(say("Set up", lang), href=f"{at}/atur"),
                " · ",
                html.A(say("Calibrate", lang), href=f"{at}/kalibrasi"),
            ]
        ),
    ]


def _controls(screen: Screen, scenes: Scenes, at: str, csrf: str, lang: str) -> Any:
    go = f"{at}/perintah"
    toggle = ("resume", "Go on") if screen.paused else ("pause", "Pause")
    parts = [
        small_form(go, say(toggle[1], lang), csrf, what=toggle[0]),
        _step(go, "‹", say(msg("{name}: a scene back", name=screen.name), lang), csrf, "back"),
        _step(go, "›", say(msg("{name}: a scene on", name=screen.name), lang), csrf, "step"),
    ]
    if screen.pinned is not None:
        parts.append(small_form(go, say("Unpin", lang), csrf, what="unpin"))
    parts.append(_push(go, scenes, csrf, lang, pin=True))
    return html.Div(parts, className="controls")


def _step(go: str, sign: str, label: str, csrf: str, what: str) -> Any:
    """A button with a sign only; its name says screen and direction."""
    hidden = Element("input", {"type": "hidden", "name": "what", "value": what})
    return form(
        go, [hidden, button(sign, kind="quiet", title=label, **{"aria-label": label})], csrf=csrf, kind="inline"
    )


def _push(go: str, scenes: Scenes, csrf: str, lang: str, *, pin: bool = False) -> Any:
    options = tuple(Element("option", {"value": name}, (say(words, lang),)) for name, words in scenes.items())
    parts: list[Any] = [
        html.Label([html.Span(say("Scene", lang), className="unseen"), Element("select", {"name": "scene"}, options)]),
        button(say("Show", lang), kind="quiet", name="what", value="show"),
    ]
    if pin:
        parts.append(button(say("Pin", lang), kind="quiet", name="what", value="pin"))
    return form(go, parts, csrf=csrf, kind="inline")


def _quiet(label: str, name: str, value: int, low: int, high: int) -> Any:
    """A number in a table; its label is for readers who do not see the table."""
    control = Element("input", {"type": "number", "name": name, "value": str(value), "min": str(low), "max": str(high)})
    return html.Label([html.Span(label, className="unseen"), control])


SIZES = ("inches", "distance_m", "width_px", "height_px")


def screen_form(
    screen: Screen | None, filled: Filled[ScreenSetup], scenes: Scenes, *, prefix: str, csrf: str, lang: str
) -> Any:
    """The form that sets a screen up."""
    playlist = dict(screen.playlist) if screen else dict.fromkeys(scenes, 20)
    order = [*playlist, *(name for name in scenes if name not in playlist)]
    rows = [
        [
            say(scenes[name], lang),
            _quiet(f"{say('Order', lang)}, {say(scenes[name], lang)}", f"order-{name}", n, 1, 20),
            _quiet(
                f"{say('Seconds', lang)}, {say(scenes[name], lang)}", f"seconds-{name}", playlist.get(name, 0), 0, 600
            ),
        ]
        for n, name in enumerate(order, 1)
    ]
    choices = {
        "profile": [(name, say(words, lang)) for name, words in PROFILES.items()],
        "language": [("id", "Bahasa Indonesia"), ("en", "English")],
    }
    shown = inputs_of(filled, lang=lang, options=choices)
    if screen:
        del shown["slug"]
    sizes = html.Div([shown.pop(name) for name in SIZES], className="pairs")
    left = [*shown.values(), sizes]
    heads = [say(word, lang) for word in ("Scene", "Order", "Seconds")]
    right = [
        html.P(say("Playlist: 0 seconds leaves a scene out.", lang), className="muted"),
        table(heads, rows, kind="playlist"),
    ]
    go = f"{prefix}layar/{screen.slug}/atur" if screen else f"{prefix}layar/baru"
    body = html.Div([html.Div(left, className="form"), html.Div(right)], className="document-two")
    keep = button(say("Keep", lang) if screen else say("Set up the screen", lang))
    return html.Form([*hidden_parts(filled, csrf), body, keep], action=go, method="post", className="form")


def setup(
    screen: Screen,
    state: ScreenState | None,
    filled: Filled[ScreenSetup],
    *,
    scenes: Scenes,
    prefix: str,
    csrf: str,
    lang: str,
    may_token: bool,
    secret: Any,
) -> list[Any]:
    """One screen's setup, its token, and taking it down."""
    at = f"{prefix}layar/{screen.slug}"
    facts = [
        (
            say("Pixel pitch and size", lang),
            say(msg("text {px} px, {minutes}′", px=Num(screen.text_px), minutes=Num(screen.minutes, 1)), lang),
        ),
        (say("At least, for 16′", lang), f"{number(screen.smallest_px, lang)} px"),
        (say("Tokens in force", lang), number(state.tokens if state else 0, lang)),
    ]
    token: list[Any] = [
        html.P(
            say(
                "The screen signs in once with its token at the sign-in page (“a device”); it never ends until "
                "it is revoked.",
                lang,
            ),
            className="muted",
        )
    ]
    if secret is not None:
        token.append(secret)
    if may_token:
        token.append(small_form(f"{at}/token", say("Make a token", lang), csrf))
    else:
        token.append(html.P(say("An administrator makes the token.", lang)))
    too_small = []
    if screen.too_small:
        words = msg(
            "Too small for {m} m: letters have {n}′ instead of 16′. Use a larger screen or move it nearer.",
            m=Num(screen.distance_m, 1),
            n=Num(screen.minutes, 1),
        )
        too_small = [html.P(say(words, lang), className="problem-line")]
    left = [
        panel(
            say("Set up", lang),
            [*too_small, screen_form(screen, filled, scenes, prefix=prefix, csrf=csrf, lang=lang)],
            kind="wide",
            kicker=screen.slug,
        )
    ]
    right = [
        panel(
            screen.name,
            [
                html.Dl([html.Div([html.Dt(name), html.Dd(text)]) for name, text in facts], className="facts"),
                html.P(
                    [
                        html.A(say("Open the screen", lang), href=at),
                        " · ",
                        html.A(say("Calibrate", lang), href=f"{at}/kalibrasi"),
                    ]
                ),
            ],
        ),
        panel(say("Token", lang), token),
        panel(
            say("Take it down", lang), small_form(f"{at}/hapus", say("Remove the screen and its tokens", lang), csrf)
        ),
    ]
    return [columns(left, right)]
