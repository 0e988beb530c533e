"""One module a subject with what is not generic about it, found by its name; a subject without any needs none."""

from __future__ import annotations

import importlib
import pkgutil

from data.domain.desk_views import CheckRow
from data.domain.errors import DecorError, msg
from data.service.checks import BASE_CHECKS
from data.service.city import City
from data.service.own_views import OwnViews
from data.subjects import registry


def _found() -> dict[str, OwnViews]:
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").OWN for name in modules}


OWN = _found()
"""Own views by subject."""
NOTHING = OwnViews()


def own_views(subject: str) -> OwnViews:
    """What a subject does by itself."""
    return OWN.get(subject, NOTHING)


def checks_of(city: City, dataset: str) -> list[CheckRow]:
    """The comparisons of a dataset that can be made with what is loaded."""
    checks = BASE_CHECKS.get(dataset, ())
    for own in OWN.values():
        checks += own.checks.get(dataset, ())
    return [row for check in checks if (row := check(city)) is not None]


def check_views() -> None:
    """Refuse to start where a declared panel, scene or layer has nobody who makes it.

    Raises
    ------
    DecorError
        Names it.
    """
    for subject in registry().subjects:
        own, layer = own_views(subject.id), subject.page.layer
        wanted = {f"panel {panel.id}" for panel in subject.page.own_panels if panel.id not in own.views}
        wanted |= {f"table {panel.id}" for panel in subject.page.own_panels if panel.id not in own.tables}
        drawn = [scene for scene in subject.scenes if not scene.indicator]
        wanted |= {f"scene {scene.id}" for scene in drawn if scene.id not in own.scenes}
        if layer is not None and layer.id not in own.layers:
            wanted.add(f"layer {layer.id}")
        if wanted:
            raise DecorError(msg("Nothing makes the {what} of “{subject}”.", what=min(wanted), subject=subject.id))
