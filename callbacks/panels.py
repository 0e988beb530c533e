"""The panels: parse → ask → draw, in one answer a change.

One store holds the key of what each panel shows (its part of the selection, and the state of the datasets behind
it); a panel whose key has not changed is left out of the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, no_update

from callbacks.address import subject_of
from callbacks.pages import EXTRAS, overview
from callbacks.pages import programme as programme_page
from data.domain.filters import FilterState
from data.service import Alerts, RoomService
from data.text import say
from layouts import shell
from layouts.components.legend import legend
from layouts.components.map import map_values
from layouts.components.panel import foot, head, kicker
from layouts.components.ranking import ranking
from layouts.components.tiles import tiles
from layouts.drawn import drawn
from layouts.figures.trend import summary, trend_figure
from layouts.ids import Frame, Map, Ranking, Tiles, Trend
from layouts.markup import Tree


@dataclass
class Answer:
    """What goes back to the browser; ``None`` leaves a part as it is."""

    values: dict[str, Any] | None = None
    figure: Any = None
    parts: dict[str, Tree] = field(default_factory=dict)


Draw = Callable[[RoomService, FilterState, str, Answer], None]


def draw_map(service: RoomService, state: FilterState, subject: str, answer: Answer) -> None:
    """Values for the polygons, legend, head and foot."""
    view, lang = service.map(state, subject), state.lang
    answer.values = map_values(view, lang=lang, subject=subject)
    answer.parts |= {
        Map.LEGEND: drawn(legend(view, lang=lang, subject=subject)),
        Map.FOOT: drawn(foot(view.head.stamp, lang, "map", credit=say("borders: wilayah_boundaries", lang))),
    }


def draw_map_head(service: RoomService, state: FilterState, subject: str, answer: Answer) -> None:
    """Kicker and finding of the map; the finding looks inside the selection, the values do not."""
    head_ = service.map(state, subject).head
    answer.parts |= {
        Map.KICKER: drawn([kicker(head_, state.lang)]),
        Map.FINDING: drawn([say(head_.finding, state.lang)]),
    }


def draw_trend(service: RoomService, state: FilterState, subject: str, answer: Answer) -> None:
    """The trend's figure; on the programme page the S-curve."""
    if subject == "program":
        answer.figure, parts = programme_page.curve(service, state)
        answer.parts |= parts
        return
    view = service.trend(state, subject)
    answer.figure = trend_figure(view, theme=state.theme, lang=state.lang)
    answer.parts |= {
        Trend.HEAD: drawn([*head(view.head, state.lang), shell.unseen(summary(view, state.lang))]),
        Trend.FOOT: drawn(foot(view.head.stamp, state.lang, "trend")),
    }


def draw_ranking(service: RoomService, state: FilterState, subject: str, answer: Answer) -> None:
    """The ranking; on the programme page the actions."""
    if subject == "program":
        answer.parts |= programme_page.actions(service, state)
        return
    view = service.ranking(state, subject)
    answer.parts |= {
        Ranking.HEAD: drawn(head(view.head, state.lang)),
        Ranking.BODY: drawn(ranking(view, lang=state.lang)),
        Ranking.FOOT: drawn(foot(view.head.stamp, state.lang, "ranking")),
    }


def draw_tiles(service: RoomService, state: FilterState, subject: str, answer: Answer) -> None:
    """The tiles."""
    view = service.tiles(state, subject)
    answer.parts |= {
        Tiles.BODY: drawn(tiles(view, lang=state.lang, theme=state.theme)),
        Tiles.CAPTION: drawn([say(view.caption, state.lang)]),
    }


def draw_status(service: RoomService, state: FilterState, _subject: str, answer: Answer) -> None:
    """The strip at the bottom."""
    answer.parts[Frame.STATUS] = drawn(shell.status(service.status(), state.lang))


def csv_address(state: FilterState, indicator: str, prefix: str) -> str:
    """Address of the values that are shown, as CSV."""
    parts = {"format": "csv", "level": state.level.value, "indicator": indicator}
    optional = {"date": state.date, "area": ",".join(state.areas), "as_known_on": state.as_known_on, "lang": state.lang}
    parts |= {name: str(value) for name, value in optional.items() if value and value != "id"}
    return f"{prefix}api/v1/values?{urlencode(parts, safe=',')}"


# Panel → what draws it and the parts of the selection that its picture depends on.
PANELS: dict[str, tuple[Draw, tuple[str, ...]]] = {
    "map": (draw_map, ("level", "date", "indicator", "as_known_on")),
    "map head": (draw_map_head, ("areas", "level", "date", "indicator", "as_known_on")),
    "trend": (draw_trend, ("areas", "level", "date", "window", "indicator", "as_known_on", "theme")),
    "ranking": (draw_ranking, ("areas", "level", "date", "indicator", "as_known_on")),
    "tiles": (draw_tiles, ("areas", "level", "date", "as_known_on", "theme")),
    "status": (draw_status, ()),
}


def register(app: Dash, service: RoomService, alerts: Alerts, prefix: str) -> None:
    """One callback for what is on the page; it answers to the selection, and to the pulse when data are new."""
    extras = {**EXTRAS, "": overview.panels(alerts, prefix)}

    def draw_sentence(state: FilterState, subject: str, answer: Answer) -> None:
        view = service.sentence(state, subject)
        csv = csv_address(state, view.indicator, prefix)
        answer.parts[Frame.SENTENCE] = drawn(
            shell.sentence(
                view,
                lang=state.lang,
                csv=csv,
                views=f"{prefix}tampilan/{subject}?{state.to_query()}",
                notes=f"{prefix}catatan/{subject}?{state.to_query()}",
            )
        )

    @app.callback(
        Output(Map.VALUES, "data"),
        Output(Trend.GRAPH, "figure"),
        Output(Frame.DRAWN, "data"),
        Output(Frame.PAINTED, "data"),
        Input(Frame.LOCATION, "search"),
        Input(Frame.PULSE, "data"),
        State(Frame.LOCATION, "pathname"),
        State(Frame.PAINTED, "data"),
    )
    def render_panels(search: str, _pulse: str, pathname: str, shown: dict[str, str] | None) -> Any:
        state, subject = service.state(search), subject_of(pathname, prefix)
        base = f"{subject}|{state.lang}"
        answer, painted = Answer(), {}
        before = shown if isinstance(shown, dict) else {}
        for name, (draw, parts) in {**PANELS, **extras.get(subject, {})}.items():
            if not service.shows(name):
                continue
            # The Wi-Fi map counts its points inside the selection.
            also = ("areas",) if (name, subject) == ("map", "wifi") else ()
            stand = alerts.stand() if name in ("stage", "alerts") else service.panel_stand(name, state, subject)
            painted[name] = f"{base}|{stand}|{state.key(*parts, *also)}"
            if painted[name] != before.get(name):
                draw(service, state, subject, answer)
        draw_sentence(state, subject, answer)
        kept = (no_update if part is None else part for part in (answer.values, answer.figure))
        return *kept, answer.parts, painted
