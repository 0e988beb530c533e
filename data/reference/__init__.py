"""Published figures and coordinates, each with its source and licence (see SOURCES.md beside the files)."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent


@lru_cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of a reference table as texts, in the file's order; "" where the source gives nothing.

    Parameters
    ----------
    name : str
        File name without its ending, such as ``covid_city_anchors``.
    """
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def fact(domain: str, indicator: str, day: str = "") -> float:
    """One figure of ``facts.csv``.

    Raises
    ------
    LookupError
        When there is not exactly one such row.
    """
    figures = [
        row["nilai"]
        for row in rows("facts")
        if row["bidang"] == domain and row["indikator"] == indicator and row["tanggal"].startswith(day)
    ]
    if len(figures) != 1:
        raise LookupError(f"{len(figures)} facts for {domain}, {indicator}, {day}")
    return float(figures[0])
