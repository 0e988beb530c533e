"""A block as bytes for `assets/engine/block.mjs`: a header in JSON, then arrays by day that compress well."""

from __future__ import annotations

import json

import numpy as np
import numpy.typing as npt

from data.domain.blocks import DayBlock
from data.domain.dates import day_date
from data.text import say

ALIGNED = 8


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
    signs = "012345"
    header = {
        "key": block.key,
        "indicator": block.info.id,
        "level": block.level.value,
        "lang": lang,
        "first": day_date(block.first).isoformat(),
        "days": days,
        "areas": areas,
        "bits": block.numerator.dtype.itemsize * 8,
        "ratio": block.info.ratio,
        "scale": block.scale,
        "decimals": block.info.decimals,
        "breaks": list(block.breaks),
        "steps": {sign: block.info.steps(sign) for sign in signs},
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
