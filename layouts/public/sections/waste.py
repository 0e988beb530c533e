"""Waste on an area's page: pick-ups, completion."""

from __future__ import annotations

from data.domain.public_pages import AreaView
from data.text import day, say
from layouts.markup import Tree, el
from layouts.public.lines import indicator_lines
from layouts.public.site import Site
from layouts.public.tables import Cell, section, table
from layouts.public.words import (
    ROUND,
    STREAMS,
    stamp,
)


def area_section(site: Site, view: AreaView) -> Tree:
    """The section of the area's page."""
    lang = site.lang
    coming = [pickup for pickup in view.pickups if pickup.following]
    if coming:
        first = coming[0]
        title = say("Waste: {stream}, {day}", lang).format(
            stream=say(STREAMS[first.stream], lang), day=day(first.following, lang, "EEEE d MMMM")
        )
    else:
        title = say("Waste collection", lang)
    content: list[Tree] = []
    if view.pickups:
        rows = [
            [
                say(STREAMS[pickup.stream], lang),
                Cell(
                    day(pickup.following, lang, "EEEE d MMM") if pickup.following else "–",
                    pickup.following.isoformat() if pickup.following else "",
                ),
                Cell(
                    f"{day(pickup.last, lang, 'EEEE d MMM')}, {say(ROUND[pickup.state], lang)}", pickup.last.isoformat()
                ),
            ]
            for pickup in view.pickups
        ]
        heads = [say("Stream", lang), say("Next, expected", lang), say("Last", lang)]
        content.append(table(say("Pick-ups in {name}", lang).format(name=view.area.full_name), heads, rows, lang=lang))
        content.append(
            el("p", say("Expected from the rhythm of the last rounds; holidays can move it.", lang), cls="muted")
        )
    content += indicator_lines(site, view, "waste")
    return section(title, *content, id_="sampah", note=stamp(view.datasets.get("waste-pickups"), lang))
