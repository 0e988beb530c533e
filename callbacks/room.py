"""The room edition as a Dash application under its own prefix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Dash
from flask import Flask, request

from callbacks import register_all
from callbacks.frame import first_layout, picture
from callbacks.pages import answers_of
from data.domain.people import somebody
from data.service import Alerts, RoomService
from layouts import shell


class Room(Dash):
    """A Dash application whose index already shows the page."""

    picture: Callable[[], str] = staticmethod(lambda: "")

    def interpolate_index(self, *arguments: Any, **blocks: Any) -> str:
        """The index with the first picture in it; Dash's hook for an index of one's own."""
        index: str = super().interpolate_index(*arguments, **blocks)
        return index.replace(shell.FIRST, self.picture())


def make_room(server: Flask, service: RoomService, alerts: Alerts, prefix: str, plotly: str | None = None) -> Dash:
    """Make it on a server; every page's callbacks are registered, nothing else.

    Parameters
    ----------
    plotly : str or None
        Address of a slimmer Plotly than Dash's own.
    """
    answers = answers_of(service, alerts, prefix)
    room = Room(
        "decor",
        server=server,
        url_base_pathname=prefix,
        assets_folder="assets",
        assets_path_ignore=["public", "wall", "engine"],
        title="DeCOR",
        update_title=None,
        suppress_callback_exceptions=True,
        serve_locally=True,
    )
    # Dash looks at the layout once by itself, on the first request of all, when nobody may have come in yet.
    room.layout = lambda: first_layout(service, request.referrer, prefix) if somebody() else shell.root([])
    room.index_string = shell.index(prefix, plotly)
    room.picture = lambda: picture(service, answers, request.path, request.query_string.decode("latin-1"), prefix)
    register_all(room, service, answers, prefix)
    server.extensions["decor-room"] = room
    return room
