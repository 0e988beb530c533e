"""What reacts. `register_all` is the visible list; nothing registers itself on import."""

from __future__ import annotations

from dash import Dash

from callbacks import browser, frame, panels, table
from callbacks.pages import modules
from data.service import Alerts, RoomService


def register_all(app: Dash, service: RoomService, alerts: Alerts, prefix: str) -> None:
    """Register every callback of the room edition."""
    browser.register(app)
    frame.register(app, service, prefix)
    panels.register(app, service, alerts, prefix)
    table.register(app, service, prefix)
    for module in modules().values():
        if hasattr(module, "register"):
            module.register(app, service)
