"""The panels: parse → ask → draw, in one answer a question.

The browser says what is painted, by panel and key (its part of the selection, and the state of the datasets behind
it); a panel whose key has not changed is left out of the answer. The answer bears its question's number, so that the
browser drops what is not for the address any more (`assets/js/panels.js`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import Dash, Input, Output

from callbacks.address import subject_of
from callbacks.pages import overview, own_draws
from callbacks.update import Draw, PanelUpdate
from data.domain.filters import FilterState
from data.domain.pages import SELECTION_PARTS, Page, PanelKind
from data.service import Alerts, RoomService, registry
from data.text import say
from layouts.components.frame import sentence, status, unseen
from layouts.components.legend import legend
from layouts.components.map import map_values
from layouts.components.panel import foot, head, kicker
from layouts.components.ranking import ranking
from layouts.components.tiles import tiles
from layouts.drawn import drawn
from layouts.figures.trend import summary, trend_figure
from layouts.ids import Frame, Map, Ranking, Tiles, Trend
from layouts.pages.page import page_key


def draw_map(service: RoomService, state: FilterState, subject: str, answer: PanelUpdate) -> None:
    """Values for the polygons, legend, head and foot."""
    view, lang = service.ask("map", state, subject), state.lang
    answer.values = map_values(view, lang=lang)
    answer.parts |= {
        Map.LEGEND: drawn(legend(view, lang=lang)),
        Map.FOOT: drawn(foot(view.head.stamp, lang, "map", credit=say("borders: wilayah_boundaries", lang))),
    }


def draw_map_head(service: RoomService, state: FilterState, subject: str, answer: PanelUpdate) -> None:
    """Kicker and finding of the map; the finding looks inside the selection, the values do not."""
    head_ = service.ask("map", state, subject).head
    answer.parts |= {
        Map.KICKER: drawn([kicker(head_, state.lang)]),
        Map.FINDING: drawn([say(head_.finding, state.lang)]),
    }


def draw_trend(service: RoomService, state: FilterState, subject: str, answer: PanelUpdate) -> None:
    """The trend's figure."""
    view = service.ask("trend", state, subject)
    answer.figure = trend_figure(view, theme=state.theme, lang=state.lang)
    answer.parts |= {
        Trend.HEAD: drawn([*head(view.head, state.lang), unseen(summary(view, state.lang))]),
        Trend.FOOT: drawn(foot(view.head.stamp, state.lang, "trend")),
    }


def draw_ranking(service: RoomService, state: FilterState, subject: str, answer: PanelUpdate) -> None:
    """The ranking."""
    view = service.ask("ranking", state, subject)
    answer.parts |= {
        Ranking.HEAD: drawn(head(view.head, state.lang)),
        Ranking.BODY: drawn(ranking(view, lang=state.lang)),
        Ranking.FOOT: drawn(foot(view.head.stamp, state.lang, "ranking")),
    }


def draw_tiles(service: RoomService, state: FilterState, subject: str, answer: PanelUpdate) -> None:
    """The tiles."""
    view = service.ask("tiles", state, subject)
    answer.parts |= {
        Tiles.BODY: drawn(tiles(view, lang=state.lang, theme=state.theme)),
        Tiles.CAPTION: drawn([say(view.caption, state.lang)]),
    }


def draw_status(service: RoomService, state: FilterState, _subject: str, answer: PanelUpdate) -> None:
    """The strip at the bottom."""
    answer.parts[Frame.STATUS] = drawn(status(service.status(), state.lang))


def csv_address(state: FilterState, indicator: str, prefix: str) -> str:
    """Address of the values that are shown, as CSV."""
    parts = {"format": "csv", "level": state.level.value, "indicator": indicator}
    optional = {"date": state.date, "area": ",".join(state.areas), "as_known_on": state.as_known_on, "lang": state.lang}
    parts |= {name: str(value) for name, value in optional.items() if value and value != "id"}
    return f"{prefix}api/v1/values?{urlencode(parts, safe=',')}"


COMMON: dict[PanelKind, Draw] = {
    PanelKind.MAP: draw_map,
    PanelKind.TREND: draw_trend,
    PanelKind.RANKING: draw_ranking,
    PanelKind.TILES: draw_tiles,
}
HEAD_PARTS = ("areas", *SELECTION_PARTS[PanelKind.MAP])


def draws_of(page: Page, own: Mapping[str, Draw]) -> dict[str, tuple[Draw, tuple[str, ...]]]:
    """Panel → what draws it and the parts of the selection that its picture depends on."""
    draws: dict[str, tuple[Draw, tuple[str, ...]]] = {}
    for panel in page.panels:
        draws[panel.id] = (own[panel.id] if panel.kind is PanelKind.OWN else COMMON[panel.kind], panel.depends)
        if panel.kind is PanelKind.MAP:
            # The map's finding looks inside the selection, its values do not.
            draws["map head"] = (draw_map_head, HEAD_PARTS)
    return {**draws, "status": (draw_status, ())}


class Answers:
    """Answers to "what is to be painted here?"; the page brings the first one with it."""

    def __init__(self, service: RoomService, alerts: Alerts, prefix: str) -> None:
        own = {**own_draws(), "": overview.panels(alerts, prefix)}
        self._draws = {subject: draws_of(page, own.get(subject, {})) for subject, page in registry().pages.items()}
        self._service = service
        self._alerts = alerts
        self._prefix = prefix

    def to(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """The panels of an address that are not painted yet.

        Parameters
        ----------
        question : mapping
            As the browser puts it: ``n``, ``path``, ``search``, and ``painted``, the keys of what it shows; whatever
            is missing or malformed counts as not said.
        """
        service, prefix = self._service, self._prefix
        state, subject = service.state(question.get("search")), subject_of(question.get("path"), prefix)
        before = question.get("painted")
        before = before if isinstance(before, dict) else {}
        page, keys, drawn_now = page_key(subject, state.lang), {}, []
        update = PanelUpdate()
        for name, (draw, parts) in self._draws[subject].items():
            panel = name.partition(" ")[0]
            if not service.shows(subject, panel):
                continue
            keys[name] = f"{page}|{self._version(panel, state, subject)}|{state.key(*parts)}"
            if keys[name] != before.get(name):
                draw(service, state, subject, update)
                drawn_now.append(name)
        self._draw_sentence(state, subject, update)
        files = {name: f"{prefix}peta/{file.name}" for name, file in service.map_files().items()}
        return {
            "n": question.get("n"),
            "page": page,
            "keys": keys,
            "drawn": drawn_now,
            "values": update.values,
            "files": files if update.values else None,
            "figure": update.figure,
            "parts": update.parts,
        }

    def first(self, path: str, search: str) -> dict[str, Any]:
        """What a page is painted with at once; it says which address it is for."""
        return {"path": path, "search": search, **self.to({"path": path, "search": search})}

    def _version(self, panel: str, state: FilterState, subject: str) -> str:
        if panel in overview.OWN:
            return self._alerts.version_key()
        return self._service.version_key(panel, state, subject)

    def _draw_sentence(self, state: FilterState, subject: str, update: PanelUpdate) -> None:
        view, slug, prefix = self._service.ask("sentence", state, subject), registry().pages[subject].slug, self._prefix
        update.parts[Frame.SENTENCE] = drawn(
            sentence(
                view,
                lang=state.lang,
                csv=csv_address(state, view.indicator, prefix),
                views=f"{prefix}tampilan/{slug}?{state.to_query()}",
                notes=f"{prefix}catatan/{slug}?{state.to_query()}",
            )
        )


def register(app: Dash, answers: Answers) -> None:
    """One callback for what is on the page; it answers to the selection, and to the pulse when data are new."""

    @app.callback(Output(Frame.ANSWER, "data"), Input(Frame.ASK, "data"), prevent_initial_call=True)
    def render_panels(asked: Any) -> dict[str, Any]:
        return answers.to(asked if isinstance(asked, dict) else {})
