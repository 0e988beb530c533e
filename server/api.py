"""The read API of the room: indicators, areas, values, datasets, jobs; its document is made from this code."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from datetime import date, datetime
from typing import Any, Literal

from flask import Blueprint, Flask, Response, jsonify
from pydantic import BaseModel, Field

from data.domain.area_sets import expanded
from data.domain.areas import Level
from data.domain.errors import BadRequestError, Message, msg
from data.domain.jobs import JobState
from data.domain.people import Right, require
from data.service import Jobs, RoomService, Services
from data.service.room import indicator_rows
from data.service.series import ValuesQuestion
from data.service.series import values as find_values
from data.text import say
from layouts.cells import harmless
from server.covid import COVID_ENDPOINTS, mount_covid_api
from server.loads import mount_loads
from server.openapi import openapi
from server.programme import PROGRAMME_ENDPOINTS, mount_programme_api
from server.query import Day, Query, read_query
from server.wifi import WIFI_ENDPOINTS, mount_wifi_api

Format = Literal["json", "csv", "geojson"]


class AreasQuery(Query):
    """`GET areas`."""

    level: Level | None = Field(None, description="kota, kecamatan, kelurahan or rw; all when left out")


class ValuesQuery(Query):
    """`GET values`."""

    indicator: str = Field(description="id of an indicator, see `GET indicators`")
    level: Level = Field(Level.KOTA, description="kota, kecamatan, kelurahan or rw")
    date_: Day | None = Field(None, alias="date", description="the day; the last complete day when left out")
    until: Day | None = Field(None, alias="to", description="last day of a range that starts on `date`")
    span: str = Field(
        "",
        pattern=r"^(\d{4}-\d{2}-\d{2},\d{4}-\d{2}-\d{2})?$",
        description="first and last day of a run over which sums of days are taken; instead of `date` and `to`",
    )
    area: str = Field("", description="one area code, or several by comma")
    set_: str = Field("", alias="set", description="many areas as a set, as an address of the room has it")
    as_known_on: Day | None = Field(None, description="as known at the end of this day")
    format: Format = Field("json", description="json, csv or geojson")


class IndicatorOut(BaseModel):
    """One declaration."""

    id: str
    subject: str
    title: str
    unit: str
    formula: str
    why: str
    limits: str
    check: str
    source: str
    categories: list[str] = Field(description="words of the values 1, 2, …; empty for an amount")
    finest_level: Level
    direction: str
    decimals: int
    dataset: str
    disclosure: str
    window_days: int | None


class IndicatorsOut(BaseModel):
    """All declarations."""

    indicators: list[IndicatorOut]


class AreaOut(BaseModel):
    """One area; `simulated` is true where its border is."""

    code: str
    name: str
    level: Level
    parent: str | None
    population: int | None
    area_km2: float
    simulated: bool
    valid_from: date
    valid_to: date | None


class AreasOut(BaseModel):
    """Areas by code."""

    areas: list[AreaOut]


class ValueOut(BaseModel):
    """One value; null where nothing was reported."""

    area: str
    name: str
    date: date
    value: float | None
    numerator: float | None
    denominator: float | None
    state: Literal["ok", "no_report", "incomplete", "hidden", "not_applicable"]
    low: float | None = Field(None, description="lower 95 % limit, of indicators that are computed")
    high: float | None = Field(None, description="upper 95 % limit, of indicators that are computed")
    category: str | None = Field(None, description="of an indicator with categories: the value's words, in English")
    p: float | None = Field(
        None, description="of an indicator with categories: p, adjusted over all areas of the level"
    )
    borrowed: float | None = Field(None, description="of a smoothed rate: the share taken from all areas, 0 to 1")


class ValuesOut(BaseModel):
    """Values of one indicator; `level` is the level shown, the nearest parent of the one asked for."""

    indicator: str
    unit: str
    date: dt.date = Field(description="the day asked for, or the last complete one; never moved to another")
    data_from: dt.date
    data_to: dt.date
    problem: str | None = Field(description="why there are no values, as for a day outside the data")
    level: Level
    level_asked: Level
    data_version: int
    simulated: bool
    source: str
    computing: bool = Field(description="the values are still being computed for this data version; ask again")
    values: list[ValueOut]


class DatasetOut(BaseModel):
    """One dataset with its freshness."""

    id: str
    title: str
    owner: str
    source: str
    cadence_hours: float
    received: datetime | None
    age_hours: float | None
    freshness: Literal["fresh", "ageing", "stale", "lost"]
    rows: int
    simulated: bool


class DatasetsOut(BaseModel):
    """Every dataset of One Stop Data."""

    datasets: list[DatasetOut]


class JobOut(BaseModel):
    """One job; moments are WIB. `share` is 0 to 1 of the work done, `problem` why the last attempt failed."""

    id: int
    kind: str
    title: str
    state: JobState
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    attempts: int
    most_attempts: int
    share: float | None
    step: str
    problem: str | None


class JobsOut(BaseModel):
    """Open jobs first, then those that have ended, newest first."""

    jobs: list[JobOut]


class ErrorOut(BaseModel):
    """One sentence."""

    error: str


ENDPOINTS: dict[str, tuple[str, type[Query], type[BaseModel]]] = {
    "indicators": ("Every indicator that can be asked for", Query, IndicatorsOut),
    "areas": ("Areas with their population", AreasQuery, AreasOut),
    "values": ("Values of an indicator by area, for a day or a range", ValuesQuery, ValuesOut),
    "datasets": ("Datasets with owner and freshness", Query, DatasetsOut),
    "jobs": ("Work behind the scenes, for administrators", Query, JobsOut),
}


def mount_api(server: Flask, services: Services, prefix: str) -> None:
    """Add the API under ``<prefix>api/v1``."""
    service = services.room
    api = Blueprint("api", __name__, url_prefix=f"{prefix}api/v1")
    api.add_url_rule("/indicators", "indicators", lambda: indicators(service))
    api.add_url_rule("/areas", "areas", lambda: areas(service))
    api.add_url_rule("/values", "values", lambda: values(services))
    api.add_url_rule("/datasets", "datasets", lambda: datasets(service))
    api.add_url_rule("/jobs", "jobs", lambda: jobs(services.jobs))
    api.add_url_rule(
        "/openapi.json",
        "openapi",
        lambda: jsonify(openapi(prefix, ENDPOINTS | COVID_ENDPOINTS | WIFI_ENDPOINTS | PROGRAMME_ENDPOINTS, ErrorOut)),
    )
    mount_covid_api(api, services)
    mount_wifi_api(api, services)
    mount_programme_api(api, services)
    mount_loads(api, services.desk)
    server.register_blueprint(api)


def indicators(service: RoomService) -> Response:
    """Every declaration in the language asked for."""
    lang = read_query(Query).lang
    return jsonify(
        {"indicators": [{name: _worded(value, lang) for name, value in row.items()} for row in indicator_rows(service)]}
    )


def _worded(value: object, lang: str) -> object:
    if isinstance(value, tuple):
        return [_worded(each, lang) for each in value]
    return say(value, lang) if isinstance(value, Message) else value


def areas(service: RoomService) -> Response:
    """Areas of a level."""
    query = read_query(AreasQuery)
    listed = [
        AreaOut(
            code=area.code,
            name=area.name,
            level=area.level,
            parent=area.parent,
            population=area.people,
            area_km2=area.area_km2,
            simulated=area.simulated,
            valid_from=area.valid_from,
            valid_to=area.valid_to,
        )
        for area in service.areas(query.level)
    ]
    return _json(AreasOut(areas=listed))


def _json(model: BaseModel) -> Response:
    return Response(model.model_dump_json(), mimetype="application/json")


def areas_of(area: str, areas: str) -> tuple[str, ...]:
    """Codes by comma and those of a set, each once.

    Raises
    ------
    BadRequestError
        When the set is none.
    """
    many = expanded(areas) if areas else []
    if many is None:
        raise BadRequestError(msg("“{text}” is not a set of areas.", text=areas[:40]))
    return tuple(dict.fromkeys([*(code for code in area.split(",") if code), *many]))


def run_of(span: str) -> tuple[date, date]:
    """First and last day of a run.

    Raises
    ------
    BadRequestError
        When one of them is no day, or the last lies before the first.
    """
    try:
        first, last = (date.fromisoformat(day) for day in span.split(","))
    except ValueError as error:
        raise BadRequestError(msg("“{text}” is not a run of days.", text=span)) from error
    if last < first:
        raise BadRequestError(msg("The range ends before it starts."))
    return first, last


def values(services: Services) -> Response:
    """Values as JSON, CSV or GeoJSON; a file is an export and stands in the audit log."""
    service = services.room
    query = read_query(ValuesQuery)
    asked = ValuesQuestion(
        query.indicator,
        query.level,
        query.date_,
        query.until,
        areas=areas_of(query.area, query.set_),
        known_on=query.as_known_on,
        span=run_of(query.span) if query.span else None,
    )
    answer = find_values(service, asked)
    rows = answer.rows
    head: dict[str, Any] = {
        "indicator": query.indicator,
        "unit": say(answer.unit, query.lang),
        "date": answer.day.isoformat(),
        "data_from": answer.first.isoformat(),
        "data_to": answer.last.isoformat(),
        "problem": None if answer.problem is None else say(answer.problem, query.lang),
        "level": answer.level.value,
        "level_asked": query.level.value,
        "data_version": answer.version,
        "simulated": answer.stamp.simulated,
        "source": answer.stamp.source,
        "computing": answer.computing,
    }
    if query.format != "json":
        require(Right.EXPORT)
        services.people.note("exported", f"values, {query.format}", rows=len(rows), **head)
    if query.format == "csv":
        return _csv(head, rows)
    if query.format == "geojson":
        return _geojson(service, head, rows)
    return jsonify({**head, "values": rows})


def _csv(head: dict[str, Any], rows: list[dict[str, object]]) -> Response:
    text = io.StringIO()
    fixed = ["indicator", "unit", "level", "data_version", "simulated", "source"]
    names = list(rows[0]) if rows else ["area", "name", "date", "value", "numerator", "denominator", "state"]
    writer = csv.writer(text)
    writer.writerow([*names, *fixed])
    fixed_cells = [harmless(head[n]) if isinstance(head[n], str) else head[n] for n in fixed]
    writer.writerows([*("" if row[n] is None else _plain(row[n]) for n in names), *fixed_cells] for row in rows)
    disposition = f'attachment; filename="{head["indicator"]}-{head["level"]}-{head["date"]}.csv"'
    return Response(text.getvalue(), mimetype="text/csv", headers={"Content-Disposition": disposition})


def _plain(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value


def _geojson(service: RoomService, head: dict[str, Any], rows: list[dict[str, object]]) -> Response:
    document = json.loads(service.map_files()[head["level"]].body)
    shapes = {feature["properties"]["c"]: feature["geometry"] for feature in document["features"]}
    features = [
        {"type": "Feature", "id": row["area"], "properties": row, "geometry": shapes.get(str(row["area"]))}
        for row in rows
    ]
    body = {"type": "FeatureCollection", "metadata": head, "features": features}
    return Response(json.dumps(body, ensure_ascii=False), mimetype="application/geo+json")


def datasets(service: RoomService) -> Response:
    """Datasets with freshness."""
    lang = read_query(Query).lang
    listed = [
        DatasetOut(
            id=feed.id,
            title=say(feed.title, lang),
            owner=feed.owner,
            source=feed.source,
            cadence_hours=feed.cadence_hours,
            received=feed.received,
            age_hours=None if feed.age_hours is None else round(feed.age_hours, 2),
            freshness=feed.freshness.value,
            rows=feed.rows,
            simulated=feed.simulated,
        )
        for feed in service.feeds().values()
    ]
    return _json(DatasetsOut(datasets=listed))


def jobs(service: Jobs) -> Response:
    """What waits, runs and has ended."""
    lang = read_query(Query).lang
    view = service.view()
    listed = []
    for job in (*view.open, *view.ended):
        problem = say(job.problem, lang) if job.problem else None
        words = {"title": say(job.title, lang), "step": say(job.step, lang), "problem": problem}
        listed.append(JobOut(**{**vars(job), **words}))
    return _json(JobsOut(jobs=listed))
