"""COVID in the public edition."""

from __future__ import annotations

from data.domain.areas import CITY
from data.public import PublicService
from data.public.pages import covid_map, weeks_of
from data.text import say
from layouts.public.covid import city_sentence
from layouts.public.covid_page import covid_page
from layouts.public.home import Card, data_to
from layouts.public.site import Site
from layouts.public.words import count_words
from server.public_parts import Made, flat


def page(service: PublicService, site: Site) -> Made:
    """COVID in the city."""
    weeks = weeks_of(service, CITY)
    body = covid_page(site, weeks, covid_map(service, weeks), service.datasets())
    return Made("COVID", flat(city_sentence(weeks[-1] if weeks else None, site.lang)), body)


def card(service: PublicService, site: Site) -> Card:
    """The newest week's cases."""
    weeks, lang = weeks_of(service, CITY), site.lang
    value, to = count_words(weeks[-1] if weeks else None, lang), data_to(service.datasets(), "covid-daily", lang)
    return Card("/covid", "COVID", say("new cases in the week", lang), value, to)
