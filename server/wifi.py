"""The read API's questions about Wi-Fi points: the next sites, outages as events, what if."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any, Literal

from flask import Blueprint, Response
from pydantic import BaseModel, Field

from data.domain.people import Right, require
from data.domain.wifi import MOST_SITES, SiteQuestion
from data.service import Services
from data.service.wifi_questions import WifiQuestions
from layouts.cells import harmless
from server.query import Day, Query, computed, read_query

Radius = Literal["50", "100", "150", "200"]


class SitesQuery(Query):
    """`GET wifi/sites`."""

    k: int = Field(20, ge=1, le=MOST_SITES, description="how many sites")
    weigh: Literal["people", "pupils"] = Field("people", alias="for", description="whose newly reached are counted")
    radius: Radius = Field("100", description="metres: 50, 100, 150 or 200")
    two_first: bool = Field(False, description="RW with fewer than two points in service go first")
    refusals: bool = Field(True, description="leave out sites where residents refused a point")
    spacing: int = Field(0, ge=0, le=1_000, description="metres that points must be apart; 0 for any")
    budget: int = Field(0, ge=0, le=10**12, description="rupiah for all of them; 0 for any")
    fibre: int = Field(0, ge=0, le=50_000, description="metres within which fibre must be; 0 for any")
    down: str = Field(
        "", description="points or areas that fail, by comma: the fewest sites that cover who loses the last point"
    )
    format: Literal["json", "csv", "geojson"] = Field("json", description="json, csv or geojson")


class SiteOut(BaseModel):
    """A site; `gain` is what it adds to those of a better rank."""

    rank: int
    candidate: str
    lon: float
    lat: float
    area: str
    gain: float
    cost_rupiah: float | None


class SitesOut(BaseModel):
    """A plan; while `computing` is true the figures are missing and the answer's status is 202."""

    computing: bool
    people: float | None = None
    covered_before: float | None = None
    covered_after: float | None = None
    greedy_covered_after: float | None = Field(None, description="of the sites that always take what adds most")
    gap: float | None = Field(
        None,
        description="how much more the best choice could cover at most, as a share; missing where not proven",
    )
    candidates: int | None = None
    sites: list[SiteOut] = []


class WhatIfQuery(Query):
    """`GET wifi/what-if`."""

    down: str = Field("", description="codes of points, or of areas for all points in them, by comma")
    radius: Radius = Field("100", description="metres: 50, 100, 150 or 200")


class AreaLossOut(BaseModel):
    """An RW that loses people or points."""

    area: str
    name: str
    people: float
    pupils: float | None
    live_before: int
    live_after: int


class CriticalOut(BaseModel):
    """A live point and the people who have no other within the radius."""

    point: str
    area: str
    people: float


class WhatIfOut(BaseModel):
    """What is lost; `working` of the points asked about are live now, the others change nothing."""

    computing: bool
    radius: int
    asked: int = 0
    working: int = 0
    people: float | None = None
    pupils: float | None = None
    areas: list[AreaLossOut] = []
    under_two: list[str] = []
    critical: list[CriticalOut] = []


class EventsQuery(Query):
    """`GET wifi/events`."""

    first: Day | None = Field(None, alias="from", description="first day; all when left out")
    last: Day | None = Field(None, alias="to", description="last day")


class EventOut(BaseModel):
    """Outages that belong together; moments are WIB, `ended_at` is missing while one of them lasts."""

    started_at: dt.datetime
    ended_at: dt.datetime | None
    minutes: int
    points: list[str]
    areas: list[str]
    cause: str
    agree: float = Field(description="share of the outages that were reported with this cause")
    provider: str
    lon: float
    lat: float
    people: float = Field(description="people whose every point in service within 100 m fell")
    pupils: float | None
    seat_hours: float


class EventsOut(BaseModel):
    """Events, newest first."""

    computing: bool
    events: list[EventOut] = []


WIFI_ENDPOINTS: dict[str, tuple[str, type[Query], type[BaseModel]]] = {
    "wifi/sites": ("Where the next Wi-Fi points belong", SitesQuery, SitesOut),
    "wifi/what-if": ("What is lost when Wi-Fi points fail", WhatIfQuery, WhatIfOut),
    "wifi/events": ("Outages that belong together", EventsQuery, EventsOut),
}


def mount_wifi_api(api: Blueprint, services: Services) -> None:
    """Add the endpoints."""
    wifi = services.wifi
    api.add_url_rule("/wifi/sites", "wifi_sites", lambda: sites(services))
    api.add_url_rule("/wifi/what-if", "wifi_what_if", lambda: what_if(wifi))
    api.add_url_rule("/wifi/events", "wifi_events", lambda: events(wifi))


def sites(services: Services) -> Response:
    """The next sites; a file is an export and stands in the audit log."""
    wifi = services.wifi
    query = read_query(SitesQuery)
    asked = query.model_dump(exclude={"lang", "format"})
    asked |= {"radius": int(query.radius), "down": tuple(wifi.points(query.down))}
    plan = wifi.sites(SiteQuestion(**asked))
    if query.format != "json" and plan is not None:
        require(Right.EXPORT)
        services.people.note("exported", f"wifi sites, {query.format}", rows=len(plan["sites"]), **asked)
        return _csv(plan) if query.format == "csv" else _geojson(plan)
    return computed(SitesOut(computing=plan is None, **(plan or {})))


def _csv(plan: dict[str, Any]) -> Response:
    text = io.StringIO()
    names = list(SiteOut.model_fields)
    writer = csv.writer(text)
    writer.writerow(names)
    for site in plan["sites"]:
        cells = ["" if site[name] is None else site[name] for name in names]
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    disposition = 'attachment; filename="wifi-sites.csv"'
    return Response(text.getvalue(), mimetype="text/csv", headers={"Content-Disposition": disposition})


def _geojson(plan: dict[str, Any]) -> Response:
    features = [
        {
            "type": "Feature",
            "properties": site,
            "geometry": {"type": "Point", "coordinates": [site["lon"], site["lat"]]},
        }
        for site in plan["sites"]
    ]
    head = {name: value for name, value in plan.items() if name != "sites"}
    body = {"type": "FeatureCollection", "metadata": head, "features": features}
    return Response(json.dumps(body, ensure_ascii=False), mimetype="application/geo+json")


def what_if(wifi: WifiQuestions) -> Response:
    """What is lost when points fail."""
    query = read_query(WhatIfQuery)
    down = wifi.points(query.down)
    lost = wifi.what_if(down, int(query.radius))
    if lost is None:
        return computed(WhatIfOut(computing=True, radius=int(query.radius)))
    return computed(
        WhatIfOut(
            computing=False,
            radius=lost.radius,
            asked=lost.asked,
            working=lost.working,
            people=round(lost.people, 1),
            pupils=None if lost.pupils is None else round(lost.pupils, 1),
            areas=[AreaLossOut(**vars(each)) for each in lost.areas],
            under_two=lost.under_two,
            critical=[CriticalOut(**vars(each)) for each in lost.critical],
        )
    )


def events(wifi: WifiQuestions) -> Response:
    """Outages that belong together."""
    query = read_query(EventsQuery)
    rows = wifi.events(query.first, query.last)
    return computed(EventsOut(computing=rows is None, events=[EventOut(**row) for row in rows or []]))
