"""Pages of words: plain words, about the data, known issues, what's new, accessibility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.domain.public_views import PastEdition, PublicDataset, PublicIndicator
from data.domain.states import Freshness
from data.text import day, number, say
from layouts.markup import Tree, el
from layouts.public.site import Site, search, tag
from layouts.public.tables import Cell, figure_card, folded, section, table
from layouts.public.words import fresh_words


def _top(site: Site, title: str, lead: str) -> Tree:
    return el("div", search(site), el("h1", title), el("p", lead, cls="lead"), cls="top")


def _terms(pairs: Sequence[tuple[str, str]]) -> Tree:
    return el("dl", *(element for name, words in pairs for element in (el("dt", name), el("dd", words))), cls="terms")


def plain_words(site: Site, indicators: Mapping[str, PublicIndicator]) -> list[Tree]:
    """Definitions in plain words."""
    lang = site.lang
    words = [
        ("RW", say("A neighbourhood of about 2,200 people; Depok has 924 in 63 kelurahan and 11 kecamatan.", lang)),
        (
            say("New cases", lang),
            say(
                "People whose infection was confirmed, counted on the day of the event (not of the report), in "
                "the RW where they live.",
                lang,
            ),
        ),
        (
            say("Week", lang),
            say(
                "Monday to Sunday. It is published when its late reports have come in, and not changed afterwards.",
                lang,
            ),
        ),
        (
            say("Band", lang),
            say(
                "0–4, 5–9, 10–19 or 20 and more. A small number could point at a family; a band cannot. Zero "
                "belongs to the lowest band.",
                lang,
            ),
        ),
        (
            say("Range", lang),
            say(
                "A total between two ends. It stands where the exact total, together with the bands, would tell "
                "how many cases a single RW had.",
                lang,
            ),
        ),
        (say("No report", lang), say("Nothing came in. That is not the same as zero.", lang)),
        (say("Four weeks", lang), say("Four weeks one after the other that do not overlap with the next four.", lang)),
        (
            say("per 100,000", lang),
            say("So that large and small areas can be compared: cases divided by residents, times 100,000.", lang),
        ),
        (
            say("Live", lang),
            say("A Wi-Fi point that answers now. Announced, registered and live are three different numbers.", lang),
        ),
        ("monev", say("Monitoring and evaluation: the regular review of the programme.", lang)),
        (
            say("Simulated data", lang),
            say(
                "Made up as an example, because no public figures exist. Everything simulated carries a dotted frame.",
                lang,
            ),
        ),
    ]
    cards = [
        folded(f"{indicator.title[lang]}, {indicator.unit[lang]}", figure_card(indicator, lang))
        for indicator in indicators.values()
    ]
    return [
        _top(site, say("Plain words", lang), say("What the words on these pages mean.", lang)),
        section(say("Words", lang), _terms(words), id_="kata"),
        section(say("The other figures", lang), *cards, id_="angka"),
    ]


def _kind(dataset: PublicDataset, lang: str) -> Tree:
    if not dataset.simulated:
        return say("published", lang)
    return el("span", say("Partly simulated", lang), cls="simulated") if dataset.partly else tag(lang)


def about(site: Site, datasets: Mapping[str, PublicDataset], lag: int) -> list[Tree]:
    """Where the figures come from, what is simulated, how privacy is kept."""
    lang = site.lang
    rows = [
        [
            dataset.title[lang],
            dataset.owner,
            dataset.source,
            Cell(
                day(dataset.data_to, lang) if dataset.data_to else "–",
                dataset.data_to.isoformat() if dataset.data_to else "",
            ),
            Cell(fresh_words(dataset.freshness, lang), list(Freshness).index(dataset.freshness)),
            _kind(dataset, lang),
        ]
        for dataset in datasets.values()
    ]
    heads = [
        say("Dataset", lang),
        say("Owner", lang),
        say("Source", lang),
        say("Data to", lang),
        say("Freshness", lang),
        say("Kind", lang),
    ]
    return [
        _top(
            site,
            say("About the data", lang),
            say("What is real, what is made up, and what is held back so that nobody can be recognised.", lang),
        ),
        section(
            say("Sources", lang), table(say("Datasets behind these pages", lang), heads, rows, lang=lang), id_="sumber"
        ),
        section(
            say("Real and simulated", lang),
            el(
                "p",
                say(
                    "Real: the borders of the 63 kelurahan, the area codes and names, the number of RW by "
                    "kecamatan, the city's published COVID totals and milestones, the names of the programmes.",
                    lang,
                ),
            ),
            el(
                "p",
                say(
                    "Simulated: the borders of the RW, COVID by RW, the places and state of the Wi-Fi points, "
                    "the pick-ups, the progress of each action. They are made to agree with the published "
                    "totals, but they are not the truth about your RW.",
                    lang,
                ),
            ),
            id_="nyata",
        ),
        section(
            say("How privacy is kept", lang),
            el(
                "ul",
                el(
                    "li",
                    say(
                        "No personal data comes in at all: a file with a column like a name or an ID number is "
                        "refused.",
                        lang,
                    ),
                ),
                el(
                    "li",
                    say(
                        "COVID in an RW is shown as a band, for whole weeks only, {n} days after the week's end.", lang
                    ).format(n=number(lag, lang)),
                ),
                el(
                    "li",
                    say(
                        "Whether a total is exact or a range depends on what is public anyway, so the range "
                        "itself tells nothing.",
                        lang,
                    ),
                ),
                el("li", say("RW with fewer than 500 people are shown together with a neighbour.", lang)),
                el(
                    "li",
                    say(
                        "Before every edition a program tries to work out the hidden numbers from everything "
                        "ever published. If it finds one, nothing is published.",
                        lang,
                    ),
                ),
                cls="plain",
            ),
            id_="privasi",
        ),
    ]


def known_issues(site: Site, datasets: Mapping[str, PublicDataset]) -> list[Tree]:
    """What disagrees in the sources, and which feeds are late."""
    lang = site.lang
    late = [dataset for dataset in datasets.values() if dataset.freshness is not Freshness.FRESH]
    items = [
        say(
            "Number of RW: 924 by kecamatan; other releases say 925, 919 and 920, the Wi-Fi programme 917. We use 924.",
            lang,
        ),
        say("Active cases on 4 December 2020: the release prints 1,378, its own sums give 2,378.", lang),
        say("14 January 2021: the number of recovered is off by 279 in the release.", lang),
        say(
            "January 2021: city and ministry differed by 5,068 cases. On 18 August 2021 the province showed "
            "23,686 active cases, the city 3,344.",
            lang,
        ),
        say("RT on 12 February 2021: 5,535 and 5,293 in two releases.", lang),
        say("“75 %” of the action plan was published without a formula.", lang),
        say("The borders of the RW are not public; the cells on our maps are made up.", lang),
        say("A week that is published is not corrected. Late reports (about one in twenty) are missing here.", lang),
    ]
    delayed = [el("li", f"{dataset.title[lang]}: {fresh_words(dataset.freshness, lang)}") for dataset in late]
    return [
        _top(site, say("Known issues", lang), say("What we know is wrong, missing or in dispute.", lang)),
        section(
            say("Figures that disagree", lang), el("ul", *(el("li", words) for words in items), cls="plain"), id_="beda"
        ),
        section(
            say("Feeds that are late", lang),
            el("ul", *delayed, cls="plain") if delayed else el("p", say("None at this moment.", lang)),
            id_="terlambat",
        ),
    ]


def whats_new(site: Site, editions: Sequence[PastEdition]) -> list[Tree]:
    """Editions, newest first."""
    lang = site.lang
    rows = [
        [
            Cell(number(edition.version, lang), edition.version),
            Cell(
                f"{day(edition.published_at.date(), lang)}, {edition.published_at:%H.%M}",
                edition.published_at.isoformat(),
            ),
            Cell(day(edition.week, lang) if edition.week else "–", edition.week.isoformat() if edition.week else ""),
        ]
        for edition in editions[:60]
    ]
    heads = [say("Edition", lang), say("Published", lang), say("COVID weeks up to", lang)]
    return [
        _top(
            site,
            say("What's new", lang),
            say(
                "A new edition comes when new data came in. A COVID week that was published stays as it is in "
                "every later one.",
                lang,
            ),
        ),
        section(say("Editions", lang), table(say("Editions", lang), heads, rows, numbers=(0,), lang=lang), id_="edisi"),
    ]


def accessibility(site: Site) -> list[Tree]:
    """The statement."""
    lang = site.lang
    items = [
        say(
            "The pages aim at WCAG 2.2, level AA. They are tested with axe-core, an HTML validator and a "
            "keyboard-only script at every change.",
            lang,
        ),
        say(
            "Everything is there without scripts: sentence, map, chart and table. With scripts, maps and charts "
            "are operated by arrow keys and speak.",
            lang,
        ),
        say(
            "Light or dark follows your device, and so do less motion and more contrast. The pages reflow down "
            "to a width of 320 pixels and can be enlarged to 400 %.",
            lang,
        ),
        say("No colour stands alone: every figure also stands in words and in a table that can be sorted.", lang),
    ]
    gaps = [
        say(
            "Small areas on the city map are narrower than 24 pixels on a phone; the tables on the pages COVID, "
            "Wi-Fi, waste and of each area have the same links.",
            lang,
        ),
        say("The pages have not been tried by people who use screen readers every day.", lang),
        say("Names of departments and sources are in Indonesian on the English pages too.", lang),
    ]
    return [
        _top(site, say("Accessibility", lang), say("These pages are for everyone in Depok.", lang)),
        section(
            say("What works", lang), el("ul", *(el("li", sentence) for sentence in items), cls="plain"), id_="bisa"
        ),
        section(
            say("What does not work yet", lang),
            el("ul", *(el("li", sentence) for sentence in gaps), cls="plain"),
            id_="belum",
        ),
        section(
            say("Something is in your way?", lang),
            el("p", say("Tell the Dinas Komunikasi dan Informatika of Kota Depok.", lang)),
            id_="lapor",
        ),
    ]
