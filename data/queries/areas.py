"""Areas and people."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Engine, func, or_, select

from data.domain.areas import Life
from data.queries.frames import frame, known_on
from data.queries.reader import Reader
from data.tables.people import Crosswalk
from data.tables.schema import AreaRow, AreaVersion, Load, Population


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


def codes_by_id(engine: Engine, level: str) -> dict[int, str]:
    """Code of every area of a level that ever was, by id."""
    with engine.connect() as connection:
        rows = connection.execute(select(AreaRow.id, AreaRow.code).where(AreaRow.level == level)).all()
    return {int(number): str(code) for number, code in rows}


def highest_id(engine: Engine) -> int:
    """The largest id of any area, in force or not; 0 without areas."""
    with engine.connect() as connection:
        return int(connection.execute(select(func.coalesce(func.max(AreaRow.id), 0))).scalar_one())


def crosswalk(engine: Engine) -> pd.DataFrame:
    """Splits and merges in force: ``from_area_id, to_area_id, valid_from, share, from_code, to_code``, by day."""
    old, new = AreaRow.__table__.alias("old"), AreaRow.__table__.alias("new")
    question = (
        select(
            Crosswalk.from_area_id,
            Crosswalk.to_area_id,
            Crosswalk.valid_from,
            Crosswalk.share,
            old.c.code.label("from_code"),
            new.c.code.label("to_code"),
            old.c.level,
        )
        .join(Load, Load.id == Crosswalk.load_id)
        .join(old, old.c.id == Crosswalk.from_area_id)
        .join(new, new.c.id == Crosswalk.to_area_id)
        .where(Load.state == "loaded")
        .order_by(Crosswalk.valid_from, Crosswalk.id)
    )
    return frame(engine, question)


def area_lives(engine: Engine) -> dict[int, Life]:
    """First and last day of the areas that began or ended with a version, by area id."""
    links = crosswalk(engine).to_dict("records")
    if not links:
        return {}
    question = select(
        AreaVersion.area_id,
        AreaVersion.code,
        func.max(AreaVersion.valid_to),
        func.count(AreaVersion.valid_to),
        func.count(),
        func.min(AreaVersion.valid_from),
    )
    with engine.connect() as connection:
        rows = connection.execute(
            question.where(AreaVersion.superseded_on.is_(None)).group_by(AreaVersion.area_id, AreaVersion.code)
        ).all()
    began = {int(link["to_area_id"]) for link in links}
    lives = {}
    for number, code, last, closed, versions, first in rows:
        ended = closed == versions
        after = tuple(str(link["to_code"]) for link in links if link["from_area_id"] == number)
        if ended or number in began:
            begin = int(first or 0) if number in began else None
            lives[int(number)] = Life(code, begin, int(last or 0) if ended else None, after)
    return lives


def geometry_by_code(reader: Reader, level: str, day: int) -> dict[str, str]:
    """GeoJSON text of every area of a level that is valid on a day, by code."""
    question = (
        select(AreaVersion.code, AreaVersion.geometry)
        .join(AreaRow, AreaRow.id == AreaVersion.area_id)
        .where(AreaVersion.superseded_on.is_(None), AreaRow.level == level, AreaVersion.valid_from <= day)
        .where(or_(AreaVersion.valid_to.is_(None), AreaVersion.valid_to >= day))
        .order_by(AreaVersion.code)
    )
    with reader.engine.connect() as connection:
        return {row.code: row.geometry for row in connection.execute(reader.cut(question, AreaRow.id))}


def people_by_area_day(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """Residents from a day on: ``area_id, day, people``."""
    question = select(Population.area_id, Population.day, Population.people)
    return frame(engine, question.where(known_on(Population, as_known_on)).order_by(Population.day))
