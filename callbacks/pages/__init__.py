"""The pages: what single subjects draw by themselves, one module a subject, and each page's callback.

A subject's module has ``DRAW``: panel → what draws it. What every subject has is in `callbacks.panels`.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from dash import Dash

from callbacks.page import PageAnswers, register_page
from callbacks.pages import overview
from callbacks.panels import drawings_of
from callbacks.update import Draw
from data.domain.errors import DecorError, msg
from data.domain.filters import FilterState
from data.service import Alerts, RoomService, registry


def modules() -> dict[str, ModuleType]:
    """Modules by subject; "overview" is nobody's."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}


def own_draws() -> dict[str, dict[str, Draw]]:
    """Subject → own panel → what draws it.

    Raises
    ------
    DecorError
        Names a declared panel that nobody draws.
    """
    draws = {name: dict(module.DRAW) for name, module in modules().items() if hasattr(module, "DRAW")}
    for subject in registry().subjects:
        for panel in subject.page.own_panels:
            if panel.id not in draws.get(subject.id, {}):
                raise DecorError(
                    msg("Nothing draws the panel {panel} of “{subject}”.", panel=panel.id, subject=subject.id)
                )
    return draws


def answers_of(service: RoomService, alerts: Alerts, prefix: str) -> dict[str, PageAnswers]:
    """What answers for every page, by subject."""
    own = {**own_draws(), "": overview.panels(alerts, prefix)}

    def version(panel: str, state: FilterState, subject: str) -> str:
        return alerts.version_key() if panel in overview.OWN else service.version_key(panel, state, subject)

    return {
        subject: PageAnswers(
            service, subject, drawings=drawings_of(page, own.get(subject, {})), version=version, prefix=prefix
        )
        for subject, page in registry().pages.items()
    }


def register(app: Dash, answers: dict[str, PageAnswers]) -> None:
    """Every page's callback."""
    for page in answers.values():
        register_page(app, page)
