"""Composition root: settings → engine → service → the editions on one server."""

from __future__ import annotations

from dash import Dash
from flask import Flask, request

from callbacks import register_all
from callbacks.frame import first_layout
from data.service import RoomService, open_room
from data.settings import from_environment
from layouts import shell
from server.api import mount_api
from server.web import make_server, mount

ROOM = "/ruang/"


def make_room(server: Flask, service: RoomService) -> Dash:
    """The room edition under its own prefix."""
    room = Dash(
        "decor",
        server=server,
        url_base_pathname=ROOM,
        assets_folder="assets",
        title="DeCOR",
        update_title=None,
        suppress_callback_exceptions=True,
        serve_locally=True,
    )
    room.layout = lambda: first_layout(service, request.referrer, ROOM)
    room.index_string = shell.INDEX
    register_all(room, service, ROOM)
    return room


def create_server() -> Flask:
    """Both editions on one server; the public edition comes later and has its own service."""
    service = open_room(from_environment())
    server = make_server()
    room = make_room(server, service)
    mount_api(server, service, ROOM)
    mount(server, service, ROOM, lambda: room.callback_map)
    service.warm()
    return server


server = create_server()
