"""Local Moran and Gi* are esda's, on esda's own documented example and on planted pockets."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from esda import Moran_Local
from esda.smoothing import assuncao_rate
from libpysal.weights import lat2W
from scipy.sparse import csr_array

from data.epi.hotspots import hotspots

SIDE = 16
WEIGHTS = lat2W(SIDE, SIDE, rook=False)
BESIDE = csr_array(WEIGHTS.sparse)
PEOPLE = np.random.default_rng(1).integers(900, 4_000, SIDE * SIDE).astype(float)


def drawn(extra: list[int], times: float = 4.0) -> np.ndarray:
    rate = np.full(SIDE * SIDE, 0.004)
    rate[extra] *= times
    return np.random.default_rng(8).poisson(PEOPLE * rate).astype(float)


POCKET = [SIDE * row + column for row in (5, 6, 7) for column in (5, 6, 7)]


def test_a_pocket_is_told_and_the_numbers_are_esdas() -> None:
    counts = drawn(POCKET)
    made = hotspots(counts, PEOPLE, BESIDE, seed=3)
    assert made is not None
    rates = assuncao_rate(counts, PEOPLE)
    weights = lat2W(SIDE, SIDE, rook=False)
    weights.transform = "r"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that its p will be of both sides in another version
        own = Moran_Local(rates, weights, permutations=999, seed=3, n_jobs=1)
    assert made.moran == pytest.approx(own.Is)
    assert made.moran_p == pytest.approx(own.p_sim)
    high = [n for n, kind in enumerate(made.kind) if kind == "high-high"]
    assert len(set(high) & set(POCKET)) >= 6 and len(set(high) - set(POCKET)) <= 6, high
    assert made.hot[POCKET].sum() >= 6
    # The Moran scatter plot's slope is the global Moran.
    assert np.polyfit(made.standardised, made.lagged, 1)[0] == pytest.approx(own.Is.sum() / len(own.Is) * 1.0, rel=0.01)


def test_an_even_city_has_hardly_a_pocket() -> None:
    made = hotspots(drawn([]), PEOPLE, BESIDE, seed=3)
    assert made is not None and sum(kind != "" for kind in made.kind) <= 3


def test_an_island_and_an_area_without_reports_have_no_figure() -> None:
    beside = BESIDE.tolil()
    beside[0, :] = 0
    beside[:, 0] = 0
    people = PEOPLE.copy()
    people[40] = 0
    counts = drawn(POCKET)
    counts[40] = 0
    made = hotspots(counts, people, csr_array(beside.tocsr()), seed=3)
    assert made is not None and np.flatnonzero(np.isnan(made.moran)).tolist() == [0, 40]
    assert made.kind[0] == "" and not made.hot[40]


def test_where_nothing_can_be_compared_nothing_is_said() -> None:
    assert hotspots(np.zeros(SIDE * SIDE), PEOPLE, BESIDE, seed=1) is None
    assert hotspots([3.0, 4.0], [900.0, 900.0], csr_array(np.array([[0, 1], [1, 0]])), seed=1) is None
