"""Which question each public page asks, and who draws the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from data.domain.areas import Level
from data.domain.errors import NotFoundError, msg
from data.domain.public_views import PublicArea
from data.public import PublicService
from data.public.pages import area_view, home_view
from data.text import say
from layouts.public import area as area_layout
from layouts.public import home, opendata, texts
from layouts.public.covid import area_sentence, city_sentence, together
from layouts.public.sections.wifi import points_box
from layouts.public.site import Site
from server.public_parts import Made, flat
from server.public_subjects import cards, page_of


def landing(service: PublicService, site: Site) -> Made:
    """The front page."""
    view = home_view(service)
    body = home.landing(site, view, cards(service, site))
    return Made("Depok per RW", flat(city_sentence(view.newest, site.lang)), body)


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
    view = area_view(service, own, points_box)
    newest = view.weeks[-1] if view.weeks else None
    said = flat(area_sentence(newest, own.full_name, site.lang, together=together(own, view.members)))
    return Made(own.full_name, said, area_layout.area_page(site, view))


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
    body = texts.about(site, service.datasets(), service.edition().days_to_publish)
    return Made(say("About the data", site.lang), words, body)


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
