"""What several public pages ask of the product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.domain.areas import CITY, Level
from data.domain.public_views import CovidFigure
from data.public import PublicService
from layouts.markup import Tree
from layouts.public import subjects


@dataclass(frozen=True)
class Made:
    """A page: its title, one sentence for shared links, its body."""

    title: str
    description: str
    body: Sequence[Tree]
    index: bool = True


def flat(parts: Sequence[Tree]) -> str:
    """The words of a sentence with marked parts."""
    return "".join(node if isinstance(node, str) else "".join(node[2]) for node in parts)


def city_map(service: PublicService) -> subjects.CityMap:
    """Areas for a map of the city."""
    return subjects.CityMap(service.areas(Level.KELURAHAN), service.areas(Level.KECAMATAN), service.area(CITY))


def weeks_of(service: PublicService, code: str) -> list[CovidFigure]:
    """An area's weeks up to the newest one that is complete in the city."""
    last = service.edition().week
    return [figure for figure in service.covid(code) if last is None or figure.ends_on <= last]


def measures_of(service: PublicService, subject: str) -> list[subjects.Measure]:
    """The indicators of a subject's page for the city and its kelurahan."""
    names = next((published.measures for published in service.subjects() if published.id == subject), ())
    return [
        subjects.Measure(indicator, service.series(name, CITY), service.values(name, Level.KELURAHAN))
        for name in names
        if (indicator := service.indicators().get(name))
    ]
