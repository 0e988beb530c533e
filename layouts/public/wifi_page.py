"""The public Wi-Fi page."""

from __future__ import annotations

import json

from data.domain.public_pages import WifiView
from data.domain.public_views import PublicDataset
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

NEAR_WORDS = {
    "asking": "Your browser is asked for your position …",
    "done": "{n} points, the nearest {metres} away",
    "none": "There is no point.",
    "impossible": "Your browser gives no position. Search for your RW instead.",
    "refused_position": "You refused, and nothing was read. Search for your RW instead.",
    "offline": "The points could not be fetched. Try again.",
    "chart": "The points around you, north is up",
}
"""What the script says, by its own names."""


def report_form(site: Site, code: str = "") -> Tree:
    """A button that counts a report; nothing else is asked or sent."""
    hidden = [el("input", type="hidden", name="titik", value=code)]
    if site.lang == "en":
        hidden.append(el("input", type="hidden", name="lang", value="en"))
    button = el("button", say("Does not work", site.lang), type="submit")
    return el("form", *hidden, button, method="post", action="/wifi/lapor", cls="report")


def near_section(site: Site, dataset: PublicDataset | None) -> Tree:
    """Points near the reader, by the browser's position; without scripts the search says the same of an RW."""
    lang = site.lang
    words = {name: say(text, lang) for name, text in (NEAR_WORDS | STATUSES).items()}
    promise = say(
        "Your position is used in this page only and never sent. Reports are counted by point and day; nobody's name, "
        "number or address is kept.",
        lang,
    )
    return section(
        say("Near me", lang),
        el(
            "div",
            el("p", promise, cls="muted"),
            el("button", say("Use my position", lang), type="button", hidden=True),
            el("p", say("Or search for your RW above: its page lists its points.", lang)),
            el("p", role="status", cls="near-said"),
            el("div", cls="near-answer"),
            el("template", report_form(site)),
            data_near="",
            data_words=json.dumps(words, ensure_ascii=False),
            cls="near",
        ),
        el("script", src=site.files["near.js"], defer=True),
        id_="dekat",
        note=stamp(dataset, lang),
    )


def wifi_page(site: Site, view: WifiView) -> list[Tree]:
    """Public Wi-Fi in the city."""
    lang, areas, tally = site.lang, view.areas, view.statuses
    lead = around(
        say("{figure} of {n} registered public Wi-Fi points are live.", lang),
        number(tally["live"], lang),
        n=number(view.registered, lang),
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
        near_section(site, view.datasets.get("wifi-outages")),
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
