"""A set of areas as a short text for an address: ``06.1003-1~5_07`` is five RW of a kelurahan, and a kecamatan.

``assets/js/sets.js`` does the same; both read ``tests/vectors/sets.json``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from data.domain.areas import CITY, CODE_PATTERN

SHAPE = re.compile(r"\d{2}(\.\d{4}(-\d{1,3}(~\d{1,3})?)*)*(_\d{2}(\.\d{4}(-\d{1,3}(~\d{1,3})?)*)*)*")
MOST_TEXT, MOST_CODES = 8_000, 4_000


def compact(codes: Iterable[str]) -> str:
    """A set as text: its kecamatan by "_", their kelurahan by ".", their RW by "-", runs of RW by "~".

    Parameters
    ----------
    codes : iterable of str
        Areas below the city; each once, in any order.

    Examples
    --------
    >>> compact(["32.76.07", "32.76.06.1003.002", "32.76.06.1003.001", "32.76.06.1004"])
    '06.1003-1~2.1004_07'
    """
    parts = sorted({tuple(code.split(".")[2:]) for code in codes if code != CITY})
    texts = []
    for kecamatan in dict.fromkeys(each[0] for each in parts):
        inside = [each[1:] for each in parts if each[0] == kecamatan]
        # A kecamatan that is chosen itself stands before those of its kelurahan that are, too.
        own = [kecamatan] if () in inside else []
        texts += own
        within = [each for each in inside if each]
        if within:
            texts.append(".".join([kecamatan, *_kelurahan(within)]))
    return "_".join(texts)


def _kelurahan(inside: Sequence[tuple[str, ...]]) -> Iterator[str]:
    for kelurahan in dict.fromkeys(each[0] for each in inside):
        numbers = [int(each[1]) for each in inside if each[0] == kelurahan and len(each) == 2]
        if any(each == (kelurahan,) for each in inside):
            yield kelurahan
        if numbers:
            yield "-".join([kelurahan, *_runs(numbers)])


def _runs(numbers: list[int]) -> Iterator[str]:
    """Ascending numbers, those that follow one another as a run."""
    begin = numbers[0]
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        if following != number + 1:
            yield str(begin) if begin == number else f"{begin}~{number}"
            begin = following or 0


def named(text: str) -> list[str] | None:
    """The codes that a text names one by one, with commas, or as a set; None where it is neither."""
    codes = text.split(",")
    return codes if all(CODE_PATTERN.match(code) for code in codes) else expanded(text)


def expanded(text: str) -> list[str] | None:
    """The codes of a set, ascending, each once; None where the text is none.

    Examples
    --------
    >>> expanded("06.1003-1~2_07")
    ['32.76.06.1003.001', '32.76.06.1003.002', '32.76.07']
    """
    if len(text) > MOST_TEXT or not SHAPE.fullmatch(text):
        return None
    codes: set[str] = set()
    reckoned = 0
    for piece in text.split("_"):
        kecamatan, *inside = piece.split(".")
        if not inside:
            codes.add(f"{CITY}.{kecamatan}")
        for kelurahan, *runs in (each.split("-") for each in inside):
            if not runs:
                codes.add(f"{CITY}.{kecamatan}.{kelurahan}")
            for first, _, last in (run.partition("~") for run in runs):
                reckoned += int(last or first) - int(first) + 1
                if reckoned > MOST_CODES:
                    return None
                codes |= {f"{CITY}.{kecamatan}.{kelurahan}.{n:03d}" for n in range(int(first), int(last or first) + 1)}
    return sorted(codes)
