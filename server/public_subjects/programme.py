"""The programme in the public edition."""

from __future__ import annotations

from data.domain.areas import Level
from data.public import PublicService
from data.text import day, number, say
from layouts.public.home import Card
from layouts.public.programme_page import ProgrammeView, programme_page
from layouts.public.site import Site
from layouts.public.words import DIMENSIONS
from server.public_parts import Made, city_map


def page(service: PublicService, site: Site) -> Made:
    """The action plan."""
    series = {name: service.progress(name) for name in DIMENSIONS}
    datasets = service.datasets()
    view = ProgrammeView(
        series,
        service.actions(),
        service.weightings(),
        service.places(),
        {area.code: area.full_name for area in service.areas(Level.RW)},
        city_map(service),
        datasets.get("action-progress"),
        datasets.get("programme-places"),
    )
    words = say("How far the smart-city programme has come against its action plan, and what 75 % means.", site.lang)
    return Made(say("Smart-city programme", site.lang), words, programme_page(site, view))


def card(service: PublicService, site: Site) -> Card | None:
    """The plan's progress at the newest report."""
    points, lang = service.progress(), site.lang
    if not points:
        return None
    value, to = number(points[-1].actual, lang, 1), day(points[-1].day, lang)
    return Card("/program", say("Action plan, progress", lang), say("% of the 2019 plan", lang), value, to)
