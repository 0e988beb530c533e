"""COVID in the public edition."""

from __future__ import annotations

from data.domain.areas import CITY, Level
from data.public import PublicService
from data.text import say
from layouts.public.covid import city_sentence
from layouts.public.covid_page import covid_page
from layouts.public.home import Card, data_to
from layouts.public.site import Site
from layouts.public.words import count_words
from server.public_parts import Made, city_map, flat, weeks_of


def page(service: PublicService, site: Site) -> Made:
    """COVID in the city."""
    weeks = weeks_of(service, CITY)
    figures = service.covid_on(Level.KELURAHAN, weeks[-1].ends_on) if weeks else {}
    body = covid_page(site, weeks, figures, city_map(service), service.datasets())
    return Made("COVID", flat(city_sentence(weeks[-1] if weeks else None, site.lang)), body)


def card(service: PublicService, site: Site) -> Card:
    """The newest week's cases."""
    weeks, lang = weeks_of(service, CITY), site.lang
    value, to = count_words(weeks[-1] if weeks else None, lang), data_to(service.datasets(), "covid-daily", lang)
    return Card("/covid", "COVID", say("new cases in the week", lang), value, to)
