"""What the browser words its own sentences with (`assets/engine/words.mjs`)."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.text import catalogue, day

ENGINE = Path(__file__).parents[2] / "assets" / "engine"
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


@lru_cache
def templates() -> frozenset[str]:
    """Texts in the engine's scripts that the catalogue knows, as gettext collects them."""
    texts = (path.read_text("utf-8") for path in sorted(ENGINE.glob("*.mjs")))
    return frozenset(text for source in texts for text in LITERAL.findall(source)) & catalogue("id").keys()


@lru_cache
def browser_words(lang: str) -> dict[str, Any]:
    """Templates with their wording where it differs, and the months' short names."""
    wording = catalogue(lang)
    return {
        "lang": lang,
        "templates": {text: wording[text] for text in sorted(templates()) if wording.get(text, text) != text},
        "months": [day(date(2000, month, 1), lang, "MMM") for month in range(1, 13)],
    }
