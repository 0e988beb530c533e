"""COVID counts of closed weeks by RW, each week as it was known on the day of its publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.disclosure.bands import Ints
from data.domain.areas import Life

WEEK = 7
MONDAY = 4
"""Day number 4 (5 January 1970) is a Monday."""


@dataclass(frozen=True)
class Weeks:
    """Counts by week and RW.

    Attributes
    ----------
    ends : array
        Day number of each week's Sunday.
    known_on : array
        Day on which each week was published; what was reported later is not in it.
    codes : list
        RW in the order of the columns.
    counts : array (weeks × RW)
        New confirmed cases by event date.
    days : array (weeks × RW)
        Days with a report, 0 to 7.
    expected : array of bool (weeks × RW)
        Whether the RW existed on the week's last day.
    """

    ends: Ints
    known_on: Ints
    codes: list[str]
    counts: Ints
    days: Ints
    expected: npt.NDArray[np.bool_]


def closed_weeks(
    history: pd.DataFrame, codes: Mapping[int, str], lives: Mapping[int, Life], *,
    today: int, lag: int, published: Mapping[int, int],
) -> Weeks:  # fmt: skip
    """Every week that is over and whose late reports have had their time.

    Parameters
    ----------
    history : DataFrame
        Every version of every report: ``area_id, day, known_on, superseded_on`` (−1: in force), ``confirmed``.
    codes, lives : mapping
        RW code, and first and last day, by area id.
    today, lag : int
        Day number; days until the reports of a day are complete.
    published : mapping
        Week's end → the day on which it was published before, where it was.
    """
    names = sorted(set(codes.values()))
    none = np.empty(0, dtype=np.int64)
    history = history[history["area_id"].isin(codes)]
    if not len(history):
        return Weeks(
            none, none, names, *(np.empty((0, len(names)), dtype=np.int64),) * 2, np.empty((0, len(names)), bool)
        )
    first = int(history["day"].min())
    monday = first - (first - MONDAY) % WEEK
    ends = np.arange(monday + WEEK - 1, today - lag + 1, WEEK)
    known = np.array([published.get(int(end), int(end) + lag) for end in ends], dtype=np.int64)
    week = (history["day"].to_numpy(dtype=np.int64) - monday) // WEEK
    inside = week < len(ends)
    rows, week = history[inside], week[inside]
    asked = known[week]
    gone = rows["superseded_on"].to_numpy()
    current = (rows["known_on"].to_numpy() <= asked) & ((gone < 0) | (gone > asked))
    column = rows["area_id"].map({number: names.index(code) for number, code in codes.items()}).to_numpy()
    cell = (week * len(names) + column)[current]
    shape = (len(ends), len(names))
    counts = np.bincount(cell, weights=rows["confirmed"].to_numpy()[current], minlength=shape[0] * shape[1])
    days = np.bincount(cell, minlength=shape[0] * shape[1])
    expected = np.ones(shape, dtype=bool)
    for number, life in lives.items():
        if number in codes:
            at = names.index(codes[number])
            expected[:, at] = (ends >= (life.first or 0)) & (life.last is None or ends <= life.last)
    return Weeks(ends, known, names, counts.reshape(shape).astype(np.int64), days.reshape(shape), expected)
