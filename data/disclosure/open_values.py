"""Rows of the open subjects for a product: indicators, Wi-Fi points, pick-ups, programme, datasets."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import numpy as np

from data.domain.areas import Level
from data.domain.dates import day_date
from data.domain.errors import Message, msg
from data.domain.states import STATE_OF
from data.indicators.declaration import Indicator
from data.service.city import City
from data.service.feeds import Feed
from data.subjects import registry
from data.subjects.declaration import OpenDataset
from data.text import say

Rows = list[tuple[Any, ...]]
RW_WEEKS = 13
INDICATORS_PAGE = OpenDataset(
    id="indicators",
    title=msg("Indicators"),
    words=msg("Every open indicator by area and week; RW for the last thirteen weeks."),
    datasets=(),
    example="/api/v1/values?indicator=waste-completion&level=kelurahan",
)
AREAS_PAGE = OpenDataset(
    id="areas",
    title=msg("Areas"),
    words=msg("City, kecamatan, kelurahan and RW with residents and borders."),
    datasets=("areas", "population"),
    example="/api/v1/areas?level=kelurahan",
)
DECIMALS = 9
"""Of a published value: so many that who writes it with fewer writes what the room does, also close to a half."""


def open_indicators(city: City) -> list[Indicator]:
    """Indicators of published subjects whose datasets are all open.

    What a steward declared without code stays in the room: a page of TOML is no decision to publish.

    Parameters
    ----------
    city : City

    Returns
    -------
    list of Indicator
        In the order of the city's catalogue.
    """
    return publishable(city.catalogue.values())


def publishable(indicators: Iterable[Indicator]) -> list[Indicator]:
    """Those that a registered subject publishes and whose datasets allow the public every level.

    Parameters
    ----------
    indicators : iterable of Indicator

    Returns
    -------
    list of Indicator
        In the given order.
    """
    subjects = registry().by_id
    return [
        indicator
        for indicator in indicators
        if indicator.access.published
        and indicator.subject in subjects
        and subjects[indicator.subject].public is not None
    ]


def subject_rows() -> Rows:
    """The published subjects in the order of the menu.

    Returns
    -------
    list of tuple
        Rows of the product's table ``subject``; lists stand in them as JSON.
    """
    rows: Rows = []
    for position, subject in enumerate(registry().subjects):
        public = subject.public
        if public is not None:
            words = [say(text, lang) for text in (public.title, public.description) for lang in ("id", "en")]
            lists = (json.dumps(public.measures), public.card, json.dumps(public.area))
            datasets = json.dumps([dataset.id for dataset in subject.datasets])
            rows.append((position, subject.id, public.slug, *words, *lists, datasets))
    return rows


def open_dataset_rows() -> Rows:
    """Pages of the open data: the subjects' own, the indicators, the areas.

    Returns
    -------
    list of tuple
        Rows of the product's table ``open_dataset``; the indicators come second, the areas last.
    """
    public = [subject.public for subject in registry().subjects if subject.public is not None]
    own = [dataset for section in public for dataset in section.open_data]
    listed = [*own[:1], INDICATORS_PAGE, *own[1:], AREAS_PAGE]
    return [
        (
            position,
            dataset.id,
            *(say(text, lang) for text in (dataset.title, dataset.words) for lang in ("id", "en")),
            json.dumps(dataset.datasets),
            dataset.example,
        )
        for position, dataset in enumerate(listed)
    ]


def indicator_rows(city: City) -> Rows:
    """Declarations in both languages.

    Parameters
    ----------
    city : City

    Returns
    -------
    list of tuple
        Rows of the product's table ``indicator``. Class edges are those of the kelurahan, or of the indicator's own
        level where that is coarser.
    """
    rows = []
    for indicator in open_indicators(city):
        words = [
            say(text, lang)
            for text in (
                indicator.title,
                indicator.unit,
                Message(indicator.formula),
                indicator.card.why,
                indicator.card.limits,
                indicator.card.check,
                Message(indicator.source),
            )
            for lang in ("id", "en")
        ]
        breaks = json.dumps(
            [float(edge) for edge in city.breaks(indicator, min(indicator.level, Level.KELURAHAN, key=_depth))]
        )
        rows.append(
            (
                indicator.id,
                indicator.subject,
                *words,
                indicator.level.value,
                indicator.direction,
                indicator.decimals,
                indicator.dataset,
                breaks,
            )
        )
    return rows


def _depth(level: Level) -> int:
    return level.depth


def value_rows(city: City) -> Iterable[tuple[Any, ...]]:
    """Every open indicator at each week's end and on its last complete day; RW for the last quarter only.

    Parameters
    ----------
    city : City

    Yields
    ------
    tuple
        Rows of the product's table ``value``: value, numerator and denominator are None where there is no value, and
        the denominator also for a plain count.
    """
    for indicator in open_indicators(city):
        last = min(city.complete_until(indicator), city.data_to(indicator) or 0)
        for level in Level:
            if level.depth > indicator.level.depth:
                continue
            matrix = city.matrix(indicator.id, level)
            # Sundays: day number 3 is 4 January 1970.
            ends = [day for day in range(matrix.first, last + 1) if (day - 3) % 7 == 0]
            days = sorted({*(ends[-RW_WEEKS:] if level is Level.RW else ends), last})
            codes = city.tree.codes[level]
            for day in days:
                if not matrix.first <= day <= matrix.last:
                    continue
                row = matrix.row(day)
                values, letters = matrix.values(row), matrix.letters(day, last)
                top, bottom, text = matrix.numerator[row], matrix.denominator[row], day_date(day).isoformat()
                for at, code in enumerate(codes):
                    value = values[at]
                    known = bool(np.isfinite(value))
                    yield (
                        indicator.id,
                        level.value,
                        code,
                        text,
                        STATE_OF[letters[at]].value,
                        round(float(value), DECIMALS) if known else None,
                        round(float(top[at]), 3) if known else None,
                        round(float(bottom[at]), 3) if known and indicator.ratio else None,
                    )


def dataset_rows(city: City, feeds: dict[str, Feed], published_to: dict[str, str]) -> Rows:
    """Datasets with owner, receipt and the last day of data.

    Parameters
    ----------
    city : City
    feeds : dict of str to Feed
        Feeds of the room by dataset; datasets that are not in the registry are left out.
    published_to : dict of str to str
        Dataset → last day (ISO) of what the edition holds, in place of the room's own last day.

    Returns
    -------
    list of tuple
        Rows of the product's table ``dataset``; the receipt is None when nothing came in, the last day when no open
        indicator has data.
    """
    to: dict[str, int] = {}
    for indicator in open_indicators(city):
        if (day := city.data_to(indicator)) is not None:
            to[indicator.dataset] = max(day, to.get(indicator.dataset, 0))
    return [
        (
            name,
            say(feed.title, "id"),
            say(feed.title, "en"),
            feed.owner,
            feed.source,
            feed.cadence_hours,
            feed.received.isoformat() if feed.received else None,
            published_to.get(name) or (day_date(to[name]).isoformat() if name in to else None),
            int(feed.simulated),
            int(feed.simulated and registry().contracts[name].published != "none"),
        )
        for name, feed in feeds.items()
        if name in registry().datasets
    ]
