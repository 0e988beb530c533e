"""Vectors that Python and JavaScript share: `tests/js` reads the same files."""

import json
import re
from pathlib import Path

from data.domain.filters import FilterState, Vocabulary, address_rules
from data.geo.adjacency import touching
from data.geo.inside import in_geometry
from data.text import number
from data.text.browser import templates
from scripts import block_vectors, finding_vectors, scale_vectors, span_vectors

ENGINE = Path(__file__).parents[2] / "assets" / "engine"
VECTORS = Path(__file__).parents[1] / "vectors"
VOCABULARY = Vocabulary(
    {"32.76.02", "32.76.06", "32.76.11", "32.76.02.1010", "32.76.02.1011", "32.76.02.1012", "32.76.02.1010.006"},
    {"waste-completion", "covid-new-7d", "wifi-live"},
)


def vectors(name: str) -> list[dict[str, object]]:
    cases = json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
    assert len(cases) >= 12
    return cases  # type: ignore[no-any-return]


def test_an_address_is_read_and_written_as_the_vectors_say() -> None:
    for vector in vectors("selection"):
        state = FilterState.from_query(str(vector["query"]), VOCABULARY)
        assert not state.problems
        assert (state.to_query(), list(state.areas)) == (vector["canonical"], vector["areas"]), vector["query"]


def test_the_scripts_tests_write_an_address_by_the_rules_that_the_page_holds() -> None:
    assert json.loads((VECTORS / "address.json").read_text("utf-8")) == address_rules()


def test_a_block_is_written_as_the_vectors_say() -> None:
    assert json.loads((VECTORS / "block.json").read_text("utf-8")) == block_vectors.vectors(), "scripts.block_vectors"


def test_the_scales_vectors_are_what_the_server_makes() -> None:
    assert json.loads((VECTORS / "scales.json").read_text("utf-8")) == scale_vectors.vectors(), "scripts.scale_vectors"


def test_daily_sums_are_written_as_the_vectors_say() -> None:
    assert json.loads((VECTORS / "span.json").read_text("utf-8")) == span_vectors.vectors(), "scripts.span_vectors"


def test_numbers_are_written_as_the_vectors_say() -> None:
    for vector in vectors("numbers"):
        assert (
            number(float(str(vector["value"])), str(vector["lang"]), int(str(vector["decimals"]))) == vector["text"]
        ), vector


def test_a_ring_that_turns_in_on_itself_holds_what_the_vectors_say() -> None:
    shared = json.loads((VECTORS / "rings.json").read_text("utf-8"))
    polygon = json.dumps({"type": "Polygon", "coordinates": [shared["ring"]]})
    assert all(in_geometry(polygon, x, y) for x, y in shared["inside"])
    assert not any(in_geometry(polygon, x, y) for x, y in shared["outside"])
    hole = [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]
    pierced = json.dumps({"type": "MultiPolygon", "coordinates": [[shared["ring"], hole]]})
    assert not in_geometry(pierced, 2, 2) and in_geometry(pierced, 2, 8)


def test_areas_that_share_a_corner_touch_one_another() -> None:
    shared = json.loads((VECTORS / "adjacency.json").read_text("utf-8"))
    shapes = {feature["properties"]["c"]: feature["geometry"] for feature in shared["features"]}
    assert {code: sorted(others) for code, others in touching(shapes).items()} == shared["touching"]


def test_the_sentences_vectors_are_what_the_server_says() -> None:
    made = json.loads(json.dumps(finding_vectors.vectors()))
    assert json.loads((VECTORS / "findings.json").read_text("utf-8")) == made, "scripts.finding_vectors"


def test_every_template_of_the_engine_is_known_to_the_catalogue() -> None:
    said = re.compile(r'say\("([^"]+)"')
    texts = {text for path in ENGINE.glob("*.mjs") for text in said.findall(path.read_text("utf-8"))}
    assert len(texts) > 40 and texts <= templates(), texts - templates()
