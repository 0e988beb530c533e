"""Stages of Wi-Fi points, and durations of which some are open."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from data.wifi.stages import STAGES, median_duration, stages_on

FREIREICH = (
    [6, 6, 6, 7, 10, 13, 16, 22, 23],
    [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35],
)
"""Weeks in remission under 6-MP, relapsed and censored (Freireich et al. 1963)."""


def test_the_median_of_a_published_trial() -> None:
    relapsed, censored = FREIREICH
    weeks = np.array([*relapsed, *censored], dtype=float)
    over = np.arange(len(weeks)) < len(relapsed)
    assert median_duration(weeks, over) == 23.0


@pytest.mark.parametrize("seed", range(20))
def test_the_median_is_where_scipys_survival_curve_reaches_a_half(seed: int) -> None:
    random = np.random.default_rng(seed)
    days, over = random.integers(1, 12, 30).astype(float), random.random(30) < 0.7
    data = stats.CensoredData(uncensored=days[over], right=days[~over])
    curve = stats.ecdf(data).sf
    below = curve.quantiles[curve.probabilities <= 0.5 + 1e-12]
    expected = float(below[0]) if len(below) else float("nan")
    assert median_duration(days, over) == pytest.approx(expected, nan_ok=True)


def test_nothing_that_has_ended_has_no_median() -> None:
    assert np.isnan(median_duration(np.zeros(0), np.zeros(0, dtype=bool)))
    assert np.isnan(median_duration(np.array([5.0, 9.0]), np.array([False, False])))


def points(*rows: tuple[int | None, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=[*STAGES, "refused_on", "reallocated_on", "removed_on"], dtype=object)


def test_a_funnel_counts_what_was_reached_what_waits_and_what_was_refused() -> None:
    frame = points(
        (0, 5, 10, 20, 21, None, None, None),
        (0, 7, None, None, None, None, None, None),
        (0, None, None, None, None, 9, None, None),
        (None, None, None, None, 3, None, None, None),
    )
    stages = {stage.name: stage for stage in stages_on(frame, 30)}
    assert [stage.reached for stage in stages.values()] == [3, 2, 1, 1, 2]
    assert [stage.waiting for stage in stages.values()] == [0, 0, 1, 0, 0]
    assert stages["surveyed_on"].median_days == 7.0, "two took 5 and 7 days, the third was refused after 9"
    assert stages["validated_on"].median_days == 5.0, "of two one took 5 days, the other waits 23 so far"
    before = {stage.name: stage for stage in stages_on(frame, 6)}
    assert before["surveyed_on"].reached == 1 and before["surveyed_on"].waiting == 2


def test_a_median_with_most_open_is_not_known_yet() -> None:
    frame = points(*[(0, 1, None, None, None, None, None, None)] * 3, (0, 1, 4, None, None, None, None, None))
    validated = stages_on(frame, 50)[2]
    assert validated.waiting == 3 and np.isnan(validated.median_days)


def test_a_refusal_that_was_overcome_ends_nothing() -> None:
    frame = points((0, 20, 25, None, None, 10, None, None))
    assert [stage.waiting for stage in stages_on(frame, 40)] == [0, 0, 0, 1, 0]
