"""Tables as a workbook: texts stay texts, whatever they begin with."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
STARTS = ("=", "+", "-", "@")
"""A cell that begins so is reckoned by a spreadsheet."""


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """A workbook with a sheet a table.

    Parameters
    ----------
    sheets : iterable of (title, names, rows)
        Values are texts, numbers and None.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, names, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.append(list(names))
        for row in rows:
            sheet.append([harmless(value) for value in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def harmless(value: Any) -> Any:
    """A value as a cell; a text that would be reckoned has a space before it.

    Examples
    --------
    >>> harmless("=1+1"), harmless("Aksi"), harmless(-2)
    (' =1+1', 'Aksi', -2)
    """
    return f" {value}" if isinstance(value, str) and value.startswith(STARTS) else value
