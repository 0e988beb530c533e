"""Blocks: an indicator of every day as the map of every day paints it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np

from data.domain.areas import CITY
from data.domain.blocks import DayBlock
from data.domain.errors import Num, msg
from data.service.selection import LEVEL_NAMES, Selection, info


def block_key(selection: Selection) -> str:
    """What a block is made from, as a short text; "" where none is made.

    None for the past, and for figures that are no ratio of sums (categories, what a job computes, points): the server
    paints those.
    """
    city, indicator = selection.city, selection.indicator
    if city.known_on is not None or indicator.categories or indicator.method:
        return ""
    made_from = (city.version, city.clock.date(), city.scope, indicator.definition, selection.complete_until)
    edges = city.breaks(indicator, selection.level)
    return hashlib.sha256(repr((*made_from, selection.level.value, edges)).encode()).hexdigest()[:16]


def day_block(selection: Selection) -> DayBlock:
    """The block of a selection's indicator at its level; the selected areas and day do not matter."""
    city, matrix, indicator = selection.city, selection.matrix, selection.indicator
    days = range(matrix.first, matrix.last + 1)
    count = len(city.tree.codes[selection.level])
    what = msg("{n} {level}, {areas}", n=Num(count), level=LEVEL_NAMES[selection.level], areas=city.name(CITY))
    kind = np.float32 if matrix.numerator.dtype == np.float32 else np.float64
    return DayBlock(
        key=block_key(selection),
        info=info(indicator),
        level=selection.level,
        first=matrix.first,
        numerator=matrix.numerator.astype(kind, copy=False),
        denominator=matrix.denominator.astype(kind, copy=False),
        letters=[matrix.letters(day, selection.complete_until) for day in days],
        scale=indicator.scale if indicator.ratio else 1.0,
        breaks=city.breaks(indicator, selection.level),
        captions=[replace(selection, day=day).caption(what) for day in days],
    )
