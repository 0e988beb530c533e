"""Write ``tests/vectors/findings.json``: what the server says of made-up figures, for the browser to say the same.

Run after a change of a rule or of words: ``python -m scripts.finding_vectors``.
"""

from __future__ import annotations

import itertools
import json
import math
from datetime import date
from pathlib import Path
from typing import Any

from data.domain.errors import Span
from data.indicators import findings
from data.indicators.declaration import Indicator
from data.indicators.findings import Named
from data.indicators.rate_ratio import rate_ratio
from data.service.blocks import declared_words
from data.service.selection import info
from data.subjects import indicator
from data.text import number, say, show
from data.text.browser import browser_words
from layouts.lengths import length

PATH = Path(__file__).parents[1] / "tests" / "vectors" / "findings.json"
NAMES = ("covid-incidence-7d", "covid-new-7d", "covid-deaths-total", "waste-completion", "wifi-live", "licensing-days")
"""A rate, a count over days, a running total, a share in percent, a stock of the last report, a duration."""
VALUES = (
    (),
    (math.nan,),
    (3.0, math.nan),
    (3.0, 9.0),
    (5.0, 5.0, 5.0),
    (9.0, 9.0, 2.0),
    (0.0, 0.0, 7.0, math.nan),
    (2.5, 3.5, 4.5, 120.25),
    (88.05, 91.15, 100.0),
)
WHOLES = (math.nan, 0.0, 4.0, 90.0)
TIMES = (math.nan, 0.0, 0.5, 4.0, 50.4, 50.6, 98.0, 99.0, 102.0, 12_345.5)
SPANS = (
    (date(2022, 2, 5), date(2022, 2, 11)),
    (date(2022, 1, 30), date(2022, 2, 3)),
    (date(2021, 12, 30), date(2022, 1, 5)),
    (date(2022, 5, 1), date(2022, 5, 1)),
)
RATES = ((41, 28_010, 15, 19_017), (3, 700, 3, 700), (0, 700, 3, 700), (3, 0, 3, 700), (1.0, 0.5, 2, 8_000_000))
PARTS = (0.0, 12.25, 12.35, 0.05, 33.333, 99.95, 6.25, 2.5, 1.005)


def declared(own: Indicator, lang: str) -> dict[str, Any]:
    """The declaration as a block's header has it."""
    words = declared_words(info(own), own.window, single=len(own.numerator) == 1, report_days=None, lang=lang)
    return {**words, "ratio": own.ratio, "decimals": own.decimals}


def said(own: Indicator, lang: str) -> list[list[Any]]:
    """Every rule on every set of values: [rule, values, whole or now, said]."""
    rows: list[list[Any]] = []
    for values, whole in itertools.product(VALUES, WHOLES):
        named = [Named(f"W{n}", value) for n, value in enumerate(values)]
        rows.append(["spread", values, whole, say(findings.spread_finding(own, named, whole), lang)])
        rows.append(["ranking", values, whole, say(findings.ranking_finding(own, list(values), whole, "Kota"), lang)])
        if math.isnan(whole):
            rows.append(["chosen", values, whole, say(findings.chosen_finding(own, named), lang)])
    for now, before in itertools.product(TIMES, TIMES):
        words, direction = findings.change_message(own, now, before)
        rows.append(["change", [now, before], direction, say(words, lang)])
        rows.append(["trend", [now, before], 0, say(findings.trend_finding(own, "W", now, before), lang)])
        words, direction = findings.gap_message(own, now, before, "X", rate_ratio(41, 28_010, 15, 19_017))
        rows.append(["gap", [now, before], direction, say(words, lang)])
    return [[rule, [_plain(value) for value in values], _plain(other), text] for rule, values, other, text in rows]


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value


def vectors() -> dict[str, Any]:
    """Words, declarations and sentences by language; numbers, periods and lengths."""
    langs = {}
    for lang in ("id", "en"):
        indicators = [indicator(name) for name in NAMES]
        langs[lang] = {
            "words": browser_words(lang),
            "figures": [{"declared": declared(own, lang), "said": said(own, lang)} for own in indicators],
            "periods": [[first.isoformat(), last.isoformat(), show(Span(first, last), lang)] for first, last in SPANS],
            "signed": [[value, number(value, lang, 1, signed=True)] for value in (-0.04, 0.0, 1.25, -1_234.55)],
        }
    return {
        "langs": langs,
        "ratios": [[rates, None if (made := rate_ratio(*rates)) is None else vars(made)] for rates in RATES],
        "lengths": [[value, length(value, 100)] for value in PARTS],
        "rounded": [[value, round(value, 1)] for value in PARTS],
    }


if __name__ == "__main__":
    PATH.write_text(json.dumps(vectors(), ensure_ascii=False, indent=None) + "\n", "utf-8")
