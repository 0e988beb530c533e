"""What reacts. `register_all` is the visible list; nothing registers itself on import."""

from __future__ import annotations

from dash import Dash

from callbacks import browser, frame, pages, table
from callbacks.page import PageAnswers
from data.service import RoomService


def register_all(app: Dash, service: RoomService, answers: dict[str, PageAnswers], prefix: str) -> None:
    """Register every callback of the room edition."""
    browser.register(app)
    frame.register(app, service, prefix)
    pages.register(app, answers)
    table.register(app, service, prefix)
