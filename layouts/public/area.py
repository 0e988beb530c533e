"""A page of its own for every RW, kelurahan, kecamatan and the city."""

from __future__ import annotations

from data.domain.areas import Level
from data.domain.public_pages import AreaView
from data.text import number, say
from layouts.markup import Tree, el
from layouts.public.covid import (
    area_sentence,
    together,
)
from layouts.public.home import address
from layouts.public.sections import area_sections
from layouts.public.site import Site, crumbs, search
from layouts.public.tables import Cell, section, table
from layouts.public.words import (
    count_words,
)

LEVELS = {Level.KOTA: "City", Level.KECAMATAN: "Kecamatan", Level.KELURAHAN: "Kelurahan", Level.RW: "RW"}


def area_page(site: Site, view: AreaView) -> list[Tree]:
    """The whole page."""
    lang, area = site.lang, view.area
    newest = view.weeks[-1] if view.weeks else None
    top = [
        search(site),
        crumbs(site, *((address(ancestor), ancestor.name) for ancestor in view.path), here=area.name),
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
        *area_sections(site, view),
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
    shown = el("dl", *(element for name, value in facts for element in (el("dt", name), el("dd", value))))
    return section(say("About this area", lang), shown, el("p", button, " ", printing), id_="fakta")
