"""Blocks: an indicator of every day as the map paints it, and its daily sums, which make any run of days.

Both as bytes for `assets/engine/block.mjs`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from data.domain.areas import CITY, Level
from data.domain.blocks import Block, DayBlock, SumsBlock
from data.domain.dates import day_date
from data.domain.errors import Message, Num, msg
from data.indicators.evaluate import needed_share
from data.indicators.span import by_window, has_span
from data.service.selection import LEVEL_NAMES, Selection, info
from data.text import catalogue, day, say

FORMAT = 1
"""Of the bytes; another one is another address."""
ALIGNED = 8
SIGNS = "012345"
"""Classes of `data.indicators.breaks.classes`."""


def block_key(selection: Selection) -> str:
    """What a block is made from, as a short text; "" where none is made.

    None for the past, and for figures that are no ratio of sums (categories, what a job computes, points): the server
    paints those.
    """
    city, indicator = selection.city, selection.indicator
    if city.known_on is not None or indicator.categories or indicator.method:
        return ""
    return _hashed(selection, selection.level.value, city.breaks(indicator, selection.level))


def sums_key(selection: Selection) -> str:
    """What the daily sums of a selection's indicator are made from, at any level; "" where there are none."""
    chosen = selection.by_day
    if chosen.city.known_on is not None or not has_span(chosen.indicator):
        return ""
    return _hashed(chosen, *(chosen.city.breaks(chosen.indicator, level) for level in (Level.RW, Level.KOTA)))


def _hashed(selection: Selection, *more: object) -> str:
    city, indicator = selection.city, selection.indicator
    made_from = (
        FORMAT,
        _wording(),
        city.version,
        city.clock.date(),
        city.scope,
        indicator.definition,
        selection.complete_until,
    )
    return hashlib.sha256(repr((*made_from, *more)).encode()).hexdigest()[:16]


@lru_cache
def _wording() -> str:
    """Tells one state of the catalogue from another: captions are words."""
    return hashlib.sha256(repr(sorted(catalogue("id").items())).encode()).hexdigest()[:8]


def day_block(selection: Selection) -> DayBlock:
    """The block of a selection's indicator at its level; the selected areas and day do not matter."""
    city, matrix, indicator = selection.city, selection.matrix, selection.indicator
    days = range(matrix.first, matrix.last + 1)
    what = all_areas(selection)
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
        complete_until=min(selection.complete_until, matrix.last),
    )


def all_areas(selection: Selection) -> Message:
    """How many areas of the shown level there are."""
    city, level = selection.city, selection.level
    return msg(
        "{n} {level}, {areas}", n=Num(len(city.tree.codes[level])), level=LEVEL_NAMES[level], areas=city.name(CITY)
    )


def sums_block(selection: Selection) -> SumsBlock | None:
    """The daily sums of a selection's indicator at its level; None where it is no sum over days."""
    chosen = selection.by_day
    city, indicator, key = chosen.city, chosen.indicator, sums_key(selection)
    if not key:
        return None
    sums = city.daily_sums(indicator.id, chosen.level)
    return SumsBlock(
        key=key,
        info=info(indicator),
        level=chosen.level,
        first=sums.first,
        numerator=sums.numerator,
        denominator=sums.denominator,
        reports=sums.reports,
        due=sums.due,
        by_window=by_window(indicator),
        window=int(indicator.window),
        scale=indicator.scale if indicator.ratio else 1.0,
        breaks=city.breaks(indicator, chosen.level),
        needed=needed_share(chosen.level, indicator.level),
        caption=chosen.captioned(all_areas(chosen), "{period}"),
        complete_until=chosen.complete_until,
    )


def encoded_sums(block: SumsBlock, lang: str) -> bytes:
    """The daily sums in a language.

    Returns
    -------
    bytes
        As `encoded`; the arrays are numerators, denominators, reports, expected reports, 32 bits each. The header's
        ``differences`` says of each array whether its rows hold differences.
    """
    days, areas = block.numerator.shape
    arrays = [_bits(each) for each in (block.numerator, block.denominator, block.reports, block.due)]
    made = [_differences(each) for each in arrays]
    smaller = [np.count_nonzero(rows) < np.count_nonzero(own) for own, rows in zip(arrays, made, strict=True)]
    header = {
        **_head(block, lang),
        "days": days,
        "areas": areas,
        "byWindow": block.by_window,
        "window": block.window,
        "needed": block.needed,
        "caption": say(block.caption, lang),
        "months": [day(date(2000, month, 1), lang, "MMM") for month in range(1, 13)],
        "differences": [bool(each) for each in smaller],
    }
    chosen = (rows if less else own for own, rows, less in zip(arrays, made, smaller, strict=True))
    return _packed(header, chosen)


def encoded(block: DayBlock, lang: str) -> bytes:
    """The block in a language.

    Returns
    -------
    bytes
        Little-endian: length of the header (4 bytes); the header, with spaces to a multiple of 8; numerators,
        denominators and state letters, each days × areas. A row holds the difference to the day before, bit by bit
        (exclusive or), which is mostly zeros.
    """
    days, areas = block.numerator.shape
    header = {
        **_head(block, lang),
        "days": days,
        "areas": areas,
        "bits": block.numerator.dtype.itemsize * 8,
        "captions": [say(words, lang) for words in block.captions],
    }
    letters = np.frombuffer("".join(block.letters).encode(), dtype=np.uint8).reshape(days, areas)
    arrays = (_bits(block.numerator), _bits(block.denominator), letters)
    return _packed(header, (_differences(each) for each in arrays))


def _head(block: Block, lang: str) -> dict[str, Any]:
    """What both kinds of block say of themselves."""
    return {
        "key": block.key,
        "indicator": block.info.id,
        "level": block.level.value,
        "lang": lang,
        "first": day_date(block.first).isoformat(),
        "completeUntil": day_date(block.complete_until).isoformat(),
        "ratio": block.info.ratio,
        "scale": block.scale,
        "decimals": block.info.decimals,
        "breaks": list(block.breaks),
        "steps": {sign: block.info.steps(sign) for sign in SIGNS},
    }


def _packed(header: dict[str, Any], arrays: Iterable[npt.NDArray[np.unsignedinteger]]) -> bytes:
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-(len(text) + 4) % ALIGNED)
    return len(text).to_bytes(4, "little") + text + b"".join(each.tobytes() for each in arrays)


def _bits(values: npt.NDArray[np.floating]) -> npt.NDArray[np.unsignedinteger]:
    kind: type[np.unsignedinteger] = np.uint32 if values.dtype.itemsize == 4 else np.uint64
    return np.ascontiguousarray(values).view(kind)


def _differences(bits: npt.NDArray[np.unsignedinteger]) -> npt.NDArray[np.unsignedinteger]:
    made = bits.copy()
    made[1:] ^= bits[:-1]
    return made
