"""Sections of an area's page: one module a subject, found by its name; a subject without one has its lines."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

from data.domain.public_pages import AreaView
from data.domain.public_views import PublicSubject
from layouts.markup import Tree
from layouts.public.lines import indicator_lines
from layouts.public.site import Site
from layouts.public.tables import section
from layouts.public.words import stamp


def _found() -> dict[str, Callable[[Site, AreaView], Tree]]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").area_section for name in names}


OWN = _found()
"""Own sections by subject."""


def area_sections(site: Site, view: AreaView) -> list[Tree]:
    """One section a subject, in the order of the menu."""
    return [
        OWN[subject.id](site, view) if subject.id in OWN else _lines_section(site, view, subject)
        for subject in view.subjects
    ]


def _lines_section(site: Site, view: AreaView, subject: PublicSubject) -> Tree:
    """The subject's indicators in the area; nothing where none exists there."""
    drawn = indicator_lines(site, view, subject.id)
    if not drawn:
        return []
    shown = [line.indicator.dataset for line in view.lines if line.indicator.subject == subject.id and line.own]
    note = stamp(view.datasets.get(shown[0]), site.lang)
    return section(subject.title[site.lang], *drawn, id_=subject.slug, note=note)
