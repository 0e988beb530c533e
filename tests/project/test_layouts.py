"""A figure, its class and its share are taken in `data`; `layouts` draws and words what a view model holds."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

DRAWING = (
    "layouts/lengths.py",  # bars as parts of their track
    "layouts/kit/plots.py",  # the same for small charts: places of days and values in a frame
    "layouts/kit/curves.py",  # the same for lines over a number
    "layouts/kit/area_plots.py",  # the same for marks of areas on one and several axes
    "layouts/kit/gantt.py",  # bars from day to day
    "layouts/kit/maps.py",  # the projection of a map
    "layouts/figures/",  # axes, labels and marks of the charts
    "layouts/public/charts.py",  # rows and widths of bars and bands
    "layouts/public/maps.py",  # boxes and letters of the maps
    "layouts/wall/shapes.py",  # which border lies over which
    "layouts/theme/",  # contrast of two colours
)
"""What reckons with places on a picture; the results are lengths, never shown as numbers."""
TOTALS = frozenset({"sum", "fsum", "mean", "fmean", "median", "Counter", "bisect", "bisect_left", "bisect_right"})
"""Calls that make a figure or a class of many values."""
RATES = frozenset({7, 28, 60, 100, 1_000, 3_600, 10_000, 100_000, 1_000_000})
"""Factors of percentages, rates, means and units; a product or quotient with one of them is a figure."""
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
LIBRARIES = frozenset({"numpy", "pandas", "statistics"})


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def is_rate(node: ast.expr) -> bool:
    """Whether a factor is a known number or a named constant (a drawing's own lengths are literals of other sizes)."""
    if isinstance(node, ast.Constant):
        return node.value in RATES
    return isinstance(node, ast.Name) and any(word in node.id for word in ("PER", "RATE", "PERCENT", "SCALE"))


def names_in(node: ast.AST) -> set[str]:
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}


def is_written_out(node: ast.expr) -> bool:
    """A list in the code or a constant of the module: the edges of classes, not the data."""
    return isinstance(node, ast.Tuple | ast.List) or (isinstance(node, ast.Name) and node.id.isupper())


def against_edges(tree: ast.AST) -> Iterator[ast.AST]:
    """Comparisons by size with each of some edges: in a comprehension, or in a loop over edges that are written out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.For) and is_written_out(node.iter):
            edges = names_in(node.target)
        elif isinstance(node, ast.GeneratorExp | ast.ListComp | ast.SetComp) and isinstance(node.elt, ast.Compare):
            edges = names_in(node)
        else:
            continue
        for compared in ast.walk(node):
            ordered = isinstance(compared, ast.Compare) and any(isinstance(sign, ORDER) for sign in compared.ops)
            if ordered and names_in(compared) & edges:
                yield compared


def offences(tree: ast.AST) -> list[int]:
    """Lines that take a figure or a class."""
    lines = {node.lineno for node in against_edges(tree) if isinstance(node, ast.expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Call() if called(node) in TOTALS:
                lines.add(node.lineno)
            case ast.Call(func=ast.Attribute(attr="count")):
                lines.add(node.lineno)
            case ast.Call(func=ast.Name(id="len"), args=[ast.ListComp() | ast.SetComp() as listed]) if any(
                generator.ifs for generator in listed.generators
            ):
                lines.add(node.lineno)
            case ast.BinOp(op=ast.Mult(), left=left, right=right) if is_rate(left) or is_rate(right):
                lines.add(node.lineno)
            case ast.BinOp(op=ast.Div() | ast.FloorDiv(), right=right) if is_rate(right):
                lines.add(node.lineno)
            case ast.BinOp(left=ast.Attribute(), right=ast.Attribute()):  # two figures of a view model
                lines.add(node.lineno)
            case ast.AugAssign(target=ast.Subscript()):
                lines.add(node.lineno)
            case ast.Import(names=names) if LIBRARIES & {alias.name.split(".")[0] for alias in names}:
                lines.add(node.lineno)
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in LIBRARIES:
                lines.add(node.lineno)
    return sorted(lines)


def test_layouts_take_no_figure_and_no_class() -> None:
    listed = []
    for path in sorted((ROOT / "layouts").rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if not name.startswith(DRAWING):
            listed += [f"{name}:{line}" for line in offences(ast.parse(path.read_text("utf-8")))]
    assert listed == [], "take it in data/domain or a service:\n" + "\n".join(listed)


def test_every_drawing_module_exists() -> None:
    assert [name for name in DRAWING if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    "code",
    [
        "total = sum(row.missed for row in view.rows)",
        "live = sum(point.status == 'live' for point in points)",
        "klass = 1 + sum(value >= edge for edge in EDGES)",
        "klass = len([edge for edge in EDGES if value >= edge])",
        "passed = [value >= edge for edge in view.breaks]",
        "klass = bisect_right(EDGES, value)",
        "for limit, key in ((0.95, '4'), (0.8, '3')):\n    if share >= limit:\n        break",
        "for edge in EDGES:\n    klass = klass + 1 if edge < value else klass",
        "gap = point.actual - point.planned",
        "total = counts.met + counts.one_short + counts.none",
        "rate = figure.value / area.people",
        "tally = Counter(looks)",
        "n = looks.count('none')",
        "tally[look] += 1",
        "share = value * 100",
        "share = 100 * value",
        "rate = count * PER / people",
        "rate = count / people * 100_000",
        "mean = values / 7",
        "hours = seconds / 3600",
        "whole = size // 1_000",
        "import numpy as np",
        "from statistics import mean",
    ],
)
def test_a_figure_or_a_class_is_seen(code: str) -> None:
    assert offences(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "n = len(view.groups)",
        "if view.total > shown: pass",
        "high = max(row.value for row in rows)",
        "y = 18 + r * row_step",
        "x = index / last * (WIDTH - 10)",
        "width = number(view.missed, lang)",
        "for row in rows:\n    if row.value > high: pass",
        "while sheet.y > low: sheet.y += 2",
    ],
)
def test_what_is_drawn_is_left_alone(code: str) -> None:
    assert offences(ast.parse(code)) == []
