"""Lengths of bars inside their track: drawing, no figure of the data."""

from __future__ import annotations


def length(value: float, whole: float) -> str:
    """Part of a track as the stylesheet wants it: "37.5%"."""
    return f"{value / whole * 100:.1f}%"
