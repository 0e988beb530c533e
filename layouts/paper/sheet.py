"""A4 sheets: our own typeface, a grid in millimetres, nothing that does not fit is lost without a word."""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from layouts.theme.tokens import THEMES

FONT = Path(__file__).parents[2] / "assets" / "fonts" / "encode-sans-latin-standard-normal.woff2"
WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 12.0
WEIGHTS = {"": 400, "B": 650}
INK, MUTED, LINE = (THEMES["light"][name] for name in ("ink", "muted", "line"))
# Signs that the typeface does not have.
STAND_INS = str.maketrans({"≥": ">", "≤": "<", "▲": "+", "▼": "-", "→": "-", "�": "?"})


@lru_cache
def _cuts() -> tempfile.TemporaryDirectory[str]:
    """Static cuts of the variable typeface (text and bold, 87.5 % wide) as files, for as long as the process lives."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    folder = tempfile.TemporaryDirectory(prefix="decor-font-")
    for style, weight in WEIGHTS.items():
        with TTFont(FONT) as font:
            cut = instantiateVariableFont(font, {"wght": weight, "wdth": 87.5})
            cut.flavor = None
            cut.save(Path(folder.name) / f"encode{style}.ttf")
    atexit.register(folder.cleanup)
    return folder


def _colour(text: str) -> tuple[int, int, int]:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


class Sheet:
    """One page, written from the top down.

    Attributes
    ----------
    y : float
        Where the next line begins, mm from the top.
    """

    def __init__(self, title: str, lang: str) -> None:
        # Loaded only now: a web process that prints nothing does not carry it.
        from fpdf import FPDF

        self.pdf = FPDF(format="A4", unit="mm")
        self.pdf.set_auto_page_break(False)
        self.pdf.c_margin = 0
        self.pdf.set_title(title)
        self.pdf.set_lang(lang)
        self.pdf.add_page()
        for style in WEIGHTS:
            self.pdf.add_font("Encode", style, Path(_cuts().name) / f"encode{style}.ttf")
        self.y = MARGIN

    def _font(self, size: float, *, bold: bool = False, colour: str = INK) -> None:
        self.pdf.set_font("Encode", "B" if bold else "", size)
        self.pdf.set_text_color(*_colour(colour))

    def fitted(self, text: str, width: float) -> str:
        """The text, cut with an ellipsis where it is wider than the place (in the font that is set)."""
        text = text.translate(STAND_INS)
        if self.pdf.get_string_width(text) <= width:
            return text
        while text and self.pdf.get_string_width(text + "…") > width:
            text = text[:-1]
        return text.rstrip() + "…"

    def text(
        self,
        text: str,
        *,
        x: float = MARGIN,
        width: float = WIDTH - 2 * MARGIN,
        size: float = 9,
        bold: bool = False,
        colour: str = INK,
        right: bool = False,
        y: float | None = None,
    ) -> None:
        """One line at a place; the cursor does not move."""
        self._font(size, bold=bold, colour=colour)
        self.pdf.set_xy(x, self.y if y is None else y)
        self.pdf.cell(width, size * 0.45, self.fitted(text, width - 1), align="R" if right else "L")

    def line(self, text: str, **how: Any) -> None:
        """One line, and on to the next."""
        self.text(text, **how)
        self.y += how.get("size", 9) * 0.47 + 0.6

    def wrapped(
        self,
        text: str,
        *,
        most: int,
        x: float = MARGIN,
        width: float = WIDTH - 2 * MARGIN,
        size: float = 9,
        bold: bool = False,
        colour: str = INK,
    ) -> None:
        """A paragraph of at most so many lines."""
        self._font(size, bold=bold, colour=colour)
        words, lines = text.translate(STAND_INS).split(), [""]
        for word in words:
            wider = f"{lines[-1]} {word}".strip()
            if self.pdf.get_string_width(wider) <= width - 1 or not lines[-1]:
                lines[-1] = wider
            else:
                lines.append(word)
        if len(lines) > most:
            lines[most - 1] = " ".join(lines[most - 1 :])
        for line in lines[:most]:
            self.line(line, x=x, width=width, size=size, bold=bold, colour=colour)

    def rule(self, *, x: float = MARGIN, width: float = WIDTH - 2 * MARGIN, strong: bool = False) -> None:
        """A line across."""
        self.pdf.set_draw_color(*_colour(INK if strong else LINE))
        self.pdf.set_line_width(0.5 if strong else 0.2)
        self.pdf.line(x, self.y, x + width, self.y)
        self.y += 1.6 if strong else 1.0

    def curve(
        self,
        points: Sequence[tuple[float, float]],
        *,
        x: float,
        y: float,
        colour: str,
        dashed: bool = False,
        width: float = 0.5,
    ) -> None:
        """A line through points (mm from a corner)."""
        self.pdf.set_draw_color(*_colour(colour))
        self.pdf.set_line_width(width)
        if dashed:
            self.pdf.set_dash_pattern(dash=1.4, gap=1.0)
        self.pdf.polyline([(x + x0, y + y0) for x0, y0 in points], style="D")
        self.pdf.set_dash_pattern()

    def mark(self, shape: str, *, x: float, y: float, size: float, colour: str) -> None:
        """A traffic light's shape, or a chip: "square", "circle", "triangle"."""
        self.pdf.set_fill_color(*_colour(colour))
        if shape == "circle":
            self.pdf.ellipse(x, y, size, size, style="F")
        elif shape == "triangle":
            self.pdf.polygon([(x, y + size), (x + size, y + size), (x + size / 2, y)], style="F")
        else:
            self.pdf.rect(x, y, size, size, style="F")

    def made_at(self, moment: datetime) -> None:
        """Say when it was made, so that the same content gives the same bytes."""
        self.pdf.set_creation_date(moment.replace(tzinfo=UTC))

    def next_page(self, left: str, right: str) -> None:
        """Close the page with its foot and begin another."""
        self.foot(left, right)
        self.pdf.add_page()
        self.y = MARGIN

    def room_left(self, below: float = 14.0) -> float:
        """Height that is left above the foot."""
        return HEIGHT - MARGIN - below - self.y

    def foot(self, left: str, right: str) -> None:
        """Source and state at the bottom of the page."""
        self.y = HEIGHT - MARGIN - 9
        self.rule()
        self.wrapped(left, most=2, width=WIDTH - 2 * MARGIN - 44, size=7.5, colour=MUTED)
        self.text(right, x=WIDTH - MARGIN - 44, width=44, size=7.5, colour=MUTED, right=True, y=HEIGHT - MARGIN - 8)

    def bytes(self) -> bytes:
        """The finished file."""
        return bytes(self.pdf.output())
