"""Composition root: settings → services → the editions on one server."""

from __future__ import annotations

from flask import Flask

from callbacks.room import make_room
from data.public import PublicService
from data.service import Services, open_services
from data.settings import Settings, from_environment, keep_private, secret_key
from server.api import mount_api
from server.documents import mount_documents
from server.doors import mount_doors
from server.guard import install
from server.public import mount_public
from server.static_files import keep_static_files, mount_plotly
from server.web import make_server, mount, welcome

ROOM = "/ruang/"


def create_server(settings: Settings, services: Services) -> Flask:
    """The room edition with its doors, and the public edition, whose service reads the published product only."""
    server = make_server(proxies=settings.proxies)
    install(server, services.people, ROOM, secret=secret_key(settings), hashes=lambda: room.csp_hashes())
    mount_doors(server, services.people, ROOM)
    mount_documents(server, services, ROOM)
    mount_api(server, services, ROOM)
    keep_static_files(server, ROOM)
    room = make_room(server, services.room, services.alerts, ROOM, plotly=mount_plotly(server, ROOM))
    mount(server, services, ROOM, lambda: room.callback_map)
    mount_public(server, PublicService(settings.product_dir), room=True)
    return server


def start() -> Flask:
    """Everything that a running server needs."""
    settings = from_environment()
    keep_private(settings)
    services = open_services(settings)
    made = create_server(settings, services)
    welcome(services.people.make_demo_accounts(settings.demo_password), settings.demo_password)
    services.wall.make_first()
    services.room.warm()
    services.scheduler.start()
    return made


def __getattr__(name: str) -> Flask:
    """``app:server`` starts when the web server asks for it, not when a test imports this file."""
    if name != "server":
        raise AttributeError(name)
    globals()["server"] = start()
    return globals()["server"]
