"""Everything that a page draws, as its callback does it."""

from dataclasses import replace

from callbacks.pages import own_draws
from callbacks.panels import drawings_of
from callbacks.update import PanelUpdate
from data.domain.filters import FilterState
from data.service import RoomService, registry
from data.service.panels import COMMON_TABLES

ALERTING = ("stage", "alerts")
"""Panels of the overview that come from the alerts, which need a database of their own."""


def draw_page(service: RoomService, subject: str, state: FilterState) -> dict[str, PanelUpdate]:
    """Every part of a subject's page, by name."""
    page = registry().pages[subject]
    shown = tuple(panel for panel in page.panels if panel.id not in ALERTING)
    drawings = drawings_of(replace(page, panels=shown), own_draws().get(subject, {}))
    return {name: drawing.draw(service, state, subject) for name, drawing in drawings.items()}


def panel_names() -> list[str]:
    """Every panel that has a table."""
    return [*COMMON_TABLES, *(panel.id for subject in registry().subjects for panel in subject.page.own_panels)]
