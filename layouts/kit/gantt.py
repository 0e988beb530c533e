"""Rows over time: planned from the start to the end, what is reached inside it, the first end where it was another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from layouts.kit.plots import Plot
from layouts.markup import Drawn, el

WIDTH, ROW, LEFT, TOP, BAR = 1000, 20, 300, 24, 9
LONGEST = 44
"""Letters of a name that stand left of the bars."""


@dataclass(frozen=True)
class GanttRow:
    """A row; ``first_end`` is None where the end was never moved, ``share`` 0 to 1 of the way that is reached."""

    name: str
    href: str
    start: date
    end: date
    first_end: date | None
    share: float
    look: str


def gantt(rows: Sequence[GanttRow], *, today: date, ticks: Sequence[tuple[date, str]], label: str) -> Drawn:
    """The chart; every row's name leads to its page.

    Parameters
    ----------
    ticks : sequence of (day, words)
        What stands at the top; the first and the last are not outside the rows.
    """
    days = [day for row in rows for day in (row.start, row.end, row.first_end or row.end)] + [today]
    height = TOP + ROW * len(rows) + 6
    frame = Plot(
        width=WIDTH,
        height=height,
        left=LEFT,
        right=8,
        first=min(days).toordinal(),
        last=max(days).toordinal(),
        low=0,
        high=1,
    )
    marks: list[Drawn] = []
    for day, words in ticks:
        if min(days) <= day <= max(days):
            marks.append(el("line", x1=frame.x(day), x2=frame.x(day), y1=TOP - 4, y2=height - 4, cls="gantt-tick"))
            marks.append(el("text", words, x=frame.x(day) + 3, y=TOP - 10, cls="gantt-words"))
    for position, row in enumerate(rows):
        marks += _row(frame, row, TOP + ROW * position)
    marks.append(el("line", x1=frame.x(today), x2=frame.x(today), y1=TOP - 4, y2=height - 4, cls="gantt-today"))
    return el("svg", *marks, view_box=f"0 0 {WIDTH} {height}", cls="gantt", role="img", aria_label=label)


def _row(frame: Plot, row: GanttRow, top: float) -> list[Drawn]:
    left, right = frame.x(row.start), frame.x(row.end)
    width = max(right - left, 1.0)
    name = row.name if len(row.name) <= LONGEST else f"{row.name[: LONGEST - 1]}…"
    made = [
        el("a", el("text", name, x=0, y=top + BAR + 3, cls="gantt-name"), href=row.href),
        el("rect", x=left, y=top + 3, width=round(width, 1), height=BAR, cls="gantt-plan"),
        el("rect", x=left, y=top + 3, width=round(width * row.share, 1), height=BAR, cls=f"gantt-reached {row.look}"),
    ]
    if row.first_end is not None:
        at = frame.x(row.first_end)
        made.append(el("line", x1=at, x2=at, y1=top, y2=top + BAR + 6, cls="gantt-first"))
    return made
