"""What touches what, and one rate against another."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from libpysal.graph import Graph
from shapely.geometry import box, mapping

from data.domain.filters import FilterState, Vocabulary
from data.geo.adjacency import touching
from data.indicators.rate_ratio import rate_ratio


@pytest.mark.parametrize("seed", range(3))
def test_neighbours_are_those_of_libpysal(seed: int) -> None:
    random = np.random.default_rng(seed)
    cells = {f"{x}-{y}": box(x, y, x + 1, y + 1) for x in range(6) for y in range(5) if random.random() < 0.8}
    cells["island"] = box(20, 20, 21, 21)
    frame = gpd.GeoSeries(cells)
    graph = Graph.build_contiguity(frame, rook=False)
    made = touching({code: mapping(shape) for code, shape in cells.items()})
    assert made == {code: set(graph[code].index) - {code} for code in cells}
    assert made["island"] == set()


def test_a_published_ratio_of_rates() -> None:
    """Rothman's example of fluoroscopy and breast cancer: 41 in 28,010 person-years, 15 in 19,017."""
    made = rate_ratio(41, 28_010, 15, 19_017)
    assert made is not None
    assert (round(made.ratio, 2), round(made.low, 2), round(made.high, 2)) == (1.86, 1.03, 3.35)
    assert rate_ratio(0, 10, 5, 10) is None and rate_ratio(5, 0, 5, 10) is None


def test_a_comparison_is_read_as_it_is_written_or_left_out_with_a_word() -> None:
    known = Vocabulary({"32.76.06", "32.76.07", "32.76.06.1003.001"}, set())
    for text in (
        "week",
        "year",
        "neighbours",
        "32.76",
        "32.76.06,32.76.07",
        "06_07",
        "2021-02-01",
        "2021-02-01,2021-02-07",
    ):
        state = FilterState.from_query(f"vs={text}", known)
        assert state.vs == text and not state.problems and state.to_query() == f"vs={text}", text
    for text in ("month", "32.76.99", "2021-02-31", "2021-02-07,2021-02-01", "<script>", "06_99"):
        state = FilterState.from_query(f"vs={text}", known)
        assert state.vs == "" and (state.problems or "," in text), text
