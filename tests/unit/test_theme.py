"""Contrast of both themes, computed (WCAG 2.x)."""

import pytest

from layouts.theme.tokens import STYLESHEET, THEMES, contrast, stylesheet, text_on

GROUNDS = ("background", "surface", "raised")
TEXTS = ("ink", "muted", "fresh", "ageing", "stale", "lost", "simulated")
GRAPHICS = (
    "edge",
    "focus",
    "government",
    "economy",
    "living",
    "society",
    "environment",
    "branding",
    "point-live",
    "point-down",
    "point-refused",
    *(f"alarm-{n}" for n in range(1, 6)),
)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_and_graphics_stand_out_from_every_ground(theme, ground) -> None:
    for name in TEXTS:
        assert contrast(theme[name], theme[ground]) >= 4.5, name
    for name in GRAPHICS:
        assert contrast(theme[name], theme[ground]) >= 3.0, name


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_the_selection_is_seen_on_every_class(theme) -> None:
    for n in range(6):
        shown = max(contrast(theme[name], theme[f"rate-{n}"]) for name in ("selection", "selection-casing"))
        assert shown >= 3.0


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_labels_can_be_read_on_every_class(theme) -> None:
    for name in [f"rate-{n}" for n in range(6)] + [f"deviation-{n}" for n in range(7)]:
        assert contrast(text_on(theme[name]), theme[name]) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_the_number_on_an_alarm_can_be_read(theme) -> None:
    for n in range(1, 6):
        assert contrast(theme[f"on-alarm-{n}"], theme[f"alarm-{n}"]) >= 4.5


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_the_stylesheet_is_the_one_the_tokens_give() -> None:
    assert STYLESHEET.read_text("utf-8") == stylesheet()
