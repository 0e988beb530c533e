"""The public Wi-Fi page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.domain.public_views import (
    Point,
    PublicDataset,
)
from data.text import number, say
from layouts.markup import Tree, el
from layouts.public.maps import Paint, area_map, around_box, legend
from layouts.public.site import Site, search
from layouts.public.subjects import CityMap, Measure, measure_sections
from layouts.public.tables import section
from layouts.public.words import (
    STATUSES,
    around,
    stamp,
)


def wifi_page(
    site: Site,
    points: Sequence[Point],
    measures: Sequence[Measure],
    areas: CityMap,
    datasets: Mapping[str, PublicDataset],
) -> list[Tree]:
    """Public Wi-Fi in the city."""
    lang = site.lang
    tally = {status: sum(point.status == status for point in points) for status in STATUSES}
    live = number(tally["live"], lang)
    lead = around(
        say("{figure} of {n} registered public Wi-Fi points are live.", lang), live, n=number(len(points), lang)
    )
    items = [(f"point-{status}", say(name, lang), tally[status]) for status, name in STATUSES.items()]
    ground = {
        area.code: Paint(
            "ground",
            say("{n} live points", lang).format(
                n=number(sum(p.status == "live" and p.area.startswith(area.code) for p in points), lang)
            ),
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
                points=points,
                id_="peta-wifi",
            ),
            legend(say("Points by status", lang), items, lang),
            id_="peta",
            note=stamp(datasets.get("wifi-outages"), lang),
        ),
        *measure_sections(site, measures, areas, datasets),
    ]
