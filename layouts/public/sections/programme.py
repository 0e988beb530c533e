"""The programme on an area's page: its places there."""

from __future__ import annotations

from data.domain.public_pages import AreaView
from data.text import day, number, say
from layouts.markup import Tree, el
from layouts.public.site import Site
from layouts.public.tables import section
from layouts.public.words import (
    stamp,
)

PLACES = {"dcomart": "D'Comart", "tour": "Smart City Tour", "waste_bank": "Waste bank", "sorting_unit": "Sorting unit"}


def area_section(site: Site, view: AreaView) -> Tree:
    """The section of the area's page."""
    lang = site.lang
    here = (
        el(
            "ul",
            *(el("li", f"{facility.name} ({PLACES.get(facility.kind, facility.kind)})") for facility in view.places),
            cls="plain",
        )
        if view.places
        else el("p", say("No programme place is registered here.", lang))
    )
    n = len(view.places)
    title = say("Programmes here: {n}", lang).format(n=number(n, lang))
    more: Tree = []
    if view.progress is not None:
        text = say("The city's action plan stands at {n} % on {day}.", lang).format(
            n=number(view.progress.actual, lang, 1), day=day(view.progress.day, lang)
        )
        more = el("p", text, " ", site.a("/program", say("What the action plan's progress means", lang)))
    return section(title, here, more, id_="program", note=stamp(view.datasets.get("programme-places"), lang))
