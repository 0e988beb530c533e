"""Class edges by the spread of what is painted, against mapclassify."""

from __future__ import annotations

import mapclassify
import numpy as np
import pytest

from data.domain.states import Scale
from data.indicators.breaks import classes
from data.indicators.scales import spread_edges


@pytest.mark.parametrize("seed", range(8))
def test_edges_are_those_of_mapclassify(seed: int) -> None:
    values = np.random.default_rng(seed).gamma(2.0, 150.0, 63)
    box = mapclassify.BoxPlot(values)
    edges = spread_edges(Scale.BOX, values, 1.0)
    assert edges is not None and edges[3] == pytest.approx(box.bins[4])
    assert edges[:3] == pytest.approx(box.bins[1:4])
    assert spread_edges(Scale.PERCENTILE, values, 1.0) == pytest.approx(
        mapclassify.Percentiles(values, pct=[10, 50, 90, 99, 100]).bins[:4]
    )
    assert spread_edges(Scale.SD, values, 1.0) == pytest.approx(mapclassify.StdMean(values).bins[:4])


def test_excess_is_in_times_of_the_whole_and_what_is_missing_is_left_out() -> None:
    values = np.array([10.0, 30.0, np.nan, 50.0, 90.0, 130.0])
    assert spread_edges(Scale.EXCESS, values, 60.0) == (30.0, 48.0, 75.0, 120.0)
    assert classes(values, (30.0, 48.0, 75.0, 120.0)) == "12-345"
    zeros = np.array([0.0] * 40 + [1.0, 1.0, 2.0, 4.0, 9.0])
    edges = spread_edges(Scale.BOX, zeros, 1.0)
    assert edges is None or edges[0] > 0, "zeros are a class of their own"
    assert spread_edges(Scale.BOX, np.full(60, 100.0), 1.0) is None, "edges that fall together part nothing"
    for whole in (0.0, float("nan")):
        assert spread_edges(Scale.EXCESS, values, whole) is None
    for scale in (Scale.BOX, Scale.PERCENTILE, Scale.SD):
        assert spread_edges(scale, np.array([1.0, np.nan, 3.0, 4.0, 5.0]), 1.0) is None, "too few to be spread"
    assert [scale.diverging for scale in Scale] == [False, False, False, True, True]
