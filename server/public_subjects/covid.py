"""COVID in the public edition."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, Field

from data.domain.areas import CITY, Level
from data.public import PublicService, api
from data.public.pages import covid_map, weeks_of
from data.text import say
from layouts.public.covid import city_sentence
from layouts.public.covid_page import covid_page
from layouts.public.home import Card, data_to
from layouts.public.site import Site
from layouts.public.words import count_words
from server.public_endpoint import Body, EditionOut, Endpoint, RowsQuery, filters_of, rows_answer
from server.public_parts import Made, flat
from server.query import read_query


class CovidQuery(RowsQuery):
    """`GET covid`."""

    period: Literal["week", "block"] = Field("week", description="week, or block of four weeks")


class CovidOut(BaseModel):
    """New confirmed cases of a closed period; a hidden value is null with its ends (`high` null: no upper end)."""

    area: str
    level: Level
    date: dt.date
    state: Literal["ok", "hidden", "no_report"]
    value: int | None
    low: int | None
    high: int | None
    basis: Literal["band", "total", "weeks"]
    share_reported: float
    known_on: dt.date


class CovidsOut(EditionOut):
    """COVID figures."""

    period: Literal["week", "block"]
    values: list[CovidOut]


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


def figures(service: PublicService) -> Body:
    """COVID by period."""
    query = read_query(CovidQuery, strict=True)
    rows = api.covid(service, filters_of(service, query), query.period)
    return rows_answer(
        service, "values", rows, query.format, by_area="area", dataset="covid-daily", period=query.period
    )


ENDPOINTS = {
    "covid": Endpoint(
        "New COVID cases by closed week or block of four weeks: exact, or an interval", CovidQuery, CovidsOut, figures
    )
}
"""Addresses of the open-data API."""
