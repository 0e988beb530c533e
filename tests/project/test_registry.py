"""Declarations are complete, and nothing but they and a subject's own modules knows a subject by its name."""

from __future__ import annotations

import ast
import itertools
import re
import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from pathlib import Path

import pytest

from data.contracts import ContractColumn, contracts
from data.domain.access import Disclosure
from data.domain.errors import DecorError
from data.subjects import BUILT_IN, DeclarationError, Registry, registry, subject_of
from tests.conftest import ROOT
from tests.subjects import parking

OWN = {*BUILT_IN, "base"}
"""Names of modules that belong to a subject, alone or as a part of the name (`wifi_page`)."""
APART = ("data/sample", "data/contracts", "data/tables/migrations", "data/reference")
"""What makes, describes or renames the city's data by their names, which is its purpose."""


def ids() -> set[str]:
    known = registry()
    slugs = {page.slug for page in known.pages.values()} - {""}
    every = {*known.by_id, *known.indicators, *known.datasets, *known.sources, *slugs}
    # Datasets of no subject, and a dataset and an indicator whose ids are also panels, tables and parts of answers.
    return every - {*(dataset.id for dataset in known.base), "actions", "residents"}


def belongs_to_a_subject(path: Path) -> bool:
    parts = path.relative_to(ROOT).with_suffix("").parts[1:]
    return any(re.search(rf"(^|_){name}(_|$)", segment) for segment in parts for name in OWN) or "subjects" in parts[:1]


def literals(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_generic_code_knows_a_subject_a_dataset_or_an_indicator_by_name() -> None:
    wanted, uses = ids(), set()
    for folder in ("data", "layouts", "callbacks", "server"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if name.startswith(APART) or belongs_to_a_subject(path):
                continue
            uses |= {(name, text) for text in literals(path) if text in wanted}
    assert uses == set()


def test_no_script_of_the_screen_knows_a_subject_or_an_indicator_by_name() -> None:
    wanted = {name for name in ids() if "-" in name or name in BUILT_IN}
    strings = re.compile(r"""(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1""")
    for path in (ROOT / "assets").rglob("*.js"):
        used = {match[2] for match in strings.finditer(path.read_text("utf-8"))}
        assert not used & wanted, path.name


def required(made: object) -> Iterator[tuple[object, str]]:
    for field in fields(made):  # type: ignore[arg-type]
        if field.default is MISSING and field.default_factory is MISSING and field.init:
            yield made, field.name


PARTS = [
    parking.SUBJECT,
    parking.IN_USE,
    parking.SUBJECT.datasets[0],
    parking.SUBJECT.scenes[0],
    parking.SUBJECT.public,
    parking.SUBJECT.page,
]
LEFT_OUT = list(itertools.chain.from_iterable(required(declaration) for declaration in PARTS))


@pytest.mark.parametrize(("made", "field"), LEFT_OUT, ids=[f"{type(m).__name__}.{name}" for m, name in LEFT_OUT])
def test_whatever_is_left_out_of_a_declaration_is_named_and_nothing_starts(
    made: object, field: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = type(made)
    (tmp_path / "unfinished.py").write_text(
        f"from dataclasses import fields\nfrom {kind.__module__} import {kind.__name__}\n"
        "from tests.project import test_registry\n"
        f"made = next(known for known in test_registry.PARTS if type(known).__name__ == {kind.__name__!r})\n"
        f"said = {{f.name: getattr(made, f.name) for f in fields(made) if f.init and f.name != {field!r}}}\n"
        f"SUBJECT = {kind.__name__}(**said)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "unfinished", raising=False)
    with pytest.raises(DeclarationError, match=f"“?{field}”?"):
        subject_of("unfinished")


def test_a_contract_without_its_disclosure_is_refused(tmp_path: Path) -> None:
    body = (ROOT / "tests" / "subjects" / "contracts" / "parking.toml").read_text("utf-8")
    assert contracts(_folder(tmp_path / "a", body))["parking"].disclosure is Disclosure.OPEN
    with pytest.raises(DecorError, match="disclosure"):
        contracts(_folder(tmp_path / "b", body.replace('disclosure = "open"\n', "")))
    with pytest.raises(DecorError, match="disclosure"):
        contracts(_folder(tmp_path / "c", body.replace('disclosure = "open"', 'disclosure = "secret"')))
    assert ContractColumn.model_fields["required"].default is True


def _folder(folder: Path, body: str) -> Path:
    folder.mkdir()
    (folder / "parking.toml").write_text(body, "utf-8")
    return folder


def test_every_indicator_has_an_access_and_everything_it_is_made_of_is_at_most_as_protected() -> None:
    known = registry()
    for indicator in known.indicators.values():
        behind = [known.contracts[name].access for name in known.sources[indicator.panel].datasets]
        assert behind and indicator.access.disclosure.rank >= max(access.disclosure.rank for access in behind), (
            indicator.id
        )


@pytest.mark.parametrize("indicator", ["covid-new-7d", "covid-incidence-7d"])
def test_a_category_where_an_amount_is_needed_is_refused(indicator: str) -> None:
    words = registry().indicators["covid-against-city"].categories
    known = registry()
    covid = known.by_id["covid"]
    changed = tuple(
        replace(each, categories=words, breaks=None, method="data.epi.rates:against_city")
        if each.id == indicator
        else each
        for each in covid.indicators
    )
    with pytest.raises(DeclarationError, match="need an amount"):
        Registry((replace(covid, indicators=changed), *known.subjects[1:]), known.base, known.overview)
    unmade = tuple(replace(each, method="") if each.categories else each for each in covid.indicators)
    with pytest.raises(DeclarationError, match="a category has a method"):
        Registry((replace(covid, indicators=unmade), *known.subjects[1:]), known.base, known.overview)
