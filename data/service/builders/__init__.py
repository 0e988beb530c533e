"""How each subject's counts are made: one module a subject, found by its place here; datasets of measures need none."""

from __future__ import annotations

import importlib
import pkgutil

from data.service.counts import CountBuilder


def _found() -> dict[str, CountBuilder]:
    builders: dict[str, CountBuilder] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        builders |= importlib.import_module(f"{__name__}.{module.name}").BUILDERS
    return builders


BUILDERS = _found()
"""Builder by the id of its count source."""
