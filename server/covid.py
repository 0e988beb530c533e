"""The read API's questions about COVID: rates with their limits, the spread, clusters."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from flask import Blueprint, Response
from pydantic import BaseModel, Field

from data.domain.areas import CITY, Level
from data.service import Services
from data.service.covid_questions import CovidQuestions
from server.query import Day, Query, computed, read_query


class RatesQuery(Query):
    """`GET covid/rates`."""

    level: Level = Field(Level.KELURAHAN, description="kota, kecamatan, kelurahan or rw")
    date_: Day | None = Field(None, alias="date", description="day; the last complete one when left out")
    method: Literal["crude", "eb", "spatial-eb"] = Field("crude", description="how much is borrowed, and from whom")


class RateOut(BaseModel):
    """Cases of 7 days, residents by the part of the days reported, rate per 100,000 with 95 % limits."""

    area: str
    cases: float | None
    people: float | None
    rate: float | None
    low: float | None
    high: float | None
    borrowed: float | None = Field(description="share borrowed from other areas, 0 to 1")
    p_twice_city: float | None = Field(description="probability of more than twice the city's rate, 0 to 1")


class RatesOut(BaseModel):
    """Rates at the level asked for, or the finest that the person may see; 202 while `computing` is true."""

    computing: bool
    level: Level
    date: dt.date
    rows: list[RateOut] = []


class SpreadQuery(Query):
    """`GET covid/rt`."""

    area: str = Field(CITY, description="the city or a kecamatan")
    first: Day | None = Field(None, alias="from", description="first day")
    last: Day | None = Field(None, alias="to", description="last day")


class SpreadDayOut(BaseModel):
    """Reproduction number of the window that ends on the day; missing below 12 cases."""

    date: dt.date
    mean: float | None
    low: float | None
    high: float | None
    weekly: float | None = Field(description="the same of 7 days")
    cases: int = Field(description="in the window")
    held: bool | None = Field(description="whether the day's cases lay within what the window had foretold")


class SpreadOut(BaseModel):
    """Reproduction number by day; 202 while `computing` is true."""

    computing: bool
    area: str
    window: int | None = Field(None, description="days, chosen by predictive likelihood")
    rows: list[SpreadDayOut] = []


class ClustersQuery(Query):
    """`GET covid/clusters`."""

    date_: Day | None = Field(None, alias="date", description="day; the last complete one when left out")
    method: Literal["scan", "lisa", "gi"] = Field("scan", description="space-time scan, local Moran or Gi*")


class ClusterOut(BaseModel):
    """A cluster of the scan, or what an RW is in."""

    area: str | None = Field(None, description="lisa, gi: the RW")
    value: float | None = Field(None, description="lisa: local Moran's I; gi: Gi* as a standard score")
    p: float | None = None
    kind: str | None = Field(None, description="high-high and so on, or hot, where p holds after adjustment")
    state: str | None = Field(None, description="new, continuing or fading")
    days_of_14: int | None = Field(None, description="days of the last 14 on which it lay in a pocket of high rates")
    centre: str | None = Field(None, description="scan: the RW in the middle")
    name: str | None = None
    radius_m: int | None = None
    areas: list[str] | None = None
    days: int | None = None
    cases: int | None = None
    expected: float | None = None
    risk: float | None = None
    recurrence_days: float | None = None
    tier: Literal["alert", "watch"] | None = None


class ClustersOut(BaseModel):
    """Clusters; 202 while `computing` is true."""

    computing: bool
    date: dt.date | None = None
    rows: list[ClusterOut] = []


class ZonesQuery(Query):
    """`GET covid/zones`."""

    date_: Day | None = Field(None, alias="date", description="day; the newest when left out")


class ZoneOut(BaseModel):
    """An RW's zone; missing where nothing was reported in the 7 days."""

    area: str
    zone: Literal["red", "orange", "yellow", "green"] | None
    cases: int = Field(description="of 7 days, by the day on which they became known")
    since: dt.date | None = Field(description="first day of the present zone")
    fewer_for_better: int | None = Field(description="cases fewer that would give the next better zone")
    more_for_worse: int | None = Field(description="cases more that would give the next worse zone")


class ZonesOut(BaseModel):
    """Zones by the rule in force on the day; 202 while `computing` is true."""

    computing: bool
    date: dt.date
    rule: str
    rows: list[ZoneOut] = []


COVID_ENDPOINTS: dict[str, tuple[str, type[Query], type[BaseModel]]] = {
    "covid/rates": ("COVID rates with their limits", RatesQuery, RatesOut),
    "covid/rt": ("How many a COVID case infects", SpreadQuery, SpreadOut),
    "covid/zones": ("COVID zones of RW by the rule in force", ZonesQuery, ZonesOut),
    "covid/clusters": ("Where COVID clusters", ClustersQuery, ClustersOut),
}


def mount_covid_api(api: Blueprint, services: Services) -> None:
    """Add the endpoints."""
    covid = CovidQuestions(services.room)
    api.add_url_rule("/covid/rates", "covid_rates", lambda: rates(covid))
    api.add_url_rule("/covid/rt", "covid_rt", lambda: spread(covid))
    api.add_url_rule("/covid/zones", "covid_zones", lambda: zones(covid))
    api.add_url_rule("/covid/clusters", "covid_clusters", lambda: clusters(covid))


def rates(covid: CovidQuestions) -> Response:
    """Rates of a level."""
    query = read_query(RatesQuery)
    made = covid.rates(query.level, query.date_, query.method)
    rows = [RateOut(**vars(row)) for row in made.rows]
    return computed(RatesOut(computing=made.computing, level=made.level, date=made.day, rows=rows))


def spread(covid: CovidQuestions) -> Response:
    """The reproduction number."""
    query = read_query(SpreadQuery)
    made = covid.spread(query.area, query.first, query.last)
    if made is None:
        return computed(SpreadOut(computing=True, area=query.area))
    window, rows = made
    days = [SpreadDayOut.model_validate(row) for row in rows]
    return computed(SpreadOut(computing=False, area=query.area, window=window, rows=days))


def zones(covid: CovidQuestions) -> Response:
    """Zones of RW."""
    day, rule, there, rows = covid.zones(read_query(ZonesQuery).date_)
    return computed(ZonesOut(computing=not there, date=day, rule=rule, rows=[ZoneOut(**vars(row)) for row in rows]))


def clusters(covid: CovidQuestions) -> Response:
    """Clusters of a day."""
    query = read_query(ClustersQuery)
    made = covid.clusters(query.date_, query.method)
    if made is None:
        return computed(ClustersOut(computing=True), unset=False)
    day, rows = made
    shown = ClustersOut(computing=False, date=day, rows=[ClusterOut.model_validate(row) for row in rows])
    return computed(shown, unset=False)
