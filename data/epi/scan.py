"""Where cases cluster now: the prospective space-time scan statistic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.stats import gumbel_r

from data.indicators.panel import Array

RADII_M = (0, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000)
"""Metres around an area's centre; 0 is the area alone."""
MOST_DAYS = 21
MOST_PEOPLE = 0.5
REPLICATES = 199
FEWEST_CASES = 3
MEDIAN_CHI_SQUARE = 0.45493642311957283


@dataclass(frozen=True)
class Cluster:
    """A cylinder with more cases than expected.

    Attributes
    ----------
    areas : tuple of int
        Columns of its areas, ascending.
    centre : int
        Column of the area in its middle.
    radius_m : int
    days : int
        It began so many days before the end of the data, the last day counted.
    cases : int
    expected : float
    risk : float
        Relative risk: (cases / expected) / (cases outside / expected outside).
    likelihood : float
        Logarithm of the likelihood ratio, divided by how much unevener the city is than chance (`unevenness`).
    p : float
        Probability of one at least as likely anywhere, where cases fall by people alone.
    """

    areas: tuple[int, ...]
    centre: int
    radius_m: int
    days: int
    cases: int
    expected: float
    risk: float
    likelihood: float
    p: float

    @property
    def recurrence_days(self) -> float:
        """Days in which one such cluster is expected by chance, of a scan a day: 1 / p."""
        return 1 / self.p


@dataclass(frozen=True)
class Zones:
    """Circles of areas: which areas lie in which (zones × areas), around which, how wide."""

    inside: csr_array
    centre: npt.NDArray[np.intp]
    radius_m: npt.NDArray[np.int64]


def zones_of(points: Array, people: Array) -> Zones:
    """Every different circle around an area, with half of all people at most.

    Parameters
    ----------
    points : array of float (areas × 2)
        Centres in metres; NaN for an area without one, which is in no circle.
    people : array of float (areas)
    """
    placed = np.flatnonzero(~np.isnan(points).any(axis=1))
    apart = np.hypot(*(points[placed, None, :] - points[None, placed, :]).transpose(2, 0, 1))
    rows: list[npt.NDArray[np.intp]] = []
    centres, radii = [], []
    total = people.sum()
    for n, column in enumerate(placed):
        before = 0
        for radius in RADII_M:
            near = placed[apart[n] <= radius]
            if len(near) > before and people[near].sum() <= MOST_PEOPLE * total:
                rows.append(near)
                centres.append(column)
                radii.append(radius)
            before = max(before, len(near))
    lengths = [len(row) for row in rows]
    pointers = np.concatenate([[0], np.cumsum(lengths, dtype=np.intp)])
    columns = np.concatenate(rows) if rows else np.empty(0, dtype=np.intp)
    inside = csr_array((np.ones(len(columns)), columns, pointers), shape=(len(rows), len(people)))
    return Zones(inside, np.array(centres, dtype=np.intp), np.array(radii, dtype=np.int64))


def likelihoods(cases: Array, expected: Array, total: float) -> Array:
    """Logarithm of the likelihood ratio of more cases inside than expected; 0 where there are not more.

    Notes
    -----
    c ln(c / e) + (C − c) ln((C − c) / (C − e)) for c > e (M. Kulldorff, Commun. Stat. Theory Methods 26 (1997) 1481).
    """
    more = cases > expected
    inside, by_chance = np.where(more, cases, 1.0), np.where(more, expected, 1.0)
    outside, rest = np.maximum(total - inside, 0.0), np.maximum(total - by_chance, 1e-12)
    beyond = np.where(outside > 0, outside * np.log(np.where(outside > 0, outside, 1.0) / rest), 0.0)
    return np.where(more, inside * np.log(inside / by_chance) + beyond, 0.0)


def scan(cases: Array, people: Array, zones: Zones, *, seed: int, most: int = 10) -> list[Cluster]:
    """Clusters that are alive on the last day, the most likely first, none sharing an area with a likelier one.

    Parameters
    ----------
    cases : array of float (days × areas)
        Daily cases; the last `MOST_DAYS` are looked at, the last of all must be complete.
    people : array of float (areas)
        Among whom they happened.
    seed : int
        Of the replicates, so that the same data give the same answer.
    most : int
        How many at most.

    Returns
    -------
    list of Cluster
        Of `FEWEST_CASES` and more; empty without cases or people.

    Notes
    -----
    Cylinders are circles of `zones_of` over 1 to 21 days that end on the last one (M. Kulldorff, J. R. Stat. Soc. A 164
    (2001) 61). Expected are each day's cases by people, so that a wave that rises everywhere is no cluster. In a wave
    all areas differ by more than chance: likelihoods are divided by `unevenness`. p comes from `REPLICATES` cities in
    which every day's cases fall by people, through a Gumbel distribution fitted to their highest likelihoods (A. M.
    Abrams, K. Kleinman and M. Kulldorff, Int. J. Health Geogr. 9 (2010) 61), which gives small ones without thousands
    of replicates. Checked against an enumeration of all outcomes of a small city
    (`tests/unit/test_scan.py`).
    """
    recent = cases[-MOST_DAYS:]
    daily, share = recent.sum(axis=1), people / max(people.sum(), 1.0)
    total = daily.sum()
    if total == 0 or people.sum() == 0 or not len(zones.centre):
        return []
    expected = (zones.inside @ share)[:, None] * _backward(daily[:, None])[:, 0][None, :]
    fallen_cases = zones.inside @ _backward(recent).T
    likely = likelihoods(fallen_cases, expected, total) / unevenness(recent.sum(axis=0), total * share)
    chances = _chances(daily, share, zones, expected, seed)
    return _apart(zones, likely, fallen_cases, expected, total, chances, most)


def unevenness(cases: Array, expected: Array) -> float:
    """How many times the areas' cases vary more than Poisson counts do; 1 at least.

    Notes
    -----
    The median of (cases − expected)² / expected over the areas, against that of χ² with one degree of freedom (0.455):
    a median, so that the clusters that are looked for do not raise it. Dividing by it is the scan statistic for
    overdispersed counts (T. Zhang, Z. Zhang and G. Lin, Stat. Med. 31 (2012) 762), who take the mean.
    """
    there = expected > 0
    if not there.any():
        return 1.0
    squares = (cases[there] - expected[there]) ** 2 / expected[there]
    return max(1.0, float(np.median(squares)) / MEDIAN_CHI_SQUARE)


def _backward(daily: Array) -> Array:
    """Sums over the last 1, 2, … days; days × areas."""
    return np.asarray(np.cumsum(daily[::-1], axis=0))


def highest_by_chance(daily: Array, share: Array, zones: Zones, expected: Array, seed: int) -> Array:
    """Highest likelihood in each of `REPLICATES` cities in which every day's cases fall by people."""
    random = np.random.default_rng(seed)
    total = daily.sum()
    fallen = [random.multinomial(int(count), share, size=REPLICATES) for count in daily]
    highest = np.empty(REPLICATES)
    for n in range(REPLICATES):
        replicate = np.stack([day[n] for day in fallen]).astype(np.float64)
        highest[n] = likelihoods(zones.inside @ _backward(replicate).T, expected, total).max()
    return highest


def _chances(daily: Array, share: Array, zones: Zones, expected: Array, seed: int) -> tuple[float, float]:
    """Place and scale of the Gumbel distribution of the highest likelihood by chance."""
    highest = highest_by_chance(daily, share, zones, expected, seed)
    scale = max(float(highest.std(ddof=1)) * np.sqrt(6) / np.pi, 1e-9)
    return float(highest.mean()) - np.euler_gamma * scale, scale


def _apart(
    zones: Zones,
    likely: Array,
    cases: Array,
    expected: Array,
    total: float,
    chances: tuple[float, float],
    most: int,
) -> list[Cluster]:
    taken = np.zeros(zones.inside.shape[1], dtype=bool)
    clusters: list[Cluster] = []
    best = likely.argmax(axis=1)
    highest = likely[np.arange(len(likely)), best]
    for zone in np.argsort(-highest, kind="stable"):
        if len(clusters) == most or highest[zone] <= 0:
            break
        columns = zones.inside.indices[zones.inside.indptr[zone] : zones.inside.indptr[zone + 1]]
        inside, by_chance = float(cases[zone, best[zone]]), float(expected[zone, best[zone]])
        if taken[columns].any() or inside < FEWEST_CASES:
            continue
        taken[columns] = True
        outside = max(total - inside, 0.5) / max(total - by_chance, 1e-12)
        clusters.append(
            Cluster(
                areas=tuple(sorted(int(column) for column in columns)),
                centre=int(zones.centre[zone]),
                radius_m=int(zones.radius_m[zone]),
                days=int(best[zone]) + 1,
                cases=round(inside),
                expected=by_chance,
                risk=inside / by_chance / outside,
                likelihood=float(highest[zone]),
                p=float(np.clip(gumbel_r.sf(highest[zone], *chances), 1e-12, 1.0)),
            )
        )
    return clusters
