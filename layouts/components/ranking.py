"""The ranking: one bar an area, its value beside it, the whole as an upright line."""

from __future__ import annotations

from typing import Any

from data.domain.categories import written
from data.domain.errors import Num, msg
from data.domain.states import Flag, ValueState
from data.domain.views import FLAG_NAMES, IndicatorInfo, RankingView, RankRow
from data.text import number, say, show
from layouts import elements as html
from layouts.components.choice import chooses
from layouts.components.panel import whole_rows
from layouts.drawn import Drawn
from layouts.lengths import length

SHOWN = 20


def ranking(view: RankingView, *, lang: str) -> list[Any]:
    """Rows of the ranking; the first `SHOWN`, the selected ones always."""
    info = view.head.indicator
    rows = view.rows[:SHOWN]
    rows += [row for row in view.rows[SHOWN:] if row.selected]
    high = max((row.value for row in rows if row.value is not None), default=0) or 1.0
    high = max(high, view.reference or 0, *(row.limits[1] for row in rows if row.limits))
    with_count = info.ratio and info.count_unit is not None
    header = html.Div(
        [
            html.Span(say("Area", lang)),
            html.Span(say(info.unit, lang)),
            html.Span(""),
            html.Span(_count_unit(info, lang) if with_count else ""),
        ],
        className="rank header",
        **{
            "data-scope": ",".join(view.scope),
            "data-level": view.level.value,
            "data-higher": str(info.direction == "higher").lower(),
        },
    )
    body = [_row(row, view, high, with_count, lang) for row in rows]
    words = html.Span(_note(view, len(rows), lang), className="note-words")
    note = html.P([words, *_choose_beyond(view, lang)], className="note")
    return [note, header, whole_rows(body, name="ranks", row=26)]


def _choose_beyond(view: RankingView, lang: str) -> list[Any]:
    """A button that chooses what lies on the wrong side of the upright line."""
    if not view.beyond:
        return []
    below = view.head.indicator.direction == "higher"
    words = msg("choose the {n} below it" if below else "choose the {n} above it", n=Num(len(view.beyond)))
    return ["  ·  ", chooses(say(words, lang), view.beyond)]


def _count_unit(info: IndicatorInfo, lang: str) -> str:
    if info.count_unit is None:
        return ""
    return say(info.shown_unit or info.count_unit, lang)


def _row(row: RankRow, view: RankingView, high: float, with_count: bool, lang: str) -> Drawn:
    info = view.head.indicator
    missing = say("no report", lang) if row.state is ValueState.NO_REPORT else "–"
    value = missing if row.value is None else show(written(info, row.value), lang)
    step = info.steps(row.klass)
    width = "0.0%" if row.value is None else length(max(row.value, 0), high)
    if info.categories and row.value is not None:
        width = "18px"  # a mark of its colour: there is no length
    bar: list[Any] = [html.Span(className=f"bar class-{step} {row.state.value}", style={"width": width})]
    if row.limits is not None:
        low, top = (length(limit, high) for limit in row.limits)
        bar.append(html.Span(className="limits", style={"left": low, "width": f"calc({top} - {low})"}))
    if view.reference is not None:
        bar.append(html.Span(className="whole", style={"left": length(view.reference, high)}))
    marks = "*" if row.unstable else ""
    count = show(info.shown_count(row.count), lang) + marks if with_count and row.count is not None else ""
    name = row.name if row.state is not ValueState.INCOMPLETE else f"{row.name} °"
    return html.Button(
        [
            html.Span(name, className="name"),
            html.Span(bar, className="track"),
            html.Span(_arrow(row) + value, className="value", **_interval(row, info, lang)),
            html.Span(count, className="count"),
        ],
        className="rank" + (" selected" if row.selected else ""),
        type="button",
        **{"data-area": row.code, "aria-pressed": "true" if row.selected else "false"},
    )


ARROWS = {Flag.ABOVE: "↑ ", Flag.BELOW: "↓ "}


def _arrow(row: RankRow) -> str:
    return "" if row.flag is None else ARROWS.get(row.flag, "")


def _interval(row: RankRow, info: IndicatorInfo, lang: str) -> dict[str, str]:
    """The limits of a value in words, for the pointer."""
    if row.limits is None:
        return {}
    low, high = (Num(limit, info.decimals) for limit in row.limits)
    words = say(msg("95 %: {low} to {high}", low=low, high=high), lang)
    return {"title": words if row.flag is None else f"{words}; {say(FLAG_NAMES[row.flag], lang)}"}


def _note(view: RankingView, shown: int, lang: str) -> str:
    parts = []
    info = view.head.indicator
    if view.reference is not None:
        value = number(view.reference, lang, info.decimals)
        parts.append(f"{say('Upright line', lang)}: {say(view.reference_name, lang)} {value}")
    if any(row.limits for row in view.rows[:shown]):
        parts.append(say("Thin line: 95 % interval", lang))
    if any(row.flag in ARROWS for row in view.rows[:shown]):
        parts.append(say("↑ ↓ above or below the city beyond chance", lang))
    if any(row.unstable for row in view.rows[:shown]):
        parts.append(say("* fewer than {n} cases, unstable", lang).format(n=info.unstable_below))
    if any(row.state is ValueState.INCOMPLETE for row in view.rows[:shown]):
        parts.append(say("° incomplete", lang))
    if view.total > shown:
        parts.append(
            f"{number(shown, lang)} {say('of', lang)} {number(view.total, lang)}; {say('all in the table', lang)}"
        )
    return "  ·  ".join(parts)
