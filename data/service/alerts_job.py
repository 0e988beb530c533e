"""Judging the alerts as a job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from data.service import open_services
from data.settings import Settings


def evaluate_alerts(settings: Settings, _arguments: dict[str, Any], _tell: Callable[..., None]) -> None:
    """Judge every rule on the newest data, unless that was done already."""
    services = open_services(settings)
    try:
        services.alerts.evaluate()
    finally:
        services.people.close()
