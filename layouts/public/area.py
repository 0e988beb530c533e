"""A page of its own for every RW, kelurahan, kecamatan and the city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.domain.areas import Level
from data.domain.public_views import (
    CovidFigure,
    Near,
    PickUp,
    Point,
    ProgressPoint,
    PublicArea,
    PublicDataset,
    PublicIndicator,
    PublicPlace,
    PublicValue,
)
from data.text import day, number, say
from layouts.markup import Tree, el
from layouts.public.charts import band_steps, lines, weekly_bars
from layouts.public.covid import (
    area_sentence,
    band_legend,
    band_paint,
    band_strip,
    covid_map,
    covid_stamp,
    rate_words,
    together,
)
from layouts.public.home import address
from layouts.public.maps import Box, Paint, area_map, around_box, legend, near_box, overlaps
from layouts.public.site import Site, crumbs, search
from layouts.public.tables import Cell, folded, section, table
from layouts.public.words import (
    ROUND,
    STATUSES,
    STREAMS,
    band_place,
    cases_words,
    count_words,
    period_words,
    stamp,
    value_words,
)

WEEKS_SHOWN = 26
LEVELS = {Level.KOTA: "City", Level.KECAMATAN: "Kecamatan", Level.KELURAHAN: "Kelurahan", Level.RW: "RW"}
PLACES = {"dcomart": "D'Comart", "tour": "Smart City Tour", "waste_bank": "Waste bank", "sorting_unit": "Sorting unit"}


@dataclass(frozen=True)
class Line:
    """An open indicator in an area: its series and its parent's."""

    indicator: PublicIndicator
    own: Sequence[PublicValue]
    parent: Sequence[PublicValue]


@dataclass(frozen=True)
class AreaView:
    """What an area's page shows.

    Attributes
    ----------
    path : sequence
        Its parents, the city first.
    weeks, blocks : sequence
        COVID figures, oldest first.
    children : sequence
        Areas of the next level; ``figures`` has their newest week by unit.
    drawn_points : sequence
        Wi-Fi points on the page's own map; empty where they would be too many.
    live_points : mapping
        Live points of every RW, also of those that the map shows in part.
    around : sequence
        RW that may be seen on an RW's map.
    """

    area: PublicArea
    path: Sequence[PublicArea]
    members: Sequence[PublicArea]
    weeks: Sequence[CovidFigure]
    blocks: Sequence[CovidFigure]
    children: Sequence[PublicArea]
    figures: Mapping[str, CovidFigure]
    around: Sequence[PublicArea]
    outlines: Sequence[PublicArea]
    lines: Sequence[Line]
    points: Sequence[Point]
    drawn_points: Sequence[Point]
    live_points: Mapping[str, int]
    near: tuple[Near, str] | None
    pickups: Sequence[PickUp]
    places: Sequence[PublicPlace]
    progress: ProgressPoint | None
    datasets: Mapping[str, PublicDataset]


def area_page(site: Site, view: AreaView) -> list[Tree]:
    """The whole page."""
    lang, area = site.lang, view.area
    newest = view.weeks[-1] if view.weeks else None
    rw = area.level is Level.RW
    top = [
        search(site),
        crumbs(site, *((address(one), one.name) for one in view.path), here=area.name),
        el("h1", _title(view, lang)),
        el("p", *area_sentence(newest, area.full_name, lang, together=together(view.area, view.members)), cls="lead"),
    ]
    if len(view.members) > 1:
        why = say(
            "COVID is counted together because one of them has fewer than 500 people; everything else on this "
            "page is {name} alone.",
            lang,
        )
        top.append(el("p", why.format(name=area.name)))
    body = [
        el("div", *top, cls="top"),
        _covid_rw(site, view) if rw else _covid(site, view),
        _wifi(site, view),
        _waste(site, view),
        _programme(site, view),
    ]
    if view.children:
        body.append(_children(site, view))
    body.append(_facts(site, view))
    return body


def _title(view: AreaView, lang: str) -> str:
    area = view.area
    if area.level is Level.RW:
        return area.full_name
    return area.full_name if area.level is not Level.KELURAHAN else f"{say('Kelurahan', lang)} {area.full_name}"


def _covid_rw(site: Site, view: AreaView) -> Tree:
    lang, area = site.lang, view.area
    newest = view.weeks[-1] if view.weeks else None
    place = band_place(newest)
    words = count_words(newest, lang)
    title = say("COVID: band {band}", lang).format(band=words) if place is not None else say("COVID: no report", lang)
    box = near_box(area)
    seen = [one for one in view.around if overlaps(one, box)]
    paint = band_paint(seen, view.figures, lang)
    shown = view.weeks[-WEEKS_SHOWN:]
    label = say("COVID bands of {name} by week", lang).format(name=area.full_name)
    content: list[Tree] = [
        band_strip(newest, lang),
        el(
            "p",
            say(
                "New cases in a week, rounded to bands for the sake of privacy. Symptoms? Tests are free at the "
                "puskesmas.",
                lang,
            ),
            cls="muted",
        ),
        _block(view, lang),
        el(
            "div",
            el(
                "div",
                *area_map(
                    say("Map of the RW around {name}", lang).format(name=area.full_name),
                    seen,
                    paint,
                    lambda code: site.to(f"/rw/{code}"),
                    box=box,
                    lang=lang,
                    outlines=view.outlines,
                    labels=[area],
                    chosen=area.code,
                    id_="peta-rw",
                ),
                band_legend(seen, paint, lang),
            ),
            el(
                "div",
                el("p", say("The last {n} weeks by band", lang).format(n=number(len(shown), lang)), cls="kicker"),
                band_steps(shown, label, lang),
            ),
            cls="beside",
        ),
        folded(say("The same as a table", lang), _weeks_table(view.weeks, view.blocks, label, lang)),
    ]
    return section(
        title,
        *content,
        id_="covid",
        note=covid_stamp(site, view.datasets, newest),
    )


def _block(view: AreaView, lang: str) -> Tree:
    if not view.blocks or not view.blocks[-1].known:
        return []
    block = view.blocks[-1]
    text = say("In the four weeks {period}: {cases}.", lang).format(
        period=period_words(block, lang), cases=cases_words(block, lang)
    )
    why = ""
    if block.basis == "weeks" and view.area.level is Level.RW:
        why = " " + say(
            "That is what the four weekly bands add up to; a closer figure would give single weeks away.", lang
        )
    return el("p", text, why)


def _covid(site: Site, view: AreaView) -> Tree:
    lang, area = site.lang, view.area
    newest = view.weeks[-1] if view.weeks else None
    title = say("COVID: {n} new cases in the week", lang).format(n=count_words(newest, lang))
    label = say("New COVID cases by week in {name}", lang).format(name=area.full_name)
    rate = rate_words(newest, area.people, lang)
    words = [say("That is {rate} per 100,000 residents.", lang).format(rate=rate)] if rate != "–" else []
    content: list[Tree] = [
        el("p", *words) if words else [],
        _block(view, lang),
        el(
            "div",
            el("div", *_area_map(site, view)),
            el(
                "div",
                el("p", say("Cases by week since March 2020", lang), cls="kicker"),
                weekly_bars(view.weeks, label, lang),
            ),
            cls="beside",
        ),
        folded(say("The same as a table", lang), _weeks_table(view.weeks, view.blocks, label, lang)),
    ]
    return section(
        title,
        *content,
        id_="covid",
        note=covid_stamp(site, view.datasets, newest),
    )


def _area_map(site: Site, view: AreaView) -> list[Tree]:
    lang, area = site.lang, view.area
    name = say("Map of {name}: new COVID cases in the week", lang).format(name=area.full_name)
    if area.level is Level.KELURAHAN:
        paint = band_paint(view.children, view.figures, lang)
        shown = area_map(
            name,
            view.children,
            paint,
            lambda code: site.to(f"/rw/{code}"),
            box=around_box([area]),
            lang=lang,
            outlines=[area],
            id_="peta-wilayah",
        )
        return [*shown, band_legend(view.children, paint, lang)]
    cells = view.around
    if area.level is Level.KOTA:
        return covid_map(site, cells, view.figures, view.children, area, id_="peta-wilayah")
    inside = [one for one in cells if one.code.startswith(area.code)]
    return covid_map(site, inside, view.figures, [], area, id_="peta-wilayah")


def _weeks_table(weeks: Sequence[CovidFigure], blocks: Sequence[CovidFigure], caption: str, lang: str) -> Tree:
    by_end = {one.ends_on: one for one in blocks}
    rows = []
    for one in reversed(weeks):
        block = by_end.get(one.ends_on)
        rows.append(
            [
                Cell(period_words(one, lang), one.ends_on.isoformat()),
                Cell(count_words(one, lang), -1 if one.low is None else one.low),
                Cell(
                    count_words(block, lang) if block else "", -1 if block is None or block.low is None else block.low
                ),
                Cell(f"{number(one.share * 100, lang)} %", one.share),
            ]
        )
    heads = [say("Week", lang), say("New cases", lang), say("Four weeks", lang), say("Reports that came in", lang)]
    return table(caption, heads, rows, numbers=(1, 2, 3), lang=lang)


def _wifi(site: Site, view: AreaView) -> Tree:
    lang = site.lang
    tally = {status: sum(point.status == status for point in view.points) for status in STATUSES}
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
    others = [(status, tally[status]) for status in ("down", "refused", "waiting") if tally[status]]
    if others:
        content.append(
            el("p", ", ".join(f"{say(STATUSES[status], lang)}: {number(n, lang)}" for status, n in others), cls="muted")
        )
    series = _lines(site, view, "wifi")
    if view.drawn_points:
        series = [el("div", el("div", *_points_map(site, view)), el("div", *series), cls="beside")]
    content += series
    return section(title, *content, id_="wifi", note=stamp(view.datasets.get("wifi-outages"), lang))


def points_box(area: PublicArea) -> Box:
    """What the map of an area's Wi-Fi points shows."""
    return near_box(area) if area.level is Level.RW else around_box([area])


def _points_map(site: Site, view: AreaView) -> list[Tree]:
    lang, area = site.lang, view.area
    rw = area.level is Level.RW
    box = points_box(area)
    cells = [one for one in view.around if overlaps(one, box)] if rw else view.children
    names = {one.code: one.full_name for one in cells}
    paint = {}
    for one in cells:
        live = number(view.live_points.get(one.code, 0), lang)
        paint[one.code] = Paint("ground", say("{n} live points", lang).format(n=live))
    looks = [point.status for point in view.drawn_points]
    items = [(f"wifi-{status}", say(name, lang), looks.count(status)) for status, name in STATUSES.items()]
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


def _lines(site: Site, view: AreaView, subject: str) -> list[Tree]:
    lang = site.lang
    found: list[Tree] = []
    for line in view.lines:
        one = line.indicator
        if one.subject != subject or not line.own:
            continue
        last = line.own[-1]
        percent = one.unit["en"].startswith("%")
        words = say("{title}: {value} {unit}", lang).format(
            title=one.title[lang], value=value_words(last, one.decimals, lang), unit=one.unit[lang]
        )
        names = (view.area.name, view.path[-1].name if view.path else "")
        picture = lines(
            [(v.day, v.value) for v in line.own],
            [(v.day, v.value) for v in line.parent],
            f"{one.title[lang]}, {view.area.full_name}",
            unit=one.unit[lang],
            decimals=one.decimals,
            names=names,
            lang=lang,
            percent=percent,
        )
        rows = [
            [
                Cell(day(v.day, lang), v.day.isoformat()),
                Cell(value_words(v, one.decimals, lang), -1 if v.value is None else v.value),
            ]
            for v in reversed(line.own)
        ]
        shown = table(
            f"{one.title[lang]}, {view.area.full_name}",
            [say("Day", lang), one.unit[lang]],
            rows,
            numbers=(1,),
            lang=lang,
        )
        found.append(
            el(
                "div",
                el("p", words, cls="kicker"),
                picture,
                folded(say("The same as a table", lang), shown),
                cls="figure",
            )
        )
    return [el("div", *found, cls="figures")] if found else []


def _waste(site: Site, view: AreaView) -> Tree:
    lang = site.lang
    coming = [one for one in view.pickups if one.following]
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
                say(STREAMS[one.stream], lang),
                Cell(
                    day(one.following, lang, "EEEE d MMM") if one.following else "–",
                    one.following.isoformat() if one.following else "",
                ),
                Cell(f"{day(one.last, lang, 'EEEE d MMM')}, {say(ROUND[one.state], lang)}", one.last.isoformat()),
            ]
            for one in view.pickups
        ]
        heads = [say("Stream", lang), say("Next, expected", lang), say("Last", lang)]
        content.append(table(say("Pick-ups in {name}", lang).format(name=view.area.full_name), heads, rows, lang=lang))
        content.append(
            el("p", say("Expected from the rhythm of the last rounds; holidays can move it.", lang), cls="muted")
        )
    content += _lines(site, view, "sampah")
    return section(title, *content, id_="sampah", note=stamp(view.datasets.get("waste-pickups"), lang))


def _programme(site: Site, view: AreaView) -> Tree:
    lang = site.lang
    here = (
        el("ul", *(el("li", f"{one.name} ({PLACES.get(one.kind, one.kind)})") for one in view.places), cls="plain")
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


def _children(site: Site, view: AreaView) -> Tree:
    lang, area = site.lang, view.area
    names = {Level.KOTA: "Kecamatan", Level.KECAMATAN: "Kelurahan", Level.KELURAHAN: "RW"}
    rows = []
    for child in view.children:
        figure = view.figures.get(child.unit)
        low = -1 if figure is None or figure.low is None else figure.low
        rows.append(
            [
                Cell(site.a(address(child), child.name), child.name),
                Cell(number(child.people, lang) if child.people else "–", child.people or -1),
                Cell(count_words(figure, lang), low),
            ]
        )
    heads = [names[area.level], say("Residents", lang), say("New COVID cases, week", lang)]
    return section(
        say("{n} {level} in {name}", lang).format(n=number(len(rows), lang), level=names[area.level], name=area.name),
        table(say("Areas in {name}", lang).format(name=area.full_name), heads, rows, numbers=(1, 2), lang=lang),
        id_="bagian",
    )


def _facts(site: Site, view: AreaView) -> Tree:
    lang, area = site.lang, view.area
    facts = [
        (say("Code", lang), area.code),
        (say("Residents", lang), number(area.people, lang) if area.people else "–"),
        (say("Surface area", lang), f"{number(area.area_km2, lang, 2)} km²"),
        (say("Border", lang), say("simulated", lang) if area.simulated else say("real", lang)),
    ]
    share = say("{name}: COVID, Wi-Fi, waste and programmes", lang).format(name=area.full_name)
    button = el(
        "button",
        say("Share this page", lang),
        type="button",
        data_share=share,
        data_done=say("Address copied", lang),
        hidden=True,
        cls="more",
    )
    printing = el("button", say("Print", lang), type="button", data_print="", hidden=True, cls="more")
    shown = el("dl", *(part for name, value in facts for part in (el("dt", name), el("dd", value))))
    return section(say("About this area", lang), shown, el("p", button, " ", printing), id_="fakta")
