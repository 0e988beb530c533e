"""Files as people send them: what is kept, what is not, and what is said of each (`tests/dirty/said.toml`)."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from sqlalchemy import Engine

from data.domain.errors import DecorError
from data.ingest.load import Delivery, prepare
from data.ingest.numbers import NumberForm
from data.text import say
from tests.conftest import CLOCK, ROOT

pytestmark = pytest.mark.integration
FOLDER = ROOT / "tests" / "dirty"
SAID: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "said.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", SAID.values(), ids=SAID.keys())
def test_what_must_be_said_of_a_dirty_file_is_said(engine: Engine, case: dict[str, Any]) -> None:
    points = NumberForm(case.get("points", "open"))
    delivery = Delivery(FOLDER / case["file"], CLOCK, CLOCK, points=points)
    try:
        prepared = prepare(engine, case.get("dataset", "covid-daily"), delivery)
    except DecorError as error:
        words, counts = say(error.message, "id"), None
    else:
        counts = (prepared.kept, prepared.rejected, prepared.beyond_tolerance)
        lines = [f"{line.value}: {say(line.reason, 'id')}" for line in prepared.checked.rejected]
        words = "\n".join([*(say(finding, "id") for finding in prepared.findings), *lines])
    expected = (case["kept"], case["rejected"], case.get("beyond_tolerance", False)) if "kept" in case else None
    assert counts == expected, words
    assert [sentence for sentence in case["said"] if sentence not in words] == [], words


def test_every_dirty_file_has_its_sentences() -> None:
    files = {path.name for path in FOLDER.iterdir()} - {"said.toml"}
    assert files == {case["file"] for case in SAID.values()}
