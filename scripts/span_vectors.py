"""Write ``tests/vectors/span.json``: blocks of daily sums as bytes, and what the map paints of runs of their days.

Run after a change of the form: ``python -m scripts.span_vectors``; both languages read the file in their tests.
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from data.domain.areas import Level
from data.domain.blocks import SumsBlock
from data.domain.dates import day_date
from data.domain.errors import Span, msg
from data.indicators.breaks import classes
from data.indicators.declaration import PEOPLE
from data.indicators.evaluate import needed_share
from data.indicators.span import DailySums, by_window, span_name, span_title
from data.service.blocks import encoded_sums
from data.service.questions import rounded_or_none
from data.service.selection import info
from data.subjects import indicator
from data.text import say

PATH = Path(__file__).parents[1] / "tests" / "vectors" / "span.json"
FIRST, DAYS, AREAS = 18_990, 45, 7
BREAKS = (50.0, 150.0, 400.0, 800.0)
CASES = (
    ("covid-incidence-7d", Level.RW, "id"),
    ("covid-incidence-7d", Level.KELURAHAN, "en"),
    ("covid-new-7d", Level.RW, "id"),
    ("waste-completion", Level.RW, "en"),
    ("waste-kg-per-person", Level.RW, "id"),
    ("wifi-unknown", Level.KELURAHAN, "en"),
)
RUNS = ((0, 0), (0, 44), (3, 9), (9, 9), (17, 23), (12, 41), (30, 44), (37, 43))


def made(name: str, level: Level) -> DailySums:
    """Daily sums with every state in them: nobody lives there, silent, silent for a time, just enough reports."""
    declared, random = indicator(name), np.random.default_rng(7)
    reports = np.ones((DAYS, AREAS)) if level is Level.RW else np.full((DAYS, AREAS), 9.0)
    due = reports.copy()
    reports[:, 1] = 0
    reports[10:20, 2] *= 0.5
    reports[20:, 3] = 0
    due[:, 4] = reports[:, 4] = 0
    # Exactly as many as a complete figure needs above its own level.
    due[:, 6], reports[:, 6] = 10, 9
    numerator = random.integers(0, 6, (DAYS, AREAS)) * (reports > 0)
    numerator[:, 5] = 0
    if declared.denominator == PEOPLE:
        denominator = random.integers(800, 3_000, AREAS) * reports
    elif declared.ratio:
        denominator = numerator + random.integers(0, 4, (DAYS, AREAS)) * (reports > 0)
    else:
        denominator = np.zeros((DAYS, AREAS))
    arrays = (np.ascontiguousarray(each, dtype=np.float32) for each in (numerator, denominator, reports, due))
    return DailySums(declared, level, FIRST, *arrays)


def block(sums: DailySums) -> SumsBlock:
    """The same as a block."""
    declared = sums.indicator
    return SumsBlock(
        key="0123456789abcdef",
        version="fedcba9876543210",
        info=info(declared),
        level=sums.level,
        first=sums.first,
        numerator=sums.numerator,
        denominator=sums.denominator,
        reports=sums.reports,
        due=sums.due,
        by_window=by_window(declared),
        window=int(declared.window),
        scale=declared.scale if declared.ratio else 1.0,
        breaks=declared.breaks or BREAKS,
        needed=needed_share(sums.level, declared.level),
        caption=msg("{n} areas, {period}", n=AREAS, period="{period}"),
        complete_until=FIRST + DAYS - 3,
        declared_window=declared.window,
        single=len(declared.numerator) == 1,
        more=False,
        span_name=span_name(declared),
        span_title=span_title(declared),
    )


def frame(sums: DailySums, run: tuple[int, int], lang: str) -> dict[str, Any]:
    """What the server paints of a run of days, by the rows of its ends."""
    whole, days = block(sums), run[1] - run[0] + 1
    matrix = sums.over(days)
    values = matrix.values(run[1])
    plain = tuple(edge * days / whole.window for edge in whole.breaks)
    marks = classes(values, whole.breaks if matrix.indicator.ratio else plain)
    first, last = (day_date(sums.first + row) for row in run)
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "c": whole.info.steps(marks),
        "s": matrix.letters(sums.first + run[1], whole.complete_until),
        "v": rounded_or_none(values, matrix.indicator.decimals),
        "n": rounded_or_none(matrix.numerator[run[1]], 0) if matrix.indicator.ratio else [],
        "caption": say(replace(whole.caption, params={"n": AREAS, "period": Span(first, last)}), lang),
    }


def vectors() -> list[dict[str, Any]]:
    """Every case: the block's bytes in base 64, and runs of its days."""
    return [
        {
            "indicator": name,
            "bytes": base64.b64encode(encoded_sums(block(made(name, level)), lang)).decode(),
            "frames": [frame(made(name, level), run, lang) for run in RUNS],
        }
        for name, level, lang in CASES
    ]


if __name__ == "__main__":
    PATH.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", "utf-8")
