"""What an area's page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.domain.public_views import (
    CovidFigure,
    Near,
    PickUp,
    Point,
    ProgressPoint,
    PublicArea,
    PublicDataset,
    PublicIndicator,
    PublicPlace,
    PublicSubject,
    PublicValue,
)


@dataclass(frozen=True)
class Line:
    """An open indicator in an area: its series and its parent's."""

    indicator: PublicIndicator
    own: Sequence[PublicValue]
    parent: Sequence[PublicValue]


@dataclass(frozen=True)
class AreaView:
    """What an area's page shows.

    Attributes
    ----------
    path : sequence
        Its parents, the city first.
    weeks, blocks : sequence
        COVID figures, oldest first.
    children : sequence
        Areas of the next level; ``figures`` has their newest week by unit.
    drawn_points : sequence
        Wi-Fi points on the page's own map; empty where they would be too many.
    live_points : mapping
        Live points of every RW, also of those that the map shows in part.
    around : sequence
        RW that may be seen on an RW's map.
    """

    area: PublicArea
    path: Sequence[PublicArea]
    members: Sequence[PublicArea]
    weeks: Sequence[CovidFigure]
    blocks: Sequence[CovidFigure]
    children: Sequence[PublicArea]
    figures: Mapping[str, CovidFigure]
    around: Sequence[PublicArea]
    outlines: Sequence[PublicArea]
    lines: Sequence[Line]
    points: Sequence[Point]
    drawn_points: Sequence[Point]
    live_points: Mapping[str, int]
    near: tuple[Near, str] | None
    pickups: Sequence[PickUp]
    places: Sequence[PublicPlace]
    progress: ProgressPoint | None
    datasets: Mapping[str, PublicDataset]
    subjects: Sequence[PublicSubject]
