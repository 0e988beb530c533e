"""Waste collection in the public edition."""

from __future__ import annotations

from data.public import PublicService
from data.public.pages import city_map, measures_of
from data.text import say
from layouts.public.site import Site
from layouts.public.waste_page import waste_page
from server.public_parts import Made


def page(service: PublicService, site: Site) -> Made:
    """Waste collection."""
    body = waste_page(site, measures_of(service, "waste"), city_map(service), service.datasets())
    return Made(
        say("Waste collection", site.lang),
        say("How much of the scheduled waste collection was done, by kelurahan.", site.lang),
        body,
    )
