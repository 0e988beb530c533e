"""The trend: selected areas against their parent, daily bars, incomplete days hatched."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

import numpy as np

from data.domain.categories import written
from data.domain.errors import Num, msg
from data.domain.views import Band, Series, TrendView
from data.text import day, number, say, show
from layouts.figures.axis import date_ticks
from layouts.figures.labels import add_ends, add_notes
from layouts.theme.charts import Chart, base_layout, theme_of, tick_format, tinted
from layouts.theme.tokens import Theme

DASHES = ("solid", "dash", "dot", "dashdot")


def trend_figure(view: TrendView, *, theme: str, lang: str) -> dict[str, Any]:
    """Draw a trend.

    Parameters
    ----------
    theme : str
        "dark" or "light".
    lang : str
        "id" or "en"; numbers and dates are written in it.
    """
    colours = theme_of(theme)
    days = [d.isoformat() for d in view.days]
    complete = _complete(view)
    words = max((len(say(category.words, lang)) for category in view.head.indicator.categories), default=0)
    left = max(52, 16 + 8 * words)
    figure = Chart({**base_layout(colours, left=left, right=_room(view, lang)), **tick_format(lang)})
    if view.band is not None:
        _add_band(figure, view, view.band, days, colours, lang)
    if view.bars is not None:
        _add_bars(figure, view, view.bars, days, complete, colours, lang)
    lines = [series for series in view.series if series.role != "self"] + [s for s in view.series if s.role == "self"]
    for index, series in enumerate(lines):
        _add_line(figure, view, series, days, complete, colours, lang, index)
    figure.mark([], _marks(view, colours))
    add_ends(figure, _ends(view, complete, lang), _late(view, lang))
    add_notes(figure, view.notes, lang)
    figure.x_axis(**date_ticks(view.days, lang, most=5), tickangle=0, range=_range(view))
    figure.y_axis(**_value_axis(view, lang))
    return figure.spec()


def _room(view: TrendView, lang: str) -> int:
    """Pixels that the longest label at the right needs."""
    texts = (_label_text(view, series, 0.0, view.days[max(_complete(view) - 1, 0)], lang) for series in view.series)
    longest = max((len(text.split("\n")[0]) for text in texts), default=0)
    return min(210, 34 + round(6.6 * max(longest + 3, 13)))


def _label_text(view: TrendView, series: Series, value: float, on: date, lang: str) -> str:
    """Name and value at a line's end; the day beside it where it is not the chosen one."""
    name = say(series.name, lang).removeprefix("Kecamatan ")
    if series.role == "scaled":
        return f"{name}, {say('scaled', lang)}"
    if view.bars is not None:
        return f"{number(value, lang)} {say('per day', lang)}\n{say('7-day mean', lang)}"
    text = f"{name} {_figure(view, value, lang)}"
    return text if on == view.marked else f"{text} ({day(on, lang, 'd MMM')})"


def _figure(view: TrendView, value: float, lang: str) -> str:
    """A value of a line; a mean of a category's numbers, as room is made for before it is known, has no words."""
    info = view.head.indicator
    return show(written(info, value), lang) if value or not info.categories else " " * 8


def _complete(view: TrendView) -> int:
    if view.incomplete_from is None:
        return len(view.days)
    return max(0, (view.incomplete_from - view.days[0]).days)


def _range(view: TrendView) -> list[str]:
    """Half a day more at both ends, so that the bars there are whole."""
    return [_noon(view.days[0] - timedelta(days=1)), _noon(view.days[-1])]


def _noon(day: date) -> str:
    return f"{day.isoformat()}T12:00:00"


def _value_axis(view: TrendView, lang: str) -> dict[str, Any]:
    """The range is said outright: kept by the browser it would be that of the selection before."""
    known = [v for s in view.series for v in view.drawn(s) if not math.isnan(v)]
    if view.bars is not None:
        known += view.bars.known.tolist()
    if view.band is not None:
        known += view.band.upper[~np.isnan(view.band.upper)].tolist()
    if categories := view.head.indicator.categories:
        words = [say(category.words, lang) for category in categories]
        numbers = list(range(1, len(words) + 1))
        return {"range": [len(words) + 0.5, 0.5], "tickmode": "array", "tickvals": numbers, "ticktext": words}
    low, high = min(known, default=0.0), max(known, default=1.0)
    if view.head.indicator.percent and low > 40:
        return {"range": [max(0, math.floor((low - 2) / 5) * 5), 100.5]}
    return {"range": [min(0.0, low * 1.08), max(high * 1.06, 1e-9)]}


def _values(values: list[float]) -> list[float | None]:
    return [None if math.isnan(value) else round(value, 4) for value in values]


def _hover(view: TrendView, series: Series, name: str, lang: str) -> dict[str, Any]:
    if view.head.indicator.categories:
        words = ["" if math.isnan(value) else _figure(view, value, lang) for value in view.drawn(series)]
        return {"name": name, "text": words, "hovertemplate": "%{text} " + say(view.head.indicator.unit, lang)}
    decimals = view.head.indicator.decimals
    return {"name": name, "hovertemplate": f"%{{y:,.{decimals}f}} " + say(view.head.indicator.unit, lang)}


def _add_band(figure: Chart, view: TrendView, band: Band, days: list[str], colours: Theme, lang: str) -> None:
    """A range as a tinted area; what it is stands in the answer to the pointer."""
    decimals = 0 if view.bars is not None else view.head.indicator.decimals
    # A line ends with the last complete day, and its limits with it.
    shown = len(days) if view.bars is not None else _complete(view)
    ends = [_values(limits[:shown].tolist()) for limits in (band.lower, band.upper)]
    shared = {"x": days[:shown], "mode": "lines", "line": {"width": 0}, "name": say(band.title, lang)}
    figure.add("scatter", y=ends[0], hoverinfo="skip", **shared)
    figure.add(
        "scatter",
        y=ends[1],
        customdata=ends[0],
        fill="tonexty",
        fillcolor=tinted(colours["muted"], 0.2),
        hovertemplate=f"%{{customdata:,.{decimals}f}}–%{{y:,.{decimals}f}} {say(band.title, lang)}",
        **shared,
    )


def _add_bars(
    figure: Chart, view: TrendView, bars: Series, days: list[str], complete: int, colours: Theme, lang: str
) -> None:
    values = _values(bars.values.tolist())
    per_day = say("per day", lang)
    solid = {"color": colours["rate-3"], "line": {"width": 0}}
    hatch = {
        "color": colours["surface"],
        "line": {"width": 0},
        "pattern": {
            "shape": "/",
            "fgcolor": colours["rate-3"],
            "bgcolor": colours["surface"],
            "size": 6,
            "solidity": 0.4,
        },
    }
    for span, marker in ((slice(0, complete), solid), (slice(complete, None), hatch)):
        if days[span]:
            figure.add(
                "bar",
                x=days[span],
                y=values[span],
                marker=marker,
                name=per_day,
                yaxis="y",
                hovertemplate="%{y:,.0f} " + per_day,
            )


def _add_line(
    figure: Chart,
    view: TrendView,
    series: Series,
    days: list[str],
    complete: int,
    colours: Theme,
    lang: str,
    index: int,
) -> None:
    own, values = series.role == "self", _values(view.drawn(series))
    if view.bars is not None and own:
        # Beside daily bars the line is the daily mean of the summed window.
        style = {"color": colours["ink"], "width": 2.2}
        hover = {"name": say("7-day mean", lang), "hovertemplate": "%{y:,.0f} " + say("7-day mean", lang)}
    else:
        alone = len(view.series) == 1
        chosen = colours["ink"] if alone else colours["selection"]
        style = {"color": chosen if own else colours["muted"], "width": 2.6 if own else 1.5}
        if series.role == "other":
            style |= {"color": colours["ink"], "dash": "dot"}
        hover = _hover(view, series, say(series.name, lang), lang)
    if view.head.indicator.categories:
        style["shape"] = "hv"
    if own:
        style["dash"] = DASHES[[s.code for s in view.series if s.role == "self"].index(series.code) % len(DASHES)]
    figure.add("scatter", x=days[:complete], y=values[:complete], mode="lines", line=style, **hover)


def _ends(view: TrendView, complete: int, lang: str) -> list[tuple[str, float, bool]]:
    """Words at the right of the lines: each one's value on the chosen day, or the last complete one before it."""
    ends = []
    for series in view.series:
        drawn = view.drawn(series)
        known = [at for at, v in enumerate(drawn[:complete]) if not math.isnan(v)]
        if known:
            chosen = [at for at in known if view.days[at] <= view.marked] or known
            text = _label_text(view, series, drawn[chosen[-1]], view.days[chosen[-1]], lang)
            ends.append((text, round(drawn[known[-1]], 4), series.role == "self"))
    return ends


def _late(view: TrendView, lang: str) -> str:
    if view.incomplete_from is None:
        return ""
    return say(msg("incomplete from {day}", day=show(view.incomplete_from, lang)), lang)


def _marks(view: TrendView, colours: Theme) -> list[dict[str, Any]]:
    shapes: list[dict[str, Any]] = []
    if view.incomplete_from is not None:
        start, end = _noon(view.incomplete_from - timedelta(days=1)), _noon(view.days[-1])
        if view.bars is None:
            shapes.append(
                {
                    "type": "rect",
                    "x0": start,
                    "x1": end,
                    "y0": 0,
                    "y1": 1,
                    "yref": "paper",
                    "fillcolor": colours["line"],
                    "opacity": 0.5,
                    "line": {"width": 0},
                    "layer": "below",
                }
            )
        shapes.append(
            {
                "type": "line",
                "x0": start,
                "x1": start,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": colours["muted"], "width": 1, "dash": "dot"},
            }
        )
    # A run of days is drawn by the page itself, where it can be taken hold of.
    if view.since is None and view.days[0] <= view.marked <= view.days[-1]:
        at = view.marked.isoformat()
        shapes.append(
            {
                "type": "line",
                "x0": at,
                "x1": at,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": colours["selection"], "width": 1.4},
            }
        )
    return shapes


def summary(view: TrendView, lang: str) -> str:
    """The chart in one sentence, for readers who do not see it."""
    parts = []
    for series in view.series:
        if series.last is not None and series.highest is not None:
            value = written(view.head.indicator, series.last)
            if view.head.indicator.categories:
                parts.append(say(msg("{name}: last {value}", name=say(series.name, lang), value=value), lang))
                continue
            high = Num(series.highest, view.head.indicator.decimals)
            parts.append(
                say(
                    msg("{name}: last {value}, highest {high}", name=say(series.name, lang), value=value, high=high),
                    lang,
                )
            )
    span = f"{day(view.days[0], lang)}–{day(view.days[-1], lang)}"
    return f"{say(view.head.indicator.title, lang)}, {span}. " + ". ".join(parts)
