"""Sets of areas as text: the shared vectors, and any set there and back."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from data.domain.area_sets import MOST_TEXT, compact, expanded
from data.domain.filters import MOST_AREAS, FilterState, Vocabulary

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "sets.json").read_text("utf-8"))
NUMBERS = st.integers(1, 40)


@st.composite
def codes(draw: st.DrawFn) -> str:
    depth = draw(st.integers(1, 3))
    parts = [f"{draw(st.integers(1, 11)):02d}", f"{1000 + draw(st.integers(1, 9))}", f"{draw(NUMBERS):03d}"]
    return ".".join(["32.76", *parts[:depth]])


def test_sets_are_written_and_read_as_the_vectors_say() -> None:
    for vector in VECTORS:
        if vector["text"]:
            assert expanded(vector["text"]) == vector["codes"], vector["text"][:60]
        if vector["codes"] is not None:
            assert compact(vector["codes"]) == vector["text"]


@given(st.sets(codes(), min_size=1, max_size=80))
def test_any_set_comes_back(chosen: set[str]) -> None:
    assert expanded(compact(chosen)) == sorted(chosen)


def test_all_of_the_city_fits_into_an_address() -> None:
    every_other = [f"32.76.{k:02d}.{1001 + v}.{n:03d}" for k in range(1, 12) for v in range(6) for n in range(1, 30, 2)]
    assert len(every_other) > 924 and len(compact(every_other)) < MOST_TEXT / 2


def test_an_address_with_many_areas_is_read_and_written_as_a_set() -> None:
    many = [f"32.76.06.1003.{n:03d}" for n in range(1, MOST_AREAS + 3)]
    known = Vocabulary(many, set())
    state = FilterState.from_query("set=06.1003-1~14", known)
    assert state.areas == tuple(many) and state.to_query() == "set=06.1003-1~14"
    assert FilterState(areas=tuple(many[:2])).to_query() == f"area={many[0]},{many[1]}"
    beyond = FilterState.from_query("set=06.1003-1~20&area=" + many[0], known)
    assert beyond.areas == tuple(many) and [problem.params["n"] for problem in beyond.problems] == [6]
    assert len(FilterState.from_query("set=<script>", known).problems) == 1


def test_a_text_that_names_thousands_of_areas_is_none() -> None:
    assert expanded("06.1003" + "-1~999" * 20) is None
