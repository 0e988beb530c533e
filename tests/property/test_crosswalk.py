"""Bringing former areas home: nothing is lost, nothing is cut in two, nothing goes below zero."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.indicators.crosswalk import Harmony, Link

counts = st.lists(st.lists(st.integers(0, 50), min_size=5, max_size=5), min_size=1, max_size=40)


def shares(parts: list[int]) -> tuple[float, ...]:
    return tuple(part / sum(parts) for part in parts)


@given(counts, st.lists(st.integers(1, 9), min_size=2, max_size=3), st.integers(0, 45))
def test_every_day_keeps_its_sum_in_whole_numbers(values: list[list[int]], parts: list[int], until: int) -> None:
    # Columns 0 to 2 are of today, 3 was split into some of them, 4 was merged into 0.
    links = (Link(3, until, tuple(enumerate(shares(parts)))), Link(4, until, ((0, 1.0),)))
    before = np.array(values, dtype=float)
    after = Harmony(3, 2, links).counts(before, 0)
    assert after.shape == (len(values), 3)
    np.testing.assert_array_equal(after.sum(axis=1), before.sum(axis=1))
    assert (after >= 0).all() and (after == np.round(after)).all()


@given(counts, st.integers(0, 45))
def test_an_area_that_goes_on_gives_its_past_only(values: list[list[int]], until: int) -> None:
    before = np.array(values, dtype=float)
    after = Harmony(5, 0, (Link(0, until, ((0, 0.5), (1, 0.5))),)).counts(before, 0)
    np.testing.assert_array_equal(after[until:], before[until:])
    np.testing.assert_array_equal(after.sum(axis=1), before.sum(axis=1))


@given(counts)
def test_a_chain_of_changes_is_followed_to_its_end(values: list[list[int]]) -> None:
    # 3 became 4, and 4 became 0.
    links = (Link(3, 10, ((4, 1.0),)), Link(4, 20, ((0, 1.0),)))
    before = np.array(values, dtype=float)
    after = Harmony(3, 2, links).counts(before, 0)
    np.testing.assert_array_equal(after[:, 0], before[:, 0] + before[:, 3] + before[:, 4])
    assert Harmony(3, 2, links).main().tolist() == [0, 1, 2, 0, 0]


@given(st.lists(st.integers(0, 3), min_size=30, max_size=200), st.floats(0.05, 0.95))
def test_over_time_each_part_gets_its_share_to_within_one(values: list[int], share: float) -> None:
    before = np.array([[0.0, 0.0, float(value)] for value in values])
    after = Harmony(2, 1, (Link(2, 10_000, ((0, share), (1, 1 - share))),)).counts(before, 0)
    assert abs(after[:, 0].sum() - share * sum(values)) <= 0.5 + 1e-9
