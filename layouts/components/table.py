"""A sortable table: the figures behind a chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc

from data.domain.errors import Num
from data.domain.views import TableView
from data.text import say, show
from layouts import elements as html
from layouts.drawn import Drawn


def table(view: TableView, lang: str, tools: Sequence[Any] = ()) -> list[Any]:
    """Title, caption, tools and rows; a heading sorts, a row with an area selects it."""
    header = html.Thead(
        html.Tr(
            [
                html.Th(
                    html.Button(say(c.title, lang), type="button"), className="num" if c.numeric else "", scope="col"
                )
                for c in view.columns
            ]
        )
    )
    codes = view.codes or [None] * len(view.rows)
    body = [_row(view, row, code, lang) for row, code in zip(view.rows, codes, strict=True)]
    return [
        html.H2(say(view.title, lang)),
        html.P(say(view.caption, lang), className="muted"),
        *tools,
        dbc.Table([header, html.Tbody(body)], className="sortable"),
    ]


def _row(view: TableView, cells: list[object], code: str | None, lang: str) -> Drawn:
    extra: dict[str, Any] = {"data-area": code, "tabIndex": 0} if code else {}
    shown = [
        html.Td(
            "–" if cell is None else show(cell, lang),
            className="num" if column.numeric else "",
            **{"data-value": _key(cell, lang)},
        )
        for column, cell in zip(view.columns, cells, strict=True)
    ]
    return html.Tr(shown, **extra)


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


def simple_table(columns: list[str], rows: list[list[Any]], *, numeric: set[int], name: str = "") -> dbc.Table:
    """A small table inside a panel."""
    header = html.Thead(
        html.Tr([html.Th(c, className="num" if i in numeric else "", scope="col") for i, c in enumerate(columns)])
    )
    body = html.Tbody(
        [
            html.Tr([html.Td(cell, className="num" if i in numeric else "") for i, cell in enumerate(row)])
            for row in rows
        ]
    )
    return dbc.Table([header, body], className=f"plain {name}".strip())
