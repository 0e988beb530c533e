"""COVID for the public: bands and totals, never a rank, a colour or a word from what is hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.domain.areas import Level
from data.domain.public_pages import CovidMap
from data.domain.public_views import BANDS, RATE_EDGES, AreaClasses, CovidFigure, PublicArea, PublicDataset
from data.text import day, number, say
from layouts.markup import Tree, el
from layouts.public.maps import Paint, area_map, around_box, class_names, legend, look_of
from layouts.public.site import Site
from layouts.public.words import around, cases_words, count_words, stamp

MISSING = {"hidden": "Hidden", "none": "No report"}


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


def covid_stamp(site: Site, datasets: Mapping[str, PublicDataset], newest: CovidFigure | None) -> Tree:
    """The foot of a section with COVID figures."""
    to = day(newest.ends_on, site.lang) if newest else ""
    return stamp(datasets.get("covid-daily"), site.lang, data_to=to, published=site.published)


PER_ALL = (
    "Per 100,000 of all residents. The operating room counts residents by the days that were reported about; its rates "
    "may be a little higher."
)


def rate_words(figure: CovidFigure | None, people: int | None, lang: str) -> str:
    """Cases per 100,000 of an exact total; a dash elsewhere."""
    rate = figure.rate(people) if figure else None
    return "–" if rate is None else number(rate, lang)


def _painted(figure: CovidFigure | None, people: int | None, lang: str) -> str:
    """What the colour says, then the count it comes from: "612 per 100,000 residents, 367 cases"."""
    cases = say("{n} cases", lang).format(n=count_words(figure, lang))
    if figure is None or figure.rate(people) is None:
        return cases
    rate = say("{n} per 100,000 residents", lang).format(n=rate_words(figure, people, lang))
    return f"{rate}, {cases}"


def covid_map(site: Site, view: CovidMap, *, id_: str) -> list[Tree]:
    """The city by kelurahan, coloured by weekly cases per 100,000."""
    lang, classes = site.lang, view.classes
    people = {area.code: area.people for area in view.areas}
    paint = {
        code: Paint(look_of(name), _painted(view.figures.get(code), people.get(code), lang))
        for code, name in classes.by_area.items()
    }
    names = enumerate(class_names([number(edge, lang) for edge in RATE_EDGES]), 1)
    items = [(f"class-{n}", name, classes.tally[str(n)]) for n, name in names]
    items += [(look, say(words, lang), classes.tally[look]) for look, words in MISSING.items()]
    return [
        *area_map(
            say("Map of the kelurahan: new COVID cases in the week", lang),
            view.areas,
            paint,
            lambda code: site.to(f"/wilayah/{code}"),
            box=around_box([view.around], 0.01),
            lang=lang,
            outlines=[*view.inner, view.around],
            labels=view.inner,
            id_=id_,
        ),
        legend(say("Cases in the week per 100,000 residents; number of kelurahan", lang), items, lang),
        el("p", say(PER_ALL, lang), cls="muted"),
    ]


def band_strip(figure: CovidFigure | None, lang: str) -> Tree:
    """The four bands, the RW's own in the double frame."""
    band = figure.band if figure else None
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


def band_paint(
    areas: Sequence[PublicArea], classes: AreaClasses, figures: Mapping[str, CovidFigure], lang: str
) -> dict[str, Paint]:
    """RW cells by band."""
    paint = {}
    for area in areas:
        name, cases = classes.by_area[area.code], count_words(figures.get(area.unit), lang)
        words = say("No report", lang) if name == "none" else say("{n} cases", lang).format(n=cases)
        paint[area.code] = Paint(look_of(name, "band"), words)
    return paint


def band_legend(classes: AreaClasses, lang: str) -> Tree:
    """Number of RW by band; RW that share a figure count once."""
    items = [
        (f"band-{n}", f"{low}+" if high is None else f"{low}–{high}", classes.tally[str(n)])
        for n, (low, high) in enumerate(BANDS)
    ]
    items.append(("none", say("No report", lang), classes.tally["none"]))
    return legend(say("New cases in the week; number of RW", lang), items, lang)
