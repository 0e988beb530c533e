"""Blocks: an indicator of every day as the map of every day paints it, and as bytes for `assets/engine/block.mjs`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from data.domain.areas import CITY
from data.domain.blocks import DayBlock
from data.domain.dates import day_date
from data.domain.errors import Num, msg
from data.service.selection import LEVEL_NAMES, Selection, info
from data.text import catalogue, say

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
    made_from = (
        FORMAT,
        _wording(),
        city.version,
        city.clock.date(),
        city.scope,
        indicator.definition,
        selection.complete_until,
    )
    edges = city.breaks(indicator, selection.level)
    return hashlib.sha256(repr((*made_from, selection.level.value, edges)).encode()).hexdigest()[:16]


@lru_cache
def _wording() -> str:
    """Tells one state of the catalogue from another: captions are words."""
    return hashlib.sha256(repr(sorted(catalogue("id").items())).encode()).hexdigest()[:8]


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
        complete_until=min(selection.complete_until, matrix.last),
    )


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
        "key": block.key,
        "indicator": block.info.id,
        "level": block.level.value,
        "lang": lang,
        "first": day_date(block.first).isoformat(),
        "completeUntil": day_date(block.complete_until).isoformat(),
        "days": days,
        "areas": areas,
        "bits": block.numerator.dtype.itemsize * 8,
        "ratio": block.info.ratio,
        "scale": block.scale,
        "decimals": block.info.decimals,
        "breaks": list(block.breaks),
        "steps": {sign: block.info.steps(sign) for sign in SIGNS},
        "captions": [say(words, lang) for words in block.captions],
    }
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-(len(text) + 4) % ALIGNED)
    letters = np.frombuffer("".join(block.letters).encode(), dtype=np.uint8).reshape(days, areas)
    arrays = (_bits(block.numerator), _bits(block.denominator), letters)
    return len(text).to_bytes(4, "little") + text + b"".join(_differences(each).tobytes() for each in arrays)


def _bits(values: npt.NDArray[np.floating]) -> npt.NDArray[np.unsignedinteger]:
    kind: type[np.unsignedinteger] = np.uint32 if values.dtype.itemsize == 4 else np.uint64
    return np.ascontiguousarray(values).view(kind)


def _differences(bits: npt.NDArray[np.unsignedinteger]) -> npt.NDArray[np.unsignedinteger]:
    made = bits.copy()
    made[1:] ^= bits[:-1]
    return made
