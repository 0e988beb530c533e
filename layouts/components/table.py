"""A sortable table: the figures behind a chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from data.domain.errors import Num
from data.domain.views import TableView
from data.text import say, show
from layouts import elements as html
from layouts import ids
from layouts.kit import tables
from layouts.kit.tables import Cell, Row


def table(view: TableView, lang: str, tools: Sequence[Any] = ()) -> list[Any]:
    """Title, caption, tools and rows; a heading sorts, a row with an area selects it."""
    codes = view.codes or [None] * len(view.rows)
    rows = [Row(_cells(row, lang), code or "") for row, code in zip(view.rows, codes, strict=True)]
    return [
        html.H2(say(view.title, lang), id=ids.Table.TITLE),
        html.P(say(view.caption, lang), className="muted"),
        *tools,
        tables.table(
            [say(column.title, lang) for column in view.columns],
            rows,
            name=say(view.title, lang),
            lang=lang,
            numbers=[n for n, column in enumerate(view.columns) if column.numeric],
            sortable=True,
            frame="",
        ),
    ]


def _cells(cells: Sequence[object], lang: str) -> list[Cell]:
    return [Cell("–" if cell is None else show(cell, lang), _key(cell, lang)) for cell in cells]


def _key(cell: object, lang: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Num):
        return repr(cell.value)
    if isinstance(cell, date):
        return cell.isoformat()
    return show(cell, lang)


def export_links(prefix: str, panel: str, subject: str, query: str, lang: str) -> list[Any]:
    """The panel as a file: its table, or its picture."""
    tail = f"&{query}" if query else ""
    address = f"{prefix}unduh/{panel}"
    return [
        html.P(
            [
                html.A("CSV", href=f"{address}.csv?page={subject}{tail}", className="export", download=True),
                html.A("XLSX", href=f"{address}.xlsx?page={subject}{tail}", className="export", download=True),
                html.Button(say("PNG of the panel", lang), type="button", className="export", **{"data-png": panel}),
            ],
            className="exports",
        )
    ]
