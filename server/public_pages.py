"""Which question each public page asks, and who draws the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from data.domain.areas import CITY, Level
from data.domain.errors import NotFoundError, msg
from data.domain.public_views import CovidFigure, Point, PublicArea
from data.public import PublicService
from data.text import say
from layouts.public import area as area_layout
from layouts.public import home, opendata, texts
from layouts.public.area_view import AreaView, Line
from layouts.public.covid import area_sentence, city_sentence, together
from layouts.public.sections.wifi import points_box
from layouts.public.site import Site
from server.public_parts import Made, city_map, flat, weeks_of
from server.public_subjects import cards, page_of


def landing(service: PublicService, site: Site) -> Made:
    """The front page."""
    weeks, areas = weeks_of(service, CITY), city_map(service)
    newest = weeks[-1] if weeks else None
    view = home.HomeView(
        newest,
        weeks,
        service.covid_on(Level.KELURAHAN, newest.ends_on) if newest else {},
        areas.kelurahan,
        areas.kecamatan,
        areas.city,
        cards(service, site),
        service.datasets(),
    )
    return Made("Depok per RW", flat(city_sentence(newest, site.lang)), home.landing(site, view))


def area(service: PublicService, site: Site, code: str, *, rw: bool) -> Made:
    """The page of an area.

    Raises
    ------
    NotFoundError
        When there is no such area, or it is of another kind.
    """
    own = service.area(code)
    if (own.level is Level.RW) != rw:
        raise NotFoundError(msg("There is no area with the code “{code}”.", code=code[:40]))
    weeks = weeks_of(service, code)
    newest = weeks[-1] if weeks else None
    below = {Level.KOTA: Level.KECAMATAN, Level.KECAMATAN: Level.KELURAHAN, Level.KELURAHAN: Level.RW}.get(own.level)
    children = service.inside(code, below) if below else []
    figures: dict[str, CovidFigure] = {}
    if newest is not None:
        for level in {
            Level.KELURAHAN,
            Level.RW if rw or own.level is Level.KELURAHAN else Level.KELURAHAN,
            below or Level.RW,
        }:
            figures |= service.covid_on(level, newest.ends_on)
    around = service.areas(Level.RW) if rw else service.areas(Level.KELURAHAN)
    parents = service.path_to(code)
    near = service.near(code) if rw else None
    progress = service.progress()
    view = AreaView(
        own,
        parents,
        service.members(own.unit) if rw else [],
        weeks,
        service.covid(code, "block"),
        children,
        figures,
        around,
        [*service.areas(Level.KELURAHAN), *service.areas(Level.KECAMATAN)] if rw else [],
        _lines(service, own, parents),
        service.points(code),
        _drawn_points(service, own),
        service.live_points(),
        (near, service.area(near.area).full_name) if near else None,
        service.pickups(code),
        service.places(code),
        progress[-1] if progress else None,
        service.datasets(),
        service.subjects(),
    )
    said = flat(area_sentence(newest, own.full_name, site.lang, together=together(own, view.members)))
    return Made(own.full_name, said, area_layout.area_page(site, view))


def _drawn_points(service: PublicService, own: PublicArea) -> list[Point]:
    """Wi-Fi points on the map of an RW or kelurahan; the city's are on their own page."""
    if own.level not in (Level.RW, Level.KELURAHAN):
        return []
    left, top, right, bottom = points_box(own)
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


def data_list(service: PublicService, site: Site) -> Made:
    """Open data."""
    words = say("Depok's figures by RW as files and over an API.", site.lang)
    return Made(say("Open data", site.lang), words, opendata.list_page(site, service.open_datasets(), service.files()))


def dataset(service: PublicService, site: Site, name: str) -> Made:
    """One dataset.

    Raises
    ------
    NotFoundError
        When there is none of that name.
    """
    page = service.open_datasets().get(name)
    if page is None:
        raise NotFoundError(msg("There is no dataset “{name}”.", name=name[:40]))
    body = opendata.dataset_page(site, page, service.files(), service.datasets(), service.dictionary(site.lang))
    return Made(page.title[site.lang], page.words[site.lang], body)


def search_results(service: PublicService, site: Site, asked: str, areas: Sequence[PublicArea]) -> Made:
    """The search's answer."""
    listed = [
        (hit, ", ".join(p.name for p in reversed(service.path_to(hit.code)) if p.level is not Level.KOTA))
        for hit in areas
    ]
    return Made(
        say("Search", site.lang),
        say("Find an RW, kelurahan or kecamatan of Depok.", site.lang),
        home.search_results(site, asked, listed),
        index=False,
    )


def plain_words(service: PublicService, site: Site) -> Made:
    """Definitions."""
    words = say("What the words on these pages mean.", site.lang)
    return Made(say("Plain words", site.lang), words, texts.plain_words(site, service.indicators()))


def about(service: PublicService, site: Site) -> Made:
    """About the data."""
    words = say("What is real, what is made up, and what is held back so that nobody can be recognised.", site.lang)
    return Made(
        say("About the data", site.lang), words, texts.about(site, service.datasets(), service.edition().lag + 1)
    )


def known_issues(service: PublicService, site: Site) -> Made:
    """Known issues."""
    words = say("What we know is wrong, missing or in dispute.", site.lang)
    return Made(say("Known issues", site.lang), words, texts.known_issues(site, service.datasets()))


def whats_new(service: PublicService, site: Site) -> Made:
    """Editions."""
    words = say("Editions of the public figures, the newest first.", site.lang)
    return Made(say("What's new", site.lang), words, texts.whats_new(site, service.editions()))


def accessibility(service: PublicService, site: Site) -> Made:
    """The statement."""
    words = say("These pages are for everyone in Depok.", site.lang)
    return Made(say("Accessibility", site.lang), words, texts.accessibility(site))


def subject(service: PublicService, site: Site, slug: str) -> Made:
    """A subject's page.

    Raises
    ------
    NotFoundError
        When no published subject has that address.
    """
    for published in service.subjects():
        if published.slug == slug:
            return page_of(service, site, published)
    raise NotFoundError(msg("There is no such page."))


PAGES: tuple[tuple[str, str, Callable[[PublicService, Site], Made]], ...] = (
    ("/", "home", landing),
    ("/data", "data", data_list),
    ("/kabar", "news", whats_new),
    ("/masalah", "issues", known_issues),
    ("/istilah", "words", plain_words),
    ("/tentang", "about", about),
    ("/aksesibilitas", "accessibility", accessibility),
)
