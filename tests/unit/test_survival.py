"""Durations of which some are open."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy import stats

from data.epi.survival import survival_curve

FREIREICH = (
    [6, 6, 6, 7, 10, 13, 16, 22, 23],
    [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35],
)
"""Weeks in remission under 6-MP, relapsed and censored (Freireich et al. 1963)."""
PUBLISHED = ((6.0, 0.857), (7.0, 0.807), (10.0, 0.753), (13.0, 0.690), (16.0, 0.627), (22.0, 0.538), (23.0, 0.448))
"""Its product-limit estimate (Kalbfleisch and Prentice 2002, table 1.3)."""

LIFELINES = (
    (6.0, 0.619718, 0.951552),
    (7.0, 0.563147, 0.922809),
    (10.0, 0.503200, 0.889362),
    (13.0, 0.431610, 0.849066),
    (16.0, 0.367511, 0.804912),
    (22.0, 0.267779, 0.746791),
    (23.0, 0.188052, 0.680143),
)
"""Time and 95 % interval of the same by ``KaplanMeierFitter`` of lifelines 0.30.3, which needs pandas before 3."""


def test_the_curve_of_a_published_trial() -> None:
    relapsed, censored = FREIREICH
    weeks = np.array([*relapsed, *censored], dtype=float)
    curve = survival_curve(weeks, np.arange(len(weeks)) < len(relapsed))
    assert curve.median == 23.0
    assert [(time, round(share, 3)) for time, share in zip(curve.time[1:], curve.share[1:], strict=True)] == list(
        PUBLISHED
    )
    ends = zip(curve.time[1:], curve.low[1:], curve.high[1:], strict=True)
    assert [(time, round(low, 6), round(high, 6)) for time, low, high in ends] == list(LIFELINES)


@pytest.mark.parametrize("seed", range(20))
def test_share_and_interval_are_those_of_scipy(seed: int) -> None:
    random = np.random.default_rng(seed)
    count = int(random.integers(1, 40))
    days, over = random.integers(1, 12, count).astype(float), random.random(count) < 0.7
    curve = survival_curve(days, over)
    theirs = stats.ecdf(stats.CensoredData.right_censored(days, ~over)).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # it says that the interval has holes, as ours has
        ends = theirs.confidence_interval(method="log-log")
    steps = np.isin(theirs.quantiles, days[over])
    left = curve.share[1:] > 0
    assert curve.share[1:] == pytest.approx(theirs.probabilities[steps])
    assert curve.low[1:][left] == pytest.approx(ends.low.probabilities[steps][left], nan_ok=True)
    assert curve.high[1:][left] == pytest.approx(ends.high.probabilities[steps][left], nan_ok=True)


def test_nothing_that_has_ended_has_no_median() -> None:
    for days in (np.zeros(0), np.array([5.0, 9.0])):
        curve = survival_curve(days, np.zeros(len(days), dtype=bool))
        assert np.isnan(curve.median) and curve.share.tolist() == [1.0]
