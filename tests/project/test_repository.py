"""The repository tests itself."""

import ast
import doctest
import importlib
import os
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest

from data.contracts import contracts
from data.subjects import registry
from data.tables.schema import Base
from data.text import catalogue
from scripts.generate import PAGES
from tests.conftest import PASSWORD, ROOT

SOURCES = [p for folder in ("data", "layouts", "callbacks", "server") for p in (ROOT / folder).rglob("*.py")]


def literals(path: Path) -> set[str]:
    """Templates that a file words: the first argument of msg, say and _field."""
    templates = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("msg", "say", "_field") and isinstance(node.args[0].value, str):
                templates.add(node.args[0].value)
    return templates


EXAMPLES = [str(path.relative_to(ROOT)) for path in SOURCES if ">>> " in path.read_text("utf-8")]


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_example_in_a_docstring_is_true(path: str) -> None:
    module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_every_sentence_has_an_indonesian_wording() -> None:
    known = catalogue("id")
    missing = {text: str(path.relative_to(ROOT)) for path in SOURCES for text in literals(path) if text not in known}
    assert missing == {}


def test_no_wording_is_left_over() -> None:
    constants = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
    for contract in contracts().values():
        constants |= {contract.note, *(c.note for c in contract.columns), *(c.unit for c in contract.columns)}
    spoken = constants | {f"feed {word}" for word in ("fresh", "ageing", "stale", "lost")}
    assert sorted(set(catalogue("id")) - spoken) == []


def values_in(template: str) -> set[str]:
    """Names of the values that a sentence has places for."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_wording_has_just_the_places_of_its_sentence(lang: str) -> None:
    words = catalogue(lang)
    assert {text: wording for text, wording in words.items() if values_in(text) != values_in(wording)} == {}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_generated_pages_are_fresh(path: Path) -> None:
    assert path.read_text("utf-8") == PAGES[path](), "run `make docs`"


def tracked() -> list[Path]:
    """Text files that git knows, or will."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    endings = {".py", ".js", ".css", ".md", ".toml", ".txt", ".sh", ".html", ""}
    return [ROOT / name for name in listed if (ROOT / name).suffix in endings and (ROOT / name).is_file()]


def test_no_file_names_a_registry_a_cdn_or_a_path_of_a_machine() -> None:
    hosts = [
        "py" + "pi.org",
        "npm" + "js.org",
        "un" + "pkg",
        "js" + "delivr",
        "google" + "apis",
        "cdn" + "js",
        "/ro" + "ot/",
        "/wo" + "rk/",
    ]
    offences = [(p.name, h) for p in tracked() for h in hosts if h in p.read_text("utf-8", errors="ignore")]
    assert offences == []


def test_styles_and_scripts_fetch_nothing_from_elsewhere() -> None:
    for path in [*(ROOT / "assets" / "css").glob("*.css"), *(ROOT / "assets" / "js").glob("*.js")]:
        text = (
            path.read_text("utf-8")
            .replace("http://www.w3.org/2000/svg", "")
            .replace("http://www.w3.org/1999/xhtml", "")
        )
        assert "http" not in text, path.name
        assert "innerHTML" not in text, path.name


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    words = ["pytest." + "skip", "mark." + "skip", "x" + "fail", "import" + "orskip"]
    offences = [(p.name, w) for p in (ROOT / "tests").rglob("*.py") for w in words if w in p.read_text("utf-8")]
    assert offences == []


def run(code: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DECOR_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    environment["DECOR_DEMO_PASSWORD"] = PASSWORD
    environment.pop("DECOR_DATABASE_URL", None)
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_the_web_process_carries_no_spatial_or_statistics_library(tmp_path: Path) -> None:
    heavy = "{'geopandas', 'shapely', 'pyogrio', 'scipy', 'pyproj', 'holidays'}"
    made = run(f"import app, sys; app.server; print(sorted({heavy} & set(sys.modules)))", tmp_path)
    assert made.stdout.splitlines()[-1] == "[]", made.stderr


def test_the_loader_runs_without_dash(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "for name in ('dash', 'plotly', 'flask'): sys.modules[name] = None\n"
        "from data.ingest.__main__ import main\n"
        "sys.exit(main(['loads']))"
    )
    made = run(code, tmp_path)
    assert made.returncode == 0, made.stderr


def test_an_empty_database_gives_a_sentence_and_not_a_blank_page(tmp_path: Path) -> None:
    code = (
        "from app import server\nc = server.test_client()\n"
        "c.post('/masuk', data={'username': 'operator', 'password': 'ruang-kendali-uji'})\n"
        "print(c.get('/healthz').get_json()['status'], c.get('/ruang/_dash-layout').text.count('make sample'))\n"
        "print(c.get('/ruang/api/v1/areas').get_json())\n"
        "print(c.get('/ruang/api/v1/values?indicator=covid-active').status_code)"
    )
    made = run(code, tmp_path)
    assert made.stdout.splitlines() == [
        "Accounts operator, official, diskominfo, council, steward, admin: password from DECOR_DEMO_PASSWORD.",
        "empty 1",
        "{'areas': []}",
        "400",
    ], made.stderr


def test_every_contract_fits_its_table_and_every_indicator_its_contract() -> None:
    for contract in contracts().values():
        table = Base.metadata.tables[contract.table]
        assert {column.target for column in contract.columns} <= set(table.columns.keys()), contract.id
        assert contract.id in registry().datasets
    for indicator in registry().indicators.values():
        assert indicator.dataset in contracts()
        assert indicator.formula and indicator.source


def test_the_composition_root_stays_small() -> None:
    assert len((ROOT / "app.py").read_text().splitlines()) <= 60
