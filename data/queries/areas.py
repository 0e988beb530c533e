"""Areas and people."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Engine, or_, select

from data.queries.frames import frame, known_on
from data.tables.schema import AreaRow, AreaVersion, Population


def areas_on(engine: Engine, day: int) -> pd.DataFrame:
    """Areas valid on a day: ``id, code, level, name, valid_from, valid_to, area_km2, simulated``, by code."""
    question = (
        select(
            AreaRow.id,
            AreaRow.code,
            AreaRow.level,
            AreaVersion.name,
            AreaVersion.valid_from,
            AreaVersion.valid_to,
            AreaVersion.area_km2,
            AreaVersion.simulated,
        )
        .join(AreaVersion, AreaVersion.area_id == AreaRow.id)
        .where(AreaVersion.superseded_on.is_(None), AreaVersion.valid_from <= day)
        .where(or_(AreaVersion.valid_to.is_(None), AreaVersion.valid_to >= day))
        .order_by(AreaRow.code)
    )
    return frame(engine, question)


def geometry_by_code(engine: Engine, level: str) -> dict[str, str]:
    """GeoJSON text of every current area of a level, by code."""
    question = (
        select(AreaVersion.code, AreaVersion.geometry)
        .join(AreaRow, AreaRow.id == AreaVersion.area_id)
        .where(AreaVersion.superseded_on.is_(None), AreaRow.level == level)
        .order_by(AreaVersion.code)
    )
    with engine.connect() as connection:
        return {row.code: row.geometry for row in connection.execute(question)}


def people_by_area_day(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """Residents from a day on: ``area_id, day, people``."""
    question = select(Population.area_id, Population.day, Population.people)
    return frame(engine, question.where(known_on(Population, as_known_on)).order_by(Population.day))
