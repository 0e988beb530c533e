"""Statements that hold for every input, tried on many."""

import itertools
from datetime import date

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.contracts import ContractColumn
from data.domain.areas import Level
from data.domain.filters import FilterState, Vocabulary
from data.domain.public_views import class_of
from data.indicators.breaks import class_breaks, classes
from data.indicators.evaluate import rolling_sum
from data.indicators.panel import AreaTree
from data.ingest.parse import Known, RefusedError, parse
from data.sample.plan import apportion
from data.text import number

CODES = [f"32.76.{n:02d}" for n in range(1, 12)]
VOCABULARY = Vocabulary(CODES, {"covid-incidence-7d", "wifi-live"})
states = st.builds(
    FilterState,
    areas=st.lists(st.sampled_from(CODES), unique=True, max_size=5).map(tuple),
    level=st.sampled_from(list(Level)),
    date=st.none() | st.dates(date(2020, 1, 1), date(2023, 1, 1)),
    window=st.sampled_from(["28", "90", "all"]),
    indicator=st.sampled_from(["covid-incidence-7d", "wifi-live"]),
    as_known_on=st.none() | st.dates(date(2020, 1, 1), date(2023, 1, 1)),
    lang=st.sampled_from(["id", "en"]),
    theme=st.sampled_from(["dark", "light"]),
)


@given(states)
def test_a_state_survives_the_address(state: FilterState) -> None:
    again = FilterState.from_query(state.to_query(), VOCABULARY)
    assert again == state
    assert again.to_query() == state.to_query()
    assert again.problems == ()


@given(st.text(max_size=300))
def test_no_query_whatever_can_fail(query: str) -> None:
    state = FilterState.from_query(query, VOCABULARY)
    assert FilterState.from_query(state.to_query(), VOCABULARY) == state


@given(st.integers(0, 100_000), st.lists(st.floats(0.01, 1e6), min_size=1, max_size=60))
def test_a_split_adds_up_and_is_never_far_from_its_share(total: int, weights: list[float]) -> None:
    shares = apportion(total, np.array(weights))
    assert shares.sum() == total
    assert (shares >= 0).all()
    assert np.abs(shares - np.array(weights) / sum(weights) * total).max() <= 1 + 1e-6


@given(st.lists(st.integers(0, 500), min_size=12, max_size=12))
def test_sums_are_the_same_at_every_level(counts: list[int]) -> None:
    rw = [f"32.76.{k:02d}.{1000 + v}.{n:03d}" for k in (1, 2) for v in (1, 2) for n in (1, 2, 3)]
    tree = AreaTree(
        {
            Level.KOTA: ["32.76"],
            Level.KECAMATAN: sorted({c[:8] for c in rw}),
            Level.KELURAHAN: sorted({c[:13] for c in rw}),
            Level.RW: rw,
        }
    )
    values = np.array([counts], dtype=float)
    for level in Level:
        assert tree.roll_up(values, Level.RW, level).sum() == sum(counts)
    twice = tree.roll_up(tree.roll_up(values, Level.RW, Level.KELURAHAN), Level.KELURAHAN, Level.KECAMATAN)
    assert twice.tolist() == tree.roll_up(values, Level.RW, Level.KECAMATAN).tolist()


@given(st.lists(st.integers(0, 99), min_size=1, max_size=60), st.integers(1, 30))
def test_a_rolling_sum_is_the_plain_sum_of_its_window(counts: list[int], days: int) -> None:
    values = np.array(counts, dtype=float)[:, None]
    plain = [sum(counts[max(0, i - days + 1) : i + 1]) for i in range(len(counts))]
    assert rolling_sum(values, days).ravel().tolist() == plain


@given(st.lists(st.floats(0, 1e5) | st.just(float("nan")), min_size=1, max_size=200))
@example([5e-324])
def test_every_value_has_one_class_and_edges_rise(values: list[float]) -> None:
    array = np.array(values)
    edges = class_breaks(array)
    assert all(a < b for a, b in itertools.pairwise(edges))
    marks = classes(array, edges)
    assert len(marks) == len(values)
    assert all((mark == "-") == np.isnan(value) for mark, value in zip(marks, values, strict=True))
    assert all((mark == "0") == (value == 0) for mark, value in zip(marks, values, strict=True) if mark != "-")
    positive = [(mark, value) for mark, value in zip(marks, values, strict=True) if value > 0]
    assert [mark for mark, _ in positive] == [str(class_of(value, edges)) for _, value in positive]


AMOUNT = ContractColumn(name="value", type="amount")
COUNT = ContractColumn(name="n", type="count")
KNOWN = Known({}, {}, date(2022, 2, 16))


@given(st.floats(0, 1e9).map(lambda v: round(v, 2)))
def test_an_indonesian_number_is_read_as_it_is_written(value: float) -> None:
    assert parse(number(value, "id", 2), AMOUNT, KNOWN) == value


@settings(max_examples=300)
@given(st.text(max_size=40))
def test_any_cell_is_a_value_or_a_refusal_with_a_sentence(text: str) -> None:
    for column in (AMOUNT, COUNT, ContractColumn(name="d", type="date"), ContractColumn(name="t", type="datetime")):
        try:
            parse(text, column, KNOWN)
        except RefusedError as refusal:
            assert len(str(refusal)) > 10
