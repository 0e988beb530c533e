"""Wi-Fi in the public edition."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel

from data.public import PublicService, api
from data.public.pages import wifi_view
from data.text import say
from layouts.public.site import Site
from layouts.public.wifi_page import wifi_page
from server.public_endpoint import Body, EditionOut, Endpoint, PlacesQuery, filters_of, rows_answer
from server.public_parts import Made
from server.query import read_query


class PointOut(BaseModel):
    """A Wi-Fi point."""

    code: str
    area: str
    lon: float
    lat: float
    status: Literal["live", "down", "unknown", "refused", "waiting"]
    live_on: dt.date | None


class PointsOut(EditionOut):
    """Wi-Fi points."""

    points: list[PointOut]


def page(service: PublicService, site: Site) -> Made:
    """Public Wi-Fi."""
    body = wifi_page(site, wifi_view(service, "wifi"))
    return Made("Wi-Fi", say("Where Depok's public Wi-Fi points are, and how many are live.", site.lang), body)


def points(service: PublicService) -> Body:
    """Wi-Fi points."""
    query = read_query(PlacesQuery, strict=True)
    rows = api.wifi_points(service, filters_of(service, query))
    return rows_answer(service, "points", rows, query.format, point=True, dataset="wifi-points")


ENDPOINTS = {"wifi-points": Endpoint("Public Wi-Fi points", PlacesQuery, PointsOut, points)}
"""Addresses of the open-data API."""
