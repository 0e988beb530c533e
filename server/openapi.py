"""The API's OpenAPI 3.1 document, made from the models that the endpoints answer with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from server.loads import LoadOut, LoadsOut, ReasonIn
from server.programme import FILES, STEPS, ReportIn, ReportOut, StepIn
from server.query import parameters_of, schemas_of

SENT = (LoadOut, LoadsOut, ReasonIn, ReportIn, ReportOut, StepIn)
"""Models of routes that are not among the endpoints: what they take, what they answer."""
Endpoints = Mapping[str, tuple[str, type[BaseModel], type[BaseModel]]]


def openapi(prefix: str, endpoints: Endpoints, failure: type[BaseModel]) -> dict[str, Any]:
    """OpenAPI 3.1 document of the endpoints above."""
    schemas = schemas_of([*(model for _, _, model in endpoints.values()), failure, *SENT])
    error = {"description": "A sentence", "content": _content("ErrorOut")}
    paths: dict[str, Any] = {
        f"/{name}": {
            "get": {
                "summary": summary,
                "operationId": name,
                "parameters": parameters_of(query),
                "responses": {
                    "200": {"description": "OK", "content": _content(model.__name__)},
                    **dict.fromkeys(("400", "401", "403", "404"), error),
                },
            }
        }
        for name, (summary, query, model) in endpoints.items()
    }
    paths |= _load_paths(error)
    paths = _with_programme(paths, error)
    info = {"title": "DeCOR, API of the room", "version": "1"}
    return {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": f"{prefix}api/v1"}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{"token": []}],
    }


def _with_programme(paths: dict[str, Any], error: dict[str, Any]) -> dict[str, Any]:
    """The same with the routes of `server.programme` that write, and those that answer with a file."""
    answers = dict.fromkeys(("400", "401", "403", "404"), error)
    report = {"description": "The report as it is now", "content": _content("ReportOut")}
    number = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
    step = {**number, "name": "step", "schema": {"type": "string", "enum": list(STEPS)}}

    def takes(name: str) -> dict[str, Any]:
        return {"required": True, "content": _content(name)}

    kept = {
        "summary": "Keep a report as a draft, for an office's own actions",
        "operationId": "programme_report_new",
        "requestBody": takes("ReportIn"),
        "responses": {"201": report, **answers},
    }
    taken = {
        "summary": "Take a step with a report; nobody reviews his own",
        "operationId": "programme_report_step",
        "parameters": [number, step],
        "requestBody": takes("StepIn"),
        "responses": {"200": report, **answers},
    }
    files: dict[str, Any] = {
        f"/programme/snapshots/{{number}}.{kind}": {
            "get": {
                "summary": f"A closed quarter as {kind.upper()}, byte for byte as it was made",
                "operationId": f"programme_snapshot_{kind}",
                "parameters": [number],
                "responses": {"200": {"description": "OK", "content": {media_type: {}}}, **answers},
            }
        }
        for kind, media_type in FILES.items()
    }
    made: dict[str, Any] = {**paths, **files}
    made["/programme/reports"] = {**paths["/programme/reports"], "post": kept}
    made["/programme/reports/{number}/{step}"] = {"post": taken}
    return made


def _load_paths(error: dict[str, Any]) -> dict[str, Any]:
    """The routes of `server.loads`."""
    answers = dict.fromkeys(("400", "401", "403", "404", "413"), error)
    delivery = {"description": "OK", "content": _content("LoadOut")}
    number = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}

    def text(name: str, where: str, words: str, *, required: bool = False) -> dict[str, Any]:
        return {"name": name, "in": where, "required": required, "description": words, "schema": {"type": "string"}}

    hand_in = [
        text("dataset", "query", "id of a dataset", required=True),
        text("name", "query", "the file's name; its ending says what it is"),
        text("confirm", "query", "“true” loads what the check does not refuse"),
        text(
            "points", "query", "“thousands” or “decimals”: what points mean in numbers, where the file leaves it open"
        ),
        text("Idempotency-Key", "header", "the same key brings the same delivery back"),
    ]
    binary = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
    done = {
        "200": delivery,
        "202": {**delivery, "description": "under way; Location tells how far"},
        "422": {**delivery, "description": "refused"},
    }
    return {
        "/loads": {
            "get": {
                "summary": "The newest deliveries",
                "operationId": "loads",
                "responses": {"200": {"description": "OK", "content": _content("LoadsOut")}, **answers},
            },
            "post": {
                "summary": "Hand in a file for its dry run, or load it",
                "operationId": "load_post",
                "parameters": hand_in,
                "requestBody": {"required": True, **binary},
                "responses": {**done, **answers},
            },
        },
        "/loads/{number}": {
            "get": {
                "summary": "One delivery",
                "operationId": "load",
                "parameters": [number],
                "responses": {"200": delivery, **answers},
            }
        },
        "/loads/{number}/confirm": {
            "post": {
                "summary": "Load what was checked",
                "operationId": "load_confirm",
                "parameters": [number],
                "responses": {**done, **answers},
            }
        },
        "/loads/{number}/rollback": {
            "post": {
                "summary": "Take a load back, with a reason",
                "operationId": "load_rollback",
                "parameters": [number],
                "requestBody": {"required": True, "content": _content("ReasonIn")},
                "responses": {"200": delivery, **answers},
            }
        },
    }


def _content(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
