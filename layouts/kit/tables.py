"""The table: of panels, documents, drawer and public pages. Needs no Dash."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from data.text import say
from layouts.markup import Drawn, Tree, el


@dataclass(frozen=True)
class Cell:
    """A cell: what is shown, and by what it is sorted (the text itself when left out; "" is missing)."""

    shown: Tree
    by: float | str | None = None


@dataclass(frozen=True)
class Row:
    """A row; ``area`` is the code that a click on it selects."""

    cells: Sequence[Cell | Tree]
    area: str = ""


def table(
    heads: Sequence[Tree],
    rows: Sequence[Row | Sequence[Cell | Tree]],
    *,
    name: str,
    lang: str,
    numbers: Collection[int] = (),
    sortable: bool = False,
    buttons: bool = True,
    captioned: bool = False,
    row_heads: bool = False,
    kind: str = "table",
    frame: str = "table-scroll",
) -> Drawn:
    """A table with its heads; wide ones scroll in a frame of their own, which the keyboard reaches.

    Parameters
    ----------
    heads : sequence
        Empty for a table without them.
    name : str
        What the frame is called for who hears the page; with ``captioned`` it stands over the table as well.
    numbers : collection of int
        Columns that hold numbers: aligned right, sorted by value.
    sortable : bool
        Whether its heads sort (`assets/js/sort.js`); a single row is not sorted.
    buttons : bool
        False leaves it to a script to make the heads buttons, for a page that may be read without scripts.
    row_heads : bool
        Whether the first cell names its row.
    kind, frame : str
        Classes of the table and its frame; "" leaves the frame out.

    Raises
    ------
    ValueError
        When a row has more or fewer cells than there are heads: everything after would stand under a wrong one.
    """
    cells = [row.cells if isinstance(row, Row) else row for row in rows]
    if heads and any(len(row) != len(heads) for row in cells):
        raise ValueError(f"{name}: a row has other columns than the {len(heads)} heads")
    sorts = sortable and len(rows) > 1
    mark = {"data_sort": "", "data_words": say("sorted by {column}", lang)} if sorts else {}
    parts: list[Any] = [el("caption", name)] if captioned else []
    if heads:
        parts.append(
            el("thead", el("tr", *(_head(words, n in numbers, sorts and buttons) for n, words in enumerate(heads))))
        )
    parts.append(el("tbody", *(_row(row, numbers, row_heads) for row in rows)))
    made = el("table", *parts, cls=kind or None, **mark)
    return el("div", made, cls=frame, tabindex="0", role="region", aria_label=name) if frame else made


def _head(words: Tree, numeric: bool, button: bool) -> Tree:
    shown = el("button", words, type="button") if button and words else words
    return el("th", shown, scope="col", cls="num" if numeric else None)


def _row(row: Row | Sequence[Cell | Tree], numbers: Collection[int], named: bool) -> Tree:
    cells, area = (row.cells, row.area) if isinstance(row, Row) else (row, "")
    shown = [_cell(cell, n in numbers, named and n == 0) for n, cell in enumerate(cells)]
    return el("tr", *shown, data_area=area or None, tabindex="0" if area else None)


def _cell(cell: Cell | Tree, numeric: bool, names: bool) -> Tree:
    shown, by = (cell.shown, cell.by) if isinstance(cell, Cell) else (cell, None)
    mark = None if by is None else str(by)
    if names:
        return el("th", shown, scope="row", data_by=mark)
    return el("td", shown, data_by=mark, cls="num" if numeric else None)
