"""What a page of the room is made of, as its subject declares it: panels, point layers, where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.domain.errors import Message, msg
from data.domain.people import Right


class PanelKind(StrEnum):
    """The four panels that every subject may have, and what a subject draws by itself."""

    MAP = "map"
    TREND = "trend"
    RANKING = "ranking"
    TILES = "tiles"
    OWN = "own"


SELECTION_PARTS: dict[PanelKind, tuple[str, ...]] = {
    PanelKind.MAP: ("level", "date", "since", "indicator", "scale", "view", "by", "as_known_on"),
    PanelKind.TREND: ("areas", "level", "date", "since", "window", "indicator", "vs", "as_known_on", "theme"),
    PanelKind.RANKING: ("areas", "level", "date", "since", "indicator", "scale", "as_known_on"),
    PanelKind.TILES: ("areas", "level", "date", "since", "vs", "as_known_on"),
}
"""Parts of the selection that a common panel's picture depends on."""
VIEW_PARTS = ("areas", "level", "date", "since", "indicator", "scale", "view", "by", "vs", "as_known_on")
"""The same of the other views of its areas that a map has."""


@dataclass(frozen=True, kw_only=True)
class PagePanel:
    """One panel of a page.

    Attributes
    ----------
    id : str
        Names the panel, its question, its table and what draws it.
    slot : str
        Where it stands: a class of the stylesheet.
    depends : tuple of str
        Parts of the selection that its picture depends on.
    datasets : tuple of str
        Datasets that its picture depends on; empty for those of the indicators that are shown.
    chart : bool
        Whether its body is a Plotly figure.
    stands_for : str
        "trend" or "ranking" where an own panel takes the place (and the chart) of a common one; else "".
    """

    id: str
    kind: PanelKind
    slot: str
    title: Message
    right: Right
    depends: tuple[str, ...]
    datasets: tuple[str, ...]
    chart: bool
    stands_for: str


def common_panel(kind: PanelKind, *, inside: bool = False) -> PagePanel:
    """One of the four common panels.

    Parameters
    ----------
    inside : bool
        For a map that counts inside the selected areas.
    """
    titles = {
        PanelKind.MAP: msg("Map"),
        PanelKind.TREND: msg("Trend"),
        PanelKind.RANKING: msg("Ranking"),
        PanelKind.TILES: msg("Key figures"),
    }
    return PagePanel(
        id=kind.value,
        kind=kind,
        slot="tiles-panel" if kind is PanelKind.TILES else kind.value,
        title=titles[kind],
        right=Right.READ,
        depends=SELECTION_PARTS[kind] + (("areas",) if inside else ()),
        datasets=(),
        chart=kind is PanelKind.TREND,
        stands_for="",
    )


@dataclass(frozen=True, kw_only=True)
class LayerMark:
    """A kind of point in a layer's legend: a class of the stylesheet, the letter of the map's data, its name."""

    look: str
    letter: str
    title: Message


@dataclass(frozen=True, kw_only=True)
class PointLayer:
    """Points over the map's raised ground.

    Attributes
    ----------
    id : str
        Names the map file and what makes its points.
    draws : str
        Function of ``decor.map`` in the browser that draws a point.
    marks : tuple of LayerMark
        The legend; with ``counted`` each with its number inside the selection.
    note : Message or None
        What is to be said of all points, for example that their places are simulated.
    whole : bool
        Only for who may see the whole city.
    datasets : tuple of str
        Datasets that its points come from; the map depends on them beside those of its indicator.
    """

    id: str
    draws: str
    marks: tuple[LayerMark, ...]
    counted: bool
    note: Message | None
    whole: bool
    datasets: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A subject's page.

    Attributes
    ----------
    slug : str
        Its address under the room's prefix (an Indonesian word).
    look : str
        Classes of the stylesheet for the grid.
    layer : PointLayer or None
        Points that stand on the map instead of class colours.
    documents : tuple of (address, title)
        Pages below it that are no panels: what is asked there is not about the selection. For who sees the whole city.
    """

    slug: str
    title: Message
    right: Right
    look: str
    panels: tuple[PagePanel, ...]
    layer: PointLayer | None
    documents: tuple[tuple[str, Message], ...] = ()

    @property
    def own_panels(self) -> tuple[PagePanel, ...]:
        """What the subject draws by itself."""
        return tuple(panel for panel in self.panels if panel.kind is PanelKind.OWN)
