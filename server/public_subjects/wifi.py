"""Wi-Fi in the public edition."""

from __future__ import annotations

from data.public import PublicService
from data.public.pages import wifi_view
from data.text import say
from layouts.public.site import Site
from layouts.public.wifi_page import wifi_page
from server.public_parts import Made


def page(service: PublicService, site: Site) -> Made:
    """Public Wi-Fi."""
    body = wifi_page(site, wifi_view(service, "wifi"))
    return Made("Wi-Fi", say("Where Depok's public Wi-Fi points are, and how many are live.", site.lang), body)
