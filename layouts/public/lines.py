"""Indicators of a subject in an area, as lines."""

from __future__ import annotations

from data.text import day, say
from layouts.markup import Tree, el
from layouts.public.area_view import AreaView
from layouts.public.charts import lines
from layouts.public.site import Site
from layouts.public.tables import Cell, folded, table
from layouts.public.words import (
    value_words,
)


def indicator_lines(site: Site, view: AreaView, subject: str) -> list[Tree]:
    """A chart, its sentence and its table for each of the subject's indicators in the area."""
    lang = site.lang
    found: list[Tree] = []
    for line in view.lines:
        one = line.indicator
        if one.subject != subject or not line.own:
            continue
        last = line.own[-1]
        percent = one.unit["en"].startswith("%")
        words = say("{title}: {value} {unit}", lang).format(
            title=one.title[lang], value=value_words(last, one.decimals, lang), unit=one.unit[lang]
        )
        names = (view.area.name, view.path[-1].name if view.path else "")
        picture = lines(
            [(v.day, v.value) for v in line.own],
            [(v.day, v.value) for v in line.parent],
            f"{one.title[lang]}, {view.area.full_name}",
            unit=one.unit[lang],
            decimals=one.decimals,
            names=names,
            lang=lang,
            percent=percent,
        )
        rows = [
            [
                Cell(day(v.day, lang), v.day.isoformat()),
                Cell(value_words(v, one.decimals, lang), -1 if v.value is None else v.value),
            ]
            for v in reversed(line.own)
        ]
        shown = table(
            f"{one.title[lang]}, {view.area.full_name}",
            [say("Day", lang), one.unit[lang]],
            rows,
            numbers=(1,),
            lang=lang,
        )
        found.append(
            el(
                "div",
                el("p", words, cls="kicker"),
                picture,
                folded(say("The same as a table", lang), shown),
                cls="figure",
            )
        )
    return [el("div", *found, cls="figures")] if found else []
