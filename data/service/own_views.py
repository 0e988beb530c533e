"""What a subject's own module gives to the generic code: views, tables, checks, scenes, points on the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.domain.desk_views import CheckRow
from data.domain.errors import Message
from data.domain.views import MapView, TableView
from data.domain.wall import Scene
from data.public import PublicService
from data.service.city import City
from data.service.events import Event
from data.service.selection import Selection

Check = Callable[[City], CheckRow | None]


def _nothing(_selection: Selection) -> tuple[Message, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class OwnViews:
    """What is not generic about a subject; everything may be left out.

    Attributes
    ----------
    views : mapping
        Own panel's id → its view model.
    tables : mapping
        Own panel's id → the table behind it.
    checks : mapping
        Dataset's id → comparisons with its parents and with other sources.
    scenes : mapping
        Own scene's id → its picture, from a selection of the subject's default indicator.
    public_scenes : mapping
        Scene's id → its picture for everybody, from the published product alone.
    map_view : callable or None
        Puts the subject's points on the map's view.
    findings, decisions : callable
        What the officials' brief says is open with the data, and what waits for an official.
    layers : mapping
        Layer's id → its GeoJSON features.
    layer_days : mapping
        Layer's id → what its points were on every day, for the browser.
    events : callable
        What its data show to have happened in the whole city, for charts over days.
    """

    views: Mapping[str, Callable[[Selection], Any]] = field(default_factory=dict)
    tables: Mapping[str, Callable[[Selection], TableView]] = field(default_factory=dict)
    checks: Mapping[str, tuple[Check, ...]] = field(default_factory=dict)
    scenes: Mapping[str, Callable[[Selection], Scene]] = field(default_factory=dict)
    public_scenes: Mapping[str, Callable[[PublicService, City], Scene]] = field(default_factory=dict)
    findings: Callable[[Selection], tuple[Message, ...]] = _nothing
    decisions: Callable[[Selection], tuple[Message, ...]] = _nothing
    map_view: Callable[[MapView, Selection], MapView] | None = None
    layers: Mapping[str, Callable[[City], list[dict[str, Any]]]] = field(default_factory=dict)
    layer_days: Mapping[str, Callable[[City], dict[str, Any]]] = field(default_factory=dict)
    events: Callable[[City], tuple[Event, ...]] | None = None
