"""The tables.

Observations are wide (one row an area and day, its counts as integer columns) and bitemporal:
``day`` is what the row is about, ``known_on`` when it became known, ``superseded_on`` when a later
row took its place. Days are integers since 1970-01-01, minutes likewise in WIB. NULL is "not
reported", never zero.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

ROW_ID = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Metadata of the room's database."""


class Meta(Base):
    """Facts about the database itself, such as the clock of a sample city."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Load(Base):
    """One file that came in: rows_read = kept + rejected. ``version`` is the data version it made.

    ``loaded_by`` is the account, or "process" for the command line and the sample; ``note`` the reason of a rollback.
    """

    __tablename__ = "load"
    id: Mapped[int] = mapped_column(primary_key=True)
    dataset: Mapped[str] = mapped_column(String(60), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    received_at: Mapped[datetime] = mapped_column(DateTime)
    rows_read: Mapped[int]
    kept: Mapped[int]
    rejected: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(index=True)
    simulated: Mapped[bool]
    note: Mapped[str | None] = mapped_column(Text)
    loaded_by: Mapped[str] = mapped_column(String(60), server_default="process")
    taken_back_by: Mapped[str | None] = mapped_column(String(60))
    taken_back_at: Mapped[datetime | None] = mapped_column(DateTime)


class Rejection(Base):
    """A row that was not loaded, with the column, its value and the reason."""

    __tablename__ = "rejection"
    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    load_id: Mapped[int] = mapped_column(ForeignKey("load.id"), index=True)
    row_number: Mapped[int]
    column_name: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)


class AreaRow(Base):
    """Stable integer for each area code."""

    __tablename__ = "area"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    level: Mapped[str] = mapped_column(String(12), index=True)


class Observed:
    """What every loaded row carries."""

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    load_id: Mapped[int] = mapped_column(ForeignKey("load.id"), index=True)
    known_on: Mapped[int]
    superseded_by: Mapped[int | None]
    superseded_on: Mapped[int | None]


class AreaDay(Observed):
    """An observation of one area on one day."""

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    day: Mapped[int]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Index, ...]:
        name = f"ix_{cls.__tablename__}_area_day"  # type: ignore[attr-defined]
        return (Index(name, "area_id", "day"),)


class AreaVersion(Observed, Base):
    """An area's name and border for a period; ``geometry`` is GeoJSON text in WGS84."""

    __tablename__ = "area_version"
    code: Mapped[str] = mapped_column(String(20), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    name: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[int]
    valid_to: Mapped[int | None]
    area_km2: Mapped[float]
    simulated: Mapped[str] = mapped_column(String(1))
    from_codes: Mapped[str | None] = mapped_column(Text)
    geometry: Mapped[str] = mapped_column(Text)


class Population(AreaDay, Base):
    """Residents from ``day`` on."""

    __tablename__ = "population"
    people: Mapped[int]


class CovidDaily(AreaDay, Base):
    """Counts of one RW and event date as known from ``known_on``."""

    __tablename__ = "covid_daily"
    confirmed: Mapped[int]
    recovered: Mapped[int]
    deaths: Mapped[int]
    odp_active: Mapped[int | None]
    pdp_active: Mapped[int | None]
    otg_active: Mapped[int | None]
    suspect_active: Mapped[int | None]
    probable_active: Mapped[int | None]
    contact_active: Mapped[int | None]


class CovidRelease(AreaDay, Base):
    """A published city total, errors of the source included."""

    __tablename__ = "covid_release"
    confirmed_total: Mapped[int | None]
    recovered_total: Mapped[int | None]
    deaths_total: Mapped[int | None]
    active: Mapped[int | None]
    identity_gap: Mapped[float | None]
    pdp_or_suspect: Mapped[int | None]
    odp: Mapped[int | None]
    otg_or_contact: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[str] = mapped_column(Text)


class WifiPoint(Observed, Base):
    """A public Wi-Fi point and the days of its stages; NULL where a stage was not reached, or is not known.

    ``refused_on``: residents refused it; ``reallocated_on`` and ``removed_on``: it serves here no longer.
    """

    __tablename__ = "wifi_point"
    point_code: Mapped[str] = mapped_column(String(40), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    lon: Mapped[float]
    lat: Mapped[float]
    registered_on: Mapped[int | None]
    live_on: Mapped[int | None]
    refused_on: Mapped[int | None]
    proposed_on: Mapped[int | None]
    surveyed_on: Mapped[int | None]
    validated_on: Mapped[int | None]
    installed_on: Mapped[int | None]
    reallocated_on: Mapped[int | None]
    removed_on: Mapped[int | None]
    technology: Mapped[str | None] = mapped_column(String(8))
    radius_class: Mapped[str | None] = mapped_column(String(4))
    seats: Mapped[int | None]
    bandwidth_mbps: Mapped[float | None]
    provider: Mapped[str | None] = mapped_column(String(80))
    place_type: Mapped[str | None] = mapped_column(String(12))
    post: Mapped[str | None] = mapped_column(String(120))


class WifiCandidate(Observed, Base):
    """A site where a point could be put; NULL where the distance to fibre or the cost is not known."""

    __tablename__ = "wifi_candidate"
    candidate_code: Mapped[str] = mapped_column(String(40), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    lon: Mapped[float]
    lat: Mapped[float]
    kind: Mapped[str] = mapped_column(String(12))
    refused_on: Mapped[int | None]
    fibre_metres: Mapped[float | None]
    cost_rupiah: Mapped[float | None]


class WifiOutage(Observed, Base):
    """Minutes since 1970-01-01 WIB; NULL ``ended_at`` means still on."""

    __tablename__ = "wifi_outage"
    point_code: Mapped[str] = mapped_column(String(40), index=True)
    started_at: Mapped[int]
    ended_at: Mapped[int | None]
    cause: Mapped[str] = mapped_column(String(12))


class WifiTicket(Observed, Base):
    """What was asked of a provider about a point; minutes since 1970-01-01 WIB, NULL where it has not happened yet."""

    __tablename__ = "wifi_ticket"
    ticket_code: Mapped[str] = mapped_column(String(40), index=True)
    point_code: Mapped[str] = mapped_column(String(40), index=True)
    provider: Mapped[str] = mapped_column(String(80))
    cause: Mapped[str] = mapped_column(String(12))
    opened_at: Mapped[int]
    assigned_at: Mapped[int | None]
    fixed_at: Mapped[int | None]
    verified_at: Mapped[int | None]
    verified_by: Mapped[str | None] = mapped_column(String(80))


class WifiService(Observed, Base):
    """Minutes of a day in which a point's services were known to be up or down; moments in minutes since 1970 WIB."""

    __tablename__ = "wifi_service"
    point_code: Mapped[str] = mapped_column(String(40), index=True)
    since: Mapped[int]
    watched: Mapped[int]
    radio_up: Mapped[int]
    radio_down: Mapped[int]
    internet_up: Mapped[int]
    internet_down: Mapped[int]
    portal_up: Mapped[int]
    portal_down: Mapped[int]
    clients_most: Mapped[int | None]


class WastePickup(AreaDay, Base):
    """One RW × stream × scheduled round."""

    __tablename__ = "waste_pickup"
    stream: Mapped[str] = mapped_column(String(12))
    scheduled: Mapped[int]
    done: Mapped[int]
    late: Mapped[int]
    reason: Mapped[str | None] = mapped_column(String(12))
    collected_kg: Mapped[int]
    sorted_kg: Mapped[int]


class WasteTonnage(AreaDay, Base):
    """The city's mass flows of a day."""

    __tablename__ = "waste_tonnage"
    generated_kg: Mapped[int]
    landfill_kg: Mapped[int]
    sorting_unit_kg: Mapped[int]
    waste_bank_kg: Mapped[int]


class Action(Observed, Base):
    """One action of the plan; ``partner`` and ``after_codes`` are lists by comma."""

    __tablename__ = "action"
    action_code: Mapped[str] = mapped_column(String(20), index=True)
    dimension: Mapped[str] = mapped_column(String(16))
    term: Mapped[str] = mapped_column(String(8))
    programme: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(200))
    name_status: Mapped[str] = mapped_column(String(12))
    source: Mapped[str | None] = mapped_column(Text)
    opd: Mapped[str] = mapped_column(String(60))
    post: Mapped[str | None] = mapped_column(String(120))
    partner: Mapped[str] = mapped_column(String(60))
    weight: Mapped[float]
    effort: Mapped[float | None]
    budget_rp: Mapped[float | None]
    component: Mapped[str] = mapped_column(String(12))
    count_kind: Mapped[str] = mapped_column(String(12))
    target: Mapped[float]
    baseline: Mapped[float | None]
    unit: Mapped[str] = mapped_column(String(40))
    start_on: Mapped[int]
    finish_on: Mapped[int]
    mission: Mapped[str | None] = mapped_column(String(4))
    indicator: Mapped[str | None] = mapped_column(String(60))
    after_codes: Mapped[str | None] = mapped_column(Text)
    dropped_on: Mapped[int | None]


class ActionTarget(Observed, Base):
    """What of an action is to be reached, and paid, to date; a version of its curve has one ``known_on``."""

    __tablename__ = "action_target"
    action_code: Mapped[str] = mapped_column(String(20), index=True)
    day: Mapped[int]
    planned: Mapped[float]
    budget_rp: Mapped[float | None]


class ActionProgress(Observed, Base):
    """What an office reports of one action to date, with its evidence and who accepted it."""

    __tablename__ = "action_progress"
    action_code: Mapped[str] = mapped_column(String(20), index=True)
    day: Mapped[int]
    actual: Mapped[float]
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    committed_rp: Mapped[float | None]
    spent_rp: Mapped[float]
    obstacle: Mapped[str | None] = mapped_column(String(16))
    obstacle_note: Mapped[str | None] = mapped_column(Text)
    next_step: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(String(12))
    evidence_ref: Mapped[str | None] = mapped_column(Text)
    verified_by: Mapped[str | None] = mapped_column(String(60))


class MonevSession(Observed, Base):
    """A session in which progress was reviewed; scores from 0 to 4 by dimension, NULL where it gave none."""

    __tablename__ = "monev_session"
    session_code: Mapped[str] = mapped_column(String(40), index=True)
    day: Mapped[int]
    assessor: Mapped[str] = mapped_column(String(120))
    scope: Mapped[str] = mapped_column(Text)
    published_progress: Mapped[float | None]
    source: Mapped[str | None] = mapped_column(Text)
    government: Mapped[float | None]
    economy: Mapped[float | None]
    living: Mapped[float | None]
    society: Mapped[float | None]
    environment: Mapped[float | None]
    branding: Mapped[float | None]


class MonevFinding(Observed, Base):
    """What a session found, who has to follow it up, and what became of it; NULL where it has not happened."""

    __tablename__ = "monev_finding"
    finding_code: Mapped[str] = mapped_column(String(40), index=True)
    session_code: Mapped[str] = mapped_column(String(40))
    dimension: Mapped[str] = mapped_column(String(16))
    action_code: Mapped[str | None] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    recommendation: Mapped[str] = mapped_column(Text)
    opd: Mapped[str] = mapped_column(String(60))
    found_on: Mapped[int]
    due_on: Mapped[int]
    done_on: Mapped[int | None]
    closed_on: Mapped[int | None]
    closed_by: Mapped[str | None] = mapped_column(String(60))


class ActionArea(Observed, Base):
    """A kelurahan in which an action is carried out; an action without any is one of the whole city."""

    __tablename__ = "action_area"
    action_code: Mapped[str] = mapped_column(String(20), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))


class ProgrammeState(Observed, Base):
    """What a source says of a programme on a day, and the state that is read from it."""

    __tablename__ = "programme_state"
    programme: Mapped[str] = mapped_column(String(120), index=True)
    day: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    statement: Mapped[str] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(12))


class ProgrammeCohort(Observed, Base):
    """A cohort of a programme; NULL where nobody has told how many."""

    __tablename__ = "programme_cohort"
    programme: Mapped[str] = mapped_column(String(120), index=True)
    cohort: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))
    ended_on: Mapped[int]
    couples: Mapped[int | None]
    finished: Mapped[int | None]
    source: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(12))


class Place(Observed, Base):
    """A programme's place on the map."""

    __tablename__ = "place"
    place_code: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    lon: Mapped[float]
    lat: Mapped[float]


class Measure(AreaDay, Base):
    """The generic One Stop Data table: any measure by area and day."""

    __tablename__ = "measure"
    dataset: Mapped[str] = mapped_column(String(60), index=True)
    measure: Mapped[str] = mapped_column(String(60))
    value: Mapped[float]
