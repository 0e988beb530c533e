"""The open-data API: the product only, stable ids, answers that a CDN can keep; its document is made from this code."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from data.domain.areas import Level
from data.domain.errors import NotFoundError, msg
from data.public import PublicService, api
from data.text import say
from server.answer_cache import AnswerCache, StoredAnswer, answer, kept
from server.public_endpoint import Body, EditionOut, Endpoint, Format, RowsQuery, filters_of, rows_answer
from server.public_subjects import OWN
from server.query import Query, parameters_of, read_query, schemas_of

ROOT = "/api/v1"
SECONDS = 300


class AreasQuery(Query):
    """`GET areas`."""

    level: Level | None = Field(None, description="kota, kecamatan, kelurahan or rw; all when left out")
    q: str = Field("", max_length=60, description="words to search for, such as “6 mekarsari”")
    format: Format = Field("json", description="json, csv or geojson")


class ValuesQuery(RowsQuery):
    """`GET values`."""

    indicator: str = Field(max_length=80, description="id of an indicator, see `GET indicators`")


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


def mount_public_api(routes: Blueprint, service: PublicService, cache: AnswerCache) -> None:
    """Add the API under ``/api/v1``."""
    answers = {name: endpoint.make for name, endpoint in ENDPOINTS.items()}
    for name, make in {**answers, "openapi.json": openapi}.items():
        routes.add_url_rule(
            f"{ROOT}/{name}", f"api_{name.partition('.')[0].replace('-', '_')}", _kept_answer(service, cache, make)
        )
    routes.add_url_rule(f"{ROOT}/<path:_rest>", "api_unknown", _unknown)


def _unknown(_rest: str) -> Response:
    raise NotFoundError(msg("There is no such page."))


def _kept_answer(
    service: PublicService, cache: AnswerCache, make: Callable[[PublicService], Body]
) -> Callable[[], Response]:
    def ask() -> Response:
        # As it was encoded, so that a name with "&" in it is not taken for two; hashed, so that no length is cut off.
        known = hashlib.sha256(urlencode(sorted(request.args.items(multi=True))).encode()).hexdigest()

        def made() -> StoredAnswer:
            body, mimetype = make(service)
            return kept(body, mimetype)

        return answer(cache.get(service.stamp(), f"{request.path}?{known}", made), SECONDS)

    return ask


def areas(service: PublicService) -> Body:
    """Areas."""
    query = read_query(AreasQuery, strict=True)
    return rows_answer(service, "areas", api.areas(service, query.level, query.q), query.format, by_area="code")


def values(service: PublicService) -> Body:
    """An open indicator."""
    query = read_query(ValuesQuery, strict=True)
    indicator = service.indicators().get(query.indicator)
    if indicator is None:
        raise NotFoundError(msg("There is no indicator “{name}”.", name=query.indicator[:60]))
    rows = api.values(service, indicator.id, filters_of(service, query))
    return rows_answer(
        service,
        "values",
        rows,
        query.format,
        by_area="area",
        dataset=indicator.dataset,
        indicator=indicator.id,
        unit=indicator.unit[query.lang],
    )


def indicators(service: PublicService) -> Body:
    """Declarations."""
    lang = read_query(Query, strict=True).lang
    rows = [
        {
            "id": indicator.id,
            "subject": indicator.subject,
            "title": indicator.title[lang],
            "unit": indicator.unit[lang],
            "formula": indicator.formula[lang],
            "why": indicator.why[lang],
            "limits": indicator.limits[lang],
            "check": indicator.check[lang],
            "source": indicator.source[lang],
            "finest_level": indicator.finest.value,
            "direction": indicator.direction,
            "decimals": indicator.decimals,
            "dataset": indicator.dataset,
        }
        for indicator in service.indicators().values()
    ]
    return rows_answer(service, "indicators", rows, "json")


def files(service: PublicService) -> Body:
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
    return rows_answer(service, "files", rows, "json")


ENDPOINTS: dict[str, Endpoint] = {
    "areas": Endpoint("Areas with their residents, or a search by name", AreasQuery, AreasOut, areas),
    "indicators": Endpoint("Open indicators that can be asked for", Query, IndicatorsOut, indicators),
    "values": Endpoint("Values of an open indicator by area and week", ValuesQuery, ValuesOut, values),
    "files": Endpoint("Files for download with their checksums", Query, FilesOut, files),
    **{name: own for module in OWN.values() for name, own in getattr(module, "ENDPOINTS", {}).items()},
}
"""Every address: what all subjects share, then what single subjects add."""


def openapi(service: PublicService) -> Body:
    """OpenAPI 3.1 document of the endpoints above."""
    schemas = schemas_of([*(endpoint.answer for endpoint in ENDPOINTS.values()), ErrorOut])
    error = {
        "description": "A sentence",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorOut"}}},
    }
    paths = {}
    for name, endpoint in ENDPOINTS.items():
        schema = {"$ref": f"#/components/schemas/{endpoint.answer.__name__}"}
        content: dict[str, Any] = {"application/json": {"schema": schema}}
        if "format" in endpoint.query.model_fields:
            content |= {
                "text/csv": {"schema": {"type": "string"}},
                "application/geo+json": {"schema": {"type": "object"}},
            }
        paths[f"/{name}"] = {
            "get": {
                "summary": endpoint.summary,
                "operationId": name,
                "parameters": parameters_of(endpoint.query),
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
