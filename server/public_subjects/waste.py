"""Waste collection in the public edition."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel

from data.public import PublicService, api
from data.public.pages import city_map, measures_of
from data.text import say
from layouts.public.site import Site
from layouts.public.waste_page import waste_page
from server.public_endpoint import Body, EditionOut, Endpoint, PlacesQuery, filters_of, rows_answer
from server.public_parts import Made
from server.query import read_query


class PickupOut(BaseModel):
    """Last and expected next round of a stream in an RW."""

    area: str
    stream: Literal["organic", "inorganic", "residue"]
    last_on: dt.date
    last_state: Literal["done", "late", "missed"]
    next_on: dt.date | None


class PickupsOut(EditionOut):
    """Rounds."""

    pickups: list[PickupOut]


def page(service: PublicService, site: Site) -> Made:
    """Waste collection."""
    body = waste_page(site, measures_of(service, "waste"), city_map(service), service.datasets())
    return Made(
        say("Waste collection", site.lang),
        say("How much of the scheduled waste collection was done, by kelurahan.", site.lang),
        body,
    )


def pickups(service: PublicService) -> Body:
    """Waste rounds."""
    query = read_query(PlacesQuery, strict=True)
    rows = api.pickups(service, filters_of(service, query))
    return rows_answer(service, "pickups", rows, query.format, dataset="waste-pickups")


ENDPOINTS = {"pickups": Endpoint("Last and expected next waste pick-ups of an RW", PlacesQuery, PickupsOut, pickups)}
"""Addresses of the open-data API."""
