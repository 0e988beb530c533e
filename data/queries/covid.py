"""COVID reports and releases."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Engine, Select, func, or_, select

from data.queries.frames import frame, integer_frame, known_on
from data.tables.schema import CovidDaily, CovidRelease, Load

COUNTS = ("confirmed", "recovered", "deaths")
STATUSES = (
    "odp_active",
    "pdp_active",
    "otg_active",
    "suspect_active",
    "probable_active",
    "contact_active",
)


def covid_history(engine: Engine, since: int | None = None) -> pd.DataFrame:
    """Every version of every report that ever was current.

    Parameters
    ----------
    since : int or None
        Only areas and days that loads after this data version touched (loaded or taken back), whole chains.

    Returns
    -------
    DataFrame
        int32 ``area_id, day, known_on, superseded_on`` and the counts; −1 means none.
    """
    names = ("area_id", "day", "known_on", "superseded_on", *COUNTS)
    columns = [getattr(CovidDaily, name) for name in names]
    columns[3] = func.coalesce(CovidDaily.superseded_on, -1)
    question = select(*columns).where(
        or_(CovidDaily.superseded_on.is_(None), CovidDaily.superseded_on > CovidDaily.known_on)
    )
    if since is not None:
        touched = _touched(since).subquery()
        question = question.join(touched, (touched.c.area_id == CovidDaily.area_id) & (touched.c.day == CovidDaily.day))
    return integer_frame(engine, question, names)


def _touched(since: int) -> Select[int, int]:
    loads = select(Load.id).where(Load.dataset == "covid-daily", Load.version > since)
    return select(CovidDaily.area_id, CovidDaily.day).where(CovidDaily.load_id.in_(loads)).distinct()


def touched_keys(engine: Engine, since: int) -> pd.DataFrame:
    """Areas and days that loads after a data version touched: int32 ``area_id, day``."""
    return integer_frame(engine, _touched(since), ("area_id", "day"))


def touched_rows(engine: Engine, since: int) -> int:
    """How many rows the loads after a data version hold."""
    question = select(func.coalesce(func.sum(Load.kept), 0)).where(Load.dataset == "covid-daily", Load.version > since)
    with engine.connect() as connection:
        return int(connection.execute(question).scalar_one())


def statuses_by_day(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """City sums of the stock statuses: ``day`` and one column a status, None where not defined."""
    question = (
        select(CovidDaily.day, *(func.sum(getattr(CovidDaily, name)).label(name) for name in STATUSES))
        .where(known_on(CovidDaily, as_known_on))
        .group_by(CovidDaily.day)
        .order_by(CovidDaily.day)
    )
    return frame(engine, question)


def releases_by_day(engine: Engine) -> pd.DataFrame:
    """Published city totals: ``day`` and the columns of the contract, None where not printed."""
    names = ("day", "confirmed_total", "recovered_total", "deaths_total", "active", "identity_gap", "note")
    question = select(*(getattr(CovidRelease, name) for name in names))
    return frame(engine, question.where(CovidRelease.superseded_on.is_(None)).order_by(CovidRelease.day))


def confirmed_total(engine: Engine, as_known_on: int | None) -> float:
    """Sum of the confirmed cases of all rows in force."""
    question = select(func.coalesce(func.sum(CovidDaily.confirmed), 0)).where(known_on(CovidDaily, as_known_on))
    with engine.connect() as connection:
        return float(connection.execute(question).scalar_one())
