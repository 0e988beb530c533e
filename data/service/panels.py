"""Every question that a page may ask, by the panel's id: the common ones here, the others from their subjects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from data.domain.errors import NotFoundError, msg
from data.domain.pages import PagePanel
from data.domain.people import Right
from data.domain.views import MapView, TableView
from data.service import area_views, questions, tables
from data.service.bivariate import bivariate_map
from data.service.blocks import day_block, sums_block
from data.service.lineage import lineage
from data.service.own_views import OwnViews
from data.service.selection import Selection
from data.service.subjects import own_views
from data.subjects import registry

Question = Callable[[Selection, str], Any]


def map_of_page(selection: Selection, subject: str) -> MapView:
    """Values by area, or by two figures together; on a page with points of its own these stand on the map."""
    own = own_views(subject).map_view
    if own is not None:
        return own(questions.map_view(selection), selection)
    view = bivariate_map(selection) or questions.map_view(selection)
    # Named as declared, also while a run of days stands: the browser keeps the list.
    return replace(view, others=area_views.drawable(selection.by_day))


COMMON: dict[str, Question] = {
    "sentence": lambda selection, _subject: questions.sentence(selection),
    "map": map_of_page,
    "block": lambda selection, _subject: day_block(selection),
    "sums": lambda selection, _subject: sums_block(selection),
    "view": area_views.area_view,
    "trend": lambda selection, _subject: questions.trend_view(selection),
    "ranking": lambda selection, _subject: questions.ranking_view(selection),
    "tiles": questions.tiles_view,
    "lineage": lambda selection, _subject: lineage(selection),
    "stamp": lambda selection, _subject: selection.stamp(),
    "selection": lambda selection, _subject: selection,
}
BLOCKS = frozenset({"block", "sums"})
COMMON_TABLES: dict[str, Callable[[Selection, str], TableView]] = {
    "map": area_views.view_table,
    "trend": lambda selection, _subject: tables.trend_table(selection),
    "ranking": lambda selection, _subject: tables.areas_table(selection),
    "tiles": tables.tiles_table,
}


def panel_of(subject: str, panel: str) -> PagePanel | None:
    """The declaration of a panel, on the subject's page or on another; None for a common question."""
    pages = [registry().pages[subject], *registry().pages.values()]
    return next((declaration for page in pages for declaration in page.panels if declaration.id == panel), None)


def right_of(subject: str, panel: str) -> Right:
    """What one needs to see a panel."""
    declaration = panel_of(subject, panel)
    return Right.READ if declaration is None else declaration.right


def _owner(subject: str, panel: str) -> OwnViews | None:
    for name in (subject, *registry().by_id):
        if panel in own_views(name).views:
            return own_views(name)
    return None


def question_of(subject: str, panel: str) -> Question:
    """What answers a panel.

    Raises
    ------
    NotFoundError
        When no panel has that name.
    """
    if panel in COMMON:
        return COMMON[panel]
    own = _owner(subject, panel)
    if own is None:
        raise NotFoundError(msg("There is no panel “{name}”.", name=panel[:40]))
    view = own.views[panel]
    return lambda selection, _subject: view(selection)


def table_of(selection: Selection, panel: str, subject: str) -> TableView:
    """The table behind a panel.

    Raises
    ------
    NotFoundError
        When no panel has that name.
    """
    if panel in COMMON_TABLES:
        return COMMON_TABLES[panel](selection, subject)
    own = _owner(subject, panel)
    if own is None or panel not in own.tables:
        raise NotFoundError(msg("There is no panel “{name}”.", name=panel[:40]))
    return own.tables[panel](selection)
