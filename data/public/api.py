"""Rows for programs, straight from the product's tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.domain.areas import Level
from data.domain.errors import BadRequestError, NotFoundError, Num, msg
from data.public.service import PublicService

MOST_ROWS = 20_000
MOST_FOUND = 60
AREA_COLUMNS = "code, full_name AS name, level, parent, people AS population, area_km2, simulated, unit, valid_from"


@dataclass(frozen=True)
class Asked:
    """Filters that every list understands; None and empty mean all."""

    level: Level | None = None
    areas: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


def _where(asked: Asked, day: str, *, level: str = "level", area: str = "area") -> tuple[str, list[Any]]:
    parts, values = ["1 = 1"], []
    if asked.level is not None:
        parts.append(f"{level} = ?")
        values.append(asked.level.value)
    if asked.areas:
        parts.append("(" + " OR ".join(f"({area} >= ? AND {area} < ?)" for _ in asked.areas) + ")")
        # Everything inside an area starts with its code and a point; a slash is the next sign after the point.
        values += [end for code in asked.areas for end in (code, f"{code}/")]
    for end, sign in ((asked.first, ">="), (asked.last, "<=")):
        if end is not None and day:
            parts.append(f"{day} {sign} ?")
            values.append(end.isoformat())
    return " AND ".join(parts), values


def check_areas(service: PublicService, codes: Sequence[str]) -> None:
    """Refuse codes that do not exist.

    Raises
    ------
    NotFoundError
        Names the first one.
    """
    known = service.reader().areas
    units = {area.unit for area in known.values()}
    for code in codes:
        if code not in known and code not in units:
            raise NotFoundError(msg("There is no area with the code “{code}”.", code=code[:40]))


def _limited(service: PublicService, question: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    rows = service.reader().rows(f"{question} LIMIT {MOST_ROWS + 1}", values)
    if len(rows) > MOST_ROWS:
        raise BadRequestError(
            msg(
                "That is more than {n} rows; ask for one level, area or span of days, or take the file at /data.",
                n=Num(MOST_ROWS),
            )
        )
    return [dict(row) for row in rows]


def areas(service: PublicService, level: Level | None, words: str) -> list[dict[str, Any]]:
    """Areas of a level, or those that a search finds."""
    if words:
        codes = [area.code for area in service.search(words)[:MOST_FOUND]]
        marks = ", ".join("?" * len(codes))
        rows = service.reader().rows(f"SELECT {AREA_COLUMNS} FROM area WHERE code IN ({marks})", codes)
        area_rows = sorted((dict(row) for row in rows), key=lambda row: codes.index(row["code"]))
    else:
        where, values = _where(Asked(level=level), "", area="code")
        rows = service.reader().rows(f"SELECT {AREA_COLUMNS} FROM area WHERE {where} ORDER BY code", values)
        area_rows = [dict(row) for row in rows]
    for row in area_rows:
        row["simulated"] = bool(row["simulated"])
    return area_rows


def covid(service: PublicService, asked: Asked, period: str) -> list[dict[str, Any]]:
    """COVID figures; without days the newest period."""
    where, values = _where(asked, "ends_on")
    if asked.first is None and asked.last is None:
        where += " AND ends_on = (SELECT max(ends_on) FROM covid WHERE period = ?)"
        values.append(period)
    columns = "area, level, ends_on AS date, state, value, low, high, basis, share AS share_reported, known_on"
    return _limited(
        service, f"SELECT {columns} FROM covid WHERE period = ? AND {where} ORDER BY ends_on, area", [period, *values]
    )


def values(service: PublicService, indicator: str, asked: Asked) -> list[dict[str, Any]]:
    """Values of an open indicator; without days the newest day."""
    where, given = _where(asked, "date")
    if asked.first is None and asked.last is None:
        where += " AND date = (SELECT max(date) FROM value WHERE indicator = ?)"
        given.append(indicator)
    columns = "area, level, date, state, value, numerator, denominator"
    return _limited(
        service, f"SELECT {columns} FROM value WHERE indicator = ? AND {where} ORDER BY date, area", [indicator, *given]
    )


def wifi_points(service: PublicService, asked: Asked) -> list[dict[str, Any]]:
    """Wi-Fi points."""
    where, given = _where(Asked(areas=asked.areas), "")
    return _limited(
        service, f"SELECT code, area, lon, lat, status, live_on FROM wifi_point WHERE {where} ORDER BY code", given
    )


def pickups(service: PublicService, asked: Asked) -> list[dict[str, Any]]:
    """Last and expected next rounds."""
    where, given = _where(Asked(areas=asked.areas), "")
    columns = "area, stream, last_on, last_state, next_on"
    return _limited(service, f"SELECT {columns} FROM pickup WHERE {where} ORDER BY area, stream", given)


def programme(service: PublicService) -> dict[str, list[dict[str, Any]]]:
    """Progress by dimension, and the actions."""
    progress = service.reader().rows(
        "SELECT dimension, date, first_planned, planned, actual, evidenced, verified, actions FROM progress "
        "ORDER BY dimension, date"
    )
    actions = service.reader().rows(
        "SELECT code, dimension, term, programme, name, example, opd, partner, component, weight, effort, finish, "
        "planned, actual, evidenced, verified, light FROM action ORDER BY code"
    )
    weightings = service.reader().rows(
        "SELECT id, name_id, name_en, planned, value, evidenced, verified, at_review, review_on, published "
        "FROM weighting ORDER BY rank"
    )
    findings = service.reader().rows("SELECT dimension, open, closed, overdue FROM finding ORDER BY dimension")
    return {
        "findings": [dict(row) for row in findings],
        "weightings": [dict(row) for row in weightings],
        "progress": [dict(row) for row in progress],
        "actions": [{**dict(row), "example": bool(row["example"])} for row in actions],
    }


def geometry(service: PublicService, codes: Sequence[str]) -> dict[str, Any]:
    """GeoJSON geometry by area code; a unit of merged RW has none."""
    rows = service.reader().rows("SELECT code, geometry FROM area")
    wanted = set(codes)
    return {row["code"]: json.loads(row["geometry"]) for row in rows if row["code"] in wanted}
