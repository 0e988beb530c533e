"""The public page of waste collection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.domain.public_pages import CityMap, Measure
from data.domain.public_views import PublicDataset
from data.text import day, number, say
from layouts.markup import Tree, el
from layouts.public.site import Site, search
from layouts.public.subjects import measure_sections
from layouts.public.words import (
    around,
)


def waste_page(
    site: Site, measures: Sequence[Measure], areas: CityMap, datasets: Mapping[str, PublicDataset]
) -> list[Tree]:
    """Waste collection in the city."""
    lang = site.lang
    lead: list[Tree] = [say("No pick-up has been reported yet.", lang)]
    if measures and measures[0].series:
        last, indicator = measures[0].series[-1], measures[0].indicator
        if last.value is not None:
            lead = around(
                say("In the seven days to {day}, {figure} % of the scheduled pick-ups were done.", lang),
                number(last.value, lang, indicator.decimals),
                day=day(last.day, lang, "d MMMM y"),
            )
    find = el("p", say("When is mine? Write the name of your RW above.", lang))
    return [
        el("div", search(site), el("h1", say("Waste collection", lang)), el("p", *lead, cls="lead"), find, cls="top"),
        *measure_sections(site, measures, areas, datasets),
    ]
