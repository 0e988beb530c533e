"""Charts as SVG inside the page: no script is needed to see them; with one they speak at each step."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from data.domain.public_views import BANDS, CovidFigure, ProgressPoint
from data.text import day, number, say
from layouts.kit.legends import Key, legend
from layouts.kit.plots import Plot, dated, end, line, nice
from layouts.markup import Tree, el
from layouts.public.words import count_words, period_words

WIDTH, HEIGHT = 400, 210
LEFT, RIGHT, TOP, BOTTOM = 44, 10, 14, 28
LETTER = 8.2


def framed(first: date, last: date, most: float, lang: str, *, least: float = 0.0, decimals: int = 0) -> Plot:
    """A plot whose left edge leaves room for the widest number of the axis."""
    widest = max(len(number(value, lang, decimals)) for value in (most, most / 2, least))
    return plot_of(first, last, most, least=least, left=round(10 + LETTER * widest, 1))


def plot_of(first: date, last: date, most: float, *, least: float = 0.0, left: float = LEFT) -> Plot:
    """A plot of the public pages' size."""
    return Plot(
        width=WIDTH,
        height=HEIGHT,
        left=left,
        right=RIGHT,
        top=TOP,
        bottom=BOTTOM,
        first=first.toordinal(),
        last=last.toordinal(),
        low=least,
        high=most,
    )


def chart(
    label: str, frame: Plot, *marks: Tree, steps: Sequence[tuple[float, str]], lang: str, decimals: int = 0
) -> Tree:
    """The chart: a picture with a label, and the sentences that the arrow keys read out.

    Parameters
    ----------
    steps : sequence of (x, words)
        One a point in time, left to right.
    """
    grid = []
    for quarter in range(5):
        value = frame.low + (frame.high - frame.low) * quarter / 4
        y = frame.y(value)
        grid.append(el("line", x1=frame.left, x2=WIDTH - RIGHT, y1=y, y2=y, cls="axis" if quarter == 0 else "grid"))
        if quarter % 2 == 0:
            places = decimals if value % 1 == 0 or decimals else 1
            grid.append(el("text", number(value, lang, places), x=frame.left - 6, y=y + 5, text_anchor="end"))
    ends = [
        el("text", day(date.fromordinal(int(frame.first)), lang, "MMM y"), x=frame.left, y=HEIGHT - 6),
        el(
            "text",
            day(date.fromordinal(int(frame.last)), lang, "d MMM y"),
            x=WIDTH - RIGHT,
            y=HEIGHT - 6,
            text_anchor="end",
        ),
    ]
    picture = el("svg", *grid, *marks, *ends, view_box=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=label)
    return _spoken(picture, steps, lang)


def _spoken(picture: Tree, steps: Sequence[tuple[float, str]], lang: str) -> Tree:
    encoded = json.dumps([[x, words] for x, words in steps], ensure_ascii=False)
    words = say("Chart; arrow keys read the values, Esc ends", lang)
    return el("div", picture, cls="chart", data_steps=encoded, data_words=words)


def weekly_bars(figures: Sequence[CovidFigure], label: str, lang: str) -> Tree:
    """Weekly cases: a bar where the total is exact, pale between the ends where it is not."""
    known = [figure for figure in figures if figure.known]
    if not known:
        return el("p", say("Nothing has been reported for this area yet.", lang))
    most = nice(max((figure.high if figure.high is not None else (figure.low or 0) + 10) for figure in known))
    frame = framed(figures[0].starts_on, figures[-1].ends_on, most, lang)
    width = max((WIDTH - frame.left - RIGHT) / max(len(figures), 1) * 0.8, 1.0)
    marks, steps, ranges = [], [], False
    for figure in figures:
        x = frame.x(figure.starts_on)
        steps.append((x + width / 2, f"{period_words(figure, lang)}: {count_words(figure, lang)}"))
        if not figure.known:
            continue
        low = figure.low or 0
        high = figure.high if figure.high is not None else low + 10
        base = frame.y(0)
        marks.append(
            el(
                "rect",
                x=x,
                y=frame.y(low),
                width=round(width, 2),
                height=round(base - frame.y(low), 1),
                cls="bar-exact",
            )
        )
        if high > low:
            ranges = True
            marks.append(
                el(
                    "rect",
                    x=x,
                    y=frame.y(high),
                    width=round(width, 2),
                    height=round(frame.y(low) - frame.y(high), 1),
                    cls="bar-range",
                )
            )
    note = say("Pale: a range is published, because the exact total would give an RW away.", lang)
    key = legend([Key("key-range", note)], "keys", lang) if ranges else []
    return [chart(label, frame, *marks, steps=steps, lang=lang), key]


def band_steps(figures: Sequence[CovidFigure], label: str, lang: str) -> Tree:
    """An RW's weeks: one column a week, one row a band."""
    names = [str(low) + ("+" if high is None else f"–{high}") for low, high in BANDS]
    rows, step = len(BANDS), (HEIGHT - TOP - BOTTOM) / len(BANDS)
    width = (WIDTH - LEFT - RIGHT) / max(len(figures), 1)
    marks, steps = [], []
    for row, name in enumerate(names):
        y = TOP + (rows - 1 - row) * step
        marks.append(
            el("rect", x=LEFT, y=round(y + 1, 1), width=WIDTH - LEFT - RIGHT, height=round(step - 2, 1), cls="lane")
        )
        marks.append(el("text", name, x=LEFT - 6, y=round(y + step / 2 + 5, 1), text_anchor="end"))
    for at, figure in enumerate(figures):
        x, band = LEFT + at * width, figure.band
        steps.append((round(x + width / 2, 1), f"{period_words(figure, lang)}: {count_words(figure, lang)}"))
        if band is None:
            marks.append(
                el("rect", x=round(x + 1, 1), y=HEIGHT - BOTTOM - 6, width=round(width - 2, 1), height=5, cls="missing")
            )
        else:
            y = TOP + (rows - 1 - band) * step
            marks.append(
                el(
                    "rect",
                    x=round(x + 1, 1),
                    y=round(y + 1, 1),
                    width=round(width - 2, 1),
                    height=round(step - 2, 1),
                    cls=f"band-{band}",
                )
            )
    if figures:
        marks.append(el("text", day(figures[0].starts_on, lang, "d MMM"), x=LEFT, y=HEIGHT - 6))
        marks.append(
            el("text", day(figures[-1].ends_on, lang, "d MMM y"), x=WIDTH - RIGHT, y=HEIGHT - 6, text_anchor="end")
        )
    picture = el("svg", *marks, view_box=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=label)
    return _spoken(picture, steps, lang)


def lines(
    series: Sequence[tuple[date, float | None]],
    parent: Sequence[tuple[date, float | None]],
    label: str,
    *,
    unit: str,
    decimals: int,
    names: tuple[str, str],
    lang: str,
    percent: bool = False,
) -> Tree:
    """A figure over time, with its parent's as a thinner line."""
    known = [value for _, value in (*series, *parent) if value is not None]
    if not known:
        return el("p", say("Nothing has been reported for this area yet.", lang))
    most = 100.0 if percent and 50 < max(known) <= 100 else nice(max(known))
    frame = framed(
        (series or parent)[0][0], (series or parent)[-1][0], most, lang, least=min(0.0, min(known)), decimals=decimals
    )
    course = dated(series)
    drawn: list[Tree] = [line(frame, dated(parent), "line-parent")] if parent else []
    drawn += [line(frame, course, "line-self"), end(frame, course, "dot", 4)]
    steps = [
        (
            frame.x(at),
            f"{day(at, lang)}: {number(value, lang, decimals)} {unit}"
            if value is not None
            else f"{day(at, lang)}: {say('No report', lang)}",
        )
        for at, value in series
    ]
    shown = chart(label, frame, *drawn, steps=steps, lang=lang)
    return [shown, _names(names, bool(parent), lang)]


def _names(names: tuple[str, str], parent: bool, lang: str) -> Tree:
    keys = [Key("key-self", names[0]), *([Key("key-parent", names[1])] if parent else [])]
    return legend(keys, "keys", lang)


def s_curve(points: Sequence[ProgressPoint], label: str, lang: str) -> Tree:
    """Planned dashed, first planned dotted where it was another, claimed solid, verified beside it."""
    if not points:
        return el("p", say("no progress report yet", lang))
    frame = plot_of(points[0].day, points[-1].day, 100.0)
    again = any(p.first_planned != p.planned for p in points)
    drawn = [
        *([line(frame, dated((p.day, p.first_planned) for p in points), "line-first")] if again else []),
        line(frame, dated((p.day, p.planned) for p in points), "line-plan"),
        line(frame, dated((p.day, p.verified) for p in points), "line-parent"),
        line(frame, dated((p.day, p.actual) for p in points), "line-self"),
    ]
    words = say("{day}: {actual} % claimed, {verified} % verified, {planned} % planned", lang)
    steps = [
        (
            frame.x(p.day),
            words.format(
                day=day(p.day, lang),
                actual=number(p.actual, lang, 1),
                verified=number(p.verified, lang, 1),
                planned=number(p.planned, lang, 1),
            ),
        )
        for p in points
    ]
    names = [("key-self", "Claimed"), ("key-parent", "Verified"), ("key-plan", "Planned")]
    names += [("key-first", "First plan")] if again else []
    keys = legend([Key(look, say(name, lang)) for look, name in names], "keys", lang)
    return [chart(label, frame, *drawn, steps=steps, lang=lang), keys]
