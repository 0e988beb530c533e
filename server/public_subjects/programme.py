"""The programme in the public edition."""

from __future__ import annotations

from data.public import PublicService
from data.public.pages import programme_view
from data.text import day, number, say
from layouts.public.home import Card
from layouts.public.programme_page import programme_page
from layouts.public.site import Site
from layouts.public.words import DIMENSIONS
from server.public_parts import Made


def page(service: PublicService, site: Site) -> Made:
    """The action plan."""
    view = programme_view(service, tuple(DIMENSIONS))
    words = say("How far the smart-city programme has come against its action plan, and what 75 % means.", site.lang)
    return Made(say("Smart-city programme", site.lang), words, programme_page(site, view))


def card(service: PublicService, site: Site) -> Card | None:
    """The plan's progress at the newest report."""
    points, lang = service.progress(), site.lang
    if not points:
        return None
    value, to = number(points[-1].actual, lang, 1), day(points[-1].day, lang)
    return Card("/program", say("Action plan, progress", lang), say("% of the 2019 plan", lang), value, to)
