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
from data.domain.views import IndicatorInfo
from data.indicators.evaluate import needed_share
from data.indicators.rate_ratio import counts_events
from data.indicators.span import by_window, has_span, span_name, span_title
from data.service.city import City
from data.service.selection import LEVEL_NAMES, Selection, info
from data.service.values import course_of
from data.text import catalogue, day, say

FORMAT = 4
"""Of the bytes; another one is another address."""
ALIGNED = 8
SIGNS = "012345"
"""Classes of `data.indicators.breaks.classes`."""


def block_key(selection: Selection) -> str:
    """What a block is made from, as a short text, one at every level; "" where none is made.

    None for the past, and for figures that are no ratio of sums (categories, what a job computes, points): the server
    paints those.
    """
    city, indicator = selection.city, selection.indicator
    if city.known_on is not None or indicator.categories or indicator.method:
        return ""
    return _hashed(selection, *(city.breaks(indicator, level) for level in (Level.RW, Level.KOTA)))


def sums_key(selection: Selection) -> str:
    """What the daily sums of a selection's indicator are made from, at any level; "" where there are none."""
    chosen = selection.by_day
    if chosen.city.known_on is not None or not has_span(chosen.indicator):
        return ""
    return _hashed(chosen, *(chosen.city.breaks(chosen.indicator, level) for level in (Level.RW, Level.KOTA)))


def version_of(city: City) -> str:
    """What all blocks of the same data, day and scope share."""
    return _short(FORMAT, _wording(), city.version, city.clock.date(), city.scope)


def _hashed(selection: Selection, *more: object) -> str:
    return _short(version_of(selection.city), selection.indicator.definition, selection.complete_until, *more)


def _short(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


@lru_cache
def _wording() -> str:
    """Tells one state of the catalogue from another: captions are words."""
    return hashlib.sha256(repr(sorted(catalogue("id").items())).encode()).hexdigest()[:8]


def day_block(selection: Selection) -> DayBlock:
    """The block of a selection's indicator at its level; the selected areas and day do not matter."""
    city, matrix, indicator = selection.city, selection.matrix, selection.indicator
    days = range(matrix.first, matrix.last + 1)
    kind = np.float32 if matrix.numerator.dtype == np.float32 else np.float64
    return DayBlock(
        key=block_key(selection),
        version=version_of(city),
        info=info(indicator),
        level=selection.level,
        first=matrix.first,
        numerator=matrix.numerator.astype(kind, copy=False),
        denominator=matrix.denominator.astype(kind, copy=False),
        letters=[matrix.letters(day, selection.complete_until) for day in days],
        share=matrix.share.astype(np.float32, copy=False),
        scale=indicator.scale if indicator.ratio else 1.0,
        breaks=city.breaks(indicator, selection.level),
        complete_until=min(selection.complete_until, matrix.last),
        totals=_totals(selection),
        gaps=_gaps(selection),
        people=_people(selection),
        **_compared_by(selection),
    )


def _compared_by(selection: Selection) -> dict[str, Any]:
    """What a change is told by: the window, the kind of count, and when reports come."""
    indicator, panel = selection.indicator, selection.city.panel(selection.indicator.panel)
    reports = tuple(int(row) + panel.first for row in np.flatnonzero(panel.days_reported))
    return {
        "declared_window": indicator.window,
        "single": len(indicator.numerator) == 1,
        "more": bool(indicator.total or indicator.deviation),
        "caption": selection.captioned(all_areas(selection), "{period}"),
        "report_days": None if selection.daily else reports,
        "events": counts_events(indicator),
    }


def _totals(selection: Selection) -> npt.NDArray[np.float32] | None:
    city, indicator = selection.city, selection.indicator
    panel = city.panel(indicator.panel)
    if indicator.total not in panel.counts:
        return None
    return city.tree.roll_up(panel.counts[indicator.total], panel.level, selection.level).astype(np.float32)


def _gaps(selection: Selection) -> npt.NDArray[np.floating] | None:
    if not selection.indicator.deviation:
        return None
    other = replace(selection, indicator=selection.city.catalogue[selection.indicator.deviation])
    return course_of(other, (), selection.first_day, selection.last_day)


def _people(selection: Selection) -> tuple[float, ...]:
    """Residents by area, for a count of an area that is put beside its parent's."""
    if selection.indicator.ratio:
        return ()
    areas = selection.city.areas
    return tuple(float(areas[code].people or 0) for code in selection.city.tree.codes[selection.level])


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
        version=version_of(city),
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
        complete_until=chosen.complete_until,
        span_name=span_name(indicator),
        span_title=span_title(indicator),
        arrived=_arrived(chosen),
        **_compared_by(chosen),
    )


def _arrived(selection: Selection) -> tuple[float, ...]:
    """How late reports come, where the figure shows it."""
    arrived = selection.city.panel(selection.indicator.panel).arrived
    return () if arrived is None or selection.indicator.relative else tuple(arrived.tolist())


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
        "differences": [bool(each) for each in smaller],
        "spanName": say(block.span_name, lang),
        "spanTitle": say(block.span_title, lang),
        "arrived": list(block.arrived),
    }
    chosen = (rows if less else own for own, rows, less in zip(arrays, made, smaller, strict=True))
    return _packed(header, chosen)


def encoded(block: DayBlock, lang: str) -> bytes:
    """The block in a language.

    Returns
    -------
    bytes
        Little-endian: length of the header (4 bytes); the header, with spaces to a multiple of 8; numerators,
        denominators, shares of reports, totals where the header says so, and state letters, each days × areas. A row
        holds the difference to the day before, bit by bit (exclusive or), which is mostly zeros.
    """
    days, areas = block.numerator.shape
    header = {
        **_head(block, lang),
        "days": days,
        "areas": areas,
        "bits": block.numerator.dtype.itemsize * 8,
        "totals": block.totals is not None,
        "gaps": None if block.gaps is None else [None if gap != gap else float(gap) for gap in block.gaps],
        "people": list(block.people),
    }
    letters = np.frombuffer("".join(block.letters).encode(), dtype=np.uint8).reshape(days, areas)
    singles = [_bits(each) for each in (block.share, block.totals) if each is not None]
    arrays = (_bits(block.numerator), _bits(block.denominator), *singles, letters)
    return _packed(header, (_differences(each) for each in arrays))


def _head(block: Block, lang: str) -> dict[str, Any]:
    """What both kinds of block say of themselves."""
    return {
        "key": block.key,
        "version": block.version,
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
        "ramps": {
            ramp: {sign: replace(block.info, ramp=ramp).steps(sign) for sign in SIGNS}
            for ramp in ("sequential", "diverging")
        },
        "caption": say(block.caption, lang),
        "months": [day(date(2000, month, 1), lang, "MMM") for month in range(1, 13)],
        "declared": declared_words(
            block.info, block.declared_window, single=block.single, report_days=block.report_days, lang=lang
        )
        | {"more": block.more, "events": block.events},
    }


def declared_words(
    own: IndicatorInfo, window: int | str, *, single: bool, report_days: tuple[int, ...] | None, lang: str
) -> dict[str, Any]:
    """The declaration as far as sentences need it (`assets/engine/findings.mjs`)."""
    counted = own.shown_unit or own.count_unit
    return {
        "title": say(own.title, lang),
        "short": say(own.short, lang),
        "unit": say(own.unit, lang),
        "countUnit": say(counted, lang) if own.count_unit and counted else "",
        "plainUnit": say(own.count_unit, lang) if own.count_unit else "",
        "unstableWords": say("unstable, fewer than {n} cases", lang).format(n=own.unstable_below),
        "shownScale": own.shown_scale,
        "level": own.level.value,
        "percent": own.percent,
        "direction": own.direction,
        "signed": own.signed,
        "unstable": own.unstable_below,
        "window": window,
        "single": single,
        "reports": None if report_days is None else [day_date(each).isoformat() for each in report_days],
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
