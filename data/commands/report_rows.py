"""Whether the row that counts is still the one that a report published."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from data.commands.cases import Case
from data.domain.dates import day_number
from data.domain.errors import BadRequestError, msg
from data.tables.schema import ActionProgress


def refuse_other_row(connection: Connection, case: Case) -> None:
    """Look at the row in force for a report's action and day.

    Raises
    ------
    BadRequestError
        When a file has taken its place, or it was taken back: what would be reviewed is not what counts.
    """
    question = select(ActionProgress.load_id).where(
        ActionProgress.action_code == case.data["action"],
        ActionProgress.day == day_number(date.fromisoformat(case.data["day"])),
        ActionProgress.superseded_on.is_(None),
    )
    loads = case.data.get("loads", [])
    if connection.execute(question).scalar() != (loads[-1] if loads else None):
        words = "What counts for this action and day is not this report any more; return it, and let it be sent again."
        raise BadRequestError(msg(words))
