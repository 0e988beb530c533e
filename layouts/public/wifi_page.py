"""The public Wi-Fi page."""

from __future__ import annotations

from data.domain.public_pages import WifiView
from data.text import number, say
from layouts.markup import Tree, el
from layouts.public.maps import Paint, area_map, around_box, legend
from layouts.public.site import Site, search
from layouts.public.subjects import measure_sections
from layouts.public.tables import section
from layouts.public.words import (
    STATUSES,
    around,
    stamp,
)


def wifi_page(site: Site, view: WifiView) -> list[Tree]:
    """Public Wi-Fi in the city."""
    lang, areas, tally = site.lang, view.areas, view.statuses
    lead = around(
        say("{figure} of {n} registered public Wi-Fi points are live.", lang),
        number(tally["live"], lang),
        n=number(len(view.points), lang),
    )
    items = [(f"point-{status}", say(name, lang), tally[status]) for status, name in STATUSES.items()]
    ground = {
        area.code: Paint(
            "ground", say("{n} live points", lang).format(n=number(view.live_points.get(area.code, 0), lang))
        )
        for area in areas.kelurahan
    }
    return [
        el("div", search(site), el("h1", "Wi-Fi Depok Bersahabat"), el("p", *lead, cls="lead"), cls="top"),
        section(
            say("Where the points are", lang),
            *area_map(
                say("Map of the public Wi-Fi points", lang),
                areas.kelurahan,
                ground,
                lambda code: site.to(f"/wilayah/{code}#wifi"),
                box=around_box([areas.city], 0.01),
                lang=lang,
                outlines=[*areas.kecamatan, areas.city],
                labels=areas.kecamatan,
                points=view.points,
                id_="peta-wifi",
            ),
            legend(say("Points by status", lang), items, lang),
            id_="peta",
            note=stamp(view.datasets.get("wifi-outages"), lang),
        ),
        *measure_sections(site, view.measures, areas, view.datasets),
    ]
