"""An endpoint of the open-data API: its declaration, and what several of them ask and answer with."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, Field

from data.domain.areas import Level
from data.domain.errors import BadRequestError, msg
from data.public import PublicService, api
from layouts.cells import harmless
from server.query import Day, Query

Format = Literal["json", "csv", "geojson"]
Body = tuple[str, str]
"""Text and its type."""


@dataclass(frozen=True)
class Endpoint:
    """One address of the API.

    Attributes
    ----------
    summary : str
        What it answers, for the document of the API.
    query : type of Query
        Its parameters.
    answer : type of BaseModel
        The form of its JSON.
    make : callable
        The product → text and type of the answer, for the request at hand.
    """

    summary: str
    query: type[Query]
    answer: type[BaseModel]
    make: Callable[[PublicService], Body]


class RowsQuery(Query):
    """Filters of a list."""

    level: Level | None = Field(None, description="kota, kecamatan, kelurahan or rw; all when left out")
    area: str = Field("", max_length=400, description="one area code, or several by comma; areas inside are included")
    from_: Day | None = Field(
        None, alias="from", description="first day; the newest period when `from` and `to` are left out"
    )
    to: Day | None = Field(None, description="last day")
    format: Format = Field("json", description="json, csv or geojson")


class PlacesQuery(Query):
    """Filters of a list of places."""

    area: str = Field("", max_length=400, description="one area code, or several by comma; areas inside are included")
    format: Format = Field("json", description="json, csv or geojson (points only)")


class EditionOut(BaseModel):
    """What every answer says of itself."""

    edition: int
    published: str
    licence: str
    simulated: bool


def edition_of(service: PublicService) -> dict[str, Any]:
    """Say which edition answers: number, day, licence, whether it is simulated."""
    meta = service.reader().meta
    return {
        "edition": int(meta["version"]),
        "published": meta["clock"],
        "licence": "CC-BY-4.0",
        "simulated": meta["simulated"] == "1",
    }


def rows_answer(
    service: PublicService,
    name: str,
    rows: Sequence[dict[str, Any]],
    form: str,
    *,
    by_area: str = "",
    point: bool = False,
    dataset: str = "",
    **more: Any,
) -> Body:
    """Rows as JSON, CSV or GeoJSON.

    Parameters
    ----------
    service : PublicService
    name : str
        Key of the rows in the JSON.
    rows : sequence of dict
        One dict a row, all with the same keys.
    form : str
        json, csv or geojson.
    by_area : str, optional
        Column with the code of the area whose border is a row's geometry.
    point : bool, optional
        Whether a row's geometry is its own ``lon`` and ``lat``.
    dataset : str, optional
        Where the rows come from; a CSV has no head that says whether they are simulated, so each row does.
    **more
        What the answer says beside its rows.

    Returns
    -------
    tuple of str
        Text and its type.

    Raises
    ------
    BadRequestError
        GeoJSON of rows without a place.
    """
    if form == "csv":
        made = service.datasets().get(dataset)
        return _csv(rows if made is None else [{**row, "simulated": int(made.simulated)} for row in rows]), "text/csv"
    if form == "geojson":
        if not (by_area or point):
            raise BadRequestError(msg("This list has no places; ask for json or csv."))
        return _geojson(service, rows, by_area, more), "application/geo+json"
    return json.dumps(
        {**edition_of(service), **more, name: list(rows)}, ensure_ascii=False, separators=(",", ":")
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
        {"type": "FeatureCollection", **edition_of(service), **more, "features": features},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def filters_of(service: PublicService, query: RowsQuery | PlacesQuery) -> api.Asked:
    """Check a request's areas and days, and give them as the filters of a list.

    Raises
    ------
    BadRequestError
        A range that ends before it starts.
    NotFoundError
        An area that does not exist.
    """
    codes = tuple(code.strip() for code in query.area.split(",") if code.strip())
    api.check_areas(service, codes)
    if isinstance(query, PlacesQuery):
        return api.Asked(areas=codes)
    if query.from_ and query.to and query.to < query.from_:
        raise BadRequestError(msg("The range ends before it starts."))
    return api.Asked(query.level, codes, query.from_, query.to)
