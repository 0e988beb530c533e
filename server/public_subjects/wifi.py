"""Wi-Fi in the public edition."""

from __future__ import annotations

from data.public import PublicService
from data.text import say
from layouts.public.site import Site
from layouts.public.wifi_page import wifi_page
from server.public_parts import Made, city_map, measures_of


def page(service: PublicService, site: Site) -> Made:
    """Public Wi-Fi."""
    body = wifi_page(site, service.points(), measures_of(service, "wifi"), city_map(service), service.datasets())
    return Made("Wi-Fi", say("Where Depok's public Wi-Fi points are, and how many are live.", site.lang), body)
