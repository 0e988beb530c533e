"""Every document of the room, in one list."""

from __future__ import annotations

from flask import Flask

from data.service import Services
from server.alerts import mount_alerts
from server.brief import mount_brief
from server.catalogue import mount_catalogue
from server.collaboration import mount_collaboration
from server.desk import Documents, mount_people
from server.wall import mount_wall


def mount_documents(server: Flask, services: Services, prefix: str) -> None:
    """Accounts, data desk, views and notes, alerts and shift, brief, wall."""
    docs = Documents(services.room, services.people, services.desk, prefix)
    mount_people(server, docs)
    mount_catalogue(server, docs)
    mount_collaboration(server, docs, services.collaboration)
    mount_alerts(server, docs, services.alerts, services.shifts)
    mount_brief(server, docs, services.alerts, services.shifts, services.people)
    mount_wall(server, docs, services)
