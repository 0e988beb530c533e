"""Tables that can be sorted, and figures with their sentence and table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.text import say
from layouts.markup import Tree, el


@dataclass(frozen=True)
class Cell:
    """A cell: what is shown, and by what it is sorted (the text itself when left out)."""

    shown: Tree
    by: float | str | None = None


def table(
    caption: str,
    heads: Sequence[Tree],
    rows: Sequence[Sequence[Cell | Tree]],
    *,
    numbers: Sequence[int] = (),
    lang: str,
    sortable: bool = True,
) -> Tree:
    """A table with a caption; scripts make its heads buttons that sort.

    Parameters
    ----------
    numbers : sequence of int
        Columns that hold numbers (right, sorted by ``by``).
    """
    head = el(
        "tr", *(el("th", name, scope="col", cls="num" if at in numbers else None) for at, name in enumerate(heads))
    )
    body = [el("tr", *(_cell(cell, at, numbers) for at, cell in enumerate(row))) for row in rows]
    mark = {"data_sort": "", "data_words": say("sorted by {column}", lang)} if sortable and len(rows) > 1 else {}
    shown = el("table", el("caption", caption), el("thead", head), el("tbody", *body), **mark)
    return el("div", shown, cls="scroll", tabindex="0", role="region", aria_label=caption)


def _cell(cell: Cell | Tree, at: int, numbers: Sequence[int]) -> Tree:
    shown, by = (cell.shown, cell.by) if isinstance(cell, Cell) else (cell, None)
    mark = None if by is None else str(by)
    if at == 0:
        return el("th", shown, scope="row", data_by=mark)
    return el("td", shown, data_by=mark, cls="num" if at in numbers else None)


def folded(summary: str, *content: Tree, open_: bool = False) -> Tree:
    """Content behind one line."""
    return el("details", el("summary", summary), *content, open=open_, cls="fold")


def section(title: Tree, *content: Tree, id_: str = "", note: Tree = None) -> Tree:
    """A section under a full-width rule; its title is the finding."""
    parts = [el("h2", title), *content]
    if note is not None:
        parts.append(note)
    return el("section", *parts, id=id_ or None)
