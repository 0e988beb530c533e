"""The landing page, the search's answer, and what a page says when something is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.domain.areas import Level
from data.domain.public_pages import HomeView
from data.domain.public_views import (
    PublicArea,
    PublicDataset,
    PublicIndicator,
    PublicSubject,
    PublicValue,
)
from data.text import day, number, say
from layouts.markup import Tree, el
from layouts.public.charts import weekly_bars
from layouts.public.covid import city_sentence, covid_map, covid_stamp
from layouts.public.site import Site, search, tag
from layouts.public.tables import section
from layouts.public.words import value_words

MOST_LISTED = 60


@dataclass(frozen=True)
class Card:
    """A subject's leading figure for the city, and the way to its page; ``to`` the last day of data, in words."""

    path: str
    title: str
    unit: str
    value: str
    to: str


def landing(site: Site, view: HomeView, cards: Sequence[Card]) -> list[Tree]:
    """Search, one plain sentence, the subjects in the order of the menu, the map."""
    lang = site.lang
    sentence = el("p", *city_sentence(view.newest, lang), cls="lead")
    return [
        el("div", search(site), el("h1", say("Depok, RW by RW", lang)), sentence, cls="top"),
        section(
            say("Subjects", lang),
            el("ul", *(_card(site, card) for card in cards), cls="cards"),
            el("p", tag(lang), cls="stamp") if site.edition and site.edition.simulated else [],
            id_="bidang",
        ),
        section(
            say("New COVID cases by kelurahan, the last complete week", lang),
            el(
                "div",
                el("div", *covid_map(site, view.city, id_="peta-covid")),
                el(
                    "div",
                    el("p", say("Cases by week since March 2020", lang), cls="kicker"),
                    weekly_bars(
                        view.weeks,
                        say("New COVID cases by week in {name}", lang).format(name=view.city.around.full_name),
                        lang,
                    ),
                ),
                cls="beside",
            ),
            el("p", site.a("/covid", say("Chart and table of every kelurahan", lang), cls="more")),
            covid_stamp(site, view.datasets, view.newest),
            id_="peta",
        ),
        section(
            say("Good to know", lang),
            el(
                "ul",
                el("li", site.a("/istilah", say("What a band is and why small numbers are not shown", lang))),
                el("li", site.a("/tentang", say("Where the figures come from and what is simulated", lang))),
                el("li", site.a("/data", say("Download the data, or ask for it by program", lang))),
                el("li", site.a("/masalah", say("What we know is wrong or missing", lang))),
                cls="plain",
            ),
            id_="tahu",
        ),
    ]


def indicator_card(
    site: Site,
    subject: PublicSubject,
    indicator: PublicIndicator,
    value: PublicValue | None,
    datasets: Mapping[str, PublicDataset],
) -> Card:
    """The card of a subject whose leading figure is an indicator."""
    lang = site.lang
    shown = value_words(value, indicator.decimals, lang)
    to = data_to(datasets, indicator.dataset, lang)
    return Card(f"/{subject.slug}", indicator.title[lang], indicator.unit[lang], shown, to)


def data_to(datasets: Mapping[str, PublicDataset], name: str, lang: str) -> str:
    """Last day of a dataset in words; empty where it has none."""
    dataset = datasets.get(name)
    return day(dataset.data_to, lang) if dataset and dataset.data_to else ""


def _card(site: Site, card: Card) -> Tree:
    words = [el("span", card.title, cls="kicker"), el("b", card.value), el("span", card.unit, cls="unit")]
    if card.to:
        words.append(el("span", say("Data to {day}", site.lang).format(day=card.to), cls="when"))
    return el("li", site.a(card.path, *words))


def search_results(site: Site, asked: str, areas: Sequence[tuple[PublicArea, str]]) -> list[Tree]:
    """Answer of the search: areas with their parents' names, or what one could try."""
    lang = site.lang
    if areas:
        title = say("{n} areas for “{asked}”", lang).format(n=number(len(areas), lang), asked=asked)
        items = [
            el("li", site.a(address(area), el("b", area.full_name), el("span", inside, cls="where")))
            for area, inside in areas[:MOST_LISTED]
        ]
        content: Tree = el("ul", *items, cls="found")
        if len(areas) > MOST_LISTED:
            more = say("The first {n} are listed; add the name of the kelurahan.", lang).format(
                n=number(MOST_LISTED, lang)
            )
            content = [el("p", more), content]
    else:
        title = say("Nothing is called “{asked}”", lang).format(asked=asked) if asked else say("Which RW?", lang)
        content = el(
            "p",
            say(
                "Write the number of the RW and the kelurahan, for example “6 Mekarsari”, or choose from the "
                "list of areas.",
                lang,
            ),
            " ",
            site.a("/wilayah/32.76", say("All areas", lang)),
        )
    return [el("div", search(site, asked), el("h1", title), cls="top"), section(say("Areas", lang), content)]


def address(area: PublicArea) -> str:
    """The page of an area."""
    return f"/rw/{area.code}" if area.level is Level.RW else f"/wilayah/{area.code}"


def problem(site: Site, title: str, words: str) -> list[Tree]:
    """One sentence and the ways on."""
    return [
        el("div", search(site), el("h1", title), el("p", words, cls="lead"), cls="top"),
        section(
            say("Where to go from here", site.lang),
            el("p", site.a("/", say("To the front page", site.lang), cls="more")),
        ),
    ]


def no_edition(site: Site, words: str) -> list[Tree]:
    """Before the first edition."""
    link = el("p", el("a", say("Sign in to the room", site.lang), href="/masuk", cls="more")) if site.room else []
    return [el("div", el("h1", say("One moment", site.lang)), el("p", words, cls="lead"), link, cls="top")]
