"""COVID: how it spreads, where it clusters, case statuses and releases."""

from __future__ import annotations

from callbacks.own import chart
from callbacks.update import Draw, PanelUpdate
from data.domain.filters import FilterState
from data.service import RoomService
from layouts.components.clusters import clusters
from layouts.components.panel import filled
from layouts.components.subjects import releases
from layouts.figures.spread import spread_figure
from layouts.figures.statuses import statuses_figure
from layouts.ids import own_id


def draw_releases(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """Published totals beside the sum of the reports."""
    view = service.ask("releases", state, subject)
    return PanelUpdate(filled(own_id(subject, "releases"), view.head, releases(view, lang=state.lang), state.lang))


def draw_clusters(service: RoomService, state: FilterState, subject: str) -> PanelUpdate:
    """Clusters of the day, each of which can be chosen."""
    view = service.ask("clusters", state, subject)
    return PanelUpdate(filled(own_id(subject, "clusters"), view.head, clusters(view, lang=state.lang), state.lang))


DRAW: dict[str, Draw] = {
    "clusters": draw_clusters,
    "releases": draw_releases,
    "spread": chart("spread", spread_figure),
    "statuses": chart("statuses", statuses_figure),
}
