"""The register of Wi-Fi points with what each of them did, as one source gives it."""

from __future__ import annotations

from data.service.builders.wifi import WifiState
from data.service.city import City


def wifi_state(city: City) -> WifiState:
    """Points in code order, with their days."""
    state: WifiState = city.counts_of("wifi").detail
    return state
