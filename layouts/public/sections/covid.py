"""COVID on an area's page: bands for an RW, totals above it."""

from __future__ import annotations

from collections.abc import Sequence

from data.domain.areas import Level
from data.domain.public_pages import AreaView, CovidMap
from data.domain.public_views import CovidFigure
from data.text import number, percent, say
from layouts.markup import Tree, el
from layouts.public.charts import band_steps, weekly_bars
from layouts.public.covid import (
    band_legend,
    band_paint,
    band_strip,
    covid_map,
    covid_stamp,
    rate_words,
)
from layouts.public.maps import area_map, around_box, near_box, overlaps
from layouts.public.site import Site
from layouts.public.tables import Cell, folded, section, table
from layouts.public.words import (
    cases_words,
    count_words,
    period_words,
)

WEEKS_SHOWN = 26


def _covid_rw(site: Site, view: AreaView) -> Tree:
    lang, area = site.lang, view.area
    newest = view.weeks[-1] if view.weeks else None
    banded = newest is not None and newest.band is not None
    words = count_words(newest, lang)
    title = say("COVID: band {band}", lang).format(band=words) if banded else say("COVID: no report", lang)
    box = near_box(area)
    seen = [neighbour for neighbour in view.around if overlaps(neighbour, box)]
    bands = view.bands(seen)
    shown = view.weeks[-WEEKS_SHOWN:]
    label = say("COVID bands of {name} by week", lang).format(name=area.full_name)
    content: list[Tree] = [
        band_strip(newest, lang),
        el(
            "p",
            say(
                "New cases in a week, rounded to bands for the sake of privacy.",
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
                    band_paint(seen, bands, view.figures, lang),
                    lambda code: site.to(f"/rw/{code}"),
                    box=box,
                    lang=lang,
                    outlines=view.outlines,
                    labels=[area],
                    chosen=area.code,
                    id_="peta-rw",
                ),
                band_legend(bands, lang),
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
        bands = view.bands(view.children)
        shown = area_map(
            name,
            view.children,
            band_paint(view.children, bands, view.figures, lang),
            lambda code: site.to(f"/rw/{code}"),
            box=around_box([area]),
            lang=lang,
            outlines=[area],
            id_="peta-wilayah",
        )
        return [*shown, band_legend(bands, lang)]
    cells = [cell for cell in view.around if cell.code.startswith(area.code)]
    inner = view.children if area.level is Level.KOTA else []
    return covid_map(site, CovidMap(cells, view.figures, inner, area), id_="peta-wilayah")


def _weeks_table(weeks: Sequence[CovidFigure], blocks: Sequence[CovidFigure], caption: str, lang: str) -> Tree:
    by_end = {figure.ends_on: figure for figure in blocks}
    rows = []
    for week in reversed(weeks):
        block = by_end.get(week.ends_on)
        rows.append(
            [
                Cell(period_words(week, lang), week.ends_on.isoformat()),
                Cell(count_words(week, lang), -1 if week.low is None else week.low),
                Cell(
                    count_words(block, lang) if block else "", -1 if block is None or block.low is None else block.low
                ),
                Cell(f"{percent(week.share, lang)} %", week.share),
            ]
        )
    heads = [say("Week", lang), say("New cases", lang), say("Four weeks", lang), say("Reports that came in", lang)]
    return table(caption, heads, rows, numbers=(1, 2, 3), lang=lang)


def area_section(site: Site, view: AreaView) -> Tree:
    """The section of the area's page."""
    return _covid_rw(site, view) if view.area.level is Level.RW else _covid(site, view)
