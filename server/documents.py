"""Every document of the room, in one list."""

from __future__ import annotations

from flask import Flask

from data.service import Services
from server.alerts import mount_alerts
from server.annotations import mount_annotations
from server.brief import mount_brief
from server.catalogue import mount_catalogue
from server.desk import Documents
from server.exports import mount_exports
from server.jobs import mount_jobs
from server.lineage import mount_lineage
from server.people import mount_people
from server.programme_documents import mount_programme_documents
from server.programme_monev import mount_monev
from server.programme_reports import mount_programme_reports
from server.saved_views import mount_saved_views
from server.split import mount_split
from server.wall import mount_wall
from server.wifi_documents import mount_wifi_documents
from server.wifi_tickets import mount_wifi_tickets


def mount_documents(server: Flask, services: Services, prefix: str) -> None:
    """Accounts, data desk, saved views, annotations, exports, lineage, alerts and shift, brief, wall, jobs."""
    docs = Documents(services.room, services.people, services.desk, services.forms, prefix)
    mount_people(server, docs)
    mount_catalogue(server, docs)
    mount_saved_views(server, docs, services.saved_views)
    mount_annotations(server, docs, services.annotations)
    mount_exports(server, docs, services.exports)
    mount_lineage(server, docs)
    mount_split(server, docs)
    mount_alerts(server, docs, services.alerts, services.shifts)
    mount_brief(server, docs, services.alerts, services.shifts, services.people)
    mount_wall(server, docs, services)
    mount_jobs(server, docs, services.jobs)
    mount_wifi_documents(server, docs, services)
    mount_wifi_tickets(server, docs, services.wifi_tickets)
    mount_programme_reports(server, docs, services)
    mount_monev(server, docs, services)
    mount_programme_documents(server, docs, services)
