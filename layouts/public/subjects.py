"""The four subjects for the whole city: sentence, map, chart, table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.domain.public_views import (
    CovidFigure,
    Point,
    ProgressPoint,
    PublicAction,
    PublicArea,
    PublicDataset,
    PublicIndicator,
    PublicPlace,
    PublicValue,
)
from data.text import day, number, say
from layouts.markup import Tree, el
from layouts.public.charts import lines, s_curve, weekly_bars
from layouts.public.covid import city_sentence, covid_map, covid_stamp, rate_of, rate_words
from layouts.public.home import address
from layouts.public.maps import Paint, area_map, around_box, class_names, legend
from layouts.public.site import Site, search
from layouts.public.tables import Cell, folded, section, table
from layouts.public.words import (
    DIMENSIONS,
    LIGHTS,
    STATUSES,
    around,
    count_words,
    period_words,
    stamp,
    value_words,
)

WEIGHTINGS = {
    "plan": "Weights of the 2019 plan",
    "equal": "Every action the same",
    "dimensions": "Six dimensions the same",
    "terms": "Three terms the same",
}
TERMS = {"short": "Short term", "medium": "Medium term", "long": "Long term"}


@dataclass(frozen=True)
class CityMap:
    """Areas for a city map."""

    kelurahan: Sequence[PublicArea]
    kecamatan: Sequence[PublicArea]
    city: PublicArea


@dataclass(frozen=True)
class Measure:
    """An open indicator for the city: series, and the kelurahan's newest values."""

    indicator: PublicIndicator
    series: Sequence[PublicValue]
    values: Mapping[str, PublicValue]


def covid_page(
    site: Site,
    weeks: Sequence[CovidFigure],
    figures: Mapping[str, CovidFigure],
    areas: CityMap,
    datasets: Mapping[str, PublicDataset],
) -> list[Tree]:
    """COVID in the city."""
    lang = site.lang
    newest = weeks[-1] if weeks else None
    label = say("New COVID cases by week in {name}", lang).format(name=areas.city.full_name)
    rows = []
    for area in areas.kelurahan:
        figure = figures.get(area.code)
        rate = rate_of(figure, area.people)
        rows.append(
            [
                Cell(site.a(address(area), area.full_name), area.full_name),
                Cell(count_words(figure, lang), -1 if figure is None or figure.low is None else figure.low),
                Cell(rate_words(figure, area.people, lang), -1 if rate is None else rate),
            ]
        )
    heads = ["Kelurahan", say("New cases", lang), say("per 100,000", lang)]
    weekly = [
        [
            Cell(period_words(one, lang), one.ends_on.isoformat()),
            Cell(count_words(one, lang), -1 if one.low is None else one.low),
        ]
        for one in reversed(weeks)
    ]
    week = period_words(newest, lang) if newest else ""
    note = covid_stamp(site, datasets, newest)
    return [
        el("div", search(site), el("h1", "COVID"), el("p", *city_sentence(newest, lang), cls="lead"), cls="top"),
        section(
            say("Cases by week since March 2020", lang),
            weekly_bars(weeks, label, lang),
            folded(
                say("The same as a table", lang),
                table(label, [say("Week", lang), say("New cases", lang)], weekly, numbers=(1,), lang=lang),
            ),
            id_="pekan",
            note=note,
        ),
        section(
            say("Kelurahan in the week {week}", lang).format(week=week),
            *covid_map(site, areas.kelurahan, figures, areas.kecamatan, areas.city, id_="peta-covid"),
            table(
                say("New COVID cases by kelurahan, {week}", lang).format(week=week),
                heads,
                rows,
                numbers=(1, 2),
                lang=lang,
            ),
            id_="kelurahan",
            note=note,
        ),
        section(
            say("How to read this", lang),
            el(
                "p",
                say(
                    "An RW is shown in one of four bands (0–4, 5–9, 10–19, 20 and more), so that nobody can be "
                    "recognised. Totals are exact wherever that gives no RW away, and a range elsewhere.",
                    lang,
                ),
            ),
            el(
                "p",
                say(
                    "A week is published once, {n} days after its end at the earliest, and is not changed "
                    "afterwards. Late reports are in the city's own figures, not here.",
                    lang,
                ).format(n=site.edition.lag + 1 if site.edition else ""),
            ),
            el("p", site.a("/istilah", say("Plain words", lang), cls="more")),
            id_="baca",
        ),
    ]


def wifi_page(
    site: Site,
    points: Sequence[Point],
    measures: Sequence[Measure],
    areas: CityMap,
    datasets: Mapping[str, PublicDataset],
) -> list[Tree]:
    """Public Wi-Fi in the city."""
    lang = site.lang
    tally = {status: sum(point.status == status for point in points) for status in STATUSES}
    live = number(tally["live"], lang)
    lead = around(
        say("{figure} of {n} registered public Wi-Fi points are live.", lang), live, n=number(len(points), lang)
    )
    items = [(f"wifi-{status}", say(name, lang), tally[status]) for status, name in STATUSES.items()]
    ground = {
        area.code: Paint(
            "ground",
            say("{n} live points", lang).format(
                n=number(sum(p.status == "live" and p.area.startswith(area.code) for p in points), lang)
            ),
        )
        for area in areas.kelurahan
    }
    return [
        el("div", search(site), el("h1", "Wi-Fi Depok Bersahabat"), el("p", *lead, cls="lead"), cls="top"),
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
                points=points,
                id_="peta-wifi",
            ),
            legend(say("Points by status", lang), items, lang),
            id_="peta",
            note=stamp(datasets.get("wifi-outages"), lang),
        ),
        *_measures(site, measures, areas, datasets),
    ]


def waste_page(
    site: Site, measures: Sequence[Measure], areas: CityMap, datasets: Mapping[str, PublicDataset]
) -> list[Tree]:
    """Waste collection in the city."""
    lang = site.lang
    lead: list[Tree] = [say("No pick-up has been reported yet.", lang)]
    if measures and measures[0].series:
        last, one = measures[0].series[-1], measures[0].indicator
        if last.value is not None:
            lead = around(
                say("In the seven days to {day}, {figure} % of the scheduled pick-ups were done.", lang),
                number(last.value, lang, one.decimals),
                day=day(last.day, lang, "d MMMM y"),
            )
    find = el("p", say("When is mine? Write the name of your RW above.", lang))
    return [
        el("div", search(site), el("h1", say("Waste collection", lang)), el("p", *lead, cls="lead"), find, cls="top"),
        *_measures(site, measures, areas, datasets),
    ]


def _measures(
    site: Site, measures: Sequence[Measure], areas: CityMap, datasets: Mapping[str, PublicDataset]
) -> list[Tree]:
    return [_measure(site, one, areas, datasets, with_map=at == 0) for at, one in enumerate(measures)]


def _measure(
    site: Site, measure: Measure, areas: CityMap, datasets: Mapping[str, PublicDataset], *, with_map: bool
) -> Tree:
    lang, one = site.lang, measure.indicator
    last = measure.series[-1] if measure.series else None
    title = say("{title}: {value} {unit}", lang).format(
        title=one.title[lang], value=value_words(last, one.decimals, lang), unit=one.unit[lang]
    )
    picture = lines(
        [(v.day, v.value) for v in measure.series],
        [],
        f"{one.title[lang]}, {areas.city.full_name}",
        unit=one.unit[lang],
        decimals=one.decimals,
        names=(areas.city.full_name, ""),
        lang=lang,
        percent=one.unit["en"].startswith("%"),
    )
    if with_map and measure.values:
        picture = el("div", el("div", *_measure_map(site, measure, areas)), el("div", picture), cls="beside")
    heads = ["Kelurahan", one.unit[lang]]
    rows = []
    for area in areas.kelurahan:
        value = measure.values.get(area.code)
        rows.append(
            [
                Cell(site.a(address(area), area.full_name), area.full_name),
                Cell(
                    value_words(value, one.decimals, lang), -1 if value is None or value.value is None else value.value
                ),
            ]
        )
    caption = say("{title} by kelurahan, {day}", lang).format(
        title=one.title[lang], day=day(last.day, lang) if last else ""
    )
    listed = table(caption, heads, rows, numbers=(1,), lang=lang)
    meaning = el("p", say("How it is reckoned: {formula}", lang).format(formula=one.formula[lang]), cls="muted")
    return section(
        title,
        picture,
        folded(say("Every kelurahan as a table", lang), listed),
        meaning,
        id_=one.id,
        note=stamp(datasets.get(one.dataset), lang),
    )


def value_class(value: float, breaks: Sequence[float]) -> int:
    """Class 1 to 5 of a value."""
    return 1 + sum(value >= edge for edge in breaks)


def _measure_map(site: Site, measure: Measure, areas: CityMap) -> list[Tree]:
    lang, one = site.lang, measure.indicator
    paint, looks = {}, []
    for area in areas.kelurahan:
        value = measure.values.get(area.code)
        look = "none" if value is None or value.value is None else f"class-{value_class(value.value, one.breaks)}"
        looks.append(look)
        paint[area.code] = Paint(look, f"{value_words(value, one.decimals, lang)} {one.unit[lang]}")
    decimals = 0 if all(edge % 1 == 0 for edge in one.breaks) else one.decimals
    edges = [number(edge, lang, decimals) for edge in one.breaks]
    items = [(f"class-{n}", name, looks.count(f"class-{n}")) for n, name in enumerate(class_names(edges), 1)]
    items.append(("none", say("No report", lang), looks.count("none")))
    return [
        *area_map(
            say("Map of the kelurahan: {title}", lang).format(title=one.title[lang]),
            areas.kelurahan,
            paint,
            lambda code: site.to(f"/wilayah/{code}"),
            box=around_box([areas.city], 0.01),
            lang=lang,
            outlines=[*areas.kecamatan, areas.city],
            labels=areas.kecamatan,
            id_=f"peta-{one.id}",
        ),
        legend(say("{unit}; number of kelurahan", lang).format(unit=one.unit[lang]), items, lang),
    ]


@dataclass(frozen=True)
class ProgrammeView:
    """The action plan."""

    series: Mapping[str, Sequence[ProgressPoint]]
    actions: Sequence[PublicAction]
    weightings: Mapping[str, float]
    places: Sequence[PublicPlace]
    names: Mapping[str, str]
    areas: CityMap
    dataset: PublicDataset | None
    place_dataset: PublicDataset | None


def programme_page(site: Site, view: ProgrammeView) -> list[Tree]:
    """Progress of the action plan, and what 75 % means."""
    lang = site.lang
    points = view.series.get("all", [])
    last = points[-1] if points else None
    lead: list[Tree] = [say("no progress report yet", lang)]
    if last is not None:
        lead = around(
            say("{figure} % of the 2019 action plan was reached on {day}; {planned} % was planned.", lang),
            number(last.actual, lang, 1),
            day=day(last.day, lang, "d MMMM y"),
            planned=number(last.planned, lang, 1),
        )
    note = stamp(view.dataset, lang)
    label = say("Action plan: reached and planned by month", lang)
    rows = [
        [
            Cell(day(p.day, lang), p.day.isoformat()),
            Cell(number(p.actual, lang, 1), p.actual),
            Cell(number(p.planned, lang, 1), p.planned),
            Cell(number(p.actual - p.planned, lang, 1, signed=True), p.actual - p.planned),
        ]
        for p in reversed(points)
    ]
    heads = [say("Report", lang), say("Reached, %", lang), say("Planned, %", lang), say("Difference, points", lang)]
    return [
        el("div", search(site), el("h1", say("Smart-city programme", lang)), el("p", *lead, cls="lead"), cls="top"),
        section(
            say("Reached against planned", lang),
            s_curve(points, label, lang),
            folded(say("The same as a table", lang), table(label, heads, rows, numbers=(1, 2, 3), lang=lang)),
            id_="kurva",
            note=note,
        ),
        section(
            say("What 75 % means", lang),
            el(
                "p",
                say(
                    "At the ministry's review on 24 November 2020 the city reported 75 %. No formula was "
                    "published with it. We add up how far every action has come towards its final target, each "
                    "by its weight in the plan; more than the target counts as reached.",
                    lang,
                ),
            ),
            el("p", say("With other weights the newest report gives:", lang)),
            table(
                say("Progress under four ways of weighing", lang),
                [say("Weights", lang), say("Reached, %", lang)],
                [
                    [say(WEIGHTINGS[name], lang), Cell(number(value, lang, 1), value)]
                    for name, value in view.weightings.items()
                ],
                numbers=(1,),
                lang=lang,
            ),
            id_="arti",
        ),
        _dimensions(site, view),
        _actions(site, view),
        _places(site, view),
    ]


def _dimensions(site: Site, view: ProgrammeView) -> Tree:
    lang = site.lang
    rows = []
    for name, points in view.series.items():
        if name == "all" or not points:
            continue
        p = points[-1]
        bar = el(
            "svg",
            el("rect", x=0, y=2, width=100, height=8, cls="lane"),
            el("rect", x=0, y=2, width=round(p.actual, 1), height=8, cls="bar-exact"),
            view_box="0 0 100 12",
            aria_hidden="true",
            cls="bar",
            preserveAspectRatio="none",
        )
        rows.append(
            [
                Cell(say(DIMENSIONS[name], lang), say(DIMENSIONS[name], lang)),
                bar,
                Cell(number(p.actual, lang, 1), p.actual),
                Cell(number(p.planned, lang, 1), p.planned),
                Cell(number(p.actions, lang), p.actions),
            ]
        )
    heads: list[Tree] = [
        say("Dimension", lang),
        "",
        say("Reached, %", lang),
        say("Planned, %", lang),
        say("Actions", lang),
    ]
    heads[1] = el("span", say("Bar", lang), cls="unseen")
    return section(
        say("The six dimensions", lang),
        table(say("Progress by dimension", lang), heads, rows, numbers=(2, 3, 4), lang=lang),
        id_="dimensi",
        note=stamp(view.dataset, lang),
    )


def _actions(site: Site, view: ProgrammeView) -> Tree:
    lang = site.lang
    rows = [
        [
            Cell(
                [
                    one.programme,
                    el("span", f" {one.name}", cls="where"),
                    el("span", say("example name", lang), cls="simulated") if one.example else [],
                ],
                one.programme,
            ),
            Cell(
                [el("i", cls=f"light {one.light}", aria_hidden="true"), " ", say(LIGHTS[one.light], lang)],
                list(LIGHTS).index(one.light),
            ),
            Cell(number(one.actual, lang, 1), one.actual),
            Cell(number(one.planned, lang, 1), one.planned),
            Cell(say(TERMS[one.term], lang), list(TERMS).index(one.term)),
            Cell(one.opd),
        ]
        for one in view.actions
    ]
    heads = [
        say("Programme and action", lang),
        say("State", lang),
        say("Reached, %", lang),
        say("Planned, %", lang),
        say("Term", lang),
        say("Department", lang),
    ]
    rule = el(
        "p",
        say("State by rule: 15 points or more behind the plan “held”, 3 or more “watch”, else “on plan”.", lang),
        cls="muted",
    )
    return section(
        say("Every action", lang),
        rule,
        table(say("Actions of the plan", lang), heads, rows, numbers=(2, 3), lang=lang),
        id_="aksi",
        note=stamp(view.dataset, lang),
    )


def _places(site: Site, view: ProgrammeView) -> Tree:
    lang = site.lang
    ground = {
        area.code: Paint(
            "ground",
            say("{n} programme places", lang).format(
                n=number(sum(p.area.startswith(area.code) for p in view.places), lang)
            ),
        )
        for area in view.areas.kelurahan
    }
    names = view.names
    kinds = {"dcomart": "D'Comart", "tour": "Smart City Tour"}
    items = [(f"place {kind}", name, sum(p.kind == kind for p in view.places)) for kind, name in kinds.items()]
    rows = [
        [p.name, Cell(kinds.get(p.kind, p.kind)), Cell(site.a(f"/rw/{p.area}", names.get(p.area, p.area)))]
        for p in view.places
    ]
    return section(
        say("Places on the map", lang),
        *area_map(
            say("Map of the programme places", lang),
            view.areas.kelurahan,
            ground,
            lambda code: site.to(f"/wilayah/{code}#program"),
            box=around_box([view.areas.city], 0.01),
            lang=lang,
            outlines=[*view.areas.kecamatan, view.areas.city],
            labels=view.areas.kecamatan,
            places=view.places,
            id_="peta-program",
        ),
        legend(say("Places; the programmes are real, where they stand is simulated", lang), items, lang),
        folded(
            say("The same as a table", lang),
            table(say("Programme places", lang), [say("Place", lang), say("Programme", lang), "RW"], rows, lang=lang),
        ),
        id_="tempat",
        note=stamp(view.place_dataset, lang),
    )
