"""The frame of a public page: head, search, menu, foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from data.domain.public_views import Edition, PublicSubject
from data.text import day, say
from layouts.markup import Tree, el, html_of

STAR = "M0-47L12-17L45-15L20 7L28 38L0 22L-28 38L-20 7L-45-15L-12-17Z"
ICON = (
    "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='-50%20-50%20100%20100'%3E"
    f"%3Cpath%20fill='%23FFD23F'%20stroke='%230E1416'%20stroke-width='5'%20d='{STAR.replace(' ', '%20')}'/%3E%3C/svg%3E"
)
MORE = (
    ("/wilayah/32.76", "Areas"),
    ("/data", "Open data"),
    ("/kabar", "What's new"),
    ("/masalah", "Known issues"),
    ("/istilah", "Plain words"),
    ("/tentang", "About the data"),
    ("/aksesibilitas", "Accessibility"),
)


@dataclass(frozen=True)
class Site:
    """What every public page knows.

    Attributes
    ----------
    path : str
        The page's path without its query.
    origin : str
        Scheme and host, for addresses that leave the page (share links, canonical).
    files : mapping
        Name of a file of ``assets/public`` → its address with the content's hash.
    edition : Edition or None
        None before the first one.
    room : bool
        True where the room's edition runs on the same server.
    subjects : sequence of PublicSubject
        The published subjects in the order of the menu; none before the first edition.
    """

    lang: str
    path: str
    origin: str
    files: Mapping[str, str]
    edition: Edition | None = None
    room: bool = False
    subjects: Sequence[PublicSubject] = ()

    @property
    def menu(self) -> list[tuple[str, str]]:
        """Paths and words of every page."""
        own = [(f"/{subject.slug}", subject.title[self.lang]) for subject in self.subjects]
        return [*own, *((path, say(words, self.lang)) for path, words in MORE)]

    @property
    def published(self) -> str:
        """Day of the edition in words; empty before the first one."""
        return day(self.edition.clock.date(), self.lang) if self.edition else ""

    def to(self, path: str) -> str:
        """The address of a page in this language."""
        if self.lang == "id":
            return path
        return f"{path}{'&' if '?' in path else '?'}lang=en"

    def a(self, path: str, *words: Tree, **attributes: object) -> Tree:
        """A link in this language."""
        return el("a", *words, href=self.to(path), **attributes)


def page(site: Site, title: str, description: str, *body: Tree, index: bool = True) -> str:
    """A whole page.

    Parameters
    ----------
    description : str
        One sentence; it stands in shared links.
    index : bool
        False asks search engines to leave the page out.
    """
    lang = site.lang
    shown = html_of([_skip(lang), _head(site), el("main", *body, id="isi", tabindex="-1"), _foot(site)])
    name = "Depok per RW"
    whole = f"{title} – {name}" if title != name else name
    here, other = f"{site.origin}{site.to(site.path)}", f"{site.origin}{site.path}"
    tags = [
        f'<meta name="description" content="{escape(description)}">',
        f'<link rel="canonical" href="{escape(here)}">',
        f'<link rel="alternate" hreflang="id" href="{escape(other)}">',
        f'<link rel="alternate" hreflang="en" href="{escape(other)}?lang=en">',
        f'<meta property="og:title" content="{escape(title)}">',
        f'<meta property="og:description" content="{escape(description)}">',
        f'<meta property="og:url" content="{escape(here)}"><meta property="og:type" content="website">',
        f'<meta property="og:site_name" content="{name}">'
        f'<meta property="og:locale" content="{"id_ID" if lang == "id" else "en_GB"}">',
        '<meta name="twitter:card" content="summary">',
        "" if index else '<meta name="robots" content="noindex">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<link rel="icon" href="{ICON}">',
        f'<link rel="preload" href="{site.files["font"]}" as="font" type="font/woff2" crossorigin>',
        f'<link rel="stylesheet" href="{site.files["public.css"]}">',
        f'<script src="{site.files["public.js"]}" defer></script>',
    ]
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{escape(whole)}</title>'
        f"{''.join(tags)}</head>"
        f"<body>{shown}</body></html>\n"
    )


def _skip(lang: str) -> Tree:
    return el("a", say("To the content", lang), href="#isi", cls="skip")


def _head(site: Site) -> Tree:
    lang, other = site.lang, "en" if site.lang == "id" else "id"
    logo = el("svg", el("path", d=STAR), view_box="-50 -50 100 100", aria_hidden="true", focusable="false", cls="logo")
    links = [
        el("li", site.a(path, name, aria_current="page" if site.path == path else None)) for path, name in site.menu
    ]
    if site.room:
        links.append(el("li", el("a", say("Sign in to the room", lang), href=f"/masuk?lang={lang}")))
    language = el(
        "a",
        other.upper(),
        el("span", " English" if other == "en" else " Bahasa Indonesia", cls="unseen"),
        href=site.path + ("?lang=en" if other == "en" else ""),
        hreflang=other,
        lang=other,
        cls="language",
    )
    bars = el(
        "svg", el("path", d="M2 5h20M2 12h20M2 19h20"), view_box="0 0 24 24", aria_hidden="true", focusable="false"
    )
    menu = el(
        "details",
        el("summary", bars, el("span", say("Menu", lang), cls="unseen")),
        el("nav", el("ul", *links), aria_label=say("Pages", lang)),
        cls="menu",
    )
    return el("header", site.a("/", logo, el("b", "Depok per RW"), cls="brand"), language, menu, cls="bar")


def search(site: Site, value: str = "") -> Tree:
    """The one search field."""
    lang = site.lang
    glass = el(
        "svg",
        el("path", d="M15 15l6 6M10 17a7 7 0 1 1 0-14 7 7 0 0 1 0 14z"),
        view_box="0 0 24 24",
        aria_hidden="true",
        focusable="false",
    )
    box = el(
        "input",
        id="q",
        name="q",
        type="search",
        value=value or None,
        maxlength="60",
        placeholder=say("Find my RW", lang),
        autocomplete="off",
        spellcheck="false",
        aria_describedby="q-hint",
        data_words=say("{n} suggestions", lang),
    )
    return el(
        "form",
        el("label", say("Find my RW", lang), for_="q", cls="unseen"),
        el("span", glass, box, el("button", say("Search", lang), type="submit"), cls="search-box"),
        el("span", say("RW and kelurahan, for example “RW 6 Mekarsari”", lang), id="q-hint", cls="hint"),
        el("input", type="hidden", name="lang", value="en") if lang == "en" else [],
        action="/cari",
        method="get",
        role="search",
        cls="search",
    )


def _foot(site: Site) -> Tree:
    lang, edition = site.lang, site.edition
    lines = []
    if edition is not None:
        written = f"{day(edition.clock.date(), lang, 'd MMMM y')}, {edition.clock:%H.%M} WIB"
        lines.append(el("p", say("Edition {n}, published {when}.", lang).format(n=edition.version, when=written)))
        if edition.simulated:
            lines.append(
                el(
                    "p",
                    tag(lang),
                    " ",
                    say(
                        "Real: the borders of kelurahan, kecamatan and city, and the published COVID milestones. "
                        "Everything else is an example.",
                        lang,
                    ),
                )
            )
    links = [el("li", site.a(path, name)) for path, name in site.menu]
    return el(
        "footer",
        el("nav", el("ul", *links), aria_label=say("All pages", lang)),
        *lines,
        el("p", say("Kota Depok, Depok City Operating Room (DeCOR). Data: CC BY 4.0.", lang)),
    )


def tag(lang: str) -> Tree:
    """The dotted frame of simulated data."""
    return el("span", say("Simulated data", lang), cls="simulated")


def crumbs(site: Site, *steps: tuple[str, str], here: str) -> Tree:
    """Where one is."""
    items = [el("li", site.a(path, name)) for path, name in steps]
    items.append(el("li", here, aria_current="page"))
    return el("nav", el("ol", *items), cls="crumbs", aria_label=say("You are here", site.lang))
