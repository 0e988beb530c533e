"""What single subjects draw by themselves: one module a subject, found by its place here.

Each has ``DRAW`` (panel → what draws it) and, where it has charts of its own, ``register``.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from callbacks.update import Draw
from data.domain.errors import DecorError, msg
from data.service import registry


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
