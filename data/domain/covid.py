"""What the COVID page and API show of clusters and of the spread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.domain.views import PanelHeader


class ClusterTier(StrEnum):
    """Whether a cluster calls for action, or is one of the likeliest of its day."""

    ALERT = "alert"
    WATCH = "watch"


@dataclass(frozen=True)
class SpreadRow:
    """An area's reproduction number on the last complete day; NaN where its window has too few cases."""

    area: str
    name: str
    mean: float
    low: float
    high: float
    window: int
    cases: int


@dataclass(frozen=True)
class SpreadView:
    """The reproduction number by day.

    Attributes
    ----------
    mean, low, high : list of float
        Of the window that was chosen; NaN where there are too few cases.
    weekly : list of float
        Mean of windows of 7 days.
    areas : list of SpreadRow
        The city, and every kecamatan, on the last day.
    """

    head: PanelHeader
    days: list[date]
    mean: list[float]
    low: list[float]
    high: list[float]
    weekly: list[float]
    areas: list[SpreadRow]


@dataclass(frozen=True)
class ClusterRow:
    """A cluster of the space-time scan; it began so many ``days`` before the end of its day."""

    centre: str
    name: str
    radius_m: int
    areas: tuple[str, ...]
    days: int
    cases: int
    expected: float
    risk: float
    p: float
    recurrence_days: float
    tier: ClusterTier


@dataclass(frozen=True)
class ClustersView:
    """Clusters of a day, and the RW in a pocket of high rates.

    Attributes
    ----------
    hot : tuple of str
        RW in such a pocket on the day.
    states : dict
        How many are "new", "continuing" and "fading".
    """

    head: PanelHeader
    rows: list[ClusterRow]
    hot: tuple[str, ...]
    states: dict[str, int]
