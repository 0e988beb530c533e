"""Wi-Fi on an area's page: its points, the nearest one, uptime."""

from __future__ import annotations

from data.domain.areas import Level
from data.domain.public_pages import AreaView
from data.domain.public_views import PublicArea
from data.text import number, say
from layouts.markup import Tree, el
from layouts.public.lines import indicator_lines
from layouts.public.maps import Box, Paint, area_map, around_box, legend, near_box, overlaps
from layouts.public.site import Site
from layouts.public.tables import section
from layouts.public.wifi_page import report_form
from layouts.public.words import STATUSES, stamp


def area_section(site: Site, view: AreaView) -> Tree:
    """The section of the area's page."""
    lang = site.lang
    tally = view.statuses
    title = say("Wi-Fi: {n} live points", lang).format(n=number(tally["live"], lang))
    content: list[Tree] = []
    if view.near is not None:
        near, name = view.near
        own = near.area == view.area.code
        words = (
            say("The nearest is {metres} m from the middle of the RW, in this RW.", lang)
            if own
            else say("The nearest is {metres} m from the middle of the RW, in {name}.", lang)
        )
        content.append(
            el(
                "p",
                words.format(metres=number(near.metres, lang), name=name),
                " ",
                el("i", cls="live-dot", aria_hidden="true"),
            )
        )
    others = [
        (status, tally[status]) for status in ("down", "unknown", "refused", "waiting", "proposed") if tally[status]
    ]
    if others:
        content.append(
            el("p", ", ".join(f"{say(STATUSES[status], lang)}: {number(n, lang)}" for status, n in others), cls="muted")
        )
    if view.area.level is Level.RW:
        content.append(_own_points(site, view))
    series = indicator_lines(site, view, "wifi")
    if view.drawn_points:
        series = [el("div", el("div", *_points_map(site, view)), el("div", *series), cls="beside")]
    content += series
    return section(title, *content, id_="wifi", note=stamp(view.datasets.get("wifi-outages"), lang))


def _own_points(site: Site, view: AreaView) -> Tree:
    """Points of an RW by their codes, each with its state and a button to report it."""
    lang = site.lang
    rows = [
        el(
            "li",
            f"{point.code}: ",
            el("b", say(STATUSES[point.status], lang)),
            " ",
            report_form(site, point.code) if point.status in ("live", "down", "unknown") else None,
        )
        for point in sorted(view.points, key=lambda point: point.code)
    ]
    return el("ul", *rows, cls="near-list") if rows else []


def points_box(area: PublicArea) -> Box:
    """What the map of an area's Wi-Fi points shows."""
    return near_box(area) if area.level is Level.RW else around_box([area])


def _points_map(site: Site, view: AreaView) -> list[Tree]:
    lang, area = site.lang, view.area
    rw = area.level is Level.RW
    box = points_box(area)
    cells = [cell for cell in view.around if overlaps(cell, box)] if rw else view.children
    names = {cell.code: cell.full_name for cell in cells}
    paint = {}
    for cell in cells:
        live = number(view.live_points.get(cell.code, 0), lang)
        paint[cell.code] = Paint("ground", say("{n} live points", lang).format(n=live))
    items = [(f"point-{status}", say(name, lang), view.drawn_statuses[status]) for status, name in STATUSES.items()]
    return [
        *area_map(
            say("Map of the Wi-Fi points around {name}", lang).format(name=area.full_name),
            cells,
            paint,
            lambda code: site.to(f"/rw/{code}"),
            box=box,
            lang=lang,
            outlines=view.outlines if rw else [area],
            chosen=area.code if rw else "",
            points=view.drawn_points,
            spoken=lambda point: f"{say(STATUSES[point.status], lang)}: Wi-Fi, {names.get(point.area, point.area)}",
            id_="peta-titik",
        ),
        legend(say("Points by status", lang), items, lang),
    ]
