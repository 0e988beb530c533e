"""What reacts. `register_all` is the visible list; nothing registers itself on import."""

from __future__ import annotations

from dash import Dash

from callbacks import browser, frame, panels, table
from callbacks.pages import modules
from callbacks.panels import Answers
from data.service import RoomService


def register_all(app: Dash, service: RoomService, answers: Answers, prefix: str) -> None:
    """Register every callback of the room edition."""
    browser.register(app)
    frame.register(app, service, prefix)
    panels.register(app, answers)
    table.register(app, service, prefix)
    for module in modules().values():
        if hasattr(module, "register"):
            module.register(app, service)
