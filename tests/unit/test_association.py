"""Two quantities of the same areas, against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from data.indicators.association import association, ranks


@pytest.mark.parametrize("seed", range(10))
def test_line_and_correlations_are_those_of_scipy(seed: int) -> None:
    random = np.random.default_rng(seed)
    x = random.integers(0, 12, 63).astype(float)
    y = 2 * x + random.normal(0, 6, 63)
    fit = association(np.append(x, [np.nan, 1.0]), np.append(y, [2.0, np.nan]))
    assert fit is not None and fit.count == 63, "areas without both are left out"
    line = stats.linregress(x, y)
    assert (fit.slope, fit.intercept) == pytest.approx((line.slope, line.intercept))
    assert fit.pearson == pytest.approx(stats.pearsonr(x, y).statistic)
    assert fit.spearman == pytest.approx(stats.spearmanr(x, y).statistic)
    assert ranks(x).tolist() == stats.rankdata(x).tolist()


def test_of_few_areas_or_of_one_value_nothing_is_said() -> None:
    assert association(np.arange(4.0), np.arange(4.0)) is None
    assert association(np.arange(9.0), np.ones(9)) is None and association(np.ones(9), np.arange(9.0)) is None
