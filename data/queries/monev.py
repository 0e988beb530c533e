"""Sessions of monev and their findings."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Engine, select

from data.domain.programme import DIMENSIONS
from data.queries.frames import frame, known_on
from data.tables.schema import MonevFinding, MonevSession

SESSION_COLUMNS = ("session_code", "day", "assessor", "scope", "published_progress", "source", *DIMENSIONS)
FINDING_COLUMNS = (
    "finding_code",
    "session_code",
    "dimension",
    "action_code",
    "text",
    "recommendation",
    "opd",
    "found_on",
    "due_on",
    "done_on",
    "closed_on",
    "closed_by",
)


def sessions(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """Sessions, the newest first: `SESSION_COLUMNS`; scores missing where a session gave none."""
    question = select(*(getattr(MonevSession, name) for name in SESSION_COLUMNS))
    return frame(engine, question.where(known_on(MonevSession, as_known_on)).order_by(MonevSession.day.desc()))


def findings(engine: Engine, as_known_on: int | None) -> pd.DataFrame:
    """Findings by code: `FINDING_COLUMNS`; days as numbers, missing where it has not happened."""
    question = select(*(getattr(MonevFinding, name) for name in FINDING_COLUMNS))
    return frame(engine, question.where(known_on(MonevFinding, as_known_on)).order_by(MonevFinding.finding_code))
