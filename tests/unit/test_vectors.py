"""Vectors that Python and JavaScript share: `tests/js` reads the same files."""

import json
from pathlib import Path

from data.domain.filters import FilterState, Vocabulary
from data.text import number

VECTORS = Path(__file__).parents[1] / "vectors"
VOCABULARY = Vocabulary(
    {"32.76.02", "32.76.06", "32.76.11", "32.76.02.1010", "32.76.02.1011", "32.76.02.1012", "32.76.02.1010.006"},
    {"waste-completion", "covid-new-7d", "wifi-live"},
)


def vectors(name: str) -> list[dict[str, object]]:
    found = json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
    assert len(found) >= 12
    return found  # type: ignore[no-any-return]


def test_an_address_is_read_and_written_as_the_vectors_say() -> None:
    for one in vectors("selection"):
        state = FilterState.from_query(str(one["query"]), VOCABULARY)
        assert not state.problems
        assert (state.to_query(), list(state.areas)) == (one["canonical"], one["areas"]), one["query"]


def test_numbers_are_written_as_the_vectors_say() -> None:
    for one in vectors("numbers"):
        assert number(float(str(one["value"])), str(one["lang"]), int(str(one["decimals"]))) == one["text"], one
