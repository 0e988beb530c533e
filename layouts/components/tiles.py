"""KPI tiles: value, course, one sentence of change, freshness."""

from __future__ import annotations

from data.domain.areas import CITY
from data.domain.categories import written
from data.domain.errors import Message, Num, msg
from data.domain.filters import Versus
from data.domain.views import TilesView, TileView
from data.text import day, number, say, show
from layouts import elements as html
from layouts.components.choice import choice
from layouts.components.panel import bar, moving
from layouts.drawn import Drawn
from layouts.kit.plots import Plot, counted, end, extent, line
from layouts.markup import el

WIDTH, HEIGHT = 72, 34
TRIANGLES = {1: "▲ ", -1: "▼ ", 0: ""}


def tiles(view: TilesView, *, lang: str) -> list[Drawn]:
    """The tiles of a page."""
    usual = view.tiles[0].area_name if view.tiles else ""
    return [tile(tile_view, lang=lang, named=tile_view.area_name != usual) for tile_view in view.tiles]


VERSUS = {
    "": "no comparison",
    Versus.WEEK.value: "with the week before",
    Versus.YEAR.value: "with the year before",
    Versus.NEIGHBOURS.value: "with the neighbours",
    CITY: "with the city",
}
PINS = {"pin": "pin this selection", "pin-days": "pin this selection and its days"}
"""What is shown now as the other side: its days stay behind, or move with the selection where only areas are pinned."""


def versus(chosen: str, name: str | Message, lang: str) -> Drawn:
    """What everything is compared with; `PINS` takes what is shown now as the other side (`assets/js/state.js`)."""
    named = {**VERSUS, **({chosen: name} if chosen not in VERSUS else {}), **PINS}
    options = ((value, say(words, lang) if words else value) for value, words in named.items())
    return choice("vs", "Compare", options, chosen, lang, className="versus")


def tile(view: TileView, *, lang: str, named: bool = True) -> Drawn:
    """One figure; ``named`` says its area, which the panel's caption does not."""
    info = view.indicator
    value = "–" if view.value is None else show(written(info, view.value), lang)
    unit = say(info.unit, lang)
    change = TRIANGLES[view.direction] + say(view.change, lang)
    if view.limits is not None:
        low, high = (Num(limit, info.decimals) for limit in view.limits)
        change = f"{say(msg('95 %: {low} to {high}', low=low, high=high), lang)} · {change}"
    if view.denominator:
        unit = f"{say('of', lang)} {number(view.denominator, lang)}"
    origin = say("Where this figure comes from", lang)
    as_of = day(view.as_of, lang, "d MMM y") if view.as_of else ""
    simulated = [html.Span(say("simulation", lang), className="simulated small")] if view.stamp.simulated else []
    return html.Article(
        [
            html.P(say(info.short, lang), className="kicker", **moving(view.moving, lang)),
            html.Div(
                [
                    html.P(
                        [
                            html.Button(
                                value,
                                type="button",
                                className="number",
                                title=origin,
                                **{
                                    "aria-label": f"{say(info.short, lang)}: {value} {unit}; {origin}",
                                    "data-origin": info.id,
                                },
                            ),
                            html.Span(f" {unit}", className="unit"),
                        ]
                    ),
                    spark(view.spark),
                ],
                className="tile-row",
            ),
            html.P(change, className="change", title=change),
            html.P(
                [
                    bar(view.stamp.freshness.value),
                    (f"{view.area_name}, " if named else "") + say(msg("as of {day}", day=as_of), lang) + " ",
                    *simulated,
                ],
                className="tile-foot",
            ),
        ],
        className="tile",
        **({"data-sums": f"{info.id}/{view.sums}"} if view.sums else {}),
        **{"data-decimals": str(info.decimals), "data-figure": f"{info.id}/{view.level.value}/{view.block}"},
    )


def spark(values: list[float | None]) -> Drawn:
    """A line of the last days with a dot at its end; broken where nothing was reported."""
    course = counted(values)
    low, high = extent(course) or (0.0, 1.0)
    plot = Plot(
        width=WIDTH, height=HEIGHT, left=4, right=6, top=5, bottom=5, first=0, last=len(values) - 1, low=low, high=high
    )
    return el(
        "svg",
        line(plot, course, "spark-line"),
        end(plot, course, "spark-end", 2.6),
        cls="spark",
        width=WIDTH,
        height=HEIGHT,
        aria_hidden="true",
    )
