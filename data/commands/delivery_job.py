"""Checking or loading a delivery as a job."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

from data.commands import deliveries
from data.domain.people import Person, Role
from data.queries.database import open_database
from data.settings import Settings


def work_on_delivery(settings: Settings, arguments: dict[str, Any], _tell: Callable[..., None]) -> None:
    """Check a delivery, or load it, or both.

    An attempt that is ended leaves nothing, and the next one does it anew. What nobody foresaw is said at the delivery;
    trying it again would end the same way.

    Parameters
    ----------
    arguments : dict
        ``number`` of the delivery, ``task`` ("check" or "load"), and ``who`` (name, role, via), which a load needs;
        with it a check that nothing stands against is followed by the load.
    """
    number, who = int(arguments["number"]), arguments.get("who")
    by = None if who is None else Person(who[0], Role(who[1]), via=who[2])
    engine = open_database(settings.database_url)
    try:
        if arguments["task"] == "check":
            deliveries.check(engine, settings, number, by)
        if by is not None:
            # Also after an attempt that was ended between the two: what is not to be loaded is left alone.
            deliveries.load(engine, settings, by, number)
    except Exception:
        traceback.print_exc()
        deliveries.give_up(engine, settings, number)
    finally:
        engine.dispose()
