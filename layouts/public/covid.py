"""COVID for the public: bands and totals, never a rank, a colour or a word from what is hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.domain.areas import Level
from data.domain.public_views import CovidFigure, PublicArea, PublicDataset
from data.text import day, number, say
from layouts.markup import Tree, el
from layouts.public.maps import Paint, area_map, around_box, class_names, legend
from layouts.public.site import Site
from layouts.public.words import BANDS, around, band_place, cases_words, count_words, stamp

RATE_EDGES = (100.0, 300.0, 600.0, 1_000.0)
PER = 100_000


def city_sentence(figure: CovidFigure | None, lang: str) -> list[Tree]:
    """ "In the week to 6 February 2022 … in Depok", or what is missing."""
    if figure is None or not figure.known:
        return [say("No week with COVID reports has been published yet.", lang)]
    to = day(figure.ends_on, lang, "d MMMM y")
    words = say("In the week to {day}, {figure} were recorded in Depok.", lang)
    return around(words, cases_words(figure, lang), day=to)


def together(area: PublicArea, members: Sequence[PublicArea]) -> str | None:
    """Names of the RW that share a figure; "" for an RW of its own, None for larger areas."""
    if area.level is not Level.RW:
        return None
    return ", ".join(member.name for member in members) if len(members) > 1 else ""


def area_sentence(figure: CovidFigure | None, name: str, lang: str, *, together: str | None) -> list[Tree]:
    """The same for an area; ``together`` as `together` gives it."""
    if figure is None:
        return [say("No week with COVID reports has been published for this area yet.", lang)]
    to = day(figure.ends_on, lang, "d MMMM y")
    if not figure.known:
        return [say("In the week to {day} this area sent no COVID report.", lang).format(day=to)]
    if together:
        words = say("In the week to {day}, {figure} were recorded in {names} taken together.", lang)
        return around(words, cases_words(figure, lang), names=together, day=to)
    if together is not None:
        return around(
            say("In the week to {day}, {figure} were recorded in this RW.", lang), cases_words(figure, lang), day=to
        )
    return around(
        say("In the week to {day}, {figure} were recorded in {name}.", lang),
        cases_words(figure, lang),
        name=name,
        day=to,
    )


def rate_class(figure: CovidFigure | None, people: int | None) -> int | None:
    """Class (1 to 5) of the weekly cases per 100,000; None when the published interval spans two classes."""
    if figure is None or not figure.known or not people:
        return None
    ends = [figure.low or 0, figure.high if figure.high is not None else 10 * people]
    classes = {1 + sum(count * PER / people >= edge for edge in RATE_EDGES) for count in ends}
    return classes.pop() if len(classes) == 1 else None


def rate_of(figure: CovidFigure | None, people: int | None) -> float | None:
    """Cases per 100,000 of an exact total; None elsewhere."""
    return None if figure is None or figure.value is None or not people else figure.value * PER / people


def covid_stamp(site: Site, datasets: Mapping[str, PublicDataset], newest: CovidFigure | None) -> Tree:
    """The foot of a section with COVID figures."""
    to = day(newest.ends_on, site.lang) if newest else ""
    return stamp(datasets.get("covid-daily"), site.lang, data_to=to, published=site.published)


def rate_words(figure: CovidFigure | None, people: int | None, lang: str) -> str:
    """Cases per 100,000 of an exact total; a dash elsewhere."""
    rate = rate_of(figure, people)
    return "–" if rate is None else number(rate, lang)


def covid_map(
    site: Site,
    kelurahan: Sequence[PublicArea],
    figures: Mapping[str, CovidFigure],
    kecamatan: Sequence[PublicArea],
    city: PublicArea,
    *,
    id_: str,
) -> list[Tree]:
    """The city by kelurahan, coloured by weekly cases per 100,000."""
    lang = site.lang
    paint, tally = {}, dict.fromkeys([*range(1, 6), "hidden", "none"], 0)
    for area in kelurahan:
        figure = figures.get(area.code)
        shade = rate_class(figure, area.people)
        look = "none" if figure is None or not figure.known else "hidden" if shade is None else f"class-{shade}"
        tally[look if shade is None else shade] += 1
        paint[area.code] = Paint(look, say("{n} cases", lang).format(n=count_words(figure, lang)))
    edges = [number(edge, lang) for edge in RATE_EDGES]
    items = [(f"class-{n}", name, tally[n]) for n, name in enumerate(class_names(edges), 1)]
    items += [("hidden", say("Hidden", lang), tally["hidden"]), ("none", say("No report", lang), tally["none"])]
    return [
        *area_map(
            say("Map of the kelurahan: new COVID cases in the week", lang),
            kelurahan,
            paint,
            lambda code: site.to(f"/wilayah/{code}"),
            box=around_box([city], 0.01),
            lang=lang,
            outlines=[*kecamatan, city],
            labels=kecamatan,
            id_=id_,
        ),
        legend(say("Cases in the week per 100,000 residents; number of kelurahan", lang), items, lang),
    ]


def band_strip(figure: CovidFigure | None, lang: str) -> Tree:
    """The four bands, the RW's own in the double frame."""
    band = band_place(figure)
    items = []
    for at, (low, high) in enumerate(BANDS):
        name = f"{low}+" if high is None else f"{low}–{high}"
        mine = at == band
        items.append(
            el(
                "li",
                el("b", name) if mine else name,
                cls=f"band-{at}{' mine' if mine else ''}",
                aria_current="true" if mine else None,
            )
        )
    return el("ol", *items, cls="bands", aria_label=say("The four bands", lang))


def band_paint(areas: Sequence[PublicArea], figures: Mapping[str, CovidFigure], lang: str) -> dict[str, Paint]:
    """RW cells by band."""
    paint = {}
    for area in areas:
        figure = figures.get(area.unit)
        band = band_place(figure)
        look = "none" if figure is None or not figure.known else "hidden" if band is None else f"band-{band}"
        paint[area.code] = Paint(
            look,
            say("{n} cases", lang).format(n=count_words(figure, lang)) if look != "none" else say("No report", lang),
        )
    return paint


def band_legend(areas: Sequence[PublicArea], paint: Mapping[str, Paint], lang: str) -> Tree:
    """Number of RW by band; RW that share a figure count once."""
    looks = list({area.unit: paint[area.code].look for area in areas}.values())
    items = [
        (f"band-{n}", f"{low}+" if high is None else f"{low}–{high}", looks.count(f"band-{n}"))
        for n, (low, high) in enumerate(BANDS)
    ]
    items.append(("none", say("No report", lang), looks.count("none")))
    return legend(say("New cases in the week; number of RW", lang), items, lang)
