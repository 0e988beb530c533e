"""Write ``tests/vectors/block.json``: a small block as bytes, and what the map paints of each of its days.

Run after a change of the form: ``python -m scripts.block_vectors``; both languages read the file in their tests.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np

from data.domain.areas import Level
from data.domain.blocks import DayBlock
from data.domain.dates import day_date
from data.domain.errors import msg
from data.indicators.breaks import classes
from data.indicators.evaluate import ratio
from data.service.blocks import encoded
from data.service.questions import rounded_or_none
from data.service.selection import info
from data.subjects import indicator

PATH = Path(__file__).parents[1] / "tests" / "vectors" / "block.json"
FIRST = 19_000
# Halves that round to the even neighbour, a zero, what has no value, a stock below zero, whole and broken numbers.
ROWS = ([0.0, 5.0, 25.0, 1.0, 3.0, 0.0], [1.0, 5.0, 35.0, 2.0, 3.0, -4.0], [1.0, 1e6, 45.0, 2.5, 7.0, 0.3])
BELOW = ([100.0, 1e5, 1e6, 0.0, 7.0, 9.0], [100.0, 1e5, 1e6, 3.0, 7.0, 9.0], [3.0, 7.0, 1e6, 3.0, 9.0, 9.0])
LETTERS = ["ooonio", "oooxih", "iiiiio"]
CASES = (
    ("covid-incidence-7d", np.float32),
    ("covid-incidence-7d", np.float64),
    ("covid-new-7d", np.float32),
    ("programme-deviation", np.float64),
    ("waste-completion", np.float32),
)


def made(name: str, kind: type[np.floating]) -> DayBlock:
    """A block of an indicator with the rows above."""
    declared = indicator(name)
    return DayBlock(
        key="0123456789abcdef",
        version="fedcba9876543210",
        info=info(declared),
        level=Level.RW,
        first=FIRST,
        numerator=np.array(ROWS, dtype=kind),
        denominator=np.array(BELOW, dtype=kind),
        share=np.ones((len(ROWS), len(ROWS[0])), dtype=np.float32),
        letters=LETTERS,
        scale=declared.scale if declared.ratio else 1.0,
        breaks=declared.breaks or (50.0, 150.0, 400.0, 800.0),
        complete_until=FIRST + 1,
        declared_window=declared.window,
        single=len(declared.numerator) == 1,
        more=False,
        caption=msg("{n} RW, {period}", n=6, period="{period}"),
    )


def frames(block: DayBlock) -> list[dict[str, Any]]:
    """What the server paints of each day."""
    declared, shown = indicator(block.info.id), []
    for row in range(len(block.letters)):
        values = ratio(declared, block.numerator[row], block.denominator[row])
        marks = classes(values, block.breaks)
        counts = rounded_or_none(block.numerator[row], 0) if declared.ratio else []
        shown.append(
            {
                "day": day_date(block.first + row).isoformat(),
                "c": block.info.steps(marks),
                "s": block.letters[row],
                "v": rounded_or_none(values, declared.decimals),
                "n": counts,
            }
        )
    return shown


def vectors() -> list[dict[str, Any]]:
    """Every case: the block's bytes in base 64, and its days."""
    return [
        {
            "indicator": name,
            "bits": np.dtype(kind).itemsize * 8,
            "bytes": base64.b64encode(encoded(made(name, kind), "id")).decode(),
            "frames": frames(made(name, kind)),
        }
        for name, kind in CASES
    ]


if __name__ == "__main__":
    PATH.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", "utf-8")
