"""What single pages add to the four common panels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from callbacks.pages import covid, programme, waste, wifi

# Subject → panel → what draws it and the parts of the selection that it depends on.
EXTRAS: dict[str, Mapping[str, tuple[Any, tuple[str, ...]]]] = {
    "covid": covid.PANELS,
    "wifi": wifi.PANELS,
    "sampah": waste.PANELS,
    "program": programme.PANELS,
}
