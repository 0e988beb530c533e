"""Date ticks in the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.text import day


def date_ticks(days: list[date], lang: str, most: int = 7) -> dict[str, Any]:
    """Tick positions and words for a run of days.

    Parameters
    ----------
    days : list of date
        First to last, sorted.
    most : int
        About how many ticks fit.
    """
    if not days:
        return {}
    length = (days[-1] - days[0]).days
    if length > 150:
        firsts = list(_months(days[0], days[-1]))
        step = max(1, -(-len(firsts) // most))
        chosen = firsts[::step]
        years = [None, *(d.year for d in chosen)]
        words = [day(d, lang, "MMM y" if d.year != before else "MMM") for d, before in zip(chosen, years, strict=False)]
    else:
        step = max(1, -(-(length + 1) // most))
        chosen = [days[-1 - offset] for offset in range(0, len(days), step) if offset < len(days)][::-1]
        words = [day(d, lang, "d MMM") for d in chosen]
    return {"tickmode": "array", "tickvals": [d.isoformat() for d in chosen], "ticktext": words}


def _months(first: date, last: date) -> list[date]:
    months = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        if date(year, month, 1) >= first:
            months.append(date(year, month, 1))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months
