"""The open-data API: the product only, stable ids, answers that a CDN can keep; its document is made from this code."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Callable, Sequence
from typing import Any, Literal
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from data.domain.areas import Level
from data.domain.errors import BadRequestError, NotFoundError, msg
from data.public import PublicService, api
from data.text import say
from layouts.cells import harmless
from server.answer_cache import AnswerCache, StoredAnswer, answer, kept
from server.query import Day, Query, parameters_of, read_query, schemas_of

ROOT = "/api/v1"
SECONDS = 300
Format = Literal["json", "csv", "geojson"]


class AreasQuery(Query):
    """`GET areas`."""

    level: Level | None = Field(None, description="kota, kecamatan, kelurahan or rw; all when left out")
    q: str = Field("", max_length=60, description="words to search for, such as “6 mekarsari”")
    format: Format = Field("json", description="json, csv or geojson")


class RowsQuery(Query):
    """Filters of a list."""

    level: Level | None = Field(None, description="kota, kecamatan, kelurahan or rw; all when left out")
    area: str = Field("", max_length=400, description="one area code, or several by comma; areas inside are included")
    from_: Day | None = Field(
        None, alias="from", description="first day; the newest period when `from` and `to` are left out"
    )
    to: Day | None = Field(None, description="last day")
    format: Format = Field("json", description="json, csv or geojson")


class CovidQuery(RowsQuery):
    """`GET covid`."""

    period: Literal["week", "block"] = Field("week", description="week, or block of four weeks")


class ValuesQuery(RowsQuery):
    """`GET values`."""

    indicator: str = Field(max_length=80, description="id of an indicator, see `GET indicators`")


class PlacesQuery(Query):
    """`GET wifi-points`, `GET pickups`."""

    area: str = Field("", max_length=400, description="one area code, or several by comma; areas inside are included")
    format: Format = Field("json", description="json, csv or geojson (points only)")


class EditionOut(BaseModel):
    """What every answer says of itself."""

    edition: int
    published: str
    licence: str
    simulated: bool


class AreaOut(BaseModel):
    """One area; `simulated` is true where its border is; `unit` is the code of its COVID figures."""

    code: str
    name: str
    level: Level
    parent: str | None
    population: int | None
    area_km2: float
    simulated: bool
    unit: str
    valid_from: dt.date


class AreasOut(EditionOut):
    """Areas by code."""

    areas: list[AreaOut]


class CovidOut(BaseModel):
    """New confirmed cases of a closed period; a hidden value is null with its ends (`high` null: no upper end)."""

    area: str
    level: Level
    date: dt.date
    state: Literal["ok", "hidden", "no_report"]
    value: int | None
    low: int | None
    high: int | None
    basis: Literal["band", "total", "weeks"]
    share_reported: float
    known_on: dt.date


class CovidsOut(EditionOut):
    """COVID figures."""

    period: Literal["week", "block"]
    values: list[CovidOut]


class ValueOut(BaseModel):
    """One value of an open indicator; null where nothing was reported."""

    area: str
    level: Level
    date: dt.date
    state: Literal["ok", "no_report", "incomplete", "not_applicable"]
    value: float | None
    numerator: float | None
    denominator: float | None


class ValuesOut(EditionOut):
    """Values of an indicator."""

    indicator: str
    unit: str
    values: list[ValueOut]


class PointOut(BaseModel):
    """A Wi-Fi point."""

    code: str
    area: str
    lon: float
    lat: float
    status: Literal["live", "down", "refused", "waiting"]
    live_on: dt.date | None


class PointsOut(EditionOut):
    """Wi-Fi points."""

    points: list[PointOut]


class PickupOut(BaseModel):
    """Last and expected next round of a stream in an RW."""

    area: str
    stream: Literal["organic", "inorganic", "residue"]
    last_on: dt.date
    last_state: Literal["done", "late", "missed"]
    next_on: dt.date | None


class PickupsOut(EditionOut):
    """Rounds."""

    pickups: list[PickupOut]


class ProgressOut(BaseModel):
    """Plan and reached of a dimension at a report, percent."""

    dimension: str
    date: dt.date
    planned: float
    actual: float
    actions: int


class ActionOut(BaseModel):
    """One action; `example` marks a made-up name."""

    code: str
    dimension: str
    term: str
    programme: str
    name: str
    example: bool
    opd: str
    partner: str
    planned: float
    actual: float
    light: Literal["on_plan", "watch", "held"]


class ProgrammeOut(EditionOut):
    """The action plan."""

    progress: list[ProgressOut]
    actions: list[ActionOut]


class IndicatorOut(BaseModel):
    """One declaration."""

    id: str
    subject: str
    title: str
    unit: str
    formula: str
    finest_level: Level
    direction: str
    decimals: int
    dataset: str


class IndicatorsOut(EditionOut):
    """Open indicators."""

    indicators: list[IndicatorOut]


class FileOut(BaseModel):
    """A file for download."""

    name: str
    url: str
    dataset: str
    bytes: int
    sha256: str
    rows: int


class FilesOut(EditionOut):
    """Files for download."""

    files: list[FileOut]


class ErrorOut(BaseModel):
    """One sentence."""

    error: str


ENDPOINTS: dict[str, tuple[str, type[Query], type[BaseModel]]] = {
    "areas": ("Areas with their residents, or a search by name", AreasQuery, AreasOut),
    "covid": ("New COVID cases by closed week or block of four weeks: exact, or an interval", CovidQuery, CovidsOut),
    "indicators": ("Open indicators that can be asked for", Query, IndicatorsOut),
    "values": ("Values of an open indicator by area and week", ValuesQuery, ValuesOut),
    "wifi-points": ("Public Wi-Fi points", PlacesQuery, PointsOut),
    "pickups": ("Last and expected next waste pick-ups of an RW", PlacesQuery, PickupsOut),
    "programme": ("The action plan: progress and actions", Query, ProgrammeOut),
    "files": ("Files for download with their checksums", Query, FilesOut),
}


def mount_public_api(routes: Blueprint, service: PublicService, cache: AnswerCache) -> None:
    """Add the API under ``/api/v1``."""
    answers: dict[str, Callable[[PublicService], tuple[str, str]]] = {
        "areas": areas,
        "covid": covid,
        "indicators": indicators,
        "values": values,
        "wifi-points": wifi_points,
        "pickups": pickups,
        "programme": programme,
        "files": files,
        "openapi.json": openapi,
    }
    for name, make in answers.items():
        routes.add_url_rule(
            f"{ROOT}/{name}", f"api_{name.partition('.')[0].replace('-', '_')}", _kept_answer(service, cache, make)
        )
    routes.add_url_rule(f"{ROOT}/<path:_rest>", "api_unknown", _unknown)


def _unknown(_rest: str) -> Response:
    raise NotFoundError(msg("There is no such page."))


def _kept_answer(
    service: PublicService, cache: AnswerCache, make: Callable[[PublicService], tuple[str, str]]
) -> Callable[[], Response]:
    def ask() -> Response:
        # As it was encoded, so that a name with "&" in it is not taken for two; hashed, so that no length is cut off.
        known = hashlib.sha256(urlencode(sorted(request.args.items(multi=True))).encode()).hexdigest()

        def made() -> StoredAnswer:
            body, mimetype = make(service)
            return kept(body, mimetype)

        return answer(cache.get(service.stamp(), f"{request.path}?{known}", made), SECONDS)

    return ask


def _head(service: PublicService) -> dict[str, Any]:
    meta = service.reader().meta
    return {
        "edition": int(meta["version"]),
        "published": meta["clock"],
        "licence": "CC-BY-4.0",
        "simulated": meta["simulated"] == "1",
    }


def _answer(
    service: PublicService,
    name: str,
    rows: Sequence[dict[str, Any]],
    form: str,
    *,
    by_area: str = "",
    point: bool = False,
    **more: Any,
) -> tuple[str, str]:
    if form == "csv":
        return _csv(rows), "text/csv"
    if form == "geojson":
        if not (by_area or point):
            raise BadRequestError(msg("This list has no places; ask for json or csv."))
        return _geojson(service, rows, by_area, more), "application/geo+json"
    return json.dumps(
        {**_head(service), **more, name: list(rows)}, ensure_ascii=False, separators=(",", ":")
    ), "application/json"


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    if rows:
        writer.writerow(rows[0])
    writer.writerows(
        ["" if v is None else harmless(v) if isinstance(v, str) else v for v in row.values()] for row in rows
    )
    return text.getvalue()


def _geojson(service: PublicService, rows: Sequence[dict[str, Any]], by_area: str, more: dict[str, Any]) -> str:
    shapes = api.geometry(service, [str(row[by_area]) for row in rows]) if by_area else {}
    features = [
        {
            "type": "Feature",
            "id": row[by_area] if by_area else row["code"],
            "properties": row,
            "geometry": shapes.get(str(row[by_area]))
            if by_area
            else {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        }
        for row in rows
    ]
    return json.dumps(
        {"type": "FeatureCollection", **_head(service), **more, "features": features},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _asked(service: PublicService, query: RowsQuery | PlacesQuery) -> api.Asked:
    codes = tuple(code.strip() for code in query.area.split(",") if code.strip())
    api.check_areas(service, codes)
    if isinstance(query, PlacesQuery):
        return api.Asked(areas=codes)
    if query.from_ and query.to and query.to < query.from_:
        raise BadRequestError(msg("The range ends before it starts."))
    return api.Asked(query.level, codes, query.from_, query.to)


def areas(service: PublicService) -> tuple[str, str]:
    """Areas."""
    query = read_query(AreasQuery, strict=True)
    return _answer(service, "areas", api.areas(service, query.level, query.q), query.format, by_area="code")


def covid(service: PublicService) -> tuple[str, str]:
    """COVID by period."""
    query = read_query(CovidQuery, strict=True)
    rows = api.covid(service, _asked(service, query), query.period)
    return _answer(service, "values", rows, query.format, by_area="area", period=query.period)


def values(service: PublicService) -> tuple[str, str]:
    """An open indicator."""
    query = read_query(ValuesQuery, strict=True)
    indicator = service.indicators().get(query.indicator)
    if indicator is None:
        raise NotFoundError(msg("There is no indicator “{name}”.", name=query.indicator[:60]))
    rows = api.values(service, indicator.id, _asked(service, query))
    return _answer(
        service, "values", rows, query.format, by_area="area", indicator=indicator.id, unit=indicator.unit[query.lang]
    )


def wifi_points(service: PublicService) -> tuple[str, str]:
    """Wi-Fi points."""
    query = read_query(PlacesQuery, strict=True)
    return _answer(service, "points", api.wifi_points(service, _asked(service, query)), query.format, point=True)


def pickups(service: PublicService) -> tuple[str, str]:
    """Waste rounds."""
    query = read_query(PlacesQuery, strict=True)
    return _answer(service, "pickups", api.pickups(service, _asked(service, query)), query.format)


def programme(service: PublicService) -> tuple[str, str]:
    """The action plan."""
    read_query(Query, strict=True)
    return json.dumps({**_head(service), **api.programme(service)}, ensure_ascii=False), "application/json"


def indicators(service: PublicService) -> tuple[str, str]:
    """Declarations."""
    lang = read_query(Query, strict=True).lang
    rows = [
        {
            "id": indicator.id,
            "subject": indicator.subject,
            "title": indicator.title[lang],
            "unit": indicator.unit[lang],
            "formula": indicator.formula[lang],
            "finest_level": indicator.finest.value,
            "direction": indicator.direction,
            "decimals": indicator.decimals,
            "dataset": indicator.dataset,
        }
        for indicator in service.indicators().values()
    ]
    return _answer(service, "indicators", rows, "json")


def files(service: PublicService) -> tuple[str, str]:
    """Files."""
    read_query(Query, strict=True)
    rows = [
        {
            "name": file.name,
            "url": f"/unduh/{file.name}",
            "dataset": file.dataset,
            "bytes": file.bytes,
            "sha256": file.sha256,
            "rows": file.rows,
        }
        for file in service.files()
    ]
    return _answer(service, "files", rows, "json")


def openapi(service: PublicService) -> tuple[str, str]:
    """OpenAPI 3.1 document of the endpoints above."""
    schemas = schemas_of([*(model for _, _, model in ENDPOINTS.values()), ErrorOut])
    error = {
        "description": "A sentence",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorOut"}}},
    }
    paths = {}
    for name, (summary, query, model) in ENDPOINTS.items():
        content: dict[str, Any] = {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}
        if "format" in query.model_fields:
            content |= {
                "text/csv": {"schema": {"type": "string"}},
                "application/geo+json": {"schema": {"type": "object"}},
            }
        paths[f"/{name}"] = {
            "get": {
                "summary": summary,
                "operationId": name,
                "parameters": parameters_of(query),
                "responses": {
                    "200": {"description": "OK", "content": content},
                    **dict.fromkeys(("400", "404", "503"), error),
                },
            }
        }
    info = {
        "title": "Depok per RW, open data",
        "version": "1",
        "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        "description": say(msg("A hidden value is null, with its ends `low` and `high` and the state “hidden”."), "en"),
    }
    document = {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": ROOT}],
        "paths": paths,
        "components": {"schemas": schemas},
    }
    return json.dumps(document, ensure_ascii=False), "application/json"
