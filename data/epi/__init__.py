"""Epidemiological methods: pure functions on arrays, for the worker's process and for whoever has plain numbers.

What needs a heavy library is loaded when it is first asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data.epi.rates import empirical_bayes as empirical_bayes
    from data.epi.reproduction import reproduction_number as reproduction_number

_MODULES = {"empirical_bayes": "data.epi.rates", "reproduction_number": "data.epi.reproduction"}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(importlib.import_module(_MODULES[name]), name)
