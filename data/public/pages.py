"""View models of the public pages, from the product in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from data.domain.areas import CITY, Level
from data.domain.errors import NotFoundError, msg
from data.domain.public_pages import (
    AreaView,
    CityMap,
    CovidMap,
    HomeView,
    Line,
    Measure,
    ProgrammePageView,
    ProgrammeView,
    QuarterView,
    WifiView,
)
from data.domain.public_views import CovidFigure, Point, PublicArea
from data.public.service import PublicService

BELOW = {Level.KOTA: Level.KECAMATAN, Level.KECAMATAN: Level.KELURAHAN, Level.KELURAHAN: Level.RW}
Box = tuple[float, float, float, float]
"""Left, top, right, bottom on the plane of the paths."""


def city_map(service: PublicService) -> CityMap:
    """Areas for a map of the city."""
    return CityMap(service.areas(Level.KELURAHAN), service.areas(Level.KECAMATAN), service.area(CITY))


def weeks_of(service: PublicService, code: str) -> list[CovidFigure]:
    """An area's weeks up to the newest one that is complete in the city."""
    last = service.edition().week
    return [figure for figure in service.covid(code) if last is None or figure.ends_on <= last]


def covid_map(service: PublicService, weeks: Sequence[CovidFigure]) -> CovidMap:
    """The kelurahan in the newest of the city's weeks."""
    areas = city_map(service)
    figures = service.covid_on(Level.KELURAHAN, weeks[-1].ends_on) if weeks else {}
    return CovidMap(areas.kelurahan, figures, areas.kecamatan, areas.city)


def home_view(service: PublicService) -> HomeView:
    """The landing page."""
    weeks = weeks_of(service, CITY)
    return HomeView(weeks, covid_map(service, weeks), service.datasets())


def measures_of(service: PublicService, subject: str) -> list[Measure]:
    """The indicators of a subject's page for the city and its kelurahan."""
    names = next((published.measures for published in service.subjects() if published.id == subject), ())
    return [
        Measure(indicator, service.series(name, CITY), service.values(name, Level.KELURAHAN))
        for name in names
        if (indicator := service.indicators().get(name))
    ]


def wifi_view(service: PublicService, subject: str) -> WifiView:
    """Public Wi-Fi in the city."""
    return WifiView(
        service.points(),
        service.live_points(),
        measures_of(service, subject),
        city_map(service),
        service.datasets(),
    )


def programme_view(service: PublicService, dimensions: Sequence[str]) -> ProgrammeView:
    """The action plan; ``dimensions`` in the order of the page."""
    return ProgrammeView(
        {name: service.progress(name) for name in dimensions},
        service.actions(),
        service.weightings(),
        service.light_rule(),
        service.findings(),
        service.places(),
        {area.code: area.full_name for area in service.areas(Level.RW)},
        city_map(service),
        service.datasets(),
        service.programmes(),
        service.quarters(),
    )


def programme_page_view(service: PublicService, slug: str) -> ProgrammePageView:
    """One programme.

    Raises
    ------
    NotFoundError
        When the plan has no such programme.
    """
    known = next((each for each in service.programmes() if each.slug == slug), None)
    if known is None:
        raise NotFoundError(msg("The plan has no programme “{name}”.", name=slug[:60]))
    return ProgrammePageView(
        known,
        service.programme_progress(slug),
        [action for action in service.actions() if action.programme == known.name],
        service.statements(slug),
        service.cohorts(slug),
        service.datasets(),
    )


def quarter_view(service: PublicService, name: str) -> QuarterView:
    """The plan at the end of a quarter.

    Raises
    ------
    NotFoundError
        When there is no such quarter, or it is not over.
    """
    quarters = service.quarters()
    own = next((each for each in quarters if each.name == name), None)
    if own is None:
        raise NotFoundError(msg("There is no quarter “{name}” of the plan, or it is not over.", name=name[:20]))
    return QuarterView(own, service.quarter_dimensions(name), quarters, service.datasets())


def area_view(service: PublicService, own: PublicArea, box_of: Callable[[PublicArea], Box]) -> AreaView:
    """What an area's page shows; ``box_of`` is what its map of Wi-Fi points shows."""
    code, rw = own.code, own.level is Level.RW
    weeks = weeks_of(service, code)
    below = BELOW.get(own.level)
    figures: dict[str, CovidFigure] = {}
    if weeks:
        fine = rw or own.level is Level.KELURAHAN
        for level in {Level.KELURAHAN, Level.RW if fine else Level.KELURAHAN, below or Level.RW}:
            figures |= service.covid_on(level, weeks[-1].ends_on)
    parents = service.path_to(code)
    near = service.near(code) if rw else None
    progress = service.progress()
    return AreaView(
        own,
        parents,
        service.members(own.unit) if rw else [],
        weeks,
        service.covid(code, "block"),
        service.inside(code, below) if below else [],
        figures,
        service.areas(Level.RW if rw else Level.KELURAHAN),
        [*service.areas(Level.KELURAHAN), *service.areas(Level.KECAMATAN)] if rw else [],
        _lines(service, own, parents),
        service.points(code),
        _drawn_points(service, own, box_of),
        service.live_points(),
        (near, service.area(near.area).full_name) if near else None,
        service.pickups(code),
        service.places(code),
        progress[-1] if progress else None,
        service.datasets(),
        service.subjects(),
    )


def _drawn_points(service: PublicService, own: PublicArea, box_of: Callable[[PublicArea], Box]) -> list[Point]:
    """Wi-Fi points on the map of an RW or kelurahan; the city's are on their own page."""
    if own.level not in (Level.RW, Level.KELURAHAN):
        return []
    left, top, right, bottom = box_of(own)
    near = service.points() if own.level is Level.RW else service.points(own.code)
    return [point for point in near if left < point.x < right and top < point.y < bottom]


def _lines(service: PublicService, own: PublicArea, parents: Sequence[PublicArea]) -> list[Line]:
    above = parents[-1].code if parents else None
    lines = []
    for name in [name for subject in service.subjects() for name in subject.area]:
        indicator = service.indicators().get(name)
        if indicator is None:
            continue
        series = service.series(name, own.code)
        first = series[0].day if series else None
        parent = [v for v in service.series(name, above) if first and v.day >= first] if above else []
        lines.append(Line(indicator, series, parent))
    return lines
