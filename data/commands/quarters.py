"""Closing a quarter: frozen in one step with the question whether anything came in meanwhile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from data.commands.snapshots import freeze
from data.domain.dates import quarter_days
from data.domain.errors import BadRequestError, Num, msg
from data.domain.people import Person
from data.ingest.programme import QUARTER, REPORT_PROCESS
from data.tables.schema import Load
from data.tables.workflow import CaseRow

WAITING = ("submitted", "checked", "verified")


def close_quarter(engine: Engine, who: Person, quarter: str, content: Mapping[str, Any], version: int) -> int:
    """Freeze what is known of a quarter; gives the snapshot's number.

    Parameters
    ----------
    version : int
        Data version that the content was made from.

    Raises
    ------
    BadRequestError
        When it is closed already, reports of it wait for review, or data came in since the content was made.
    """

    def check(connection: Connection) -> None:
        refuse_waiting(connection, quarter)
        newest = connection.execute(select(func.coalesce(func.max(Load.version), 0))).scalar_one()
        if newest != version:
            raise BadRequestError(msg("Data came in while the quarter was being closed; close it again."))

    return freeze(engine, who, QUARTER, quarter, content, once=True, check=check)


def refuse_waiting(connection: Connection, quarter: str) -> None:
    """Ask whether a quarter has reports on their way.

    Raises
    ------
    BadRequestError
        With their number.
    """
    first, last = quarter_days(quarter)
    question = select(CaseRow.data).where(CaseRow.process == REPORT_PROCESS, CaseRow.state.in_(WAITING))
    days = (date.fromisoformat(json.loads(data)["day"]) for data in connection.execute(question).scalars())
    if waiting := sum(first <= day <= last for day in days):
        words = "{n} reports of this quarter wait for review; accept them or send them back first."
        raise BadRequestError(msg(words, n=Num(waiting)), field="quarter")
