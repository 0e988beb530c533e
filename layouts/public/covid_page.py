"""The public COVID page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.domain.public_pages import CovidMap
from data.domain.public_views import CovidFigure, PublicDataset
from data.text import say
from layouts.markup import Tree, el
from layouts.public.charts import weekly_bars
from layouts.public.covid import city_sentence, covid_map, covid_stamp, rate_words
from layouts.public.home import address
from layouts.public.site import Site, search
from layouts.public.tables import Cell, folded, section, table
from layouts.public.words import (
    count_words,
    period_words,
)


def covid_page(
    site: Site, weeks: Sequence[CovidFigure], city: CovidMap, datasets: Mapping[str, PublicDataset]
) -> list[Tree]:
    """COVID in the city."""
    lang = site.lang
    newest = weeks[-1] if weeks else None
    label = say("New COVID cases by week in {name}", lang).format(name=city.around.full_name)
    rows = []
    for area in city.areas:
        figure = city.figures.get(area.code)
        rate = figure.rate(area.people) if figure else None
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
            Cell(period_words(past_week, lang), past_week.ends_on.isoformat()),
            Cell(count_words(past_week, lang), -1 if past_week.low is None else past_week.low),
        ]
        for past_week in reversed(weeks)
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
            *covid_map(site, city, id_="peta-covid"),
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
                ).format(n=site.edition.days_to_publish if site.edition else ""),
            ),
            el("p", site.a("/istilah", say("Plain words", lang), cls="more")),
            id_="baca",
        ),
    ]
