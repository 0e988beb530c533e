"""The bivariate map: areas by thirds of the mapped indicator and of a second one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.domain.access import coarser
from data.domain.errors import Message, Num, msg
from data.domain.states import BIVARIATE, Scale
from data.domain.views import MapView, SecondValues
from data.service import questions
from data.service.area_views import Axis, second_on_map, thirds
from data.service.selection import LEVEL_NAMES, Selection, info, select

WORST_FIRST = "xhnio"
"""State letters; of two figures together the one that says less stands."""


def bivariate_map(selection: Selection) -> MapView | None:
    """The map by two figures; None where the selection names no second one that can be drawn.

    Notes
    -----
    Thirds are of the areas that have both figures (`area_views.thirds`); an area without one of them has no class. It
    is shown at the coarser level of the two.
    """
    name = second_on_map(selection)
    if name is None:
        return None
    second = select(selection.city, selection.state, selection.feeds, indicator=name)
    level = coarser(selection.level, second.level)
    first, second = replace(selection, level=level), replace(second, level=level)
    plain = questions.map_view(first)
    own, other = (Axis(each, level).values() for each in (first, second))
    known = ~np.isnan(own) & ~np.isnan(other)
    across, down = thirds(own, known), thirds(other, known)
    marks = "".join(BIVARIATE[3 * d + a] if there else "-" for a, d, there in zip(across, down, known, strict=True))
    letters = questions.letters_of(second, second.matrix)
    states = "".join(min(pair, key=WORST_FIRST.index) for pair in zip(plain.states, letters, strict=True))
    both = marks.count(BIVARIATE[-1])
    # Which two they are the legend says; a heading has no room for both names.
    finding = msg("{n} {level} in the highest third of both figures", n=Num(both), level=LEVEL_NAMES[level])
    for each in (first, second):
        finding = questions.if_complete(each, finding)
    shown = replace(info(first.indicator), ramp="bivariate")
    return replace(
        plain,
        head=replace(plain.head, indicator=shown, finding=finding, caption=_caption(plain, first, second)),
        classes=marks,
        states=states,
        tally=tuple(marks.count(letter) for letter in BIVARIATE),
        state_tally={"zero": 0, **questions.states_counted(states)},
        breaks=(),
        scale=Scale.CLASSES,
        # Thirds are of one day: the server makes them.
        block="",
        sums="",
        second=SecondValues(info(second.indicator), questions.rounded_or_none(other, second.indicator.decimals)),
    )


def _caption(plain: MapView, first: Selection, second: Selection) -> Message:
    """The map's caption, with the days of the second figure where they are others."""
    if first.period == second.period:
        return plain.head.caption
    return msg("{what}; {name}: {period}", what=plain.head.caption, name=second.indicator.short, period=second.period)
