"""The panels that every subject has: ask → draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from callbacks.update import Draw, PanelUpdate
from data.domain.filters import FilterState
from data.domain.pages import SELECTION_PARTS, VIEW_PARTS, Page, PanelKind
from data.service import RoomService
from data.text import say
from layouts import elements as html
from layouts.components.area_view import area_view, choices
from layouts.components.frame import news, sentence, status, unseen
from layouts.components.legend import legend
from layouts.components.map import map_values
from layouts.components.panel import foot, head, kicker, moving
from layouts.components.ranking import ranking
from layouts.components.tiles import tiles, versus
from layouts.drawn import drawn
from layouts.figures.trend import summary, trend_figure
from layouts.ids import Frame, Map, Ranking, Tiles, Trend


def draw_map(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """Values for the polygons, legend, foot."""
    view, lang = service.ask("map", state, subject), state.lang
    credit = say("borders: wilayah_boundaries", lang)
    return PanelUpdate(
        values=map_values(view, lang=lang),
        parts={
            Map.LEGEND: drawn(legend(view, lang=lang)),
            Map.FOOT: drawn(foot(view.head.stamp, lang, credit=credit)),
        },
    )


def draw_map_head(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """Kicker and finding of the map; the finding looks inside the selection, the values do not."""
    head_ = service.ask("map", state, subject).head
    return PanelUpdate(
        {Map.KICKER: drawn([kicker(head_, state.lang)]), Map.FINDING: drawn([say(head_.finding, state.lang)])}
    )


def draw_trend(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """The trend's figure, head and foot."""
    view = service.ask("trend", state, subject)
    return PanelUpdate(
        figures={Trend.GRAPH: trend_figure(view, theme=state.theme, lang=state.lang)},
        parts={
            Trend.HEAD: drawn([*head(view.head, state.lang), unseen(summary(view, state.lang))]),
            Trend.FOOT: drawn(foot(view.head.stamp, state.lang)),
        },
    )


def draw_ranking(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """The ranking."""
    view = service.ask("ranking", state, subject)
    return PanelUpdate(
        {
            Ranking.HEAD: drawn(head(view.head, state.lang)),
            Ranking.BODY: drawn(ranking(view, lang=state.lang)),
            Ranking.FOOT: drawn(foot(view.head.stamp, state.lang)),
        }
    )


def draw_tiles(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """The tiles."""
    view = service.ask("tiles", state, subject)
    return PanelUpdate(
        {
            Tiles.BODY: drawn(tiles(view, lang=state.lang)),
            Tiles.CAPTION: drawn(
                [
                    html.Span(say(view.caption, state.lang), **moving(view.moving, state.lang)),
                    versus(state.vs, view.compared, state.lang),
                ]
            ),
        }
    )


def draw_status(service: RoomService, state: FilterState, _subject: str) -> PanelUpdate:
    """The strip at the bottom."""
    return PanelUpdate({Frame.STATUS: drawn(status(service.status(), state.lang))})


def draw_news(service: RoomService, state: FilterState, _subject: str) -> PanelUpdate:
    """What came last; the page says it when it comes while somebody looks."""
    return PanelUpdate(news=news(service.status(), state.lang))


def draw_sentence(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """The sentence under the filters."""
    return PanelUpdate({Frame.SENTENCE: drawn(sentence(service.ask("sentence", state, subject), state.lang))})


def draw_view(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """The map's areas shown in another way, over the map; nothing while it is the map that is shown."""
    view = service.ask("view", state, subject)
    return PanelUpdate({Map.VIEW: drawn(area_view(view, lang=state.lang)), Map.VIEWS: drawn(choices(view, state.lang))})


COMMON: dict[PanelKind, Draw] = {
    PanelKind.MAP: draw_map,
    PanelKind.TREND: draw_trend,
    PanelKind.RANKING: draw_ranking,
    PanelKind.TILES: draw_tiles,
}
WHOLE = (
    "areas",
    "level",
    "date",
    "since",
    "window",
    "indicator",
    "vs",
    "scale",
    "view",
    "by",
    "as_known_on",
    "problems",
)
HEAD_PARTS = ("areas", *SELECTION_PARTS[PanelKind.MAP])


@dataclass(frozen=True)
class Drawing:
    """What is drawn on a page by itself: a panel, the map's head, the sentence, the strip.

    Attributes
    ----------
    panel : str
        The panel that it belongs to, which decides who sees it and which data it depends on.
    depends : tuple of str
        Parts of the selection that its picture depends on.
    """

    panel: str
    draw: Draw
    depends: tuple[str, ...]


EVERYWHERE: dict[str, Drawing] = {
    "sentence": Drawing("sentence", draw_sentence, WHOLE),
    "status": Drawing("status", draw_status, ()),
    "news": Drawing("news", draw_news, ()),
}


def drawing_names(page: Page) -> tuple[str, ...]:
    """Names of everything that is drawn on a page: its panels, and what belongs to every page."""
    heads = ("map-head", "map-view") if any(panel.kind is PanelKind.MAP for panel in page.panels) else ()
    return (*(panel.id for panel in page.panels), *heads, *EVERYWHERE)


def drawing_parts(page: Page) -> dict[str, tuple[str, ...]]:
    """Parts of the selection that everything drawn on a page depends on, by its name."""
    parts = {panel.id: panel.depends for panel in page.panels}
    common = {name: drawing.depends for name, drawing in EVERYWHERE.items()}
    # The map's finding looks inside the selection, its values do not.
    every = {**parts, "map-head": HEAD_PARTS, "map-view": VIEW_PARTS, **common}
    return {name: every[name] for name in drawing_names(page)}


def drawings_of(page: Page, own: Mapping[str, Draw]) -> dict[str, Drawing]:
    """Everything that is drawn on a page, by its name.

    Parameters
    ----------
    own : mapping
        Panel → what draws it, for those that the subject draws by itself.
    """
    parts = drawing_parts(page)
    made = dict(EVERYWHERE)
    for panel in page.panels:
        name = panel.id
        draw = own[name] if panel.kind is PanelKind.OWN else COMMON[panel.kind]
        made[name] = Drawing(name, draw, parts[name])
        if panel.kind is PanelKind.MAP:
            made["map-head"] = Drawing(name, draw_map_head, parts["map-head"])
            made["map-view"] = Drawing(name, draw_view, parts["map-view"])
    return {name: made[name] for name in parts}
