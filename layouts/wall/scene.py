"""One scene: title, facts, foot. Nothing smaller than the screen's own text size."""

from __future__ import annotations

import math

from data.domain.errors import msg
from data.domain.states import ramp_steps
from data.domain.views import FeedView
from data.domain.wall import ALARM, Row, Scene, Screen
from data.text import age, day, number, say, time_of_day, trimmed
from layouts.components.stage import gauge
from layouts.drawn import drawn
from layouts.kit.legends import Key, legend
from layouts.kit.plots import Plot, counted, end, extent, line
from layouts.markup import Tree, el
from layouts.wall.shapes import Shapes, city_map

TRIANGLES = {1: "▲", -1: "▼", 0: "–"}
SPARK = (1_000, 190)
TIGHT_LINES = 16.0


def scene(view: Scene, screen: Screen, geometry: Shapes) -> Tree:
    """A scene as it stands on its screen."""
    lang = screen.lang
    parts = _parts(view, screen, geometry)
    head = el("header", el("h1", say(view.title, lang)), el("p", say(view.subtitle, lang)), cls="scene-head")
    return el(
        "section",
        head,
        el("div", *parts, cls="scene-body"),
        foot(view, lang),
        cls=f"scene {_kind(view)}",
        aria_label=say(view.title, lang),
    )


def _kind(view: Scene) -> str:
    if view.id == ALARM:
        return f"alarm-scene alarm-{view.stage}"
    if view.stage:
        return "stage-scene"
    if view.classes:
        return "map-scene"
    return "share-scene" if view.shares else "list-scene"


def _parts(view: Scene, screen: Screen, geometry: Shapes) -> list[Tree]:
    lang = screen.lang
    if view.id == ALARM:
        return _alarm(view, screen)
    if view.stage:
        return _stage(view, screen)
    if view.classes:
        return _map(view, screen, geometry)
    if view.shares:
        return [
            el("div", *_hero(view, lang), cls="numbers"),
            el("div", *[_share(*share, lang) for share in view.shares], cls="shares"),
        ]
    most = rows_that_fit(screen, detailed=any(row.detail for row in view.rows))
    hidden = len(view.rows) - most + view.beyond
    if hidden > 0:
        most -= 1
        hidden += 1 if len(view.rows) > most else 0
    rest = (
        el("li", el("span"), el("span", say(msg("and {n} more", n=hidden), lang), cls="row-words"))
        if hidden > 0
        else ""
    )
    return [el("ul", *[_row(row, lang) for row in view.rows[:most]], rest, cls="wall-rows")]


def rows_that_fit(screen: Screen, *, detailed: bool) -> int:
    """Rows of a list between the head and the foot."""
    room = screen.lines - 4.2
    tight = screen.lines < TIGHT_LINES
    return max(int(room / ((2.55 if tight else 2.75) if detailed else (1.5 if tight else 1.7))), 2)


def _hero(view: Scene, lang: str) -> list[Tree]:
    made: list[Tree] = []
    if view.hero is not None:
        text = say(view.hero, lang)
        made.append(el("p", text, cls="hero" if len(text) <= 4 else ("hero mid" if len(text) <= 7 else "hero long")))
    if view.hero_unit is not None:
        made.append(el("p", say(view.hero_unit, lang), cls="hero-unit"))
    if view.change is not None:
        made.append(
            el(
                "p",
                el("span", TRIANGLES[view.direction], aria_hidden="true", cls="triangle"),
                " ",
                say(view.change, lang),
                cls="change",
            )
        )
    return made


def _map(view: Scene, screen: Screen, geometry: Shapes) -> list[Tree]:
    lang = screen.lang
    # What the height allows beside the figure, its unit and its change.
    tight = screen.lines < TIGHT_LINES
    long_change = view.change is not None and len(say(view.change, lang)) > 22
    room = screen.lines - 4.2 - (2.4 if tight else 4.0) - 1.2 - (2.4 if long_change else 1.2)
    ranks = view.ranks[: max(min(int((room - 1.2) / 1.25), len(view.ranks)), 1)]
    room -= 1.2 + 1.25 * len(ranks)
    right = _hero(view, lang)
    if room >= (2.4 if tight else 3.5) and view.has_course:
        right.append(_spark(view))
    rows = [
        el("li", el("b", str(n)), el("span", ranked.name), el("span", say(ranked.value, lang), cls="num"))
        for n, ranked in enumerate(ranks, 1)
    ]
    if view.rank_title is not None and rows:
        right.append(el("p", say(view.rank_title, lang), cls="rank-title"))
    right.append(el("ol", *rows, cls="wall-ranks"))
    steps = {code: ramp_steps(mark, view.better) for code, mark in view.classes.items()}
    picture = city_map(geometry, steps, [ranked.code for ranked in ranks], label=say(view.title, lang))
    return [el("div", picture, _legend(view, lang), cls="wall-map-side"), el("div", *right, cls="numbers")]


def _legend(view: Scene, lang: str) -> Tree:
    edges = zip(ramp_steps("12345", view.better), [0.0, *view.breaks], strict=True)
    keys = [Key(f"class-{step}", trimmed(edge, lang)) for step, edge in edges]
    if "h" in view.classes.values():
        keys.append(Key("class-h", say("hidden", lang)))
    return legend(keys, "wall-legend", lang)


def _spark(view: Scene) -> Tree:
    """The last weeks as a line with a dot at its end."""
    course = counted(view.spark)
    least, high = extent(course) or (0.0, 1.0)
    # From zero, except where the line would be flat under the top.
    low = least if least > high * 0.5 else min(0.0, least)
    width, height = SPARK
    plot = Plot(
        width=width,
        height=height,
        left=20,
        right=30,
        top=25,
        bottom=20,
        first=0,
        last=len(course) - 1,
        low=low,
        high=high,
    )
    return el(
        "svg",
        el("path", d=f"M0 {height - 6}H{width}", cls="axis") if low == 0.0 else None,
        line(plot, course, "line"),
        end(plot, course, "dot", 13),
        view_box=f"0 0 {width} {height}",
        cls="wall-spark",
        aria_hidden="true",
    )


def _chip(row: Row) -> Tree:
    if row.stage:
        return el("span", str(row.stage), cls=f"wall-chip alarm-{row.stage}{'' if row.solid else ' outline'}")
    return el("i", cls=f"wall-mark {row.mark}", aria_hidden="true") if row.mark else el("span")


def _fresh(feed: FeedView, lang: str) -> str:
    """ "fresh, 4 hours"."""
    word = say(f"feed {feed.freshness.value}", lang)
    return word if feed.age_hours is None else f"{word}, {age(feed.age_hours, lang)}"


def _row(row: Row, lang: str) -> Tree:
    words = [el("b", say(row.title, lang))]
    if row.detail is not None:
        words.append(el("small", say(row.detail, lang)))
    words_of = (
        _fresh(row.feed, lang) if row.feed is not None else (say(row.value, lang) if row.value is not None else "")
    )
    value = el("span", words_of, cls="num") if words_of else ""
    return el("li", _chip(row), el("span", *words, cls="row-words"), value)


def _share(name: object, value: float, planned: float, lang: str) -> Tree:
    """A bar of progress in percent with a mark at the plan."""
    bar = el(
        "svg",
        el("rect", width="1000", height="60", cls="track"),
        el("rect", width=f"{min(value, 100) * 10:.0f}", height="60", cls="value"),
        el("rect", x=f"{min(planned, 100) * 10 - 4:.0f}", y="-14", width="8", height="88", cls="plan"),
        view_box="0 -16 1000 92",
        cls="share-bar",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
    return el("div", el("span", say(name, lang)), bar, el("b", f"{number(value, lang)} %"), cls="share")  # type: ignore[arg-type]


def _stage(view: Scene, screen: Screen) -> list[Tree]:
    lang, tight = screen.lang, screen.lines < TIGHT_LINES
    word = say(view.stage_word, lang) if view.stage_word else ""
    left = [
        drawn(gauge(view.stage, kind="wall")),
        el("p", word, cls="stage-word"),
        el("p", say(view.change, lang), cls="change") if view.change else "",
    ]
    rows = [
        el("li", el("span", say(row.title, lang)), el("b", say(row.value, lang) if row.value else ""))
        for row in (view.rows[:2] if tight else view.rows)
    ]
    right: list[Tree] = (
        [el("ol", *rows, cls="wall-causes")] if rows else [el("p", say("No criterion raises the stage.", lang))]
    )
    if view.more is not None and not tight:
        right.append(el("p", say(view.more, lang), cls="lowering"))
    small = [
        el(
            "span",
            drawn(gauge(max(stage, 1), kind="small", known=stage > 0)),
            el("b", str(stage) if stage else "–"),
            say(name, lang),
            cls="wall-subject",
        )
        for name, stage in view.stages
    ]
    return [
        el("div", *left, cls="stage-left"),
        el("div", *right, el("p", *small, cls="wall-subjects"), cls="stage-right"),
    ]


def _alarm(view: Scene, screen: Screen) -> list[Tree]:
    lang = screen.lang
    # A chip, not the gauge: the gauge is the city's stage alone.
    chip = el("span", el("b", str(view.stage)), cls=f"alarm-chip alarm-{view.stage}")
    first = el("div", chip, cls="stage-left")
    words: list[Tree] = [
        el("p", say(view.hero, lang) if view.hero else "", cls="alarm-title"),
        el("p", say(view.hero_unit, lang) if view.hero_unit else "", cls="alarm-detail"),
    ]
    room = screen.lines - 4.2 - (5.0 if screen.lines < TIGHT_LINES else 6.5)
    shown = view.rows[: max(math.floor(room / 1.5), 0)]
    if shown:
        words.append(el("ul", *[_row(row, lang) for row in shown], cls="wall-rows"))
    if len(view.rows) > len(shown):
        words.append(el("p", say(msg("and {n} more", n=len(view.rows) - len(shown)), lang), cls="alarm-detail"))
    return [first, el("div", *words, cls="stage-right")]


def foot(view: Scene, lang: str) -> Tree:
    """Freshness at the left, the simulation tag at the right; the frame adds count and heartbeat."""
    left: list[Tree] = []
    if view.freshness is not None and view.as_of is not None:
        old = view.freshness.value in ("stale", "lost")
        words = f"{say('Data to', lang)} {day(view.as_of, lang, 'd MMM')}"
        left = [el("i", cls=f"column {view.freshness.value}", aria_hidden="true"), el("b", words)]
        if old:
            left.append(f", {say('feed ' + view.freshness.value, lang)}, {age(view.age_hours, lang)}")
        elif view.received is not None:
            time = time_of_day(view.received, lang)
            if view.today is not None and view.received.date() != view.today:
                time = day(view.received.date(), lang, "d MMM")
            left.append(el("span", f", {say('received', lang)} {time}", cls="received"))
    note = el("span", say(view.note, lang), cls="wall-note") if view.note is not None else ""
    tag = el("span", say("Simulated data", lang), cls="simulated") if view.simulated else ""
    return el("footer", el("p", *left), note, tag, cls="scene-foot")
