"""Names say what the thing is: five words that fit anything are nobody's name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.project.test_repository import tracked

EMPTY = frozenset({"one", "found", "part", "place", "told"})
"""Words that a reader learns nothing from."""
CHECKED = ("data", "layouts", "callbacks", "server", "scripts", "tests", "app.py", "app_public.py")
"""Top-level folders and files that are read."""


def named(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of everything that gets a name; the declared fields of a class are left out."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    fields = {line.target for node in classes for line in node.body if isinstance(line, ast.AnnAssign)}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) if node not in fields:
                yield node.lineno, name
            case ast.arg(arg=name):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield node.lineno, name
            case ast.MatchMapping(rest=str(name)):
                yield node.lineno, name
            case ast.alias(asname=str(name)):
                yield node.lineno, name


def empty_names(tree: ast.AST) -> list[tuple[int, str]]:
    return sorted((line, name) for line, name in named(tree) if name in EMPTY)


def sources() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in CHECKED]


def test_nothing_is_named_by_a_word_that_fits_anything() -> None:
    offences = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in sources()
        for line, name in empty_names(ast.parse(path.read_text("utf-8")))
    ]
    assert offences == [], "\n" + "\n".join(offences)


def test_every_checked_folder_has_files() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in sources()} == set(CHECKED)


@pytest.mark.parametrize(
    "code",
    [
        "one = 1",
        "one: int = 1",
        "one += 1",
        "first, (*one, last) = values",
        "for one in values: pass",
        "print(one := 1)",
        "[one for one in values]",
        "{key: one for key, one in values}",
        "with opened() as one: pass",
        "try: pass\nexcept ValueError as one: pass",
        "def one(): pass",
        "async def one(): pass",
        "class one: pass",
        "def f(one): pass",
        "def f(*one): pass",
        "def f(*, one=1): pass",
        "def f(**one): pass",
        "lambda one: 1",
        "import os as one",
        "from os import path as one",
        "match value:\n    case [first, *one]: pass",
        "match value:\n    case {'key': 1, **one}: pass",
        "match value:\n    case int() as one: pass",
        "f'{[one for one in values]}'",
    ],
)
def test_every_way_to_give_a_name_is_seen(code: str) -> None:
    assert [name for _, name in empty_names(ast.parse(code))] == ["one"]


@pytest.mark.parametrize(
    "code", ["view.one = 1", "{'one': 1}", "dict(one=1)", "connection.one()", "class View:\n    one: int = 1"]
)
def test_keys_fields_and_keywords_are_left_alone(code: str) -> None:
    assert empty_names(ast.parse(code)) == []
