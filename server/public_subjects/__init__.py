"""Pages of single subjects: one module each, found by its name; the others have a page of their indicators."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Any

from flask import Blueprint

from data.domain.areas import CITY, Level
from data.domain.public_views import PublicSubject
from data.public import PublicService
from data.public.pages import city_map, measures_of
from layouts.public.home import Card, indicator_card
from layouts.public.site import Site
from layouts.public.subjects import subject_page
from server.public_parts import Made


def _found() -> dict[str, ModuleType]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}


OWN = _found()
"""Own pages by subject."""


def page_of(service: PublicService, site: Site, subject: PublicSubject) -> Made:
    """A subject's page."""
    if subject.id in OWN:
        made: Made = OWN[subject.id].page(service, site)
        return made
    body = subject_page(site, subject, measures_of(service, subject.id), city_map(service), service.datasets())
    return Made(subject.title[site.lang], subject.description[site.lang], body)


def mount_own_routes(routes: Blueprint, edition: Any) -> None:
    """Routes that subjects have beside their page."""
    for module in OWN.values():
        if mount := getattr(module, "mount", None):
            mount(routes, edition)


def own_addresses(service: PublicService) -> list[str]:
    """Pages that subjects have below their own, for the map of the site."""
    made = (getattr(module, "addresses", None) for module in OWN.values())
    return [path for listed in made if listed is not None for path in listed(service)]


def cards(service: PublicService, site: Site) -> list[Card]:
    """Cards of the front page, in the order of the menu."""
    listed = []
    for subject in service.subjects():
        make = getattr(OWN.get(subject.id), "card", None)
        indicator = service.indicators().get(subject.card)
        if make is not None:
            own: Card | None = make(service, site)
            listed += [own] if own else []
        elif indicator is not None:
            value = service.values(indicator.id, Level.KOTA).get(CITY)
            listed.append(indicator_card(site, subject, indicator, value, service.datasets()))
    return listed
