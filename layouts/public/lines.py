"""Indicators of a subject in an area, as lines."""

from __future__ import annotations

from data.domain.public_pages import AreaView
from data.text import day, say
from layouts.markup import Tree, el
from layouts.public.charts import lines
from layouts.public.site import Site
from layouts.public.tables import Cell, folded, table
from layouts.public.words import (
    value_words,
)


def indicator_lines(site: Site, view: AreaView, subject: str) -> list[Tree]:
    """A chart, its sentence and its table for each of the subject's indicators in the area."""
    lang = site.lang
    figures: list[Tree] = []
    for line in view.lines:
        indicator = line.indicator
        if indicator.subject != subject or not line.own:
            continue
        last = line.own[-1]
        percent = indicator.unit["en"].startswith("%")
        words = say("{title}: {value} {unit}", lang).format(
            title=indicator.title[lang], value=value_words(last, indicator.decimals, lang), unit=indicator.unit[lang]
        )
        names = (view.area.name, view.path[-1].name if view.path else "")
        picture = lines(
            [(v.day, v.value) for v in line.own],
            [(v.day, v.value) for v in line.parent],
            f"{indicator.title[lang]}, {view.area.full_name}",
            unit=indicator.unit[lang],
            decimals=indicator.decimals,
            names=names,
            lang=lang,
            percent=percent,
        )
        rows = [
            [
                Cell(day(v.day, lang), v.day.isoformat()),
                Cell(value_words(v, indicator.decimals, lang), -1 if v.value is None else v.value),
            ]
            for v in reversed(line.own)
        ]
        shown = table(
            f"{indicator.title[lang]}, {view.area.full_name}",
            [say("Day", lang), indicator.unit[lang]],
            rows,
            numbers=(1,),
            lang=lang,
        )
        figures.append(
            el(
                "div",
                el("p", words, cls="kicker"),
                picture,
                folded(say("The same as a table", lang), shown),
                cls="figure",
            )
        )
    return [el("div", *figures, cls="figures")] if figures else []
