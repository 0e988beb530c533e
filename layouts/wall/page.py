"""The wall's page, its calibration, and its frame."""

from __future__ import annotations

from html import escape
from typing import Any

from data.domain.errors import Num, msg
from data.domain.wall import ARC_MINUTES, Screen, cap_mm, font_px, pitch_mm
from data.text import say
from layouts.document import ICON
from layouts.markup import Tree, el, html_of
from layouts.wall.scene import TIGHT_LINES

STYLES = ("css/00_tokens.css", "css/10_base.css", "css/20_panels.css", "wall/wall.css")
SCRIPTS = ("js/draw.js", "wall/wall.js")


def page(screen: Screen, body: list[Tree], *, files: str, build: str, scripts: bool = True) -> str:
    """A whole page in the wall's look."""
    styles = "".join(f'<link rel="stylesheet" href="{files}{name}?{build}">' for name in STYLES)
    script = "".join(f'<script src="{files}{name}?{build}" defer></script>' for name in SCRIPTS) if scripts else ""
    return (
        f'<!doctype html>\n<html lang="{escape(screen.lang)}" data-theme="wall"><head><meta charset="utf-8">'
        f"<title>{escape(screen.name)} – DeCOR</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="{ICON}">{styles}{script}</head>{html_of(body)}</html>'
    )


def wall(screen: Screen, first: Tree, definitions: Tree, *, at: str, build: str, words: dict[str, str]) -> list[Tree]:
    """The frame: the scene's place, the clock, the count, the heartbeat; the first scene is in it already."""
    frame = [
        definitions,
        el("div", first, id="scene", aria_live="off"),
        el("p", el("span", id="wall-day"), " ", el("b", "", id="wall-clock"), " ", el("span", "WIB"), cls="wall-clock"),
        el(
            "p",
            el("span", "", id="wall-contact", hidden=True),
            el("span", "", id="wall-count"),
            el("i", id="heartbeat", aria_hidden="true"),
            cls="wall-pulse",
        ),
    ]
    attributes: dict[str, Any] = {f"data_{name}": text for name, text in words.items()}
    shell = el("div", *frame, id="shift-place", cls="wall-place")
    tight = " tight" if screen.lines < TIGHT_LINES else ""
    return [
        el(
            "body",
            shell,
            cls=f"wall{tight}",
            data_at=at,
            data_build=build,
            data_t=f"{screen.text_px:.1f}",
            data_width=screen.width_px,
            data_height=screen.height_px,
            style=size(screen),
            **attributes,
        )
    ]


def size(screen: Screen) -> str:
    """The size of running text for the stylesheet, in physical pixels; the script divides by the device's ratio."""
    return f"--t:{screen.text_px:.1f}px"


def calibration(screen: Screen, *, lang: str) -> list[Tree]:
    """A page to check a screen with a ruler: lengths in mm and letters of several arc-minutes."""
    pitch = pitch_mm(screen.inches, screen.width_px, screen.height_px)
    lines = []
    for minutes in (ARC_MINUTES, 20.0, 25.0):
        px = font_px(screen.inches, screen.width_px, screen.height_px, screen.distance_m, minutes=minutes)
        text = msg("{n}′: capitals {mm} mm, {px} px", n=Num(minutes), mm=Num(cap_mm(px, pitch), 1), px=Num(px))
        lines.append(el("p", say(text, lang), style=f"font-size:{px:.1f}px"))
    ruler = el("div", el("span", "100 mm"), cls="ruler", style=f"width:{100 / pitch:.1f}px")
    facts = msg(
        "{inches} inches, {w} × {h} pixels, {m} m: one pixel is {pitch} mm",
        inches=Num(screen.inches, 1),
        w=Num(screen.width_px),
        h=Num(screen.height_px),
        m=Num(screen.distance_m, 1),
        pitch=Num(pitch, 3),
    )
    steps = [
        say(
            "Hold a ruler to the bar: it must be 100 mm long. If not, size or pixels of this screen are set up wrong.",
            lang,
        ),
        say("Stand where the readers stand: the first line must be easy to read.", lang),
        say("The frame must touch all four edges; otherwise switch off the screen's overscan.", lang),
    ]
    body = el(
        "main",
        el("h1", f"{screen.name}: {say('calibration', lang)}"),
        el("p", say(facts, lang)),
        ruler,
        *lines,
        el("ol", *[el("li", step) for step in steps]),
        cls="calibration",
    )
    return [el("body", body, cls="wall", style=size(screen))]
