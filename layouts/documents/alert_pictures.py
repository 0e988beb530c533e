"""Pictures of an alert and a rule: what is looked at day by day, where it is, how often a rule speaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dash import html

from data.domain.alert_views import CourseView, GroupPage, RuleView
from data.domain.areas import CITY
from data.domain.errors import msg
from data.text import day, number, say
from layouts.documents.parts import panel, source
from layouts.kit.legends import Key, legend
from layouts.kit.maps import features, svg_map
from layouts.kit.plots import Plot, counted, dated, extent, line, nice
from layouts.markup import Drawn, el

WIDTH, HEIGHT = 1100, 250
SHOWN_DAYS = 90
LOOKS = ("first", "second", "third", "fourth")


def course_panel(view: CourseView, lang: str) -> html.Section:
    """A rule's measure in the areas of an alert, with both thresholds."""
    days = view.days[-SHOWN_DAYS:]
    lines = [dated(zip(days, values[-SHOWN_DAYS:], strict=True)) for _, values in view.series]
    edges = counted([view.fire, view.clear])
    low, high = extent(edges, *lines) or (0.0, 1.0)
    plot = _plot(days, min(low, 0.0), high)
    marks: list[Any] = []
    for look, value, words in (("fires", view.fire, say("fires", lang)), ("clears", view.clear, say("clears", lang))):
        marks.append(line(plot, [(plot.first, value), (plot.last, value)], f"threshold {look}"))
        label = f"{words} {number(value, lang, view.decimals)}"
        # The one above its line and the other below: they may lie close together.
        above = value == max(view.fire, view.clear)
        marks.append(el("text", label, x=WIDTH - 4, y=plot.y(value) + (-5 if above else 15), text_anchor="end"))
    marks += [line(plot, pairs, f"course {look}") for pairs, look in zip(lines, LOOKS, strict=False)]
    names = [say(name, lang) for name, _ in view.series]
    keys = legend([Key(f"key {look}", name) for look, name in zip(LOOKS, names, strict=False)], "course-keys", lang)
    label = say(msg("{what}, {first} to {last}", what=view.title, first=days[0], last=days[-1]), lang)
    left_out = names[len(LOOKS) :]
    more = msg("Not drawn: {names}.", names=", ".join(left_out))
    note = [html.P(say(more, lang), className="note")] if left_out else []
    body = [_picture(plot, days, marks, label, lang), keys, *note, source(view.stamp, lang)]
    return panel(say("What is judged", lang), body, kicker=say(view.title, lang))


def days_panel(rule: RuleView, lang: str, tried: Sequence[int] = ()) -> html.Section | None:
    """In how many areas a rule would have fired, day by day; beside it the changed rule that is tried."""
    if not rule.by_day:
        return None
    days = [rule.last - timedelta(days=n) for n in range(len(rule.by_day) - 1, -1, -1)]
    now, then = ([float(areas) for areas in by_day] for by_day in (rule.by_day, tried))
    plot = _plot(days, 0.0, nice(max([*now, *then])))
    marks = [line(plot, dated(zip(days, now, strict=True)), "course first")]
    keys = [Key("key first", say("as it is", lang))]
    if then:
        marks.append(line(plot, dated(zip(days, then, strict=True)), "course second"))
        keys.append(Key("key second", say("as it is tried", lang)))
    label = say(msg("Areas firing, {first} to {last}", first=days[0], last=days[-1]), lang)
    body = [_picture(plot, days, marks, label, lang), *([legend(keys, "course-keys", lang)] if then else [])]
    body.append(source(rule.stamp, lang))
    return panel(say("Areas firing, by day", lang), body, kind="wide")


def where_panel(page: GroupPage, body: bytes, lang: str) -> html.Section | None:
    """Where the alert is: kelurahan that are meant or hold what is meant; None for the whole city."""
    areas = [member.area for member in page.group.members if member.area != CITY]
    codes = [feature["properties"]["c"] for feature in features(body)] if areas else []
    meant = [code for code in codes if any(_within(area, code) or _within(code, area) for area in areas)]
    if not meant:
        return None
    look = f"alarm-area alarm-{page.group.stage}"
    label = say("Where it is, by kelurahan", lang)
    return panel(say("Where", lang), svg_map(body, dict.fromkeys(meant, look), {}, label=label, width=640.0))


def _within(code: str, other: str) -> bool:
    return f"{code}.".startswith(f"{other}.")


def _plot(days: Sequence[date], low: float, high: float) -> Plot:
    edges = {"left": 44, "right": 4, "top": 16, "bottom": 24}
    first, last = days[0].toordinal(), days[-1].toordinal()
    return Plot(width=WIDTH, height=HEIGHT, first=first, last=last, low=low, high=high, **edges)


def _picture(plot: Plot, days: Sequence[date], marks: Sequence[Any], label: str, lang: str) -> Drawn:
    decimals = 0 if plot.high >= 10 else 1
    axis = [
        el("text", number(value, lang, decimals), x=38, y=plot.y(value) + 4, text_anchor="end")
        for value in (plot.low, plot.high)
    ]
    base = line(plot, [(plot.first, plot.low), (plot.last, plot.low)], "axis")
    ends = [
        el("text", day(days[0], lang), x=plot.left, y=HEIGHT - 6),
        el("text", day(days[-1], lang), x=WIDTH - plot.right, y=HEIGHT - 6, text_anchor="end"),
    ]
    box = f"0 0 {WIDTH} {HEIGHT}"
    return el("svg", base, *axis, *marks, *ends, view_box=box, cls="course-chart", role="img", aria_label=label)
