"""Power cuts among the outages of Wi-Fi points, as marks on charts over days."""

from __future__ import annotations

import json

from data.domain.areas import CITY
from data.domain.dates import minute_moment
from data.domain.errors import Words
from data.service.city import City
from data.service.events import Event
from data.subjects import registry

LARGE_CUT = 15
"""Points that a power cut must have felled to stand on charts: smaller ones come several times a week."""


def wifi_events(city: City) -> tuple[Event, ...]:
    """Large power cuts of the newest outages; none until these have been looked through, which nobody is asked for."""
    declared = registry().by_id["wifi"].document("wifi-events")
    body = city.results.kept_document(city.document_key(declared))
    return () if body is None else power_cuts(body)


def power_cuts(outages: bytes) -> tuple[Event, ...]:
    """Large power cuts, each at the smallest area that holds all points that fell.

    Parameters
    ----------
    outages : bytes
        Outages that belong together, as `data.results.wifi_events` makes them. Their cause is the one that most reports
        name, so the mark says that it is taken for one.
    """
    return tuple(
        Event(
            minute_moment(row["started_at"]).date(),
            _around(row["areas"]),
            "wifi",
            Words(
                id=f"Diduga listrik padam: {len(row['points'])} titik Wi-Fi mati",
                en=f"Probable power cut: {len(row['points'])} Wi-Fi points down",
            ),
            "wifi-outages",
        )
        for row in json.loads(outages)
        if row["cause"] == "power" and len(row["points"]) >= LARGE_CUT
    )


def _around(codes: list[str]) -> str:
    """The smallest area that holds all of some.

    Examples
    --------
    >>> _around(["32.76.01.1006.003", "32.76.01.1007.001"]), _around([])
    ('32.76.01', '32.76')
    """
    split = [code.split(".") for code in codes]
    depth = 0
    while split and all(len(code) > depth and code[depth] == split[0][depth] for code in split):
        depth += 1
    return ".".join(split[0][:depth]) if depth >= CITY.count(".") + 1 else CITY
