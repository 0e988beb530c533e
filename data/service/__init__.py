"""One method per question that a view asks; the cache lives here; the only door into data."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from data.jobs import queue
from data.public import PublicService
from data.queries.database import open_database
from data.service.alerts import Alerts
from data.service.annotations import Annotations
from data.service.brief import officials_brief
from data.service.confidence import DeliveryConfidence
from data.service.desk import DataDesk
from data.service.exports import Exports
from data.service.form_posts import AlreadySentError, FormPosts
from data.service.jobs import Jobs
from data.service.monev import Monev
from data.service.people import People
from data.service.programme_overview import ProgrammeOverview
from data.service.programme_pages import ProgrammePages
from data.service.programme_reports import ProgrammeReports
from data.service.programme_snapshots import ProgrammeSnapshots
from data.service.report_files import ReportFiles
from data.service.room import RoomService
from data.service.saved_views import SavedViews
from data.service.schedule import Schedule, Scheduler
from data.service.shifts import Shifts
from data.service.tasks import Tasks
from data.service.wall import Wall
from data.service.wifi_questions import WifiQuestions
from data.service.wifi_register import WifiRegister
from data.service.wifi_saved_plans import WifiSavedPlans
from data.service.wifi_tickets import WifiTickets
from data.settings import Settings, from_environment, keep_private, secret_key
from data.subjects import registry

__all__ = [
    "Alerts",
    "AlreadySentError",
    "Annotations",
    "DataDesk",
    "Exports",
    "FormPosts",
    "Jobs",
    "People",
    "RoomService",
    "SavedViews",
    "Scheduler",
    "Services",
    "Shifts",
    "Wall",
    "officials_brief",
    "registry",
    "open_people",
    "open_services",
]

CACHE_KB = 2_048
"""Of the database's pages for each connection: a server's threads have one each, and panels are held in memory."""


@dataclass(frozen=True)
class Services:
    """Every door into data over one database."""

    room: RoomService
    people: People
    desk: DataDesk
    annotations: Annotations
    saved_views: SavedViews
    exports: Exports
    alerts: Alerts
    shifts: Shifts
    wall: Wall
    jobs: Jobs
    forms: FormPosts
    scheduler: Scheduler
    wifi: WifiQuestions
    wifi_plans: WifiSavedPlans
    wifi_register: WifiRegister
    wifi_tickets: WifiTickets
    programme: ProgrammePages
    programme_overview: ProgrammeOverview
    programme_reports: ProgrammeReports
    report_files: ReportFiles
    programme_snapshots: ProgrammeSnapshots
    monev: Monev
    confidence: DeliveryConfidence


def open_services(settings: Settings) -> Services:
    """Open the database, bring it to the newest schema, and make the services."""
    engine = open_database(settings.database_url, cache_kb=CACHE_KB)
    people = People(engine, secret_key(settings))
    room = RoomService(engine, settings, people.note_read)
    alerts = Alerts(engine, room, people.note_read)
    desk = DataDesk(engine, settings, room)
    wifi = WifiQuestions(engine, room)
    published = PublicService(settings.product_dir)
    pages = ProgrammePages(engine, room)
    monev = Monev(engine, room, pages)
    reports = ProgrammeReports(engine, settings, room)
    room.remind_by(Tasks(reports).waiting)
    saved_views = SavedViews(engine, room)
    room.offer(saved_views.sets)
    wall = Wall(engine, room, alerts, published, people.note_read)
    return Services(
        room=room,
        people=people,
        desk=desk,
        annotations=Annotations(engine, room),
        saved_views=saved_views,
        exports=Exports(room, people),
        alerts=alerts,
        shifts=Shifts(engine, room, alerts),
        wall=wall,
        jobs=Jobs(engine),
        forms=FormPosts(engine),
        wifi=wifi,
        wifi_plans=WifiSavedPlans(engine, room, wifi, desk),
        wifi_register=WifiRegister(engine, room, desk),
        wifi_tickets=WifiTickets(engine, room, wifi, published.reports),
        programme=pages,
        programme_overview=ProgrammeOverview(room),
        monev=monev,
        confidence=DeliveryConfidence(engine, room),
        programme_snapshots=ProgrammeSnapshots(engine, settings, room, monev),
        programme_reports=reports,
        report_files=ReportFiles(settings, reports),
        scheduler=Scheduler(engine, schedules(engine, room, alerts, publish=settings.publish)),
    )


def schedules(engine: Engine, room: RoomService, alerts: Alerts, *, publish: bool) -> list[Schedule]:
    """What the room has done by itself: alerts, results, and an edition once there is nothing to compute any more."""
    results = Schedule("results", room.results_reason)

    def publication() -> str | None:
        return None if queue.is_open(engine, results.kind) else room.publication_reason()

    judged = Schedule("alerts", alerts.due, again_after=60.0)
    return [judged, results, *([Schedule("publish", publication)] if publish else [])]


def open_people() -> People:
    """The accounts of the database that the environment names."""
    settings = from_environment()
    keep_private(settings)
    return People(open_database(settings.database_url), secret_key(settings))
