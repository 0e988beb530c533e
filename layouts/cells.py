"""Cells of tables that leave the house as files."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless("−3"), harmless("RW 006")
    ("'=1+1", '−3', 'RW 006')
    """
    return f"'{text}" if text.startswith(FORMULA) else text
