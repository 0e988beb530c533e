"""A panel's table as a file, with what it shows, from when and where printed on it."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

from data.domain.errors import Num
from data.domain.people_views import ExportView
from data.text import day, moment, say, show
from layouts.cells import harmless


def _facts(view: ExportView, lang: str) -> list[tuple[str, str]]:
    return [(say(name, lang), harmless(_written(value, lang))) for name, value in view.facts]


def _written(value: object, lang: str) -> str:
    if isinstance(value, datetime):
        return f"{day(value.date(), lang)} {moment(value, lang).rsplit(' ', 1)[1]} WIB"
    return show(value, lang)


def _cell(cell: object, lang: str) -> Any:
    """Numbers and days as such, words in the reader's language."""
    if cell is None:
        return None
    if isinstance(cell, Num):
        rounded = round(cell.value, cell.decimals)
        return int(rounded) if cell.decimals == 0 else rounded
    if isinstance(cell, date):
        return cell
    return harmless(show(cell, lang))


def csv_text(view: ExportView, lang: str) -> str:
    """Comma separated UTF-8: the facts as lines that start with #, then the table; ISO days, plain numbers."""
    text = io.StringIO()
    writer = csv.writer(text)
    for name, value in _facts(view, lang):
        writer.writerow([f"# {name}", value])
    writer.writerow([harmless(say(column.title, lang)) for column in view.table.columns])
    writer.writerows(["" if (value := _cell(cell, lang)) is None else value for cell in row] for row in view.table.rows)
    return "\ufeff" + text.getvalue()


def xlsx_bytes(view: ExportView, lang: str) -> bytes:
    """A workbook: the table with its heading on one sheet, the facts above it."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "DeCOR"
    for name, value in _facts(view, lang):
        sheet.append([name, value])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
    sheet.append([])
    sheet.append([harmless(say(column.title, lang)) for column in view.table.columns])
    head = sheet.max_row
    for cell in sheet[head]:
        cell.font = Font(bold=True)
    for row in view.table.rows:
        sheet.append([_cell(cell, lang) for cell in row])
    for n in range(1, len(view.table.columns) + 1):
        sheet.column_dimensions[get_column_letter(n)].width = 26 if n == 1 else 18
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
