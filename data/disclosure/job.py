"""Publishing as a job."""

from __future__ import annotations

from typing import Any

from data.disclosure.publish import publish
from data.jobs.registry import Tell
from data.queries.database import open_database
from data.settings import Settings


def publish_edition(settings: Settings, _arguments: dict[str, Any], tell: Tell) -> None:
    """Put the next edition in force, if there is anything new."""
    publish(open_database(settings.database_url), settings, lambda step: tell(None, step))
