"""Tables as a workbook: texts stay texts, whatever they begin with."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


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
            sheet.append(list(row))
            if any(isinstance(value, str) and value.startswith("=") for value in row):
                for cell in sheet[sheet.max_row]:
                    # A text that somebody typed is reckoned by nobody.
                    cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
