"""The S-curve: plan dashed, actual solid, the deviation as a labelled bar between them."""

from __future__ import annotations

from typing import Any

from data.domain.errors import Num, msg
from data.domain.views import SCurveView
from data.text import number, say
from layouts.figures.axis import date_ticks
from layouts.figures.notes import note_labels, note_marks
from layouts.theme.charts import Chart, base_layout, label, theme_of, tick_format


def s_curve_figure(view: SCurveView, *, theme: str, lang: str) -> dict[str, Any]:
    """Draw planned against actual cumulative progress in percent."""
    colours = theme_of(theme)
    days = [day.isoformat() for day in view.days]
    figure = Chart({**base_layout(colours, right=120), **tick_format(lang)})
    figure.add(
        "scatter",
        x=days,
        y=view.planned,
        mode="lines",
        name=say("plan", lang),
        hovertemplate="%{y:.1f} %",
        line={"color": colours["muted"], "width": 1.8, "dash": "dash"},
    )
    figure.add(
        "scatter",
        x=days,
        y=view.actual,
        mode="lines",
        name=say("reached", lang),
        hovertemplate="%{y:.1f} %",
        line={"color": colours["ink"], "width": 3},
    )
    behind = view.deviation < 0
    bar = colours["deviation-0" if behind else "deviation-6"]
    at = view.marked.isoformat()
    figure.add(
        "scatter",
        x=[at, at],
        y=[view.marked_actual, view.marked_planned],
        mode="lines",
        line={"color": bar, "width": 6},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add(
        "scatter",
        x=[at],
        y=[view.marked_actual],
        mode="markers",
        marker={"size": 11, "color": colours["selection"], "line": {"color": colours["surface"], "width": 2}},
        hoverinfo="skip",
    )
    if view.days:
        labels = [*_labels(view, colours, bar, lang), *note_labels(view.notes, colours, view.days)]
        figure.mark(labels, note_marks(view.notes, colours))
    figure.x_axis(**date_ticks(view.days, lang, most=4), tickangle=0)
    figure.y_axis(range=[0, 104], tickvals=[0, 25, 50, 75, 100], ticktext=[f"{n} %" for n in (0, 25, 50, 75, 100)])
    return figure.spec()


def _labels(view: SCurveView, colours: Any, bar: str, lang: str) -> list[dict[str, Any]]:
    at = view.marked.isoformat()
    gap = say(msg("{gap} points", gap=Num(view.deviation, 1, signed=True)), lang)
    plan = f"{say('plan', lang)} {number(view.marked_planned, lang, 1)} %"
    end = label(
        colours,
        f"{say('plan', lang)} {number(view.planned[-1], lang)} %",
        x=view.days[-1].isoformat(),
        y=view.planned[-1],
    )
    late = (view.days[-1] - view.marked).days < 120
    left = {"xanchor": "right", "xshift": -10, "align": "right"}
    return [
        {
            **label(
                colours,
                f"<b>{number(view.marked_actual, lang, 1)} %</b>",
                x=at,
                y=view.marked_actual,
                strong=True,
                shift=-14,
            ),
            "font": {"size": 20, "color": colours["ink"]},
        },
        {**label(colours, plan, x=at, y=view.marked_planned, shift=12), **left},
        {
            **label(colours, gap, x=at, y=view.marked_actual, shift=-36),
            "font": {"size": 14, "color": bar, "weight": 630},
        },
        *([] if late else [end]),
    ]
