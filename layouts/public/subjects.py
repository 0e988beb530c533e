"""A subject for the whole city: its indicators with map, chart and table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.domain.public_pages import CityMap, Measure
from data.domain.public_views import PublicDataset, PublicSubject
from data.domain.states import ramp_steps
from data.text import day, number, say
from layouts.markup import Tree, el
from layouts.public.charts import lines
from layouts.public.home import address
from layouts.public.maps import Paint, area_map, around_box, class_names, legend, look_of
from layouts.public.site import Site, search
from layouts.public.tables import Cell, figure_card, folded, section, table
from layouts.public.words import (
    stamp,
    value_words,
)


def measure_sections(
    site: Site, measures: Sequence[Measure], areas: CityMap, datasets: Mapping[str, PublicDataset]
) -> list[Tree]:
    """One section an indicator, the first with a map."""
    return [_measure(site, measure, areas, datasets, with_map=at == 0) for at, measure in enumerate(measures)]


def _measure(
    site: Site, measure: Measure, areas: CityMap, datasets: Mapping[str, PublicDataset], *, with_map: bool
) -> Tree:
    lang, indicator = site.lang, measure.indicator
    last = measure.series[-1] if measure.series else None
    title = say("{title}: {value} {unit}", lang).format(
        title=indicator.title[lang], value=value_words(last, indicator.decimals, lang), unit=indicator.unit[lang]
    )
    picture = lines(
        [(v.day, v.value) for v in measure.series],
        [],
        f"{indicator.title[lang]}, {areas.city.full_name}",
        unit=indicator.unit[lang],
        decimals=indicator.decimals,
        names=(areas.city.full_name, ""),
        lang=lang,
        percent=indicator.unit["en"].startswith("%"),
    )
    if with_map and measure.values:
        picture = el("div", el("div", *_measure_map(site, measure, areas)), el("div", picture), cls="beside")
    heads = ["Kelurahan", indicator.unit[lang]]
    rows = []
    for area in areas.kelurahan:
        value = measure.values.get(area.code)
        rows.append(
            [
                Cell(site.a(address(area), area.full_name), area.full_name),
                Cell(
                    value_words(value, indicator.decimals, lang),
                    -1 if value is None or value.value is None else value.value,
                ),
            ]
        )
    caption = say("{title} by kelurahan, {day}", lang).format(
        title=indicator.title[lang], day=day(last.day, lang) if last else ""
    )
    listed = table(caption, heads, rows, numbers=(1,), lang=lang)
    return section(
        title,
        picture,
        folded(say("Every kelurahan as a table", lang), listed),
        folded(say("What this figure says and does not say", lang), figure_card(indicator, lang)),
        id_=indicator.id,
        note=stamp(datasets.get(indicator.dataset), lang),
    )


def _measure_map(site: Site, measure: Measure, areas: CityMap) -> list[Tree]:
    lang, indicator = site.lang, measure.indicator
    classes = measure.classes(areas.kelurahan)
    paint = {
        code: Paint(
            look_of(ramp_steps(name, indicator.direction)),
            f"{value_words(measure.values.get(code), indicator.decimals, lang)} {indicator.unit[lang]}",
        )
        for code, name in classes.by_area.items()
    }
    edges = [number(edge, lang, indicator.edge_decimals) for edge in indicator.breaks]
    names = enumerate(class_names(edges), 1)
    items = [(look_of(ramp_steps(str(n), indicator.direction)), name, classes.tally[str(n)]) for n, name in names]
    items.append(("none", say("No report", lang), classes.tally["none"]))
    return [
        *area_map(
            say("Map of the kelurahan: {title}", lang).format(title=indicator.title[lang]),
            areas.kelurahan,
            paint,
            lambda code: site.to(f"/wilayah/{code}"),
            box=around_box([areas.city], 0.01),
            lang=lang,
            outlines=[*areas.kecamatan, areas.city],
            labels=areas.kecamatan,
            id_=f"peta-{indicator.id}",
        ),
        legend(say("{unit}; number of kelurahan", lang).format(unit=indicator.unit[lang]), items, lang),
    ]


def subject_page(
    site: Site,
    subject: PublicSubject,
    measures: Sequence[Measure],
    areas: CityMap,
    datasets: Mapping[str, PublicDataset],
) -> list[Tree]:
    """The page of a subject that has none of its own: its indicators for the city."""
    lead = el("p", subject.description[site.lang], cls="lead")
    top = el("div", search(site), el("h1", subject.title[site.lang]), lead, cls="top")
    return [top, *measure_sections(site, measures, areas, datasets)]
