"""One module a subject with what it adds to the product beside its indicators; found by their place here."""

from __future__ import annotations

import importlib
import pkgutil

from data.disclosure.parts import ProductPart


def _found() -> tuple[ProductPart, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}").PART for name in names)


PARTS = _found()
"""Parts of the product."""
