"""Bringing former areas home: nothing is lost, and what holds between counts holds in every part."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.indicators.crosswalk import AreaCrosswalk, Link

rows = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 40), st.integers(0, 50)), min_size=1, max_size=60)


def home(crosswalks: AreaCrosswalk, places: np.ndarray, days: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Sums by day and area of today."""
    row, column, share = crosswalks.apportion(places, days)
    result = np.zeros((41, crosswalks.width))
    inside = column >= 0
    np.add.at(result, (days[row][inside], column[inside]), (values[row] * share)[inside])
    return result


def shares(parts: list[int]) -> tuple[float, ...]:
    return tuple(weight / sum(parts) for weight in parts)


@given(rows, st.lists(st.integers(1, 9), min_size=2, max_size=3), st.integers(0, 45))
def test_every_day_keeps_its_sum(reports: list[tuple[int, int, int]], parts: list[int], until: int) -> None:
    # Columns 0 to 2 are of today, 3 was split into some of them, 4 was merged into 0.
    links = (Link(3, until, tuple(enumerate(shares(parts)))), Link(4, until, ((0, 1.0),)))
    places, days, values = (np.array(column) for column in zip(*reports, strict=True))
    after = home(AreaCrosswalk(3, 2, links), places, days, values)
    before = np.bincount(days, weights=values, minlength=41)
    np.testing.assert_allclose(after.sum(axis=1), before)
    assert (after >= 0).all()


@given(rows, st.integers(0, 45))
def test_an_area_that_goes_on_gives_its_past_only(reports: list[tuple[int, int, int]], until: int) -> None:
    places, days, values = (np.array(column) for column in zip(*reports, strict=True))
    crosswalks = AreaCrosswalk(5, 0, (Link(0, until, ((0, 0.5), (1, 0.5))),))
    after, plain = home(crosswalks, places, days, values), home(AreaCrosswalk(5), places, days, values)
    np.testing.assert_array_equal(after[until:], plain[until:])
    np.testing.assert_allclose(after.sum(axis=1), plain.sum(axis=1))


def test_a_chain_a_swap_and_an_area_that_goes_on_and_later_ends() -> None:
    places, days, values = np.array([3, 4, 0]), np.array([5, 25, 5]), np.array([8.0, 4.0, 2.0])
    # 3 became 4 on day 10, and 4 became 0 on day 20; what came in under 4 on day 25 belongs to 0 too.
    chain = AreaCrosswalk(3, 2, (Link(3, 10, ((4, 1.0),)), Link(4, 20, ((0, 1.0),))))
    assert home(chain, places, days, values)[:, 0].sum() == 14
    assert chain.successors().tolist() == [0, 1, 2, 0, 0]
    assert chain.sources(np.array([0])).tolist() == [True, False, False, True, True]
    # Two areas swap their codes on one day.
    swap = AreaCrosswalk(2, 0, (Link(0, 10, ((1, 1.0),)), Link(1, 10, ((0, 1.0),))))
    assert home(swap, np.array([0, 1]), np.array([5, 5]), np.array([27.0, 25.0])).sum(axis=0).tolist() == [25, 27]
    # 1 goes on with 0.6 beside 0 from day 10, and ends in 0 on day 20: its days 10 to 19 are its own, not shared.
    later = AreaCrosswalk(1, 1, (Link(1, 10, ((1, 0.6), (0, 0.4))), Link(1, 20, ((0, 1.0),))))
    assert home(later, np.array([1, 1]), np.array([5, 15]), np.array([10.0, 7.0]))[:, 0].sum() == pytest.approx(17)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=40), st.floats(0.05, 0.95))
def test_what_holds_between_counts_holds_in_every_part(pairs: list[tuple[int, int]], share: float) -> None:
    scheduled = np.array([max(pair) for pair in pairs], dtype=float)
    done = np.array([min(pair) for pair in pairs], dtype=float)
    places, days = np.full(len(pairs), 2), np.arange(len(pairs)) % 41
    crosswalks = AreaCrosswalk(2, 1, (Link(2, 10_000, ((0, share), (1, 1 - share))),))
    assert (home(crosswalks, places, days, done) <= home(crosswalks, places, days, scheduled) + 1e-9).all()


def test_people_are_inherited_until_figures_of_their_own_come() -> None:
    # 2 (1,595 people) was split on day 10 into 0 and 1; 0 has a figure of its own from day 20.
    figures = np.zeros((30, 3))
    since = np.full((30, 3), -1)
    figures[:, 2], since[:, 2] = 1_595, 0
    figures[:, 0], since[:, 0] = 1_400, 20
    people = AreaCrosswalk(2, 1, (Link(2, 10, ((0, 0.6), (1, 0.4))),)).people(figures, since, 0)
    assert people[5].tolist() == pytest.approx([957, 638])
    assert people[15].tolist() == pytest.approx([957, 638])
    assert people[25].tolist() == pytest.approx([1_400, 638])
    # An area that goes on and takes another in has the people of both.
    grown = AreaCrosswalk(1, 1, (Link(0, 10, ((0, 1.0),)), Link(1, 10, ((0, 1.0),))))
    figures, since = np.array([[1_595.0, 1_093.0]] * 30), np.zeros((30, 2), dtype=int)
    assert (grown.people(figures, since, 0) == 2_688).all()
