"""Parameters of an API's request, read and checked in one way."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal, Protocol, TypeVar

from flask import Response, jsonify, request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.json_schema import models_json_schema

from data.domain.errors import BadRequestError, msg

Lang = Literal["id", "en"]
DAY = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")


def _plain_day(value: object) -> object:
    """Only YYYY-MM-DD is a day; pydantic alone would read a number as Unix time."""
    if not (isinstance(value, str) and DAY.match(value)):
        raise ValueError("write YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_plain_day), Field(ge=date(1990, 1, 1), le=date(2100, 1, 1))]


class Query(BaseModel):
    """Parameters that every endpoint understands."""

    model_config = ConfigDict(extra="forbid")
    lang: Lang = "id"


class Computed(Protocol):
    """An answer from a computed result; while ``computing`` is true its figures are missing."""

    computing: bool

    def model_dump(self, *, mode: str, exclude_unset: bool) -> dict[str, Any]:
        """As pydantic's models have it."""


def computed(model: Computed, *, unset: bool = True) -> Response:
    """The answer, with status 202 while the result is being computed; without ``unset`` only what was said is in it."""
    response = jsonify(model.model_dump(mode="json", exclude_unset=not unset))
    response.status_code = 202 if model.computing else 200
    return response


Q = TypeVar("Q", bound=Query)


def read_query(model: type[Q], *, strict: bool = False) -> Q:
    """The request's parameters.

    Parameters
    ----------
    strict : bool
        True takes an empty value as written, False as left out.

    Raises
    ------
    BadRequestError
        Names the first parameter that cannot be understood or does not exist.
    """
    try:
        return model.model_validate({name: value for name, value in request.args.items() if strict or value != ""})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        if first["type"] == "extra_forbidden":
            # Answering as if it had not been there would give another answer than was asked for.
            known = ", ".join(field.alias or name_ for name_, field in model.model_fields.items())
            raise BadRequestError(
                msg("There is no parameter “{name}” here; there are: {known}.", name=name[:40], known=known)
            ) from error
        raise BadRequestError(msg("The parameter “{name}” cannot be understood.", name=name)) from error


def schemas_of(models: Sequence[type[BaseModel]]) -> dict[str, Any]:
    """JSON schemas of models by name."""
    wanted: Any = [(model, "serialization") for model in models]
    schemas: dict[str, Any] = models_json_schema(wanted, ref_template="#/components/schemas/{model}")[1]["$defs"]
    return schemas


def parameters_of(model: type[BaseModel]) -> list[dict[str, Any]]:
    """A query's parameters."""
    schema = model.model_json_schema()
    definitions = schema.get("$defs", {})
    parameters = []
    for name, definition in schema["properties"].items():
        inline = json.loads(json.dumps(definition))
        # A query string has no null: an optional parameter is left out.
        given = [choice for choice in inline.get("anyOf", []) if choice != {"type": "null"}]
        if len(given) == 1:
            inline = {**given[0], **{key: inline[key] for key in ("description",) if key in inline}}
        for choice in [inline, *inline.get("anyOf", [])]:
            if "$ref" in choice:
                choice |= definitions[choice.pop("$ref").split("/")[-1]]
        required = name in schema.get("required", [])
        parameters.append({"name": name, "in": "query", "required": required, "schema": inline})
    return parameters
