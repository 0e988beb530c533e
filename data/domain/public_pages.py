"""View models of the public edition's pages: what each shows, before it has words or a drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.domain.public_views import (
    AreaClasses,
    CovidFigure,
    FindingTally,
    Near,
    PickUp,
    Point,
    ProgressPoint,
    PublicAction,
    PublicArea,
    PublicCohort,
    PublicDataset,
    PublicIndicator,
    PublicPlace,
    PublicProgramme,
    PublicStatement,
    PublicSubject,
    PublicValue,
    Quarter,
    QuarterDimension,
    Weighting,
    band_classes,
    rate_classes,
    tally_by_area,
    value_classes,
)


@dataclass(frozen=True)
class CityMap:
    """Areas for a city map."""

    kelurahan: Sequence[PublicArea]
    kecamatan: Sequence[PublicArea]
    city: PublicArea


@dataclass(frozen=True)
class CovidMap:
    """Areas in one week, coloured by cases per 100,000 residents.

    Attributes
    ----------
    areas : sequence
        The coloured ones; ``figures`` has their week by code.
    around : PublicArea
        What the map shows; ``inner`` are outlined and named inside it.
    """

    areas: Sequence[PublicArea]
    figures: Mapping[str, CovidFigure]
    inner: Sequence[PublicArea]
    around: PublicArea

    @property
    def classes(self) -> AreaClasses:
        """Class of each area, and how many areas have it."""
        return rate_classes(self.areas, self.figures)


@dataclass(frozen=True)
class HomeView:
    """What the landing page shows: the city's weeks, oldest first, and the kelurahan in the newest."""

    weeks: Sequence[CovidFigure]
    city: CovidMap
    datasets: Mapping[str, PublicDataset]

    @property
    def newest(self) -> CovidFigure | None:
        """The city in the newest week; None before the first."""
        return self.weeks[-1] if self.weeks else None


@dataclass(frozen=True)
class Measure:
    """An open indicator for the city: series, and the kelurahan's newest values."""

    indicator: PublicIndicator
    series: Sequence[PublicValue]
    values: Mapping[str, PublicValue]

    def classes(self, areas: Sequence[PublicArea]) -> AreaClasses:
        """Class of each area's value, and how many areas have it."""
        return value_classes(areas, self.values, self.indicator.breaks)


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
        Live points by area, also of those that the map shows in part.
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

    @property
    def statuses(self) -> Counter[str]:
        """Wi-Fi points of the area by status."""
        return Counter(point.status for point in self.points)

    @property
    def drawn_statuses(self) -> Counter[str]:
        """Wi-Fi points on the page's own map by status."""
        return Counter(point.status for point in self.drawn_points)

    def bands(self, areas: Sequence[PublicArea]) -> AreaClasses:
        """Band of each RW in the newest week, and how many units have it."""
        return band_classes(areas, self.figures)


@dataclass(frozen=True)
class WifiView:
    """Public Wi-Fi in the city; ``live_points`` by area."""

    points: Sequence[Point]
    live_points: Mapping[str, int]
    measures: Sequence[Measure]
    areas: CityMap
    datasets: Mapping[str, PublicDataset]

    @property
    def statuses(self) -> Counter[str]:
        """Points by status."""
        return Counter(point.status for point in self.points)

    @property
    def registered(self) -> int:
        """Points of the register; a proposal is not one yet."""
        return len(self.points) - self.statuses["proposed"]


@dataclass(frozen=True)
class ProgrammePageView:
    """One programme of the plan; ``places`` and ``actions`` are its own."""

    programme: PublicProgramme
    points: Sequence[ProgressPoint]
    actions: Sequence[PublicAction]
    statements: Sequence[PublicStatement]
    cohorts: Sequence[PublicCohort]
    datasets: Mapping[str, PublicDataset]


@dataclass(frozen=True)
class QuarterView:
    """The plan at the end of a quarter."""

    quarter: Quarter
    dimensions: Sequence[QuarterDimension]
    others: Sequence[Quarter]
    datasets: Mapping[str, PublicDataset]


@dataclass(frozen=True)
class ProgrammeView:
    """The action plan."""

    series: Mapping[str, Sequence[ProgressPoint]]
    actions: Sequence[PublicAction]
    weightings: Sequence[Weighting]
    light_rule: Mapping[str, str]
    findings: Sequence[FindingTally]
    places: Sequence[PublicPlace]
    names: Mapping[str, str]
    areas: CityMap
    datasets: Mapping[str, PublicDataset]
    programmes: Sequence[PublicProgramme]
    quarters: Sequence[Quarter]

    @property
    def slugs(self) -> dict[str, str]:
        """Part of an address by programme."""
        return {shown.name: shown.slug for shown in self.programmes}

    @property
    def kinds(self) -> Counter[str]:
        """Places by kind."""
        return Counter(shown.kind for shown in self.places)

    @property
    def places_by_area(self) -> Counter[str]:
        """Places in each area, the areas that hold them too."""
        return tally_by_area(shown.area for shown in self.places)
