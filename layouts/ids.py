"""Every component id."""

from __future__ import annotations

from enum import StrEnum


class Frame(StrEnum):
    """The frame of a page: address, filter bar, sentence, status strip."""

    LOCATION = "location"
    FRAME = "frame"
    PAGE = "page"
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
    DRAWN = "drawn"
    PAINTED = "painted"
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
    VALUES = "map-values"
    FILES = "map-files"
    LEAFLET = "map-leaflet"
    CELLS = "map-cells"


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


class Stage(StrEnum):
    """The city's stage on the desk."""

    PANEL = "panel-stage"


class Alerts(StrEnum):
    """The alerts on the desk."""

    PANEL = "panel-alerts"


class Table(StrEnum):
    """The drawer with the table behind a chart."""

    ASKED = "table-asked"
    DRAWN = "table-drawn"
    DRAWER = "table-drawer"
    BODY = "table-body"


class Covid(StrEnum):
    """The COVID page's own panels."""

    STATUSES = "covid-statuses"
    GRAPH = "covid-statuses-graph"
    RELEASES = "covid-releases"


class Wifi(StrEnum):
    """The Wi-Fi page's own panels."""

    COUNTS = "wifi-counts"


class Waste(StrEnum):
    """The waste page's own panels."""

    REASONS = "waste-reasons"


class Programme(StrEnum):
    """The programme page's own panels."""

    CURVE = "programme-curve"
    MATRIX = "programme-matrix"
    ACTIONS = "programme-actions"
    WEIGHTS = "programme-weights"
