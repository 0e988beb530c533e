"""Tables from a panel's head, and their cells."""

from __future__ import annotations

from data.domain.errors import Num
from data.domain.views import Column, PanelHeader, TableView


def from_head(head: PanelHeader, columns: list[Column], rows: list[list[object]]) -> TableView:
    """A table under the finding and caption of its panel."""
    return TableView(head.finding, head.caption, columns, rows)


def number_or_none(value: int | None) -> Num | None:
    """A cell of a whole number; None where it is missing."""
    return None if value is None else Num(value)
