"""Wi-Fi, waste, programme and the generic measures."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Engine, func, select

from data.queries.frames import frame, integer_frame, known_on
from data.queries.reader import Reader
from data.tables.schema import (
    AreaRow,
    Measure,
    Place,
    WastePickup,
    WasteTonnage,
    WifiCandidate,
    WifiOutage,
    WifiPoint,
    WifiService,
    WifiTicket,
)

WIFI_POINT_COLUMNS = (
    "point_code",
    "area_id",
    "lon",
    "lat",
    "technology",
    "radius_class",
    "seats",
    "bandwidth_mbps",
    "provider",
    "place_type",
    "post",
    "proposed_on",
    "surveyed_on",
    "validated_on",
    "registered_on",
    "installed_on",
    "live_on",
    "refused_on",
    "reallocated_on",
    "removed_on",
)

WIFI_SERVICES = ("radio", "internet", "portal")
WIFI_TICKET_COLUMNS = (
    "ticket_code",
    "point_code",
    "provider",
    "cause",
    "opened_at",
    "assigned_at",
    "fixed_at",
    "verified_at",
    "verified_by",
)


def wifi_points(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """Points by code: `WIFI_POINT_COLUMNS`; days as numbers, missing where a stage was not reached or is not known."""
    columns = (getattr(WifiPoint, name) for name in WIFI_POINT_COLUMNS)
    question = select(*columns).where(known_on(WifiPoint, as_known_on))
    return frame(engine, question.order_by(WifiPoint.point_code))


def wifi_candidates(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """Sites by code: ``candidate_code, area_id, lon, lat, kind, refused_on, fibre_metres, cost_rupiah``."""
    names = ("candidate_code", "area_id", "lon", "lat", "kind", "refused_on", "fibre_metres", "cost_rupiah")
    question = select(*(getattr(WifiCandidate, name) for name in names)).where(known_on(WifiCandidate, as_known_on))
    return frame(engine, question.order_by(WifiCandidate.candidate_code))


def wifi_outages(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """Outages: ``point_code, started_at, ended_at, cause``; minutes since 1970 WIB, None while on."""
    names = ("point_code", "started_at", "ended_at", "cause")
    question = select(*(getattr(WifiOutage, name) for name in names))
    return frame(engine, question.where(known_on(WifiOutage, as_known_on)))


def wifi_tickets(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """Tickets, a row a ticket and point: `WIFI_TICKET_COLUMNS`; minutes since 1970 WIB, missing where not yet."""
    question = select(*(getattr(WifiTicket, name) for name in WIFI_TICKET_COLUMNS))
    question = question.where(known_on(WifiTicket, as_known_on))
    return frame(engine, question.order_by(WifiTicket.ticket_code, WifiTicket.point_code))


def wifi_service_minutes(engine: Engine, since: int, as_known_on: int | None) -> pd.DataFrame:
    """Stretches of the log from a minute on: ``since, watched`` and of each service ``<service>_up``, ``_down``.

    Also ``point`` (its row's number among the points named); whole numbers, by point and minute.
    """
    names = ("since", "watched", *(f"{service}_{state}" for service in WIFI_SERVICES for state in ("up", "down")))
    question = select(
        func.dense_rank().over(order_by=WifiService.point_code), *(getattr(WifiService, n) for n in names)
    )
    question = question.where(known_on(WifiService, as_known_on), WifiService.since >= since)
    return integer_frame(engine, question.order_by(WifiService.point_code, WifiService.since), ("point", *names))


def stops_by_area_day(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """Sums over the streams: int32 ``area_id, day, scheduled, done, late, collected_kg, sorted_kg``."""
    names = ("area_id", "day", "scheduled", "done", "late", "collected_kg", "sorted_kg")
    question = select(*(getattr(WastePickup, name) for name in names)).where(known_on(WastePickup, as_known_on))
    return integer_frame(engine, question, names)


def rounds_since(engine: Engine, first: int) -> pd.DataFrame:
    """Rounds in force from a day on: ``area_id, stream, day, scheduled, done, late``."""
    names = ("area_id", "stream", "day", "scheduled", "done", "late")
    question = select(*(getattr(WastePickup, name) for name in names))
    return frame(engine, question.where(WastePickup.superseded_on.is_(None), WastePickup.day >= first))


def missed_by_reason(
    reader: Reader, first: int, last: int, area_ids: list[int] | None, as_known_on: int | None
) -> pd.DataFrame:
    """Missed stops in a span of days: ``reason, missed``; ``area_ids`` None means all RW."""
    missed = func.sum(WastePickup.scheduled - WastePickup.done).label("missed")
    question = (
        select(WastePickup.reason, missed)
        .where(known_on(WastePickup, as_known_on), WastePickup.day.between(first, last))
        .where(WastePickup.done < WastePickup.scheduled)
        .group_by(WastePickup.reason)
    )
    if area_ids is not None:
        question = question.where(WastePickup.area_id.in_(area_ids))
    # Former RW whose stops came to the areas asked for are among the ids; without ids the scope itself is the bound.
    return frame(reader.engine, question if area_ids is not None else reader.cut(question, WastePickup.area_id))


def places(engine: Engine) -> pd.DataFrame:
    """Programme places: ``place_code, kind, name, area`` (code), ``lon, lat``."""
    question = select(Place.place_code, Place.kind, Place.name, AreaRow.code.label("area"), Place.lon, Place.lat)
    question = question.join(AreaRow, AreaRow.id == Place.area_id)
    return frame(engine, question.where(Place.superseded_on.is_(None)).order_by(Place.place_code))


def measures_by_area_day(engine: Engine, dataset: str, as_known_on: int | None) -> pd.DataFrame:
    """Rows of a generic dataset: ``area_id, day, measure, value``."""
    question = select(Measure.area_id, Measure.day, Measure.measure, Measure.value).where(
        Measure.dataset == dataset, known_on(Measure, as_known_on)
    )
    return frame(engine, question.order_by(Measure.day))


def tonnage_by_day(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """The city's mass flows: ``day, generated_kg, landfill_kg, sorting_unit_kg, waste_bank_kg``, by day."""
    names = ("day", "generated_kg", "landfill_kg", "sorting_unit_kg", "waste_bank_kg")
    question = select(*(getattr(WasteTonnage, name) for name in names)).where(known_on(WasteTonnage, as_known_on))
    return frame(engine, question.order_by(WasteTonnage.day))
