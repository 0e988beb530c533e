"""The desk: the city's stage and the alerts."""

from __future__ import annotations

from typing import Any

from dash import html

from callbacks.update import Draw, PanelUpdate
from data.domain.areas import CITY
from data.domain.errors import msg
from data.domain.filters import FilterState
from data.domain.people import person
from data.service import Alerts, RoomService
from data.text import say
from layouts.components import alerts as rows
from layouts.components import stage
from layouts.components.panel import simulated
from layouts.drawn import drawn
from layouts.ids import Frame, own_id
from layouts.markup import Tree

OWN = frozenset({"stage", "alerts"})


def _parts(panel: str, heads: tuple[str, str, str], body: Any, foot: list[Any]) -> dict[str, Tree]:
    kicker, title, caption = heads
    head = [html.P(kicker, className="kicker"), html.H2(title), html.P(caption, className="panel-caption")]
    return {f"{panel}-head": drawn(head), f"{panel}-body": drawn(body), f"{panel}-foot": drawn(foot)}


def _now(state: FilterState) -> str:
    """Stage and alerts are of now, also where the figures are of another day or as known on an earlier one."""
    return say(msg(", of now"), state.lang) if state.as_known_on or state.date else ""


def panels(alerts: Alerts, prefix: str) -> dict[str, Draw]:
    """Stage and alerts; they do not depend on the selection."""

    def draw_stage(_service: RoomService, state: FilterState, _subject: str) -> PanelUpdate:
        view, lang = alerts.stage(), state.lang
        foot: list[Any] = [html.A(say("Rules", lang), href=f"{prefix}peringatan/aturan", **{"data-keep": "true"})]
        foot += [simulated(lang)] if view.simulated else []
        caption = stage.caption(view, lang) + _now(state)
        heads = (say("City stage", lang), say(stage.finding(view), lang), caption)
        body = stage.stage_body(view, lang=lang)
        return PanelUpdate(_parts(own_id("", "stage"), heads, body, foot))

    def draw_alerts(_service: RoomService, state: FilterState, _subject: str) -> PanelUpdate:
        view, lang = alerts.view(), state.lang
        foot: list[Any] = [html.A(say("All alerts", lang), href=f"{prefix}peringatan", **{"data-keep": "true"})]
        foot += [simulated(lang)] if view.simulated else []
        heads = (say("Alerts", lang), say(rows.finding(view), lang), rows.caption(view, lang) + _now(state))
        parts = _parts(
            own_id("", "alerts"),
            heads,
            rows.alerts_body(view, prefix=prefix, lang=lang, sees=person().area or CITY),
            foot,
        )
        return PanelUpdate({**parts, Frame.SPOKEN: drawn([say(rows.finding(view), lang)])})

    return {"stage": draw_stage, "alerts": draw_alerts}
