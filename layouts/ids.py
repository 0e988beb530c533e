"""Every component id."""

from __future__ import annotations

from enum import StrEnum


class Frame(StrEnum):
    """The frame of a page: address, filter bar, sentence, status strip."""

    LOCATION = "location"
    FRAME = "frame"
    PAGE = "page"
    PAGE_WANTED = "page-wanted"
    FACTS = "frame-facts"
    AREA = "area"
    LEVEL = "level"
    DATE = "date"
    DATE_BACK = "date-back"
    DATE_ON = "date-on"
    PLAY = "date-play"
    WINDOW = "window"
    INDICATOR = "indicator"
    KNOWN = "as-known-on"
    SENTENCE = "sentence"
    STATUS = "status"
    CSV = "csv-link"
    ASK = "ask"
    ANSWER = "answer"
    PULSE = "pulse"
    SPOKEN = "spoken"


class Map(StrEnum):
    """The map panel."""

    PANEL = "panel-map"
    FINDING = "map-finding"
    CAPTION = "map-caption"
    KICKER = "map-kicker"
    FOOT = "map-foot"
    LEGEND = "map-legend"
    LEAFLET = "map-leaflet"
    CELLS = "map-cells"
    POINTS = "map-points"


class Trend(StrEnum):
    """The trend panel."""

    PANEL = "panel-trend"
    HEAD = "trend-head"
    GRAPH = "trend-graph"
    FOOT = "trend-foot"


class Ranking(StrEnum):
    """The ranking panel."""

    PANEL = "panel-ranking"
    HEAD = "ranking-head"
    BODY = "ranking-body"
    FOOT = "ranking-foot"


class Tiles(StrEnum):
    """The tiles."""

    PANEL = "panel-tiles"
    CAPTION = "tiles-caption"
    BODY = "tiles-body"


class Table(StrEnum):
    """The drawer with the table behind a chart."""

    ASKED = "table-asked"
    DRAWN = "table-drawn"
    DRAWER = "table-drawer"
    BODY = "table-body"


def own_id(subject: str, panel: str) -> str:
    """Id of a panel that a subject draws by itself; its parts are ``-head``, ``-body`` and ``-foot``."""
    return f"{subject or 'panel'}-{panel}"


def graph_id(subject: str, panel: str) -> str:
    """Id of the chart in such a panel."""
    return f"{own_id(subject, panel)}-graph"
