"""Composition root of the public edition alone: no database, no room, no Dash; a product folder is all it knows."""

from __future__ import annotations

from flask import Flask

from data.public import PublicService, open_public
from server.public import mount_public
from server.public_server import make_public_server


def create_public_server(service: PublicService) -> Flask:
    """A server with the public edition and nothing else."""
    server = make_public_server()
    mount_public(server, service, room=False)
    return server


def __getattr__(name: str) -> Flask:
    """``app_public:server`` starts when the web server asks for it, not when a test imports this file."""
    if name != "server":
        raise AttributeError(name)
    globals()["server"] = create_public_server(open_public())
    return globals()["server"]
