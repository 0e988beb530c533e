"""Write ``tests/vectors/scales.json``: values of areas, and the class edges that each scale gives them.

Run after a change of the scales: ``python -m scripts.scale_vectors``; both languages read the file in their tests.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from data.domain.states import Scale
from data.indicators.scales import spread_edges

PATH = Path(__file__).parents[1] / "tests" / "vectors" / "scales.json"


def cases() -> list[tuple[list[float], float]]:
    """Values (NaN where missing) and the value of all together: few, many, with zeros, below zero, all alike."""
    random = np.random.default_rng(11)
    many = np.round(random.gamma(2.0, 150.0, 924), 3)
    many[::7], many[::31] = 0.0, math.nan
    return [
        (many.tolist(), 287.25),
        (random.normal(0.0, 4.0, 63).tolist(), -1.5),
        ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, math.nan], 3.5),
        ([0.0, 0.0, 1.0, 2.0, 3.0, 4.0], 1.0),
        ([5.0] * 9, 5.0),
        ([7.0, 1.0, 3.0, 9.0, 4.0], math.nan),
        ([], 0.0),
    ]


def vectors() -> list[dict[str, Any]]:
    """Every case with its edges by scale; null where a scale has none, and for what is missing."""
    made = []
    for values, whole in cases():
        spread = {
            scale.value: spread_edges(scale, np.array(values, dtype=float), whole)
            for scale in Scale
            if scale is not Scale.CLASSES
        }
        edges = {name: None if own is None else list(own) for name, own in spread.items()}
        plain = [None if math.isnan(value) else value for value in values]
        made.append({"values": plain, "whole": None if math.isnan(whole) else whole, "edges": edges})
    return made


if __name__ == "__main__":
    PATH.write_text(json.dumps(vectors(), separators=(",", ":")) + "\n", "utf-8")
