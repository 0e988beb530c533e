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
    VIEWS = "views-link"
    NOTES = "notes-link"
    SPLIT = "split-link"
    CSV = "csv-link"
    COPY = "copy-link"
    PROGRESS = "play-progress"
    ASK = "ask"
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
    VIEW = "map-view"
    VIEWS = "map-views"
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
    """The drawer with the table behind a chart, and where its figure comes from."""

    ASKED = "table-asked"
    DRAWN = "table-drawn"
    DRAWER = "table-drawer"
    TABS = "table-tabs"
    CLOSE = "table-close"
    BODY = "table-body"
    TITLE = "table-title"


class Notice(StrEnum):
    """What the page says by itself for a moment: news, and a way back."""

    NEWS = "notice-news"
    UNDO = "notice-undo"
    UNDO_WORDS = "notice-undo-words"
    UNDO_BUTTON = "notice-undo-button"


class Shortcuts(StrEnum):
    """The dialog with the keys."""

    OPEN = "shortcuts-open"
    DIALOG = "shortcuts"


MENU = "panel-menu"


def menu_id(panel: str, what: str) -> dict[str, str]:
    """Id of an item of a panel's menu, for callbacks that match every menu."""
    return {"type": MENU, "panel": panel, "what": what}


def answer_id(subject: str) -> str:
    """Id of the store with what a page's answer is: its number, its page, the keys of its parts."""
    return f"{subject or 'overview'}-answer"


def drawn_id(subject: str, name: str) -> str:
    """Id of the store with what is drawn of a page: a panel, the map's head, the sentence, the strip."""
    return f"{subject or 'overview'}-{name}-drawn"


def own_id(subject: str, panel: str) -> str:
    """Id of a panel that a subject draws by itself; its parts are ``-head``, ``-body`` and ``-foot``."""
    return f"{subject or 'panel'}-{panel}"


def graph_id(subject: str, panel: str) -> str:
    """Id of the chart in such a panel."""
    return f"{own_id(subject, panel)}-graph"
