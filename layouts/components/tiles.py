"""KPI tiles: value, course, one sentence of change, freshness."""

from __future__ import annotations

from urllib.parse import quote

from data.domain.errors import Num, msg
from data.domain.views import TilesView, TileView
from data.text import day, number, say
from layouts import elements as html
from layouts.components.panel import bar
from layouts.drawn import Drawn
from layouts.theme.charts import theme_of

WIDTH, HEIGHT = 72, 34
TRIANGLES = {1: "▲ ", -1: "▼ ", 0: ""}


def tiles(view: TilesView, *, lang: str, theme: str) -> list[Drawn]:
    """The tiles of a page."""
    usual = view.tiles[0].area_name if view.tiles else ""
    return [tile(tile_view, lang=lang, theme=theme, named=tile_view.area_name != usual) for tile_view in view.tiles]


def tile(view: TileView, *, lang: str, theme: str, named: bool = True) -> Drawn:
    """One figure; ``named`` says its area, which the panel's caption does not."""
    info = view.indicator
    value = "–" if view.value is None else number(view.value, lang, info.decimals, signed=info.signed)
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
            html.P(say(info.short, lang), className="kicker"),
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
                    html.Img(src=spark(view.spark, theme), alt="", className="spark", width=WIDTH, height=HEIGHT),
                ],
                className="tile-row",
            ),
            html.P(change, className="change"),
            html.P(
                [
                    bar(view.stamp.freshness.value),
                    (f"{view.area_name}, " if named else "") + f"{say('to', lang)} {as_of} ",
                    *simulated,
                ],
                className="tile-foot",
            ),
        ],
        className="tile",
    )


def spark(values: list[float | None], theme: str) -> str:
    """A line of the last days with a dot at its end, as a data address."""
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return "data:image/svg+xml," + quote(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"/>'
        )
    low, high = min(v for _, v in known), max(v for _, v in known)
    reach = (high - low) or 1.0
    last = len(values) - 1
    at = [
        (4 + index / last * (WIDTH - 10), HEIGHT - 5 - (value - low) / reach * (HEIGHT - 10)) for index, value in known
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    colours = theme_of(theme)
    colour = colours["rate-4"] if theme == "dark" else colours["rate-3"]
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
        f'<circle cx="{at[-1][0]:.1f}" cy="{at[-1][1]:.1f}" r="2.6" fill="{colours["ink"]}"/></svg>'
    )
    return "data:image/svg+xml," + quote(picture)
