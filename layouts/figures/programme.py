"""The S-curve: plan dashed, first baseline dotted, claimed solid with evidenced and verified under it."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.domain.errors import Message, Num, msg
from data.domain.programme_views import Progress, SCurveView
from data.text import number, say
from layouts.figures.axis import date_ticks
from layouts.figures.labels import add_notes
from layouts.theme.charts import Chart, base_layout, label, theme_of, tick_format


def s_curve_figure(view: SCurveView, *, theme: str, lang: str) -> dict[str, Any]:
    """Draw planned against reported cumulative progress in percent."""
    colours = theme_of(theme)
    figure = Chart({**base_layout(colours, right=104), **tick_format(lang)})
    days, report_days = (_texts(each) for each in (view.days, view.report_days))
    muted = colours["muted"]
    if view.first_planned:
        _line(figure, days, view.first_planned, say("first plan", lang), color=muted, width=1.4, dash="dot")
    _line(figure, days, view.planned, say("plan", lang), color=muted, width=1.8, dash="dash")
    _line(figure, report_days, view.verified, say("verified", lang), color=colours["deviation-6"], width=1.8)
    _line(figure, report_days, view.evidenced, say("evidenced", lang), color=colours["deviation-5"], width=1.8)
    _line(figure, report_days, view.claimed, say("claimed", lang), color=colours["ink"], width=3)
    if view.now is not None:
        _gap(figure, view, view.now, colours)
    if view.days:
        figure.mark(_labels(view, colours, lang))
        add_notes(figure, view.notes, lang)
    figure.x_axis(**date_ticks(view.days, lang, most=4), tickangle=0)
    figure.y_axis(range=[0, 104], tickvals=[0, 25, 50, 75, 100], ticktext=[f"{n} %" for n in (0, 25, 50, 75, 100)])
    return figure.spec()


def _texts(days: list[date]) -> list[str]:
    return [day.isoformat() for day in days]


def _line(figure: Chart, days: list[str], values: list[float], name: str, **line: Any) -> None:
    figure.add("scatter", x=days, y=values, mode="lines", name=name, hovertemplate="%{y:.1f} %", line=line)


def _gap(figure: Chart, view: SCurveView, now: Progress, colours: Any) -> None:
    """The deviation as a bar between plan and claim, and the marked day."""
    at = view.marked.isoformat()
    bar = colours["deviation-0" if now.deviation < 0 else "deviation-6"]
    ends, line = [now.claimed, now.planned], {"color": bar, "width": 6}
    figure.add("scatter", x=[at, at], y=ends, mode="lines", line=line, hoverinfo="skip", showlegend=False)
    edge = {"color": colours["surface"], "width": 2}
    marker = {"size": 11, "color": colours["selection"], "line": edge}
    figure.add("scatter", x=[at], y=[now.claimed], mode="markers", marker=marker, hoverinfo="skip")


def _labels(view: SCurveView, colours: Any, lang: str) -> list[dict[str, Any]]:
    now, at = view.now, view.marked.isoformat()
    if now is None:
        return []
    bar = colours["deviation-0" if now.deviation < 0 else "deviation-6"]
    strong = label(colours, f"<b>{number(now.claimed, lang, 1)} %</b>", x=at, y=now.claimed, strong=True)
    strong["font"] = {"size": 20, "color": colours["ink"]}
    left = {"xanchor": "right", "xshift": -10, "align": "right"}
    plan = f"{say('plan', lang)} {number(now.planned, lang, 1)} %"
    words = [msg("{gap} points", gap=Num(now.deviation, 1, signed=True)), *_behind(view)]
    gap = label(colours, "<br>".join(say(each, lang) for each in words), x=at, y=now.verified, shift=-60)
    gap["font"] = {"size": 14, "color": bar, "weight": 630}
    below = [
        label(colours, f"{say(name, lang)} {number(value, lang, 1)} %", x=at, y=value, shift=shift)
        for name, value, shift in (("evidenced", now.evidenced, -8), ("verified", now.verified, -14))
    ]
    return [strong, {**label(colours, plan, x=at, y=now.planned, shift=12), **left}, gap, *below]


def _behind(view: SCurveView) -> list[Message]:
    """How far behind in days and in money; what cannot be said is left out."""
    made = []
    if view.gap_days is not None and abs(view.gap_days) >= 1:
        words = "{n} days behind" if view.gap_days > 0 else "{n} days ahead"
        made.append(msg(words, n=Num(abs(view.gap_days))))
    if view.gap_billion is not None:
        words = "Rp {n} billion of work behind" if view.gap_billion > 0 else "Rp {n} billion of work ahead"
        made.append(msg(words, n=Num(abs(view.gap_billion), 1)))
    return made
